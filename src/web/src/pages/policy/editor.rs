//! `/r/{region}/keys/{id}/policy/edit`, and the same of secrets.

use leptos::prelude::*;

use crate::i18n::{k, t};
use crate::ui::view::view;

/// The editor.
#[component]
pub fn PolicyEditorPage() -> impl IntoView {
    view! { <h1 tabindex="-1">{t(k::resources::TAB_POLICY)}</h1> }
}
