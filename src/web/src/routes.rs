//! From address to page. Location, links and history are the router's; matching a few addresses is a `match`, where the
//! router's own route tables would be 15 kB of the first page.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use leptos_router::location::{BrowserUrl, LocationProvider};
use leptos_router::params::ParamsMap;

use crate::chunks::{LazyPart, Part};
use crate::pages::instances::list::InstancesPage;
use crate::pages::start::StartPage;
use crate::paths;
use crate::state::use_app;
use crate::ui::view::view;

/// The pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Page {
    Start,
    Regions,
    Instances,
    Instance,
    Resources,
    Policy,
    NotFound,
}

/// The parameters of a page, as they are written in the address.
type Params = Vec<(&'static str, String)>;

/// What an address, without the base path, stands for. A page stays as long as only its parameters change.
fn page(path: &str) -> (Page, Params) {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let (region, kind, id, rest) = match parts.as_slice() {
        [] => return (Page::Start, vec![]),
        ["regions"] => return (Page::Regions, vec![]),
        ["r", region, kind] => (*region, *kind, "", String::new()),
        ["r", region, kind, id, rest @ ..] => (*region, *kind, *id, rest.join("/")),
        _ => return (Page::NotFound, vec![]),
    };
    let page = match kind {
        paths::INSTANCES if id.is_empty() => Page::Instances,
        paths::INSTANCES => Page::Instance,
        paths::KEYS | paths::SECRETS if rest == paths::EDIT_POLICY => Page::Policy,
        paths::KEYS | paths::SECRETS => Page::Resources,
        _ => Page::NotFound,
    };
    let owned = |(name, value): (&'static str, &str)| (name, value.to_owned());
    (page, [("region", region), ("kind", kind), ("id", id), ("rest", &rest)].map(owned).into())
}

/// In the form in which the router gives parameters to a page; it also takes escapes away.
fn to_map(params: &Params) -> ParamsMap {
    let mut map = ParamsMap::new();
    for (name, value) in params {
        map.insert(*name, value.clone());
    }
    map
}

/// The page of the current address.
#[component]
pub fn Pages() -> impl IntoView {
    let base = use_app().base.trim_end_matches('/');
    let path = use_location().pathname;
    let at = Memo::new(move |_| path.with(|path| page(path.strip_prefix(base).unwrap_or(path))));
    let current = Memo::new(move |_| at.with(|(page, _)| *page));
    // The router writes the address of a link into the address bar when it hears that the page is there.
    if let Some(location) = use_context::<BrowserUrl>() {
        Effect::new(move |_| {
            path.track();
            location.ready_to_complete();
        });
    }
    move || {
        let page = current.get();
        // A page that is about to go keeps the parameters that it has.
        provide_context(ArcMemo::new(move |last: Option<&ParamsMap>| {
            at.with(|(now, params)| if *now == page { Some(to_map(params)) } else { last.cloned() })
                .unwrap_or_default()
        }));
        match page {
            Page::Start => view! { <StartPage/> },
            Page::Regions => view! { <LazyPart part=Part::Regions place="page__body"/> },
            Page::Instances => view! { <InstancesPage/> },
            Page::Instance => view! { <LazyPart part=Part::Instance place="page__body"/> },
            Page::Resources => view! { <LazyPart part=Part::Resources place="page__body"/> },
            Page::Policy => view! { <LazyPart part=Part::PolicyEditor place="page__body"/> },
            Page::NotFound => view! { <LazyPart part=Part::NotFound place="page__body"/> },
        }
    }
}

#[cfg(test)]
mod tests;
