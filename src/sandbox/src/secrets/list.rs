//! `ListSecrets`: names and times of the caller's secrets in a region.

use kms_api::Product;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Secret;
use super::details::tags;
use crate::authorize::Target;
use crate::call::Call;
use crate::dispatch::{Entry, Needs};
use crate::error::CloudError;
use crate::guesses;
use crate::instances::wire_time;
use crate::parameters::{Page, flag, invalid, optional, total};
use crate::world::World;

/// Operations of this part.
pub(crate) const OPERATIONS: &[Entry] =
    &[Entry::new(Product::Kms, "ListSecrets", Needs::On(on_secrets), list_secrets)];

/// What a call about the account's secrets as a whole needs permission for.
#[expect(clippy::unnecessary_wraps, reason = "the table of operations wants this form")]
pub(super) fn on_secrets(_: &World, call: &Call) -> Result<Target, CloudError> {
    Ok(Target::collection(call, "secret"))
}

const LIST_DEFAULT: u32 = 10;
const LIST_MAX: u32 = 100;

/// An entry of the list.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Entrance<'a> {
    secret_name: &'a str,
    secret_type: &'a str,
    create_time: String,
    update_time: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    planned_delete_time: Option<String>,
    /// The missing n is the cloud's.
    #[serde(rename = "OwingService", skip_serializing_if = "Option::is_none")]
    owning_service: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<Value>,
}

/// Oldest first, those that wait for deletion among them.
fn list_secrets(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let page = Page::read(call, LIST_DEFAULT, LIST_MAX)?;
    let with_tags = flag(call, "FetchTags")?.unwrap_or(false);
    let filters = optional(call, "Filters").map(|text| read_filters(call, text)).transpose()?;
    let filters = filters.unwrap_or_default();
    let found: Vec<&Secret> = world
        .secrets
        .owned(&call.caller.account, &call.region)
        .filter(|secret| filters.iter().all(|filter| filter.takes(secret)))
        .collect();
    let entry = |secret: &&'_ Secret| {
        serde_json::to_value(Entrance {
            secret_name: &secret.name,
            secret_type: &secret.kind,
            create_time: wire_time(secret.created),
            update_time: wire_time(secret.updated),
            planned_delete_time: secret.deletion.map(wire_time),
            owning_service: secret.owning_service.as_deref(),
            tags: with_tags.then(|| tags(secret)),
        })
        .map_err(|_| CloudError::internal(call.product))
    };
    Ok(json!({
        "SecretList": {"Secret": page.of(&found).map(entry).collect::<Result<Vec<_>, _>>()?},
        "PageNumber": page.number,
        "PageSize": page.size,
        "TotalCount": total(found.len()),
    }))
}

/// One entry of `Filters`: the secret must have one of the values. Several entries must all hold.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Filter {
    key: FilterKey,
    values: Vec<String>,
}

/// What can be filtered by.
#[derive(Clone, Copy, Debug, Deserialize)]
enum FilterKey {
    SecretName,
    Description,
    TagKey,
    TagValue,
    #[serde(rename = "DKMSInstanceId")]
    Instance,
    SecretType,
    Creator,
}

const MAX_FILTERS: usize = 10;
const MAX_FILTER_VALUES: usize = 10;

impl Filter {
    fn takes(&self, secret: &Secret) -> bool {
        self.values.iter().any(|value| self.takes_value(secret, value))
    }

    fn takes_value(&self, secret: &Secret, value: &str) -> bool {
        let text = |has: &str| {
            if guesses::SECRET_FILTERS_TAKE_PARTS { has.contains(value) } else { has == value }
        };
        match self.key {
            FilterKey::SecretName => text(&secret.name),
            FilterKey::Description => text(&secret.description),
            FilterKey::TagKey => secret.tags.contains_key(value),
            FilterKey::TagValue => secret.tags.values().any(|has| has == value),
            FilterKey::Instance => secret.instance.as_ref().is_some_and(|id| id.as_str() == value),
            FilterKey::SecretType => secret.kind == value,
            FilterKey::Creator => secret.owner.as_str() == value,
        }
    }
}

fn read_filters(call: &Call, text: &str) -> Result<Vec<Filter>, CloudError> {
    let filters: Vec<Filter> = serde_json::from_str(text)
        .map_err(|error| invalid(call, &format!("Filters is not a list of {{Key, Values}}: {error}.")))?;
    let fits = |filter: &Filter| (1..=MAX_FILTER_VALUES).contains(&filter.values.len());
    if filters.len() > MAX_FILTERS || !filters.iter().all(fits) {
        let detail = format!(
            "Filters has at most {MAX_FILTERS} conditions with 1 to {MAX_FILTER_VALUES} values each."
        );
        return Err(invalid(call, &detail));
    }
    Ok(filters)
}

#[cfg(test)]
mod tests;
