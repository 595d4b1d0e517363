//! The left list: every VPC that could be bound, with the reason on each that cannot.

mod act;
mod row;

use std::collections::HashSet;
use std::sync::Arc;

use leptos::prelude::*;

use super::plan::Plan;
use crate::api::read::Loaded;
use crate::bindings::lower;
use crate::components::error_view::{EmptyView, ErrorView, Waiting};
use crate::i18n::{counted, k, t, text, text_with};
use crate::number::grouped;
use crate::state::vpcs::VpcEntry;
use crate::ui::icon;
use crate::ui::listbox::{Action, ListBox};
use crate::ui::menu::{Entry, Menu};
use crate::ui::view::view;
use crate::ui::virtual_list::Viewport;

pub use act::move_ticked;

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
            plan.networks.vpcs.list.with(|list| {
                plan.selection.with(|selection| {
                    let outside = |entry: &&Arc<VpcEntry>| !selection.lists(&entry.vpc.vpc_id);
                    Arc::new(list.iter().chain(extra.iter()).filter(outside).cloned().collect::<Vec<_>>())
                })
            })
        });
        let rows = Memo::new(move |_| {
            let search = lower(search.get().trim());
            let (owner, usable, full) = (owner.get(), usable.get(), full.get());
            if search.is_empty() && owner == Owner::All && !usable {
                return free.get();
            }
            if usable {
                plan.networks.switches.settled.track();
            }
            let own = plan.own.get_value();
            let shows = |entry: &&Arc<VpcEntry>| {
                let owned = entry.vpc.owner_id == own;
                let known = || plan.networks.switches.known(&entry.vpc.vpc_id);
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
    let act = move |action: Action| act::act(plan, shown, active, action);
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
                        entries=Arc::new(move || {
                            let now = shown.owner.get();
                            [Owner::All, Owner::Own, Owner::Others]
                                .map(|one| Entry::one_of(one.words(), now == one, move || shown.owner.set(one)))
                                .into()
                        })
                    />
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
                draw=Arc::new(move |at, entry| row::option(plan, shown, active, at, &entry).into_any())
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
                    <button
                        class="text-button"
                        type="button"
                        aria-disabled=move || plan.locked.get().map(|_| "true")
                        title=move || plan.locked.get()
                        on:click=move |_| match plan.locked.get_untracked() {
                            Some(reason) => plan.say(reason),
                            None => on_add_by_id.run(()),
                        }
                    >
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
    let vpcs = plan.networks.vpcs;
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
    let vpcs = plan.networks.vpcs;
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
