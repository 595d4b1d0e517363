//! One of a few ways to see something: radio buttons in a row.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::bindings::{after_render, focus};
use crate::i18n::{Key, t};
use crate::ui::view::view;

/// The buttons. Arrows choose the next or the last.
#[component]
pub fn Segmented<T>(
    /// Accessible name.
    label: Key,
    /// Values with their words.
    options: Vec<(T, Key)>,
    /// The value that is chosen.
    chosen: RwSignal<T>,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let values: Vec<T> = options.iter().map(|(value, _)| *value).collect();
    let by_arrow = move |event: web_sys::KeyboardEvent| {
        let at = values.iter().position(|value| *value == chosen.get_untracked()).unwrap_or(0);
        let count = values.len();
        let next = match event.key().as_str() {
            "ArrowRight" | "ArrowDown" => (at + 1) % count,
            "ArrowLeft" | "ArrowUp" => (at + count - 1) % count,
            _ => return,
        };
        event.prevent_default();
        if let Some(value) = values.get(next) {
            chosen.set(*value);
        }
        let group = event.current_target().and_then(|group| group.dyn_into::<web_sys::Element>().ok());
        after_render(move || {
            let on = group.and_then(|group| group.query_selector("[aria-checked=true]").ok().flatten());
            if let Some(on) = on {
                focus(&on);
            }
        });
    };
    let buttons = options.into_iter().map(|(value, words)| {
        let on = move || chosen.get() == value;
        view! {
            <button
                class="segmented__option"
                type="button"
                role="radio"
                aria-checked=move || on().to_string()
                tabindex=move || if on() { "0" } else { "-1" }
                on:click=move |_| chosen.set(value)
            >
                {t(words)}
            </button>
        }
    });
    view! {
        <div class="segmented" role="radiogroup" aria-label=t(label) on:keydown=by_arrow>
            {buttons.collect_view()}
        </div>
    }
}
