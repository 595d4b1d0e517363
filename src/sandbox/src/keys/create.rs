//! `CreateKey`: in an instance or as a default key.

use std::collections::{BTreeMap, BTreeSet};

use kms_api::Product;
use serde::Deserialize;
use serde_json::{Value, json};

use super::read::metadata;
use super::{Key, KeyState, KeyVersion, Material};
use crate::authorize::Target;
use crate::call::Call;
use crate::dispatch::{Entry, Needs};
use crate::error::CloudError;
use crate::instances::{Instance, Kind};
use crate::parameters::{flag, invalid, optional};
use crate::resource_policy::{Holder, ResourcePolicy};
use crate::tags;
use crate::world::World;

/// Operations of this part.
pub(crate) const OPERATIONS: &[Entry] =
    &[Entry::new(Product::Kms, "CreateKey", Needs::On(all_keys), create_key)];

pub(super) const ENCRYPT: &str = "ENCRYPT/DECRYPT";
const SIGN: &str = "SIGN/VERIFY";

/// Every `KeySpec` with the usages that it can have; the first is the one of keys that name none.
const SPECS: [(&str, &[&str]); 10] = [
    ("Aliyun_AES_256", &[ENCRYPT]),
    ("Aliyun_AES_192", &[ENCRYPT]),
    ("Aliyun_AES_128", &[ENCRYPT]),
    ("Aliyun_SM4", &[ENCRYPT]),
    ("RSA_2048", &[SIGN, ENCRYPT]),
    ("RSA_3072", &[SIGN, ENCRYPT]),
    ("RSA_4096", &[SIGN, ENCRYPT]),
    ("EC_P256", &[SIGN]),
    ("EC_P256K", &[SIGN]),
    ("EC_SM2", &[SIGN, ENCRYPT]),
];

/// Default keys of an account in a region, at most.
const MAX_DEFAULT_KEYS: usize = 200;
const MAX_DESCRIPTION: usize = 8_192;
const DAY: u32 = 86_400;

/// The keys of the caller's account as a whole.
pub(super) fn all_keys(_: &World, call: &Call) -> Result<Target, CloudError> {
    Ok(Target::collection(call, "key"))
}

/// Whether the key has one secret for both ways.
pub(super) fn is_symmetric(spec: &str) -> bool {
    spec.starts_with("Aliyun_")
}

fn create_key(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let spec = one_of(call, "KeySpec", &SPECS.map(|(spec, _)| spec))?;
    let usages = SPECS.iter().find(|(known, _)| *known == spec).map_or(&[ENCRYPT][..], |(_, usages)| usages);
    let usage = one_of(call, "KeyUsage", usages)?;
    let origin = one_of(call, "Origin", &["Aliyun_KMS", "EXTERNAL"])?;
    one_of(call, "KeyStorageMechanism", &["HsmInternal", "HsmEncryptedDatabase"])?;
    let wanted_protection = one_of(call, "ProtectionLevel", &["SOFTWARE", "HSM"])?;
    let description = read_description(call)?.unwrap_or_default();
    let tags = optional(call, "Tags").map(|text| read_tags(call, text)).transpose()?.unwrap_or_default();
    let instance = world.place_for_new(call)?;
    let imported = origin == "EXTERNAL";
    let rotation_seconds = read_rotation(call, instance, is_symmetric(spec) && !imported)?;
    let policy = match (instance, optional(call, "Policy")) {
        (None, None) => None,
        (None, Some(_)) => {
            return Err(CloudError::unsupported("A key outside an instance has no policy."));
        }
        (Some(_), None) => Some(ResourcePolicy::of_owner(Holder::Key, &call.caller.account)),
        (Some(_), Some(text)) => Some(ResourcePolicy::read(call, text)?),
    };
    let id = match instance {
        None => {
            let owned = world.keys.owned(&call.caller.account, &call.region);
            if owned.filter(|key| key.instance.is_none()).count() >= MAX_DEFAULT_KEYS {
                return Err(CloudError::limit_exceeded());
            }
            call.entropy.uuid("key id")
        }
        Some(instance) => {
            if world.used_keys(instance) >= instance.key_num {
                return Err(CloudError::limit_exceeded());
            }
            if let Some(policy) = &policy {
                world.judge_grants(instance, policy.accounts(), call.now)?;
            }
            id_like(&instance.id, &call.entropy.letters("key id", 18))
        }
    };
    let protection = match instance {
        None => wanted_protection,
        Some(instance) if instance.kind == Kind::Hardware => "HSM",
        Some(_) => "SOFTWARE",
    };
    // Material that is imported comes later; of asymmetric keys only the description is simulated.
    let has_material = is_symmetric(spec) && !imported;
    let version = KeyVersion {
        id: call.entropy.uuid("key version"),
        created: call.now,
        material: has_material.then(|| Material(call.entropy.bytes("key material"))),
    };
    let key = Key {
        id,
        owner: call.caller.account.clone(),
        region: call.region.clone(),
        instance: instance.map(|instance| instance.id.clone()),
        spec: spec.to_owned(),
        usage: usage.to_owned(),
        origin: origin.to_owned(),
        protection: protection.to_owned(),
        description: description.to_owned(),
        created: call.now,
        state: if imported { KeyState::PendingImport } else { KeyState::Enabled },
        deletion_protection: None,
        rotation_seconds,
        versions: vec![version],
        aliases: BTreeSet::new(),
        tags,
        policy,
    };
    let answer = json!({"KeyMetadata": metadata(&key)});
    world.keys.add(key);
    Ok(answer)
}

/// `key-`, the region letters of the instance's id, and more.
pub(crate) fn id_like(instance: &str, letters: &str) -> String {
    format!("key-{}{letters}", instance.get(4..7).unwrap_or_default())
}

/// A parameter that must be one of some words; the first one when it is absent.
fn one_of<'a>(call: &Call, name: &str, words: &[&'a str]) -> Result<&'a str, CloudError> {
    let found = match optional(call, name) {
        None => words.first(),
        Some(value) => words.iter().find(|word| **word == value),
    };
    found.copied().ok_or_else(|| invalid(call, &format!("{name} must be one of {}.", words.join(", "))))
}

/// The parameter `Description`.
pub(crate) fn read_description(call: &Call) -> Result<Option<&str>, CloudError> {
    match optional(call, "Description") {
        Some(text) if text.chars().count() > MAX_DESCRIPTION => {
            Err(invalid(call, &format!("Description has at most {MAX_DESCRIPTION} characters.")))
        }
        description => Ok(description),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Tag {
    tag_key: String,
    #[serde(default)]
    tag_value: String,
}

/// The parameter `Tags`, which is JSON text.
pub(crate) fn read_tags(call: &Call, text: &str) -> Result<BTreeMap<String, String>, CloudError> {
    let tags: Vec<Tag> = serde_json::from_str(text)
        .map_err(|error| invalid(call, &format!("Tags is not a list of {{TagKey, TagValue}}: {error}.")))?;
    let count = tags.len();
    let tags: BTreeMap<String, String> = tags.into_iter().map(|tag| (tag.tag_key, tag.tag_value)).collect();
    if count > tags::MAX_TAGS || tags.len() < count {
        return Err(invalid(call, &format!("Tags has at most {} tags, each key once.", tags::MAX_TAGS)));
    }
    match tags.iter().find(|(key, value)| !tags::is_key(key) || !tags::is_value(value)) {
        None => Ok(tags),
        Some((key, _)) => Err(invalid(call, &format!("Tags: `{key}` or its value cannot be used."))),
    }
}

/// Seconds between rotations; a default key rotates once a year, one of an instance every 7 to 365 days.
fn read_rotation(
    call: &Call,
    instance: Option<&Instance>,
    possible: bool,
) -> Result<Option<u32>, CloudError> {
    if !flag(call, "EnableAutomaticRotation")?.unwrap_or_default() {
        return Ok(None);
    }
    if !possible {
        return Err(CloudError::unsupported("Keys of this spec or origin do not rotate automatically."));
    }
    let text = optional(call, "RotationInterval").unwrap_or_default();
    let seconds = read_interval(text);
    let days = if instance.is_some() { 7..=365 } else { 365..=365 };
    match seconds.filter(|seconds| (days.start() * DAY..=days.end() * DAY).contains(seconds)) {
        Some(seconds) => Ok(Some(seconds)),
        None => {
            let (least, most) = (days.start(), days.end());
            Err(invalid(call, &format!("RotationInterval must be from {least}d to {most}d.")))
        }
    }
}

/// A number with `d`, `h`, `m` or `s` behind it, in seconds.
pub(crate) fn read_interval(text: &str) -> Option<u32> {
    let unit = text.chars().next_back()?;
    let number: u32 = text.strip_suffix(unit)?.parse().ok()?;
    let seconds = match unit {
        'd' => DAY,
        'h' => 3_600,
        'm' => 60,
        's' => 1,
        _ => return None,
    };
    number.checked_mul(seconds)
}

#[cfg(test)]
mod tests;
