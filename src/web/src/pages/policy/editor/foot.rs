//! Where the policy applies, the request, and what ends the work.

use kms_api::operation::to_parameters;
use kms_api::operations::policies::{SetKeyPolicy, SetSecretPolicy};
use leptos::prelude::*;

use super::opening::Opened;
use crate::app::use_go;
use crate::components::request::RequestView;
use crate::i18n::{counted, k, t, text};
use crate::pages::policy::save_dialog::{SaveDialog, blocked};
use crate::pages::policy::standing::{StandingLine, standing};
use crate::pages::policy::state::Editor;
use crate::pages::policy::{ResourceKind, drafts};
use crate::paths;
use crate::policy::engine::Severity;
use crate::ui::dialog::Dialog;
use crate::ui::icon;
use crate::ui::view::view;

/// The call that Save will make, from the very request that it sends.
fn request(editor: Editor) -> Option<kms_api::Parameters> {
    let policy = editor.model.text().to_string();
    let id = editor.resource.with_value(|resource| resource.id.clone());
    match editor.resource.with_value(|resource| resource.kind) {
        ResourceKind::Key => to_parameters(&SetKeyPolicy { key_id: id, policy }).ok(),
        ResourceKind::Secret => to_parameters(&SetSecretPolicy { secret_name: id, policy }).ok(),
    }
}

#[component]
fn Leave(on_stay: Callback<()>, on_keep: Callback<()>, on_discard: Callback<()>) -> impl IntoView {
    view! {
        <Dialog
            title=Signal::derive(t(k::policy::LEAVE))
            id="leave-policy"
            first="#keep-editing"
            on_close=on_stay
            close_label=Signal::derive(t(k::common::CLOSE))
        >
            <div class="dialog__body"><p>{t(k::policy::LEAVE_WHY)}</p></div>
            <footer class="dialog__foot">
                <button class="button" type="button" data-variant="quiet" on:click=move |_| on_discard.run(())>
                    {t(k::policy::DISCARD)}
                </button>
                <button class="button" type="button" on:click=move |_| on_keep.run(())>
                    {t(k::policy::KEEP_AND_LEAVE)}
                </button>
                <button class="button" type="button" id="keep-editing" data-variant="primary" on:click=move |_| on_stay.run(())>
                    {t(k::policy::KEEP_EDITING)}
                </button>
            </footer>
        </Dialog>
    }
}

/// The foot.
#[component]
pub fn EditorFoot(editor: Editor, opened: Opened) -> impl IntoView {
    let go = use_go();
    let (saving, leaving, shown) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let key = editor.resource.with_value(|resource| resource.kind == ResourceKind::Key);
    let back = editor.resource.with_value(|resource| paths::resource(resource, "policy"));
    let back = StoredValue::new(back);
    let away = move || go.to(&back.get_value());
    let cancel = move || if untrack(move || editor.is_changed()) { leaving.set(true) } else { away() };
    let off = move || blocked(editor);
    let label = move || match editor.count(Severity::Error) {
        0 => text(k::policy::REVIEW_AND_SAVE),
        errors => counted(k::policy::REVIEW_AND_SAVE_ERRORS, errors),
    };
    let (operation, region) = (if key { "SetKeyPolicy" } else { "SetSecretPolicy" }, editor.region());
    let mine = standing(editor);
    view! {
        <Show when=move || shown.get()>
            <div class="policy-editor__request" id="policy-request">
                <RequestView
                    product=kms_api::Product::Kms
                    operation=operation
                    region=region.to_string()
                    parameters=Signal::derive(move || request(editor))
                />
            </div>
        </Show>
        <footer class="policy-editor__foot">
            <p class="policy-editor__applies">
                {icon("info")}
                {t(k::policy::APPLIES)}
            </p>
            <StandingLine standing=mine/>
            <button
                class="button"
                type="button"
                data-variant="ghost"
                aria-expanded=move || shown.get().to_string()
                aria-controls="policy-request"
                on:click=move |_| shown.update(|shown| *shown = !*shown)
            >
                {move || icon(if shown.get() { "chevron-down" } else { "chevron-up" })}
                {t(k::request::TITLE)}
            </button>
            <button class="button" type="button" on:click=move |_| cancel()>{t(k::common::CANCEL)}</button>
            <button
                class="button"
                type="button"
                data-variant="primary"
                aria-disabled=move || off().map(|_| "true")
                title=off
                aria-describedby="why-not-saved"
                on:click=move |_| if untrack(off).is_none() { saving.set(true) }
            >
                {label}
            </button>
            <span class="visually-hidden" id="why-not-saved">{off}</span>
        </footer>
        {move || saving.get().then(|| view! { <SaveDialog editor=editor open=saving/> })}
        {move || leaving.get().then(|| view! {
            <Leave
                on_stay=Callback::new(move |()| leaving.set(false))
                on_keep=Callback::new(move |()| away())
                on_discard=Callback::new(move |()| {
                    opened.discarded.set_value(true);
                    drafts::forget(&editor.resource.get_value());
                    away();
                })
            />
        })}
    }
}
