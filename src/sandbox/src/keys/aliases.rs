//! Aliases: names of keys that can move from key to key.

use kms_api::Product;
use serde_json::{Value, json};

use super::find::{on_key, target};
use super::read::{LIST_DEFAULT, LIST_MAX};
use super::{Key, KeyState};
use crate::authorize::Target;
use crate::call::Call;
use crate::dispatch::{Entry, Needs, action};
use crate::error::CloudError;
use crate::parameters::{Page, invalid, required, total};
use crate::world::World;

/// Operations of this part.
pub(crate) const OPERATIONS: &[Entry] = &[
    Entry::new(Product::Kms, "CreateAlias", Needs::On(on_alias), create_alias),
    Entry::new(Product::Kms, "DeleteAlias", Needs::On(on_alias), delete_alias),
    Entry::new(Product::Kms, "ListAliases", Needs::On(all_aliases), list_aliases),
    Entry::new(Product::Kms, "ListAliasesByKeyId", Needs::On(on_key), list_aliases_by_key_id),
    Entry::new(Product::Kms, "UpdateAlias", Needs::On(on_alias), update_alias),
];

const MAX_LENGTH: usize = 255;
/// Names of keys that products of the cloud make for themselves begin with this.
const RESERVED: &str = "alias/acs";

fn on_alias(_: &World, call: &Call) -> Result<Target, CloudError> {
    Ok(Target::collection(call, read_name(call)?))
}

fn all_aliases(_: &World, call: &Call) -> Result<Target, CloudError> {
    Ok(Target::collection(call, "alias"))
}

/// The parameter `AliasName`.
fn read_name(call: &Call) -> Result<&str, CloudError> {
    let name = required(call, "AliasName")?;
    let rest = name.strip_prefix("alias/").unwrap_or_default();
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || "_-/".contains(letter);
    if rest.is_empty() || name.len() > MAX_LENGTH || !rest.chars().all(allowed) {
        let detail = format!(
            "AliasName begins with alias/ and has at most {MAX_LENGTH} letters, digits or _-/ in all."
        );
        return Err(invalid(call, &detail));
    }
    Ok(name)
}

/// The key of the parameter `KeyId`, which must be the caller's own. The alias is not all that is changed: a Deny in the
/// policy of the key counts too.
fn own_key<'a>(world: &'a World, call: &Call) -> Result<&'a Key, CloudError> {
    let key = world.key(call, required(call, "KeyId")?)?;
    if key.owner != call.caller.account {
        return Err(CloudError::key_not_found());
    }
    world.authorise(call, &action(call.product, &call.operation), &target(call, key))?;
    Ok(key)
}

fn create_alias(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let name = read_name(call)?;
    if name.starts_with(RESERVED) {
        return Err(invalid(call, &format!("AliasName must not begin with {RESERVED}.")));
    }
    let key = own_key(world, call)?;
    if let KeyState::PendingDeletion { .. } = key.state {
        return Err(CloudError::state_modified_failed());
    }
    if world.key_of_alias(call, name).is_ok() {
        return Err(CloudError::alias_exists());
    }
    let id = key.id.clone();
    move_alias(world, call, name, Some(&id));
    Ok(json!({}))
}

/// Only the state of the key that it moves to matters.
fn update_alias(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let name = read_name(call)?;
    let key = own_key(world, call)?;
    if let KeyState::PendingDeletion { .. } = key.state {
        return Err(CloudError::state_refuses(key.state));
    }
    world.key_of_alias(call, name)?;
    let id = key.id.clone();
    move_alias(world, call, name, Some(&id));
    Ok(json!({}))
}

fn delete_alias(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let name = read_name(call)?;
    let key = world.key_of_alias(call, name)?;
    world.authorise(call, &action(call.product, &call.operation), &target(call, key))?;
    move_alias(world, call, name, None);
    Ok(json!({}))
}

/// Takes an alias from the key that has it, and gives it to another one.
fn move_alias(world: &mut World, call: &Call, name: &str, to: Option<&str>) {
    let from = world.key_of_alias(call, name).ok().map(|key| key.id.clone());
    if let Some(key) = from.and_then(|id| world.keys.get_mut(&id)) {
        key.aliases.remove(name);
    }
    if let Some(key) = to.and_then(|id| world.keys.get_mut(id)) {
        key.aliases.insert(name.to_owned());
    }
}

fn list_aliases(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    told(call, world.keys.owned(&call.caller.account, &call.region))
}

fn list_aliases_by_key_id(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    told(call, std::iter::once(world.key(call, required(call, "KeyId")?)?))
}

/// One page of the aliases of these keys: by key, then by name.
fn told<'a>(call: &Call, keys: impl Iterator<Item = &'a Key>) -> Result<Value, CloudError> {
    let page = Page::read(call, LIST_DEFAULT, LIST_MAX)?;
    let all: Vec<(&Key, &String)> =
        keys.flat_map(|key| key.aliases.iter().map(move |alias| (key, alias))).collect();
    let entry = |(key, alias): &(&Key, &String)| {
        let arn = format!("acs:kms:{}:{}:{alias}", key.region, key.owner);
        json!({"AliasArn": arn, "AliasName": alias, "KeyId": key.id})
    };
    let told: Vec<Value> = page.of(&all).map(entry).collect();
    Ok(json!({
        "Aliases": {"Alias": told},
        "PageNumber": page.number, "PageSize": page.size, "TotalCount": total(all.len()),
    }))
}

#[cfg(test)]
mod tests;
