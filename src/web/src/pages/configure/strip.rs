//! The quota of the plan, and the arrows between the lists.

use std::collections::HashSet;

use leptos::prelude::*;

use super::available::{Shown, move_ticked};
use super::plan::Plan;
use crate::components::meter::{Cell, bar, cell_row, cell_view, cells};
use crate::i18n::{counted, k, t, text, text_with};
use crate::number::grouped_i64;
use crate::ui::icon;
use crate::ui::icon::reference;
use crate::ui::view::view;

/// Now, after, limit.
#[component]
pub fn QuotaStrip(plan: Plan) -> impl IntoView {
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
pub fn Arrows(plan: Plan, shown: Shown) -> impl IntoView {
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
