//! `/r/{region}/keys` and `/r/{region}/secrets`: the lists, and one of what they list.

use leptos::prelude::*;

use crate::pages::policy::tab::PolicyTab;
use crate::pages::policy::{PolicyResource, ResourceKind};
use crate::paths;
use crate::ui::view::view;

/// The page; a fresh one for each list and for each key or secret.
#[component]
pub fn ResourcesPage() -> impl IntoView {
    let params = leptos_router::hooks::use_params_map();
    let of = move |name: &'static str| params.with(|params| params.get(name).unwrap_or_default());
    let shown = Memo::new(move |_| {
        let kind = if of("kind") == paths::KEYS { ResourceKind::Key } else { ResourceKind::Secret };
        PolicyResource { region: of("region").into(), kind, id: of("id") }
    });
    move || {
        let resource = shown.get();
        let address = paths::resource(&resource, "policy");
        view! {
            <h1 tabindex="-1">{address}</h1>
            <PolicyTab resource=resource/>
        }
    }
}
