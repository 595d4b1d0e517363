//! Edits of single nodes: items of arrays, members of objects. Everything around them stays byte for byte.

use crate::{
    sorted::{Listed, Set},
    text::{Edit, NodeId, NodeKind, Span, TokenKind, Tree},
};

/// A text as JSON spells it, in quotes.
pub fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_else(|_| "\"\"".to_owned())
}

/// Whether a byte is a blank of JSON. A form feed is not, though it is white space of ASCII.
pub(crate) fn is_blank(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// Puts a text in the place of a value.
pub fn replace_with_text(tree: &Tree, node: NodeId, text: &str) -> Edit {
    Edit::replace(tree.span(node), quoted(text))
}

/// Takes an item out of its array, or a member out of its object, with one comma and the blanks that belong to it.
/// Nothing is left of a line that held nothing else.
pub fn remove(tree: &Tree, node: NodeId) -> Edit {
    remove_run(tree, node, node)
}

/// Takes some items of one array (or members of one object) away. Neighbours go in one edit, so that edits never overlap.
pub fn remove_all(tree: &Tree, parent: NodeId, nodes: &[NodeId]) -> Vec<Edit> {
    let children = tree.children(parent);
    let nodes: Set<NodeId> = nodes.iter().copied().collect();
    let mut edits = Vec::new();
    let mut run: Option<(NodeId, NodeId)> = None;
    for child in children {
        if nodes.contains(child) {
            run = Some((run.map_or(*child, |(first, _)| first), *child));
        } else if let Some((first, last)) = run.take() {
            edits.push(remove_run(tree, first, last));
        }
    }
    if let Some((first, last)) = run {
        edits.push(remove_run(tree, first, last));
    }
    edits
}

fn remove_run(tree: &Tree, first: NodeId, last: NodeId) -> Edit {
    let (start, end) = (tree.span(first).start, tree.span(last).end);
    let after = significant_after(tree, end);
    if let Some((TokenKind::Comma, comma)) = after {
        // Up to what comes next, so that it takes the place of what went.
        let next = significant_after(tree, comma.end).map_or(comma.end, |(_, span)| span.start);
        let next = if only_blanks(tree, Span::new(comma.end, next)) { next } else { comma.end };
        return Edit::delete(Span::new(start, next));
    }
    match significant_before(tree, start) {
        Some((TokenKind::Comma, comma)) => Edit::delete(Span::new(comma.start, end)),
        _ => Edit::delete(Span::new(start, end)),
    }
}

fn only_blanks(tree: &Tree, span: Span) -> bool {
    span.of(tree.source()).iter().all(is_blank)
}

fn significant_after(tree: &Tree, offset: usize) -> Option<(TokenKind, Span)> {
    let from = tree.tokens().partition_point(|token| token.span.start < offset);
    let token = tree.tokens().get(from..)?.iter().find(|token| !token.kind.is_trivia())?;
    Some((token.kind, token.span))
}

fn significant_before(tree: &Tree, offset: usize) -> Option<(TokenKind, Span)> {
    let to = tree.tokens().partition_point(|token| token.span.end <= offset);
    let token = tree.tokens().get(..to)?.iter().rev().find(|token| !token.kind.is_trivia())?;
    Some((token.kind, token.span))
}

/// The blanks before a node, back to the end of the line before: what a new neighbour on a line of its own needs.
fn lead(tree: &Tree, node: NodeId) -> String {
    let start = tree.span(node).start;
    let before = tree.source().get(..start).unwrap_or_default();
    let blanks = before.iter().rev().take_while(|byte| is_blank(byte)).count();
    let blanks = before.get(start - blanks..).unwrap_or_default();
    String::from_utf8_lossy(blanks).into_owned()
}

/// Puts a child (an item, or `"name": value`) at a place among the children of an array or object; a place past the end
/// is the end. New lines and indents are those of the neighbours.
pub fn insert(tree: &Tree, parent: NodeId, place: usize, json: &str) -> Edit {
    let children = tree.children(parent);
    if let Some(next) = children.get(place) {
        let lead = lead(tree, *next);
        let lead = if lead.is_empty() { " ".to_owned() } else { lead };
        let lead = if lead.contains('\n') || place > 0 { lead } else { " ".to_owned() };
        return Edit::insert(tree.span(*next).start, format!("{json},{lead}"));
    }
    match children.last() {
        Some(last) => {
            let lead = if children.len() > 1 || lead(tree, *last).contains('\n') {
                lead(tree, *last)
            } else {
                String::new()
            };
            let end = tree.span(*last).end;
            // A comma may already stand behind the last child: an error of its own, and no reason for a second one. It is
            // replaced by itself, so that nobody takes it away in the same go.
            match significant_after(tree, end) {
                Some((TokenKind::Comma, comma)) => Edit::replace(comma, format!(",{lead}{json}")),
                _ => Edit::insert(end, format!(",{lead}{json}")),
            }
        }
        None => {
            let span = tree.span(parent);
            Edit::insert(span.start + 1, json)
        }
    }
}

/// Adds a text to an element that is a text or a list of texts.
pub fn add_text(tree: &Tree, value: NodeId, text: &str) -> Edit {
    if tree.kind(value) == NodeKind::Array {
        insert(tree, value, usize::MAX, &quoted(text))
    } else {
        let old = String::from_utf8_lossy(tree.span(value).of(tree.source())).into_owned();
        Edit::replace(tree.span(value), format!("[{old}, {}]", quoted(text)))
    }
}

/// Puts some texts in the place of one item; in the place of a value that stands alone, a list of them.
pub fn replace_with_texts(tree: &Tree, node: NodeId, texts: &[&str]) -> Edit {
    let joined = texts.iter().map(|text| quoted(text)).list().join(", ");
    let in_list = tree.parent(node).is_some_and(|parent| tree.kind(parent) == NodeKind::Array);
    match (in_list, texts) {
        (true, _) | (false, [_]) => Edit::replace(tree.span(node), joined),
        (false, _) => Edit::replace(tree.span(node), format!("[{joined}]")),
    }
}

#[cfg(test)]
mod tests;
