//! What the code editor asks of the policy engine: marks, completion, hover, fixes.

use leptos::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::findings;
use super::state::Editor;
use crate::i18n::lang;
use crate::policy::engine::{Finding, Severity};
use crate::policy::service::{Arg, ServiceError, ask};
use crate::ui::code_editor::{Change, Hint, Mark, Proposal, Provider, Severity as MarkSeverity};

/// The findings as the code editor marks them; tracked.
pub fn marks(editor: Editor) -> Vec<Mark> {
    let mark = |finding: Finding| Mark {
        start: finding.start,
        end: finding.end,
        line: finding.line,
        column: finding.column,
        severity: match finding.severity {
            Severity::Error => MarkSeverity::Error,
            Severity::Security => MarkSeverity::Security,
            Severity::Warning => MarkSeverity::Warning,
            Severity::Suggestion => MarkSeverity::Suggestion,
        },
        id: finding.id,
        message: finding.message,
        fix_title: finding.fix.map(|fix| fix.title),
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
pub fn complete(editor: Editor) -> Provider<Vec<Proposal>> {
    editor.around.read_people();
    Provider::new(move |offset| async move {
        let found: Result<Completion, _> = at_place(editor, "complete", offset).await;
        let Ok(Completion { span, items }) = found else { return Vec::new() };
        let proposal = |item: CompletionItem| Proposal {
            label: item.label,
            detail: item.detail,
            kind: item.kind,
            caret: Some(span.start + item.caret),
            changes: vec![Change { start: span.start, end: span.end, text: item.insert }],
        };
        items.into_iter().map(proposal).collect()
    })
}

/// Asks the engine about a place of the text.
async fn at_place<T: DeserializeOwned>(
    editor: Editor,
    question: &'static str,
    place: usize,
) -> Result<T, ServiceError> {
    let text = editor.model.text_untracked();
    let context = untrack(move || editor.around.context(editor.subject(), None));
    ask(
        question,
        &[Arg::Text(&text), Arg::Number(place), Arg::Json(context), Arg::Word(untrack(lang).code())],
    )
    .await
}

#[derive(Deserialize)]
struct HoverAnswer {
    span: Span,
    title: String,
    lines: Vec<String>,
}

/// What stands at a byte.
pub fn hover(editor: Editor) -> Provider<Option<Hint>> {
    Provider::new(move |offset| async move {
        let found: Option<HoverAnswer> = at_place(editor, "hover", offset).await.ok()?;
        let HoverAnswer { span, title, lines } = found?;
        Some(Hint { place: span.start..span.end, title, lines })
    })
}
