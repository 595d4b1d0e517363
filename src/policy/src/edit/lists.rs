//! Principals and actions.

use super::{EditError, layout, member, nodes, statement, statements::list};
use crate::{
    document::{Document, Element, Statement, Text},
    sorted::Listed,
    text::{Edit, NodeId, NodeKind, Span, Tree},
};

/// Where the entries of an element stand, or would.
enum Place {
    /// A text or a list of texts.
    Entries(NodeId),
    /// `Principal` without `RAM`.
    EmptyObject(NodeId),
    Missing,
}

fn place(document: &Document, statement: &Statement, element: Element) -> Result<Place, EditError> {
    let tree = document.tree();
    let Some(mut value) = member(document, statement, element)?.and_then(|member| member.value) else {
        return Ok(Place::Missing);
    };
    if element == Element::Principal {
        let mut members = tree.members(value);
        value = match (tree.kind(value), members.next(), members.next()) {
            (NodeKind::Object, None, _) => return Ok(Place::EmptyObject(value)),
            (NodeKind::Object, Some(only), None) if only.name == "RAM" => {
                only.value.ok_or(EditError::Shape(element))?
            }
            _ => return Err(EditError::Shape(element)),
        };
    }
    if is_texts(tree, value) { Ok(Place::Entries(value)) } else { Err(EditError::Shape(element)) }
}

/// Whether a value is a text or a list of texts.
pub(super) fn is_texts(tree: &Tree, value: NodeId) -> bool {
    let is_text = |node: &NodeId| tree.kind(*node) == NodeKind::Text;
    match tree.kind(value) {
        NodeKind::Array => tree.items(value).iter().all(is_text),
        _ => is_text(&value),
    }
}

/// The edits that make a value (a text or a list of texts) hold exactly these texts. Entries that stay keep their bytes
/// and places, new ones follow them.
pub(super) fn set_texts(tree: &Tree, value: NodeId, wanted: &[&str]) -> Vec<Edit> {
    let is_wanted = |node: &NodeId| tree.text(*node).is_some_and(|text| wanted.contains(&text.as_ref()));
    if tree.kind(value) != NodeKind::Array {
        return match wanted {
            [one] if tree.text(value).is_some_and(|text| text == *one) => Vec::new(),
            [one] => vec![nodes::replace_with_text(tree, value, one)],
            _ => {
                let comma = if layout::is_spaced(tree, value) { ", " } else { "," };
                vec![Edit::replace(tree.span(value), list(wanted).replace("\",\"", &format!("\"{comma}\"")))]
            }
        };
    }
    let items = tree.items(value);
    let known: Vec<_> = items.iter().filter_map(|item| tree.text(*item)).list();
    let mut new: Vec<&str> = Vec::new();
    for text in wanted {
        if !known.iter().any(|known| known == text) && !new.contains(text) {
            new.push(text);
        }
    }
    let separator = separator(tree, value);
    let new: Vec<String> = new.into_iter().map(nodes::quoted).list();
    let new = (!new.is_empty()).then(|| new.join(&separator));
    let gone: Vec<NodeId> = items.iter().filter(|item| !is_wanted(item)).copied().list();
    let last_kept = items.iter().rfind(|item| is_wanted(item));
    match (new, last_kept, items) {
        (Some(new), Some(kept), _) => {
            let mut edits = nodes::remove_all(tree, value, &gone);
            edits.push(Edit::insert(tree.span(*kept).end, separator + &new));
            edits
        }
        (Some(new), None, [first, .., last]) => {
            vec![Edit::replace(Span::new(tree.span(*first).start, tree.span(*last).end), new)]
        }
        (Some(new), None, [only]) => vec![Edit::replace(tree.span(*only), new)],
        (Some(new), None, []) => vec![nodes::insert(tree, value, 0, &new)],
        (None, _, _) => nodes::remove_all(tree, value, &gone),
    }
}

/// The comma and the blanks between two items of a list.
fn separator(tree: &Tree, array: NodeId) -> String {
    let items = tree.items(array);
    let blanks_before = |node: NodeId| {
        let before = tree.source().get(..tree.span(node).start).unwrap_or_default();
        let length = before.iter().rev().take_while(|byte| nodes::is_blank(byte)).count();
        let (_, blanks) = before.split_at_checked(before.len() - length).unwrap_or_default();
        String::from_utf8_lossy(blanks).into_owned()
    };
    let blanks = match items {
        [_, second, ..] => blanks_before(*second),
        [only] => Some(blanks_before(*only)).filter(|blanks| blanks.contains('\n')).unwrap_or_default(),
        [] => String::new(),
    };
    let blanks = if items.len() < 2 && blanks.is_empty() && layout::is_spaced(tree, array) {
        " ".to_owned()
    } else {
        blanks
    };
    format!(",{blanks}")
}

fn add(document: &Document, at: usize, element: Element, text: &str) -> Result<Vec<Edit>, EditError> {
    let tree = document.tree();
    let statement = statement(document, at)?;
    match place(document, statement, element)? {
        Place::Entries(value) => {
            if entries(statement, element).any(|entry| entry.value == text) {
                return Ok(Vec::new());
            }
            Ok(match tree.items(value) {
                [] if tree.kind(value) != NodeKind::Array => vec![nodes::add_text(tree, value, text)],
                [] => vec![nodes::insert(tree, value, 0, &nodes::quoted(text))],
                [.., last] => {
                    let new = separator(tree, value) + &nodes::quoted(text);
                    vec![Edit::insert(tree.span(*last).end, new)]
                }
            })
        }
        _ => set(document, at, element, &[text]),
    }
}

fn set(document: &Document, at: usize, element: Element, texts: &[&str]) -> Result<Vec<Edit>, EditError> {
    let tree = document.tree();
    let statement = statement(document, at)?;
    Ok(match place(document, statement, element)? {
        Place::Entries(value) => set_texts(tree, value, texts),
        Place::EmptyObject(object) => {
            vec![layout::insert(tree, object, 0, &layout::member(tree, object, "RAM", &list(texts)))]
        }
        Place::Missing => {
            let list = list(texts);
            let json = if element == Element::Principal { format!("{{\"RAM\":{list}}}") } else { list };
            vec![layout::insert_element(tree, statement, element, &json)]
        }
    })
}

fn entries(statement: &Statement, element: Element) -> impl Iterator<Item = &Text> {
    let principals = statement.principals.iter().map(|entry| &entry.text);
    let actions = statement.actions.iter().map(|entry| &entry.text);
    let of_principals = element == Element::Principal;
    principals.filter(move |_| of_principals).chain(actions.filter(move |_| !of_principals))
}

fn entry(document: &Document, at: usize, element: Element, entry: usize) -> Result<NodeId, EditError> {
    let statement = statement(document, at)?;
    place(document, statement, element)?;
    entries(statement, element).nth(entry).map(|text| text.node).ok_or(EditError::NoEntry(entry))
}

/// Takes an entry away; of a text that stands alone an empty list is left.
pub(super) fn remove_text(tree: &Tree, node: NodeId) -> Edit {
    let in_list = tree.parent(node).is_some_and(|parent| tree.kind(parent) == NodeKind::Array);
    if in_list { nodes::remove(tree, node) } else { Edit::replace(tree.span(node), "[]") }
}

/// Adds a principal to the statement at a place; nothing changes where it is there already.
///
/// # Errors
/// There is no such statement, it cannot be read, or `Principal` is not built as the grammar wants.
pub fn add_principal(document: &Document, at: usize, principal: &str) -> Result<Vec<Edit>, EditError> {
    add(document, at, Element::Principal, principal)
}

/// Takes a principal away, counted from 0 among [`Statement::principals`].
///
/// # Errors
/// As [`add_principal`]; there is no such principal.
pub fn remove_principal(document: &Document, at: usize, principal: usize) -> Result<Vec<Edit>, EditError> {
    Ok(vec![remove_text(document.tree(), entry(document, at, Element::Principal, principal)?)])
}

/// Puts a principal in the place of another.
///
/// # Errors
/// As [`remove_principal`].
pub fn replace_principal(
    document: &Document,
    at: usize,
    principal: usize,
    new: &str,
) -> Result<Vec<Edit>, EditError> {
    let node = entry(document, at, Element::Principal, principal)?;
    Ok(vec![nodes::replace_with_text(document.tree(), node, new)])
}

/// Makes the principals of a statement these. Those that stay keep their bytes and order, new ones follow them.
///
/// # Errors
/// As [`add_principal`].
pub fn set_principals(document: &Document, at: usize, principals: &[&str]) -> Result<Vec<Edit>, EditError> {
    set(document, at, Element::Principal, principals)
}

/// Adds an action to the statement at a place; nothing changes where it is there already, spelt alike.
///
/// # Errors
/// There is no such statement, it cannot be read, or `Action` is not built as the grammar wants.
pub fn add_action(document: &Document, at: usize, action: &str) -> Result<Vec<Edit>, EditError> {
    add(document, at, Element::Action, action)
}

/// Takes an action away, counted from 0 among [`Statement::actions`].
///
/// # Errors
/// As [`add_action`]; there is no such action.
pub fn remove_action(document: &Document, at: usize, action: usize) -> Result<Vec<Edit>, EditError> {
    Ok(vec![remove_text(document.tree(), entry(document, at, Element::Action, action)?)])
}

/// Puts an action in the place of another.
///
/// # Errors
/// As [`remove_action`].
pub fn replace_action(
    document: &Document,
    at: usize,
    action: usize,
    new: &str,
) -> Result<Vec<Edit>, EditError> {
    let node = entry(document, at, Element::Action, action)?;
    Ok(vec![nodes::replace_with_text(document.tree(), node, new)])
}

/// Makes the actions of a statement these. Those that stay keep their bytes and order, new ones follow them.
///
/// # Errors
/// As [`add_action`].
pub fn set_actions(document: &Document, at: usize, actions: &[&str]) -> Result<Vec<Edit>, EditError> {
    set(document, at, Element::Action, actions)
}
