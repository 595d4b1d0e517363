//! The menu at the left. Areas that this version does not have yet are named, and say so.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::use_frame;
use crate::app::href;
use crate::i18n::{Key, k, t, text};
use crate::paths;
use crate::state::settings::Settings;
use crate::state::use_app;
use crate::ui::icon;
use crate::ui::view::view;

#[component]
fn Later(icon_name: &'static str, label: Key) -> impl IntoView {
    view! {
        <span class="side-nav__item" aria-disabled="true" title=t(k::frame::NOT_YET)>
            {icon(icon_name)}
            <span class="side-nav__label">{t(label)}</span>
            <span class="visually-hidden">{t(k::frame::NOT_YET)}</span>
        </span>
    }
}

/// The way to a list of the region, or to the regions; `end` stands at the end of the line.
fn link(name: &'static str, label: Key, kind: &'static str, region: Memo<String>, end: AnyView) -> AnyView {
    let (frame, location) = (use_frame(), use_location());
    let path =
        move || if kind == paths::REGIONS { kind.to_owned() } else { paths::list(&region.get(), kind) };
    view! {
        <a
            class="side-nav__item"
            href=move || href(&path())
            aria-current=move || location.pathname.with(|here| here.contains(&path())).then_some("page")
            on:click=move |_| frame.drawer.set(false)
        >
            {icon(name)}
            <span class="side-nav__label">{t(label)}</span>
            {end}
        </a>
    }
}

/// The region of an address, if it has one.
pub fn region_of(path: &str) -> Option<String> {
    let mut parts = path.split('/').skip_while(|part| *part != "r").skip(1);
    parts.next().filter(|region| !region.is_empty()).map(str::to_owned)
}

/// The region of the current page, else of the last visit, else the first of the table.
pub fn use_region() -> Memo<String> {
    let location = use_location();
    Memo::new(move |last: Option<&String>| {
        region_of(&location.pathname.get())
            .or_else(|| last.cloned())
            .or_else(Settings::last_region)
            .filter(|region| kms_api::regions::is_known(region))
            .unwrap_or_else(|| kms_api::regions::REGIONS.first().map_or("", |region| region.id).to_owned())
    })
}

/// The menu.
#[component]
pub fn SideNav() -> impl IntoView {
    let (frame, app) = (use_frame(), use_app());
    let region = use_region();
    let count = move || {
        let store = app.instances(&region.get().as_str().into());
        let total = store.total.get();
        store.listing.with(|listing| listing.value.is_some()).then(|| crate::number::grouped(total))
    };
    let instances =
        (move || count().map(|count| view! { <span class="side-nav__count">{count}</span> })).into_any();
    view! {
        <nav class="side-nav" aria-label=t(k::frame::MENU)>
            <span class="side-nav__close">
                <button
                    class="button"
                    type="button"
                    data-variant="ghost"
                    data-icon-only=""
                    aria-label=t(k::frame::CLOSE_MENU)
                    on:click=move |_| frame.drawer.set(false)
                >
                    {icon("close")}
                </button>
            </span>
            <Later icon_name="overview" label=k::frame::OVERVIEW/>
            <p class="side-nav__group">{t(k::frame::RESOURCES)}</p>
            {link("cube", k::frame::INSTANCES, paths::INSTANCES, region, instances)}
            {link("key", k::frame::KEYS, paths::KEYS, region, ().into_any())}
            {link("lock-box", k::frame::SECRETS, paths::SECRETS, region, ().into_any())}
            <Later icon_name="topology" label=k::frame::TOPOLOGY/>
            {link("globe", k::frame::REGIONS, paths::REGIONS, region, ().into_any())}
            <p class="side-nav__group">{t(k::frame::TOOLS)}</p>
            <Later icon_name="terminal" label=k::frame::EXPLORER/>
            <Later icon_name="flask" label=k::frame::SIMULATOR/>
            <Later icon_name="list-check" label=k::frame::AUDIT/>
            <div class="side-nav__gap"></div>
            <Later icon_name="graduation" label=k::frame::TRAINING/>
            <Later icon_name="sliders" label=k::frame::SETTINGS/>
            <div class="side-nav__foot">
                <span>{env!("CARGO_PKG_VERSION")}</span>
                <span>{move || text(k::frame::F6)}</span>
            </div>
        </nav>
    }
}
