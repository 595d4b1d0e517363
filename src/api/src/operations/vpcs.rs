//! VPCs and vSwitches, own and shared.

use serde::{Deserialize, Serialize};

use crate::wire::account_number;
use crate::{AccountId, Operation, Product, RegionId, VSwitchId, VpcId};

/// VPCs of the account in a region, and VPCs with vSwitches shared to it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct DescribeVpcs {
    /// Region to look in.
    pub region_id: RegionId,
    /// Up to 20 ids with commas; an unknown id gives an empty list, not an error.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpc_id: Option<String>,
    /// From 1.
    pub page_number: u32,
    /// 1 to 50.
    pub page_size: u32,
}

impl Operation for DescribeVpcs {
    const NAME: &'static str = "DescribeVpcs";
    const PRODUCT: Product = Product::Vpc;
    type Output = DescribeVpcsResponse;
}

/// One page of VPCs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DescribeVpcsResponse {
    /// From 1.
    pub page_number: u32,
    /// Entries asked for.
    pub page_size: u32,
    /// Entries over all pages.
    pub total_count: u32,
    /// Wrapper of the list.
    pub vpcs: Vpcs,
}

/// Wrapper of the VPC list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Vpcs {
    /// The page's VPCs.
    pub vpc: Vec<Vpc>,
}

/// A VPC.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Vpc {
    /// `vpc-…`.
    pub vpc_id: VpcId,
    /// Display name; may be empty.
    pub vpc_name: String,
    /// IPv4 range.
    pub cidr_block: String,
    /// `Available` or `Pending`.
    pub status: String,
    /// Region of the VPC.
    pub region_id: RegionId,
    /// Owner account; a 64-bit number on the wire.
    #[serde(with = "account_number")]
    pub owner_id: AccountId,
    /// Whether it is the default VPC of the region.
    pub is_default: bool,
    /// Free text.
    pub description: String,
    /// UTC, ISO 8601.
    pub creation_time: String,
    /// vSwitches that the caller can see in it.
    pub v_switch_ids: VSwitchIds,
    /// Tags.
    pub tags: Tags,
}

/// Wrapper of the vSwitch ids of a VPC.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct VSwitchIds {
    /// `vsw-…`.
    pub v_switch_id: Vec<VSwitchId>,
}

/// Wrapper of a tag list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Tags {
    /// The tags.
    pub tag: Vec<Tag>,
}

/// A tag.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Tag {
    /// Up to 128 characters.
    pub key: String,
    /// Up to 128 characters.
    pub value: String,
}

/// vSwitches with their free address counts; shared ones too. `VpcId` or `RegionId` must be given.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct DescribeVSwitches {
    /// Region to look in.
    pub region_id: RegionId,
    /// Only of this VPC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpc_id: Option<VpcId>,
    /// Only this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub v_switch_id: Option<VSwitchId>,
    /// From 1.
    pub page_number: u32,
    /// 1 to 50.
    pub page_size: u32,
}

impl Operation for DescribeVSwitches {
    const NAME: &'static str = "DescribeVSwitches";
    const PRODUCT: Product = Product::Vpc;
    type Output = DescribeVSwitchesResponse;
}

/// One page of vSwitches.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DescribeVSwitchesResponse {
    /// From 1.
    pub page_number: u32,
    /// Entries asked for.
    pub page_size: u32,
    /// Entries over all pages.
    pub total_count: u32,
    /// Wrapper of the list.
    pub v_switches: VSwitches,
}

/// Wrapper of the vSwitch list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct VSwitches {
    /// The page's vSwitches.
    pub v_switch: Vec<VSwitch>,
}

/// A vSwitch.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct VSwitch {
    /// `vsw-…`.
    pub v_switch_id: VSwitchId,
    /// Display name; may be empty.
    pub v_switch_name: String,
    /// VPC that it belongs to.
    pub vpc_id: VpcId,
    /// Zone, for example `cn-hangzhou-k`.
    pub zone_id: String,
    /// IPv4 range.
    pub cidr_block: String,
    /// `Available` or `Pending`.
    pub status: String,
    /// Free IPv4 addresses; KMS takes one.
    pub available_ip_address_count: i64,
    /// Owner account; a 64-bit number on the wire.
    #[serde(with = "account_number")]
    pub owner_id: AccountId,
    /// `Shared` (to the caller), `Sharing` (by the caller) or empty.
    pub share_type: String,
    /// Whether it is a default vSwitch.
    pub is_default: bool,
    /// UTC, ISO 8601.
    pub creation_time: String,
}
