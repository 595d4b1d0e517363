//! What shares do to vSwitches and instances.

use jiff::{SignedDuration, Timestamp};
use kms_api::{AccountId, InstanceId, VSwitchId};

use super::{Failure, Hold, LinkState, ResourceKind};
use crate::guesses;
use crate::world::World;

impl World {
    /// Gives back units of instances whose share ended some time ago.
    pub(crate) fn settle_shares(&mut self, now: Timestamp) {
        let (due, kept) =
            std::mem::take(&mut self.sharing.holds).into_iter().partition(|hold| hold.until <= now);
        self.sharing.holds = kept;
        for Hold { instance, account, .. } in Vec::from_iter::<Vec<Hold>>(due) {
            // The account may have a share again.
            if !self.sharing.reaches(ResourceKind::KmsInstance, &instance, &account)
                && let Some(instance) = self.instances.get_mut(&instance)
            {
                instance.outside_accounts.remove(&account);
            }
        }
    }

    /// How a new link begins when it brings these resources to these accounts: an instance must have a unit for each
    /// account that it is not shared with yet, or nothing of the link takes effect.
    pub(super) fn begin_link(
        &mut self,
        resources: &[(ResourceKind, String)],
        accounts: &[AccountId],
    ) -> LinkState {
        let fits = |(kind, id): &(ResourceKind, String)| match kind {
            ResourceKind::VSwitch => true,
            ResourceKind::KmsInstance => {
                self.instances.get_mut(&InstanceId::from(id.as_str())).is_some_and(|instance| {
                    let before = instance.outside_accounts.clone();
                    instance.outside_accounts.extend(accounts.iter().cloned());
                    let fits = instance.used_units(instance.bindings.len()) <= instance.vpc_num;
                    let adds = instance.outside_accounts.len() > before.len();
                    instance.outside_accounts = before;
                    fits || !adds
                })
            }
        };
        if resources.iter().all(fits) { LinkState::Associated } else { LinkState::Failed(Failure::Quota) }
    }

    /// Brings the world in step with the shares, for some resources and accounts.
    pub(super) fn carry_out(
        &mut self,
        resources: &[(ResourceKind, String)],
        accounts: &[AccountId],
        now: Timestamp,
    ) {
        for (kind, id) in resources {
            for account in accounts {
                let reaches = self.sharing.reaches(*kind, id, account);
                match kind {
                    ResourceKind::VSwitch if reaches => {
                        self.network.share(&VSwitchId::from(id.as_str()), account)
                    }
                    ResourceKind::VSwitch => self.network.end_share(&VSwitchId::from(id.as_str()), account),
                    ResourceKind::KmsInstance => {
                        self.share_instance(InstanceId::from(id.as_str()), account, reaches, now);
                    }
                }
            }
        }
    }

    fn share_instance(&mut self, id: InstanceId, account: &AccountId, reaches: bool, now: Timestamp) {
        let Some(instance) = self.instances.get_mut(&id) else { return };
        if reaches {
            instance.outside_accounts.insert(account.clone());
        } else if instance.outside_accounts.contains(account) {
            let held = SignedDuration::from_mins(guesses::ENDED_SHARE_HOLDS_UNIT_MINUTES);
            let until = now.checked_add(held).unwrap_or(now);
            self.sharing.holds.push(Hold { instance: id, account: account.clone(), until });
        }
    }
}
