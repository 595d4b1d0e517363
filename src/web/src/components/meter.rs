//! Quotas: cells up to twelve units, a bar above, and always the figures.

use leptos::prelude::*;

use crate::i18n::{k, text_with};
use crate::number::{grouped_i64, share_text};
use crate::pages::configure::selection::{Changes, Quota};
use crate::ui::view::view;
use crate::ui::{glyph, icon};

/// Units that are still drawn one by one.
const CELLS: i64 = 12;
/// From this share on a quota is nearly used up.
const HIGH: f64 = 0.95;

/// What one cell stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// A VPC.
    Vpc,
    /// An outside account.
    Account,
    /// A VPC that will be unbound.
    Removed,
    /// A VPC that will be bound.
    Added,
    /// Free.
    Free,
}

impl Cell {
    fn kind(self) -> &'static str {
        match self {
            Self::Vpc => "vpc",
            Self::Account => "account",
            Self::Removed => "removed",
            Self::Added => "added",
            Self::Free => "free",
        }
    }
}

/// The cells of a quota with a plan; none when there are too many.
pub fn cells(quota: Quota, changes: Changes) -> Option<Vec<Cell>> {
    if quota.limit > CELLS || quota.used() > CELLS {
        return None;
    }
    let count = |count: i64| usize::try_from(count).unwrap_or(0);
    let removed = changes.removed.min(count(quota.vpcs));
    let mut cells = vec![Cell::Vpc; count(quota.vpcs) - removed];
    cells.extend(vec![Cell::Account; count(quota.accounts)]);
    cells.extend(vec![Cell::Removed; removed]);
    cells.extend(vec![Cell::Added; changes.added]);
    let limit = count(quota.limit);
    // A unit that is given back and used again is one unit: the struck cell stands beside the limit.
    let drawn = cells.len().saturating_sub(removed.min(changes.added));
    if drawn < limit {
        cells.extend(vec![Cell::Free; limit.saturating_sub(cells.len())]);
    }
    Some(cells)
}

/// The cells; decoration, for the figures stand beside them.
pub fn cell_row(cells: Vec<Cell>) -> impl IntoView {
    view! {
        <span class="meter__cells" aria-hidden="true">
            {cells.into_iter().map(cell_view).collect_view()}
        </span>
    }
}

/// One cell, also for legends.
pub fn cell_view(cell: Cell) -> impl IntoView {
    let sign = match cell {
        Cell::Added => Some("plus"),
        Cell::Removed => Some("minus"),
        Cell::Vpc | Cell::Account | Cell::Free => None,
    };
    view! { <span class="meter__cell" data-kind=cell.kind()>{sign.map(icon)}</span> }
}

/// A bar with a share from 0 to 1.
pub fn bar(share: f64) -> impl IntoView {
    view! {
        <span class="meter__bar">
            <span class="meter__fill" style:--fill=share_text(share)></span>
        </span>
    }
}

fn share(used: i64, limit: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "quotas are far below 2^53")]
    let share = if limit > 0 { used as f64 / limit as f64 } else { 0.0 };
    share.clamp(0.0, 1.0)
}

fn level(used: i64, limit: i64) -> Option<&'static str> {
    if limit > 0 && used >= limit {
        Some("full")
    } else if share(used, limit) >= HIGH {
        Some("high")
    } else {
        None
    }
}

/// The access management quota: cells and "4 of 8".
#[component]
pub fn AccessMeter(
    /// The quota.
    quota: Quota,
    /// Whether it stands in a line of its own.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    let (used, limit) = (quota.used(), quota.limit);
    let full = level(used, limit);
    let figures = move || {
        let key = if full == Some("full") {
            k::instances::QUOTA_FULL
        } else if large {
            k::instances::QUOTA_USED
        } else {
            k::instances::QUOTA_OF
        };
        text_with(key, &[("used", &grouped_i64(used)), ("limit", &grouped_i64(limit))])
    };
    view! {
        <span class="meter" data-level=full data-size=large.then_some("large")>
            {match cells(quota, Changes::default()) {
                Some(cells) => cell_row(cells).into_any(),
                None => bar(share(used, limit)).into_any(),
            }}
            <span class="meter__text">
                {(full == Some("full")).then(|| glyph("state-error", "error"))}
                <span>{figures}</span>
            </span>
        </span>
    }
}

/// A quota as figures over a bar: "212 of 1,000".
#[component]
pub fn BarMeter(
    /// Units in use.
    used: i64,
    /// What was bought.
    limit: i64,
    /// Whether the bar stands under the figures.
    #[prop(optional)]
    stack: bool,
) -> impl IntoView {
    let level = level(used, limit).map(|level| if used == 0 { "" } else { level });
    let figures = view! {
        <span class="meter__text">
            <span>
                {grouped_i64(used)} " "
                <span class="meter__of">
                    {move || text_with(k::instances::QUOTA_LIMIT, &[("limit", &grouped_i64(limit))])}
                </span>
            </span>
            {level.filter(|level| !level.is_empty()).map(|_| glyph("state-warning", "warning"))}
        </span>
    };
    view! {
        <span class="meter" data-layout=stack.then_some("stack") data-level=level>
            {if stack {
                (figures.into_any(), bar(share(used, limit)).into_any())
            } else {
                (bar(share(used, limit)).into_any(), figures.into_any())
            }}
        </span>
    }
}

#[cfg(test)]
mod tests;
