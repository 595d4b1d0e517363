//! Who may do what now and could not, and the other way round, in sentences.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::i18n::{Key, counted, k, t, text, text_with};
use crate::pages::policy::names;
use crate::pages::policy::visual::summary::action_name;
use crate::policy::access::{ChangeKind, Meaning, Witness};
use crate::ui::icon;
use crate::ui::view::view;

/// Actions that a sentence names; of more it says how many.
const NAMED: usize = 4;

/// Pairs with one principal and one kind of change.
struct Group {
    principal: String,
    outside: bool,
    change: ChangeKind,
    actions: Vec<String>,
    witness: Option<Witness>,
}

/// Outside principals first, then in the order of the rows.
fn groups(diff: &Meaning) -> Vec<Group> {
    let mut found: Vec<Group> = Vec::new();
    let mut places: BTreeMap<(&str, ChangeKind), usize> = BTreeMap::new();
    for row in &diff.rows {
        let fresh = found.len();
        let at = *places.entry((&row.principal, row.change)).or_insert(fresh);
        match found.get_mut(at) {
            Some(group) => group.actions.push(row.action.clone()),
            None => found.push(Group {
                principal: row.principal.clone(),
                outside: row.outside,
                change: row.change,
                actions: vec![row.action.clone()],
                witness: row.witness.clone(),
            }),
        }
    }
    found
}

fn sentence(change: ChangeKind) -> Key {
    match change {
        ChangeKind::Gained => k::policy::MAY_NOW,
        ChangeKind::Lost => k::policy::MAY_NO_LONGER,
        ChangeKind::Wider => k::policy::MAY_WIDER,
        ChangeKind::Narrower => k::policy::MAY_NARROWER,
        ChangeKind::Changed => k::policy::MAY_OTHERWISE,
        ChangeKind::Undecided => k::policy::MAY_UNDECIDED,
    }
}

/// The sign of a change.
fn sign(change: ChangeKind) -> (&'static str, &'static str) {
    match change {
        ChangeKind::Gained | ChangeKind::Wider => ("added", "plus"),
        ChangeKind::Lost | ChangeKind::Narrower => ("removed", "minus"),
        ChangeKind::Changed | ChangeKind::Undecided => ("changed", "tilde"),
    }
}

/// A request in words: `acs:SourceIp = 10.0.0.1`.
pub fn context_text(witness: &Witness) -> String {
    if witness.context.is_empty() {
        return text(k::policy::ANY_CONTEXT);
    }
    witness.context.iter().map(|(key, value)| format!("{key} = {value}")).collect::<Vec<_>>().join(", ")
}

fn row(group: &Group) -> AnyView {
    let (change, picture) = sign(group.change);
    let mut shown: Vec<&str> = group.actions.iter().take(NAMED).map(|action| action_name(action)).collect();
    let rest = group.actions.len().saturating_sub(NAMED);
    let more = counted(k::policy::MORE, rest);
    if rest > 0 {
        shown.push(&more);
    }
    let words = text_with(
        sentence(group.change),
        &[("name", &names::plain(&group.principal, group.outside)), ("actions", &shown.join(", "))],
    );
    let all = (rest > 0)
        .then(|| group.actions.iter().map(|action| action_name(action)).collect::<Vec<_>>().join(", "));
    view! {
        <li class="meaning__row">
            <span class="change" data-change=change>{icon(picture)}</span>
            <div>
                <p class="meaning__words">
                    <bdi>{words}</bdi>
                    {group.outside.then(|| view! {
                        <span class="tag" data-tone="security">{icon("external")} {t(k::policy::OUTSIDE)}</span>
                    })}
                </p>
                {all.map(|all| view! {
                    <details class="fold">
                        <summary class="text-button">{t(k::policy::ALL_ACTIONS)}</summary>
                        <p class="mono">{all}</p>
                    </details>
                })}
                {group.witness.as_ref().filter(|witness| !witness.context.is_empty()).map(|witness| view! {
                    <p class="meaning__witness">
                        {text_with(k::policy::FOR_EXAMPLE, &[("context", &context_text(witness))])}
                    </p>
                })}
            </div>
        </li>
    }
}

/// The sentences, with what they come to above them.
pub fn view_of(diff: &Meaning) -> AnyView {
    if diff.rows.is_empty() {
        return view! { <p class="panel__empty">{t(k::policy::SAME_ACCESS)}</p> };
    }
    let totals = text_with(
        k::policy::MEANING_TOTALS,
        &[
            ("gained", &diff.gained.to_string()),
            ("lost", &diff.lost.to_string()),
            ("conditional", &diff.conditional.to_string()),
        ],
    );
    let undecided = (diff.undecided > 0).then(|| counted(k::policy::UNDECIDED_COUNT, diff.undecided));
    view! {
        <p class="meaning__totals">{totals} " " {undecided}</p>
        <ul class="meaning">{groups(diff).iter().map(row).collect_view()}</ul>
    }
}
