//! What a policy says, apart from how it is written, so that two texts can be compared by value.
//!
//! Where it is not certain that two texts say the same, they are different: what lies outside the grammar is compared
//! token by token.

use std::collections::HashSet;

use serde::Serialize;

use crate::{
    document::{ActionEntry, Document, Effect, Element, PrincipalEntry, Statement, Validity},
    principal::{IdentityKind, Principal},
    sorted::{Listed, Map, Set},
    text::{NodeId, NodeKind, Span, Tree},
};

/// A policy without spelling. Equal values say the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Canonical(Form);

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
enum Form {
    /// Members are sorted by name.
    Document { members: Map<String, Vec<Piece>>, statements: Option<Vec<CanonicalStatement>> },
    /// A text that could not be read as a document.
    Unreadable(Vec<Piece>),
}

/// One token. Bytes that are no UTF-8 stand as escapes, so that different bytes never look the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Piece {
    Bytes(String),
    #[serde(untagged)]
    Token(String),
}

/// A statement without spelling.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum CanonicalStatement {
    Plain(Plain),
    /// Outside the grammar.
    Other(Vec<Piece>),
}

/// A statement inside the grammar; its resource is always `*`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Plain {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) sid: Option<String>,
    pub(crate) effect: &'static str,
    pub(crate) principals: Set<String>,
    pub(crate) actions: Set<String>,
    /// Empty where nothing is asked, whether the element is there or not.
    pub(crate) conditions: Vec<Clause>,
}

/// One key of a condition.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Clause {
    pub(crate) operator: String,
    pub(crate) key: String,
    pub(crate) values: Set<String>,
}

/// The canonical form, with Sids and in the order of the text.
pub fn canonical(document: &Document) -> Canonical {
    let tree = document.tree();
    let Some(root) = tree.root().filter(|root| is_readable(tree) && !has_twice(tree, *root)) else {
        return Canonical(Form::Unreadable(pieces(tree, Span::new(0, tree.source().len()))));
    };
    let list = document.statement_list();
    let has_list = list.is_some_and(|list| matches!(tree.kind(list), NodeKind::Array | NodeKind::Object));
    let members = tree
        .members(root)
        .filter(|member| !(has_list && member.value == list))
        .map(|member| {
            let value = member.value.map_or_else(Vec::new, |value| pieces(tree, tree.span(value)));
            (member.name.into_owned(), value)
        })
        .collect();
    let statements = has_list.then(|| {
        document.statements().iter().map(|found| CanonicalStatement::new(document, found)).collect()
    });
    Canonical(Form::Document { members, statements })
}

impl Canonical {
    /// What counts for access: without Sids, in no order, equal statements once.
    #[must_use]
    pub fn meaning(self) -> Self {
        self.unordered(CanonicalStatement::without_sid)
    }

    /// With Sids, in no order.
    pub(crate) fn without_order(self) -> Self {
        self.unordered(|statement| statement)
    }

    fn unordered(self, change: fn(CanonicalStatement) -> CanonicalStatement) -> Self {
        match self.0 {
            Form::Document { members, statements } => {
                let sorted = |list: Vec<CanonicalStatement>| {
                    let set: Set<_> = list.into_iter().map(change).collect();
                    set.into_iter().list()
                };
                Self(Form::Document { members, statements: statements.map(sorted) })
            }
            unreadable @ Form::Unreadable(_) => Self(unreadable),
        }
    }

    /// As JSON. Equal values give equal texts, and different values different ones: fit for a hash.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// Whether two policies give the same access: Sids and the order of the statements do not count.
pub fn same_meaning(one: &Document, other: &Document) -> bool {
    canonical(one).meaning() == canonical(other).meaning()
}

/// Whether two policies are equal by value: Sids and the order of the statements count.
pub fn same_statements(one: &Document, other: &Document) -> bool {
    canonical(one) == canonical(other)
}

/// Whether a statement lies inside the grammar, with nothing in it that a form of its elements would not show.
pub fn is_plain(document: &Document, statement: &Statement) -> bool {
    Plain::new(document, statement).is_some()
}

impl CanonicalStatement {
    pub(crate) fn new(document: &Document, statement: &Statement) -> Self {
        match Plain::new(document, statement) {
            Some(plain) => Self::Plain(plain),
            None => Self::Other(pieces(document.tree(), document.span(statement.node))),
        }
    }

    pub(crate) fn without_sid(self) -> Self {
        match self {
            Self::Plain(plain) => Self::Plain(Plain { sid: None, ..plain }),
            other @ Self::Other(_) => other,
        }
    }
}

impl Plain {
    /// `None` where something of the statement lies outside the grammar.
    fn new(document: &Document, statement: &Statement) -> Option<Self> {
        let tree = document.tree();
        if statement.damaged || statement.validity == Validity::Unknown || has_twice(tree, statement.node) {
            return None;
        }
        let all_texts = |element, texts: usize| {
            let value = statement.element(element)?;
            let value = if element == Element::Principal { tree.get(value, "RAM")? } else { value };
            let all = if tree.kind(value) == NodeKind::Array { tree.items(value).len() } else { 1 };
            (all == texts).then_some(())
        };
        all_texts(Element::Principal, statement.principals.len())?;
        all_texts(Element::Action, statement.actions.len())?;
        if statement.element(Element::Sid).is_some() && statement.sid.is_none() {
            return None;
        }
        for element in [Element::Principal, Element::Condition] {
            let Some(object) = statement.element(element) else { continue };
            let nested = tree.members(object).filter_map(|member| member.value);
            if has_twice(tree, object) || nested.into_iter().any(|value| has_twice(tree, value)) {
                return None;
            }
        }
        let conditions: Set<Clause> = statement
            .conditions
            .iter()
            .map(|entry| Clause {
                operator: entry.operator.value.clone(),
                key: entry.key.value.clone(),
                values: entry.values.iter().map(|text| text.value.clone()).collect(),
            })
            .collect();
        Some(Self {
            sid: statement.name().map(str::to_owned),
            effect: if statement.effect? == Effect::Allow { "Allow" } else { "Deny" },
            principals: statement.principals.iter().map(principal).collect(),
            actions: statement.actions.iter().map(action).collect(),
            conditions: conditions.into_iter().list(),
        })
    }
}

/// A principal without spelling: letter case does not count in names of roles.
pub(crate) fn principal(entry: &PrincipalEntry) -> String {
    match &entry.principal {
        Ok(role @ Principal::Named { kind: IdentityKind::Role, .. }) => role.to_string().to_ascii_lowercase(),
        _ => entry.text.value.clone(),
    }
}

/// An action without spelling: letter case does not count.
pub(crate) fn action(entry: &ActionEntry) -> String {
    match &entry.pattern {
        Some(_) => entry.text.value.to_ascii_lowercase(),
        None => entry.text.value.clone(),
    }
}

/// Whether nothing is wrong with the text, or nothing that leaves a doubt about what it says.
fn is_readable(tree: &Tree) -> bool {
    tree.root().is_some_and(|root| tree.kind(root) == NodeKind::Object && !tree.is_damaged(root))
        && tree.problems().iter().all(|problem| !problem.fix.is_empty())
}

/// Whether a name occurs twice in an object. Parsers do not agree on which one counts.
pub(crate) fn has_twice(tree: &Tree, object: NodeId) -> bool {
    let mut seen = HashSet::new();
    tree.members(object).any(|member| !seen.insert(member.name))
}

/// The tokens of a range that mean something.
pub(crate) fn pieces(tree: &Tree, span: Span) -> Vec<Piece> {
    let from = tree.tokens().partition_point(|token| token.span.start < span.start);
    let tokens = tree.tokens().get(from..).unwrap_or_default();
    tokens
        .iter()
        .take_while(|token| token.span.end <= span.end)
        .filter(|token| !token.kind.is_trivia())
        .map(|token| {
            let bytes = token.span.of(tree.source());
            match std::str::from_utf8(bytes) {
                Ok(text) => Piece::Token(text.to_owned()),
                Err(_) => Piece::Bytes(bytes.escape_ascii().to_string()),
            }
        })
        .list()
}

#[cfg(test)]
mod tests;
