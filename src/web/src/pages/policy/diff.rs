//! What a draft changes: by meaning, by statement, as text. Words and signs, not only colour.

mod lines;
mod meaning;
mod statements;

use leptos::prelude::*;

use super::ask::{answered, follow};
use super::state::Editor;
pub use meaning::context_text;

use crate::i18n::{k, t};
use crate::policy::{access, engine};
use crate::ui::segmented::Segmented;
use crate::ui::view::view;

/// How a difference is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum View {
    Meaning,
    Statements,
    Text,
}

/// The difference by meaning, which Save shows as well.
#[component]
pub fn MeaningView(editor: Editor) -> impl IntoView {
    let found = follow(move || {
        let (saved, draft, subject) = (editor.base(), editor.model.text(), editor.subject());
        async move { access::meaning(&saved, &draft, &subject).await }
    });
    answered(found, |diff| meaning::view_of(diff))
}

#[component]
fn StatementsView(editor: Editor) -> impl IntoView {
    let saved = follow(move || {
        let (text, context) = (editor.base(), editor.around.context(editor.subject(), None));
        async move { engine::outline(&text, context).await }
    });
    answered(saved, move |saved| {
        let draft = editor.outline.with(|draft| draft.as_ref().map(|draft| draft.statements.clone()));
        statements::view_of(
            &saved.statements,
            &draft.unwrap_or_default(),
            &editor.base(),
            &editor.model.text(),
        )
    })
}

/// The panel.
#[component]
pub fn DiffPanel(editor: Editor) -> impl IntoView {
    let shown = RwSignal::new(View::Meaning);
    let options = super::worded([
        (View::Meaning, k::policy::BY_MEANING),
        (View::Statements, k::policy::BY_STATEMENT),
        (View::Text, k::policy::AS_TEXT),
    ]);
    view! {
        <section class="panel" aria-labelledby="diff-title">
            <div class="panel__head">
                <h2 class="pane__title" id="diff-title">{t(k::policy::DIFF)}</h2>
                <Segmented label=Signal::derive(t(k::policy::VIEW_AS)) options=options chosen=shown/>
            </div>
            <div class="panel__body" tabindex="0" role="group" aria-labelledby="diff-title">
                {move || {
                    if !editor.is_changed() {
                        return view! { <p class="panel__empty">{t(k::policy::NO_CHANGES)}</p> };
                    }
                    match shown.get() {
                        View::Meaning => view! { <MeaningView editor=editor/> },
                        View::Statements => view! { <StatementsView editor=editor/> },
                        View::Text => lines::view_of(&editor.base(), &editor.model.text()),
                    }
                }}
            </div>
        </section>
    }
}
