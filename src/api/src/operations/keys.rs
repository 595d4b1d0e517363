//! Keys: list, read, versions.

use serde::{Deserialize, Serialize};

use super::filter::{self, Filter};
use crate::wire::json_text;
use crate::{Operation, Product};

/// Keys of the account in the region: ids and ARNs, nothing else.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ListKeys {
    /// By `KeyState`, `KeySpec`, `KeyUsage`, `ProtectionLevel`, `CreatorType`, `DKMSInstanceId`, `keyId` (with a small
    /// letter), `AliasName`, `Creator`, `TagKey`, `TagValue`.
    #[serde(with = "json_text", skip_serializing_if = "filter::is_empty")]
    pub filters: Vec<Filter>,
    /// From 1.
    pub page_number: u32,
    /// 1 to 100.
    pub page_size: u32,
}

impl Operation for ListKeys {
    const NAME: &'static str = "ListKeys";
    const PRODUCT: Product = Product::Kms;
    type Output = ListKeysResponse;
}

/// One page of keys.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ListKeysResponse {
    /// Wrapper of the list.
    pub keys: Keys,
    /// From 1.
    pub page_number: u32,
    /// Entries asked for.
    pub page_size: u32,
    /// Entries over all pages.
    pub total_count: u32,
}

/// Wrapper of the list of keys.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Keys {
    /// The page's keys.
    pub key: Vec<KeyRef>,
}

/// A key by id and ARN.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct KeyRef {
    /// `key-…`, or a UUID for older and default keys.
    pub key_id: String,
    /// `acs:kms:<region>:<account>:key/<id>`.
    pub key_arn: String,
}

/// Everything about one key but its policy.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct DescribeKey {
    /// Id, ARN or alias.
    pub key_id: String,
}

impl Operation for DescribeKey {
    const NAME: &'static str = "DescribeKey";
    const PRODUCT: Product = Product::Kms;
    type Output = DescribeKeyResponse;
}

/// The answer of `DescribeKey`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct DescribeKeyResponse {
    /// The key.
    pub key_metadata: KeyMetadata,
}

/// A key. Members that do not apply are empty or absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct KeyMetadata {
    /// `acs:kms:<region>:<account>:key/<id>`.
    pub arn: String,
    /// `Enabled`, `Disabled`, `Suspended`.
    pub automatic_rotation: String,
    /// UTC, ISO 8601.
    pub creation_date: String,
    /// Account that owns the key.
    pub creator: String,
    /// The instance that holds it; empty for a default key.
    #[serde(rename = "DKMSInstanceId")]
    pub dkms_instance_id: String,
    /// When it will be deleted; only while it waits for that.
    pub delete_date: String,
    /// `Enabled` or `Disabled`.
    pub deletion_protection: String,
    /// Why.
    pub deletion_protection_description: String,
    /// Free text.
    pub description: String,
    /// Id.
    pub key_id: String,
    /// For example `Aliyun_AES_256`.
    pub key_spec: String,
    /// `Enabled`, `Disabled`, `PendingDeletion`, `PendingImport`.
    pub key_state: String,
    /// `ENCRYPT/DECRYPT` or `SIGN/VERIFY`.
    pub key_usage: String,
    /// UTC.
    pub last_rotation_date: String,
    /// When imported material expires; empty for never.
    pub material_expire_time: String,
    /// Only while rotation is on; UTC.
    pub next_rotation_date: String,
    /// `Aliyun_KMS` or `EXTERNAL`.
    pub origin: String,
    /// The version that encrypts.
    pub primary_key_version: String,
    /// `SOFTWARE` or `HSM`.
    pub protection_level: String,
    /// For example `31536000s`.
    pub rotation_interval: String,
}

/// Versions of a key.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ListKeyVersions {
    /// Id or ARN.
    pub key_id: String,
    /// From 1.
    pub page_number: u32,
    /// 1 to 100.
    pub page_size: u32,
}

impl Operation for ListKeyVersions {
    const NAME: &'static str = "ListKeyVersions";
    const PRODUCT: Product = Product::Kms;
    type Output = ListKeyVersionsResponse;
}

/// One page of versions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ListKeyVersionsResponse {
    /// Wrapper of the list.
    pub key_versions: KeyVersions,
    /// Entries over all pages.
    pub total_count: u32,
}

/// Wrapper of the list of versions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct KeyVersions {
    /// The page's versions.
    pub key_version: Vec<KeyVersion>,
}

/// A version of a key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct KeyVersion {
    /// Id of the version.
    pub key_version_id: String,
    /// UTC, ISO 8601.
    pub creation_date: String,
}
