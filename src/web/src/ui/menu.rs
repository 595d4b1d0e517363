//! A menu that hangs on a button: native popover, keyboard of the ARIA menu pattern.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use crate::bindings::{after_render, document, focus};
use crate::ui::view::view;

/// Moves the keyboard among the entries of a menu.
fn on_menu_key(event: &KeyboardEvent, menu: &HtmlElement) {
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
            drop(menu.hide_popover());
            return;
        }
        _ => return,
    };
    event.prevent_default();
    if let Some(entry) = entries.get(next) {
        focus(entry);
    }
}

/// A button with a menu under it.
#[component]
pub fn Menu(
    /// Id of the popover, unique in the page.
    #[prop(into)]
    id: String,
    /// Class of the button.
    class: &'static str,
    /// Variant of the button.
    #[prop(optional)]
    variant: &'static str,
    /// Accessible name of the button.
    #[prop(into)]
    label: Signal<String>,
    /// `start` hangs the menu on the left edge.
    #[prop(optional)]
    align: &'static str,
    /// Whether the button is a bare icon.
    #[prop(optional)]
    icon_only: bool,
    /// Whether the button stands in a list head.
    #[prop(optional)]
    small: bool,
    /// Whether the filter behind the button hides something.
    #[prop(into, optional)]
    active: Signal<bool>,
    /// What the button shows.
    #[prop(into)]
    face: ViewFn,
    /// The entries; made when the menu opens.
    children: ChildrenFn,
) -> impl IntoView {
    let menu = NodeRef::<html::Div>::new();
    let button = NodeRef::<html::Button>::new();
    let open = RwSignal::new(false);
    let element = move || menu.get_untracked().map(|menu| HtmlElement::clone(&menu));
    let toggle = move |_| {
        if let Some(menu) = element() {
            open.set(true);
            drop(menu.toggle_popover());
        }
    };
    view! {
        <span class="menu-holder">
            <button
                class=class
                type="button"
                data-variant=(!variant.is_empty()).then_some(variant)
                data-size=(small || (variant == "ghost" && icon_only)).then_some("small")
                data-icon-only=icon_only.then_some("")
                data-active=move || active.get().then_some("")
                aria-haspopup="menu"
                aria-expanded=move || open.get().to_string()
                aria-label=label
                node_ref=button
                on:click=toggle
            >
                {face.run()}
            </button>
            <div
                class="menu"
                id=id
                role="menu"
                popover="auto"
                data-align=(!align.is_empty()).then_some(align)
                aria-label=label
                node_ref=menu
                on:toggle=move |event: web_sys::Event| {
                    let state = event.unchecked_ref::<web_sys::ToggleEvent>().new_state();
                    open.set(state == "open");
                    if state == "open" {
                        // The entries are made when the menu opens, so they come with the next paint.
                        after_render(move || {
                            let wanted = "[aria-checked=true], [role^=menuitem]";
                            if let Some(first) =
                                element().and_then(|menu| menu.query_selector(wanted).ok().flatten())
                            {
                                focus(&first);
                            }
                        });
                    }
                }
                on:keydown=move |event| {
                    if let Some(menu) = element() {
                        on_menu_key(&event, &menu);
                    }
                }
                on:click=move |event| {
                    let entry = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
                    let chosen = entry.and_then(|entry| entry.closest("[role^=menuitem]").ok().flatten());
                    if chosen.is_some_and(|entry| entry.get_attribute("aria-disabled").is_none()) {
                        if let Some(menu) = element() {
                            drop(menu.hide_popover());
                        }
                        if let Some(button) = button.get_untracked() {
                            focus(&button);
                        }
                    }
                }
            >
                {move || open.get().then(|| children())}
            </div>
        </span>
    }
}

/// An entry that does something.
#[component]
pub fn MenuItem(
    /// Icon before the words.
    icon: &'static str,
    /// The words.
    #[prop(into)]
    label: Signal<String>,
    /// `danger` for what takes something away.
    #[prop(optional)]
    variant: &'static str,
    /// What it does.
    #[prop(into)]
    on_choose: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            class="menu__item"
            type="button"
            role="menuitem"
            tabindex="-1"
            data-variant=(!variant.is_empty()).then_some(variant)
            on:click=move |_| on_choose.run(())
        >
            {super::icon(icon)}
            <span>{label}</span>
        </button>
    }
}

/// An entry that is one of several.
#[component]
pub fn MenuRadio(
    /// The words.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is the chosen one.
    #[prop(into)]
    checked: Signal<bool>,
    /// What it does.
    #[prop(into)]
    on_choose: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            class="menu__item"
            type="button"
            role="menuitemradio"
            tabindex="-1"
            aria-checked=move || checked.get().to_string()
            on:click=move |_| on_choose.run(())
        >
            {super::icon("check")}
            <span>{label}</span>
        </button>
    }
}

/// An entry that is on or off by itself.
#[component]
pub fn MenuCheck(
    /// The words.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is on.
    #[prop(into)]
    checked: Signal<bool>,
    /// What it does.
    #[prop(into)]
    on_choose: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            class="menu__item"
            type="button"
            role="menuitemcheckbox"
            tabindex="-1"
            aria-checked=move || checked.get().to_string()
            on:click=move |_| on_choose.run(())
        >
            {super::icon("check")}
            <span>{label}</span>
        </button>
    }
}
