//! `ListKeys`, with its filters.

use kms_api::Product;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Key;
use super::create::all_keys;
use super::find::key_arn;
use super::read::{LIST_DEFAULT, LIST_MAX};
use crate::call::Call;
use crate::dispatch::{Entry, Needs};
use crate::error::CloudError;
use crate::parameters::{Page, invalid, optional, total};
use crate::world::World;

/// Operations of this part.
pub(crate) const OPERATIONS: &[Entry] =
    &[Entry::new(Product::Kms, "ListKeys", Needs::On(all_keys), list_keys)];

const MAX_FILTERS: usize = 10;

/// Keys that the caller's account created in the region: ids and ARNs, oldest first.
fn list_keys(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let page = Page::read(call, LIST_DEFAULT, LIST_MAX)?;
    let filters =
        optional(call, "Filters").map(|text| read_filters(call, text)).transpose()?.unwrap_or_default();
    let owned = world.keys.owned(&call.caller.account, &call.region);
    let found: Vec<&Key> = owned.filter(|key| filters.iter().all(|filter| filter.takes(key))).collect();
    let told: Vec<Value> =
        page.of(&found).map(|key| json!({"KeyId": key.id, "KeyArn": key_arn(key)})).collect();
    Ok(json!({
        "Keys": {"Key": told},
        "PageNumber": page.number, "PageSize": page.size, "TotalCount": total(found.len()),
    }))
}

/// One entry of `Filters`: one of the values must fit. Several entries must all hold.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Filter {
    key: FilterKey,
    values: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
enum FilterKey {
    KeyState,
    KeySpec,
    KeyUsage,
    ProtectionLevel,
    CreatorType,
    #[serde(rename = "DKMSInstanceId")]
    Instance,
    /// Spelt small by the cloud; the usual spelling does no harm.
    #[serde(rename = "keyId", alias = "KeyId")]
    Id,
    AliasName,
    Creator,
    TagKey,
    TagValue,
}

impl Filter {
    fn takes(&self, key: &Key) -> bool {
        let one = |word: &str| self.values.iter().any(|value| value == word);
        match self.key {
            FilterKey::KeyState => one(key.state.as_str()),
            FilterKey::KeySpec => one(&key.spec),
            FilterKey::KeyUsage => one(&key.usage),
            FilterKey::ProtectionLevel => one(&key.protection),
            // Keys that products of the cloud make for themselves are not simulated.
            FilterKey::CreatorType => one("User"),
            FilterKey::Instance => key.instance.as_ref().is_some_and(|id| one(id)),
            FilterKey::Id => one(&key.id),
            FilterKey::AliasName => key.aliases.iter().any(|alias| one(alias)),
            FilterKey::Creator => one(key.owner.as_str()),
            FilterKey::TagKey => key.tags.keys().any(|tag| one(tag)),
            FilterKey::TagValue => key.tags.values().any(|value| one(value)),
        }
    }
}

fn read_filters(call: &Call, text: &str) -> Result<Vec<Filter>, CloudError> {
    let filters: Vec<Filter> = serde_json::from_str(text)
        .map_err(|error| invalid(call, &format!("Filters is not a list of {{Key, Values}}: {error}.")))?;
    if filters.len() > MAX_FILTERS || filters.iter().any(|filter| filter.values.len() > MAX_FILTERS) {
        let detail = format!("Filters has at most {MAX_FILTERS} conditions with {MAX_FILTERS} values each.");
        return Err(invalid(call, &detail));
    }
    Ok(filters)
}

#[cfg(test)]
mod tests;
