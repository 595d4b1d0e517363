//! New text in the manner of the text around it.

use super::nodes;
use crate::{
    document::{Element, Statement},
    format::{Style, format},
    text::{Edit, NodeId, Span, TokenKind, Tree},
};

/// The blanks at the beginning of the line that a byte stands in.
pub(super) fn line_indent(tree: &Tree, offset: usize) -> String {
    let before = tree.source().get(..offset).unwrap_or_default();
    let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let line = before.get(start..).unwrap_or_default();
    line.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).map(|byte| char::from(*byte)).collect()
}

/// Lines after the first with another indent.
fn reindent(text: &str, from: &str, to: &str) -> String {
    if from == to {
        return text.to_owned();
    }
    let mut lines = text.split('\n');
    let first = lines.next().unwrap_or_default().to_owned();
    lines.fold(first, |mut result, line| {
        result.push('\n');
        match line.strip_prefix(from) {
            Some(rest) => {
                result.push_str(to);
                result.push_str(rest);
            }
            None => result.push_str(line),
        }
        result
    })
}

/// Whether a new child of an object or array gets a line of its own.
fn has_lines(tree: &Tree, parent: NodeId) -> bool {
    match tree.children(parent).first() {
        Some(first) => starts_line(tree, *first),
        None => tree.source().contains(&b'\n'),
    }
}

fn starts_line(tree: &Tree, node: NodeId) -> bool {
    let before = tree.source().get(..tree.span(node).start).unwrap_or_default();
    before.iter().rev().take_while(|byte| nodes::is_blank(byte)).any(|byte| *byte == b'\n')
}

/// What one level is indented by.
fn unit(tree: &Tree) -> String {
    let first = tree.root().and_then(|root| tree.children(root).first());
    let indent = first.filter(|first| starts_line(tree, **first));
    let indent = indent.map(|first| line_indent(tree, tree.span(*first).start)).unwrap_or_default();
    if indent.is_empty() { "  ".to_owned() } else { indent }
}

/// The indent of children of an object or array that stand on lines of their own.
fn child_indent(tree: &Tree, parent: NodeId) -> String {
    match tree.children(parent).first().filter(|first| starts_line(tree, **first)) {
        Some(first) => line_indent(tree, tree.span(*first).start),
        None => line_indent(tree, tree.span(parent).start) + &unit(tree),
    }
}

/// Whether blanks follow colons around here.
pub(super) fn is_spaced(tree: &Tree, node: NodeId) -> bool {
    let mut around = Some(node);
    while let Some(node) = around {
        let member = tree.members(node).next();
        if let Some((member, value)) = member.and_then(|member| member.value.map(|value| (member, value))) {
            return tree.span(value).start > tree.span(member.key).end + 1;
        }
        around = tree.parent(node);
    }
    true
}

/// JSON (with correct syntax) as a new child of an object or array.
pub(super) fn child(tree: &Tree, parent: NodeId, json: &str) -> String {
    let new = Tree::parse(json);
    if !new.problems().is_empty() {
        return json.to_owned();
    }
    if !has_lines(tree, parent) {
        return one_line(&new, is_spaced(tree, parent));
    }
    let Ok(pretty) = format(&new, Style::Pretty) else { return json.to_owned() };
    let (indent, unit) = (child_indent(tree, parent), unit(tree));
    let mut text = String::with_capacity(pretty.len() * 2);
    for (at, line) in String::from_utf8_lossy(&pretty).lines().enumerate() {
        let inner = line.trim_start_matches(' ');
        if at > 0 {
            text.push_str(line_end(tree));
            text.push_str(&indent);
            text.push_str(&unit.repeat((line.len() - inner.len()) / 2));
        }
        text.push_str(inner);
    }
    text
}

/// A child of an array of another text as one of this array: as it is where it fits, else laid out anew.
pub(crate) fn adopt(tree: &Tree, array: NodeId, other: &Tree, node: NodeId) -> String {
    let span = other.span(node);
    let text = String::from_utf8_lossy(span.of(other.source())).into_owned();
    let lines = has_lines(tree, array);
    if lines && text.contains('\n') {
        reindent(&text, &line_indent(other, span.start), &child_indent(tree, array))
    } else {
        child(tree, array, &text)
    }
}

/// What stands between two children of an array.
pub(crate) fn between(tree: &Tree, array: NodeId) -> String {
    if has_lines(tree, array) {
        format!(",{}{}", line_end(tree), child_indent(tree, array))
    } else if is_spaced(tree, array) {
        ", ".to_owned()
    } else {
        ",".to_owned()
    }
}

/// A new member of an object.
pub(crate) fn member(tree: &Tree, object: NodeId, name: &str, json: &str) -> String {
    let colon = if is_spaced(tree, object) { ": " } else { ":" };
    format!("{}{colon}{}", nodes::quoted(name), child(tree, object, json))
}

/// Puts text among the children of an object or array.
pub(crate) fn insert(tree: &Tree, parent: NodeId, place: usize, text: &str) -> Edit {
    let children = tree.children(parent).len();
    if !has_lines(tree, parent) {
        let spaced = is_spaced(tree, parent);
        // A single neighbour has no blanks to follow.
        let text = if spaced && children == 1 && place > 0 { format!(" {text}") } else { text.to_owned() };
        let mut edit = nodes::insert(tree, parent, place, &text);
        if !spaced && place < children && edit.text.ends_with(", ") {
            edit.text.pop();
        }
        return edit;
    }
    if children > 0 {
        return nodes::insert(tree, parent, place, text);
    }
    let span = tree.span(parent);
    let end = line_end(tree);
    let close = if span.end == span.start + 2 {
        format!("{end}{}", line_indent(tree, span.start))
    } else {
        String::new()
    };
    Edit::insert(span.start + 1, format!("{end}{}{text}{close}", child_indent(tree, parent)))
}

/// Takes a child away. Unlike [`nodes::remove`] it keeps comments beside it, and leaves no empty line between two of them.
pub(super) fn remove(tree: &Tree, node: NodeId) -> Vec<Edit> {
    let mut edit = nodes::remove(tree, node);
    let span = tree.span(node);
    let has_comment = |span: Span| {
        let from = tree.tokens().partition_point(|token| token.span.start < span.start);
        let tokens = tree.tokens().get(from..).unwrap_or_default().iter();
        tokens.take_while(|token| token.span.end <= span.end).any(|token| token.kind == TokenKind::Comment)
    };
    if edit.start < span.start && has_comment(Span::new(edit.start, span.start)) {
        return vec![Edit::delete(Span::new(edit.start, edit.start + 1)), Edit::delete(span)];
    }
    let rest = tree.source().get(edit.end..).unwrap_or_default();
    let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
    if edit.end > span.end && starts_line(tree, node) && rest.get(blanks) == Some(&b'\n') {
        edit.start -= line_indent(tree, edit.start).len();
        edit.end += blanks + 1;
    }
    vec![edit]
}

/// Adds an element to a statement, behind those that usually come before it.
pub(super) fn insert_element(tree: &Tree, statement: &Statement, element: Element, json: &str) -> Edit {
    let comes_before =
        |name: &str| Element::ALL.iter().any(|other| *other < element && other.as_str() == name);
    let before = tree
        .children(statement.node)
        .iter()
        .rposition(|child| tree.as_member(*child).is_some_and(|member| comes_before(&member.name)));
    let text = member(tree, statement.node, element.as_str(), json);
    insert(tree, statement.node, before.map_or(0, |at| at + 1), &text)
}

fn line_end(tree: &Tree) -> &'static str {
    let first = tree.source().iter().position(|byte| *byte == b'\n');
    let before = first.and_then(|at| at.checked_sub(1)).and_then(|at| tree.source().get(at));
    if before == Some(&b'\r') { "\r\n" } else { "\n" }
}

fn one_line(new: &Tree, spaced: bool) -> String {
    let mut text = String::new();
    for token in new.tokens().iter().filter(|token| !token.kind.is_trivia()) {
        text.push_str(&String::from_utf8_lossy(token.span.of(new.source())));
        if spaced && matches!(token.kind, TokenKind::Comma | TokenKind::Colon) {
            text.push(' ');
        }
    }
    text
}
