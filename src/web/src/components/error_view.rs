//! An error that a person can act on: what happened, what to do, code and request id to copy.

use leptos::prelude::*;

use crate::api::CallError;
use crate::api::error::Kind;
use crate::api::read::{Reading, try_now};
use crate::components::copy::{CopyButton, IdText};
use crate::i18n::{Key, k, text, text_with};
use crate::number::{share_text, whole};
use crate::state::use_app;
use crate::ui::view::view;
use crate::ui::{glyph, icon, icon_sized};

/// What to do about an error, by its code, else by its kind.
pub fn advice(error: &CallError) -> String {
    if let Some(key) = k::find(&format!("errors.{}", error.code().replace('.', "-"))) {
        return text(key);
    }
    text(match error.kind() {
        Kind::Denied => k::errors::KIND_DENIED,
        Kind::NotFound => k::errors::KIND_NOT_FOUND,
        Kind::Throttled => k::errors::KIND_THROTTLED,
        Kind::Offline => k::errors::KIND_OFFLINE,
        Kind::Unknown => k::errors::KIND_BUSY,
        Kind::Fault if matches!(error, CallError::Decode(_)) => k::errors::KIND_UNREADABLE,
        Kind::Fault if matches!(error, CallError::Cancelled) => k::errors::KIND_CANCELLED,
        Kind::Fault => k::errors::KIND_FAULT,
    })
}

/// Code and request id of an error, each with Copy, and the answerer's own words folded away.
#[component]
pub fn ErrorFacts(
    /// The error.
    error: CallError,
) -> impl IntoView {
    let (code, request, detail) = (error.code().to_owned(), error.request_id().to_owned(), error.detail());
    view! {
        {(!code.is_empty())
            .then(|| view! {
                <dl class="state-view__facts">
                    <dt>{crate::i18n::t(k::errors::CODE)}</dt>
                    <dd>
                        <span class="mono">{code.clone()}</span>
                        <CopyButton value=code/>
                    </dd>
                    {(!request.is_empty())
                        .then(|| view! {
                            <dt>{crate::i18n::t(k::errors::REQUEST)}</dt>
                            <dd>
                                <IdText id=request/>
                            </dd>
                        })}
                </dl>
            })}
        {(!detail.is_empty())
            .then(|| view! {
                <details class="fold">
                    <summary class="text-button">{crate::i18n::t(k::errors::DETAILS)}</summary>
                    <p class="mono">{detail}</p>
                </details>
            })}
    }
}

/// The state view of an error, with Try again. Says it once to screen readers.
#[component]
pub fn ErrorView(
    /// What did not work, for example "The instances could not be read".
    what: Key,
    /// The error.
    error: CallError,
    /// The action that a permission would have to name, for example `vpc:DescribeVpcs`.
    #[prop(optional)]
    action: &'static str,
    /// Tries again.
    #[prop(into)]
    on_retry: Callback<()>,
) -> impl IntoView {
    let app = use_app();
    let denied = error.kind() == Kind::Denied && !action.is_empty();
    let shown = StoredValue::new(error.clone());
    let account = move || {
        app.session.with(|session| session.value.as_ref().map(|session| session.account_id.to_string()))
    };
    let title =
        move || if denied { text_with(k::errors::DENIED_TITLE, &[("action", action)]) } else { text(what) };
    let words = move || {
        if denied {
            text_with(k::errors::DENIED_TEXT, &[("account", &account().unwrap_or_default())])
        } else {
            shown.with_value(advice)
        }
    };
    view! {
        <div class="state-view" data-kind=if denied { "denied" } else { "error" } role="alert">
            {if denied { icon("lock").into_any() } else { glyph("state-error", "error").into_any() }}
            <div class="state-view__body">
                <div>
                    <h2 class="state-view__title">{title}</h2>
                    <p class="state-view__text">{words}</p>
                </div>
                {denied
                    .then(|| view! {
                        <div class="snippet">
                            <code class="snippet__text">{format!("\"Action\": \"{action}\"")}</code>
                            <CopyButton value=format!("\"Action\": \"{action}\"")/>
                        </div>
                    })}
                <ErrorFacts error=error/>
                <div class="state-view__actions">
                    <button class="button" type="button" on:click=move |_| on_retry.run(())>
                        {icon("refresh")}
                        {crate::i18n::t(k::common::TRY_AGAIN)}
                    </button>
                </div>
            </div>
        </div>
    }
}

/// The state view of a pause that the cloud asked for: countdown, bar, Try now.
#[component]
pub fn Waiting<T: Send + Sync + 'static>(
    /// What is being read.
    reading: Reading<T>,
) -> impl IntoView {
    let app = use_app();
    move || {
        let wait = reading.with(|loaded| loaded.wait)?;
        let now = app.now.get();
        let left = ((wait.until - now) / 1000.0).ceil().max(0.0);
        let share = ((now - wait.from) / (wait.until - wait.from)).clamp(0.0, 1.0);
        let tries = crate::api::read::TRIES.to_string();
        Some(view! {
            <div class="state-view" data-kind="throttled" role="status">
                {icon("hourglass")}
                <div class="state-view__body">
                    <div>
                        <h2 class="state-view__title">
                            {text_with(k::errors::WAITING_TITLE, &[("count", &whole(left).to_string())])}
                        </h2>
                        <p class="state-view__text">
                            {text_with(
                                k::errors::WAITING_TEXT,
                                &[("attempt", &wait.attempt.to_string()), ("tries", &tries)],
                            )}
                        </p>
                    </div>
                    <div class="state-view__progress">
                        <span style:--fill=share_text(share)></span>
                    </div>
                    <div class="state-view__actions">
                        <button class="button" type="button" on:click=move |_| try_now(reading)>
                            {text(k::common::TRY_NOW)}
                        </button>
                    </div>
                </div>
            </div>
        })
    }
}

/// Nothing to show: why, and the one useful action.
#[component]
pub fn EmptyView(
    /// Icon in the soft square.
    picture: &'static str,
    /// What is missing.
    #[prop(into)]
    title: Signal<String>,
    /// Why.
    #[prop(into)]
    words: Signal<String>,
    /// The action.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="state-view" data-kind="empty">
            <span class="state-view__picture">{icon_sized(picture, "large")}</span>
            <div class="state-view__body">
                <div>
                    <h2 class="state-view__title">{title}</h2>
                    <p class="state-view__text">{words}</p>
                </div>
                {children.map(|children| view! { <div class="state-view__actions">{children()}</div> })}
            </div>
        </div>
    }
}

/// What is being read and for how long; from eight seconds on with Cancel.
#[component]
pub fn ReadingLine<T: Send + Sync + 'static>(
    /// What is being read.
    reading: Reading<T>,
    /// Its name in a sentence.
    what: Key,
) -> impl IntoView {
    let app = use_app();
    move || {
        let since = reading.with(|loaded| loaded.busy_since)?;
        let seconds = ((app.now.get() - since) / 1000.0).floor();
        (seconds >= 3.0).then(|| {
            view! {
                <div class="reading">
                    <span class="spinner" aria-hidden="true"></span>
                    <span>
                        {text_with(k::common::READING, &[("what", &text(what)), ("count", &whole(seconds).to_string())])}
                    </span>
                    {(seconds >= 8.0)
                        .then(|| view! {
                            <button
                                class="button"
                                type="button"
                                data-size="small"
                                on:click=move |_| crate::api::read::cancel(reading)
                            >
                                {text(k::common::CANCEL)}
                            </button>
                        })}
                </div>
            }
        })
    }
}
