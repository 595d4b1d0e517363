//! The left list: every VPC that could be bound, with the reason on each that cannot.

use std::collections::HashSet;
use std::sync::Arc;

use kms_api::{AccountId, VpcId};
use leptos::prelude::*;

use super::plan::{Plan, reason_words};
use super::propose::{FEW, summary};
use crate::api::read::Loaded;
use crate::components::error_view::{EmptyView, ErrorView, Waiting};
use crate::components::status::warning;
use crate::i18n::{counted, k, t, text, text_with};
use crate::number::{grouped, grouped_i64, short_account, short_id};
use crate::state::vpcs::VpcEntry;
use crate::ui::icon;
use crate::ui::listbox::{Action, ListBox};
use crate::ui::menu::{Menu, MenuRadio};
use crate::ui::view::view;
use crate::ui::virtual_list::Viewport;

/// Whose VPCs are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Owner {
    /// All.
    #[default]
    All,
    /// Of the caller's account.
    Own,
    /// Of other accounts.
    Others,
}

impl Owner {
    fn words(self) -> String {
        text(match self {
            Self::All => k::configure::OWNER_ALL,
            Self::Own => k::configure::OWNER_OWN,
            Self::Others => k::configure::OWNER_OTHERS,
        })
    }
}

/// What the left list shows of all VPCs.
#[derive(Clone, Copy)]
pub struct Shown {
    /// Search words.
    pub search: RwSignal<String>,
    /// Owner filter.
    pub owner: RwSignal<Owner>,
    /// Hide what cannot be added.
    pub usable: RwSignal<bool>,
    /// The rows.
    pub rows: Memo<Arc<Vec<Arc<VpcEntry>>>>,
    /// VPCs that could be bound, whatever the filter.
    pub total: Memo<usize>,
    /// Whether the quota has no room.
    pub full: Memo<bool>,
}

impl Shown {
    /// Derives the rows from what is loaded.
    pub fn new(plan: Plan) -> Self {
        let search = RwSignal::new(String::new());
        let owner = RwSignal::new(Owner::All);
        let usable = RwSignal::new(false);
        let full = Memo::new(move |_| plan.selection.with(|selection| selection.room() <= 0));
        let free = Memo::new(move |_| {
            let extra = plan.extra.get();
            plan.regional.vpcs.list.with(|list| {
                plan.selection.with(|selection| {
                    let outside = |entry: &&Arc<VpcEntry>| !selection.lists(&entry.vpc.vpc_id);
                    Arc::new(list.iter().chain(extra.iter()).filter(outside).cloned().collect::<Vec<_>>())
                })
            })
        });
        let rows = Memo::new(move |_| {
            let search = search.get().trim().to_lowercase();
            let (owner, usable, full) = (owner.get(), usable.get(), full.get());
            if search.is_empty() && owner == Owner::All && !usable {
                return free.get();
            }
            if usable {
                plan.regional.switches.settled.track();
            }
            let own = plan.own.get_value();
            let shows = |entry: &&Arc<VpcEntry>| {
                let owned = entry.vpc.owner_id == own;
                let known = || plan.regional.switches.known(&entry.vpc.vpc_id);
                (search.is_empty() || entry.haystack.contains(&search))
                    && (owner == Owner::All || (owner == Owner::Own) == owned)
                    && (!usable
                        || plan.reason(&entry.vpc, known().as_deref().map(Vec::as_slice), full).is_none())
            };
            free.with(|free| Arc::new(free.iter().filter(shows).cloned().collect::<Vec<_>>()))
        });
        let total = Memo::new(move |_| free.with(|free| free.len()));
        Self { search, owner, usable, rows, total, full }
    }

    fn is_filtered(self) -> bool {
        self.search.with(|search| !search.trim().is_empty())
            || self.owner.get() != Owner::All
            || self.usable.get()
    }
}

/// The left box.
#[component]
pub fn AvailableBox(
    plan: Plan,
    shown: Shown,
    viewport: Viewport,
    on_add_by_id: Callback<()>,
) -> impl IntoView {
    let active = RwSignal::new(0_usize);
    let input = NodeRef::<leptos::html::Input>::new();
    let act = move |action: Action| act(plan, shown, active, action);
    let total = move || grouped(shown.total.get());
    let clear = move |()| {
        shown.search.set(String::new());
        shown.owner.set(Owner::All);
        shown.usable.set(false);
        if let Some(input) = input.get_untracked() {
            input.set_value("");
        }
    };
    view! {
        <section class="transfer-list__box" data-list="available" aria-labelledby="available-title">
            <header class="transfer-list__head">
                <div class="transfer-list__title-row">
                    <h3 class="transfer-list__title" id="available-title">{t(k::configure::AVAILABLE)}</h3>
                    <span class="transfer-list__count">{total}</span>
                    {move || {
                        let ticked = plan.ticked.with(HashSet::len);
                        (ticked > 0)
                            .then(|| view! {
                                <span class="transfer-list__aside">{counted(k::configure::TICKED, ticked)}</span>
                            })
                    }}
                </div>
                <div class="transfer-list__tools">
                    <div class="input" data-fill="" data-size="small">
                        {icon("search")}
                        // Not bound to the signal: what is typed is never overwritten while pages load.
                        <input
                            class="input__control"
                            type="search"
                            autocomplete="off"
                            spellcheck="false"
                            aria-label=t(k::configure::SEARCH_AVAILABLE)
                            placeholder=t(k::configure::SEARCH_HINT)
                            node_ref=input
                            on:input=move |event| {
                                shown.search.set(event_target_value(&event));
                                active.set(0);
                                viewport.reveal(0);
                            }
                            on:keydown=move |event| {
                                if event.key() == "ArrowDown" {
                                    event.prevent_default();
                                    crate::bindings::focus_selector("#available");
                                }
                            }
                        />
                    </div>
                    <Menu
                        id="owner-menu"
                        class="filter-button"
                        small=true
                        label=Signal::derive(move || {
                            format!("{} {}", text(k::vpcs::OWNER), shown.owner.get().words())
                        })
                        active=Signal::derive(move || shown.owner.get() != Owner::All)
                        face=move || view! {
                            {t(k::vpcs::OWNER)}
                    " "
                    <b>{move || shown.owner.get().words()}</b>
                            {icon("chevron-down")}
                        }
                    >
                        {[Owner::All, Owner::Own, Owner::Others]
                            .into_iter()
                            .map(|owner| {
                                view! {
                                    <MenuRadio
                                        label=Signal::derive(move || owner.words())
                                        checked=Signal::derive(move || shown.owner.get() == owner)
                                        on_choose=move |()| shown.owner.set(owner)
                                    />
                                }
                            })
                            .collect_view()}
                    </Menu>
                </div>
            </header>
            <p class="visually-hidden" id="available-keys">{t(k::configure::KEYS_AVAILABLE)}</p>
            <State plan=plan shown=shown clear=Callback::new(clear)/>
            <ListBox
                id="available"
                labelled_by="available-title"
                described_by="available-keys"
                items=shown.rows
                key=entry_key
                active=active
                viewport=viewport
                draw=Arc::new(move |at, entry| option(plan, shown, active, at, &entry).into_any())
                side=None
                on_action=act
            />
            <footer class="transfer-list__foot">
                <label class="switch">
                    <input
                        class="switch__input"
                        type="checkbox"
                        role="switch"
                        prop:checked=move || shown.usable.get()
                        on:change=move |event| shown.usable.set(event_target_checked(&event))
                    />
                    {t(k::configure::ONLY_USABLE)}
                </label>
                <span class="transfer-list__foot-end">
                    <Progress plan=plan/>
                    <button class="text-button" type="button" on:click=move |_| on_add_by_id.run(())>
                        {t(k::configure::ADD_BY_ID)}
                    </button>
                </span>
            </footer>
        </section>
    }
}

fn entry_key(entry: &Arc<VpcEntry>) -> String {
    entry.vpc.vpc_id.to_string()
}

/// How much of the region is loaded, and a way out when a page failed.
#[component]
fn Progress(plan: Plan) -> impl IntoView {
    let vpcs = plan.regional.vpcs;
    move || {
        let (loaded, total) = (vpcs.list.with(|list| list.len()), vpcs.total.get());
        let failed = vpcs.loading.with(|loading| loading.error.is_some() && !loading.is_busy());
        let busy = vpcs.loading.with(Loaded::is_busy);
        let figures = text_with(
            k::configure::LOADED,
            &[("loaded", &grouped(loaded)), ("total", &grouped(total.max(loaded)))],
        );
        view! {
            {busy.then(|| view! { <span class="spinner" aria-hidden="true"></span> })}
            <span>{(total > 0 || loaded > 0).then_some(figures)}</span>
            {(failed && loaded > 0)
                .then(|| view! {
                    <button class="text-button" type="button" on:click=move |_| vpcs.reload()>
                        {icon("refresh")}
                        {text(k::common::RETRY)}
                    </button>
                })}
        }
    }
}

/// What stands in place of rows.
#[component]
fn State(plan: Plan, shown: Shown, clear: Callback<()>) -> impl IntoView {
    let vpcs = plan.regional.vpcs;
    move || {
        if shown.rows.with(|rows| !rows.is_empty()) {
            return ().into_any();
        }
        let loading = vpcs.loading.get();
        if loading.wait.is_some() {
            return view! { <Waiting reading=vpcs.loading/> };
        }
        if let Some(error) =
            loading.error.clone().filter(|_| !loading.is_busy() && vpcs.list.with(|l| l.is_empty()))
        {
            return view! {
                <ErrorView
                    what=k::configure::VPCS_FAILED
                    error=error
                    action="vpc:DescribeVpcs"
                    on_retry=move |()| vpcs.reload()
                />
            };
        }
        if loading.value.is_none() {
            return view! {
                <div class="transfer-list__state" aria-busy="true">
                    <span class="skeleton" data-width="long"></span>
                    <span class="skeleton"></span>
                    <span class="skeleton" data-width="long"></span>
                    <span class="skeleton"></span>
                </div>
            };
        }
        if shown.is_filtered() && shown.total.get() > 0 {
            let search = shown.search.get();
            let title = move || text_with(k::configure::NO_MATCH, &[("search", &search)]);
            let total = shown.total.get();
            return view! {
                <EmptyView
                    picture="filter"
                    title=Signal::derive(title)
                    words=Signal::derive(move || counted(k::configure::NO_MATCH_WHY, total))
                >
                    <button class="button" type="button" on:click=move |_| clear.run(())>
                        {t(k::common::CLEAR_FILTERS)}
                    </button>
                </EmptyView>
            }
            .into_any();
        }
        view! {
            <EmptyView
                picture="cloud"
                title=Signal::derive(t(k::configure::NO_VPC))
                words=Signal::derive(t(k::configure::NO_VPC_WHY))
            />
        }
    }
}

fn option(
    plan: Plan,
    shown: Shown,
    active: RwSignal<usize>,
    at: usize,
    entry: &Arc<VpcEntry>,
) -> impl IntoView + use<> {
    let id = entry.vpc.vpc_id.clone();
    let switches = plan.regional.switches.of(&id);
    let entry = StoredValue::new(entry.clone());
    let reason = Memo::new(move |_| {
        let full = shown.full.get();
        let known = switches.with(|loaded| loaded.value.clone());
        entry.with_value(|entry| plan.reason(&entry.vpc, known.as_deref().map(Vec::as_slice), full))
    });
    let ticked = {
        let id = id.clone();
        Memo::new(move |_| plan.ticked.with(|ticked| ticked.contains(&id)))
    };
    let outside = entry.with_value(|entry| plan.own.with_value(|own| entry.vpc.owner_id != *own));
    let (name, short, cidr, owner) = entry.with_value(|entry| {
        let vpc = &entry.vpc;
        let name = if vpc.vpc_name.is_empty() { short_id(&vpc.vpc_id) } else { vpc.vpc_name.clone() };
        (name, short_id(&vpc.vpc_id), vpc.cidr_block.clone(), vpc.owner_id.to_string())
    });
    let figures = move || {
        switches.with(|loaded| match &loaded.value {
            Some(known) => {
                let sum = summary(known);
                let words = text_with(
                    k::configure::SWITCHES_FREE,
                    &[
                        ("switches", &counted(k::configure::SWITCHES, sum.count)),
                        ("free", &grouped_i64(sum.free)),
                    ],
                );
                (words, sum.free < FEW)
            }
            None => (
                counted(k::configure::SWITCHES, entry.with_value(|e| e.vpc.v_switch_ids.v_switch_id.len())),
                false,
            ),
        })
    };
    let label = {
        let (name, cidr, owner) = (name.clone(), cidr.clone(), owner.clone());
        move || {
            let state = reason.get().map_or_else(|| figures().0, |reason| text(reason_words(reason)));
            let owner = if outside {
                text_with(k::configure::OWNED_BY, &[("account", &owner)])
            } else {
                text(k::vpcs::THIS_ACCOUNT)
            };
            format!("{name}, {id}, {cidr}, {owner}, {state}")
        }
    };
    let end = move || match reason.get() {
        Some(reason) => view! {
            <span class="transfer-row__detail">
                {icon("ban")}
                {text(reason_words(reason))}
            </span>
        }
        .into_any(),
        None => {
            let (words, few) = figures();
            view! {
                <span class="transfer-row__detail">
                    {few.then(warning)}
                    {words}
                </span>
            }
            .into_any()
        }
    };
    view! {
        <div
            class="transfer-row"
            role="option"
            id=format!("available-{at}")
            aria-label=label
            aria-selected=move || ticked.get().to_string()
            aria-disabled=move || reason.get().map(|_| "true")
            aria-setsize=move || shown.rows.with(|rows| rows.len())
            aria-posinset=at + 1
            data-active=move || (active.get() == at).then_some("")
        >
            <span class="tick-mark transfer-row__tick" aria-hidden="true"></span>
            <span class="transfer-row__main">
                <span class="transfer-row__line">
                    <span class="transfer-row__name">{name}</span>
                    {outside
                        .then(|| view! {
                            <span class="tag" title=owner.clone()>
                                {icon("users")}
                                {short_account(&owner)}
                            </span>
                        })}
                </span>
                <span class="transfer-row__detail transfer-row__id">{short}</span>
            </span>
            <span class="transfer-row__end">
                {end}
                <span class="transfer-row__detail transfer-row__id">{cidr}</span>
            </span>
        </div>
    }
}

fn act(plan: Plan, shown: Shown, active: RwSignal<usize>, action: Action) {
    let rows = shown.rows.get_untracked();
    let full = shown.full.get_untracked();
    let known = |entry: &VpcEntry| plan.regional.switches.known(&entry.vpc.vpc_id);
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
            let name = |entry: &VpcEntry| entry.vpc.vpc_name.to_lowercase().starts_with(&letters);
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
