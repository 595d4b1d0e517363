//! A line of a definition list.

use leptos::prelude::*;

use crate::i18n::{Key, t};
use crate::ui::view::view;

/// Term and value.
#[component]
pub fn Fact(
    /// The term.
    term: Key,
    /// The value.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="facts__item">
            <dt class="facts__term">{t(term)}</dt>
            <dd class="facts__value">{children()}</dd>
        </div>
    }
}
