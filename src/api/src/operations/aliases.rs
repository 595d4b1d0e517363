//! Aliases: all of a region, or those of one key.

use serde::{Deserialize, Serialize};

use crate::{Operation, Product};

/// Aliases of the account in the region.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ListAliases {
    /// From 1.
    pub page_number: u32,
    /// 1 to 100.
    pub page_size: u32,
}

impl Operation for ListAliases {
    const NAME: &'static str = "ListAliases";
    const PRODUCT: Product = Product::Kms;
    type Output = ListAliasesResponse;
}

/// Aliases of one key.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ListAliasesByKeyId {
    /// Id or ARN.
    pub key_id: String,
    /// From 1.
    pub page_number: u32,
    /// 1 to 100.
    pub page_size: u32,
}

impl Operation for ListAliasesByKeyId {
    const NAME: &'static str = "ListAliasesByKeyId";
    const PRODUCT: Product = Product::Kms;
    type Output = ListAliasesResponse;
}

/// One page of aliases.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ListAliasesResponse {
    /// Wrapper of the list.
    pub aliases: Aliases,
    /// Entries over all pages.
    pub total_count: u32,
}

/// Wrapper of the list of aliases.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Aliases {
    /// The page's aliases.
    pub alias: Vec<Alias>,
}

/// An alias and the key that it stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Alias {
    /// `acs:kms:<region>:<account>:alias/<name>`.
    pub alias_arn: String,
    /// With `alias/` before it.
    pub alias_name: String,
    /// The key.
    pub key_id: String,
}
