//! The entries of a menu that is open: keyboard of the ARIA menu pattern.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::{Content, Entry};
use crate::bindings::{after_render, document, focus};
use crate::i18n::text;
use crate::ui::icon;
use crate::ui::popover::Popover;
use crate::ui::view::view;

/// Moves the keyboard among the entries.
fn on_key(event: &KeyboardEvent, menu: &Element, popover: Popover) {
    let entries = menu.query_selector_all("[role^=menuitem]").ok();
    let entries: Vec<HtmlElement> = entries
        .map(|list| (0..list.length()).filter_map(|index| list.item(index)?.dyn_into().ok()).collect())
        .unwrap_or_default();
    let current = document().active_element();
    let at = entries
        .iter()
        .position(|entry| current.as_ref().is_some_and(|current| entry.is_same_node(Some(current))));
    let count = entries.len();
    let next = match event.key().as_str() {
        "ArrowDown" => at.map_or(0, |at| (at + 1) % count.max(1)),
        "ArrowUp" => at.map_or(count.saturating_sub(1), |at| (at + count.saturating_sub(1)) % count.max(1)),
        "Home" => 0,
        "End" => count.saturating_sub(1),
        "Tab" => {
            // From the button on, as if the menu had not been there.
            popover.close();
            return;
        }
        _ => return,
    };
    event.prevent_default();
    if let Some(entry) = entries.get(next) {
        focus(entry);
    }
}

/// What a menu shows while it is open.
#[component]
pub fn MenuEntries() -> impl IntoView {
    let popover = expect_context::<Popover>();
    let content = expect_context::<Content>();
    let menu = NodeRef::<html::Div>::new();
    // What changes meanwhile must not take an entry away from under the keyboard.
    let entries = untrack(|| (content.entries)());
    after_render(move || {
        let chosen = |menu: &Element, selector: &str| menu.query_selector(selector).ok().flatten();
        if let Some(menu) = menu.get_untracked()
            && let Some(first) =
                chosen(&menu, "[aria-checked=true]").or_else(|| chosen(&menu, "[role^=menuitem]"))
        {
            focus(&first);
        }
    });
    view! {
        <div
            class="menu__entries"
            role="menu"
            aria-label=content.label
            node_ref=menu
            on:keydown=move |event| {
                if let Some(menu) = menu.get_untracked() {
                    on_key(&event, &menu, popover);
                }
            }
        >
            {entries.into_iter().map(|entry| draw(entry, popover)).collect_view()}
        </div>
    }
}

fn draw(entry: Entry, popover: Popover) -> AnyView {
    let (role, on, danger, picture, label, action) = match entry {
        Entry::Title(label) => {
            return view! { <p class="menu__title" role="presentation">{text(label)}</p> };
        }
        Entry::Line => return view! { <hr class="menu__line"/> },
        Entry::Item { icon, label, danger, action } => ("menuitem", None, danger, icon, text(label), action),
        Entry::Choice { label, on, one_of, action } => {
            let role = if one_of { "menuitemradio" } else { "menuitemcheckbox" };
            (role, Some(on), false, "check", label, action)
        }
    };
    view! {
        <button
            class="menu__item"
            type="button"
            role=role
            tabindex="-1"
            data-variant=danger.then_some("danger")
            aria-checked=on.map(|on| on.to_string())
            on:click=move |_| {
                // Closed first: what the entry does may put the keyboard elsewhere.
                popover.close();
                action();
            }
        >
            {icon(picture)}
            <span>{label}</span>
        </button>
    }
}
