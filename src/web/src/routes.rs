//! From address to page. Location, links and history are the router's; matching five addresses is a `match`, where the
//! router's own route tables would be 15 kB of the first page.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use leptos_router::location::{BrowserUrl, LocationProvider};
use leptos_router::params::ParamsMap;

use crate::chunks::{LazyPart, Part};
use crate::pages::instances::list::InstancesPage;
use crate::pages::not_found::NotFoundPage;
use crate::pages::start::StartPage;
use crate::state::use_app;
use crate::ui::view::view;

/// The pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Page {
    Start,
    Regions,
    Instances,
    Instance,
    NotFound,
}

/// The parameters of a page, as they are written in the address.
type Params = Vec<(&'static str, String)>;

/// What an address, without the base path, stands for. A page stays as long as only its parameters change.
fn page(path: &str) -> (Page, Params) {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [] => (Page::Start, vec![]),
        ["regions"] => (Page::Regions, vec![]),
        ["r", region, "instances"] => (Page::Instances, vec![("region", (*region).to_owned())]),
        ["r", region, "instances", id, rest @ ..] => {
            let params =
                vec![("region", (*region).to_owned()), ("id", (*id).to_owned()), ("rest", rest.join("/"))];
            (Page::Instance, params)
        }
        _ => (Page::NotFound, vec![]),
    }
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
            Page::NotFound => view! { <NotFoundPage/> },
        }
    }
}

#[cfg(test)]
mod tests;
