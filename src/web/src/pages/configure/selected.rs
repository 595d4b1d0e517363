//! The right list: what will be bound, with a symbol for each change.

use std::collections::HashSet;
use std::sync::Arc;

use kms_api::operations::vpcs::VSwitch;
use kms_api::{VSwitchId, VpcId};
use leptos::prelude::*;

use super::plan::{Picking, Plan};
use super::selection::Row;
use crate::bindings::lower;
use crate::components::status::warning;
use crate::i18n::{Key, k, t, text, text_with};
use crate::number::{grouped, grouped_i64, short_id, short_zone};
use crate::ui::icon;
use crate::ui::icon::reference;
use crate::ui::listbox::{Action, ListBox};
use crate::ui::view::view;
use crate::ui::virtual_list::Viewport;

/// The rows of the right list, as far as its search goes.
pub fn selected_rows(plan: Plan, search: RwSignal<String>) -> Memo<Arc<Vec<Row>>> {
    Memo::new(move |_| {
        let rows = plan.selection.with(super::selection::Selection::rows);
        let search = lower(search.get().trim());
        if search.is_empty() {
            return Arc::new(rows);
        }
        let matches = |row: &Row| match plan.vpc(row.vpc_id()) {
            Some(entry) => entry.haystack.contains(&search),
            None => lower(row.vpc_id()).contains(&search),
        };
        Arc::new(rows.into_iter().filter(matches).collect())
    })
}

/// The right box.
#[component]
pub fn SelectedBox(
    plan: Plan,
    rows: Memo<Arc<Vec<Row>>>,
    search: RwSignal<String>,
    viewport: Viewport,
) -> impl IntoView {
    let active = RwSignal::new(0_usize);
    let changes = Memo::new(move |_| plan.selection.with(super::selection::Selection::changes));
    let count = Memo::new(move |_| {
        plan.selection.with(|selection| {
            selection.bound().len() + selection.changes().added - selection.changes().removed + 1
        })
    });
    let count_of = move |change: &'static str, picture: &'static str, label: Key| {
        move || {
            let changes = changes.get();
            let count = match change {
                "added" => changes.added,
                "changed" => changes.moved,
                _ => changes.removed,
            };
            (count > 0).then(|| {
                view! {
                    <span class="change-counts__item" data-change=change>
                        {icon(picture)}
                        <span class="visually-hidden">{text(label)} " "</span>
                        {grouped(count)}
                    </span>
                }
            })
        }
    };
    let room = move || {
        let room = plan.selection.with(super::selection::Selection::room);
        text_with(k::configure::UNITS_FREE, &[("count", &grouped_i64(room))])
    };
    view! {
        <section class="transfer-list__box" data-list="selected" aria-labelledby="selected-title">
            <header class="transfer-list__head">
                <div class="transfer-list__title-row">
                    <h3 class="transfer-list__title" id="selected-title">{t(k::configure::SELECTED)}</h3>
                    <span class="transfer-list__count">{move || grouped(count.get())}</span>
                    <span class="transfer-list__aside change-counts">
                        {count_of("added", "plus", k::configure::CHANGE_ADDED)}
                        {count_of("changed", "tilde", k::configure::CHANGE_CHANGED)}
                        {count_of("removed", "minus", k::configure::CHANGE_REMOVED)}
                    </span>
                </div>
                <div class="transfer-list__tools">
                    <div class="input" data-fill="" data-size="small">
                        {icon("search")}
                        <input
                            class="input__control"
                            type="search"
                            autocomplete="off"
                            spellcheck="false"
                            aria-label=t(k::configure::SEARCH_SELECTED)
                            placeholder=t(k::configure::SEARCH_SELECTED_HINT)
                            on:input=move |event| {
                                search.set(event_target_value(&event));
                                active.set(0);
                            }
                        />
                    </div>
                </div>
            </header>
            <p class="visually-hidden" id="selected-keys">{t(k::configure::KEYS_SELECTED)}</p>
            <ListBox
                id="selected"
                labelled_by="selected-title"
                described_by="selected-keys"
                items=rows
                key=row_key
                active=active
                viewport=viewport
                draw=Arc::new(move |at, row| option(plan, rows, active, at, row).into_any())
                side=Some(Arc::new(move |_, row| side(plan, row).into_any()))
                on_action=move |action| act(plan, rows, active, action)
            />
            <footer class="transfer-list__foot">
                <label class="switch">
                    <input
                        class="switch__input"
                        type="checkbox"
                        role="switch"
                        prop:checked=move || plan.app.settings.automatic.get()
                        on:change=move |event| plan.app.settings.set_automatic(event_target_checked(&event))
                    />
                    {t(k::configure::AUTOMATIC)}
                </label>
                <span class="transfer-list__foot-end">{room}</span>
            </footer>
        </section>
    }
}

fn row_key(row: &Row) -> String {
    format!("{row:?}")
}

/// How a row looks.
fn look(row: &Row) -> (&'static str, &'static str) {
    match row {
        Row::Primary(_) => ("locked", "lock"),
        Row::Kept(_) => ("same", "check"),
        Row::Moved(..) => ("changed", "tilde"),
        Row::Removed(_) => ("removed", "minus"),
        Row::Added(_) => ("added", "plus"),
    }
}

/// A vSwitch in words: "b-k, zone k, 231 free".
fn switch_words(plan: Plan, vpc: &VpcId, id: &VSwitchId) -> (String, String) {
    let found: Option<VSwitch> = plan
        .networks
        .switches
        .of(vpc)
        .with(|loaded| loaded.value.as_ref()?.iter().find(|switch| switch.v_switch_id == *id).cloned());
    match found {
        Some(switch) => {
            let name =
                if switch.v_switch_name.is_empty() { short_id(id) } else { switch.v_switch_name.clone() };
            let rest = text_with(
                k::configure::SWITCH_ZONE_FREE,
                &[
                    ("zone", short_zone(&switch.zone_id)),
                    ("free", &grouped_i64(switch.available_ip_address_count)),
                ],
            );
            (name, rest)
        }
        None => (short_id(id), String::new()),
    }
}

fn detail(plan: Plan, row: &Row) -> AnyView {
    match row {
        Row::Primary(_) => {
            view! { <span class="transfer-row__detail">{text(k::configure::PRIMARY_LOCKED)}</span> }
                .into_any()
        }
        Row::Kept(bound) => {
            let (name, rest) = switch_words(plan, &bound.vpc_id, &bound.v_switch_id);
            view! {
                <span class="transfer-row__detail">
                    <span>{text(k::vpcs::VSWITCH)} " " <b>{name}</b> {rest}</span>
                </span>
            }
            .into_any()
        }
        Row::Moved(bound, pick) => {
            let (before, _) = switch_words(plan, &bound.vpc_id, &bound.v_switch_id);
            let (after, rest) = switch_words(plan, &bound.vpc_id, &pick.v_switch_id);
            view! {
                <span class="transfer-row__detail">
                    <span>
                        {text(k::vpcs::VSWITCH)} " " {before} " "
                        <svg class="inline-arrow" aria-hidden="true">{reference("arrow-right")}</svg> " " <b>{after}</b>
                        {rest}
                    </span>
                </span>
            }
            .into_any()
        }
        Row::Removed(_) => {
            view! { <span class="transfer-row__detail">{text(k::configure::UNBOUND_AFTER)}</span> }.into_any()
        }
        Row::Added(addition) => match &addition.pick {
            None => view! {
                <span class="transfer-row__detail" data-tone="warning">
                    {warning()}
                    {text(k::configure::NEEDS_SWITCH)}
                </span>
            }
            .into_any(),
            Some(pick) => {
                let (name, rest) = switch_words(plan, &addition.vpc_id, &pick.v_switch_id);
                view! {
                    <span class="transfer-row__detail">
                        <span>{text(k::vpcs::VSWITCH)} " " <b>{name}</b> {rest}</span>
                    </span>
                }
                .into_any()
            }
        },
    }
}

/// State of a row in words, for its accessible name.
fn state_words(plan: Plan, row: &Row) -> String {
    match row {
        Row::Primary(_) => text(k::configure::PRIMARY_LOCKED),
        Row::Kept(bound) => {
            let (name, rest) = switch_words(plan, &bound.vpc_id, &bound.v_switch_id);
            text_with(k::configure::SAYS_BOUND, &[("switch", &format!("{name}{rest}"))])
        }
        Row::Moved(bound, pick) => {
            let (before, _) = switch_words(plan, &bound.vpc_id, &bound.v_switch_id);
            let (after, rest) = switch_words(plan, &bound.vpc_id, &pick.v_switch_id);
            text_with(k::configure::SAYS_MOVED, &[("before", &before), ("after", &format!("{after}{rest}"))])
        }
        Row::Removed(_) => text(k::configure::UNBOUND_AFTER),
        Row::Added(addition) => match &addition.pick {
            None => text_with(k::configure::SAYS_ADDED, &[("switch", &text(k::configure::NEEDS_SWITCH))]),
            Some(pick) => {
                let (name, rest) = switch_words(plan, &addition.vpc_id, &pick.v_switch_id);
                text_with(k::configure::SAYS_ADDED, &[("switch", &format!("{name}{rest}"))])
            }
        },
    }
}

fn option(
    plan: Plan,
    rows: Memo<Arc<Vec<Row>>>,
    active: RwSignal<usize>,
    at: usize,
    row: Row,
) -> impl IntoView + use<> {
    let id = row.vpc_id().clone();
    let (change, picture) = look(&row);
    let primary = matches!(row, Row::Primary(_));
    let proposed = matches!(
        &row,
        Row::Added(super::selection::Addition { pick: Some(pick), .. }) | Row::Moved(_, pick) if pick.proposed
    );
    let row = StoredValue::new(row);
    let name = {
        let id = id.clone();
        Memo::new(move |_| plan.name(&id))
    };
    let outside = {
        let id = id.clone();
        Memo::new(move |_| {
            let owner = match row.get_value() {
                Row::Primary(_) => None,
                Row::Kept(bound) | Row::Moved(bound, _) | Row::Removed(bound) => Some(bound.vpc_owner_id),
                Row::Added(addition) => Some(addition.owner),
            };
            let owner = owner.or_else(|| plan.vpc(&id).map(|entry| entry.vpc.owner_id.clone()));
            owner.is_some_and(|owner| plan.own.with_value(|own| owner != *own))
        })
    };
    let ticked = {
        let id = id.clone();
        Memo::new(move |_| plan.ticked_selected.with(|ticked| ticked.contains(&id)))
    };
    let label = {
        let id = id.clone();
        move || format!("{}, {id}, {}", name.get(), row.with_value(|row| state_words(plan, row)))
    };
    view! {
        <div
            class="transfer-row"
            role="option"
            id=format!("selected-{at}")
            aria-label=label
            aria-selected=move || ticked.get().to_string()
            aria-disabled=primary.then_some("true")
            aria-setsize=move || rows.with(|rows| rows.len())
            aria-posinset=at + 1
            data-change=change
            data-state=primary.then_some("locked")
            data-active=move || (active.get() == at).then_some("")
        >
            <span class="transfer-row__mark">
                <span class="change" data-change=change>{icon(picture)}</span>
            </span>
            <span class="transfer-row__main">
                <span class="transfer-row__line">
                    <span class="transfer-row__name">{name}</span>
                    <span class="transfer-row__id">{short_id(&id)}</span>
                    {primary.then(|| view! { <span class="tag">{t(k::vpcs::PRIMARY)}</span> })}
                    {move || {
                        outside.get().then(|| view! { <span class="tag">{icon("users")} {text(k::vpcs::SHARED)}</span> })
                    }}
                    {proposed
                        .then(|| view! {
                            <span class="tag" data-tone="accent">{t(k::configure::PROPOSED_TAG)}</span>
                        })}
                </span>
                {move || row.with_value(|row| detail(plan, row))}
            </span>
            <span class="transfer-row__end"></span>
        </div>
    }
}

/// The button beside a row.
fn side(plan: Plan, row: Row) -> impl IntoView + use<> {
    let id = StoredValue::new(row.vpc_id().clone());
    let name = move || plan.name(&id.get_value());
    match row {
        Row::Primary(_) => ().into_any(),
        Row::Moved(..) | Row::Removed(_) => view! {
            <button
                class="text-button"
                type="button"
                aria-label=move || text_with(k::configure::UNDO_NAMED, &[("name", &name())])
                on:click=move |_| plan.undo(&id.get_value())
            >
                {icon("undo")}
                <span class="transfer-row__action-word">{t(k::configure::UNDO)}</span>
            </button>
        }
        .into_any(),
        Row::Kept(_) | Row::Added(_) => {
            let chosen = !matches!(&row, Row::Added(addition) if addition.pick.is_none());
            let (word, named) = if chosen {
                (k::configure::CHANGE, k::vpcs::CHANGE_NAMED)
            } else {
                (k::configure::CHOOSE, k::configure::CHOOSE_NAMED)
            };
            view! {
                <button
                    class="text-button"
                    type="button"
                    aria-label=move || text_with(named, &[("name", &name())])
                    on:click=move |_| plan.pick(Picking { vpcs: vec![id.get_value()], new: false })
                >
                    {t(word)}
                </button>
            }
            .into_any()
        }
    }
}

fn act(plan: Plan, rows: Memo<Arc<Vec<Row>>>, active: RwSignal<usize>, action: Action) {
    let rows_now = rows.get_untracked();
    let at_row = |at: usize| rows_now.get(at).filter(|row| !matches!(row, Row::Primary(_)));
    match action {
        Action::Toggle(at) => match at_row(at) {
            Some(row) => plan.ticked_selected.update(|ticked| {
                if !ticked.remove(row.vpc_id()) {
                    ticked.insert(row.vpc_id().clone());
                }
            }),
            None => plan.say(text(k::configure::PRIMARY_LOCKED)),
        },
        Action::Extend(from, to) => plan.ticked_selected.update(|ticked| {
            ticked.extend((from.min(to)..=from.max(to)).filter_map(at_row).map(|row| row.vpc_id().clone()));
        }),
        Action::All => {
            let all: HashSet<VpcId> =
                (0..rows_now.len()).filter_map(at_row).map(|row| row.vpc_id().clone()).collect();
            let none = plan.ticked_selected.with_untracked(|ticked| ticked.len() == all.len());
            plan.ticked_selected.set(if none { HashSet::new() } else { all });
        }
        Action::Activate(at) => match at_row(at) {
            Some(Row::Moved(bound, _) | Row::Removed(bound)) => plan.undo(&bound.vpc_id),
            Some(row) => plan.pick(Picking { vpcs: vec![row.vpc_id().clone()], new: false }),
            None => plan.say(text(k::configure::PRIMARY_LOCKED)),
        },
        Action::Edit(at) => match at_row(at) {
            Some(row) => plan.pick(Picking { vpcs: vec![row.vpc_id().clone()], new: false }),
            None => plan.say(text(k::configure::PRIMARY_LOCKED)),
        },
        Action::MoveOut(at) => {
            let mut chosen = plan.ticked_selected.get_untracked();
            if chosen.is_empty() {
                match at_row(at) {
                    Some(row) => drop(chosen.insert(row.vpc_id().clone())),
                    None => return plan.say(text(k::configure::PRIMARY_LOCKED)),
                }
            }
            plan.move_out(&chosen);
            let left = rows.with_untracked(|rows| rows.len());
            active.update(|active| *active = (*active).min(left.saturating_sub(1)));
        }
        Action::Find(letters, from) => {
            let name = |row: &Row| lower(&untrack(|| plan.name(row.vpc_id()))).starts_with(&letters);
            let mut order = (0..rows_now.len()).map(|step| (from + step) % rows_now.len().max(1));
            if let Some(found) = order.find(|at| rows_now.get(*at).is_some_and(name)) {
                active.set(found);
            }
        }
        Action::MoveIn(_) => {}
    }
}
