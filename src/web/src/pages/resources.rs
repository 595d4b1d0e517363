//! `/r/{region}/keys` and `/r/{region}/secrets`: the lists, and one of what they list.

pub mod address;
pub mod badge;
pub mod columns;
pub mod detail;
pub mod filters;
pub mod link;
pub mod list;
pub mod names;
pub mod scan_bar;
pub mod toolbar;
pub mod words;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::pages::not_found::NotFoundPage;
use crate::pages::policy::{PolicyResource, ResourceKind};
use crate::paths;
use crate::ui::view::view;
use detail::ResourceDetail;
use list::ResourceListPage;

/// The page; a fresh one for each list and for each key or secret, the same one for all its tabs.
#[component]
pub fn ResourcesPage() -> impl IntoView {
    let params = use_params_map();
    let of = move |name: &'static str| params.with(|params| params.get(name).unwrap_or_default());
    let shown = Memo::new(move |_| {
        let kind = if of("kind") == paths::KEYS { ResourceKind::Key } else { ResourceKind::Secret };
        PolicyResource { region: of("region").into(), kind, id: of("id") }
    });
    let rest = Memo::new(move |_| of("rest"));
    move || {
        let shown = shown.get();
        if !kms_api::regions::is_known(&shown.region) {
            view! { <NotFoundPage/> }
        } else if shown.id.is_empty() {
            view! { <ResourceListPage region=shown.region kind=shown.kind/> }
        } else {
            view! { <ResourceDetail of=shown rest=rest/> }
        }
    }
}
