//! One of a few: buttons that exclude each other, and the keys of every radio group.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use super::view::view;
use crate::bindings::focus;

/// Moves focus and choice inside a radio group; leaves out what cannot be chosen but lets it be read.
pub fn move_in_radiogroup(event: KeyboardEvent) {
    let step = match event.key().as_str() {
        "ArrowDown" | "ArrowRight" => 1,
        "ArrowUp" | "ArrowLeft" => -1_isize,
        _ => return,
    };
    let Some(group) = event.current_target().and_then(|group| group.dyn_into::<web_sys::Element>().ok())
    else {
        return;
    };
    let Ok(list) = group.query_selector_all("[role=radio]") else { return };
    let radios: Vec<HtmlElement> =
        (0..list.length()).filter_map(|at| list.item(at)?.dyn_into().ok()).collect();
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
    let at = radios.iter().position(|radio| radio.is_same_node(target.as_ref())).unwrap_or(0);
    let next = (at + radios.len()).saturating_add_signed(step) % radios.len().max(1);
    event.prevent_default();
    if let Some(radio) = radios.get(next) {
        focus(radio);
        if radio.get_attribute("aria-disabled").is_none() {
            radio.click();
        }
    }
}

/// A few values, of which one is chosen.
#[component]
pub fn Segmented<T: Copy + PartialEq + Send + Sync + 'static>(
    /// Accessible name.
    #[prop(into)]
    label: Signal<String>,
    /// Values with their words.
    options: Vec<(T, Signal<String>)>,
    /// The chosen one.
    chosen: RwSignal<T>,
) -> impl IntoView {
    let option = move |(value, words): (T, Signal<String>)| {
        view! {
            <button
                class="segmented__option"
                type="button"
                role="radio"
                aria-checked=move || (chosen.get() == value).to_string()
                tabindex=move || if chosen.get() == value { "0" } else { "-1" }
                on:click=move |_| chosen.set(value)
            >
                {words}
            </button>
        }
    };
    view! {
        <div class="segmented" role="radiogroup" aria-label=label on:keydown=move_in_radiogroup>
            {options.into_iter().map(option).collect_view()}
        </div>
    }
}
