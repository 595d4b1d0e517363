//! An address without a page, inside the frame.

use leptos::prelude::*;

use crate::app::{href, use_title};
use crate::components::error_view::EmptyView;
use crate::frame::nav::use_region;
use crate::i18n::{k, region_name, t, text_with};
use crate::pages::policy::ResourceKind;
use crate::paths;
use crate::state::use_app;
use crate::ui::view::view;

/// Page for addresses that lead nowhere.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    let region = use_region();
    use_title(t(k::not_found::TITLE));
    view! {
        <header class="page__head">
            <div class="page__title-row">
                <h1 tabindex="-1">{t(k::not_found::TITLE)}</h1>
            </div>
        </header>
        <div class="page__body">
            <EmptyView
                picture="search"
                title=Signal::derive(t(k::not_found::PAGE))
                words=Signal::derive(t(k::not_found::PAGE_WHY))
            >
                <a class="button" data-variant="primary" href=move || href(&paths::instances(&region.get()))>
                    {t(k::not_found::TO_INSTANCES)}
                </a>
            </EmptyView>
        </div>
    }
}

/// A resource that does not exist here: names the region and the caller, and links to other regions.
#[component]
pub fn ResourceNotFound(
    /// What was asked for; an instance when it is none of these.
    #[prop(optional)]
    kind: Option<ResourceKind>,
    /// The id that was asked for.
    #[prop(into)]
    id: String,
    /// Region that was asked.
    #[prop(into)]
    region: String,
) -> impl IntoView {
    let app = use_app();
    let id = StoredValue::new(id);
    let region = StoredValue::new(region);
    let (picture, title, why, list, go) = match kind {
        None => (
            "cube",
            k::not_found::INSTANCE,
            k::not_found::INSTANCE_WHY,
            paths::INSTANCES,
            k::not_found::TO_INSTANCES,
        ),
        Some(ResourceKind::Key) => {
            ("key", k::not_found::KEY, k::not_found::KEY_WHY, paths::KEYS, k::not_found::TO_KEYS)
        }
        Some(ResourceKind::Secret) => (
            "lock-box",
            k::not_found::SECRET,
            k::not_found::SECRET_WHY,
            paths::SECRETS,
            k::not_found::TO_SECRETS,
        ),
    };
    let words = move || {
        let name = app
            .session
            .with(|session| session.value.as_ref().map(|session| session.name.clone()).unwrap_or_default());
        text_with(why, &[("region", &region_name(&region.get_value())), ("name", &name)])
    };
    let title = move || text_with(title, &[("id", &id.get_value())]);
    view! {
        <EmptyView picture=picture title=Signal::derive(title) words=Signal::derive(words)>
            <a class="button" data-variant="primary" href=href(&paths::list(&region.get_value(), list))>
                {t(go)}
            </a>
            <a class="button" data-variant="quiet" href=href(paths::REGIONS)>
                {t(k::not_found::TO_REGIONS)}
            </a>
        </EmptyView>
    }
}
