//! The vSwitches of one VPC, as a radio group.

use std::collections::{BTreeMap, HashSet};

use kms_api::VpcId;
use kms_api::operations::vpcs::VSwitch;
use leptos::prelude::*;

use super::plan::{Plan, reason_words};
use super::propose::{FEW, switch_reason};
use super::selection::Pick;
use crate::components::error_view::advice;
use crate::components::status::{Status, warning};
use crate::i18n::{k, t, text, text_with};
use crate::number::{grouped_i64, short_account, short_id, short_zone};
use crate::ui::icon;
use crate::ui::segmented::move_in_radiogroup;
use crate::ui::view::view;

/// What the groups of the dialog share.
#[derive(Clone, Copy)]
pub struct Choices {
    /// The panel.
    pub plan: Plan,
    /// VPCs that the dialog is about.
    pub list: RwSignal<Vec<VpcId>>,
    /// Choices so far.
    pub chosen: RwSignal<BTreeMap<VpcId, Pick>>,
    /// Whether one was made by hand.
    pub by_hand: RwSignal<bool>,
    /// What went wrong at OK.
    pub trouble: RwSignal<Option<String>>,
}

/// One VPC with its vSwitches.
#[component]
pub fn Group(choices: Choices, vpc: VpcId, at: usize) -> impl IntoView {
    let plan = choices.plan;
    let reading = plan.networks.switches.of(&vpc);
    let open = RwSignal::new(true);
    let id = StoredValue::new(vpc);
    let title = format!("vswitch-group-{at}");
    let pick = Memo::new(move |_| choices.chosen.with(|chosen| id.with_value(|id| chosen.get(id).cloned())));
    let name = move || plan.name(&id.get_value());
    let cidr =
        move || plan.vpc(&id.get_value()).map(|entry| entry.vpc.cidr_block.clone()).unwrap_or_default();
    let rows = Memo::new(move |_| reading.with(|loaded| loaded.value.clone()));
    let none_usable = move || {
        rows.with(|rows| {
            rows.as_ref().is_some_and(|rows| rows.iter().all(|switch| switch_reason(switch).is_some()))
        })
    };
    let state = move || {
        if pick.with(Option::is_some) {
            view! {
                <Status tone="ok" glyph="state-ok" emphasis=true small=true word=Signal::derive(t(k::configure::CHOSEN_STATE))/>
            }
        } else if none_usable() {
            view! {
                <Status tone="error" glyph="state-error" emphasis=true small=true word=Signal::derive(t(k::configure::NONE_USABLE))/>
            }
        } else {
            view! {
                <Status tone="warning" glyph="state-warning" emphasis=true small=true word=Signal::derive(t(k::configure::NEEDS_CHOICE))/>
            }
        }
    };
    let leave_out = move || {
        plan.selection.update(|selection| {
            selection.remove(&HashSet::from([id.get_value()]));
        });
        choices.chosen.update(|chosen| {
            chosen.remove(&id.get_value());
        });
        choices.trouble.set(None);
        choices.list.update(|list| list.retain(|vpc| id.with_value(|id| vpc != id)));
        if choices.list.with_untracked(Vec::is_empty) {
            plan.close_picking();
        }
    };
    let body = move || match (rows.get(), reading.with(|loaded| loaded.error.clone())) {
        (Some(rows), _) if rows.is_empty() => {
            view! { <p class="choice-group__note">{text(k::configure::NO_SWITCH_FOUND)}</p> }.into_any()
        }
        (Some(rows), _) => rows
            .iter()
            .enumerate()
            .map(|(place, switch)| row(choices, id, pick, place, switch))
            .collect_view()
            .into_any(),
        (None, Some(error)) => view! {
            <p class="choice-group__note" role="alert">
                {warning()}
                {advice(&error)}
                " "
                <button
                    class="text-button"
                    type="button"
                    on:click=move |_| plan.networks.switches.want(vec![id.get_value()])
                >
                    {icon("refresh")}
                    {text(k::common::RETRY)}
                </button>
            </p>
        }
        .into_any(),
        (None, None) => view! {
            <span class="skeleton" data-width="long"></span>
            <span class="skeleton"></span>
        },
    };
    view! {
        <section class="choice-group">
            <header class="choice-group__head">
                <h3>
                    <button
                        class="choice-group__toggle"
                        type="button"
                        id=title.clone()
                        aria-expanded=move || open.get().to_string()
                        on:click=move |_| open.update(|open| *open = !*open)
                    >
                        {icon("chevron-down")}
                        {name}
                    </button>
                </h3>
                <span class="choice-group__fact" title=id.get_value().to_string()>{short_id(&id.get_value())}</span>
                <span class="choice-group__fact">{cidr}</span>
                <span class="choice-group__state">{state}</span>
                {move || {
                    none_usable()
                        .then(|| view! {
                            <button class="text-button" type="button" on:click=move |_| leave_out()>
                                {text(k::configure::LEAVE_OUT)}
                            </button>
                        })
                }}
            </header>
            {move || {
                open.get()
                    .then(|| view! {
                        <div
                            role="radiogroup"
                            aria-labelledby=title.clone()
                            aria-busy=move || rows.with(Option::is_none).then_some("true")
                            on:keydown=move_in_radiogroup
                        >
                            {body}
                        </div>
                    })
            }}
        </section>
    }
}

fn row(
    choices: Choices,
    vpc: StoredValue<VpcId>,
    pick: Memo<Option<Pick>>,
    place: usize,
    switch: &VSwitch,
) -> impl IntoView + use<> {
    let id = switch.v_switch_id.clone();
    let reason = switch_reason(switch);
    let status = switch.status.clone();
    let outside = choices.plan.own.with_value(|own| switch.owner_id != *own);
    let owner = short_account(switch.owner_id.as_str());
    let (free, zone) = (switch.available_ip_address_count, short_zone(&switch.zone_id).to_owned());
    let name = if switch.v_switch_name.is_empty() { short_id(&id) } else { switch.v_switch_name.clone() };
    let checked = {
        let id = id.clone();
        Memo::new(move |_| pick.with(|pick| pick.as_ref().is_some_and(|pick| pick.v_switch_id == id)))
    };
    let proposed = Memo::new(move |_| {
        checked.get() && pick.with(|pick| pick.as_ref().is_some_and(|pick| pick.proposed))
    });
    let choose = {
        let id = id.clone();
        move || {
            if reason.is_some() {
                return;
            }
            choices.by_hand.set(true);
            choices.trouble.set(None);
            let pick = Pick { v_switch_id: id.clone(), proposed: false };
            choices.chosen.update(|chosen| drop(chosen.insert(vpc.get_value(), pick)));
        }
    };
    let by_key = choose.clone();
    let owner_words = move || match reason {
        Some(super::propose::Reason::NotAvailable) => {
            text_with(k::configure::SWITCH_STATUS, &[("status", &status)])
        }
        Some(reason) => text_with(k::configure::SWITCH_UNUSABLE, &[("reason", &text(reason_words(reason)))]),
        None if outside => text_with(k::configure::SHARED_BY, &[("account", &owner)]),
        None => text(k::vpcs::THIS_ACCOUNT),
    };
    view! {
        <div
            class="choice-row"
            role="radio"
            aria-checked=move || checked.get().to_string()
            aria-disabled=reason.map(|_| "true")
            tabindex=move || {
                let first = place == 0 && pick.with(Option::is_none);
                if checked.get() || first { "0" } else { "-1" }
            }
            on:click=move |_| choose()
            on:keydown=move |event| {
                if event.key() == " " {
                    event.prevent_default();
                    by_key();
                }
            }
        >
            <span class="radio-mark" aria-hidden="true"></span>
            <span class="choice-row__name">{name}</span>
            <span class="choice-row__fact mono" title=id.to_string()>{short_id(&id)}</span>
            <span class="choice-row__fact" title=switch.zone_id.clone()>
                {move || text_with(k::configure::ZONE, &[("zone", &zone)])}
            </span>
            <span class="choice-row__fact mono">{switch.cidr_block.clone()}</span>
            <span class="choice-row__figure">
                {(reason.is_none() && free < FEW).then(warning)}
                {move || text_with(k::configure::FREE, &[("free", &grouped_i64(free))])}
            </span>
            <span class="choice-row__owner">
                {owner_words}
                {move || {
                    proposed
                        .get()
                        .then(|| view! { <span class="tag" data-tone="accent">{text(k::configure::PROPOSED_TAG)}</span> })
                }}
            </span>
        </div>
    }
}
