//! The policy of a key or a secret, to read.

use leptos::prelude::*;

use super::PolicyResource;
use crate::ui::view::view;

/// The tab.
#[component]
pub fn PolicyTab(
    /// Whose policy it is.
    resource: PolicyResource,
) -> impl IntoView {
    view! { <p>{resource.id}</p> }
}
