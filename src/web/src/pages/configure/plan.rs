//! What the parts of the panel share: the selection, and what can be done to it.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use kms_api::operations::vpcs::{VSwitch, Vpc};
use kms_api::{AccountId, InstanceId, RegionId, VpcId};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::propose::{Prefer, Reason, propose, vpc_reason};
use super::selection::{Moved, Pick, Selection};
use crate::app::Go;
use crate::bindings::history_back;
use crate::i18n::{Key, counted, k, text, text_with};
use crate::number::{grouped, short_id};
use crate::paths;
use crate::state::App;
use crate::state::instances::{FRESH, InstanceStore};
use crate::state::networks::Networks;
use crate::state::vpcs::VpcEntry;

/// Up to this many VPCs their vSwitches are read one by one; above, the whole region is read.
pub const ONE_BY_ONE: usize = 40;

/// VPCs whose vSwitches are being chosen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picking {
    /// In the order in which they were moved.
    pub vpcs: Vec<VpcId>,
    /// Whether they came into Selected by this move, and go back when the dialog is cancelled.
    pub new: bool,
}

/// The sentence in the foot.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// As it stands.
    Text(String),
    /// About a VPC, whose name may come later.
    About(Key, VpcId),
}

impl Default for Said {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

/// The panel's state.
#[derive(Clone, Copy)]
pub struct Plan {
    /// Shared state.
    pub app: App,
    /// Instances of the region.
    pub store: InstanceStore,
    /// VPCs and vSwitches of the region.
    pub networks: Networks,
    /// Opens pages.
    pub go: Go,
    /// The instance.
    pub id: StoredValue<InstanceId>,
    /// Its region.
    pub region: StoredValue<RegionId>,
    /// The caller's account.
    pub own: StoredValue<AccountId>,
    /// The wanted bindings.
    pub selection: RwSignal<Selection>,
    /// VPCs that were added by id and are not in the region's list.
    pub extra: RwSignal<Vec<Arc<VpcEntry>>>,
    /// Ticked rows of Available.
    pub ticked: RwSignal<HashSet<VpcId>>,
    /// Ticked rows of Selected.
    pub ticked_selected: RwSignal<HashSet<VpcId>>,
    /// What the open dialog is about.
    pub picking: RwSignal<Picking>,
    /// The sentence in the foot.
    pub status: RwSignal<Said>,
    /// Whether the reader came from the VPCs tab of the instance.
    pub from_tab: bool,
    /// Whether the instance may be changed at all; else why not.
    pub locked: Signal<Option<String>>,
}

impl Plan {
    /// Shows a sentence in the foot, which is a live region.
    pub fn say(self, sentence: String) {
        self.status.set(Said::Text(sentence));
    }

    /// What the foot says; tracked.
    pub fn said(self) -> String {
        match self.status.get() {
            Said::Text(text) => text,
            Said::About(key, vpc) => text_with(key, &[("name", &self.name(&vpc))]),
        }
    }

    /// A VPC by id, from the region's list or added by id.
    pub fn vpc(self, id: &VpcId) -> Option<Arc<VpcEntry>> {
        let find = |list: &[Arc<VpcEntry>]| list.iter().find(|entry| entry.vpc.vpc_id == *id).cloned();
        self.networks.vpcs.list.with(|list| find(list)).or_else(|| self.extra.with(|list| find(list)))
    }

    /// Display name of a VPC: its name, else its id.
    pub fn name(self, id: &VpcId) -> String {
        match self.vpc(id) {
            Some(entry) if !entry.vpc.vpc_name.is_empty() => entry.vpc.vpc_name.clone(),
            _ => short_id(id),
        }
    }

    /// Why a VPC cannot be added; what is not known yet is no reason. Tracked by what is known.
    pub fn reason(self, vpc: &Vpc, known: Option<&[VSwitch]>, full: bool) -> Option<Reason> {
        self.own.with_value(|own| vpc_reason(vpc, known, own, i64::from(!full)))
    }

    /// Moves VPCs to Selected, then asks for their vSwitches or proposes them.
    pub fn move_in(self, vpcs: Vec<(VpcId, AccountId)>) {
        if self.locked.get_untracked().is_some() || vpcs.is_empty() {
            return;
        }
        let outcome = self.selection.try_update(|selection| selection.add(vpcs)).unwrap_or_default();
        self.ticked.set(HashSet::new());
        self.say(moved_words(self, &outcome));
        if outcome.added.is_empty() {
            return;
        }
        if self.app.settings.automatic.get_untracked() {
            // What did not fit must stay in view when the proposals come.
            let before = if outcome.left_out > 0 { moved_words(self, &outcome) } else { String::new() };
            self.propose_now(outcome.added, before);
        } else {
            self.pick(Picking { vpcs: outcome.added, new: true });
        }
    }

    /// Moves VPCs out of Selected; bindings are struck until the change is saved.
    pub fn move_out(self, vpcs: &HashSet<VpcId>) {
        if self.locked.get_untracked().is_some() {
            return;
        }
        let count = self.selection.try_update(|selection| selection.remove(vpcs)).unwrap_or(0);
        self.ticked_selected.set(HashSet::new());
        if count == 0 {
            self.say(text(k::configure::NOTHING_MOVED));
        } else if let (1, Some(id)) = (count, vpcs.iter().next().filter(|_| vpcs.len() == 1)) {
            let struck = self.selection.with_untracked(|selection| selection.lists(id));
            let key: Key = if struck { k::configure::WILL_BE_UNBOUND } else { k::configure::MOVED_BACK };
            self.status.set(Said::About(key, id.clone()));
        } else {
            self.say(counted(k::configure::MOVED_OUT, count));
        }
    }

    /// Takes back the change of one row.
    pub fn undo(self, id: &VpcId) {
        let done = self.selection.try_update(|selection| selection.undo(id)).unwrap_or(false);
        let key = if done { k::configure::UNDONE } else { k::configure::UNDO_NEEDS_UNIT };
        self.say(text_with(key, &[("name", &untrack(|| self.name(id)))]));
    }

    /// Opens the vSwitch dialog.
    pub fn pick(self, picking: Picking) {
        if let Some(reason) = self.locked.get_untracked() {
            return self.say(reason);
        }
        self.picking.set(picking);
        self.go.to(&self.with_ids(paths::v_switch));
    }

    /// Closes the vSwitch dialog. It was opened from the panel, so this is the way back there: Back does not come to a
    /// dialog that is closed.
    pub fn close_picking(self) {
        self.picking.set(Picking::default());
        history_back();
    }

    /// Closes the panel, without asking: back to the tab where it was opened, or on to it.
    pub fn close(self) {
        if self.from_tab {
            history_back();
        } else {
            self.go.replace(&self.with_ids(|region, id| paths::instance(region, id, "vpcs")));
        }
    }

    /// A path of this instance.
    pub fn with_ids(self, path: impl Fn(&str, &InstanceId) -> String) -> String {
        self.region.with_value(|region| self.id.with_value(|id| path(region, id)))
    }

    /// Reads the vSwitches of VPCs, one by one or all of the region, and waits for the end.
    pub async fn read_switches(self, vpcs: &[VpcId], seconds: f64) {
        let switches = self.networks.switches;
        if vpcs.len() > ONE_BY_ONE {
            switches.load_all();
            while switches.whole.try_with_untracked(|whole| whole.is_busy()).unwrap_or(false) {
                crate::bindings::sleep(60).await;
            }
            return;
        }
        let mut reads: Vec<_> = vpcs.iter().map(|vpc| Box::pin(switches.refresh(vpc, seconds))).collect();
        std::future::poll_fn(|context| {
            reads.retain_mut(|read| std::future::Future::poll(read.as_mut(), context).is_pending());
            if reads.is_empty() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
        })
        .await;
    }

    /// Proposes vSwitches without a dialog, as soon as they are known.
    fn propose_now(self, vpcs: Vec<VpcId>, before: String) {
        spawn_local(async move {
            self.read_switches(&vpcs, FRESH).await;
            let proposals = self.proposals(&vpcs, &Prefer::MostFree);
            let (count, total) = (proposals.len(), vpcs.len());
            if self.selection.try_update(|selection| selection.choose_many(proposals)).is_none() {
                return;
            }
            let words = if count == total {
                counted(k::configure::PROPOSED, count)
            } else {
                let missing = grouped(total - count);
                text_with(k::configure::PROPOSED_SOME, &[("count", &grouped(count)), ("missing", &missing)])
            };
            self.say(if before.is_empty() { words } else { format!("{before} · {words}") });
        });
    }

    /// Proposals for VPCs whose vSwitches are known.
    pub fn proposals(self, vpcs: &[VpcId], prefer: &Prefer) -> BTreeMap<VpcId, Pick> {
        let switches = self.networks.switches;
        let mut used: BTreeMap<String, usize> = BTreeMap::new();
        let mut proposals = BTreeMap::new();
        for vpc in vpcs {
            let Some(known) = switches.known(vpc) else { continue };
            let Some(chosen) = propose(&known, prefer, &used) else { continue };
            if let Some(switch) = known.iter().find(|switch| switch.v_switch_id == chosen) {
                *used.entry(switch.zone_id.clone()).or_default() += 1;
            }
            proposals.insert(vpc.clone(), Pick { v_switch_id: chosen, proposed: true });
        }
        proposals
    }
}

fn moved_words(plan: Plan, outcome: &Moved) -> String {
    let count = outcome.added.len() + outcome.restored;
    let moved = match outcome.added.as_slice() {
        [one] if count == 1 => text_with(k::configure::ADDED_ONE, &[("name", &untrack(|| plan.name(one)))]),
        _ => counted(k::configure::ADDED, count),
    };
    if outcome.left_out == 0 {
        moved
    } else if count == 0 {
        text(k::configure::NONE_FITTED)
    } else {
        text_with(k::configure::SOME_FITTED, &[("moved", &moved), ("count", &grouped(outcome.left_out))])
    }
}

/// Words of a reason, in a row.
pub fn reason_words(reason: Reason) -> Key {
    match reason {
        Reason::NoVSwitch => k::configure::REASON_NO_VSWITCH,
        Reason::NotShared => k::configure::REASON_NOT_SHARED,
        Reason::NoFreeIp => k::configure::REASON_NO_FREE_IP,
        Reason::NotAvailable => k::configure::REASON_NOT_AVAILABLE,
        Reason::QuotaFull => k::configure::REASON_QUOTA_FULL,
    }
}
