//! A policy in the form of AWS: recognised, and converted with a list of what does not carry over.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::ask::follow;
use super::state::Editor;
use crate::i18n::{Key, counted, k, t, text, text_with};
use crate::policy::engine::{self, Converted, Loss, Severity};
use crate::ui::dialog::Dialog;
use crate::ui::icon;
use crate::ui::view::view;

fn words(loss: Loss) -> Key {
    match loss {
        Loss::Account => k::foreign::ACCOUNT,
        Loss::Principal => k::foreign::PRINCIPAL,
        Loss::Action => k::foreign::ACTION,
        Loss::Renamed => k::foreign::RENAMED,
        Loss::Exclusion => k::foreign::EXCLUSION,
        Loss::Condition => k::foreign::CONDITION,
        Loss::Resource => k::foreign::RESOURCE,
        Loss::Empty => k::foreign::EMPTY,
        Loss::Member => k::foreign::MEMBER,
    }
}

#[component]
fn ConvertDialog(editor: Editor, converted: Arc<Converted>, open: RwSignal<bool>) -> impl IntoView {
    let notes = converted.notes.iter().map(|note| {
        let place = note.statement.map(|at| text_with(k::policy::UNNAMED, &[("place", &(at + 1).to_string())]));
        view! {
            <li class="meaning__row">
                <span class="change" data-change=if note.loss == Loss::Renamed { "changed" } else { "removed" }>
                    {icon(if note.loss == Loss::Renamed { "tilde" } else { "minus" })}
                </span>
                <div>
                    <p class="meaning__words">{place} " " {text(words(note.loss))}</p>
                    <p class="mono"><bdi>{note.detail.clone()}</bdi></p>
                </div>
            </li>
        }
    });
    let notes = notes.collect_view();
    let count = converted.notes.len();
    let text_now = converted.text.clone();
    let apply = move || {
        let json = text_now.clone();
        spawn_local(async move {
            let laid_out = engine::format(&json).await.unwrap_or(json);
            editor.model.replace_all(&laid_out);
            open.try_set(false);
        });
    };
    view! {
        <Dialog
            title=Signal::derive(t(k::foreign::TITLE))
            id="convert-title"
            size="picker"
            first="#convert-policy"
            on_close=move |()| open.set(false)
            close_label=Signal::derive(t(k::common::CLOSE))
        >
            <div class="dialog__body">
                <p>{t(k::foreign::WHY)}</p>
                <h3 class="analysis__title">{counted(k::foreign::COUNT, count)}</h3>
                <ul class="meaning">{notes}</ul>
            </div>
            <footer class="dialog__foot">
                <p class="dialog__status"></p>
                <button class="button" type="button" on:click=move |_| open.set(false)>{t(k::common::CANCEL)}</button>
                <button class="button" type="button" id="convert-policy" data-variant="primary" on:click=move |_| apply()>
                    {t(k::foreign::CONVERT)}
                </button>
            </footer>
        </Dialog>
    }
}

/// Offers to convert, where the text is in the form of AWS.
#[component]
pub fn ForeignBand(editor: Editor) -> impl IntoView {
    let open = RwSignal::new(false);
    let found = follow(move || {
        let (draft, owner) = (editor.model.text(), editor.around.owner());
        // In this form nothing is without errors, so a sound policy costs no question.
        let asked = editor.count(Severity::Error) > 0;
        async move { if asked { engine::convert(&draft, &owner).await } else { Ok(None) } }
    });
    let converted = move || found.value.get().and_then(|found| found.as_ref().clone());
    view! {
        {move || converted().map(|_| view! {
            <div class="note" role="status">
                {icon("info")}
                <p class="note__text">
                    {t(k::foreign::FOUND)} " "
                    <button class="link" type="button" on:click=move |_| open.set(true)>{t(k::foreign::CONVERT_MORE)}</button>
                </p>
            </div>
        })}
        {move || {
            let converted = converted().filter(|_| open.get())?;
            Some(view! { <ConvertDialog editor=editor converted=Arc::new(converted) open=open/> })
        }}
    }
}
