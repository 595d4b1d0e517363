//! What the panel does by itself: reads what is in sight, stages what the address asks for, survives Back.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use kms_api::{InstanceId, VpcId};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::available::Shown;
use super::plan::{Picking, Plan};
use super::selection::{Row, Selection};
use crate::bindings::{query_value, sleep};
use crate::state::instances::FRESH;
use crate::ui::virtual_list::Viewport;

/// Pause after scrolling before the rows in sight are asked for, in ms.
const SETTLE: u64 = 120;

/// How often, 20 ms apart, the address is looked at for a change to stage.
const STAGE_TRIES: u32 = 15;

/// Asks for the vSwitches of the rows in sight, once scrolling rests.
pub fn read_in_sight(
    plan: Plan,
    shown: Shown,
    rows: Memo<std::sync::Arc<Vec<Row>>>,
    left: Viewport,
    right: Viewport,
) {
    let turn = StoredValue::new(0_u32);
    // A timer that reads: no value is derived here.
    Effect::new(move |_| {
        let mut wanted: Vec<VpcId> = vec![];
        rows.with(|rows| {
            let (first, count) = right.window(rows.len());
            wanted.extend(rows.iter().skip(first).take(count).map(|row| row.vpc_id().clone()));
        });
        shown.rows.with(|rows| {
            let (first, count) = left.window(rows.len());
            let some = rows.iter().skip(first).take(count);
            wanted.extend(
                some.filter(|e| !e.vpc.v_switch_ids.v_switch_id.is_empty()).map(|e| e.vpc.vpc_id.clone()),
            );
        });
        turn.update_value(|turn| *turn += 1);
        let mine = turn.get_value();
        set_timeout(
            move || {
                if turn.try_get_value() == Some(mine) {
                    let switches = plan.networks.switches;
                    wanted.retain(|vpc| !switches.of(vpc).with_untracked(|loaded| loaded.is_fresh(FRESH)));
                    switches.want(std::mem::take(&mut wanted));
                }
            },
            std::time::Duration::from_millis(SETTLE),
        );
    });
}

/// Stages the change that the address asks for: `?unbind=` or `?vswitch=` with a VPC. It is never written from here.
pub fn stage(plan: Plan) {
    spawn_local(async move {
        // The address bar is written after the page of the address is made.
        for _ in 0..STAGE_TRIES {
            let (unbind, change) = (query_value("unbind"), query_value("vswitch"));
            if unbind.is_some() || change.is_some() {
                return stage_change(plan, unbind.map(VpcId::from), change.map(VpcId::from));
            }
            sleep(20).await;
        }
    });
}

fn stage_change(plan: Plan, unbind: Option<VpcId>, change: Option<VpcId>) {
    let bound = |vpc: &VpcId| {
        let found = plan
            .selection
            .try_with_untracked(|selection| selection.bound().iter().any(|bound| bound.vpc_id == *vpc));
        found.unwrap_or(false)
    };
    if let Some(vpc) = unbind.filter(bound) {
        plan.move_out(&HashSet::from([vpc]));
    } else if let Some(vpc) = change.filter(bound) {
        plan.pick(Picking { vpcs: vec![vpc], new: false });
    }
}

/// Back closed the dialog: what came into Selected for it goes back, as with Cancel.
pub fn cancelled_by_back(plan: Plan) {
    let Picking { vpcs, new } = plan.picking.get_untracked();
    if new && !vpcs.is_empty() {
        let undecided: HashSet<VpcId> = plan.selection.with_untracked(|selection| {
            selection
                .undecided()
                .map(|addition| addition.vpc_id.clone())
                .filter(|vpc| vpcs.contains(vpc))
                .collect()
        });
        plan.selection.update(|selection| {
            selection.remove(&undecided);
        });
        plan.picking.set(Picking::default());
    }
}

thread_local! {
    /// Plans that a reader walked away from by Back, by instance.
    static DRAFTS: RefCell<HashMap<InstanceId, Selection>> = RefCell::default();
}

/// The plan that a reader walked away from, once.
pub fn take_draft(id: &InstanceId) -> Option<Selection> {
    DRAFTS.with_borrow_mut(|drafts| drafts.remove(id))
}

/// Back would drop unsaved changes without a word: keep them, come back, and ask.
pub fn keep_on_back(plan: Plan, dirty: Memo<bool>, let_go: StoredValue<bool>) {
    let path = plan.with_ids(crate::paths::configure);
    let id = plan.id.get_value();
    on_cleanup(move || {
        if let_go.try_get_value() == Some(false)
            && dirty.try_get_untracked() == Some(true)
            && let Some(selection) = plan.selection.try_get_untracked()
        {
            DRAFTS.with_borrow_mut(|drafts| drafts.insert(id.clone(), selection));
            plan.app.resumed.set(true);
            plan.app.resume.set(Some(path.clone()));
        }
    });
}
