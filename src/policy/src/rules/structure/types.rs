//! S12, S16: values of a type that cannot stand where they do, and lists of nothing.

use super::{listed_principals, readable};
use crate::{
    document::{Element, Statement},
    edit::nodes,
    finding::Fix,
    lint::Pass,
    rules::text::{path, snippet},
    text::{Edit, NodeId, NodeKind, Span, Tree},
};

/// Values that are no texts where texts are needed, and statements that are no objects.
pub(super) fn wrong_type(pass: &mut Pass<'_>) {
    let tree = pass.tree();
    if let Some(list) = pass.document().statement_list() {
        statement_list(pass, list);
    }
    for statement in readable(pass.document()) {
        if let Some(sid) = statement.element(Element::Sid).filter(|sid| tree.kind(*sid) != NodeKind::Text) {
            let fix = quote(tree, sid).or_else(|| take_out(tree, sid));
            report(pass, sid, "KPL-S12.text", fix);
        }
        for list in text_lists(tree, statement) {
            texts(pass, list);
        }
        // Deeper values are not in the shape of a condition, of which another rule speaks.
        for value in statement.conditions.iter().filter_map(|condition| condition.value_node) {
            let is_list = tree.kind(value) == NodeKind::Array;
            let values = if is_list { tree.items(value) } else { std::slice::from_ref(&value) };
            for value in values.iter().filter(|value| is_scalar(tree, **value)) {
                report(pass, *value, if is_list { "KPL-S12.text" } else { "KPL-S12" }, quote(tree, *value));
            }
        }
    }
}

/// Values of the elements that are a text or a list of texts.
fn text_lists(tree: &Tree, statement: &Statement) -> impl Iterator<Item = NodeId> {
    let principals = listed_principals(tree, statement);
    let others = [Element::Action, Element::Resource].map(|element| statement.element(element));
    principals.into_iter().chain(others.into_iter().flatten())
}

fn statement_list(pass: &mut Pass<'_>, list: NodeId) {
    let tree = pass.tree();
    match tree.kind(list) {
        NodeKind::Array => {
            for item in tree.items(list).iter().filter(|item| !tree.is_damaged(**item)) {
                if tree.kind(*item) != NodeKind::Object {
                    report(pass, *item, "KPL-S12.statement", unwrap(tree, *item, NodeKind::Object));
                }
            }
        }
        _ if tree.is_damaged(list) => {}
        NodeKind::Object => {
            let span = tree.span(list);
            let wrap = vec![Edit::insert(span.start, "["), Edit::insert(span.end, "]")];
            report(pass, list, "KPL-S12.statements", Some(Fix::safe("fix.wrap", wrap)));
        }
        _ => report(pass, list, "KPL-S12.statements", None),
    }
}

/// A text or a list of texts.
fn texts(pass: &mut Pass<'_>, value: NodeId) {
    let tree = pass.tree();
    match tree.kind(value) {
        NodeKind::Text => {}
        NodeKind::Array => {
            for item in tree.items(value).iter().filter(|item| tree.kind(**item) != NodeKind::Text) {
                let fix = quote(tree, *item).or_else(|| unwrap(tree, *item, NodeKind::Text));
                report(pass, *item, "KPL-S12.text", fix);
            }
        }
        _ => report(pass, value, "KPL-S12", quote(tree, value)),
    }
}

fn report(pass: &mut Pass<'_>, node: NodeId, message: &'static str, fix: Option<Fix>) {
    let tree = pass.tree();
    let span = tree.span(node);
    let finding = pass
        .finding(span)
        .saying(message)
        .with("path", path(tree, node))
        .with("found", snippet(tree, span))
        .fixed_by(fix);
    pass.report(finding);
}

fn is_scalar(tree: &Tree, node: NodeId) -> bool {
    matches!(tree.kind(node), NodeKind::Number | NodeKind::True | NodeKind::False | NodeKind::Null)
}

/// Nothing says which text `null` is meant to be.
fn quote(tree: &Tree, node: NodeId) -> Option<Fix> {
    if !is_scalar(tree, node) || tree.kind(node) == NodeKind::Null {
        return None;
    }
    let text = String::from_utf8_lossy(tree.span(node).of(tree.source()));
    Some(Fix::safe("fix.quote", vec![nodes::replace_with_text(tree, node, &text)]))
}

/// The items of a list inside a list, without their brackets.
fn unwrap(tree: &Tree, node: NodeId, wanted: NodeKind) -> Option<Fix> {
    let items = tree.items(node);
    let span = tree.span(node);
    let is_closed = span.of(tree.source()).last() == Some(&b']');
    if !is_closed || items.is_empty() || items.iter().any(|item| tree.kind(*item) != wanted) {
        return None;
    }
    let brackets = [Span::new(span.start, span.start + 1), Span::new(span.end - 1, span.end)];
    Some(Fix::safe("fix.unwrap", brackets.map(Edit::delete).to_vec()))
}

/// The only text of a list, in the place of the list.
fn take_out(tree: &Tree, node: NodeId) -> Option<Fix> {
    let [one] = tree.items(node) else { return None };
    let text = tree.text(*one)?;
    Some(Fix::safe("fix.unwrap", vec![nodes::replace_with_text(tree, node, &text)]))
}

/// Lists of nothing.
pub(super) fn empty(pass: &mut Pass<'_>) {
    let (document, tree) = (pass.document(), pass.tree());
    let several = document.statements().len() > 1;
    for statement in readable(document) {
        let conditions = statement.conditions.iter().filter_map(|condition| condition.value_node);
        for list in text_lists(tree, statement).chain(conditions) {
            if tree.kind(list) != NodeKind::Array || !tree.items(list).is_empty() {
                continue;
            }
            let fix = if statement.element(Element::Resource) == Some(list) {
                Some(
                    Fix::guided("fix.add", vec![nodes::insert(tree, list, 0, r#""*""#)])
                        .with("new", r#""*""#),
                )
            } else {
                several
                    .then(|| Fix::guided("fix.remove-statement", vec![nodes::remove(tree, statement.node)]))
            };
            let finding = pass.finding(tree.span(list)).with("path", path(tree, list)).fixed_by(fix);
            pass.report(finding);
        }
    }
}
