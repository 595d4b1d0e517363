//! `DescribeRegions`, of VPC (with names) and of KMS (ids only).

use serde::{Deserialize, Serialize};

use crate::{Operation, Product, RegionId};

/// Regions of the VPC product.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct DescribeVpcRegions {
    /// `zh-CN` or `en-US`; the cloud's default is Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accept_language: Option<String>,
}

impl Operation for DescribeVpcRegions {
    const NAME: &'static str = "DescribeRegions";
    const PRODUCT: Product = Product::Vpc;
    type Output = DescribeRegionsResponse;
}

/// Regions where KMS can be called.
#[derive(Clone, Debug, Default, Serialize)]
pub struct DescribeKmsRegions {}

impl Operation for DescribeKmsRegions {
    const NAME: &'static str = "DescribeRegions";
    const PRODUCT: Product = Product::Kms;
    type Output = DescribeRegionsResponse;
}

/// The answer of both.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct DescribeRegionsResponse {
    /// Wrapper of the list.
    #[serde(default)]
    pub regions: Regions,
}

/// Wrapper of the region list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Regions {
    /// The regions.
    #[serde(default)]
    pub region: Vec<Region>,
}

/// One region.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Region {
    /// `cn-hangzhou`.
    pub region_id: RegionId,
    /// Display name in the asked language; KMS gives none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub local_name: String,
    /// API host of the product in that region; KMS gives none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub region_endpoint: String,
}
