//! The head of a page that shows one thing: where it is listed, its name, state and id, and what can be done with it.

use leptos::prelude::*;

use super::copy::{CopyButton, IdText};
use super::time::Age;
use crate::api::read::Reading;
use crate::app::href;
use crate::i18n::{Key, k, t};
use crate::ui::view::view;
use crate::ui::{icon, icon_sized};

/// The head.
#[component]
pub fn ObjectHead<T: Send + Sync + 'static>(
    /// Name of the list.
    list: Key,
    /// Path of the list.
    #[prop(into)]
    list_path: String,
    /// Its name.
    name: Memo<String>,
    /// Its id, to copy.
    #[prop(into)]
    id: String,
    /// What was read of it.
    reading: Reading<T>,
    /// Its state.
    #[prop(into)]
    state: ViewFn,
    /// Reads it again.
    #[prop(into)]
    on_refresh: Callback<()>,
    /// More actions.
    children: Children,
) -> impl IntoView {
    let kept = StoredValue::new(id);
    view! {
        <header class="page__head">
            <nav class="crumbs" aria-label=t(k::frame::BREADCRUMB)>
                <span class="crumbs__item">
                    {t(k::frame::RESOURCES)}
                    {icon_sized("chevron-right", "tiny")}
                </span>
                <span class="crumbs__item">
                    <a class="crumbs__link" href=href(&list_path)>{t(list)}</a>
                    {icon_sized("chevron-right", "tiny")}
                </span>
                <span class="crumbs__here" aria-current="page">{name}</span>
            </nav>
            <div class="page__title-row">
                <div class="object-head">
                    <h1 tabindex="-1">{name}</h1>
                    {move || state.run()}
                    <span class="object-head__id">
                        {move || {
                            let id = kept.get_value();
                            // What is its own name needs no second line.
                            if name.with(|name| *name == id) {
                                view! { <CopyButton value=id/> }
                            } else {
                                view! { <IdText id=id/> }
                            }
                        }}
                    </span>
                </div>
                <div class="page__actions">
                    <Age at=Signal::derive(move || reading.with(|reading| reading.at))/>
                    <button
                        class="button"
                        type="button"
                        aria-busy=move || reading.with(|reading| reading.is_busy()).then_some("true")
                        on:click=move |_| on_refresh.run(())
                    >
                        {icon("refresh")}
                        {t(k::common::REFRESH)}
                    </button>
                    {children()}
                </div>
            </div>
        </header>
    }
}
