//! What the code editor asks of the policy engine: marks, completion, hover, fixes.

use leptos::prelude::*;
use serde::Deserialize;

use super::findings;
use super::state::Editor;
use crate::policy::engine::Severity;
use crate::policy::service::{Arg, ask};
use crate::ui::code_editor::{Change, Complete, Hint, Hover, Item, Mark, MarkClass};

/// The findings as the code editor marks them; tracked.
pub fn marks(editor: Editor) -> Vec<Mark> {
    let mark = |finding: crate::policy::engine::Finding| Mark {
        start: finding.start,
        end: finding.end,
        class: match finding.severity {
            Severity::Error => MarkClass::Error,
            Severity::Security => MarkClass::Security,
            Severity::Warning => MarkClass::Warning,
            Severity::Suggestion => MarkClass::Suggestion,
        },
        id: finding.id,
        message: finding.message,
        fix: finding.fix.map(|fix| fix.title),
    };
    editor.findings().into_iter().map(mark).collect()
}

/// Applies the fix of the mark at a place of the list.
pub fn fix(editor: Editor, at: usize) {
    if let Some(finding) = untrack(move || editor.findings().get(at).cloned()) {
        findings::fix(editor, &finding);
    }
}

#[derive(Deserialize)]
struct Span {
    start: usize,
    end: usize,
}

#[derive(Deserialize)]
struct Completion {
    span: Span,
    items: Vec<CompletionItem>,
}

#[derive(Deserialize)]
struct CompletionItem {
    label: String,
    insert: String,
    caret: usize,
    kind: String,
    detail: String,
}

/// Completion at a byte.
pub fn complete(editor: Editor) -> Complete {
    editor.around.read_people();
    Complete::new(move |text: String, offset: usize| {
        let context = untrack(move || editor.around.context(editor.subject(), None));
        async move {
            let args = [
                Arg::Text(&text),
                Arg::Number(offset),
                Arg::Json(context),
                Arg::Word(crate::i18n::lang().code()),
            ];
            let found: Completion = ask("complete", &args).await.ok()?;
            let Completion { span, items } = found;
            let item = |item: CompletionItem| Item {
                label: item.label,
                detail: item.detail,
                kind: item.kind,
                caret: item.caret,
                change: Change { start: span.start, end: span.end, text: item.insert },
            };
            Some(items.into_iter().map(item).collect())
        }
    })
}

#[derive(Deserialize)]
struct HoverAnswer {
    span: Span,
    title: String,
    lines: Vec<String>,
}

/// What stands at a byte.
pub fn hover(editor: Editor) -> Hover {
    Hover::new(move |text: String, offset: usize| {
        let context = untrack(move || editor.around.context(editor.subject(), None));
        async move {
            let args = [
                Arg::Text(&text),
                Arg::Number(offset),
                Arg::Json(context),
                Arg::Word(crate::i18n::lang().code()),
            ];
            let found: Option<HoverAnswer> = ask("hover", &args).await.ok()?;
            let HoverAnswer { span, title, lines } = found?;
            Some(Hint { start: span.start, end: span.end, title, lines })
        }
    })
}
