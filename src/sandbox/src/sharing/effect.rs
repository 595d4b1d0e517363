//! What shares do to vSwitches and instances.

use std::collections::BTreeSet;

use jiff::Timestamp;
use kms_api::{AccountId, InstanceId, VSwitchId};

use super::{Failure, LinkState, ResourceKind};
use crate::world::World;

impl World {
    /// Takes a resource that is gone out of every share.
    pub(crate) fn unshare(&mut self, kind: ResourceKind, id: &str, now: Timestamp) {
        let all = self.sharing.shares.iter_mut().flat_map(|share| &mut share.resources);
        for resource in all.filter(|resource| resource.kind == kind && resource.id == id) {
            resource.link.state = LinkState::Disassociated;
            resource.link.updated = now;
        }
    }

    /// How a new link begins when it brings these resources to these accounts: an instance must have a unit for each
    /// account that it is not shared with yet, or nothing of the link takes effect.
    pub(super) fn begin_link(
        &self,
        resources: &[(ResourceKind, String)],
        accounts: &[AccountId],
        now: Timestamp,
    ) -> LinkState {
        let accounts: BTreeSet<AccountId> = accounts.iter().cloned().collect();
        let fits = |(kind, id): &(ResourceKind, String)| match kind {
            ResourceKind::VSwitch => true,
            ResourceKind::KmsInstance => {
                let instance = self.instances.get(&InstanceId::from(id.as_str()));
                instance.is_some_and(|instance| self.judge_grants(instance, &accounts, now).is_ok())
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
                        self.share_instance(&InstanceId::from(id.as_str()), account, reaches, now);
                    }
                }
            }
        }
    }

    fn share_instance(&mut self, id: &InstanceId, account: &AccountId, reaches: bool, now: Timestamp) {
        self.change_grants(Some(id), now, |world| {
            let Some(instance) = world.instances.get_mut(id) else { return };
            if reaches {
                instance.outside_accounts.insert(account.clone());
            } else {
                instance.outside_accounts.remove(account);
            }
        });
    }
}
