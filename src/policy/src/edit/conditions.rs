//! Conditions of a statement.

use super::{
    EditError, layout,
    lists::{is_texts, set_texts},
    member, nodes, statement,
    statements::list,
};
use crate::{
    canonical::has_twice,
    document::{ConditionEntry, Document, Element, Statement},
    sorted::Listed,
    text::{Edit, NodeId, NodeKind},
};

const SHAPE: EditError = EditError::Shape(Element::Condition);

/// The value of `Condition`, if the statement has it and every level is an object whose names are all different.
fn condition_object(document: &Document, statement: &Statement) -> Result<Option<NodeId>, EditError> {
    let tree = document.tree();
    let Some(value) = member(document, statement, Element::Condition)?.and_then(|member| member.value) else {
        return Ok(None);
    };
    let is_sound = |node: NodeId| tree.kind(node) == NodeKind::Object && !has_twice(tree, node);
    let sound = is_sound(value) && tree.members(value).all(|member| member.value.is_some_and(is_sound));
    if sound { Ok(Some(value)) } else { Err(SHAPE) }
}

/// A condition and the nodes around it.
struct Found<'a> {
    entry: &'a ConditionEntry,
    /// A text or a list of texts.
    values: NodeId,
    /// `"key": values`.
    key_member: NodeId,
    /// `{"key": values, …}`.
    keys: NodeId,
    /// `"operator": {…}`.
    operator_member: NodeId,
    /// The value of `Condition`.
    object: NodeId,
}

fn find(document: &Document, at: usize, condition: usize) -> Result<Found<'_>, EditError> {
    let tree = document.tree();
    let statement = statement(document, at)?;
    let object = condition_object(document, statement)?.ok_or(EditError::NoEntry(condition))?;
    let entry = statement.conditions.get(condition).ok_or(EditError::NoEntry(condition))?;
    let values = entry.value_node.filter(|values| is_texts(tree, *values)).ok_or(SHAPE)?;
    let key_member = tree.parent(entry.key.node).ok_or(SHAPE)?;
    let keys = tree.parent(key_member).ok_or(SHAPE)?;
    let operator_member = tree.parent(keys).ok_or(SHAPE)?;
    Ok(Found { entry, values, key_member, keys, operator_member, object })
}

impl Found<'_> {
    /// Takes it away with the objects that held nothing else; `Condition` itself stays if it is to be filled again.
    fn remove(&self, document: &Document, keep_element: bool) -> Edit {
        let tree = document.tree();
        let is_only = |parent: NodeId| tree.children(parent).len() == 1;
        let element = tree.parent(self.object).filter(|_| !keep_element);
        let node = match element {
            _ if !is_only(self.keys) => self.key_member,
            Some(element) if is_only(self.object) => element,
            _ => self.operator_member,
        };
        nodes::remove(tree, node)
    }
}

/// Adds a condition to the statement at a place.
///
/// # Errors
/// There is no such statement, it cannot be read, `Condition` is not built as the grammar wants, the operator has such a
/// key, or there is no value.
pub fn add_condition(
    document: &Document,
    at: usize,
    operator: &str,
    key: &str,
    values: &[&str],
) -> Result<Vec<Edit>, EditError> {
    if values.is_empty() {
        return Err(EditError::NoValues);
    }
    let tree = document.tree();
    let statement = statement(document, at)?;
    let Some(object) = condition_object(document, statement)? else {
        let json = format!("{{{}:{{{}:{}}}}}", nodes::quoted(operator), nodes::quoted(key), list(values));
        return Ok(vec![layout::insert_element(tree, statement, Element::Condition, &json)]);
    };
    insert(document, object, operator, key, values).map(|edit| vec![edit])
}

fn insert(
    document: &Document,
    object: NodeId,
    operator: &str,
    key: &str,
    values: &[&str],
) -> Result<Edit, EditError> {
    let tree = document.tree();
    let Some(keys) = tree.get(object, operator) else {
        let json = format!("{{{}:{}}}", nodes::quoted(key), list(values));
        let text = layout::member(tree, object, operator, &json);
        return Ok(layout::insert(tree, object, usize::MAX, &text));
    };
    if tree.get(keys, key).is_some() {
        return Err(EditError::Exists);
    }
    Ok(layout::insert(tree, keys, usize::MAX, &layout::member(tree, keys, key, &list(values))))
}

/// Takes a condition away, counted from 0 among [`Statement::conditions`]. Operators without a key and a `Condition`
/// without an operator go with it.
///
/// # Errors
/// There is no such statement or condition, it cannot be read, or `Condition` is not built as the grammar wants.
pub fn remove_condition(document: &Document, at: usize, condition: usize) -> Result<Vec<Edit>, EditError> {
    Ok(vec![find(document, at, condition)?.remove(document, false)])
}

/// Puts a condition in the place of another.
///
/// # Errors
/// As [`add_condition`] and [`remove_condition`].
pub fn replace_condition(
    document: &Document,
    at: usize,
    condition: usize,
    operator: &str,
    key: &str,
    values: &[&str],
) -> Result<Vec<Edit>, EditError> {
    if values.is_empty() {
        return Err(EditError::NoValues);
    }
    let tree = document.tree();
    let found = find(document, at, condition)?;
    let old = found.entry;
    let moves = old.operator.value != operator;
    let target = tree.get(found.object, operator);
    let taken = target.is_some_and(|keys| tree.get(keys, key).is_some());
    if taken && (moves || old.key.value != key) {
        return Err(EditError::Exists);
    }
    let is_only_key = tree.children(found.keys).len() == 1;
    if moves && (target.is_some() || !is_only_key) {
        let new = insert(document, found.object, operator, key, values)?;
        return Ok(vec![found.remove(document, true), new]);
    }
    let mut edits = set_texts(tree, found.values, values);
    if moves {
        edits.push(nodes::replace_with_text(tree, old.operator.node, operator));
    }
    if old.key.value != key {
        edits.push(nodes::replace_with_text(tree, old.key.node, key));
    }
    Ok(edits)
}

/// Adds a value to a condition; nothing changes where it is there already.
///
/// # Errors
/// As [`remove_condition`]; and the values are no texts.
pub fn add_condition_value(
    document: &Document,
    at: usize,
    condition: usize,
    value: &str,
) -> Result<Vec<Edit>, EditError> {
    let found = find(document, at, condition)?;
    let mut values: Vec<&str> = found.entry.values.iter().map(|text| text.value.as_str()).list();
    values.push(value);
    Ok(set_texts(document.tree(), found.values, &values))
}

/// Takes a value from a condition, counted from 0.
///
/// # Errors
/// As [`remove_condition`]; and it is the only value. An empty condition would match nothing and none at all everything:
/// which of these is meant, the caller says with [`remove_condition`].
pub fn remove_condition_value(
    document: &Document,
    at: usize,
    condition: usize,
    value: usize,
) -> Result<Vec<Edit>, EditError> {
    let found = find(document, at, condition)?;
    let node = found.entry.values.get(value).map(|text| text.node).ok_or(EditError::NoEntry(value))?;
    if found.entry.values.len() == 1 {
        return Err(EditError::NoValues);
    }
    Ok(vec![nodes::remove(document.tree(), node)])
}

/// Makes `Condition` this JSON; `None` takes the element away.
pub(crate) fn set_condition(
    document: &Document,
    at: usize,
    json: Option<&str>,
) -> Result<Vec<Edit>, EditError> {
    let tree = document.tree();
    let statement = statement(document, at)?;
    let found = member(document, statement, Element::Condition)?;
    Ok(match (found.map(|member| (member.node, member.value)), json) {
        (Some((_, Some(value))), Some(json)) => {
            vec![Edit::replace(tree.span(value), layout::child(tree, statement.node, json))]
        }
        (Some((node, _)), None) => vec![nodes::remove(tree, node)],
        (None, Some(json)) => vec![layout::insert_element(tree, statement, Element::Condition, json)],
        (None, None) | (Some((_, None)), Some(_)) => Vec::new(),
    })
}
