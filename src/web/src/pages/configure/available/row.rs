//! One VPC of the left list.

use std::sync::Arc;

use leptos::prelude::*;

use super::Shown;
use crate::components::status::warning;
use crate::i18n::{counted, k, text, text_with};
use crate::number::{grouped_i64, short_account, short_id};
use crate::pages::configure::plan::{Plan, reason_words};
use crate::pages::configure::propose::{FEW, summary};
use crate::state::vpcs::VpcEntry;
use crate::ui::icon;
use crate::ui::view::view;

/// The option of a VPC, with figures or the reason why it cannot be added.
pub(super) fn option(
    plan: Plan,
    shown: Shown,
    active: RwSignal<usize>,
    at: usize,
    entry: &Arc<VpcEntry>,
) -> impl IntoView + use<> {
    let id = entry.vpc.vpc_id.clone();
    let switches = plan.networks.switches.of(&id);
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
