//! Tags of keys, secrets and instances.

use serde::{Deserialize, Serialize};

use crate::{Operation, Product, RegionId};

/// The most resources that one call names.
pub const MOST_RESOURCES: usize = 50;

/// Tags of some resources.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ListTagResources {
    /// What the answer before told; none for the first page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    /// Region of the call.
    pub region_id: RegionId,
    /// Ids, at most [`MOST_RESOURCES`].
    pub resource_id: Vec<String>,
    /// `key`, `secret` or `instance`.
    pub resource_type: String,
}

impl Operation for ListTagResources {
    const NAME: &'static str = "ListTagResources";
    const PRODUCT: Product = Product::Kms;
    type Output = ListTagResourcesResponse;
}

/// One page of tags.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ListTagResourcesResponse {
    /// Empty or absent on the last page.
    pub next_token: String,
    /// Wrapper of the list.
    pub tag_resources: TagResources,
}

/// Wrapper of the list of tags.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct TagResources {
    /// One entry for each tag of each resource.
    pub tag_resource: Vec<TagResource>,
}

/// A tag of a resource.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct TagResource {
    /// The resource.
    pub resource_id: String,
    /// Key.
    pub tag_key: String,
    /// Value.
    pub tag_value: String,
}
