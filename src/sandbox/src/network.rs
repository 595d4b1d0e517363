//! VPCs and vSwitches, and who can see them.
//!
//! A VPC and its vSwitches have one owner. The owner can share a vSwitch with other accounts; these then see the
//! vSwitch and the VPC around it, but none of its other vSwitches.
//! Lists are kept per account and region, so a page of 10,000 VPCs costs no more than a page of ten.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use kms_api::operations::vpcs::Tag;
use kms_api::{AccountId, RegionId, VSwitchId, VpcId};
use serde::{Deserialize, Serialize};

use crate::guesses;

/// `Status` of a VPC or vSwitch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Availability {
    /// Ready.
    #[default]
    Available,
    /// Being changed, and not usable meanwhile.
    Pending,
}

impl Availability {
    /// The word of the wire.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Available => "Available",
            Self::Pending => "Pending",
        }
    }
}

/// A VPC.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Vpc {
    pub(crate) id: VpcId,
    pub(crate) name: String,
    pub(crate) cidr: String,
    pub(crate) status: Availability,
    pub(crate) region: RegionId,
    pub(crate) owner: AccountId,
    pub(crate) is_default: bool,
    pub(crate) description: String,
    pub(crate) created: Timestamp,
    pub(crate) tags: Vec<Tag>,
    /// Positions of its vSwitches, oldest first; kept by [`Network::add_v_switch`].
    pub(crate) v_switches: Vec<usize>,
}

/// A vSwitch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct VSwitch {
    pub(crate) id: VSwitchId,
    pub(crate) name: String,
    /// VPC around it, whose owner is also the owner of the vSwitch.
    pub(crate) vpc_id: VpcId,
    pub(crate) zone: String,
    pub(crate) cidr: String,
    pub(crate) status: Availability,
    /// Free addresses left; a binding takes one.
    pub(crate) free: u32,
    /// Accounts that it is shared with.
    pub(crate) shared_with: Vec<AccountId>,
    /// Accounts that it was shared with once and no longer is.
    pub(crate) share_ended_with: Vec<AccountId>,
    pub(crate) is_default: bool,
    pub(crate) created: Timestamp,
}

/// What one account sees in one region; positions, ascending, which is oldest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Visible {
    pub(crate) vpcs: Vec<usize>,
    pub(crate) v_switches: Vec<usize>,
}

static NOTHING: Visible = Visible { vpcs: Vec::new(), v_switches: Vec::new() };

/// All VPCs and vSwitches of the world.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Network {
    vpcs: Vec<Vpc>,
    vpc_positions: HashMap<VpcId, usize>,
    v_switches: Vec<VSwitch>,
    v_switch_positions: HashMap<VSwitchId, usize>,
    #[serde(with = "crate::state::pairs")]
    visible: BTreeMap<(AccountId, RegionId), Visible>,
}

impl Network {
    /// Adds a VPC, which comes last in every list.
    pub(crate) fn add_vpc(&mut self, vpc: Vpc) {
        let position = self.vpcs.len();
        self.vpc_positions.insert(vpc.id.clone(), position);
        let place = (vpc.owner.clone(), vpc.region.clone());
        insert(&mut self.visible.entry(place).or_default().vpcs, position);
        self.vpcs.push(vpc);
    }

    /// Adds a vSwitch to the VPC that it names, and shows both to the accounts that it is shared with.
    ///
    /// Returns whether the VPC exists; without it nothing is added.
    pub(crate) fn add_v_switch(&mut self, v_switch: VSwitch) -> bool {
        let Some(&vpc_position) = self.vpc_positions.get(&v_switch.vpc_id) else { return false };
        let Some(vpc) = self.vpcs.get_mut(vpc_position) else { return false };
        let position = self.v_switches.len();
        vpc.v_switches.push(position);
        for account in std::iter::once(&vpc.owner).chain(&v_switch.shared_with) {
            let seen = self.visible.entry((account.clone(), vpc.region.clone())).or_default();
            insert(&mut seen.vpcs, vpc_position);
            insert(&mut seen.v_switches, position);
        }
        if guesses::ENDED_SHARE_KEEPS_VPC_VISIBLE {
            for account in &v_switch.share_ended_with {
                let seen = self.visible.entry((account.clone(), vpc.region.clone())).or_default();
                insert(&mut seen.vpcs, vpc_position);
            }
        }
        self.v_switch_positions.insert(v_switch.id.clone(), position);
        self.v_switches.push(v_switch);
        true
    }

    /// Shows a vSwitch, and the VPC around it, to another account.
    pub(crate) fn share(&mut self, id: &VSwitchId, account: &AccountId) {
        let Some((position, vpc_position, region)) = self.place(id) else { return };
        let Some(v_switch) = self.v_switches.get_mut(position) else { return };
        if !v_switch.shared_with.contains(account) {
            v_switch.shared_with.push(account.clone());
        }
        v_switch.share_ended_with.retain(|other| other != account);
        let seen = self.visible.entry((account.clone(), region)).or_default();
        insert(&mut seen.vpcs, vpc_position);
        insert(&mut seen.v_switches, position);
    }

    /// Hides a vSwitch from an account that it was shared with. Bindings that use it stay.
    pub(crate) fn end_share(&mut self, id: &VSwitchId, account: &AccountId) {
        let Some((position, vpc_position, region)) = self.place(id) else { return };
        let Some(v_switch) = self.v_switches.get_mut(position) else { return };
        if !v_switch.shared_with.contains(account) {
            return;
        }
        v_switch.shared_with.retain(|other| other != account);
        v_switch.share_ended_with.push(account.clone());
        let usable = self.vpcs.get(vpc_position).map(|vpc| self.usable(account, vpc)).unwrap_or_default();
        let seen = self.visible.entry((account.clone(), region)).or_default();
        seen.v_switches.retain(|other| *other != position);
        if usable.is_empty() && !guesses::ENDED_SHARE_KEEPS_VPC_VISIBLE {
            seen.vpcs.retain(|other| *other != vpc_position);
        }
    }

    /// Position of a vSwitch and of its VPC, and their region.
    fn place(&self, id: &VSwitchId) -> Option<(usize, usize, RegionId)> {
        let position = self.v_switch_position(id)?;
        let vpc_position = self.vpc_position(&self.v_switch_at(position)?.vpc_id)?;
        Some((position, vpc_position, self.vpc_at(vpc_position)?.region.clone()))
    }

    /// What an account sees in a region.
    pub(crate) fn visible(&self, account: &AccountId, region: &RegionId) -> &Visible {
        self.visible.get(&(account.clone(), region.clone())).unwrap_or(&NOTHING)
    }

    /// The VPC at a position.
    pub(crate) fn vpc_at(&self, position: usize) -> Option<&Vpc> {
        self.vpcs.get(position)
    }

    /// The vSwitch at a position.
    pub(crate) fn v_switch_at(&self, position: usize) -> Option<&VSwitch> {
        self.v_switches.get(position)
    }

    /// Where a VPC stands.
    pub(crate) fn vpc_position(&self, id: &VpcId) -> Option<usize> {
        self.vpc_positions.get(id).copied()
    }

    /// Where a vSwitch stands.
    pub(crate) fn v_switch_position(&self, id: &VSwitchId) -> Option<usize> {
        self.v_switch_positions.get(id).copied()
    }

    /// A VPC by id, whoever owns it.
    pub(crate) fn vpc(&self, id: &VpcId) -> Option<&Vpc> {
        self.vpc_at(self.vpc_position(id)?)
    }

    /// A vSwitch by id, whoever owns it.
    pub(crate) fn v_switch(&self, id: &VSwitchId) -> Option<&VSwitch> {
        self.v_switch_at(self.v_switch_position(id)?)
    }

    /// A vSwitch to change.
    pub(crate) fn v_switch_mut(&mut self, id: &VSwitchId) -> Option<&mut VSwitch> {
        let position = self.v_switch_position(id)?;
        self.v_switches.get_mut(position)
    }

    /// Whether an account may see and use a vSwitch of a VPC: its own, or shared with it.
    pub(crate) fn may_use(account: &AccountId, vpc: &Vpc, v_switch: &VSwitch) -> bool {
        vpc.owner == *account || v_switch.shared_with.contains(account)
    }

    /// Positions of the vSwitches of a VPC that an account may use.
    pub(crate) fn usable(&self, account: &AccountId, vpc: &Vpc) -> Vec<usize> {
        let usable = |position: &usize| {
            self.v_switch_at(*position).is_some_and(|v_switch| Self::may_use(account, vpc, v_switch))
        };
        vpc.v_switches.iter().copied().filter(usable).collect()
    }
}

/// Adds a position to an ascending list that may already have it.
fn insert(positions: &mut Vec<usize>, position: usize) {
    if let Err(place) = positions.binary_search(&position) {
        positions.insert(place, position);
    }
}

#[cfg(test)]
mod tests;
