//! `/r/{region}/instances`: the instances of a region, by kind.

pub mod address;
pub mod model;
pub mod row;
mod table;
mod toolbar;

use std::sync::Arc;

use kms_api::InstanceId;
use leptos::prelude::*;

use crate::api::read::Loaded;
use crate::app::use_title;
use crate::bindings::{is_focus_in, now, parse_time};
use crate::chunks::{LazyPart, Part};
use crate::components::list_head::ListHead;
use crate::components::pager::Pager;
use crate::i18n::{Key, k, region_name, t, text, text_with};
use crate::number::grouped;
use crate::state::instances::{FRESH, InstanceStore};
use crate::state::use_app;
use crate::ui::tabs::{Tab, Tabs};
use crate::ui::view::view;
use address::use_address;
use model::{Entry, TABS, Wanted, count, keep_order, select, tab_kind};
use table::InstanceTable;
use toolbar::Toolbar;

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
            view! { <LazyPart part=Part::NotFound place="page__body"/> }
        }
    }
}

#[component]
fn InstanceList(region: String) -> impl IntoView {
    let app = use_app();
    let store = app.instances(&region.as_str().into());
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

    let ordered = Memo::new(move |last: Option<&(Wanted, Vec<usize>)>| {
        let wanted = address.wanted();
        let after = entries.with(|entries| select(entries, &wanted, now()));
        match last {
            // Details that arrive must not pull rows away from under the keyboard or an open menu.
            Some((before, order)) if *before == wanted && is_focus_in(".table-box tbody") => {
                (wanted, keep_order(order, &after))
            }
            _ => (wanted, after),
        }
    });
    let shown = Memo::new(move |_| ordered.with(|(_, order)| order.clone()));
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
    use_title(move || format!("{} · {}", text(k::frame::INSTANCES), region_name(&region_id.get_value())));
    let known =
        Memo::new(move |_| entries.with(|entries| entries.iter().filter(|entry| entry.settled).count()));
    let of_kind = Memo::new(move |_| {
        let kind = tab_kind(&address.tab());
        entries
            .with(|entries| entries.iter().filter(|entry| entry.kind.is_none_or(|one| one == kind)).count())
    });
    view! {
        <ListHead
            title=k::frame::INSTANCES
            at=Signal::derive(move || store.listing.with(|listing| listing.at))
            busy=Signal::derive(move || store.listing.with(Loaded::is_busy))
            on_refresh=Callback::new(move |()| refresh())
        />
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
                        .then(|| view! {
                            <Pager
                                page=page
                                pages=pages
                                size=page_size
                                on_page=Callback::new(move |page| address.set_page(page))
                            />
                        })
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
                    let all = entries.iter().all(|entry| entry.settled)
                        && store.listing.with(|l| l.value.is_some());
                    // While some are not read yet the count is a lower bound, and says so.
                    Some(if all {
                        grouped(count)
                    } else {
                        text_with(k::instances::AT_LEAST, &[("count", &grouped(count))])
                    })
                })
            }),
            off: Signal::derive(|| None),
        })
        .collect()
}
