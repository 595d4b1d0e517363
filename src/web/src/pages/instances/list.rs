//! `/r/{region}/instances`: the instances of a region, by kind.

pub mod address;
pub mod model;
pub mod row;

use std::sync::Arc;

use kms_api::InstanceId;
use leptos::prelude::*;

use crate::api::read::Loaded;
use crate::bindings::{now, parse_time};
use crate::components::error_view::{EmptyView, ErrorView, ReadingLine, Waiting};
use crate::components::time::Age;
use crate::i18n::{Key, counted, k, region_name, t, text, text_with};
use crate::number::grouped;
use crate::pages::not_found::NotFoundPage;
use crate::state::instances::{FRESH, InstanceStore};
use crate::state::use_app;
use crate::ui::menu::{Menu, MenuCheck, MenuRadio};
use crate::ui::tabs::{Tab, Tabs};
use crate::ui::{icon, icon_sized};
use address::{Address, use_address};
use model::{Entry, Expires, SortBy, TABS, Wanted, count, select, tab_kind};
use row::InstanceRowView;
use crate::ui::view::view;

/// Columns that can be hidden.
#[derive(Clone, Copy, Debug)]
pub struct Columns {
    /// Secrets in use.
    pub secrets: RwSignal<bool>,
    /// Zones.
    pub zones: RwSignal<bool>,
    /// Expiry.
    pub expires: RwSignal<bool>,
}

/// The page; a fresh one for each region.
#[component]
pub fn InstancesPage() -> impl IntoView {
    let params = leptos_router::hooks::use_params_map();
    let region = Memo::new(move |_| params.with(|params| params.get("region").unwrap_or_default()));
    move || {
        let region = region.get();
        if kms_api::regions::is_known(&region) {
            view! { <InstanceList region=region/> }
        } else {
            view! { <NotFoundPage/> }
        }
    }
}

#[component]
fn InstanceList(region: String) -> impl IntoView {
    let app = use_app();
    let store = app.region(&region.as_str().into()).instances;
    let address = use_address();
    let alive = StoredValue::new(());
    let columns =
        Columns { secrets: RwSignal::new(true), zones: RwSignal::new(true), expires: RwSignal::new(true) };
    if !store.listing.with_untracked(|listing| listing.is_fresh(FRESH)) {
        store.list();
    }

    // Details arrive one by one; the list follows at most ten times a second.
    let settled = throttled(store.settled);
    let entries = Memo::new(move |_| {
        settled.track();
        Arc::new(store.ids.with(|ids| entries_of(store, ids)))
    });
    Effect::new(move |_| {
        store.ids.track();
        store.read_behind(move || alive.try_get_value().is_some());
    });

    let shown = Memo::new(move |_| {
        let wanted = address.wanted();
        entries.with(|entries| select(entries, &wanted, now()))
    });
    let page_size = RwSignal::new(20_usize);
    let pages = Memo::new(move |_| shown.with(Vec::len).div_ceil(page_size.get()).max(1));
    let page = Memo::new(move |_| address.page().min(pages.get()));
    let visible = Memo::new(move |_| {
        let from = (page.get() - 1) * page_size.get();
        let ids = store.ids.get();
        shown.with(|shown| {
            shown
                .iter()
                .skip(from)
                .take(page_size.get())
                .filter_map(|index| ids.get(*index).cloned())
                .collect::<Vec<InstanceId>>()
        })
    });
    // Rows in sight come first: they are asked for at once, the rest waits behind them.
    Effect::new(move |_| {
        for id in visible.get() {
            store.read_detail(&id, FRESH);
        }
    });

    let refresh = move || {
        store.list();
        for id in visible.get_untracked() {
            store.read_detail(&id, 0.0);
            store.row(&id).quota.update(|quota| quota.at = 0.0);
        }
    };
    let region_id = StoredValue::new(region);
    let known = Memo::new(move |_| entries.with(|entries| entries.iter().filter(|entry| entry.settled).count()));
    let of_kind = Memo::new(move |_| {
        let kind = tab_kind(&address.tab());
        entries.with(|entries| entries.iter().filter(|entry| entry.kind.is_none_or(|one| one == kind)).count())
    });
    view! {
        <header class="page__head">
            <nav class="crumbs" aria-label=t(k::frame::BREADCRUMB)>
                <span class="crumbs__item">
                    {t(k::frame::RESOURCES)}
                    {icon_sized("chevron-right", "tiny")}
                </span>
                <span aria-current="page">{t(k::frame::INSTANCES)}</span>
            </nav>
            <div class="page__title-row">
                <h1 tabindex="-1">{t(k::frame::INSTANCES)}</h1>
                <div class="page__actions">
                    <Age at=Signal::derive(move || store.listing.with(|listing| listing.at))/>
                    <button
                        class="button"
                        type="button"
                        aria-busy=move || store.listing.with(Loaded::is_busy).then_some("true")
                        on:click=move |_| refresh()
                    >
                        {icon("refresh")}
                        {t(k::common::REFRESH)}
                    </button>
                </div>
            </div>
        </header>
        <Tabs
            label=Signal::derive(t(k::instances::TABS))
            tabs=tabs(entries, store)
            current=Signal::derive(move || address.tab())
            automatic=true
            on_open=move |tab| address.set_tab(tab)
        />
        <div
            class="page__body"
            role="tabpanel"
            id=move || format!("panel-{}", address.tab())
            aria-labelledby=move || format!("tab-{}", address.tab())
        >
            <Toolbar address=address shown=shown known=known of_kind=of_kind total=store.total columns=columns/>
            <div class="table-box">
                {move || {
                    let busy = store.listing.with(|listing| listing.is_busy() && listing.value.is_some());
                    busy.then(|| view! { <div class="refresh-line" aria-hidden="true"></div> })
                }}
                <InstanceTable
                    store=store
                    address=address
                    entries=entries
                    visible=visible
                    columns=columns
                    region=region_id.get_value()
                />
                {move || {
                    (pages.get() > 1 || shown.with(|shown| !shown.is_empty()))
                        .then(|| view! { <Pager address=address page=page pages=pages size=page_size/> })
                }}
            </div>
            <div class="visually-hidden" role="status">
                {move || {
                    let (known, total) = (known.get(), store.total.get());
                    (total > 0 && known >= total)
                        .then(|| text_with(
                            k::instances::ALL_READ,
                            &[("count", &grouped(total)), ("region", &region_name(&region_id.get_value()))],
                        ))
                }}
            </div>
        </div>
    }
}

fn entries_of(store: InstanceStore, ids: &[InstanceId]) -> Vec<Entry> {
    ids.iter()
        .enumerate()
        .map(|(index, id)| {
            store.row(id).detail.with_untracked(|detail| {
                let end = detail.value.as_ref().and_then(|value| parse_time(&value.end_date));
                Entry::new(index, id, detail.value.as_deref(), detail.error.is_some(), end)
            })
        })
        .collect()
}

/// Follows a counter at most ten times a second, and always to its last value.
fn throttled(counter: RwSignal<usize>) -> ReadSignal<usize> {
    let (followed, set_followed) = signal(counter.get_untracked());
    let waiting = StoredValue::new(false);
    // An effect with a timer: the signal follows later, which no memo can do.
    Effect::new(move |_| {
        counter.track();
        if waiting.get_value() {
            return;
        }
        waiting.set_value(true);
        set_timeout(
            move || {
                waiting.try_set_value(false);
                if let Some(count) = counter.try_get_untracked() {
                    set_followed.try_set(count);
                }
            },
            std::time::Duration::from_millis(100),
        );
    });
    followed
}

fn tabs(entries: Memo<Arc<Vec<Entry>>>, store: InstanceStore) -> Vec<Tab> {
    let tab_name = |name: &str| -> Key {
        match name {
            "hardware" => k::instances::TAB_HARDWARE,
            "external" => k::instances::TAB_EXTERNAL,
            "other" => k::instances::TAB_OTHER,
            _ => k::instances::TAB_SOFTWARE,
        }
    };
    TABS.into_iter()
        .filter(|(name, kind)| {
            // Kinds that this console does not know get a tab only when there are some.
            *name != "other" || entries.with_untracked(|entries| count(entries, *kind) > 0)
        })
        .map(|(name, kind)| Tab {
            name,
            label: Signal::derive(t(tab_name(name))),
            count: Signal::derive(move || {
                entries.with(|entries| {
                    let count = count(entries, kind);
                    let all = entries.iter().all(|entry| entry.settled) && store.listing.with(|l| l.value.is_some());
                    // While some are not read yet the count is a lower bound, and says so.
                    Some(if all { grouped(count) } else { text_with(k::instances::AT_LEAST, &[("count", &grouped(count))]) })
                })
            }),
            off: Signal::derive(|| None),
        })
        .collect()
}

#[component]
fn Toolbar(
    address: Address,
    shown: Memo<Vec<usize>>,
    known: Memo<usize>,
    of_kind: Memo<usize>,
    total: RwSignal<usize>,
    columns: Columns,
) -> impl IntoView {
    const STATES: [&str; 5] = ["Connected", "Connecting", "Uninitialized", "Disconnected", "Error"];
    let state_name = |status: &str| match status {
        "" => text(k::instances::FILTER_ALL),
        status => text(crate::components::status::instance_look(status).word),
    };
    let expires_name = |expires: Expires| match expires {
        Expires::Any => text(k::instances::EXPIRES_ANY),
        Expires::Soon => text(k::instances::EXPIRES_SOON),
        Expires::Expired => text(k::instances::EXPIRES_PAST),
    };
    let figures = move || {
        let (shown, known, total) = (shown.with(Vec::len), known.get(), total.get());
        if known < total {
            text_with(k::instances::READ_OF, &[("known", &grouped(known)), ("total", &grouped(total))])
        } else {
            text_with(k::instances::SHOWN_OF, &[("shown", &grouped(shown)), ("total", &grouped(of_kind.get()))])
        }
    };
    view! {
        <div class="toolbar" role="search" aria-label=t(k::instances::FIND)>
            <div class="input" data-kind="search">
                {icon("search")}
                <input
                    class="input__control"
                    type="search"
                    autocomplete="off"
                    spellcheck="false"
                    aria-label=t(k::instances::FIND)
                    aria-keyshortcuts="/"
                    placeholder=t(k::instances::FIND_HINT)
                    prop:value=move || address.search()
                    on:input=move |event| address.set_search(&event_target_value(&event))
                />
                <kbd>"/"</kbd>
            </div>
            <Menu
                id="state-filter"
                class="filter-button"
                align="start"
                label=Signal::derive(move || {
                    format!("{} {}", text(k::instances::STATE), state_name(&address.wanted().status))
                })
                active=Signal::derive(move || !address.wanted().status.is_empty())
                face=move || view! {
                    {t(k::instances::STATE)}
                    " "
                    <b>{move || state_name(&address.wanted().status)}</b>
                    {icon("chevron-down")}
                }
            >
                {std::iter::once("")
                    .chain(STATES)
                    .map(|status| {
                        view! {
                            <MenuRadio
                                label=Signal::derive(move || state_name(status))
                                checked=Signal::derive(move || address.wanted().status == status)
                                on_choose=move |()| address.set_status(status)
                            />
                        }
                    })
                    .collect_view()}
            </Menu>
            <Menu
                id="expires-filter"
                class="filter-button"
                align="start"
                label=Signal::derive(move || {
                    format!("{} {}", text(k::instances::EXPIRES), expires_name(address.wanted().expires))
                })
                active=Signal::derive(move || address.wanted().expires != Expires::Any)
                face=move || view! {
                    {t(k::instances::EXPIRES)}
                    " "
                    <b>{move || expires_name(address.wanted().expires)}</b>
                    {icon("chevron-down")}
                }
            >
                {[Expires::Any, Expires::Soon, Expires::Expired]
                    .into_iter()
                    .map(|expires| {
                        view! {
                            <MenuRadio
                                label=Signal::derive(move || expires_name(expires))
                                checked=Signal::derive(move || address.wanted().expires == expires)
                                on_choose=move |()| address.set_expires(expires)
                            />
                        }
                    })
                    .collect_view()}
            </Menu>
            <div class="toolbar__end">
                <span>{figures}</span>
                <Menu
                    id="columns-menu"
                    class="button"
                    variant="ghost"
                    label=Signal::derive(t(k::instances::COLUMNS))
                    face=move || view! {
                        {icon("columns")}
                        {t(k::instances::COLUMNS)}
                    }
                >
                    {[
                        (k::instances::SECRETS, columns.secrets),
                        (k::instances::ZONES, columns.zones),
                        (k::instances::EXPIRES, columns.expires),
                    ]
                        .into_iter()
                        .map(|(label, shown)| {
                            view! {
                                <MenuCheck
                                    label=Signal::derive(t(label))
                                    checked=shown
                                    on_choose=move |()| shown.update(|shown| *shown = !*shown)
                                />
                            }
                        })
                        .collect_view()}
                </Menu>
            </div>
        </div>
    }
}

#[component]
fn InstanceTable(
    store: InstanceStore,
    address: Address,
    entries: Memo<Arc<Vec<Entry>>>,
    visible: Memo<Vec<InstanceId>>,
    columns: Columns,
    region: String,
) -> impl IntoView {
    let region = StoredValue::new(region);
    let head = move |by: SortBy, label: Key| {
        let sorted = move || address.wanted().sort;
        view! {
            <th
                class="data-table__head"
                scope="col"
                data-fold=(by == SortBy::Expires).then_some("3")
                aria-sort=move || {
                    let sort = sorted();
                    (sort.by == by).then_some(if sort.descending { "descending" } else { "ascending" })
                }
            >
                <button class="data-table__sort" type="button" on:click=move |_| address.toggle_sort(by)>
                    {t(label)}
                    {move || (sorted().by == by).then(|| icon_sized("chevron-up", "tiny"))}
                </button>
            </th>
        }
    };
    let caption = move || {
        let shown = visible.with(Vec::len);
        text_with(
            k::instances::CAPTION,
            &[("region", &region_name(&region.get_value())), ("count", &grouped(shown))],
        )
    };
    let state = move || {
        let listing = store.listing.get();
        let any = store.ids.with(|ids| !ids.is_empty());
        if listing.wait.is_some() && !any {
            return Some(view! { <Waiting reading=store.listing/> });
        }
        if let Some(error) = listing.error.filter(|_| !any && listing.busy_since.is_none()) {
            return Some(
                view! {
                    <ErrorView
                        what=k::instances::LIST_FAILED
                        error=error
                        action="kms:ListKmsInstances"
                        on_retry=move |()| store.list()
                    />
                },
            );
        }
        if listing.value.is_some() && visible.with(Vec::is_empty) {
            return Some(nothing(store, address, entries).into_any());
        }
        None
    };
    let first_time = move || store.ids.with(|ids| ids.is_empty()) && store.listing.with(Loaded::is_busy);
    view! {
        <div class="table-box__scroll" hidden=move || state().is_some()>
            <table class="data-table" data-rows="two-line" aria-busy=move || first_time().then_some("true")>
                <caption class="data-table__caption">{caption}</caption>
                <thead>
                    <tr>
                        {head(SortBy::Name, k::instances::NAME)}
                        {head(SortBy::State, k::instances::STATE)}
                        <th class="data-table__head" scope="col">{t(k::instances::VPCS_AND_ACCOUNTS)}</th>
                        <th class="data-table__head" scope="col">{t(k::instances::KEYS)}</th>
                        {move || {
                            columns
                                .secrets
                                .get()
                                .then(|| view! {
                                    <th class="data-table__head" scope="col" data-fold="2">
                                        {t(k::instances::SECRETS)}
                                    </th>
                                })
                        }}
                        {move || {
                            columns
                                .zones
                                .get()
                                .then(|| view! {
                                    <th class="data-table__head" scope="col" data-fold="1">{t(k::instances::ZONES)}</th>
                                })
                        }}
                        {move || columns.expires.get().then(|| head(SortBy::Expires, k::instances::EXPIRES))}
                        <th class="data-table__head" scope="col">
                            <span class="visually-hidden">{t(k::common::ACTIONS)}</span>
                        </th>
                    </tr>
                </thead>
                <tbody>
                    {move || first_time().then(|| (0..5).map(|_| skeleton_row()).collect_view())}
                    <For each=move || visible.get() key=Clone::clone let:id>
                        <InstanceRowView store=store id=id region=region.get_value() columns=columns/>
                    </For>
                </tbody>
            </table>
        </div>
        {state}
        <ReadingLine reading=store.listing what=k::instances::THE_INSTANCES/>
    }
}

/// Cells of a row that is not known yet.
pub(super) fn skeleton_row() -> impl IntoView {
    view! {
        <tr class="data-table__row" aria-hidden="true">
            <td class="data-table__cell">
                <span class="skeleton"></span>
                <span class="skeleton" data-width="short"></span>
            </td>
            <td class="data-table__cell">
                <span class="skeleton" data-width="short"></span>
            </td>
            <td class="data-table__cell">
                <span class="skeleton"></span>
            </td>
            <td class="data-table__cell" colspan="5">
                <span class="skeleton"></span>
            </td>
        </tr>
    }
}

/// Nothing in the table: no instance, none of this kind, or the filter hides all.
fn nothing(store: InstanceStore, address: Address, entries: Memo<Arc<Vec<Entry>>>) -> impl IntoView {
    let wanted = address.wanted();
    let kind = tab_kind(&address.tab());
    let of_kind = entries.with(|entries| count(entries, kind));
    if store.ids.with(|ids| ids.is_empty()) {
        return view! {
            <EmptyView
                picture="cube"
                title=Signal::derive(t(k::instances::NONE))
                words=Signal::derive(t(k::instances::NONE_WHY))
            />
        };
    }
    if of_kind == 0 {
        return view! {
            <EmptyView
                picture="cube"
                title=Signal::derive(t(k::instances::NONE_OF_KIND))
                words=Signal::derive(t(k::instances::NONE_OF_KIND_WHY))
            />
        };
    }
    let Wanted { search, .. } = wanted;
    let title = move || {
        if search.is_empty() {
            text(k::instances::NO_MATCH)
        } else {
            text_with(k::instances::NO_MATCH_FOR, &[("search", &search)])
        }
    };
    view! {
        <EmptyView
            picture="filter"
            title=Signal::derive(title)
            words=Signal::derive(move || counted(k::instances::NO_MATCH_WHY, of_kind))
        >
            <button class="button" type="button" on:click=move |_| address.clear()>
                {t(k::common::CLEAR_FILTERS)}
            </button>
        </EmptyView>
    }
    .into_any()
}

#[component]
fn Pager(address: Address, page: Memo<usize>, pages: Memo<usize>, size: RwSignal<usize>) -> impl IntoView {
    let step = move |forward: bool| {
        let to = if forward { page.get_untracked() + 1 } else { page.get_untracked().saturating_sub(1) };
        address.set_page(to.clamp(1, pages.get_untracked()));
    };
    let arrow = move |forward: bool, label: Key, picture: &'static str| {
        let off = move || if forward { page.get() >= pages.get() } else { page.get() <= 1 };
        view! {
            <button
                class="button"
                type="button"
                data-variant="ghost"
                data-size="small"
                data-icon-only=""
                aria-label=t(label)
                aria-disabled=move || off().then_some("true")
                on:click=move |_| if !off() { step(forward) }
            >
                {icon(picture)}
            </button>
        }
    };
    view! {
        <div class="table-box__foot">
            <span class="pager">
                <span>
                    {move || text_with(
                        k::common::PAGE_OF,
                        &[("page", &grouped(page.get())), ("pages", &grouped(pages.get()))],
                    )}
                </span>
                {move || {
                    (pages.get() > 1)
                        .then(|| view! {
                            {arrow(false, k::common::PREVIOUS_PAGE, "chevron-left")}
                            {arrow(true, k::common::NEXT_PAGE, "chevron-right")}
                        })
                }}
            </span>
            <label class="plain-select">
                <span class="visually-hidden">{t(k::common::PAGE_SIZE)}</span>
                <select
                    class="plain-select__control"
                    on:change=move |event| {
                        size.set(event_target_value(&event).parse().unwrap_or(20));
                        address.set_page(1);
                    }
                >
                    {[20_usize, 50, 100]
                        .into_iter()
                        .map(|one| {
                            view! {
                                <option value=one.to_string() selected=move || size.get() == one>
                                    {move || counted(k::common::PER_PAGE, one)}
                                </option>
                            }
                        })
                        .collect_view()}
                </select>
                {icon("chevron-down")}
            </label>
        </div>
    }
}
