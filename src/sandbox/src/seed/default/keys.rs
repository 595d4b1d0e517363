//! Keys of the default seed: as many versions in each instance as its row says, and a few default keys.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use kms_api::{AccountId, InstanceId, RegionId};
use serde_json::{Value, json};

use crate::instances::{Instance, Kind};
use crate::keys::{Key, KeyState, KeyVersion, Material, id_like};
use crate::ram::Account;
use crate::resource_policy::{Holder, ResourcePolicy};
use crate::seed::builder::{DATA, HANGZHOU, HOME, NEWCOMER, Numbers, account, days};
use crate::world::World;

const PURPOSES: [&str; 24] = [
    "card-tokens",
    "settlement",
    "ledger-rows",
    "audit-trail",
    "customer-data",
    "backups",
    "object-storage",
    "disk",
    "database",
    "message-queue",
    "sessions",
    "documents",
    "reports",
    "exports",
    "logs",
    "invoices",
    "payroll",
    "contracts",
    "health-records",
    "images",
    "api-tokens",
    "webhooks",
    "partner-files",
    "archive",
];
const TEAMS: [&str; 6] = ["payments", "risk", "platform", "data", "treasury", "support"];
const ENVIRONMENTS: [&str; 4] = ["prod", "prod", "staging", "test"];

/// What a key lets do whom, besides the default statement.
#[derive(Clone, Copy)]
enum Grant {
    /// Nobody else.
    Nobody,
    /// Administrators and users of the own account.
    Roles,
    /// A principal of another account, cryptography only.
    Outside(&'static str),
    /// Everything is denied outside the network of the company.
    OfficeOnly,
}

const USE: [&str; 5] =
    ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey", "kms:ListKeyVersions"];
const MANAGE: [&str; 14] = [
    "kms:List*",
    "kms:Describe*",
    "kms:Create*",
    "kms:Enable*",
    "kms:Disable*",
    "kms:Get*",
    "kms:Set*",
    "kms:Update*",
    "kms:Delete*",
    "kms:Cancel*",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:ImportKeyMaterial",
    "kms:ScheduleKeyDeletion",
];

/// Principals of other accounts that keys of an instance are open to, by name of the instance. Their accounts are in
/// the figures of the access management quantity.
fn outside(instance: &str) -> &'static [&'static str] {
    match instance {
        "payments-kms" => {
            &["acs:ram::1192583047163511:role/warehouse-load", "acs:ram::1192583047163511:user/chen.jie"]
        }
        "ledger-core" => &["acs:ram::1385720946158274:user/ops"],
        _ => &[],
    }
}

fn policy(owner: &AccountId, grant: Grant) -> Option<ResourcePolicy> {
    let own = ResourcePolicy::of_owner(Holder::Key, owner);
    let allow = |principals: Value, actions: &[&str]| json!({"Action": actions, "Effect": "Allow", "Principal": {"RAM": principals}, "Resource": ["*"]});
    let more = match grant {
        Grant::Nobody => return Some(own),
        Grant::Roles => vec![
            allow(json!([format!("acs:ram::{owner}:user/zhang.min")]), &MANAGE),
            allow(json!([format!("acs:ram::{owner}:user/li.wei")]), &USE),
        ],
        Grant::Outside(principal) => vec![allow(json!([principal]), &USE)],
        Grant::OfficeOnly => vec![json!({
            "Sid": "only from the network of the company",
            "Action": ["kms:Encrypt", "kms:Decrypt"],
            "Effect": "Deny",
            "Principal": {"RAM": [format!("acs:ram::{owner}:*")]},
            "Resource": ["*"],
            "Condition": {"NotIpAddress": {"acs:SourceIp": ["203.0.113.0/24", "127.0.0.0/8", "::1/128"]}},
        })],
    };
    let mut told: Value = serde_json::from_str(own.text()).ok()?;
    told.get_mut("Statement")?.as_array_mut()?.extend(more);
    ResourcePolicy::try_from(told.to_string()).ok()
}

/// Adds keys to every instance, so many versions together as told, and the keys that are in none: oldest first.
pub(super) fn add(world: &mut World, versions: &[(InstanceId, u32)], now: Timestamp) {
    let inside = versions.iter().filter_map(|(id, count)| Some((world.instances.get(id)?, *count)));
    let mut keys = default_keys(now);
    keys.extend(inside.flat_map(|(instance, count)| filling(instance, count, now)));
    keys.sort_by_key(|key| key.created);
    keys.into_iter().for_each(|key| world.keys.add(key));
    world.accounts.insert(account(NEWCOMER), Account::default());
    world.without_kms.insert(account(NEWCOMER));
}

/// Keys that have so many versions together.
fn filling(instance: &Instance, versions: u32, now: Timestamp) -> Vec<Key> {
    let mut keys = Vec::new();
    let mut numbers = Numbers::from_texts(&["keys", &instance.name]);
    let (mut left, mut number) = (versions, 0);
    while left > 0 {
        let count = if number == 0 { 1 } else { numbers.pick(&[1, 1, 1, 1, 1, 2, 2, 4]).min(left) };
        keys.push(key(&mut numbers, instance, number, count, now));
        left -= count;
        number += 1;
    }
    keys
}

/// Key `number` of an instance. The first one is plain and enabled; the rest varies.
fn key(numbers: &mut Numbers, instance: &Instance, number: u32, versions: u32, now: Timestamp) -> Key {
    let plain = number == 0;
    let purpose = numbers.pick(&PURPOSES);
    let (team, environment) = (numbers.pick(&TEAMS), numbers.pick(&ENVIRONMENTS));
    let fate = if plain { u32::MAX } else { numbers.below(60) };
    let spec = match numbers.below(16) {
        _ if plain || versions > 1 || fate < 5 => "Aliyun_AES_256",
        0 => "RSA_2048",
        1 => "RSA_3072",
        2 => "EC_P256",
        3 => "EC_SM2",
        4 => "Aliyun_SM4",
        _ => "Aliyun_AES_256",
    };
    let symmetric = spec.starts_with("Aliyun_");
    let (state, imported) = match fate {
        0 | 1 => (KeyState::Disabled, false),
        2 => (KeyState::PendingDeletion { at: days(now, i64::from(3 + numbers.below(60))) }, false),
        3 if versions == 1 => (KeyState::PendingImport, true),
        _ => (KeyState::Enabled, false),
    };
    let guests = outside(&instance.name);
    let guest = guests.get(number.wrapping_sub(2) as usize).copied();
    let grant = match (guest, numbers.below(12)) {
        (Some(guest), _) => Grant::Outside(guest),
        (None, 0 | 1) => Grant::Roles,
        (None, 2) if !plain => Grant::OfficeOnly,
        (None, _) => Grant::Nobody,
    };
    // An account that the instance is shared with can have keys of its own there.
    let owner = instance.outside_accounts.first().filter(|_| number == 1 && instance.is_usable(now));
    let owner = owner.unwrap_or(&instance.owner).clone();
    let age = now.duration_since(instance.created).as_hours();
    let created_hours = i64::from(numbers.below(u32::try_from(age).unwrap_or_default()));
    let created = now.checked_sub(SignedDuration::from_hours(created_hours)).unwrap_or(now);
    let step = created_hours / i64::from(versions);
    let entropy = numbers.entropy();
    let versions: Vec<KeyVersion> = (0..versions)
        .map(|version| {
            let later = SignedDuration::from_hours(step * i64::from(version));
            let material = Material(entropy.bytes(&format!("key material {version}")));
            KeyVersion {
                id: entropy.uuid(&format!("key version {version}")),
                created: created.checked_add(later).unwrap_or(created),
                material: (symmetric && !imported).then_some(material),
            }
        })
        .collect();
    let alias = if plain { "main".to_owned() } else { format!("{purpose}-{number:03}") };
    let named = plain || numbers.below(3) > 0;
    let tagged = numbers.below(2) == 0;
    let tags = [("team", team), ("env", environment)].map(|(key, value)| (key.to_owned(), value.to_owned()));
    Key {
        id: id_like(&instance.id, &entropy.letters("key id", 18)),
        policy: policy(&owner, grant),
        owner,
        region: instance.region.clone(),
        instance: Some(instance.id.clone()),
        spec: spec.to_owned(),
        usage: if symmetric { "ENCRYPT/DECRYPT" } else { "SIGN/VERIFY" }.to_owned(),
        origin: if imported { "EXTERNAL" } else { "Aliyun_KMS" }.to_owned(),
        protection: if instance.kind == Kind::Hardware { "HSM" } else { "SOFTWARE" }.to_owned(),
        description: if plain {
            format!("main key of {}", instance.name)
        } else {
            format!("{} of {team} in {environment}", purpose.replace('-', " "))
        },
        created,
        state,
        deletion_protection: (fate % 10 == 9).then(|| "in use in production".to_owned()),
        rotation_seconds: (versions.len() > 1).then_some(90 * 86_400),
        versions,
        aliases: named.then(|| format!("alias/{}/{alias}", instance.name)).into_iter().collect(),
        tags: if tagged { BTreeMap::from(tags) } else { BTreeMap::new() },
    }
}

/// Default keys, which belong to no instance.
fn default_keys(now: Timestamp) -> Vec<Key> {
    let keys = [(HOME, "object-storage"), (HOME, "disks"), (HOME, "old-backups"), (DATA, "lake")];
    let key = |(owner, name)| {
        let entropy = Numbers::from_texts(&["default key", owner, name]).entropy();
        let retired = name == "old-backups";
        let material = Material(entropy.bytes("key material 0"));
        Key {
            id: entropy.uuid("key id"),
            owner: account(owner),
            region: RegionId::from(HANGZHOU),
            instance: None,
            spec: "Aliyun_AES_256".to_owned(),
            usage: "ENCRYPT/DECRYPT".to_owned(),
            origin: "Aliyun_KMS".to_owned(),
            protection: "SOFTWARE".to_owned(),
            description: format!("default key for {}", name.replace('-', " ")),
            created: days(now, -1_000),
            state: if retired { KeyState::Disabled } else { KeyState::Enabled },
            deletion_protection: None,
            rotation_seconds: None,
            versions: vec![KeyVersion {
                id: entropy.uuid("key version 0"),
                created: days(now, -1_000),
                material: Some(material),
            }],
            aliases: BTreeSet::from([format!("alias/{name}")]),
            tags: BTreeMap::new(),
            policy: None,
        }
    };
    keys.map(key).into()
}

#[cfg(test)]
mod tests;
