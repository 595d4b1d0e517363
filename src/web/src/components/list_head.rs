//! The head of a page that lists things: its title, the age of the list, Refresh.

use leptos::prelude::*;

use super::time::Age;
use crate::i18n::{Key, k, t};
use crate::ui::view::view;
use crate::ui::{icon, icon_sized};

/// The head.
#[component]
pub fn ListHead(
    /// What is listed.
    title: Key,
    /// When it was read; 0 for never.
    at: Signal<f64>,
    /// Whether it is being read.
    busy: Signal<bool>,
    /// Reads it again.
    on_refresh: Callback<()>,
) -> impl IntoView {
    view! {
        <header class="page__head">
            <nav class="crumbs" aria-label=t(k::frame::BREADCRUMB)>
                <span class="crumbs__item">
                    {t(k::frame::RESOURCES)}
                    {icon_sized("chevron-right", "tiny")}
                </span>
                <span aria-current="page">{t(title)}</span>
            </nav>
            <div class="page__title-row">
                <h1 tabindex="-1">{t(title)}</h1>
                <div class="page__actions">
                    <Age at=at/>
                    <button
                        class="button"
                        type="button"
                        aria-busy=move || busy.get().then_some("true")
                        on:click=move |_| on_refresh.run(())
                    >
                        {icon("refresh")}
                        {t(k::common::REFRESH)}
                    </button>
                </div>
            </div>
        </header>
    }
}
