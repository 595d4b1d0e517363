//! The access matrix: principals against what they may do, to be read at a glance, by keyboard and by ear.

use std::sync::Arc;

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::ResourceKind;
use super::columns::{Column, Group, columns};
use super::names::PrincipalName;
use crate::bindings::focus_selector;
use crate::i18n::{Key, k, t, text, text_with};
use crate::policy::access::{MatrixRow, Share};
use crate::ui::glyph;
use crate::ui::view::view;

/// Which policy the cells show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// The saved one.
    Saved,
    /// The draft.
    Draft,
    /// The draft, with what changed marked.
    Both,
}

/// What a cell shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Face {
    share: Share,
    /// `+` or `−`, where something changed.
    mark: Option<bool>,
    /// Whether it comes from what is said of the whole account.
    inherited: bool,
}

/// Grows from nothing to everything.
fn weight(share: Share) -> u8 {
    match share {
        Share::Never | Share::Denied => 0,
        Share::Maybe => 1,
        Share::Always => 2,
    }
}

fn face(row: &MatrixRow, at: usize, shown: Shown) -> Face {
    let of = |list: &[Share]| list.get(at).copied().unwrap_or(Share::Never);
    let (before, after) = (of(&row.before), of(&row.after));
    let inherited = row.inherited.get(at).copied().unwrap_or_default();
    match shown {
        Shown::Saved => Face { share: before, mark: None, inherited: false },
        Shown::Draft => Face { share: after, mark: None, inherited },
        Shown::Both => {
            let mark = match weight(after).cmp(&weight(before)) {
                std::cmp::Ordering::Less => Some(false),
                std::cmp::Ordering::Greater => Some(true),
                std::cmp::Ordering::Equal => None,
            };
            Face { share: after, mark, inherited }
        }
    }
}

fn words(face: Face) -> Key {
    match (face.share, face.inherited) {
        (Share::Never, _) => k::matrix::CELL_NEVER,
        (Share::Denied, _) => k::matrix::CELL_DENIED,
        (Share::Maybe, false) => k::matrix::CELL_MAYBE,
        (Share::Maybe, true) => k::matrix::CELL_MAYBE_ACCOUNT,
        (Share::Always, false) => k::matrix::CELL_ALWAYS,
        (Share::Always, true) => k::matrix::CELL_ALWAYS_ACCOUNT,
    }
}

fn picture(face: Face) -> AnyView {
    match (face.share, face.mark) {
        (Share::Never | Share::Denied, Some(false)) => glyph("cell-lost", "error").into_any(),
        (Share::Never, _) => view! { <span class="access-matrix__none" aria-hidden="true">"–"</span> },
        (Share::Denied, _) => glyph("cell-denied", "error").into_any(),
        (Share::Maybe, _) => glyph("cell-maybe", "change").into_any(),
        (Share::Always, _) => glyph("state-ok", "ok").into_any(),
    }
}

fn cell(
    row: &MatrixRow,
    at: usize,
    column: &Column,
    shown: Shown,
    (active, line): (RwSignal<(usize, usize)>, usize),
) -> AnyView {
    let face = face(row, at, shown);
    let changed = match face.mark {
        Some(true) => text(k::matrix::NEW),
        Some(false) => text(k::matrix::LESS),
        None => String::new(),
    };
    let label = format!("{}: {} {changed}", text(column.label), text(words(face)));
    let title = label.clone();
    view! {
        <td
            class="access-matrix__cell"
            role="gridcell"
            id=cell_id((line, at + 1))
            tabindex=stop(active, (line, at + 1))
            on:focus=move |_| active.set((line, at + 1))
            title=title
            data-share=match face.share {
                Share::Never => "never",
                Share::Denied => "denied",
                Share::Maybe => "maybe",
                Share::Always => "always",
            }
            data-mark=face.mark.map(|more| if more { "more" } else { "less" })
            data-inherited=face.inherited.then_some("")
        >
            {picture(face)}
            {face.mark.map(|more| view! {
                <span class="access-matrix__mark" aria-hidden="true">{if more { "+" } else { "−" }}</span>
            })}
            <span class="visually-hidden">{label}</span>
        </td>
    }
}

/// The table.
#[component]
pub fn AccessMatrix(
    /// Of a key or a secret: decides the columns.
    kind: ResourceKind,
    /// The rows.
    #[prop(into)]
    rows: Signal<Arc<Vec<MatrixRow>>>,
    /// Which policy the cells show.
    #[prop(into)]
    shown: Signal<Shown>,
    /// The statement whose rows are tinted.
    #[prop(into)]
    selected: Signal<Option<usize>>,
) -> impl IntoView {
    let columns = columns(kind);
    let active = RwSignal::new((0, 0));
    let heads = Group::ALL.map(|group| {
        let count = columns.iter().filter(|column| column.group == group).count();
        view! {
            <th class="access-matrix__group" scope="colgroup" colspan=count.to_string()>{t(group.label())}</th>
        }
    });
    let names = columns.iter().enumerate().map(|(at, column)| {
        let first = at == 0 || columns.get(at - 1).is_none_or(|last| last.group != column.group);
        view! {
            <th class="access-matrix__head" scope="col" role="columnheader" data-first=first.then_some("")>
                {t(column.label)}
            </th>
        }
    });
    let body = move || {
        let shown = shown.get();
        rows.with(|rows| {
            rows.iter()
                .enumerate()
                .map(|(line, row)| {
                    let about = row.statements.clone();
                    let cells = columns
                        .iter()
                        .enumerate()
                        .map(|(at, column)| cell(row, at, column, shown, (active, line)))
                        .collect_view();
                    view! {
                        <tr
                            class="access-matrix__row"
                            role="row"
                            data-selected=move || {
                                selected.get().is_some_and(|at| about.contains(&at)).then_some("")
                            }
                        >
                            <th
                                class="access-matrix__who"
                                scope="row"
                                role="rowheader"
                                id=cell_id((line, 0))
                                tabindex=stop(active, (line, 0))
                                on:focus=move |_| active.set((line, 0))
                            >
                                <PrincipalName arn=row.principal.clone() outside=row.outside/>
                            </th>
                            {cells}
                        </tr>
                    }
                })
                .collect_view()
        })
    };
    view! {
        <table
            class="access-matrix"
            role="grid"
            aria-label=t(k::matrix::LABEL)
            on:keydown=move |event| {
                let last = rows.with_untracked(|rows| rows.len().saturating_sub(1));
                on_key(&event, active, (last, columns.len()));
            }
        >
            <thead>
                <tr role="row">
                    <th class="access-matrix__corner" rowspan="2" scope="col" role="columnheader">
                        {t(k::matrix::PRINCIPAL)}
                    </th>
                    {heads.collect_view()}
                </tr>
                <tr role="row">{names.collect_view()}</tr>
            </thead>
            <tbody>{body}</tbody>
        </table>
        <Show when=move || rows.with(|rows| rows.is_empty())>
            <p class="access-matrix__empty">{t(k::matrix::NOBODY)}</p>
        </Show>
    }
}

/// Moves the keyboard from cell to cell; column 0 holds the names.
fn on_key(event: &KeyboardEvent, active: RwSignal<(usize, usize)>, last: (usize, usize)) {
    let (row, column) = active.get_untracked();
    let next = match event.key().as_str() {
        "ArrowRight" => (row, (column + 1).min(last.1)),
        "ArrowLeft" => (row, column.saturating_sub(1)),
        "ArrowDown" => ((row + 1).min(last.0), column),
        "ArrowUp" => (row.saturating_sub(1), column),
        "Home" => (row, 0),
        "End" => (row, last.1),
        _ => return,
    };
    event.prevent_default();
    active.set(next);
    focus_selector(&format!("#{}", cell_id(next)));
}

fn cell_id((row, column): (usize, usize)) -> String {
    format!("access-{row}-{column}")
}

/// One stop for the Tab key: the cell that had the keyboard last, or the first one.
fn stop(active: RwSignal<(usize, usize)>, place: (usize, usize)) -> impl Fn() -> &'static str + Copy + Send {
    move || if active.get() == place { "0" } else { "-1" }
}

/// What the pictures mean.
#[component]
pub fn Legend() -> impl IntoView {
    view! {
        <ul class="access-legend" aria-label=t(k::matrix::LEGEND)>
            <li>{glyph("state-ok", "ok")} {t(k::matrix::ALLOWED)}</li>
            <li>{glyph("cell-maybe", "change")} {t(k::matrix::CONDITIONAL)}</li>
            <li>{glyph("cell-denied", "error")} {t(k::matrix::DENIED)}</li>
        </ul>
    }
}

/// How much access a draft gives and takes, in cells: `(more, less)`.
pub fn totals(rows: &[MatrixRow]) -> (usize, usize) {
    let marks =
        rows.iter().flat_map(|row| (0..row.after.len()).filter_map(|at| face(row, at, Shown::Both).mark));
    marks.fold((0, 0), |(more, less), mark| if mark { (more + 1, less) } else { (more, less + 1) })
}

/// The totals in words, for a live region.
pub fn totals_text(rows: &[MatrixRow]) -> String {
    let (more, less) = totals(rows);
    text_with(k::matrix::TOTALS, &[("more", &more.to_string()), ("less", &less.to_string())])
}

#[cfg(test)]
mod tests;
