//! Secrets: list, read, versions. Nothing here answers with the value of one.

use serde::{Deserialize, Serialize};

use super::filter::{self, Filter};
use crate::wire::json_text;
use crate::{Operation, Product};

/// Secrets of the account in the region.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ListSecrets {
    /// Whether the answer has the tags; `true` or `false` as text.
    pub fetch_tags: bool,
    /// By `SecretName`, `Description`, `TagKey`, `TagValue`, `DKMSInstanceId`, `SecretType`, `Creator`.
    #[serde(with = "json_text", skip_serializing_if = "filter::is_empty")]
    pub filters: Vec<Filter>,
    /// From 1.
    pub page_number: u32,
    /// 1 to 100.
    pub page_size: u32,
}

impl Operation for ListSecrets {
    const NAME: &'static str = "ListSecrets";
    const PRODUCT: Product = Product::Kms;
    type Output = ListSecretsResponse;
}

/// One page of secrets.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ListSecretsResponse {
    /// Wrapper of the list.
    pub secret_list: SecretList,
    /// From 1.
    pub page_number: u32,
    /// Entries asked for.
    pub page_size: u32,
    /// Entries over all pages.
    pub total_count: u32,
}

/// Wrapper of the list of secrets.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct SecretList {
    /// The page's secrets.
    pub secret: Vec<SecretEntry>,
}

/// A secret as the list tells of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct SecretEntry {
    /// UTC, ISO 8601.
    pub create_time: String,
    /// Cloud service that manages it. The missing n is the cloud's.
    pub owing_service: String,
    /// When it will be deleted; only while it waits for that.
    pub planned_delete_time: String,
    /// Name.
    pub secret_name: String,
    /// `Generic`, `Rds`, `Redis`, `RAMCredentials`, `ECS`, `PolarDB`.
    pub secret_type: String,
    /// Tags.
    pub tags: SecretTags,
    /// UTC.
    pub update_time: String,
}

/// Wrapper of the tags of a secret.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct SecretTags {
    /// The tags.
    pub tag: Vec<SecretTag>,
}

/// A tag of a secret.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct SecretTag {
    /// Key.
    pub tag_key: String,
    /// Value.
    pub tag_value: String,
}

/// Everything about one secret but its policy and its values.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct DescribeSecret {
    /// Whether the answer has the tags; `true` or `false` as text.
    pub fetch_tags: bool,
    /// Name or ARN.
    pub secret_name: String,
}

impl Operation for DescribeSecret {
    const NAME: &'static str = "DescribeSecret";
    const PRODUCT: Product = Product::Kms;
    type Output = DescribeSecretResponse;
}

/// A secret. Members that do not apply are absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DescribeSecretResponse {
    /// `acs:kms:<region>:<account>:secret/<name>`.
    pub arn: String,
    /// `Enabled`, `Disabled`, `Invalid`.
    pub automatic_rotation: String,
    /// UTC, ISO 8601.
    pub create_time: String,
    /// The instance that holds it; empty for a secret outside instances.
    #[serde(rename = "DKMSInstanceId")]
    pub dkms_instance_id: String,
    /// Free text.
    pub description: String,
    /// The key that protects its values.
    pub encryption_key_id: String,
    /// UTC.
    pub last_rotation_date: String,
    /// Only while rotation is on; UTC.
    pub next_rotation_date: String,
    /// Cloud service that manages it. The missing n is the cloud's.
    pub owing_service: String,
    /// When it will be deleted; only while it waits for that.
    pub planned_delete_time: String,
    /// For example `2592000s`.
    pub rotation_interval: String,
    /// Name.
    pub secret_name: String,
    /// As in the list.
    pub secret_type: String,
    /// Tags, when they were asked for.
    pub tags: SecretTags,
    /// UTC.
    pub update_time: String,
}

/// Versions of a secret: numbers and stages, no values.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ListSecretVersionIds {
    /// Whether versions without a stage are listed; `true` or `false` as text.
    pub include_deprecated: bool,
    /// From 1.
    pub page_number: u32,
    /// 1 to 100.
    pub page_size: u32,
    /// Name or ARN.
    pub secret_name: String,
}

impl Operation for ListSecretVersionIds {
    const NAME: &'static str = "ListSecretVersionIds";
    const PRODUCT: Product = Product::Kms;
    type Output = ListSecretVersionIdsResponse;
}

/// One page of versions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ListSecretVersionIdsResponse {
    /// Entries over all pages.
    pub total_count: u32,
    /// Wrapper of the list.
    pub version_ids: VersionIds,
}

/// Wrapper of the list of versions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct VersionIds {
    /// The page's versions.
    pub version_id: Vec<SecretVersion>,
}

/// A version of a secret.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct SecretVersion {
    /// UTC, ISO 8601.
    pub create_time: String,
    /// Id of the version.
    pub version_id: String,
    /// Wrapper of its stages.
    pub version_stages: VersionStages,
}

/// Wrapper of the stages of a version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct VersionStages {
    /// `ACSCurrent`, `ACSPrevious`, or a stage of the owner's own.
    pub version_stage: Vec<String>,
}
