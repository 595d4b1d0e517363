//! New statements: the three roles of the official editor, and a free one.

use leptos::prelude::*;
use serde_json::json;

use crate::i18n::{Key, k, t};
use crate::pages::policy::state::Editor;
use crate::policy::engine::Wish;
use crate::ui::icon;
use crate::ui::view::view;

/// A kind of statement to begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Start {
    Administrator,
    User,
    OutsideUser,
    Free,
}

impl Start {
    const ALL: [Self; 4] = [Self::Administrator, Self::User, Self::OutsideUser, Self::Free];

    fn label(self) -> Key {
        match self {
            Self::Administrator => k::policy::ADD_ADMINISTRATOR,
            Self::User => k::policy::ADD_USER,
            Self::OutsideUser => k::policy::ADD_OUTSIDE,
            Self::Free => k::policy::ADD_STATEMENT,
        }
    }

    /// Name and actions of the statement; whom it is about is chosen next.
    fn statement(self, editor: Editor) -> serde_json::Value {
        let words = editor.vocabulary.get_untracked();
        let (sid, actions) = match self {
            Self::Administrator => ("administrators", words.administrator.clone()),
            Self::User => ("users", words.user.clone()),
            Self::OutsideUser => ("outside-users", words.user.clone()),
            Self::Free => ("statement", Vec::new()),
        };
        let taken = |name: &str| {
            editor.outline.with_untracked(|found| {
                let cards = found.iter().flat_map(|found| &found.statements);
                cards.into_iter().any(|card| card.sid.as_deref() == Some(name))
            })
        };
        let numbered = (2..).map(|number| format!("{sid}-{number}"));
        let sid =
            std::iter::once(sid.to_owned()).chain(numbered).find(|name| !taken(name)).unwrap_or_default();
        json!({"Sid": sid, "Effect": "Allow", "Principal": {"RAM": []}, "Action": actions, "Resource": ["*"]})
    }
}

fn start(editor: Editor, kind: Start) {
    let at = untrack(move || editor.statements());
    let json = kind.statement(editor).to_string();
    editor.focus_later(".statement-form [data-add-principal]");
    editor.wish_then(Wish::Add { at, json }, move || editor.selected.set(Some(at)));
}

/// The buttons.
#[component]
pub fn AddButtons(editor: Editor) -> impl IntoView {
    let off = move || editor.outline.with(|found| !found.as_ref().is_some_and(|found| found.has_list));
    view! {
        <div class="statements__add">
            {Start::ALL
                .map(|kind| view! {
                    <button
                        class="button"
                        type="button"
                        data-variant="ghost"
                        data-size="small"
                        aria-disabled=move || off().then_some("true")
                        title=move || off().then(|| crate::i18n::text(k::policy::NO_LIST))
                        on:click=move |_| if !untrack(off) { start(editor, kind) }
                    >
                        {icon("plus")}
                        {t(kind.label())}
                    </button>
                })
                .collect_view()}
        </div>
    }
}
