//! Edits that leave some principals of a statement fewer actions, and everybody else what they have.

use crate::{
    document::{Document, Element, Statement},
    edit::nodes::{insert, quoted, remove, remove_all, replace_with_texts},
    grants::ActionSet,
    lint::Pass,
    sorted::{Listed, Set},
    text::{self, Edit, NodeId, NodeKind, Span},
};

/// What becomes of the actions of a statement for some of its principals.
pub(in crate::rules) struct Narrowing<'a> {
    statement: &'a Statement,
    /// `None` where nothing is left.
    edits: Option<Vec<Edit>>,
}

impl<'a> Narrowing<'a> {
    /// The entries of `Action` at these places, in order, may mean no more than what is kept.
    pub(in crate::rules) fn of(
        pass: &Pass<'a>,
        statement: &'a Statement,
        changing: &[usize],
        kept: &ActionSet,
    ) -> Self {
        Self { statement, edits: action_edits(pass, statement, changing, kept) }
    }

    /// Whether the principals are left without any action: then a person has to agree.
    pub(in crate::rules) fn empties(&self) -> bool {
        self.edits.is_none()
    }

    /// The edits for the principals of these entries; everybody else keeps what they have. `None` where it takes more
    /// than that.
    pub(in crate::rules) fn edits(&self, document: &Document, whom: &Set<NodeId>) -> Option<Vec<Edit>> {
        match &self.edits {
            Some(edits) => give(document, self.statement, whom, edits),
            None => without(document, self.statement, whom),
        }
    }
}

fn action_edits(
    pass: &Pass<'_>,
    statement: &Statement,
    changing: &[usize],
    kept: &ActionSet,
) -> Option<Vec<Edit>> {
    let (tree, scope) = (pass.tree(), pass.grants().scope());
    let each = pass.grants().spoken_each(statement);
    let mut covered = scope.none();
    let mut places = changing.iter().peekable();
    for (place, set) in each.iter().enumerate() {
        if places.next_if_eq(&&place).is_none() {
            covered.add(set);
        }
    }
    let mut survives = changing.len() < each.len();
    let (mut gone, mut edits) = (Vec::new(), Vec::new());
    for place in changing {
        let (Some(entry), Some(set)) = (statement.actions.get(*place), each.get(*place)) else { continue };
        // What another entry gives anyway is not listed twice.
        let left = set.and(kept).without(&covered);
        if left.is_empty() {
            gone.push(entry.text.node);
            continue;
        }
        let service = entry.text.value.split(':').next().unwrap_or_default();
        let texts: Vec<String> = scope.of(&left).map(|action| format!("{service}:{}", action.name)).list();
        let texts: Vec<&str> = texts.iter().map(String::as_str).list();
        edits.push(replace_with_texts(tree, entry.text.node, &texts));
        covered.add(&left);
        survives = true;
    }
    let list = statement.element(Element::Action).filter(|_| survives)?;
    edits.extend(remove_all(tree, list, &gone));
    // In one piece: what an entry becomes depends on the others, so no other fix may change them meanwhile.
    let span = tree.span(list);
    Some(vec![Edit::replace(span, copy_with(tree.source(), span, edits))])
}

/// Takes entries out of a statement, and the statement away if nobody is left; `None` where it is the only one.
pub(in crate::rules) fn without(
    document: &Document,
    statement: &Statement,
    whom: &Set<NodeId>,
) -> Option<Vec<Edit>> {
    let tree = document.tree();
    if statement.principals.iter().all(|entry| whom.contains(&entry.text.node)) {
        let removable = document.statements().len() > 1;
        return removable.then(|| vec![remove(tree, statement.node)]);
    }
    Some(remove_all(tree, principal_list(document, statement)?, &in_order(whom)))
}

fn in_order(nodes: &Set<NodeId>) -> Vec<NodeId> {
    nodes.iter().copied().list()
}

fn principal_list(document: &Document, statement: &Statement) -> Option<NodeId> {
    document.tree().get(statement.element(Element::Principal)?, "RAM")
}

/// Changes a statement for some of its principals: as it stands where they are all, otherwise as a statement of their
/// own behind it.
pub(in crate::rules) fn give(
    document: &Document,
    statement: &Statement,
    whom: &Set<NodeId>,
    changes: &[Edit],
) -> Option<Vec<Edit>> {
    let tree = document.tree();
    if statement.principals.iter().all(|entry| whom.contains(&entry.text.node)) {
        return Some(changes.to_vec());
    }
    let list = document.statement_list().filter(|list| tree.kind(*list) == NodeKind::Array)?;
    let principals = principal_list(document, statement)?;
    let moved = statement.principals.iter().filter(|entry| whom.contains(&entry.text.node));
    let moved: Vec<String> = moved.map(|entry| quoted(&entry.text.value)).list();
    let mut own = changes.to_vec();
    own.push(Edit::replace(tree.span(principals), format!("[{}]", moved.join(", "))));
    if let (Some(sid), Some(name)) = (&statement.sid, statement.name()) {
        own.push(Edit::replace(tree.span(sid.node), quoted(&free_sid(document, name))));
    }
    let copy = copy_with(tree.source(), tree.span(statement.node), own);
    let mut edits = remove_all(tree, principals, &in_order(whom));
    edits.push(insert(tree, list, statement.index + 1, &copy));
    Some(edits)
}

/// The text of a range after some edits inside it.
pub(super) fn copy_with(source: &[u8], span: Span, edits: Vec<Edit>) -> String {
    let inside = edits.into_iter().filter_map(|edit| {
        let start = edit.start.checked_sub(span.start)?;
        Some(Edit { start, end: edit.end.checked_sub(span.start)?, text: edit.text })
    });
    let inside: Vec<Edit> = inside.list();
    String::from_utf8_lossy(&text::apply(span.of(source), &inside)).into_owned()
}

/// Of a Sid, in characters.
const SID_LENGTH: usize = 128;

/// A Sid that no statement has: this one, or this one with a number.
pub(in crate::rules) fn free_sid(document: &Document, wanted: &str) -> String {
    let taken = |sid: &str| document.statements().iter().any(|statement| statement.name() == Some(sid));
    if !taken(wanted) {
        return wanted.to_owned();
    }
    // One of so many numbers is free, because there are fewer statements.
    let numbers = 2..document.statements().len() + 3;
    let mut numbered = numbers.map(|number| {
        let end = format!("-{number}");
        let start: String = wanted.chars().take(SID_LENGTH.saturating_sub(end.len())).collect();
        start + &end
    });
    numbered.find(|sid| !taken(sid)).unwrap_or_else(|| wanted.to_owned())
}

#[cfg(test)]
mod tests;
