//! What keys and their versions tell of themselves.

use jiff::SignedDuration;
use kms_api::Product;
use serde_json::{Map, Value, json};

use super::find::{key_arn, on_key};
use super::{Key, KeyState, KeyVersion};
use crate::call::Call;
use crate::dispatch::{Entry, Needs};
use crate::error::CloudError;
use crate::guesses;
use crate::instances::wire_time;
use crate::parameters::{Page, required, total};
use crate::world::World;

/// Operations of this part.
pub(crate) const OPERATIONS: &[Entry] = &[
    Entry::new(Product::Kms, "DescribeKey", Needs::On(on_key), describe_key),
    Entry::new(Product::Kms, "DescribeKeyVersion", Needs::On(on_key), describe_key_version),
    Entry::new(Product::Kms, "ListKeyVersions", Needs::On(on_key), list_key_versions),
];

/// Entries on a page of keys, versions or aliases when the call does not say.
pub(super) const LIST_DEFAULT: u32 = 10;
/// The most of them on a page.
pub(super) const LIST_MAX: u32 = 100;

/// `KeyMetadata` as `CreateKey` answers it.
pub(super) fn metadata(key: &Key) -> Map<String, Value> {
    let rotated = key.versions.last().map_or(key.created, |version| version.created);
    let mut told = Map::new();
    let mut tell = |name: &str, value: String| told.insert(name.to_owned(), Value::String(value));
    tell("Arn", key_arn(key));
    tell("AutomaticRotation", enabled(key.rotation_seconds.is_some()));
    tell("CreationDate", wire_time(key.created));
    tell("Creator", key.owner.to_string());
    tell("DKMSInstanceId", key.instance.as_ref().map(ToString::to_string).unwrap_or_default());
    tell("Description", key.description.clone());
    tell("KeyId", key.id.clone());
    tell("KeySpec", key.spec.clone());
    tell("KeyState", key.state.as_str().to_owned());
    tell("KeyUsage", key.usage.clone());
    tell("LastRotationDate", wire_time(rotated));
    tell("MaterialExpireTime", String::new());
    tell("Origin", key.origin.clone());
    tell("PrimaryKeyVersion", key.versions.last().map(|version| version.id.clone()).unwrap_or_default());
    tell("ProtectionLevel", key.protection.clone());
    if let KeyState::PendingDeletion { at } = key.state {
        tell("DeleteDate", wire_time(at));
    }
    if let Some(seconds) = key.rotation_seconds {
        tell("RotationInterval", format!("{seconds}s"));
        let next = rotated.checked_add(SignedDuration::from_secs(seconds.into())).unwrap_or(rotated);
        tell("NextRotationDate", wire_time(next));
    }
    told
}

fn enabled(yes: bool) -> String {
    if yes { "Enabled" } else { "Disabled" }.to_owned()
}

/// The key of a call that only looks at it.
fn looked_at<'a>(world: &'a World, call: &Call) -> Result<&'a Key, CloudError> {
    let key = world.key(call, required(call, "KeyId")?)?;
    if guesses::KEY_READS_NEED_READY_INSTANCE {
        world.instance_of_key(call, key)?;
    }
    Ok(key)
}

fn describe_key(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let key = looked_at(world, call)?;
    let mut told = metadata(key);
    let protection = key.deletion_protection.as_ref();
    told.insert("DeletionProtection".to_owned(), enabled(protection.is_some()).into());
    let why = protection.cloned().unwrap_or_default();
    told.insert("DeletionProtectionDescription".to_owned(), why.into());
    Ok(json!({"KeyMetadata": told}))
}

fn version(key: &Key, version: &KeyVersion) -> Value {
    json!({"KeyId": key.id, "KeyVersionId": version.id, "CreationDate": wire_time(version.created)})
}

fn describe_key_version(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let key = looked_at(world, call)?;
    let id = required(call, "KeyVersionId")?;
    let found = key.versions.iter().find(|version| version.id == id);
    let found = found.ok_or_else(CloudError::key_version_not_found)?;
    Ok(json!({"KeyVersion": version(key, found)}))
}

/// Newest first, as a version is looked for mostly to see which one is in use.
fn list_key_versions(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let page = Page::read(call, LIST_DEFAULT, LIST_MAX)?;
    let key = looked_at(world, call)?;
    let versions: Vec<&KeyVersion> = key.versions.iter().rev().collect();
    let told: Vec<Value> = page.of(&versions).map(|one| version(key, one)).collect();
    Ok(json!({
        "KeyVersions": {"KeyVersion": told},
        "PageNumber": page.number, "PageSize": page.size, "TotalCount": total(versions.len()),
    }))
}

#[cfg(test)]
mod tests;
