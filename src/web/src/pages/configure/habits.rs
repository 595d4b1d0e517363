//! What the panel does by itself: reads what is in sight, stages what the address asks for, survives Back.

use std::collections::HashSet;

use kms_api::VpcId;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::available::Shown;
use super::plan::{Picking, Plan};
use super::selection::Row;
use crate::bindings::after_render;
use crate::state::instances::FRESH;
use crate::ui::virtual_list::Viewport;

/// Pause after scrolling before the rows in sight are asked for, in ms.
const SETTLE: u64 = 120;

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
                    let switches = plan.regional.switches;
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
    let query = use_query_map();
    let done = StoredValue::new(false);
    // An effect, because the query part of an address can arrive after its path; once, because the address stays.
    Effect::new(move |_| {
        let (unbind, change) = query.with(|query| (query.get("unbind"), query.get("vswitch")));
        if done.get_value() || (unbind.is_none() && change.is_none()) {
            return;
        }
        done.set_value(true);
        let bound = |vpc: &VpcId| {
            plan.selection
                .with_untracked(|selection| selection.bound().iter().any(|bound| bound.vpc_id == *vpc))
        };
        if let Some(vpc) = unbind.map(VpcId::from).filter(bound) {
            plan.move_out(&HashSet::from([vpc]));
        } else if let Some(vpc) = change.map(VpcId::from).filter(bound) {
            after_render(move || plan.pick(Picking { vpcs: vec![vpc], new: false }));
        }
    });
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

/// Back would drop unsaved changes without a word: keep them, come back, and ask.
pub fn keep_on_back(plan: Plan, dirty: Memo<bool>, let_go: StoredValue<bool>) {
    let path = plan.with_ids(crate::paths::configure);
    let id = plan.id.get_value();
    on_cleanup(move || {
        if let_go.try_get_value() == Some(false)
            && dirty.try_get_untracked() == Some(true)
            && let Some(selection) = plan.selection.try_get_untracked()
        {
            plan.app.drafts.update_value(|drafts| {
                drafts.insert(id.clone(), selection);
            });
            plan.app.resumed.set(true);
            plan.app.resume.set(Some(path.clone()));
        }
    });
}
