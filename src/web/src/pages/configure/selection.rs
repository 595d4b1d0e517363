//! What the Configure VPC panel will ask for: the bindings that the cloud has, with the reader's changes.
//!
//! Pure: no signal, no call. The rules are those of the cloud (full replacement, immutable primary VPC, one quota for
//! VPCs and outside accounts), so that the panel can refuse before the cloud has to.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use kms_api::operations::instances::{BindVpc, BindVpcRequest, KmsInstance};
use kms_api::{AccountId, RegionId, VSwitchId, VpcId};

/// Access management quota: one unit for each VPC and for each outside account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Quota {
    /// The primary VPC and the additional ones.
    pub vpcs: i64,
    /// Outside accounts that use the instance.
    pub accounts: i64,
    /// What was bought.
    pub limit: i64,
}

impl Quota {
    /// From the details, and from the quota operation where the cloud knows it: its figure wins.
    pub fn of(instance: &KmsInstance, used: Option<i64>) -> Self {
        let primary = i64::from(!instance.vpc_id.is_empty());
        let vpcs = primary + i64::try_from(instance.bind_vpcs.bind_vpc.len()).unwrap_or(i64::MAX);
        Self { vpcs, accounts: used.map_or(0, |used| (used - vpcs).max(0)), limit: instance.vpc_num }
    }

    /// Units in use.
    pub fn used(self) -> i64 {
        self.vpcs + self.accounts
    }
}

/// A vSwitch chosen for a VPC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pick {
    /// `vsw-…`.
    pub v_switch_id: VSwitchId,
    /// Chosen by the console and not by hand.
    pub proposed: bool,
}

/// A VPC that will be bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addition {
    /// `vpc-…`.
    pub vpc_id: VpcId,
    /// Account that owns it.
    pub owner: AccountId,
    /// Its vSwitch; none while it needs a choice.
    pub pick: Option<Pick>,
}

/// A row of Selected VPCs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// The VPC of the enabling; never changes.
    Primary(VpcId),
    /// Bound now and after.
    Kept(BindVpc),
    /// Bound now, with another vSwitch after.
    Moved(BindVpc, Pick),
    /// Bound now, not after.
    Removed(BindVpc),
    /// Bound after.
    Added(Addition),
}

impl Row {
    /// The VPC of the row.
    pub fn vpc_id(&self) -> &VpcId {
        match self {
            Self::Primary(vpc_id) => vpc_id,
            Self::Kept(bound) | Self::Moved(bound, _) | Self::Removed(bound) => &bound.vpc_id,
            Self::Added(addition) => &addition.vpc_id,
        }
    }
}

/// How many rows of each kind of change there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// VPCs that will be bound.
    pub added: usize,
    /// VPCs that get another vSwitch.
    pub moved: usize,
    /// VPCs that will be unbound.
    pub removed: usize,
}

impl Changes {
    /// All of them.
    pub fn total(self) -> usize {
        self.added + self.moved + self.removed
    }
}

/// Outcome of moving VPCs to Selected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// VPCs that are now in Selected and need a vSwitch.
    pub added: Vec<VpcId>,
    /// VPCs that were about to be unbound and are kept now.
    pub restored: usize,
    /// VPCs that did not fit into the quota.
    pub left_out: usize,
}

/// The wanted bindings of one instance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    primary: VpcId,
    region: RegionId,
    bound: Vec<BindVpc>,
    now: Quota,
    removed: BTreeSet<VpcId>,
    moved: BTreeMap<VpcId, Pick>,
    added: Vec<Addition>,
    /// Everything on the right: primary, bound (also the struck ones), added.
    listed: HashSet<VpcId>,
}

impl Selection {
    /// Starts from what the cloud has.
    pub fn new(instance: &KmsInstance, region: &RegionId, now: Quota) -> Self {
        let bound = instance.bind_vpcs.bind_vpc.clone();
        let mut listed: HashSet<VpcId> = bound.iter().map(|bound| bound.vpc_id.clone()).collect();
        listed.insert(instance.vpc_id.clone());
        Self {
            primary: instance.vpc_id.clone(),
            region: region.clone(),
            bound,
            now,
            listed,
            ..Self::default()
        }
    }

    /// Whether the VPC stands in Selected, struck or not.
    pub fn lists(&self, vpc_id: &VpcId) -> bool {
        self.listed.contains(vpc_id)
    }

    /// The bindings that the selection started from.
    pub fn bound(&self) -> &[BindVpc] {
        &self.bound
    }

    /// Units in use now, with the limit.
    pub fn quota(&self) -> Quota {
        self.now
    }

    /// Replaces the quota figures, when the cloud's own count comes later than the details.
    pub fn set_quota(&mut self, now: Quota) {
        self.now = now;
    }

    /// Units in use after the change.
    pub fn used_after(&self) -> i64 {
        let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        self.now.used() + count(self.added.len()) - count(self.removed.len())
    }

    /// Units that are still free after the change; below zero when the limit is passed.
    pub fn room(&self) -> i64 {
        self.now.limit - self.used_after()
    }

    /// How many changes there are.
    pub fn changes(&self) -> Changes {
        Changes { added: self.added.len(), moved: self.moved.len(), removed: self.removed.len() }
    }

    /// Additions without a vSwitch.
    pub fn undecided(&self) -> impl Iterator<Item = &Addition> {
        self.added.iter().filter(|addition| addition.pick.is_none())
    }

    /// The rows of Selected, the primary VPC first.
    pub fn rows(&self) -> Vec<Row> {
        let primary = (!self.primary.is_empty()).then(|| Row::Primary(self.primary.clone()));
        let bound = self.bound.iter().map(|bound| {
            if self.removed.contains(&bound.vpc_id) {
                Row::Removed(bound.clone())
            } else if let Some(pick) = self.moved.get(&bound.vpc_id) {
                Row::Moved(bound.clone(), pick.clone())
            } else {
                Row::Kept(bound.clone())
            }
        });
        primary.into_iter().chain(bound).chain(self.added.iter().cloned().map(Row::Added)).collect()
    }

    /// The row of one VPC.
    #[cfg(test)]
    pub fn row(&self, vpc_id: &VpcId) -> Option<Row> {
        self.rows().into_iter().find(|row| row.vpc_id() == vpc_id)
    }

    /// Moves VPCs to Selected, in order, as far as the quota goes.
    pub fn add(&mut self, vpcs: impl IntoIterator<Item = (VpcId, AccountId)>) -> Moved {
        let mut outcome = Moved::default();
        let mut room = self.room();
        for (vpc_id, owner) in vpcs {
            let restores = self.removed.contains(&vpc_id);
            if self.lists(&vpc_id) && !restores {
                continue;
            }
            if room <= 0 {
                outcome.left_out += 1;
                continue;
            }
            room -= 1;
            if restores {
                self.removed.remove(&vpc_id);
                outcome.restored += 1;
                continue;
            }
            self.listed.insert(vpc_id.clone());
            self.added.push(Addition { vpc_id: vpc_id.clone(), owner, pick: None });
            outcome.added.push(vpc_id);
        }
        outcome
    }

    /// Moves VPCs out of Selected: additions go back to Available, bindings are struck. The primary VPC stays.
    pub fn remove(&mut self, vpcs: &HashSet<VpcId>) -> usize {
        let before = self.added.len() + self.bound.len() - self.removed.len();
        self.added.retain(|addition| !vpcs.contains(&addition.vpc_id));
        for bound in &self.bound {
            if vpcs.contains(&bound.vpc_id) {
                self.moved.remove(&bound.vpc_id);
                self.removed.insert(bound.vpc_id.clone());
            }
        }
        let bound: HashSet<&VpcId> = self.bound.iter().map(|bound| &bound.vpc_id).collect();
        self.listed.retain(|id| !vpcs.contains(id) || *id == self.primary || bound.contains(id));
        before - (self.added.len() + self.bound.len() - self.removed.len())
    }

    /// Takes back the change of one row. Says whether it could: a struck binding needs a free unit.
    pub fn undo(&mut self, vpc_id: &VpcId) -> bool {
        if self.moved.remove(vpc_id).is_some() {
            return true;
        }
        if self.removed.contains(vpc_id) {
            if self.room() <= 0 {
                return false;
            }
            self.removed.remove(vpc_id);
            return true;
        }
        self.remove(&HashSet::from([vpc_id.clone()])) > 0
    }

    /// Chooses a vSwitch. For a binding, the vSwitch that it has now is no change.
    pub fn choose(&mut self, vpc_id: &VpcId, pick: Pick) {
        if let Some(addition) = self.added.iter_mut().find(|addition| addition.vpc_id == *vpc_id) {
            addition.pick = Some(pick);
        } else if let Some(bound) = self.bound.iter().find(|bound| bound.vpc_id == *vpc_id) {
            self.removed.remove(vpc_id);
            if bound.v_switch_id == pick.v_switch_id {
                self.moved.remove(vpc_id);
            } else {
                self.moved.insert(vpc_id.clone(), pick);
            }
        }
    }

    /// Chooses vSwitches for many additions in one pass.
    pub fn choose_many(&mut self, mut picks: BTreeMap<VpcId, Pick>) {
        for addition in &mut self.added {
            if let Some(pick) = picks.remove(&addition.vpc_id) {
                addition.pick = Some(pick);
            }
        }
        for (vpc_id, pick) in picks {
            self.choose(&vpc_id, pick);
        }
    }

    /// The vSwitch that a VPC of Selected will have.
    pub fn picked(&self, vpc_id: &VpcId) -> Option<VSwitchId> {
        if let Some(addition) = self.added.iter().find(|addition| addition.vpc_id == *vpc_id) {
            return addition.pick.as_ref().map(|pick| pick.v_switch_id.clone());
        }
        if let Some(pick) = self.moved.get(vpc_id) {
            return Some(pick.v_switch_id.clone());
        }
        self.bound.iter().find(|bound| bound.vpc_id == *vpc_id).map(|bound| bound.v_switch_id.clone())
    }

    /// The whole wanted list of additional VPCs, or none while an addition has no vSwitch.
    pub fn request(&self) -> Option<Vec<BindVpcRequest>> {
        let kept = self.bound.iter().filter(|bound| !self.removed.contains(&bound.vpc_id)).map(|bound| {
            let mut request = BindVpcRequest::from(bound.clone());
            if let Some(pick) = self.moved.get(&bound.vpc_id) {
                request.v_switch_id = pick.v_switch_id.clone();
            }
            Some(request)
        });
        let added = self.added.iter().map(|addition| {
            let pick = addition.pick.as_ref()?;
            Some(BindVpcRequest {
                vpc_id: addition.vpc_id.clone(),
                v_switch_id: pick.v_switch_id.clone(),
                region_id: self.region.clone(),
                vpc_owner_id: addition.owner.clone(),
            })
        });
        kept.chain(added).collect()
    }

    /// Whether the cloud now has exactly what was asked for; order does not matter.
    pub fn is_stored(&self, bound: &[BindVpc]) -> bool {
        let key = |vpc: &VpcId, switch: &VSwitchId| (vpc.clone(), switch.clone());
        let stored: BTreeSet<_> = bound.iter().map(|bound| key(&bound.vpc_id, &bound.v_switch_id)).collect();
        self.request().is_some_and(|wanted| {
            wanted.len() == bound.len()
                && wanted.iter().all(|one| stored.contains(&key(&one.vpc_id, &one.v_switch_id)))
        })
    }
}

#[cfg(test)]
mod tests;
