//! S01, S02, S17, S18: the text as a whole.

use super::default_statement;
use crate::{
    finding::Fix,
    lint::Pass,
    rules::text::snippet,
    sorted::Listed,
    text::{Edit, NodeKind, Problem, ProblemKind, Span, TokenKind},
};

/// Each region that is no JSON.
pub(super) fn syntax(pass: &mut Pass<'_>) {
    let tree = pass.tree();
    for problem in tree.problems() {
        let position = tree.position(problem.span.start);
        let fix = (!problem.fix.is_empty()).then(|| Fix::safe(title(problem.kind), problem.fix.clone()));
        let finding = pass
            .finding(problem.span)
            .saying(message(problem))
            .with("l", position.line)
            .with("c", position.column)
            .with("found", snippet(tree, problem.span))
            .fixed_by(fix);
        pass.report(finding);
    }
}

fn message(problem: &Problem) -> &'static str {
    match problem.kind {
        ProblemKind::ExtraComma => "KPL-S01.comma",
        ProblemKind::Comment => "KPL-S01.comment",
        ProblemKind::SingleQuotes => "KPL-S01.quotes",
        ProblemKind::MissingClosers => "KPL-S01.end",
        ProblemKind::OpenText => "KPL-S01.open",
        ProblemKind::BadEscape => "KPL-S01.escape",
        ProblemKind::NotUtf8 => "KPL-S01.utf8",
        ProblemKind::Trailing => "KPL-S01.trailing",
        // What was expected is words as well as signs, so each set of them has a text of its own.
        ProblemKind::Unexpected => match problem.expected {
            [":"] => "KPL-S01.colon",
            [",", "}"] => "KPL-S01.member",
            [",", "]"] => "KPL-S01.item",
            ["{"] => "KPL-S01.object",
            [first, ..] if first.starts_with("name") => "KPL-S01.name",
            [.., "]"] => "KPL-S01.list",
            _ => "KPL-S01",
        },
    }
}

fn title(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::SingleQuotes => "fix.quotes",
        ProblemKind::MissingClosers => "fix.close",
        ProblemKind::BadEscape => "fix.escape",
        _ => "fix.remove",
    }
}

/// Nothing, or something else than an object.
pub(super) fn no_object(pass: &mut Pass<'_>) {
    let tree = pass.tree();
    let whole = Span::new(0, tree.source().len());
    let (span, message) = match tree.root() {
        None => (whole, "KPL-S02.empty"),
        Some(root) => match tree.kind(root) {
            // What could not be read at all is a syntax error that says what was expected.
            NodeKind::Object | NodeKind::Broken => return,
            _ => (tree.span(root), "KPL-S02"),
        },
    };
    let fix = default_statement(pass).map(|statement| {
        let policy = format!("{{\n  \"Version\": \"1\",\n  \"Statement\": [\n    {statement}\n  ]\n}}\n");
        Fix::guided("fix.default-policy", vec![Edit::replace(whole, policy)])
    });
    let finding = pass.finding(span).saying(message).fixed_by(fix);
    pass.report(finding);
}

/// Bytes that a policy may have.
const LIMIT: usize = 32_768;

/// More bytes than the service takes, as typed.
pub(super) fn too_big(pass: &mut Pass<'_>) {
    let size = pass.tree().source().len();
    if size > LIMIT {
        let fix = minify(pass);
        let beyond = Span::new(LIMIT, size);
        let finding = pass.finding(beyond).with("n", size).with("limit", LIMIT).fixed_by(fix);
        pass.report(finding);
    }
}

/// Nearly as many bytes as the service takes.
pub(super) fn nearly_too_big(pass: &mut Pass<'_>) {
    let size = pass.tree().source().len();
    let percent = usize::from(pass.context().around.cfg.size_warning_percent);
    if size <= LIMIT && size * 100 >= LIMIT * percent {
        let fix = minify(pass);
        let end = Span::new(size, size);
        let finding = pass.finding(end).with("n", size).with("limit", LIMIT).fixed_by(fix);
        pass.report(finding);
    }
}

/// Takes the blanks between tokens away; in a text that is JSON they separate nothing.
fn minify(pass: &Pass<'_>) -> Option<Fix> {
    let tree = pass.tree();
    if !tree.problems().is_empty() {
        return None;
    }
    let blanks = tree.tokens().iter().filter(|token| token.kind == TokenKind::Space);
    Some(Fix::guided("fix.minify", blanks.map(|token| Edit::delete(token.span)).list()))
}
