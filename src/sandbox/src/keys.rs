//! Keys and their versions.

mod aliases;
mod create;
mod crypto;
mod find;
mod life;
mod list;
mod policy;
mod read;
mod tagged;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::Timestamp;
use kms_api::{AccountId, InstanceId, RegionId};
use serde::{Deserialize, Serialize};

use crate::instances::Instance;
use crate::resource_policy::{ResourcePolicy, add_accounts};
use crate::world::World;

pub(crate) use aliases::OPERATIONS as ALIAS_OPERATIONS;
pub(crate) use create::{
    OPERATIONS as CREATE_OPERATIONS, id_like, read_description, read_interval, read_tags,
};
pub(crate) use crypto::{OPERATIONS as CRYPTO_OPERATIONS, open_for, seal_for};
pub(crate) use find::key_arn;
pub(crate) use life::OPERATIONS as LIFE_OPERATIONS;
pub(crate) use list::OPERATIONS as LIST_OPERATIONS;
pub(crate) use policy::OPERATIONS as POLICY_OPERATIONS;
pub(crate) use read::OPERATIONS as READ_OPERATIONS;
pub(crate) use tagged::TaggedKeys;

/// A key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Key {
    /// `key-…` in an instance, a UUID outside.
    pub(crate) id: String,
    /// The account that created it.
    pub(crate) owner: AccountId,
    pub(crate) region: RegionId,
    /// None for a default key.
    pub(crate) instance: Option<InstanceId>,
    /// `KeySpec`.
    pub(crate) spec: String,
    /// `KeyUsage`.
    pub(crate) usage: String,
    /// `Origin`.
    pub(crate) origin: String,
    /// `ProtectionLevel`.
    pub(crate) protection: String,
    pub(crate) description: String,
    pub(crate) created: Timestamp,
    pub(crate) state: KeyState,
    /// Why deletion is blocked, when it is.
    pub(crate) deletion_protection: Option<String>,
    /// Seconds between rotations, when they are automatic.
    pub(crate) rotation_seconds: Option<u32>,
    /// Oldest first; the last one makes new ciphertexts.
    pub(crate) versions: Vec<KeyVersion>,
    /// With `alias/` in front.
    pub(crate) aliases: BTreeSet<String>,
    pub(crate) tags: BTreeMap<String, String>,
    /// Only inside an instance.
    pub(crate) policy: Option<ResourcePolicy>,
}

/// One version of a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeyVersion {
    /// A UUID.
    pub(crate) id: String,
    pub(crate) created: Timestamp,
    /// None before it is imported, and for kinds of keys whose cryptography is not simulated.
    pub(crate) material: Option<Material>,
}

/// What a key encrypts with: 256 bits.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Material(pub(crate) [u8; 32]);

/// Never shown.
impl fmt::Debug for Material {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Material(…)")
    }
}

/// Where a key is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum KeyState {
    Enabled,
    Disabled,
    /// The key is gone from this time on.
    PendingDeletion {
        at: Timestamp,
    },
    /// Its material is to come from outside.
    PendingImport,
}

impl KeyState {
    /// The word of the wire.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Enabled => "Enabled",
            Self::Disabled => "Disabled",
            Self::PendingDeletion { .. } => "PendingDeletion",
            Self::PendingImport => "PendingImport",
        }
    }
}

/// All keys of the world.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Keys {
    /// By number; a key that comes later has a higher one.
    all: BTreeMap<u64, Key>,
    numbers: BTreeMap<String, u64>,
    next: u64,
}

impl Keys {
    /// Adds a key, which comes last in every list.
    pub(crate) fn add(&mut self, key: Key) {
        self.numbers.insert(key.id.clone(), self.next);
        self.all.insert(self.next, key);
        self.next += 1;
    }

    /// A key by id, whoever owns it.
    pub(crate) fn get(&self, id: &str) -> Option<&Key> {
        self.all.get(self.numbers.get(id)?)
    }

    /// A key to change.
    pub(crate) fn get_mut(&mut self, id: &str) -> Option<&mut Key> {
        self.all.get_mut(self.numbers.get(id)?)
    }

    /// Keys of an account in a region, oldest first.
    pub(crate) fn owned<'a, 'b>(
        &'a self,
        account: &'b AccountId,
        region: &'b RegionId,
    ) -> impl Iterator<Item = &'a Key> + use<'a, 'b> {
        self.all.values().filter(move |key| key.owner == *account && key.region == *region)
    }

    /// Keys inside an instance, whoever owns them.
    pub(crate) fn inside<'a, 'b>(
        &'a self,
        instance: &'b InstanceId,
    ) -> impl Iterator<Item = &'a Key> + use<'a, 'b> {
        self.all.values().filter(move |key| key.instance.as_ref() == Some(instance))
    }

    /// The key in a region that has a version.
    pub(crate) fn with_version(&self, version: &str, region: &RegionId) -> Option<(&Key, &KeyVersion)> {
        let here = self.all.values().filter(|key| key.region == *region);
        let mut versions = here.flat_map(|key| key.versions.iter().map(move |version| (key, version)));
        versions.find(|(_, found)| found.id == version)
    }

    /// Keys whose time has come, and when it came.
    fn due(&self, now: Timestamp) -> Vec<(Timestamp, String)> {
        let due = |key: &Key| match key.state {
            KeyState::PendingDeletion { at } if at <= now => Some((at, key.id.clone())),
            _ => None,
        };
        let mut due: Vec<_> = self.all.values().filter_map(due).collect();
        due.sort_unstable();
        due
    }

    /// Takes away every key of an instance, which goes itself.
    pub(crate) fn remove_inside(&mut self, instance: &InstanceId) {
        let gone: Vec<String> = self.inside(instance).map(|key| key.id.clone()).collect();
        gone.iter().for_each(|id| self.remove(id));
    }

    fn remove(&mut self, id: &str) {
        if let Some(number) = self.numbers.remove(id) {
            self.all.remove(&number);
        }
    }
}

impl World {
    /// Deletes the keys whose time has come. They are gone with their versions, aliases, tags and policies.
    pub(crate) fn delete_due_keys(&mut self, now: Timestamp) {
        for (at, id) in self.keys.due(now) {
            let instance = self.keys.get(&id).and_then(|key| key.instance.clone());
            self.change_grants(instance.as_ref(), at, |world| world.keys.remove(&id));
        }
    }

    /// Units of the key quota of an instance in use: one for each version.
    pub(crate) fn used_keys(&self, instance: &Instance) -> i64 {
        let versions: usize = self.keys.inside(&instance.id).map(|key| key.versions.len()).sum();
        instance.unmodelled_keys.saturating_add(i64::try_from(versions).unwrap_or(i64::MAX))
    }
}

/// Adds the accounts that key policies in an instance name.
pub(crate) fn add_named_accounts(world: &World, instance: &InstanceId, accounts: &mut BTreeSet<AccountId>) {
    let policies = world.keys.inside(instance).filter_map(|key| key.policy.as_ref());
    add_accounts(policies, accounts);
}
