//! The access management quantity of an instance: VPCs and outside accounts together, `VpcNum` on the wire.
//!
//! An outside account counts once, whether the instance is shared with it or policies of any number of keys and secrets
//! name it. When its last grant goes, its unit stays taken for some minutes.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use kms_api::{AccountId, InstanceId};

use crate::error::CloudError;
use crate::guesses;
use crate::instances::Instance;
use crate::keys;
use crate::secrets;
use crate::world::World;

/// Accounts that the policies in an instance name, by kind of resource. The owner's own may be among them.
const SOURCES: &[fn(&World, &InstanceId, &mut BTreeSet<AccountId>)] =
    &[keys::add_named_accounts, secrets::add_named_accounts];

impl World {
    /// Units in use when `bindings` additional VPCs are bound.
    pub(crate) fn used_units(&self, instance: &Instance, bindings: usize, now: Timestamp) -> i64 {
        units(instance, bindings, &self.counted_accounts(instance, now))
    }

    /// Whether a policy that names these accounts fits into the quantity of the instance.
    ///
    /// # Errors
    /// When it does not. A policy that adds no account always fits.
    pub(crate) fn judge_grants(
        &self,
        instance: &Instance,
        named: &BTreeSet<AccountId>,
        now: Timestamp,
    ) -> Result<(), CloudError> {
        let counted = self.counted_accounts(instance, now);
        let new: BTreeSet<AccountId> =
            named.iter().filter(|account| **account != instance.owner).cloned().collect();
        let all: BTreeSet<AccountId> = counted.union(&new).cloned().collect();
        let fits = units(instance, instance.bindings.len(), &all) <= instance.vpc_num;
        if fits || all.len() == counted.len() { Ok(()) } else { Err(CloudError::share_quota_exceeded()) }
    }

    /// Makes a change to what an instance is shared through, and keeps the units of accounts that lose their last
    /// grant by it for the time that the cloud takes to give them back.
    pub(crate) fn change_grants<T>(
        &mut self,
        instance: Option<&InstanceId>,
        now: Timestamp,
        change: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let granted = |world: &Self| {
            let instance = instance.and_then(|id| world.instances.get(id));
            instance.map(|instance| world.granted_accounts(instance)).unwrap_or_default()
        };
        let before = granted(self);
        let answer = change(self);
        let after = granted(self);
        let until = now.checked_add(SignedDuration::from_mins(guesses::UNIT_RELEASE_MINUTES)).unwrap_or(now);
        if let Some(instance) = instance.and_then(|id| self.instances.get_mut(id)) {
            instance.released.retain(|_, until| now < *until);
            instance.released.extend(before.difference(&after).map(|account| (account.clone(), until)));
        }
        answer
    }

    /// Outside accounts with a grant.
    fn granted_accounts(&self, instance: &Instance) -> BTreeSet<AccountId> {
        let mut accounts = instance.outside_accounts.clone();
        for add_named in SOURCES {
            add_named(self, &instance.id, &mut accounts);
        }
        accounts.remove(&instance.owner);
        accounts
    }

    /// Outside accounts that take a unit: those with a grant, and those that had one until just now.
    fn counted_accounts(&self, instance: &Instance, now: Timestamp) -> BTreeSet<AccountId> {
        let mut accounts = self.granted_accounts(instance);
        let released = instance.released.iter().filter(|(_, until)| now < **until);
        accounts.extend(released.map(|(account, _)| account.clone()));
        accounts
    }
}

fn units(instance: &Instance, bindings: usize, accounts: &BTreeSet<AccountId>) -> i64 {
    let primary = usize::from(guesses::PRIMARY_VPC_COUNTS && instance.primary.is_some());
    i64::try_from(primary + bindings + accounts.len()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests;
