//! What keys, clicks and the arrow do in the left list.

use std::collections::HashSet;
use std::sync::Arc;

use kms_api::{AccountId, VpcId};
use leptos::prelude::*;

use super::Shown;
use crate::bindings::lower;
use crate::i18n::{counted, k, text, text_with};
use crate::pages::configure::plan::{Plan, reason_words};
use crate::state::vpcs::VpcEntry;
use crate::ui::listbox::Action;

/// Carries out an action of the list.
pub(super) fn act(plan: Plan, shown: Shown, active: RwSignal<usize>, action: Action) {
    let rows = shown.rows.get_untracked();
    let full = shown.full.get_untracked();
    let known = |entry: &VpcEntry| plan.networks.switches.known(&entry.vpc.vpc_id);
    let reason = |entry: &VpcEntry| {
        untrack(|| plan.reason(&entry.vpc, known(entry).as_deref().map(Vec::as_slice), full))
    };
    let movable = |entry: &VpcEntry| -> Option<(VpcId, AccountId)> {
        reason(entry).is_none().then(|| (entry.vpc.vpc_id.clone(), entry.vpc.owner_id.clone()))
    };
    match action {
        Action::Toggle(at) => {
            let Some(entry) = rows.get(at) else { return };
            if let Some(reason) = reason(entry) {
                let name = untrack(|| plan.name(&entry.vpc.vpc_id));
                plan.say(text_with(
                    k::configure::CANNOT_ADD,
                    &[("name", &name), ("reason", &text(reason_words(reason)))],
                ));
                return;
            }
            plan.ticked.update(|ticked| {
                if !ticked.remove(&entry.vpc.vpc_id) {
                    ticked.insert(entry.vpc.vpc_id.clone());
                }
            });
        }
        Action::Extend(from, to) => plan.ticked.update(|ticked| {
            let range = from.min(to)..=from.max(to);
            let some = rows.iter().enumerate().filter(|(at, _)| range.contains(at));
            ticked
                .extend(some.filter(|(_, entry)| reason(entry).is_none()).map(|(_, e)| e.vpc.vpc_id.clone()));
        }),
        Action::All => {
            let all: HashSet<VpcId> =
                rows.iter().filter_map(|entry| movable(entry)).map(|(id, _)| id).collect();
            let none = plan.ticked.with_untracked(|ticked| !all.is_empty() && ticked.len() == all.len());
            let count = if none { 0 } else { all.len() };
            plan.ticked.set(if none { HashSet::new() } else { all });
            plan.say(counted(k::configure::TICKED, count));
        }
        Action::Activate(at) | Action::MoveIn(at) => {
            let mut chosen = ticked_rows(plan, &rows, movable);
            if chosen.is_empty() {
                match rows.get(at) {
                    Some(entry) if reason(entry).is_none() => chosen.extend(movable(entry)),
                    _ => return act(plan, shown, active, Action::Toggle(at)),
                }
            }
            plan.move_in(chosen);
            let left = shown.rows.with_untracked(|rows| rows.len());
            active.update(|active| *active = (*active).min(left.saturating_sub(1)));
        }
        Action::Find(letters, from) => {
            let name = |entry: &VpcEntry| lower(&entry.vpc.vpc_name).starts_with(&letters);
            let after = (0..rows.len()).map(|step| (from + step) % rows.len().max(1));
            if let Some(found) = after.into_iter().find(|at| rows.get(*at).is_some_and(|entry| name(entry))) {
                active.set(found);
            }
        }
        Action::MoveOut(_) | Action::Edit(_) => {}
    }
}

/// The ticked VPCs in list order, as far as they can be moved. The quota is not a reason here: moving says how many
/// fitted.
fn ticked_rows(
    plan: Plan,
    rows: &[Arc<VpcEntry>],
    movable: impl Fn(&VpcEntry) -> Option<(VpcId, AccountId)>,
) -> Vec<(VpcId, AccountId)> {
    plan.ticked.with_untracked(|ticked| {
        if ticked.is_empty() {
            return vec![];
        }
        rows.iter()
            .filter(|entry| ticked.contains(&entry.vpc.vpc_id))
            .filter_map(|entry| movable(entry))
            .collect()
    })
}

/// Moves the ticked VPCs; for the arrow between the lists.
pub fn move_ticked(plan: Plan, shown: Shown) {
    let rows = shown.rows.get_untracked();
    let owners = |entry: &VpcEntry| Some((entry.vpc.vpc_id.clone(), entry.vpc.owner_id.clone()));
    plan.move_in(ticked_rows(plan, &rows, owners));
}
