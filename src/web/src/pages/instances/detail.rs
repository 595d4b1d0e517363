//! `/r/{region}/instances/{id}/{tab}`: one instance, and the panel that changes its VPCs.

use std::sync::Arc;

use kms_api::InstanceId;
use kms_api::operations::instances::KmsInstance;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::list::row::{arn, has_quota};
use super::overview::OverviewTab;
use super::vpcs::VpcsTab;
use crate::api::error::Kind;
use crate::app::{use_go, use_title};
use crate::components::copy::copy_aloud;
use crate::components::loaded::{Source, first_read, stale_note};
use crate::components::menus::MoreMenu;
use crate::components::object_head::ObjectHead;
use crate::components::status::InstanceStatus;
use crate::i18n::{Key, k, t, text};
use crate::number::{grouped, grouped_i64};
use crate::pages::configure::panel::ConfigurePanel;
use crate::pages::not_found::{NotFoundPage, ResourceNotFound};
use crate::paths;
use crate::state::instances::{FRESH, InstanceRow, InstanceStore};
use crate::state::use_app;
use crate::ui::menu::Entry;
use crate::ui::tabs::{Tab, Tabs};
use crate::ui::view::view;

/// Seconds between looks at an instance that is being enabled.
const ENABLING_STEP: u32 = 15;

/// The page; a fresh one for each instance, the same one for all its tabs and layers.
#[component]
pub fn InstancePage() -> impl IntoView {
    let params = use_params_map();
    let of = move |name: &'static str| params.with(|params| params.get(name).unwrap_or_default());
    let key = Memo::new(move |_| (of("region"), of("id")));
    let rest = Memo::new(move |_| of("rest"));
    move || {
        let (region, id) = key.get();
        if !kms_api::regions::is_known(&region) {
            return view! { <NotFoundPage/> };
        }
        view! { <InstanceView region=region id=InstanceId::from(id) rest=rest/> }
    }
}

/// Which layers an address asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layer {
    None,
    Panel,
    PanelAndSwitches,
}

fn layer(rest: &str) -> Layer {
    match rest {
        "vpcs/configure" => Layer::Panel,
        "vpcs/configure/vswitch" => Layer::PanelAndSwitches,
        _ => Layer::None,
    }
}

fn tab(rest: &str) -> &'static str {
    if rest.split('/').next() == Some("vpcs") { "vpcs" } else { "overview" }
}

/// Where a tab leads. Keys and secrets have lists of their own, with the instance as a filter.
fn tab_path(region: &str, id: &InstanceId, tab: &str) -> String {
    match tab {
        paths::KEYS | paths::SECRETS => paths::list_of_instance(region, tab, id),
        _ => paths::instance(region, id, tab),
    }
}

#[component]
fn InstanceView(region: String, id: InstanceId, rest: Memo<String>) -> impl IntoView {
    let (app, go) = (use_app(), use_go());
    let store = app.instances(&region.as_str().into());
    let row = store.row(&id);
    let detail = row.detail;
    store.read_detail(&id, FRESH);
    watch_enabling(store, &row);

    let (region_kept, id_kept) = (StoredValue::new(region.clone()), StoredValue::new(id.clone()));
    let value = Memo::new(move |_| detail.with(|detail| detail.value.clone()));
    // Reads, when the details say that there is a quota to read.
    Effect::new(move |_| {
        if value.with(|value| value.as_ref().is_some_and(|value| has_quota(value))) {
            store.read_quota(&id_kept.get_value(), FRESH);
        }
    });
    let current = Memo::new(move |_| tab(&rest.get()).to_owned());
    let shown = Memo::new(move |_| layer(&rest.get()));
    let open = Memo::new(move |_| shown.get() != Layer::None);
    // Where the panel was opened from: closing it goes back there, so that Back does not open it again.
    let from_tab = Memo::new(move |last: Option<&(String, bool)>| {
        let rest = rest.get();
        let before = last.map_or("", |last| last.0.as_str());
        let kept = layer(before) != Layer::None && last.is_some_and(|last| last.1);
        let from_tab = layer(&rest) != Layer::None && (before == "vpcs" || kept);
        (rest, from_tab)
    });
    // Keeps the memo following each step; read only when the panel opens it would not know where the reader was.
    Effect::new(move |_| from_tab.track());
    let name = Memo::new(move |_| {
        let name =
            value.with(|value| value.as_ref().map(|value| value.instance_name.clone()).unwrap_or_default());
        if name.is_empty() { id_kept.get_value().to_string() } else { name }
    });
    use_title(move || name.get());

    let refresh = move || {
        store.read_detail(&id_kept.get_value(), 0.0);
        let row = store.row(&id_kept.get_value());
        row.quota.update(|quota| quota.at = 0.0);
    };
    // Memos, so that a refresh does not make the tab anew.
    let missing = Memo::new(move |_| {
        detail.with(|detail| {
            detail.error.as_ref().is_some_and(|error| error.kind() == Kind::NotFound) && !detail.is_busy()
        })
    });
    let unread = Memo::new(move |_| value.with(Option::is_none));
    let source = Source {
        what: k::instance::THE_INSTANCE,
        failed: k::instance::READ_FAILED,
        action: "kms:GetKmsInstance",
        retry: Callback::new(move |()| store.read_detail(&id_kept.get_value(), 0.0)),
    };
    let body = move || {
        let region = region_kept.get_value();
        let id = id_kept.get_value();
        if missing.get() {
            return view! { <ResourceNotFound id=id.to_string() region=region/> };
        }
        if unread.get() {
            return first_read(detail, source);
        }
        match current.get().as_str() {
            "vpcs" => view! { <VpcsTab store=store row=row.clone() region=region/> },
            _ => view! { <OverviewTab row=row.clone() region=region/> },
        }
    };
    let row_for_panel = store.row(&id);
    view! {
        <ObjectHead
            list=k::frame::INSTANCES
            list_path=paths::instances(&region)
            name=name
            id=id.to_string()
            reading=detail
            state=move || value.get().map(|value| view! { <InstanceStatus status=value.status.clone()/> })
            on_refresh=move |()| refresh()
        >
            <ConfigureButton value=value region=region.clone() id=id.clone()/>
            <ObjectMenu region=region.clone() id=id.clone() name=name/>
        </ObjectHead>
        <Tabs
            label=Signal::derive(move || name.get())
            tabs=tabs(&row_for_panel, value)
            current=current
            on_open=move |tab| go.to(&tab_path(&region_kept.get_value(), &id_kept.get_value(), tab))
        />
        <div
            class="page__body"
            role="tabpanel"
            tabindex="0"
            id=move || format!("panel-{}", current.get())
            aria-labelledby=move || format!("tab-{}", current.get())
        >
            {move || {
                detail
                    .with(|detail| detail.is_busy() && detail.value.is_some())
                    .then(|| view! { <div class="refresh-line" aria-hidden="true"></div> })
            }}
            {stale_note(detail, source.retry)}
            {body}
        </div>
        {move || {
            open.get()
                .then(|| {
                    view! {
                        <PanelGate
                            store=store
                            row=store.row(&id_kept.get_value())
                            region=region_kept.get_value()
                            picking=Signal::derive(move || shown.get() == Layer::PanelAndSwitches)
                            from_tab=from_tab.get_untracked().1
                        />
                    }
                })
        }}
    }
}

/// The panel opens from data at most a minute old; until then there is nothing to open.
#[component]
fn PanelGate(
    store: InstanceStore,
    row: InstanceRow,
    region: String,
    picking: Signal<bool>,
    from_tab: bool,
) -> impl IntoView {
    let detail = row.detail;
    store.read_detail(&row.id, FRESH);
    let ready = Memo::new(move |ready: Option<&bool>| {
        ready.copied().unwrap_or(false) || detail.with(|detail| detail.is_fresh(FRESH + 5.0))
    });
    move || {
        ready.get().then(|| {
            view! {
                <ConfigurePanel
                    store=store
                    row=row.clone()
                    region=region.clone()
                    picking=picking
                    from_tab=from_tab
                />
            }
        })
    }
}

/// Looks again from time to time while the instance is being enabled.
fn watch_enabling(store: InstanceStore, row: &InstanceRow) {
    let app = use_app();
    let detail = row.detail;
    let id = row.id.clone();
    let seconds = StoredValue::new(0_u32);
    // A timer that reads: no value is derived here.
    Effect::new(move |_| {
        app.now.track();
        let enabling = detail
            .with_untracked(|detail| detail.value.as_ref().is_some_and(|value| value.status == "Connecting"));
        seconds.update_value(|seconds| *seconds += 1);
        if enabling && seconds.get_value() >= ENABLING_STEP {
            seconds.set_value(0);
            store.read_detail(&id, 0.0);
        }
    });
}

fn tabs(row: &InstanceRow, value: Memo<Option<std::sync::Arc<KmsInstance>>>) -> Vec<Tab> {
    let quota = row.quota;
    let none = || Signal::derive(|| None);
    let used = move |kind: &'static str| {
        Signal::derive(move || {
            quota.with(|quota| {
                let quota = quota.value.as_ref()?;
                Some(grouped_i64(quota.of(kind)?.used_quantity))
            })
        })
    };
    let bound = Signal::derive(move || {
        value.with(|value| {
            let value = value.as_ref()?;
            Some(grouped(value.bind_vpcs.bind_vpc.len() + usize::from(!value.vpc_id.is_empty())))
        })
    });
    let later = || Signal::derive(|| Some(text(k::frame::NOT_YET)));
    let tab = |name, label: Key, count, off| Tab { name, label: Signal::derive(t(label)), count, off };
    vec![
        tab("overview", k::instance::TAB_OVERVIEW, none(), none()),
        tab("vpcs", k::instance::TAB_VPCS, bound, none()),
        tab(paths::KEYS, k::instance::TAB_KEYS, used("key"), none()),
        tab(paths::SECRETS, k::instance::TAB_SECRETS, used("secret"), none()),
        tab("sharing", k::instance::TAB_SHARING, none(), later()),
        tab("endpoints", k::instance::TAB_ENDPOINTS, none(), later()),
        tab("tags", k::instance::TAB_TAGS, none(), later()),
        tab("history", k::instance::TAB_HISTORY, none(), later()),
    ]
}

/// Opens the panel; off with the reason when the console's server is gone.
#[component]
fn ConfigureButton(
    value: Memo<Option<std::sync::Arc<KmsInstance>>>,
    region: String,
    id: InstanceId,
) -> impl IntoView {
    let (app, go) = (use_app(), use_go());
    let off = move || {
        if app.offline_since.get().is_some() {
            Some(text(k::instance::OFF_OFFLINE))
        } else if value.with(Option::is_none) {
            Some(text(k::instance::OFF_UNREAD))
        } else {
            None
        }
    };
    let path = StoredValue::new(paths::configure(&region, &id));
    view! {
        <button
            class="button"
            type="button"
            data-variant="primary"
            id="configure-vpc"
            aria-disabled=move || off().map(|_| "true")
            title=off
            on:click=move |_| if untrack(off).is_none() { go.to(&path.get_value()) }
        >
            {t(k::configure::TITLE)}
        </button>
    }
}

#[component]
fn ObjectMenu(region: String, id: InstanceId, name: Memo<String>) -> impl IntoView {
    let app = use_app();
    let said = move |value: String| copy_aloud(app, &value);
    let (copied, named) = (id.to_string(), StoredValue::new((region, id)));
    let copy_arn = move || {
        let account =
            app.session.with_untracked(|session| session.value.as_ref().map(|s| s.account_id.clone()));
        named.with_value(|(region, id)| said(arn(region, &account.clone().unwrap_or_default(), id)));
    };
    let copied = StoredValue::new(copied);
    let entries = move || {
        vec![
            Entry::item("copy", k::instances::COPY_ID, move || said(copied.get_value())),
            Entry::item("copy", k::instances::COPY_ARN, copy_arn),
        ]
    };
    view! {
        <MoreMenu id="instance-menu" name=name entries=Arc::new(entries)/>
    }
}
