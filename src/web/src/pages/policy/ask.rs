//! An answer of the engine that follows the text, for a panel that is open.

use std::future::Future;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::i18n::{k, t};
use crate::policy::latest::Latest;
use crate::policy::service::ServiceError;
use crate::ui::view::view;

/// What is known of an answer.
#[derive(Debug)]
pub struct Follow<T: Send + Sync + 'static> {
    /// The last answer.
    pub value: RwSignal<Option<Arc<T>>>,
    /// Why there is no newer one.
    pub error: RwSignal<Option<ServiceError>>,
}

impl<T: Send + Sync + 'static> Clone for Follow<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Follow<T> {}

/// Asks again whenever what `question` reads changes. One question is on its way at a time, and only the newest waits.
pub fn follow<T, F>(question: impl Fn() -> F + 'static) -> Follow<T>
where
    T: Send + Sync + 'static,
    F: Future<Output = Result<T, ServiceError>> + 'static,
{
    let follow = Follow { value: RwSignal::new(None), error: RwSignal::new(None) };
    let latest = Latest::default();
    // Asking the engine is no rendering, so it is an effect.
    Effect::new(move |_| {
        let (asked, latest) = (question(), latest.clone());
        spawn_local(async move {
            match latest.ask(async || asked.await).await {
                Some(Ok(found)) => {
                    follow.error.try_set(None);
                    follow.value.try_set(Some(Arc::new(found)));
                }
                Some(Err(error)) => drop(follow.error.try_set(Some(error))),
                None => {}
            }
        });
    });
    follow
}

/// The answer as a view; until it is there, that it is being worked out, and why it cannot be.
pub fn answered<T: Send + Sync + 'static>(
    follow: Follow<T>,
    show: impl Fn(&Arc<T>) -> AnyView + Send + 'static,
) -> impl Fn() -> AnyView + Send + 'static {
    move || {
        let failed = follow.error.get().map(|error| {
            view! {
                <div class="note" data-tone="warning" role="status">
                    {crate::components::status::warning()}
                    <p class="note__text">{t(k::policy::NOT_DECIDED)} " " {error.to_string()}</p>
                </div>
            }
        });
        let shown = follow.value.with(|value| value.as_ref().map(&show));
        let waiting = (failed.is_none() && shown.is_none()).then(|| {
            view! { <p class="reading" aria-busy="true">{t(k::policy::WORKING_OUT)}</p> }
        });
        view! { {failed} {waiting} {shown} }
    }
}
