//! Tags of keys, secrets and instances: `TagResources`, `UntagResources`, `ListTagResources`.

use std::collections::{BTreeMap, BTreeSet};

use kms_api::Product;
use serde_json::{Map, Value, json};

use crate::authorize::Target;
use crate::call::Call;
use crate::dispatch::{ANY, Entry, action};
use crate::error::CloudError;
use crate::guesses;
use crate::parameters::{flag, invalid, optional, required};
use crate::world::World;
use crate::{instances, keys, secrets};

/// Operations of this part. RAM policies have no form for their resources.
pub(crate) const OPERATIONS: &[Entry] = &[
    Entry::new(Product::Kms, "ListTagResources", ANY, list_tag_resources),
    Entry::new(Product::Kms, "TagResources", ANY, tag_resources),
    Entry::new(Product::Kms, "UntagResources", ANY, untag_resources),
];

/// Tags that a resource can have, and that one call can name.
pub(crate) const MAX_TAGS: usize = 20;
const MAX_TAG_TEXT: usize = 128;
const MAX_RESOURCES: usize = 50;
/// Tags on a page of `ListTagResources`.
const ROWS: usize = 200;

/// By tag key.
pub(crate) type Tags = BTreeMap<String, String>;

/// A kind of resource that can have tags.
pub(crate) trait Taggable: Sync {
    /// `ResourceType` on the wire.
    fn word(&self) -> &'static str;

    /// Ids of everything of this kind that the caller's account has in the region, oldest first.
    fn ids(&self, world: &World, call: &Call) -> Vec<String>;

    /// Tags of one resource of the caller's account.
    ///
    /// # Errors
    /// When it does not exist, or cannot have tags yet.
    fn tags<'a>(&self, world: &'a World, call: &Call, id: &str) -> Result<&'a Tags, CloudError>;

    /// The resource as something that permission is needed for, where it has a policy of its own.
    fn target(&self, world: &World, call: &Call, id: &str) -> Option<Target>;

    /// The same to change.
    ///
    /// # Errors
    /// When it does not exist, or cannot have tags yet.
    fn tags_mut<'a>(&self, world: &'a mut World, call: &Call, id: &str) -> Result<&'a mut Tags, CloudError>;
}

const KINDS: &[&dyn Taggable] = &[&keys::TaggedKeys, &secrets::TaggedSecrets, &instances::TaggedInstances];

/// Whether a text can be the key of a tag.
pub(crate) fn is_key(text: &str) -> bool {
    !text.is_empty() && is_value(text) && !text.starts_with("aliyun") && !text.starts_with("acs:")
}

/// Whether a text can be the value of a tag.
pub(crate) fn is_value(text: &str) -> bool {
    let allowed = |letter: char| letter.is_alphanumeric() || "/\\_-.+=:@ ".contains(letter);
    text.chars().count() <= MAX_TAG_TEXT && text.chars().all(allowed)
}

fn kind(call: &Call) -> Result<&'static dyn Taggable, CloudError> {
    if required(call, "RegionId")? != call.region.as_str() {
        return Err(invalid(call, "RegionId is not the region of the endpoint."));
    }
    let word = required(call, "ResourceType")?;
    let found = KINDS.iter().find(|kind| kind.word() == word);
    found.copied().ok_or_else(|| invalid(call, &format!("ResourceType does not know {word}.")))
}

/// `name.1`, `name.2` and so on, in the order of their numbers.
fn listed<'a>(call: &'a Call, name: &str) -> Vec<&'a str> {
    let number = |parameter: &str| parameter.strip_prefix(name)?.strip_prefix('.')?.parse::<u32>().ok();
    let mut found: Vec<(u32, &str)> = call
        .parameters
        .iter()
        .filter_map(|(parameter, value)| Some((number(parameter)?, value.as_str())))
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, value)| value).collect()
}

fn resources(call: &Call) -> Result<Vec<&str>, CloudError> {
    let ids = listed(call, "ResourceId");
    if ids.len() > MAX_RESOURCES {
        return Err(invalid(call, &format!("ResourceId.N names at most {MAX_RESOURCES} resources.")));
    }
    Ok(ids)
}

fn needed_resources(call: &Call) -> Result<Vec<&str>, CloudError> {
    let ids = resources(call)?;
    if ids.is_empty() { Err(CloudError::missing_parameter(call.product, "ResourceId.1")) } else { Ok(ids) }
}

/// Every `Tag.N.Key` with its `Tag.N.Value`, if it has one.
fn tags_of_call(call: &Call) -> Result<BTreeMap<&str, Option<&str>>, CloudError> {
    let numbers: BTreeSet<&str> = call
        .parameters
        .keys()
        .filter_map(|name| name.strip_prefix("Tag.")?.split_once('.').map(|(number, _)| number))
        .collect();
    let mut tags = BTreeMap::new();
    for number in numbers {
        let key = optional(call, &format!("Tag.{number}.Key")).unwrap_or_default();
        let value = call.parameters.get(&format!("Tag.{number}.Value")).map(String::as_str);
        if !is_key(key) {
            return Err(CloudError::kms_tag_key_invalid());
        }
        if !value.is_none_or(is_value) {
            return Err(CloudError::kms_tag_value_invalid());
        }
        if tags.insert(key, value).is_some() {
            return Err(CloudError::kms_tag_key_twice());
        }
    }
    if tags.len() > MAX_TAGS {
        return Err(CloudError::kms_tag_key_invalid());
    }
    Ok(tags)
}

/// Tags steer conditions of the policy of a key, so a Deny in it counts although RAM has no form for tagged resources.
fn judge(kind: &dyn Taggable, world: &World, call: &Call, id: &str) -> Result<(), CloudError> {
    let Some(target) = kind.target(world, call, id) else { return Ok(()) };
    world.authorise(call, &action(call.product, &call.operation), &target)
}

/// All resources get all tags, or none gets any.
fn tag_resources(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let (kind, ids, new) = (kind(call)?, needed_resources(call)?, tags_of_call(call)?);
    if new.is_empty() {
        return Err(CloudError::missing_parameter(call.product, "Tag.1.Key"));
    }
    for id in &ids {
        judge(kind, world, call, id)?;
        let has = kind.tags(world, call, id)?;
        let more = new.keys().filter(|key| !has.contains_key(**key)).count();
        if has.len() + more > MAX_TAGS {
            return Err(CloudError::limit_exceeded());
        }
    }
    for id in ids {
        let tags = new.iter().map(|(key, value)| ((*key).to_owned(), value.unwrap_or_default().to_owned()));
        kind.tags_mut(world, call, id)?.extend(tags);
    }
    Ok(json!({}))
}

fn untag_resources(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let (kind, ids, keys) = (kind(call)?, needed_resources(call)?, listed(call, "TagKey"));
    let all = flag(call, "All")?.unwrap_or_default() && keys.is_empty();
    if keys.is_empty() && !all {
        return Err(CloudError::missing_parameter(call.product, "TagKey.1"));
    }
    if keys.len() > MAX_TAGS {
        return Err(invalid(call, &format!("TagKey.N names at most {MAX_TAGS} tags.")));
    }
    for id in &ids {
        judge(kind, world, call, id)?;
        kind.tags(world, call, id)?;
    }
    for id in ids {
        kind.tags_mut(world, call, id)?.retain(|key, _| !all && !keys.contains(&key.as_str()));
    }
    Ok(json!({}))
}

/// One row for each tag of each resource; those named, or all, that have every tag asked for.
fn list_tag_resources(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let (kind, named, wanted) = (kind(call)?, resources(call)?, tags_of_call(call)?);
    let ids: Vec<String> =
        if named.is_empty() { kind.ids(world, call) } else { named.into_iter().map(str::to_owned).collect() };
    let fits = |tags: &Tags| {
        wanted
            .iter()
            .all(|(key, value)| tags.get(*key).is_some_and(|has| value.is_none_or(|value| value == has)))
    };
    let mut rows: Vec<Value> = Vec::new();
    for id in &ids {
        let tags = kind.tags(world, call, id)?;
        let shown = tags.iter().filter(|(key, _)| {
            fits(tags)
                && (guesses::TAG_FILTER_SHOWS_ALL_TAGS
                    || wanted.is_empty()
                    || wanted.contains_key(key.as_str()))
        });
        rows.extend(shown.map(|(key, value)| {
            json!({"ResourceId": id, "ResourceType": kind.word(), "TagKey": key, "TagValue": value})
        }));
    }
    let start = match optional(call, "NextToken") {
        None => 0,
        Some(token) => {
            read_token(token).ok_or_else(|| invalid(call, "NextToken is not one of this list."))?
        }
    };
    let page: Vec<Value> = rows.iter().skip(start).take(ROWS).cloned().collect();
    let mut told = Map::new();
    told.insert("TagResources".to_owned(), json!({"TagResource": page}));
    if rows.len() > start.saturating_add(ROWS) {
        told.insert("NextToken".to_owned(), token(start + ROWS).into());
    }
    Ok(Value::Object(told))
}

/// Rows that come before a page, as the text that callers send back.
fn token(rows: usize) -> String {
    format!("{rows:032x}")
}

fn read_token(token: &str) -> Option<usize> {
    usize::from_str_radix(token, 16).ok().filter(|_| token.len() == 32)
}

#[cfg(test)]
pub(crate) mod tests;
