//! KMS instances: list, read, quota, bound VPCs.

use serde::{Deserialize, Serialize};

use crate::wire::{account_number, json_text, number_text, text_or_list};
use crate::{AccountId, InstanceId, Operation, Product, RegionId, VSwitchId, VpcId};

/// Instances of the account in the region: ids and ARNs, nothing else.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ListKmsInstances {
    /// From 1.
    pub page_number: u32,
    /// 1 to 100.
    pub page_size: u32,
}

impl Operation for ListKmsInstances {
    const NAME: &'static str = "ListKmsInstances";
    const PRODUCT: Product = Product::Kms;
    type Output = ListKmsInstancesResponse;
}

/// One page of instances.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ListKmsInstancesResponse {
    /// Wrapper of the list.
    #[serde(default)]
    pub kms_instances: KmsInstances,
    /// From 1.
    #[serde(default)]
    pub page_number: u32,
    /// Entries asked for.
    #[serde(default)]
    pub page_size: u32,
    /// Entries over all pages.
    #[serde(default)]
    pub total_count: u32,
}

/// Wrapper of the instance list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct KmsInstances {
    /// The page's instances.
    #[serde(default)]
    pub kms_instance: Vec<KmsInstanceRef>,
}

/// An instance by id and ARN.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct KmsInstanceRef {
    /// `kst-…`.
    pub kms_instance_id: InstanceId,
    /// `acs:kms:<region>:<account>:keystore/<id>`.
    #[serde(default)]
    pub kms_instance_arn: String,
}

/// Everything about one instance, with its VPC bindings.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct GetKmsInstance {
    /// `kst-…`.
    pub kms_instance_id: InstanceId,
}

impl Operation for GetKmsInstance {
    const NAME: &'static str = "GetKmsInstance";
    const PRODUCT: Product = Product::Kms;
    type Output = GetKmsInstanceResponse;
}

/// The answer of `GetKmsInstance`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct GetKmsInstanceResponse {
    /// The instance.
    pub kms_instance: KmsInstance,
}

/// An instance. Members were added over the years: any but the id may be missing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct KmsInstance {
    /// `kst-…`; empty in an answer of status 200 means "no such instance".
    pub instance_id: InstanceId,
    /// The id until somebody renames it.
    pub instance_name: String,
    /// `Uninitialized`, `Connecting`, `Connected`, `Disconnected`, `Error`.
    pub status: String,
    /// UTC, ISO 8601.
    pub create_time: String,
    /// When it was enabled; UTC.
    pub start_date: String,
    /// When it expires; UTC.
    pub end_date: String,
    /// `PREPAY` or `POSTPAY`.
    pub charge_type: String,
    /// Billing code, for example `kms_ddi_public_cn`.
    pub product_type: String,
    /// `3` software, `5` hardware.
    pub product_version: String,
    /// Commercial state, for example `Normal`.
    pub sale_status: String,
    /// Requests per second.
    pub spec: i64,
    /// Key quota; counts key versions.
    pub key_num: i64,
    /// Secret quota; text on the wire.
    #[serde(with = "number_text")]
    pub secret_num: i64,
    /// Access management quantity: VPCs and outside accounts together.
    pub vpc_num: i64,
    /// 1 when log analysis is on.
    pub log: i64,
    /// GB.
    pub log_storage: i64,
    /// The primary VPC, chosen at enabling.
    pub vpc_id: VpcId,
    /// vSwitches of the primary VPC; note the small `s` on the wire.
    #[serde(rename = "VswitchIds")]
    pub vswitch_ids: Vec<VSwitchId>,
    /// Zones of the instance, for example `cn-hangzhou-k`.
    #[serde(with = "text_or_list")]
    pub zone_ids: Vec<String>,
    /// Chain that applications need to trust the instance endpoint.
    pub ca_certificate_chain_pem: String,
    /// Whether release is blocked.
    pub deletion_protection: bool,
    /// Why.
    pub deletion_protection_description: String,
    /// Additional VPCs; `{}` or absent when there is none.
    pub bind_vpcs: BindVpcs,
}

/// Wrapper of the additional VPCs in the answer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct BindVpcs {
    /// One entry per VPC.
    #[serde(default)]
    pub bind_vpc: Vec<BindVpc>,
}

/// An additional VPC as the cloud reports it: the owner is text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct BindVpc {
    /// `vpc-…`.
    pub vpc_id: VpcId,
    /// The vSwitch that gives KMS its address in that VPC.
    #[serde(default)]
    pub v_switch_id: VSwitchId,
    /// Region of the VPC, equal to the region of the instance.
    #[serde(default)]
    pub region_id: RegionId,
    /// Account that owns the VPC.
    #[serde(default)]
    pub vpc_owner_id: AccountId,
}

/// An additional VPC as the cloud wants it: the owner is a 64-bit number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct BindVpcRequest {
    /// `vpc-…`.
    pub vpc_id: VpcId,
    /// A vSwitch of that VPC with at least one free IP address.
    pub v_switch_id: VSwitchId,
    /// Region of the VPC.
    pub region_id: RegionId,
    /// Account that owns the VPC.
    #[serde(with = "account_number")]
    pub vpc_owner_id: AccountId,
}

impl From<BindVpc> for BindVpcRequest {
    fn from(bound: BindVpc) -> Self {
        Self {
            vpc_id: bound.vpc_id,
            v_switch_id: bound.v_switch_id,
            region_id: bound.region_id,
            vpc_owner_id: bound.vpc_owner_id,
        }
    }
}

/// Replaces the whole set of additional VPCs bound to an instance.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct UpdateKmsInstanceBindVpc {
    /// `kst-…`.
    pub kms_instance_id: InstanceId,
    /// Every additional VPC wanted after the call; the primary VPC is never in it.
    #[serde(with = "json_text")]
    pub bind_vpcs: Vec<BindVpcRequest>,
}

impl Operation for UpdateKmsInstanceBindVpc {
    const NAME: &'static str = "UpdateKmsInstanceBindVpc";
    const PRODUCT: Product = Product::Kms;
    type Output = Empty;
}

/// An answer that carries nothing but `RequestId`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Empty {}

/// Quotas of an instance with what is used of them. Old regions do not know the operation.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct GetKmsInstanceQuotaInfos {
    /// `kst-…`.
    pub kms_instance_id: InstanceId,
    /// `key`, `secret`, `qps` or `vpc`; all when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_type: Option<String>,
}

impl Operation for GetKmsInstanceQuotaInfos {
    const NAME: &'static str = "GetKmsInstanceQuotaInfos";
    const PRODUCT: Product = Product::Kms;
    type Output = GetKmsInstanceQuotaInfosResponse;
}

/// The quotas; a bare array on the wire.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct GetKmsInstanceQuotaInfosResponse {
    /// `kst-…`.
    #[serde(default)]
    pub kms_instance_id: InstanceId,
    /// One entry per resource type.
    #[serde(default)]
    pub kms_instance_quota_infos: Vec<QuotaInfo>,
}

impl GetKmsInstanceQuotaInfosResponse {
    /// The entry of one resource type.
    pub fn of(&self, resource_type: &str) -> Option<&QuotaInfo> {
        self.kms_instance_quota_infos.iter().find(|info| info.resource_type == resource_type)
    }
}

/// One quota.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct QuotaInfo {
    /// `key`, `secret`, `qps` or `vpc`.
    pub resource_type: String,
    /// The limit.
    #[serde(default)]
    pub resource_quota: i64,
    /// What is used of it.
    #[serde(default)]
    pub used_quantity: i64,
}
