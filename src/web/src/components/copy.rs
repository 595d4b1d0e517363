//! Ids: short to read, whole to copy.

use leptos::prelude::*;

use crate::bindings::copy;
use crate::i18n::{k, text, text_with};
use crate::number::short_id;
use crate::state::{App, use_app};
use crate::ui::icon_sized;
use crate::ui::view::view;

/// Copies a text, and says so.
pub fn copy_aloud(app: App, value: &str) {
    copy(value);
    app.live.say(text(k::common::COPIED));
}

/// A small button that copies a text.
#[component]
pub fn CopyButton(
    /// What is copied; the whole of it.
    #[prop(into)]
    value: String,
) -> impl IntoView {
    let app = use_app();
    let copied = RwSignal::new(false);
    let value = StoredValue::new(value);
    let label = move || text_with(k::common::COPY_VALUE, &[("value", &value.get_value())]);
    let on_click = move |_| {
        copy_aloud(app, &value.get_value());
        copied.set(true);
        set_timeout(
            move || {
                copied.try_set(false);
            },
            std::time::Duration::from_secs(2),
        );
    };
    view! {
        <button
            class="copy-button"
            type="button"
            aria-label=label
            title=label
            data-state=move || copied.get().then_some("copied")
            on:click=on_click
        >
            {move || icon_sized(if copied.get() { "check" } else { "copy" }, "tiny")}
        </button>
    }
}

/// An id, shortened in the middle, with Copy. Screen readers get the whole.
#[component]
pub fn IdText(
    /// The whole id.
    #[prop(into)]
    id: String,
) -> impl IntoView {
    let short = short_id(&id);
    view! {
        <span class="mono" title=id.clone()>
            <span aria-hidden="true">{short}</span>
            <span class="visually-hidden">{id.clone()}</span>
        </span>
        <CopyButton value=id/>
    }
}
