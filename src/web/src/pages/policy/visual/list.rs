//! The list of statements: choose, move, remove, add.

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::summary;
use crate::bindings::{after_render, focus_selector};
use crate::i18n::{k, t, text_with};
use crate::pages::policy::severity::SeverityGlyph;
use crate::pages::policy::state::Editor;
use crate::policy::engine::{Card, Outline, Severity, Wish};
use crate::ui::icon;
use crate::ui::view::view;

/// By statement, the heaviest class of finding in it, with how many of it there are.
type Worst = Memo<Vec<Option<(Severity, usize)>>>;

fn worst(outline: Option<&Outline>) -> Vec<Option<(Severity, usize)>> {
    let mut found = vec![None; outline.map_or(0, |outline| outline.statements.len())];
    let findings = outline.into_iter().flat_map(|outline| &outline.findings);
    // The heaviest come first.
    for finding in findings.filter(|finding| finding.severity != Severity::Suggestion) {
        let Some(slot) = finding.statement.and_then(|at| found.get_mut(at)) else { continue };
        match slot {
            None => *slot = Some((finding.severity, 1)),
            Some((severity, count)) if *severity == finding.severity => *count += 1,
            Some(_) => {}
        }
    }
    found
}

#[component]
fn Row(editor: Editor, at: usize, card: Card, worst: Worst) -> impl IntoView {
    let worst = Memo::new(move |_| worst.with(|all| all.get(at).copied().flatten()));
    let title = summary::title(&card, at);
    let selected = Memo::new(move |_| editor.selected.get() == Some(at));
    let outside = summary::has_outside(&card, &editor.around.owner());
    view! {
        <li
            class="statement"
            role="option"
            id=format!("statement-{at}")
            aria-selected=move || selected.get().to_string()
            on:click=move |_| editor.open(at)
        >
            <span class="statement__number" aria-hidden="true">{at + 1}</span>
            <span class="statement__title"><bdi>{title}</bdi></span>
            <span class="statement__flags">
                {(!card.plain).then(|| view! { <span class="tag">{t(k::policy::RAW)}</span> })}
                {outside
                    .then(|| view! {
                        <span class="tag" data-tone="security">{icon("external")} {t(k::policy::OUTSIDE)}</span>
                    })}
                {move || worst.get().map(|(severity, count)| view! {
                    <span class="statement__worst" data-severity=severity.word()>
                        <SeverityGlyph severity=severity/>
                        {count}
                    </span>
                })}
            </span>
            <span class="statement__summary">
                {summary::effect(&card)} " " <bdi>{summary::sentence(&card)}</bdi>
            </span>
        </li>
    }
}

/// Moves, removes and chooses by keyboard.
fn on_key(event: &KeyboardEvent, editor: Editor) {
    let count =
        editor.outline.with_untracked(|found| found.as_ref().map_or(0, |found| found.statements.len()));
    let Some(last) = count.checked_sub(1) else { return };
    let at = editor.selected.get_untracked().unwrap_or(0).min(last);
    let (from, to) = match event.key().as_str() {
        "ArrowDown" => (at, if editor.selected.get_untracked().is_none() { 0 } else { (at + 1).min(last) }),
        "ArrowUp" => (at, at.saturating_sub(1)),
        "Home" => (at, 0),
        "End" => (at, last),
        "Enter" => {
            event.prevent_default();
            after_render(|| {
                focus_selector(".statement-form [data-first]");
            });
            return;
        }
        "Delete" => {
            event.prevent_default();
            remove(editor, at);
            return;
        }
        _ => return,
    };
    event.prevent_default();
    if event.alt_key() {
        if from != to {
            editor.wish_then(Wish::Move { from, to }, move || editor.selected.set(Some(to)));
            editor.app.live.say(text_with(k::policy::MOVED, &[("place", &(to + 1).to_string())]));
        }
    } else {
        editor.open(to);
    }
}

/// Takes a statement away; Undo brings it back.
pub fn remove(editor: Editor, at: usize) {
    let name = untrack(move || editor.card(at)).map(|card| summary::title(&card, at)).unwrap_or_default();
    editor.wish_then(Wish::Remove { at }, move || {
        let left = untrack(move || editor.statements()).saturating_sub(1);
        editor.selected.set(left.checked_sub(1).map(|last| at.min(last)));
        editor.app.live.say(text_with(k::policy::REMOVED, &[("name", &name)]));
    });
}

/// The list.
#[component]
pub fn StatementList(editor: Editor) -> impl IntoView {
    let worst = Memo::new(move |_| editor.outline.with(|found| worst(found.as_deref())));
    let cards = move || {
        editor.outline.with(|found| {
            let cards = found.iter().flat_map(|found| &found.statements);
            cards.map(Card::anywhere).enumerate().collect::<Vec<_>>()
        })
    };
    // A row stays as long as its statement says the same.
    let rows = move || {
        view! {
            <For
                each=cards
                key=Clone::clone
                children=move |(at, card)| view! { <Row editor=editor at=at card=card worst=worst/> }
            />
        }
    };
    view! {
        <div class="statements">
            <div class="pane__head">
                <h2 class="pane__title" id="statements-title">
                    {t(k::policy::STATEMENTS)}
                    <span class="pane__count">{move || editor.statements()}</span>
                </h2>
            </div>
            <ul
                class="statements__list"
                role="listbox"
                tabindex="0"
                id="statements"
                aria-labelledby="statements-title"
                aria-describedby="statements-keys"
                aria-activedescendant=move || editor.selected.get().map(|at| format!("statement-{at}"))
                on:keydown=move |event| on_key(&event, editor)
            >
                {rows}
            </ul>
            <p class="visually-hidden" id="statements-keys">{t(k::policy::STATEMENT_KEYS)}</p>
            <Show when=move || editor.statements() == 0>
                <p class="statements__empty">{t(k::policy::NO_STATEMENTS)}</p>
            </Show>
            <super::add::AddButtons editor=editor/>
        </div>
    }
}
