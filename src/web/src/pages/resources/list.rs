//! A list of keys or secrets: tabs, filters, rows, pages.

mod row;
mod table;

use std::sync::Arc;

use kms_api::RegionId;
use kms_api::operations::filter::MOST;
use leptos::prelude::*;

use super::address::{Address, use_address};
use super::columns::{Column, columns};
use super::filters::{has_instance, inside};
use super::scan_bar::{self, ScanBar};
use super::toolbar::Toolbar;
use crate::api::read::{Loaded, Reading};
use crate::app::use_title;
use crate::components::list_head::ListHead;
use crate::components::menus::ColumnsMenu;
use crate::components::pager::Pager;
use crate::i18n::{Key, k, region_name, t, text, text_with};
use crate::number::grouped;
use crate::pages::policy::ResourceKind;
use crate::state::instances::{FRESH, InstanceStore};
use crate::state::resources::lists::{Item, Listing};
use crate::state::resources::paged::{PAGE, Page};
use crate::state::resources::scan::Stand;
use crate::state::resources::{ResourceList, ResourceStore, resources};
use crate::state::use_app;
use crate::ui::icon;
use crate::ui::menu::Entry;
use crate::ui::tabs::{Tab, Tabs};
use crate::ui::view::view;
use table::ResourceTable;

/// What a kind is called.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// The list.
    pub title: Key,
    /// The search.
    pub find: Key,
}

/// What a kind is called.
pub fn words(kind: ResourceKind) -> Words {
    match kind {
        ResourceKind::Key => Words { title: k::frame::KEYS, find: k::keys::FIND },
        ResourceKind::Secret => Words { title: k::frame::SECRETS, find: k::secrets::FIND },
    }
}

/// What the address asks for, once it is known what that is.
#[derive(Clone, Debug, PartialEq)]
pub enum Wanted {
    /// The instances of the region are not known yet.
    Unknown,
    /// There is no instance, so no key is in one.
    NoInstance,
    /// A list.
    List(Listing),
}

/// Keys in instances are asked for by instance. The cloud takes ten in a call: with more, or when they may not be
/// listed, all keys are listed.
fn wanted(kind: ResourceKind, address: Address, instances: InstanceStore) -> Wanted {
    let filters = address.filters();
    if kind == ResourceKind::Secret {
        return Wanted::List(Listing::Filtered(kind, filters));
    }
    if address.is_default() {
        return Wanted::List(Listing::DefaultKeys(filters));
    }
    if has_instance(&filters) {
        return Wanted::List(Listing::Filtered(kind, filters));
    }
    let (listed, failed) =
        instances.listing.with(|listing| (listing.value.is_some(), listing.error.is_some()));
    let ids: Vec<String> = instances.ids.with(|ids| ids.iter().map(ToString::to_string).collect());
    match ids.len() {
        0 if listed => Wanted::NoInstance,
        _ if !listed && !failed => Wanted::Unknown,
        1..=MOST if listed => Wanted::List(Listing::Filtered(kind, inside(&filters, ids))),
        _ => Wanted::List(Listing::Filtered(kind, filters)),
    }
}

/// The page.
#[component]
pub fn ResourceListPage(region: RegionId, kind: ResourceKind) -> impl IntoView {
    let app = use_app();
    let store = resources(app, &region);
    let instances = app.instances(&region);
    let address = use_address(kind);
    if !instances.listing.with_untracked(|listing| listing.is_fresh(FRESH)) {
        instances.list();
    }
    let wanted = Memo::new(move |_| wanted(kind, address, instances));
    let list = Memo::new(move |_| {
        wanted.with(|wanted| match wanted {
            Wanted::List(listing) => Some(store.list(listing)),
            Wanted::Unknown | Wanted::NoInstance => None,
        })
    });
    // A scan is for the list that is in sight.
    Effect::new(move |last: Option<Option<ResourceList>>| {
        let now = list.get();
        if let Some(last) = last.flatten().filter(|last| Some(*last) != now) {
            last.scan.get_value().stop();
        }
        now
    });
    on_cleanup(move || {
        if let Some(Some(list)) = list.try_get_untracked() {
            list.scan.get_value().stop();
        }
    });

    let size = RwSignal::new(20_usize);
    let total = Memo::new(move |_| list.get().and_then(|list| list.list.total.get()));
    let pages = Memo::new(move |_| total.get().unwrap_or(0).div_ceil(size.get()).max(1));
    // Until the list is known, the address is believed.
    let page = Memo::new(move |_| {
        let page = address.page();
        if total.get().is_some() { page.min(pages.get()) } else { page }
    });
    let number = Memo::new(move |_| {
        u32::try_from((page.get() - 1) * size.get() / PAGE as usize + 1).unwrap_or(u32::MAX)
    });
    let reading: Memo<Option<Reading<Page<Item>>>> =
        Memo::new(move |_| list.get().map(|list| list.list.page(number.get())));
    Effect::new(move |_| {
        if let Some(list) = list.get() {
            list.list.read(number.get(), FRESH);
        }
    });
    let visible = Memo::new(move |_| {
        let before = (page.get() - 1) * size.get() % PAGE as usize;
        let slice = |page: &Loaded<Page<Item>>| {
            let items = page.value.as_ref().map_or(&[][..], |page| page.items.as_slice());
            items.iter().skip(before).take(size.get()).cloned().collect::<Vec<_>>()
        };
        reading.get().map(|reading| reading.with(slice)).unwrap_or_default()
    });
    let columns = StoredValue::new(columns(kind));
    let tags_shown = Memo::new(move |_| {
        kind == ResourceKind::Key
            && columns.with_value(|all| {
                all.iter().any(|column| column.label == k::resources::TAGS && column.shown.get())
            })
    });
    // Reads what stands in the rows, and nothing of the others.
    Effect::new(move |_| {
        let ids: Vec<String> = visible.with(|items| items.iter().map(|item| item.id.clone()).collect());
        for id in &ids {
            store.read_facts(&store.resource(kind, id), FRESH);
        }
        if tags_shown.get() {
            store.read_tags(&ids);
        }
    });
    if kind == ResourceKind::Key {
        store.read_aliases(FRESH);
    }

    let refresh = move || {
        if let Some(list) = list.get_untracked() {
            list.list.read(number.get_untracked(), 0.0);
        } else {
            instances.list();
        }
        for item in visible.get_untracked() {
            store.read_facts(&store.resource(kind, &item.id), 0.0);
        }
        if kind == ResourceKind::Key {
            store.read_aliases(0.0);
        }
    };
    let title = words(kind).title;
    let region_kept = StoredValue::new(region.to_string());
    use_title(move || format!("{} · {}", text(title), region_name(&region_kept.get_value())));
    let busy = move || reading.get().is_some_and(|reading| reading.with(Loaded::is_busy));
    let age = move || reading.get().map_or(0.0, |reading| reading.with(|reading| reading.at));
    let body = view! {
        <Toolbar address=address kind=kind instances=instances label=words(kind).find>
            <span>{move || total.get().map(|total| text_with(total_words(kind), &[("count", &grouped(total))]))}</span>
            <ScanButton store=store kind=kind list=list address=address/>
            <ColumnsMenu entries=Arc::new(move || column_entries(columns))/>
        </Toolbar>
        {move || note(kind, address, instances, wanted)}
        <div class="table-box late-box">
            {move || {
                let refreshing = busy() && !visible.with(Vec::is_empty);
                refreshing.then(|| view! { <div class="refresh-line" aria-hidden="true"></div> })
            }}
            <ScanBar store=store kind=kind list=list/>
            <ResourceTable
                store=store
                kind=kind
                address=address
                wanted=wanted
                list=list
                number=number
                reading=reading
                visible=visible
                columns=columns
            />
            {move || {
                (pages.get() > 1 || !visible.with(Vec::is_empty))
                    .then(|| view! {
                        <Pager
                            page=page
                            pages=pages
                            size=size
                            on_page=Callback::new(move |page| address.set_page(page))
                        />
                    })
            }}
        </div>
    };
    view! {
        <ListHead
            title=title
            at=Signal::derive(age)
            busy=Signal::derive(busy)
            on_refresh=Callback::new(move |()| refresh())
        />
        {if kind == ResourceKind::Key {
            let current = move || if address.is_default() { "default" } else { "cmk" };
            view! {
                <Tabs
                    label=Signal::derive(t(k::keys::TABS))
                    tabs=key_tabs()
                    current=Signal::derive(move || current().to_owned())
                    on_open=move |tab| address.set_tab(tab)
                />
                <div
                    class="page__body"
                    role="tabpanel"
                    id=move || format!("panel-{}", current())
                    aria-labelledby=move || format!("tab-{}", current())
                >
                    {body}
                </div>
            }
        } else {
            view! { <div class="page__body page__body--no-tabs">{body}</div> }
        }}
    }
}

fn total_words(kind: ResourceKind) -> Key {
    match kind {
        ResourceKind::Key => k::keys::COUNT,
        ResourceKind::Secret => k::secrets::COUNT,
    }
}

fn key_tabs() -> Vec<Tab> {
    [("cmk", k::keys::TAB_CMK), ("default", k::keys::TAB_DEFAULT)]
        .map(|(name, label)| Tab {
            name,
            label: Signal::derive(t(label)),
            count: Signal::derive(|| None),
            off: Signal::derive(|| None),
        })
        .into()
}

/// What the reader must know of how the list came about.
fn note(
    kind: ResourceKind,
    address: Address,
    instances: InstanceStore,
    wanted: Memo<Wanted>,
) -> Option<AnyView> {
    if kind == ResourceKind::Secret {
        return None;
    }
    let words = if address.is_default() {
        k::keys::DEFAULT_NOTE
    } else {
        let mixed =
            matches!(wanted.get(), Wanted::List(Listing::Filtered(_, filters)) if !has_instance(&filters));
        if !mixed {
            return None;
        }
        if instances.listing.with(|listing| listing.value.is_some()) {
            k::keys::MANY_NOTE
        } else {
            k::keys::MIXED_NOTE
        }
    };
    Some(view! {
        <div class="note">
            {icon("info")}
            <p class="note__text">{text(words)}</p>
        </div>
    })
}

/// Starts the scan of the policies, or goes on with it. Default keys have none.
#[component]
fn ScanButton(
    store: ResourceStore,
    kind: ResourceKind,
    list: Memo<Option<ResourceList>>,
    address: Address,
) -> impl IntoView {
    let off = move || {
        let running = |list: ResourceList| list.scan.get_value().stand.with(|stand| *stand == Stand::Running);
        list.get().is_none_or(|list| running(list) || list.list.total.get().is_none_or(|total| total == 0))
    };
    move || {
        (!address.is_default()).then(|| {
            view! {
                <button
                    class="button"
                    type="button"
                    data-variant="ghost"
                    aria-disabled=move || off().then_some("true")
                    title=t(k::resources::SCAN_WHY)
                    on:click=move |_| {
                        if let Some(list) = list.get_untracked().filter(|_| !untrack(off)) {
                            scan_bar::start(store, kind, list);
                        }
                    }
                >
                    {icon("list-check")}
                    {t(k::resources::SCAN)}
                </button>
            }
        })
    }
}

fn column_entries(columns: StoredValue<Vec<Column>>) -> Vec<Entry> {
    let entry = |column: &Column| {
        let shown = column.shown;
        Entry::on_off(text(column.label), shown.get(), move || shown.update(|shown| *shown = !*shown))
    };
    columns.with_value(|columns| columns.iter().map(entry).collect())
}
