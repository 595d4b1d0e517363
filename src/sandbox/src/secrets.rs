//! Secrets and their versions.
//!
//! A value is kept apart from everything else of a secret: see [`value`]. Nothing here ever shows one.

pub(crate) mod create;
pub(crate) mod details;
mod find;
pub(crate) mod life;
pub(crate) mod list;
pub(crate) mod policy;
mod tagged;
pub(crate) mod value;

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use kms_api::{AccountId, InstanceId, RegionId};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::guesses;
use crate::instances::Instance;
use crate::resource_policy::{ResourcePolicy, add_accounts};
use crate::world::World;

pub(crate) use find::secret_arn;
pub(crate) use tagged::TaggedSecrets;
pub(crate) use value::{DataType, StoredValue};

/// Stage of the version that is read when none is named.
pub(crate) const CURRENT: &str = "ACSCurrent";
/// Stage of the version before it.
pub(crate) const PREVIOUS: &str = "ACSPrevious";

/// A secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Secret {
    /// Unique in account and region.
    pub(crate) name: String,
    /// The account that created it.
    pub(crate) owner: AccountId,
    pub(crate) region: RegionId,
    /// `SecretType`.
    pub(crate) kind: String,
    pub(crate) description: String,
    /// None for a secret outside instances.
    pub(crate) instance: Option<InstanceId>,
    /// Id of the key that protects its values, where it is one of the account.
    pub(crate) key: Option<String>,
    pub(crate) created: Timestamp,
    pub(crate) updated: Timestamp,
    /// When it will be gone, while it waits for deletion.
    pub(crate) deletion: Option<Timestamp>,
    pub(crate) rotation: Option<Rotation>,
    /// Settings of a managed secret.
    pub(crate) extended_config: Option<Map<String, Value>>,
    /// Cloud service that looks after a managed secret.
    pub(crate) owning_service: Option<String>,
    /// Oldest first, never empty.
    pub(crate) versions: Vec<Version>,
    pub(crate) tags: BTreeMap<String, String>,
    /// Only inside an instance.
    pub(crate) policy: Option<ResourcePolicy>,
}

/// One value of a secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Version {
    /// Unique in the secret.
    pub(crate) id: String,
    pub(crate) created: Timestamp,
    /// Labels; each stands on one version only. A version without any is deprecated.
    pub(crate) stages: BTreeSet<String>,
    pub(crate) data_type: DataType,
    pub(crate) value: StoredValue,
}

/// How a managed secret changes by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Rotation {
    /// Seconds between two rotations.
    pub(crate) seconds: u32,
    /// Whether it is switched on.
    pub(crate) automatic: bool,
    /// Since when the seconds count.
    pub(crate) since: Timestamp,
    pub(crate) last: Option<Timestamp>,
}

impl Rotation {
    /// The next planned time; none while it is switched off.
    fn next(self, now: Timestamp) -> Option<Timestamp> {
        let step = i64::from(self.seconds);
        let gone = now.duration_since(self.since).as_secs().max(0).checked_div(step)?;
        let next = self.since.checked_add(SignedDuration::from_secs((gone + 1) * step)).ok()?;
        self.automatic.then_some(next)
    }
}

/// All secrets of the world.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Secrets {
    /// By number; a secret that comes later has a higher one.
    all: BTreeMap<u64, Secret>,
    /// By ARN.
    numbers: BTreeMap<String, u64>,
    next: u64,
}

impl Secrets {
    /// Adds a secret, which comes last in every list.
    pub(crate) fn add(&mut self, secret: Secret) {
        self.numbers.insert(secret_arn(&secret), self.next);
        self.all.insert(self.next, secret);
        self.next += 1;
    }

    /// A secret by ARN.
    pub(crate) fn get(&self, arn: &str) -> Option<&Secret> {
        self.all.get(self.numbers.get(arn)?)
    }

    /// A secret to change.
    pub(crate) fn get_mut(&mut self, arn: &str) -> Option<&mut Secret> {
        self.all.get_mut(self.numbers.get(arn)?)
    }

    /// Secrets of an account in a region, oldest first.
    pub(crate) fn owned<'a, 'b>(
        &'a self,
        account: &'b AccountId,
        region: &'b RegionId,
    ) -> impl Iterator<Item = &'a Secret> + use<'a, 'b> {
        self.all.values().filter(move |secret| secret.owner == *account && secret.region == *region)
    }

    /// Secrets inside an instance, whoever owns them.
    pub(crate) fn inside<'a, 'b>(
        &'a self,
        instance: &'b InstanceId,
    ) -> impl Iterator<Item = &'a Secret> + use<'a, 'b> {
        self.all.values().filter(move |secret| secret.instance.as_ref() == Some(instance))
    }

    /// Takes away every secret of an instance, which goes itself.
    pub(crate) fn remove_inside(&mut self, instance: &InstanceId) {
        let gone: Vec<String> = self.inside(instance).map(secret_arn).collect();
        gone.iter().for_each(|arn| self.remove(arn));
    }

    fn remove(&mut self, arn: &str) {
        if let Some(number) = self.numbers.remove(arn) {
            self.all.remove(&number);
        }
    }
}

impl World {
    /// Deletes the secrets whose time has come, with their versions, tags and policies.
    pub(crate) fn delete_due_secrets(&mut self, now: Timestamp) {
        let due = |secret: &Secret| {
            let at = secret.deletion.filter(|at| *at <= now)?;
            Some((at, secret_arn(secret)))
        };
        let mut due: Vec<_> = self.secrets.all.values().filter_map(due).collect();
        due.sort_unstable();
        for (at, arn) in due {
            self.delete_secret_now(&arn, at);
        }
    }

    fn delete_secret_now(&mut self, arn: &str, now: Timestamp) {
        let instance = self.secrets.get(arn).and_then(|secret| secret.instance.clone());
        self.change_grants(instance.as_ref(), now, |world| world.secrets.remove(arn));
    }

    /// Units of the secret quota of an instance in use.
    pub(crate) fn used_secrets(&self, instance: &Instance) -> i64 {
        let counts =
            |secret: &&Secret| guesses::SECRETS_WAITING_FOR_DELETION_TAKE_UNITS || secret.deletion.is_none();
        let secrets = self.secrets.inside(&instance.id).filter(counts).count();
        instance.unmodelled_secrets.saturating_add(i64::try_from(secrets).unwrap_or(i64::MAX))
    }
}

/// Adds the accounts that secret policies in an instance name.
pub(crate) fn add_named_accounts(world: &World, instance: &InstanceId, accounts: &mut BTreeSet<AccountId>) {
    let policies = world.secrets.inside(instance).filter_map(|secret| secret.policy.as_ref());
    add_accounts(policies, accounts);
}

#[cfg(test)]
mod tests;
