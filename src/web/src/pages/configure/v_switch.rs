//! "Select vSwitch to Associate with VPC": one vSwitch for each VPC that was moved.

use std::collections::{BTreeMap, HashSet};

use kms_api::VpcId;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::leave::LeaveDialog;
use super::plan::{ONE_BY_ONE, Picking, Plan};
use super::propose::{Prefer, switch_reason};
use super::selection::Pick;
use super::v_switch_group::{Choices, Group};
use crate::bindings::{after_render, focus_selector};
use crate::components::time::Age;
use crate::i18n::{Key, counted, k, t, text, text_with};
use crate::number::{grouped, short_zone};
use crate::state::instances::FRESH;
use crate::ui::dialog::use_modal;
use crate::ui::segmented::move_in_radiogroup;
use crate::ui::view::view;
use crate::ui::{glyph, icon};

/// Groups that are in the page at once.
const GROUPS: usize = 40;

/// The dialog.
#[component]
pub fn VSwitchDialog(plan: Plan) -> impl IntoView {
    let Picking { vpcs, new } = plan.picking.get_untracked();
    let total = vpcs.len();
    let list = RwSignal::new(vpcs);
    let prefer = RwSignal::new(Prefer::MostFree);
    let chosen: RwSignal<BTreeMap<VpcId, Pick>> = RwSignal::new(current_picks(plan, &list.get_untracked()));
    let by_hand = RwSignal::new(false);
    let asking = RwSignal::new(false);
    let busy = RwSignal::new(true);
    let checking = RwSignal::new(false);
    let trouble = RwSignal::new(None::<String>);
    let shown = RwSignal::new(GROUPS);
    let choices = Choices { plan, list, chosen, by_hand, trouble };
    let missing = Memo::new(move |_| {
        chosen.with(|chosen| list.with(|list| list.iter().filter(|vpc| !chosen.contains_key(*vpc)).count()))
    });
    let dialog = NodeRef::<html::Dialog>::new();
    use_modal(dialog, "#vswitch-title", || {
        focus_selector("#available");
    });

    let propose_all = move |over: bool| {
        let proposals = plan.proposals(&list.get_untracked(), &prefer.get_untracked());
        chosen.update(|chosen| {
            for (vpc, pick) in proposals {
                if over || !chosen.contains_key(&vpc) {
                    chosen.insert(vpc, pick);
                }
            }
        });
    };
    spawn_local(async move {
        plan.read_switches(&list.get_untracked(), FRESH).await;
        if busy.try_set(false).is_none() {
            // A VPC that has a vSwitch keeps it; the others get a proposal.
            propose_all(false);
            after_render(|| {
                let first = "dialog[aria-labelledby=vswitch-title] ";
                focus_selector(&format!(
                    "{first}[role=radio][aria-checked=true].choice-row, {first}.choice-row"
                ));
            });
        }
    });

    let cancel = move || {
        if new {
            let gone: HashSet<VpcId> = list.get_untracked().into_iter().collect();
            plan.selection.update(|selection| {
                selection.remove(&gone);
            });
            plan.say(counted(k::configure::PICK_CANCELLED, gone.len()));
        }
        plan.close_picking();
    };
    let leave = move || if by_hand.get_untracked() { asking.set(true) } else { cancel() };
    let accept = move || {
        if checking.get_untracked() || busy.get_untracked() {
            return;
        }
        if missing.get_untracked() > 0 {
            trouble.set(None);
            return plan.say(counted(k::configure::STILL_NEEDS, missing.get_untracked()));
        }
        checking.set(true);
        spawn_local(async move {
            let vpcs = list.get_untracked();
            // Free addresses go: they are read again before the choice counts.
            if vpcs.len() <= ONE_BY_ONE {
                plan.read_switches(&vpcs, 0.0).await;
            }
            if checking.try_set(false).is_some() {
                return;
            }
            let lost = chosen.with_untracked(|chosen| unusable(plan, chosen));
            if let Some((vpc, names)) = lost {
                chosen.update(|chosen| drop(chosen.remove(&vpc)));
                return trouble.set(Some(text_with(k::configure::LOST_ADDRESS, &[("name", &names)])));
            }
            plan.selection.update(|selection| selection.choose_many(chosen.get_untracked()));
            plan.say(chosen_words(plan, &vpcs));
            plan.close_picking();
        });
    };
    let zone = Memo::new(move |_| {
        plan.networks.switches.settled.track();
        list.with(|list| most_common_zone(plan, list))
    });
    let why = move || missing.get();
    let option = move |value: Prefer, label: Signal<String>| {
        let (same, set) = (value.clone(), value);
        let checked = Memo::new(move |_| prefer.get() == same);
        view! {
            <button
                class="segmented__option"
                type="button"
                role="radio"
                aria-checked=move || checked.get().to_string()
                tabindex=move || if checked.get() { "0" } else { "-1" }
                on:click=move |_| {
                    prefer.set(set.clone());
                    propose_all(true);
                }
            >
                {label}
            </button>
        }
    };
    let groups =
        move || list.with(|list| list.iter().take(shown.get()).cloned().enumerate().collect::<Vec<_>>());
    let status = move || {
        if let Some(trouble) = trouble.get() {
            return view! { {glyph("state-error", "error")} {trouble} }.into_any();
        }
        if busy.get() {
            let (read, all) = plan.networks.switches.progress.get();
            let words = if total > ONE_BY_ONE && all > 0 {
                text_with(
                    k::configure::READING_SWITCHES_OF,
                    &[("read", &grouped(read)), ("total", &grouped(all))],
                )
            } else {
                text(k::configure::READING_SWITCHES)
            };
            return view! { <span class="spinner" aria-hidden="true"></span> {words} }.into_any();
        }
        if checking.get() {
            return view! { <span class="spinner" aria-hidden="true"></span> {text(k::configure::CHECKING)} }
                .into_any();
        }
        match why() {
            0 => view! { {glyph("state-ok", "ok")} {text(k::configure::ALL_CHOSEN)} }.into_any(),
            missing => {
                view! { {glyph("state-warning", "warning")} {counted(k::configure::STILL_NEEDS, missing)} }
                    .into_any()
            }
        }
    };
    let read_at = Signal::derive(move || {
        plan.networks.switches.settled.track();
        list.with(|list| {
            list.first().map_or(0.0, |vpc| plan.networks.switches.of(vpc).with(|loaded| loaded.at))
        })
    });
    view! {
        <dialog
            class="dialog"
            data-size="picker"
            data-layer="second"
            aria-labelledby="vswitch-title"
            aria-describedby="vswitch-why"
            node_ref=dialog
            on:cancel=move |event: web_sys::Event| {
                event.prevent_default();
                event.stop_propagation();
                leave();
            }
            on:keydown=move |event| {
                let target = event.target().and_then(|target| wasm_bindgen::JsCast::dyn_into::<web_sys::Element>(target).ok());
                let button = target.is_some_and(|target| target.matches("button, a, input").unwrap_or(false));
                if event.key() == "Enter" && !button {
                    event.prevent_default();
                    accept();
                }
            }
        >
            <header class="dialog__head">
                <div>
                    <h2 class="dialog__title" id="vswitch-title" tabindex="-1">{t(k::configure::SWITCH_TITLE)}</h2>
                    <p class="dialog__why" id="vswitch-why">{t(k::configure::SWITCH_WHY)}</p>
                </div>
                <button
                    class="button"
                    type="button"
                    data-variant="ghost"
                    data-icon-only=""
                    aria-label=t(k::common::CLOSE)
                    on:click=move |_| leave()
                >
                    {icon("close")}
                </button>
            </header>
            <div class="dialog__tools">
                <span id="prefer">{t(k::configure::PREFER)}</span>
                <div
                    class="segmented"
                    role="radiogroup"
                    aria-labelledby="prefer"
                    on:keydown=move_in_radiogroup
                >
                    {option(Prefer::MostFree, Signal::derive(t(k::configure::PREFER_MOST)))}
                    {option(Prefer::SpreadZones, Signal::derive(t(k::configure::PREFER_SPREAD)))}
                    {move || {
                        zone.get()
                            .map(|zone| {
                                let name = short_zone(&zone).to_owned();
                                let label = move || text_with(k::configure::PREFER_ZONE, &[("zone", &name)]);
                                option(Prefer::Zone(zone), Signal::derive(label))
                            })
                    }}
                </div>
                <button class="button" type="button" data-size="small" on:click=move |_| propose_all(true)>
                    {t(k::configure::PROPOSE_ALL)}
                </button>
                <span class="dialog__tools-end small">
                    <Age at=read_at/>
                </span>
            </div>
            <div class="dialog__body" data-lined="">
                <For each=groups key=|(_, vpc)| vpc.clone() let((at, vpc))>
                    <Group choices=choices vpc=vpc at=at/>
                </For>
                {move || {
                    let left = list.with(Vec::len).saturating_sub(shown.get());
                    (left > 0)
                        .then(|| view! {
                            <button
                                class="button"
                                type="button"
                                on:click=move |_| shown.update(|shown| *shown += GROUPS)
                            >
                                {more_words(left)}
                            </button>
                        })
                }}
            </div>
            <footer class="dialog__foot">
                <p class="dialog__status" role="status">{status}</p>
                <button class="button" type="button" on:click=move |_| cancel()>
                    {t(k::common::CANCEL)}
                </button>
                <button
                    class="button"
                    type="button"
                    data-variant="primary"
                    aria-disabled=move || (missing.get() > 0 || busy.get()).then_some("true")
                    aria-busy=move || checking.get().then_some("true")
                    on:click=move |_| accept()
                >
                    {t(k::common::OK)}
                </button>
            </footer>
            {move || {
                asking
                    .get()
                    .then(|| view! {
                        <LeaveDialog
                            plan=plan
                            on_stay=Callback::new(move |()| asking.set(false))
                            on_discard=Callback::new(move |()| {
                                asking.set(false);
                                cancel();
                            })
                        />
                    })
            }}
        </dialog>
    }
}

fn more_words(left: usize) -> String {
    let key: Key = k::configure::SHOW_MORE;
    text_with(key, &[("count", &grouped(left.min(GROUPS))), ("left", &grouped(left))])
}

/// The vSwitches that the VPCs have already.
fn current_picks(plan: Plan, vpcs: &[VpcId]) -> BTreeMap<VpcId, Pick> {
    plan.selection.with_untracked(|selection| {
        // Freshly moved VPCs have none, and there can be thousands of them.
        if selection.undecided().count() >= vpcs.len() && vpcs.len() > 1 {
            return BTreeMap::new();
        }
        let pick =
            |vpc: &VpcId| Some((vpc.clone(), Pick { v_switch_id: selection.picked(vpc)?, proposed: false }));
        vpcs.iter().filter_map(pick).collect()
    })
}

/// The zone that most of the VPCs have a vSwitch in.
fn most_common_zone(plan: Plan, vpcs: &[VpcId]) -> Option<String> {
    let mut zones: BTreeMap<String, usize> = BTreeMap::new();
    for vpc in vpcs.iter().take(GROUPS) {
        let Some(known) = plan.networks.switches.known(vpc) else { continue };
        for zone in known.iter().map(|switch| switch.zone_id.clone()).collect::<HashSet<_>>() {
            *zones.entry(zone).or_default() += 1;
        }
    }
    zones.into_iter().max_by_key(|(zone, count)| (*count, zone.clone())).map(|(zone, _)| zone)
}

/// The first choice that cannot be used any more. A vSwitch that a VPC is bound with keeps its address.
fn unusable(plan: Plan, chosen: &BTreeMap<VpcId, Pick>) -> Option<(VpcId, String)> {
    let bound = plan.selection.with_untracked(|selection| selection.bound().to_vec());
    chosen.iter().find_map(|(vpc, pick)| {
        let kept = bound.iter().any(|bound| bound.vpc_id == *vpc && bound.v_switch_id == pick.v_switch_id);
        let known = plan.networks.switches.known(vpc)?;
        let switch = known.iter().find(|switch| switch.v_switch_id == pick.v_switch_id);
        let lost = switch.is_none_or(|switch| switch_reason(switch).is_some());
        (lost && !kept).then(|| (vpc.clone(), untrack(|| plan.name(vpc))))
    })
}

fn chosen_words(plan: Plan, vpcs: &[VpcId]) -> String {
    match vpcs {
        [one] => text_with(k::configure::CHOSEN_ONE, &[("name", &untrack(|| plan.name(one)))]),
        many => counted(k::configure::CHOSEN, many.len()),
    }
}
