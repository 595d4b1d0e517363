//! Edits of conditions: where an entry stands, and how it moves under another operator.

use std::cell::OnceCell;

use super::Entry;
use crate::{
    catalog::Catalog,
    document::{ConditionEntry, Element, Statement},
    edit::nodes::{insert, quoted, remove, remove_all},
    sorted::{Listed, Map, Set},
    text::{Edit, NodeId, NodeKind, Tree},
};

/// The nodes around a condition entry.
#[derive(Clone, Copy)]
struct Place {
    /// The key with its values.
    member: NodeId,
    /// The object of the operator, which the keys stand in.
    keys: NodeId,
    /// The operator with its object.
    operator_member: NodeId,
    /// The value of `Condition`.
    condition: NodeId,
}

impl Place {
    fn of(tree: &Tree, entry: &ConditionEntry) -> Option<Self> {
        let member = tree.parent(entry.key.node)?;
        let keys = tree.parent(member)?;
        let operator_member = tree.parent(keys)?;
        let condition = tree.parent(operator_member)?;
        Some(Self { member, keys, operator_member, condition })
    }

    /// Whether the key is the only one under its operator.
    fn is_alone(self, tree: &Tree) -> bool {
        tree.children(self.keys).len() == 1
    }
}

/// The bytes of a node as text.
pub(super) fn source_of(tree: &Tree, node: NodeId) -> String {
    String::from_utf8_lossy(tree.span(node).of(tree.source())).into_owned()
}

/// Operators that fixes of one pass create. A second fix that creates the same one would make a name occur twice, so it
/// waits until the first is applied.
#[derive(Default)]
pub(super) struct Claims(Set<(usize, String)>);

impl Claims {
    /// Whether nothing else creates this operator in the statement.
    pub(super) fn take(&mut self, statement: &Statement, operator: &str) -> bool {
        self.0.insert((statement.index, operator.to_owned()))
    }
}

/// Which names stand where in the condition of a statement; read when first asked for, as most statements need no fix.
pub(super) struct Names<'a> {
    tree: &'a Tree,
    statement: &'a Statement,
    known: OnceCell<Known<'a>>,
}

#[derive(Default)]
struct Known<'a> {
    /// Values of the operators.
    operators: Map<String, NodeId>,
    /// Keys, each with the node of its operator.
    keys: Set<(NodeId, &'a str)>,
}

impl<'a> Names<'a> {
    pub(super) fn of(tree: &'a Tree, statement: &'a Statement) -> Self {
        Self { tree, statement, known: OnceCell::new() }
    }

    fn known(&self) -> &Known<'a> {
        self.known.get_or_init(|| {
            let condition = self.statement.element(Element::Condition);
            let members = condition.into_iter().flat_map(|condition| self.tree.members(condition));
            let operators = members.filter_map(|member| Some((member.name.into_owned(), member.value?)));
            let keys = self.statement.conditions.iter();
            Known {
                operators: operators.collect(),
                keys: keys
                    .filter_map(|entry| {
                        Some((self.tree.parent(self.tree.parent(entry.key.node)?)?, entry.key.value.as_str()))
                    })
                    .collect(),
            }
        })
    }

    /// Puts an entry under another operator, without touching the other keys of its own. `None` where the new place is
    /// taken.
    pub(super) fn move_entry(&self, entry: &ConditionEntry, operator: &str) -> Option<Vec<Edit>> {
        let (tree, place) = (self.tree, Place::of(self.tree, entry)?);
        let text = source_of(tree, place.member);
        let alone = place.is_alone(tree);
        if let Some(node) = self.known().operators.get(operator) {
            let is_taken = self.known().keys.contains(&(*node, entry.key.value.as_str()));
            if tree.kind(*node) != NodeKind::Object || is_taken {
                return None;
            }
            let gone = if alone { place.operator_member } else { place.member };
            return Some(vec![insert(tree, *node, usize::MAX, &text), remove(tree, gone)]);
        }
        if alone {
            return Some(vec![Edit::replace(tree.span(entry.operator.node), quoted(operator))]);
        }
        let at = tree.children(place.condition).iter().position(|child| *child == place.operator_member)?;
        let member = format!("{}: {{{text}}}", quoted(operator));
        Some(vec![insert(tree, place.condition, at + 1, &member), remove(tree, place.member)])
    }

    /// Renames a key. `None` where the new name already stands beside it.
    pub(super) fn rename_key(&self, entry: &ConditionEntry, name: &str) -> Option<Vec<Edit>> {
        let place = Place::of(self.tree, entry)?;
        let is_taken = self.known().keys.contains(&(place.keys, name));
        (!is_taken).then(|| vec![Edit::replace(self.tree.span(entry.key.node), quoted(name))])
    }
}

/// Gives a statement one more condition. `None` where the key already stands under the operator.
pub(super) fn add_entry(
    tree: &Tree,
    condition: NodeId,
    operator: &str,
    key: &str,
    value: &str,
) -> Option<Edit> {
    let member = format!("{}: {value}", quoted(key));
    match tree.get(condition, operator) {
        Some(node) if tree.kind(node) != NodeKind::Object || tree.get(node, key).is_some() => None,
        Some(node) => Some(insert(tree, node, usize::MAX, &member)),
        None => Some(insert(tree, condition, usize::MAX, &format!("{}: {{{member}}}", quoted(operator)))),
    }
}

/// Takes some entries of one statement away, with every operator that is left without a key, and with the element
/// `Condition` if nothing is left of it.
pub(super) fn remove_entries(
    tree: &Tree,
    statement: &Statement,
    gone: &[&ConditionEntry],
) -> Option<Vec<Edit>> {
    let condition = statement.element(Element::Condition)?;
    let gone: Set<NodeId> = gone.iter().filter_map(|entry| tree.parent(entry.key.node)).collect();
    let mut empty = Vec::new();
    let mut edits = Vec::new();
    for operator in tree.members(condition) {
        let Some(keys) = operator.value else { continue };
        let children: Vec<NodeId> =
            tree.children(keys).iter().copied().filter(|child| gone.contains(child)).list();
        if !children.is_empty() && children.len() == tree.children(keys).len() {
            empty.push(operator.node);
        } else {
            edits.extend(remove_all(tree, keys, &children));
        }
    }
    if !empty.is_empty() && empty.len() == tree.children(condition).len() {
        return Some(vec![remove(tree, tree.parent(condition)?)]);
    }
    edits.extend(remove_all(tree, condition, &empty));
    Some(edits)
}

/// Whether no repair of names or shape is due in a statement. Other fixes wait for those, so that two of them never
/// create the same name.
pub(super) fn has_known_levels(tree: &Tree, catalog: &Catalog, statement: &Statement) -> bool {
    let Some(condition) = statement.element(Element::Condition) else { return true };
    tree.members(condition).all(|member| {
        member.value.is_some_and(|value| tree.kind(value) == NodeKind::Object)
            && catalog.operator(&member.name).is_some()
    })
}

/// As [`has_known_levels`], and no entry has to move to an operator of another family.
pub(super) fn is_settled(
    tree: &Tree,
    catalog: &Catalog,
    statement: &Statement,
    entries: &[Entry<'_>],
) -> bool {
    has_known_levels(tree, catalog, statement) && !entries.iter().any(Entry::is_misfit)
}
