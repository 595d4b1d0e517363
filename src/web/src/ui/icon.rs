//! Icons of the one sprite. Outlines are things and actions, filled glyphs are states.

use std::cell::OnceCell;

use leptos::prelude::*;

use crate::bindings::link;
use crate::ui::view::view;

thread_local! {
    static SPRITE: OnceCell<String> = const { OnceCell::new() };
}

fn address(name: &str) -> String {
    SPRITE.with(|sprite| format!("{}#{name}", sprite.get_or_init(|| link("app-icons").unwrap_or_default())))
}

/// The reference into the sprite, for an `<svg>` with a class of its own.
pub fn reference(name: &str) -> impl IntoView + use<> {
    view! { <use href=address(name)></use> }
}

/// An icon beside words; hidden from screen readers.
pub fn icon(name: &str) -> impl IntoView + use<> {
    view! {
        <svg class="icon" aria-hidden="true">
            <use href=address(name)></use>
        </svg>
    }
}

/// An icon of another size: `large`, `small` or `tiny`.
pub fn icon_sized(name: &str, size: &'static str) -> impl IntoView + use<> {
    view! {
        <svg class="icon" data-size=size aria-hidden="true">
            <use href=address(name)></use>
        </svg>
    }
}

/// A state glyph in its colour: `ok`, `off`, `busy`, `warning`, `error`, `tip`.
pub fn glyph(name: &str, tone: &'static str) -> impl IntoView + use<> {
    view! {
        <svg class="icon" data-tone=tone aria-hidden="true">
            <use href=address(name)></use>
        </svg>
    }
}

/// The product mark.
pub fn mark() -> impl IntoView {
    view! {
        <svg class="top-bar__mark" aria-hidden="true">
            <use href=address("mark")></use>
        </svg>
    }
}
