//! The Configure VPC panel: two lists, the quota of the plan, and OK.

use std::collections::HashSet;

use kms_api::Product;
use kms_api::operation::to_parameters;
use kms_api::operations::instances::UpdateKmsInstanceBindVpc;
use leptos::html;
use leptos::prelude::*;

use super::add_by_id::AddById;
use super::available::{AvailableBox, Shown};
use super::foot::{foot_words, off_reason, outcome};
use super::habits::{cancelled_by_back, keep_on_back, read_in_sight, stage, take_draft};
use super::leave::LeaveDialog;
use super::plan::{Picking, Plan};
use super::save::save;
use super::selected::{SelectedBox, selected_rows};
use super::selection::{Quota, Selection};
use super::strip::{Arrows, QuotaStrip};
use super::v_switch::VSwitchDialog;
use crate::api::write::Saving;
use crate::app::use_go;
use crate::bindings::focus_selector;
use crate::components::request::RequestView;
use crate::components::time::Age;
use crate::i18n::{k, region_name, t, text, text_with};
use crate::number::grouped;
use crate::pages::instances::list::row::used;
use crate::state::instances::{FRESH, InstanceRow, InstanceStore};
use crate::state::networks::networks;
use crate::state::use_app;
use crate::ui::dialog::use_modal;
use crate::ui::segmented::move_in_radiogroup;
use crate::ui::view::view;
use crate::ui::virtual_list::Viewport;
use crate::ui::{glyph, icon};

fn make_plan(store: InstanceStore, row: &InstanceRow, region: &str, from_tab: bool) -> Plan {
    let app = use_app();
    let instance = row.detail.with_untracked(|detail| detail.value.clone()).unwrap_or_default();
    let own = app.session.with_untracked(|session| session.value.as_ref().map(|s| s.account_id.clone()));
    let now = Quota::of(&instance, row.quota.with_untracked(|quota| used(quota.value.as_deref(), "vpc")));
    let fresh = Selection::new(&instance, &region.into(), now);
    // A plan that the reader walked away from by Back is still there.
    let kept = take_draft(&row.id);
    let selection = kept.filter(|kept| kept.bound() == fresh.bound()).unwrap_or(fresh);
    let detail = row.detail;
    let locked = Signal::derive(move || {
        let status = detail.with(|detail| detail.value.as_ref().map(|value| value.status.clone()));
        if status.as_deref() == Some("Connected") { None } else { Some(text(k::configure::NOT_ENABLED)) }
    });
    Plan {
        app,
        store,
        networks: networks(app, &region.into()),
        go: use_go(),
        id: StoredValue::new(row.id.clone()),
        region: StoredValue::new(region.into()),
        own: StoredValue::new(own.unwrap_or_default()),
        selection: RwSignal::new(selection),
        extra: RwSignal::new(vec![]),
        ticked: RwSignal::new(HashSet::new()),
        ticked_selected: RwSignal::new(HashSet::new()),
        picking: RwSignal::new(Picking::default()),
        status: RwSignal::default(),
        from_tab,
        locked,
    }
}

/// The panel; opens with a change of one binding staged when the address says so.
#[component]
pub fn ConfigurePanel(
    store: InstanceStore,
    row: InstanceRow,
    region: String,
    /// Whether the address asks for the vSwitch dialog.
    picking: Signal<bool>,
    /// Whether the reader came from the VPCs tab.
    from_tab: bool,
) -> impl IntoView {
    let plan = make_plan(store, &row, &region, from_tab);
    let saving = RwSignal::new(Saving::Idle);
    let request_open = RwSignal::new(false);
    let by_id = RwSignal::new(false);
    let side = RwSignal::new("available");
    let leaving = RwSignal::new(plan.app.resumed.try_update(std::mem::take).unwrap_or(false));
    let let_go = StoredValue::new(false);
    let shown = Shown::new(plan);
    let search = RwSignal::new(String::new());
    let rows = selected_rows(plan, search);
    let (left, right) = (Viewport::new(), Viewport::new());
    let changes = Memo::new(move |_| plan.selection.with(Selection::changes));
    let dirty = Memo::new(move |_| changes.get().total() > 0);

    plan.networks.vpcs.load();
    store.read_quota(&row.id, FRESH);
    // The cloud's own count of units comes after the details.
    Effect::new(move |_| {
        let used = row.quota.with(|quota| used(quota.value.as_deref(), "vpc"));
        let instance = row.detail.with_untracked(|detail| detail.value.clone());
        if let (Some(used), Some(instance)) = (used, instance)
            && !saving.with_untracked(Saving::is_running)
        {
            let now = Quota::of(&instance, Some(used));
            plan.selection.update(|selection| selection.set_quota(now));
        }
    });
    read_in_sight(plan, shown, rows, left, right);
    stage(plan);
    keep_on_back(plan, dirty, let_go);
    let unload = window_event_listener(leptos::ev::beforeunload, move |event| {
        if dirty.get_untracked() {
            event.prevent_default();
        }
    });
    on_cleanup(move || unload.remove());

    let close_now = move || {
        let_go.set_value(true);
        plan.close();
    };
    let close = move || {
        if saving.with_untracked(Saving::is_running) {
            plan.say(text(k::configure::SENDING));
        } else if dirty.get_untracked() {
            leaving.set(true);
        } else {
            close_now();
        }
    };
    let off = Signal::derive(move || off_reason(plan, changes.get().total()));
    let accept = move || match off.get_untracked() {
        Some(reason) => plan.say(reason),
        None => save(plan, saving, close_now),
    };
    let dialog = NodeRef::<html::Dialog>::new();
    use_modal(dialog, "#available", || {
        if !focus_selector("#configure-vpc") {
            focus_selector("#content h1");
        }
    });

    // The dialog needs something to be about; a pasted address has nothing, so it opens the panel alone.
    let dialog_open =
        Memo::new(move |_| picking.get() && plan.picking.with(|picking| !picking.vpcs.is_empty()));
    Effect::new(move |_| {
        if picking.get() && plan.picking.with_untracked(|picking| picking.vpcs.is_empty()) {
            plan.go.replace(&plan.with_ids(crate::paths::configure));
        } else if !picking.get() {
            cancelled_by_back(plan);
        }
    });

    let detail = row.detail;
    let name = Memo::new(move |_| {
        detail
            .with(|detail| detail.value.as_ref().map(|value| value.instance_name.clone()))
            .unwrap_or_default()
    });
    let object = move || {
        let region = plan.region.get_value();
        text_with(k::configure::OBJECT, &[("name", &name.get()), ("region", &region_name(&region))])
    };
    let parameters = Signal::derive(move || {
        let bind_vpcs = plan.selection.with(Selection::request)?;
        to_parameters(&UpdateKmsInstanceBindVpc { kms_instance_id: plan.id.get_value(), bind_vpcs }).ok()
    });
    let side_option = move |name: &'static str, label: Signal<String>| {
        view! {
            <button
                class="segmented__option"
                type="button"
                role="radio"
                aria-checked=move || (side.get() == name).to_string()
                tabindex=move || if side.get() == name { "0" } else { "-1" }
                on:click=move |_| side.set(name)
            >
                {label}
            </button>
        }
    };
    view! {
        <dialog
            class="side-panel"
            aria-labelledby="configure-title"
            node_ref=dialog
            on:cancel=move |event: web_sys::Event| {
                event.prevent_default();
                close();
            }
        >
            <header class="side-panel__head">
                <div>
                    <h2 class="side-panel__title" id="configure-title" tabindex="-1">{t(k::configure::TITLE)}</h2>
                    <p class="side-panel__object">{object}</p>
                </div>
                <div class="side-panel__head-end">
                    <Age at=Signal::derive(move || detail.with(|detail| detail.at))/>
                    <button
                        class="button"
                        type="button"
                        data-variant="ghost"
                        data-icon-only=""
                        aria-label=t(k::common::CLOSE)
                        on:click=move |_| close()
                    >
                        {icon("close")}
                    </button>
                </div>
            </header>
            <div class="side-panel__body">
                <QuotaStrip plan=plan/>
                {move || {
                    plan.locked
                        .get()
                        .map(|reason| view! {
                            <div class="note" data-tone="warning">
                                {glyph("state-warning", "warning")}
                                <p class="note__text">{reason}</p>
                            </div>
                        })
                }}
                <div class="transfer-list" data-side=move || side.get()>
                    <div class="transfer-list__switch">
                        <div
                            class="segmented"
                            data-fill=""
                            role="radiogroup"
                            aria-label=t(k::configure::LIST)
                            on:keydown=move_in_radiogroup
                        >
                            {side_option(
                                "available",
                                Signal::derive(move || {
                                    text_with(k::configure::SIDE_AVAILABLE, &[("count", &grouped(shown.total.get()))])
                                }),
                            )}
                            {side_option(
                                "selected",
                                Signal::derive(move || {
                                    text_with(
                                        k::configure::SIDE_SELECTED,
                                        &[("count", &grouped(rows.with(|rows| rows.len())))],
                                    )
                                }),
                            )}
                        </div>
                    </div>
                    <AvailableBox
                        plan=plan
                        shown=shown
                        viewport=left
                        on_add_by_id=Callback::new(move |()| by_id.set(true))
                    />
                    <Arrows plan=plan shown=shown/>
                    <SelectedBox plan=plan rows=rows search=search viewport=right/>
                </div>
            </div>
            {move || {
                request_open
                    .get()
                    .then(|| view! {
                        <div class="side-panel__request">
                            <RequestView
                                product=Product::Kms
                                operation="UpdateKmsInstanceBindVpc"
                                region=plan.region.get_value().to_string()
                                parameters=parameters
                            />
                        </div>
                    })
            }}
            {move || outcome(saving).map(|note| view! { <div class="side-panel__outcome">{note}</div> })}
            <footer class="side-panel__foot">
                <button
                    class="fold-button"
                    type="button"
                    aria-expanded=move || request_open.get().to_string()
                    aria-keyshortcuts="Alt+."
                    on:click=move |_| request_open.update(|open| *open = !*open)
                >
                    {icon("chevron-right")}
                    {t(k::request::TITLE)}
                </button>
                <p class="side-panel__status" role="status">{move || foot_words(plan, saving, off)}</p>
                <button class="button" type="button" on:click=move |_| close()>
                    {t(k::common::CANCEL)}
                </button>
                <button
                    class="button"
                    type="button"
                    id="configure-ok"
                    data-variant="primary"
                    aria-disabled=move || off.get().map(|_| "true")
                    aria-busy=move || saving.with(Saving::is_running).then_some("true")
                    title=move || off.get()
                    on:click=move |_| accept()
                >
                    {t(k::common::OK)}
                </button>
            </footer>
            {move || dialog_open.get().then(|| view! { <VSwitchDialog plan=plan/> })}
            {move || {
                by_id.get().then(|| view! { <AddById plan=plan on_close=Callback::new(move |()| by_id.set(false))/> })
            }}
            {move || {
                leaving
                    .get()
                    .then(|| view! {
                        <LeaveDialog
                            plan=plan
                            on_stay=Callback::new(move |()| leaving.set(false))
                            on_discard=Callback::new(move |()| {
                                leaving.set(false);
                                close_now();
                            })
                        />
                    })
            }}
        </dialog>
    }
}
