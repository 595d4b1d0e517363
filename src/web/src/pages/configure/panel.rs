//! The Configure VPC panel: two lists, the quota of the plan, and OK.

use std::collections::HashSet;

use kms_api::VpcId;
use kms_api::operation::to_parameters;
use kms_api::operations::instances::UpdateKmsInstanceBindVpc;
use leptos::html;
use leptos::prelude::*;

use super::add_by_id::AddById;
use super::available::{AvailableBox, Shown, move_ticked};
use super::leave::LeaveDialog;
use super::plan::{Picking, Plan};
use super::save::{Saving, save};
use super::selected::{SelectedBox, selected_rows};
use super::selection::{Quota, Selection};
use super::v_switch::VSwitchDialog;
use crate::app::use_go;
use crate::bindings::{after_render, focus_selector};
use crate::components::error_view::{ErrorFacts, advice};
use crate::components::meter::{Cell, bar, cell_row, cell_view, cells};
use crate::components::request::RequestView;
use crate::components::time::Age;
use crate::i18n::{counted, k, region_name, t, text, text_with};
use crate::number::{grouped, grouped_i64};
use crate::pages::instances::list::row::used;
use crate::state::instances::{FRESH, InstanceRow, InstanceStore};
use crate::state::use_app;
use crate::ui::dialog::use_modal;
use crate::ui::icon::reference;
use crate::ui::virtual_list::Viewport;
use crate::ui::{glyph, icon};
use crate::ui::view::view;

/// Pause after scrolling before the rows in sight are asked for, in ms.
const SETTLE: u64 = 120;

fn make_plan(store: InstanceStore, row: &InstanceRow, region: &str) -> Plan {
    let app = use_app();
    let instance = row.detail.with_untracked(|detail| detail.value.clone()).unwrap_or_default();
    let own = app.session.with_untracked(|session| session.value.as_ref().map(|s| s.account_id.clone()));
    let now = Quota::of(&instance, row.quota.with_untracked(|quota| used(quota.value.as_deref(), "vpc")));
    let fresh = Selection::new(&instance, &region.into(), now);
    // A plan that the reader walked away from by Back is still there.
    let kept = app.drafts.try_update_value(|drafts| drafts.remove(&row.id)).flatten();
    let selection = kept.filter(|kept| kept.bound() == fresh.bound()).unwrap_or(fresh);
    let detail = row.detail;
    let locked = Signal::derive(move || {
        let status = detail.with(|detail| detail.value.as_ref().map(|value| value.status.clone()));
        if status.as_deref() == Some("Connected") {
            None
        } else {
            Some(text(k::configure::NOT_ENABLED))
        }
    });
    Plan {
        app,
        store,
        regional: app.region(&region.into()),
        go: use_go(),
        id: StoredValue::new(row.id.clone()),
        region: StoredValue::new(region.into()),
        own: StoredValue::new(own.unwrap_or_default()),
        selection: RwSignal::new(selection),
        extra: RwSignal::new(vec![]),
        ticked: RwSignal::new(HashSet::new()),
        ticked_selected: RwSignal::new(HashSet::new()),
        picking: RwSignal::new(Picking::default()),
        status: RwSignal::new(String::new()),
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
    /// A binding to strike.
    unbind: Option<VpcId>,
    /// A binding that gets another vSwitch.
    change: Option<VpcId>,
) -> impl IntoView {
    let plan = make_plan(store, &row, &region);
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

    plan.regional.vpcs.load();
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
    stage(plan, unbind, change);
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
    use_modal(dialog, "#available, #configure-title", || drop(focus_selector("#configure-vpc, #content h1")));

    // The dialog needs something to be about; a pasted address has nothing, so it opens the panel alone.
    let dialog_open = Memo::new(move |_| picking.get() && plan.picking.with(|picking| !picking.vpcs.is_empty()));
    Effect::new(move |_| {
        if picking.get() && plan.picking.with_untracked(|picking| picking.vpcs.is_empty()) {
            plan.go.replace(&plan.with_ids(crate::paths::configure));
        } else if !picking.get() {
            cancelled_by_back(plan);
        }
    });

    let detail = row.detail;
    let name = Memo::new(move |_| {
        detail.with(|detail| detail.value.as_ref().map(|value| value.instance_name.clone())).unwrap_or_default()
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
                            on:keydown=super::v_switch_group::move_in_radiogroup
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
                                product="kms"
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

/// Why OK is off.
fn off_reason(plan: Plan, changes: usize) -> Option<String> {
    if let Some(reason) = plan.locked.get() {
        return Some(reason);
    }
    if plan.app.offline_since.get().is_some() {
        return Some(text(k::instance::OFF_OFFLINE));
    }
    plan.selection.with(|selection| {
        let undecided: Vec<_> = selection.undecided().take(2).map(|addition| addition.vpc_id.clone()).collect();
        if selection.room() < 0 {
            Some(text_with(
                k::configure::OVER_QUOTA,
                &[("after", &grouped_i64(selection.used_after())), ("limit", &grouped_i64(selection.quota().limit))],
            ))
        } else if let [one] = undecided.as_slice() {
            Some(text_with(k::configure::NEEDS_SWITCH_NAMED, &[("name", &plan.name(one))]))
        } else if !undecided.is_empty() {
            Some(counted(k::configure::STILL_NEEDS, selection.undecided().count()))
        } else if changes == 0 {
            Some(text(k::configure::NO_CHANGE))
        } else {
            None
        }
    })
}

/// The sentence in the foot: what just happened, else why OK is off.
fn foot_words(plan: Plan, saving: RwSignal<Saving>, off: Signal<Option<String>>) -> AnyView {
    match saving.get() {
        Saving::Sending => return text(k::configure::SENDING).into_any(),
        Saving::ReadingBack => return text(k::configure::READING_BACK).into_any(),
        Saving::Unclear => return text(k::configure::READING_BACK).into_any(),
        Saving::Idle | Saving::Refused(_) | Saving::NotApplied(_) | Saving::Differs => {}
    }
    let said = plan.status.get();
    let blocked = off.get().filter(|_| plan.selection.with(|selection| selection.changes().total() > 0));
    match blocked {
        Some(reason) => view! { {glyph("state-warning", "warning")} {reason} }.into_any(),
        None => said.into_any(),
    }
}

/// What became of the write, when it did not simply succeed.
fn outcome(saving: RwSignal<Saving>) -> Option<AnyView> {
    let (tone, picture, title, error) = match saving.get() {
        Saving::Idle | Saving::Sending | Saving::ReadingBack => return None,
        Saving::Refused(error) => ("error", "state-error", text(k::configure::REFUSED), Some(error)),
        Saving::Unclear => ("warning", "state-warning", text(k::configure::UNCLEAR), None),
        Saving::NotApplied(error) => ("error", "state-error", text(k::configure::NOT_APPLIED), Some(error)),
        Saving::Differs => ("error", "state-error", text(k::configure::DIFFERS), None),
    };
    let facts = error.map(|error| {
        view! {
            <p>{advice(&error)}</p>
            <ErrorFacts error=error/>
        }
    });
    Some(
        view! {
            <div class="note" data-tone=tone>
                {glyph(picture, tone)}
                <div class="note__text">
                    <p>
                        <strong>{title}</strong>
                    </p>
                    {facts}
                </div>
            </div>
        }
        .into_any(),
    )
}

/// Now, after, limit.
#[component]
fn QuotaStrip(plan: Plan) -> impl IntoView {
    let figures = Memo::new(move |_| {
        plan.selection.with(|selection| {
            (selection.quota(), selection.changes(), selection.used_after(), selection.room())
        })
    });
    let level = move || (figures.get().3 < 0).then_some("over");
    let words = move || {
        let (quota, _, after, _) = figures.get();
        (grouped_i64(quota.used()), grouped_i64(after), grouped_i64(quota.limit))
    };
    let legend = [
        (Cell::Vpc, k::configure::LEGEND_VPC),
        (Cell::Account, k::configure::LEGEND_ACCOUNT),
        (Cell::Added, k::configure::CHANGE_ADDED),
        (Cell::Removed, k::configure::CHANGE_REMOVED),
    ];
    view! {
        <div class="quota-strip" data-level=level role="group" aria-label=t(k::vpcs::QUOTA)>
            <span class="meter" data-size="large">
                <span class="quota-strip__title">{t(k::configure::QUOTA)}</span>
                {move || {
                    let (quota, changes, after, _) = figures.get();
                    match cells(quota, changes) {
                        Some(cells) => cell_row(cells).into_any(),
                        None => {
                            #[expect(clippy::cast_precision_loss, reason = "quotas are far below 2^53")]
                            let share = if quota.limit > 0 { after as f64 / quota.limit as f64 } else { 0.0 };
                            bar(share.clamp(0.0, 1.0)).into_any()
                        }
                    }
                }}
                <span class="quota-strip__plan">
                    {t(k::configure::NOW)} " " <b>{move || words().0}</b> " "
                    <svg class="inline-arrow" aria-hidden="true">{reference("arrow-right")}</svg> " "
                    {t(k::configure::AFTER)} " " <b>{move || words().1}</b> " "
                    {move || text_with(k::instances::QUOTA_LIMIT, &[("limit", &words().2)])}
                </span>
            </span>
            <span class="meter-legend" aria-hidden="true">
                {legend
                    .into_iter()
                    .map(|(cell, label)| {
                        view! { <span class="meter-legend__item">{cell_view(cell)} {t(label)}</span> }
                    })
                    .collect_view()}
            </span>
        </div>
    }
}

/// The two arrows between the lists.
#[component]
fn Arrows(plan: Plan, shown: Shown) -> impl IntoView {
    let into = Memo::new(move |_| plan.ticked.with(HashSet::len));
    let out = Memo::new(move |_| plan.ticked_selected.with(HashSet::len));
    let nothing = move |count: usize| (count == 0 || plan.locked.get().is_some()).then_some("true");
    let add_words = move || match into.get() {
        0 => text(k::configure::ADD_NONE),
        count => counted(k::configure::ADD_COUNT, count),
    };
    let remove_words = move || match out.get() {
        0 => text(k::configure::REMOVE_NONE),
        count => counted(k::configure::REMOVE_COUNT, count),
    };
    view! {
        <div class="transfer-list__arrows">
            <button
                class="button"
                type="button"
                data-icon-only=""
                data-move="in"
                aria-keyshortcuts="Alt+ArrowRight"
                aria-label=add_words
                title=add_words
                aria-disabled=move || nothing(into.get())
                on:click=move |_| move_ticked(plan, shown)
            >
                {icon("chevron-right")}
                <span class="transfer-list__arrow-name">{add_words}</span>
            </button>
            <button
                class="button"
                type="button"
                data-icon-only=""
                data-move="out"
                aria-keyshortcuts="Alt+ArrowLeft"
                aria-label=remove_words
                title=remove_words
                aria-disabled=move || nothing(out.get())
                on:click=move |_| {
                    let ticked = plan.ticked_selected.get_untracked();
                    if !ticked.is_empty() {
                        plan.move_out(&ticked);
                    }
                }
            >
                {icon("chevron-left")}
                <span class="transfer-list__arrow-name">{remove_words}</span>
            </button>
        </div>
    }
}

/// Asks for the vSwitches of the rows in sight, once scrolling rests.
fn read_in_sight(
    plan: Plan,
    shown: Shown,
    rows: Memo<std::sync::Arc<Vec<super::selection::Row>>>,
    left: Viewport,
    right: Viewport,
) {
    let turn = StoredValue::new(0_u32);
    // A timer that reads: no value is derived here.
    Effect::new(move |_| {
        let mut wanted: Vec<VpcId> = vec![];
        rows.with(|rows| {
            let (first, count) = right.window(rows.len());
            wanted.extend(rows.iter().skip(first).take(count).map(|row| row.vpc_id().clone()));
        });
        shown.rows.with(|rows| {
            let (first, count) = left.window(rows.len());
            let some = rows.iter().skip(first).take(count);
            wanted.extend(some.filter(|e| !e.vpc.v_switch_ids.v_switch_id.is_empty()).map(|e| e.vpc.vpc_id.clone()));
        });
        turn.update_value(|turn| *turn += 1);
        let mine = turn.get_value();
        set_timeout(
            move || {
                if turn.try_get_value() == Some(mine) {
                    let switches = plan.regional.switches;
                    wanted.retain(|vpc| !switches.of(vpc).with_untracked(|loaded| loaded.is_fresh(FRESH)));
                    switches.want(std::mem::take(&mut wanted));
                }
            },
            std::time::Duration::from_millis(SETTLE),
        );
    });
}

/// Stages the change that the address asks for. It is never written from here.
fn stage(plan: Plan, unbind: Option<VpcId>, change: Option<VpcId>) {
    let bound = |vpc: &VpcId| {
        plan.selection.with_untracked(|selection| selection.bound().iter().any(|bound| bound.vpc_id == *vpc))
    };
    if let Some(vpc) = unbind.filter(|vpc| bound(vpc)) {
        plan.move_out(&HashSet::from([vpc]));
    } else if let Some(vpc) = change.filter(|vpc| bound(vpc)) {
        after_render(move || plan.pick(Picking { vpcs: vec![vpc], new: false }));
    }
}

/// Back closed the dialog: what came into Selected for it goes back, as with Cancel.
fn cancelled_by_back(plan: Plan) {
    let Picking { vpcs, new } = plan.picking.get_untracked();
    if new && !vpcs.is_empty() {
        let undecided: HashSet<VpcId> = plan.selection.with_untracked(|selection| {
            selection.undecided().map(|addition| addition.vpc_id.clone()).filter(|vpc| vpcs.contains(vpc)).collect()
        });
        plan.selection.update(|selection| drop(selection.remove(&undecided)));
        plan.picking.set(Picking::default());
    }
}

/// Back would drop unsaved changes without a word: keep them, come back, and ask.
fn keep_on_back(plan: Plan, dirty: Memo<bool>, let_go: StoredValue<bool>) {
    let path = plan.with_ids(crate::paths::configure);
    let id = plan.id.get_value();
    on_cleanup(move || {
        if let_go.try_get_value() == Some(false) && dirty.try_get_untracked() == Some(true) {
            if let Some(selection) = plan.selection.try_get_untracked() {
                plan.app.drafts.update_value(|drafts| drop(drafts.insert(id.clone(), selection)));
                plan.app.resumed.set(true);
                plan.app.resume.set(Some(path.clone()));
            }
        }
    });
}
