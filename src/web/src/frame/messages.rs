//! Live regions and toasts.

use leptos::html;
use leptos::prelude::*;

use crate::chunks::{LazyPart, Part};
use crate::i18n::{k, t};
use crate::state::use_app;
use crate::ui::view::view;
use crate::ui::{glyph, icon};

/// The two live regions and the toasts.
#[component]
pub fn Messages() -> impl IntoView {
    let app = use_app();
    let region = NodeRef::<html::Div>::new();
    let toasts = app.toasts;
    let any = Memo::new(move |_| toasts.list.with(|list| !list.is_empty()));
    // A manual popover stands above dialogs, and must be shown again after one has opened.
    Effect::new(move |_| {
        toasts.list.track();
        if let Some(region) = region.get() {
            drop(region.hide_popover());
            if any.get_untracked() {
                drop(region.show_popover());
            }
        }
    });
    view! {
        <div class="visually-hidden" role="status" aria-live="polite">{move || app.live.polite.get()}</div>
        <div class="visually-hidden" role="alert">{move || app.live.assertive.get()}</div>
        <div
            class="toast-region"
            popover="manual"
            role="region"
            aria-label=t(k::common::MESSAGES)
            node_ref=region
            on:pointerenter=move |_| toasts.held.set(true)
            on:pointerleave=move |_| toasts.held.set(false)
            on:focusin=move |_| toasts.held.set(true)
            on:focusout=move |_| toasts.held.set(false)
        >
            {move || {
                any.get().then(|| view! { <LazyPart part=Part::Toasts place="toast"/> })
            }}
        </div>
    }
}

/// The messages, oldest first.
#[component]
pub fn ToastList() -> impl IntoView {
    let toasts = use_app().toasts;
    view! {
        <For each=move || toasts.list.get() key=|toast| toast.id() let:toast>
            <div class="toast">
                {glyph("state-ok", "ok")}
                <div class="toast__text">
                    <p class="toast__title">{toast.title.clone()}</p>
                    <p class="toast__detail">{toast.detail.clone()}</p>
                </div>
                <div class="toast__actions">
                    <button
                        class="button"
                        type="button"
                        data-variant="ghost"
                        data-size="small"
                        data-icon-only=""
                        aria-label=t(k::common::CLOSE)
                        on:click=move |_| {
                            toasts.held.set(false);
                            toasts.close(toast.id());
                        }
                    >
                        {icon("close")}
                    </button>
                </div>
            </div>
        </For>
    }
}
