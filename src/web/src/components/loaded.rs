//! Something that is read before it can be shown: the states until it is there, and when a newer reading fails.

use std::sync::Arc;

use leptos::prelude::*;

use super::error_view::{ErrorView, ReadingLine, Waiting, advice};
use super::status::warning;
use crate::api::read::Reading;
use crate::i18n::{Key, k, text};
use crate::ui::view::view;

/// How something is read, and how it is called.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// Its name in a sentence.
    pub what: Key,
    /// That it could not be read.
    pub failed: Key,
    /// The action that a permission would have to name.
    pub action: &'static str,
    /// Reads it again.
    pub retry: Callback<()>,
}

/// What stands in the place of something that was never read.
pub fn first_read<T: Send + Sync + 'static>(reading: Reading<T>, source: Source) -> AnyView {
    let Source { what, failed, action, retry } = source;
    view! {
        {move || {
            let loaded = reading.get();
            if loaded.wait.is_some() {
                return view! { <Waiting reading=reading/> };
            }
            match loaded.error.filter(|_| loaded.busy_since.is_none()) {
                Some(error) => view! { <ErrorView what=failed error=error action=action on_retry=retry/> },
                None => {
                    view! {
                        <div class="late" aria-busy="true">
                            <span class="skeleton" data-width="long"></span>
                            <span class="skeleton"></span>
                            <span class="skeleton" data-width="short"></span>
                        </div>
                    }
                }
            }
        }}
        <ReadingLine reading=reading what=what/>
    }
}

/// When a refresh fails, what was read before stays in view, and this says that it is old.
pub fn stale_note<T: Send + Sync + 'static>(reading: Reading<T>, retry: Callback<()>) -> AnyView {
    (move || {
        let failed = reading.with(|reading| {
            reading.error.clone().filter(|_| reading.value.is_some() && reading.busy_since.is_none())
        })?;
        Some(view! {
            <div class="note" data-tone="warning" role="status">
                {warning()}
                <p class="note__text">
                    {text(k::instance::STALE)} " " {advice(&failed)} " "
                    <button class="link" type="button" on:click=move |_| retry.run(())>
                        {text(k::common::TRY_AGAIN)}
                    </button>
                </p>
            </div>
        })
    })
    .into_any()
}

/// Something with all its states.
pub fn loaded<T: Send + Sync + 'static>(
    reading: Reading<T>,
    source: Source,
    show: impl Fn(Arc<T>) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let at =
        Memo::new(move |_| reading.with(|reading| reading.value.is_some().then_some(reading.at.to_bits())));
    view! {
        {stale_note(reading, source.retry)}
        {move || match at.get().and_then(|_| reading.with_untracked(|reading| reading.value.clone())) {
            Some(value) => show(value),
            None => first_read(reading, source),
        }}
    }
}
