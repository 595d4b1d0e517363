//! S06, S10, S11: elements that can have few values.

use super::readable;
use crate::{
    document::Element,
    edit::nodes,
    finding::Fix,
    lint::Pass,
    rules::text::snippet,
    sorted::Listed,
    text::{Edit, NodeId, NodeKind, Tree},
};

fn replacing(tree: &Tree, node: NodeId, json: &str) -> Fix {
    Fix::safe("fix.replace", vec![Edit::replace(tree.span(node), json)]).with("new", json)
}

/// `Version` other than the text `1`.
pub(super) fn version(pass: &mut Pass<'_>) {
    let tree = pass.tree();
    let Some(version) = pass.document().version().filter(|version| !tree.is_damaged(*version)) else {
        return;
    };
    if tree.text(version).as_deref() == Some("1") {
        return;
    }
    let span = tree.span(version);
    let finding =
        pass.finding(span).with("found", snippet(tree, span)).fixed_by(replacing(tree, version, "\"1\""));
    pass.report(finding);
}

/// `Effect` other than `Allow` and `Deny`.
pub(super) fn effect(pass: &mut Pass<'_>) {
    let tree = pass.tree();
    for statement in readable(pass.document()) {
        let Some(node) = statement.element(Element::Effect) else { continue };
        if statement.effect.is_some() {
            continue;
        }
        let span = tree.span(node);
        let finding =
            pass.finding(span).with("found", snippet(tree, span)).fixed_by(meant_effect(tree, node));
        pass.report(finding);
    }
}

/// Only letter case is sure to be a slip; blanks around and a list of one are asked about.
fn meant_effect(tree: &Tree, node: NodeId) -> Option<Fix> {
    let text = match tree.items(node) {
        [one] => tree.text(*one)?,
        _ => tree.text(node)?,
    };
    let effect = ["Allow", "Deny"].into_iter().find(|effect| effect.eq_ignore_ascii_case(text.trim()))?;
    let is_sure = tree.kind(node) == NodeKind::Text && text.len() == effect.len();
    Some(Fix { safe: is_sure, ..replacing(tree, node, &nodes::quoted(effect)) })
}

/// `Resource` with anything but one `*`. What is no text there is the matter of another rule, and so is an empty list.
pub(super) fn resource(pass: &mut Pass<'_>) {
    let tree = pass.tree();
    for statement in readable(pass.document()) {
        let Some(node) = statement.element(Element::Resource) else { continue };
        let (items, only) = match tree.kind(node) {
            NodeKind::Array => (tree.items(node), r#"["*"]"#),
            _ => (std::slice::from_ref(&node), r#""*""#),
        };
        let texts: Vec<NodeId> =
            items.iter().copied().filter(|item| tree.kind(*item) == NodeKind::Text).list();
        let others: Vec<NodeId> =
            texts.iter().copied().filter(|item| tree.text(*item).as_deref() != Some("*")).list();
        if others.is_empty() && texts.len() < 2 {
            continue;
        }
        let marked = if others.is_empty() { vec![node] } else { others };
        let spans: Vec<_> = marked.into_iter().map(|item| tree.span(item)).list();
        let Some(first) = spans.first().copied() else { continue };
        let mut finding =
            pass.finding(first).with("found", snippet(tree, first)).fixed_by(replacing(tree, node, only));
        finding.spans = spans;
        pass.report(finding);
    }
}
