//! A statement in a few words.

use leptos::prelude::*;

use crate::i18n::{counted, k, t, text, text_with};
use crate::pages::policy::names;
use crate::policy::engine::{Card, What};
use crate::ui::view::view;

/// Names that a summary lists; of more it says how many.
const NAMED: usize = 2;

/// Its Sid, or its place.
pub fn title(card: &Card, at: usize) -> String {
    match &card.sid {
        Some(sid) if !sid.is_empty() => sid.clone(),
        _ => text_with(k::policy::UNNAMED, &[("place", &(at + 1).to_string())]),
    }
}

/// Whether it names someone of another account.
pub fn has_outside(card: &Card, owner: &str) -> bool {
    let is_outside = |account: Option<&String>| account.is_some_and(|account| account != owner);
    card.effect.as_deref() == Some("Allow")
        && !owner.is_empty()
        && card.principals.iter().any(|who| is_outside(who.account.as_ref()) || who.kind == "everyone")
}

/// Allow or Deny, in its colour.
pub fn effect(card: &Card) -> AnyView {
    match card.effect.as_deref() {
        Some("Allow") => view! { <span class="effect" data-effect="allow">{t(k::policy::ALLOW)}</span> },
        Some("Deny") => view! { <span class="effect" data-effect="deny">{t(k::policy::DENY)}</span> },
        _ => view! { <span class="effect" data-effect="none">{t(k::policy::NO_EFFECT)}</span> },
    }
}

fn listed(mut names: Vec<String>, more: crate::i18n::Key) -> String {
    if names.len() > NAMED {
        let rest = names.split_off(NAMED - 1);
        names.push(counted(more, rest.len()));
    }
    names.join(", ")
}

/// The action without its prefix.
pub fn action_name(text: &str) -> &str {
    text.strip_prefix("kms:").unwrap_or(text)
}

fn actions(all: &[What]) -> String {
    match all {
        [] => text(k::policy::NOTHING),
        [one] if action_name(&one.text) == "*" => text(k::policy::EVERYTHING),
        [one] => action_name(&one.text).to_owned(),
        _ => counted(k::policy::ACTION_COUNT, all.len()),
    }
}

/// Whom, what, and whether under a condition.
pub fn sentence(card: &Card) -> String {
    let names = card.principals.iter().map(|who| match who.kind.as_str() {
        "account" => text(k::policy::AN_ACCOUNT),
        _ => names::plain(&who.text, false),
    });
    let whom = listed(names.collect(), k::policy::MORE);
    let whom = if whom.is_empty() { text(k::policy::NOBODY) } else { whom };
    let what = actions(&card.actions);
    if card.conditions.is_empty() {
        format!("{whom} {what}")
    } else {
        format!("{whom} {what}, {}", counted(k::policy::CONDITION_COUNT, card.conditions.len()))
    }
}
