//! Which statements are new, gone, changed or moved.

use leptos::prelude::*;

use super::lines;
use crate::i18n::{Key, k, t, text};
use crate::pages::policy::visual::summary;
use crate::policy::engine::Card;
use crate::ui::icon;
use crate::ui::view::view;

/// A statement of either policy, or of both.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) before: Option<usize>,
    pub(super) after: Option<usize>,
}

/// Statements that belong together: by Sid where it is the only one of its name, else by what they say.
pub(super) fn pairs(before: &[Card], after: &[Card]) -> Vec<Pair> {
    let mut free: Vec<usize> = (0..before.len()).collect();
    let mut found: Vec<Pair> = Vec::new();
    for (at, card) in after.iter().enumerate() {
        let of = |place: &usize| before.get(*place);
        let same_name = |other: &Card| {
            card.sid.as_ref().is_some_and(|sid| !sid.is_empty() && other.sid.as_ref() == Some(sid))
        };
        let place = free
            .iter()
            .position(|place| of(place).is_some_and(|other| other.anywhere() == card.anywhere()))
            .or_else(|| free.iter().position(|place| of(place).is_some_and(same_name)));
        let before = place.map(|place| free.remove(place));
        found.push(Pair { before, after: Some(at) });
    }
    // What is gone stands where it was.
    for place in free {
        let at = found
            .iter()
            .position(|pair| pair.before.is_some_and(|other| other > place))
            .unwrap_or(found.len());
        found.insert(at, Pair { before: Some(place), after: None });
    }
    found
}

struct Shown<'a> {
    change: &'static str,
    picture: &'static str,
    word: Key,
    card: &'a Card,
    at: usize,
}

/// The list.
pub fn view_of(before: &[Card], after: &[Card], before_text: &str, after_text: &str) -> AnyView {
    let rows = pairs(before, after).into_iter().filter_map(|pair| {
        let (old, new) = (pair.before.and_then(|at| before.get(at)), pair.after.and_then(|at| after.get(at)));
        let shown = match (old, new) {
            (None, Some(card)) => {
                Shown { change: "added", picture: "plus", word: k::policy::IS_NEW, card, at: pair.after? }
            }
            (Some(card), None) => Shown {
                change: "removed",
                picture: "minus",
                word: k::policy::IS_GONE,
                card,
                at: pair.before?,
            },
            (Some(old), Some(card))
                if old.anywhere() != card.anywhere()
                    || source(before_text, old) != source(after_text, card) =>
            {
                Shown {
                    change: "changed",
                    picture: "tilde",
                    word: k::policy::IS_CHANGED,
                    card,
                    at: pair.after?,
                }
            }
            (Some(_), Some(card)) if pair.before != pair.after => {
                Shown { change: "same", picture: "check", word: k::policy::IS_MOVED, card, at: pair.after? }
            }
            (Some(_), Some(card)) => {
                Shown { change: "same", picture: "check", word: k::policy::IS_SAME, card, at: pair.after? }
            }
            (None, None) => return None,
        };
        let texts = (shown.change != "same").then(|| {
            let of =
                |text: &str, card: Option<&Card>| card.map(|card| source(text, card)).unwrap_or_default();
            lines::view_of(&of(before_text, old), &of(after_text, new))
        });
        Some(view! {
            <li class="meaning__row">
                <span class="change" data-change=shown.change>{icon(shown.picture)}</span>
                <div class="meaning__statement">
                    <p class="meaning__words">
                        <bdi>{summary::title(shown.card, shown.at)}</bdi>
                        <span class="meaning__word">{text(shown.word)}</span>
                    </p>
                    {texts.map(|texts| view! {
                        <details class="fold">
                            <summary class="text-button">{t(k::policy::AS_TEXT)}</summary>
                            {texts}
                        </details>
                    })}
                </div>
            </li>
        })
    });
    view! { <ul class="meaning">{rows.collect_view()}</ul> }
}

fn source(text: &str, card: &Card) -> String {
    text.get(card.start..card.end).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests;
