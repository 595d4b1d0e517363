//! Secrets of the default seed: as many in each instance as its quota shows in use, and a few outside.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use jiff::{SignedDuration, Timestamp};
use kms_api::{InstanceId, Product, RegionId};
use serde_json::{Map, Value, json};

use crate::call::{Call, Caller, Principal};
use crate::instances::Instance;
use crate::keys::Key;
use crate::resource_policy::{Holder, ResourcePolicy};
use crate::secrets::{CURRENT, DataType, PREVIOUS, Rotation, Secret, StoredValue, Version};
use crate::seed::builder::{DATA, HANGZHOU, HOME, Numbers, PARTNER, account, days};
use crate::world::World;

/// What the secrets of an instance are for, by its name.
const SYSTEMS: &[(&str, &[&str])] = &[
    ("ledger-core", &["ledger", "treasury", "risk", "closing"]),
    ("edge-signing", &["edge", "iot"]),
    ("analytics", &["warehouse", "reports"]),
    ("payments-kms", &["payments", "refunds", "wallet"]),
    ("hsm-root", &["root-ca"]),
    ("sg-core", &["sg-orders", "sg-crm"]),
];

const ENVIRONMENTS: [&str; 3] = ["prod", "staging", "dev"];
const PURPOSES: [&str; 6] =
    ["db-password", "api-token", "redis-auth", "smtp-password", "webhook-key", "keystore"];

/// Secrets whose policies let somebody of another account read them: instance, place in it, principal. The instances
/// count these accounts anyway.
const SHARED: &[(&str, usize, &str, &str)] = &[
    ("ledger-core", 1, DATA, "role/warehouse-load"),
    ("ledger-core", 7, PARTNER, "user/ops"),
    ("payments-kms", 2, DATA, "user/etl-runner"),
];

/// Secrets that wait for deletion: instance, place in it, days left.
const PENDING: &[(&str, usize, i64)] =
    &[("ledger-core", 43, 12), ("payments-kms", 17, 3), ("sg-core", 20, 25)];

/// Secrets outside instances: region, name, type.
const OUTSIDE: &[(&str, &str, &str)] = &[
    (HANGZHOU, "build/registry-password", "Generic"),
    (HANGZHOU, "demo/webhook-token", "Generic"),
    (HANGZHOU, "acs/ram/user/deploy", "RAMCredentials"),
];

/// Adds so many secrets to each instance as told, and those that are in none: oldest first.
pub(super) fn add(world: &mut World, counts: &[(InstanceId, usize)], now: Timestamp) {
    let inside = counts.iter().filter_map(|(id, count)| Some((world.instances.get(id)?, *count)));
    let mut secrets: Vec<Secret> =
        inside.flat_map(|(instance, count)| filling(world, instance, count, now)).collect();
    secrets.extend(outside(world, now));
    secrets.sort_by_key(|secret| secret.created);
    secrets.into_iter().for_each(|secret| world.secrets.add(secret));
}

/// A secret from before policies existed.
const WITHOUT_POLICY: &str = "edge/prod/redis-auth";

/// Secrets of an instance. Its main key protects them all.
fn filling(world: &World, instance: &Instance, count: usize, now: Timestamp) -> Vec<Secret> {
    let name = instance.name.as_str();
    let main = format!("alias/{name}/main");
    let key = world.keys.inside(&instance.id).find(|key| key.aliases.contains(&main));
    let systems = SYSTEMS.iter().find(|(known, _)| *known == name).map_or(&[][..], |(_, systems)| systems);
    let names = ENVIRONMENTS.iter().flat_map(|environment| {
        let for_purpose =
            move |purpose| systems.iter().map(move |system| format!("{system}/{environment}/{purpose}"));
        PURPOSES.iter().flat_map(for_purpose)
    });
    let secret = |(place, secret_name): (usize, String)| {
        let earliest = key.map_or(instance.created, |key| key.created);
        let mut secret = blank(&secret_name, &instance.region, earliest, now);
        secret.instance = Some(instance.id.clone());
        secret.key = key.map(|key| key.id.clone());
        secret.policy =
            (secret_name != WITHOUT_POLICY).then(|| ResourcePolicy::of_owner(Holder::Secret, &account(HOME)));
        furnish(&mut secret, place, now);
        if let Some((.., digits, who)) = SHARED.iter().find(|row| (row.0, row.1) == (name, place)) {
            secret.policy = shared_with(&format!("acs:ram::{digits}:{who}"));
        }
        if let Some((.., left)) = PENDING.iter().find(|row| (row.0, row.1) == (name, place)) {
            secret.deletion = Some(days(now, *left));
        }
        with_versions(world, secret, key, place)
    };
    names.take(count).enumerate().filter_map(secret).collect()
}

/// Secrets that are in no instance.
fn outside(world: &World, now: Timestamp) -> Vec<Secret> {
    let secret = |(place, (region, name, kind)): (usize, &(&str, &str, &str))| {
        let mut secret = blank(name, &RegionId::from(*region), days(now, -200), now);
        (*kind).clone_into(&mut secret.kind);
        secret.owning_service = (*kind == "RAMCredentials").then(|| "ram".to_owned());
        with_versions(world, secret, None, place)
    };
    OUTSIDE.iter().enumerate().filter_map(secret).collect()
}

fn blank(name: &str, region: &RegionId, earliest: Timestamp, now: Timestamp) -> Secret {
    let mut numbers = Numbers::from_texts(&["secret", name]);
    let age = now.duration_since(earliest).as_hours().clamp(2, i64::from(u16::MAX));
    let hours = 1 + i64::from(numbers.below(u32::try_from(age - 1).unwrap_or(1)));
    let created = now.checked_sub(SignedDuration::from_hours(hours)).unwrap_or(now);
    Secret {
        name: name.to_owned(),
        owner: account(HOME),
        region: region.clone(),
        kind: "Generic".to_owned(),
        description: String::new(),
        instance: None,
        key: None,
        created,
        updated: created,
        deletion: None,
        rotation: None,
        extended_config: None,
        owning_service: None,
        versions: Vec::new(),
        tags: BTreeMap::new(),
        policy: None,
    }
}

/// Type, description and tags, as the name tells.
fn furnish(secret: &mut Secret, place: usize, now: Timestamp) {
    let parts: Vec<String> = secret.name.split('/').map(str::to_owned).collect();
    let [system, environment, purpose] = parts.as_slice() else { return };
    if place.is_multiple_of(3) {
        secret.description = format!("{purpose} of {system} ({environment})");
    }
    if !place.is_multiple_of(4) {
        let tags = [("system", system), ("env", environment)];
        secret.tags = tags.map(|(key, value)| (key.to_owned(), value.clone())).into();
    }
    if purpose == "db-password" && environment == "prod" {
        "Rds".clone_into(&mut secret.kind);
        secret.owning_service = Some("rds".to_owned());
        let database = format!("rm-bp1{}", Numbers::from_texts(&["rds", &secret.name]).letters(14));
        let config = json!({"SecretSubType": "SingleUser", "DBInstanceId": database, "CustomData": {}});
        secret.extended_config = config.as_object().cloned().map(Map::from_iter);
        let last = days(now, -9).max(secret.created);
        secret.rotation =
            Some(Rotation { seconds: 30 * 86_400, automatic: true, since: last, last: Some(last) });
    }
}

fn shared_with(principal: &str) -> Option<ResourcePolicy> {
    let statement = |sid: &str, actions: Value, principal: String| json!({"Sid": sid, "Effect": "Allow", "Principal": {"RAM": [principal]}, "Action": actions, "Resource": ["*"]});
    let policy = json!({"Version": "1", "Statement": [
        statement("kms default secret policy", json!(["kms:*"]), format!("acs:ram::{HOME}:*")),
        statement("other account reads", json!(["kms:GetSecretValue"]), principal.to_owned()),
    ]});
    ResourcePolicy::try_from(policy.to_string()).ok()
}

/// Gives a secret its versions, one or three.
fn with_versions(world: &World, mut secret: Secret, key: Option<&Key>, place: usize) -> Option<Secret> {
    let count = if place % 5 == 1 { 3 } else { 1 };
    let data_type = if secret.name.ends_with("/keystore") { DataType::Binary } else { DataType::Text };
    for number in 1..=count {
        let id = format!("v{number}");
        let stage = match count - number {
            0 => Some(CURRENT),
            1 => Some(PREVIOUS),
            _ => None,
        };
        let value = value(world, &secret, key, &id, data_type)?;
        secret.versions.push(Version {
            id,
            created: secret.created,
            stages: stage.map(str::to_owned).into_iter().collect::<BTreeSet<_>>(),
            data_type,
            value,
        });
    }
    Some(secret)
}

fn value(
    world: &World,
    secret: &Secret,
    key: Option<&Key>,
    version: &str,
    data_type: DataType,
) -> Option<StoredValue> {
    let mut numbers = Numbers::from_texts(&["value", &secret.name, version]);
    let text = numbers.letters(24);
    let text = match data_type {
        DataType::Text if secret.kind == "Rds" => {
            json!({"Accounts": [{"AccountName": "app", "AccountPassword": text}]}).to_string()
        }
        DataType::Text => text,
        DataType::Binary => BASE64_STANDARD.encode(text),
    };
    // Sealing wants a call for its entropy, which a seed makes of names: its worlds are always the same.
    let call = Call {
        product: Product::Kms,
        operation: "CreateSecret".to_owned(),
        region: secret.region.clone(),
        parameters: BTreeMap::new(),
        caller: Caller { account: secret.owner.clone(), principal: Principal::Root },
        now: secret.created,
        request_id: String::new(),
        source_ip: [127, 0, 0, 1].into(),
        entropy: numbers.entropy(),
    };
    world.seal_value(&call, key, &text).ok()
}

#[cfg(test)]
mod tests;
