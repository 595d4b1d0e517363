//! The tree read as a policy. Nothing is refused: what does not fit the grammar is kept with its node, and marked.

pub(crate) mod read;

use std::borrow::Cow;

use crate::{
    action::ActionPattern,
    catalog::Catalog,
    condition::{Condition, Literal, ValueFault},
    principal::{Fault, Principal},
    sorted::{Listed, Set},
    text::{NodeId, Span, Tree},
};

/// An element of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Element {
    Sid,
    Effect,
    Principal,
    Action,
    Resource,
    Condition,
}

impl Element {
    /// All, in the order that policies are usually written in.
    pub const ALL: [Self; 6] =
        [Self::Sid, Self::Effect, Self::Principal, Self::Action, Self::Resource, Self::Condition];

    /// Its name in the document.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sid => "Sid",
            Self::Effect => "Effect",
            Self::Principal => "Principal",
            Self::Action => "Action",
            Self::Resource => "Resource",
            Self::Condition => "Condition",
        }
    }
}

/// What a statement does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Effect {
    Allow,
    Deny,
}

/// A text of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    pub node: NodeId,
    /// With escapes resolved.
    pub value: String,
}

/// An entry of `Principal.RAM`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrincipalEntry {
    pub text: Text,
    /// A refused entry is no principal: it gets nothing.
    pub principal: Result<Principal, Fault>,
}

/// An entry of `Action`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionEntry {
    pub text: Text,
    /// `None` without the prefix of the service: such an entry means nothing.
    pub pattern: Option<ActionPattern>,
}

/// Why a condition cannot be evaluated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConditionFault {
    /// No operator of the catalogue has this name.
    UnknownOperator,
    /// It is not operator, key, text or list of texts.
    Shape,
    /// A value does not fit the operator, or there is none.
    Value(ValueFault),
}

/// `"<operator>": {"<key>": [values]}`, one key of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionEntry {
    /// The name of the operator.
    pub operator: Text,
    /// The condition key.
    pub key: Text,
    /// The value or the array of values.
    pub value_node: Option<NodeId>,
    /// Values that are texts.
    pub values: Vec<Text>,
    pub literal: Result<Literal, ConditionFault>,
}

/// How far a statement can be evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Validity {
    /// Its meaning is known.
    Sound,
    /// A condition has no value that can be read, so no request matches.
    MatchesNothing,
    /// It is outside the grammar: it grants nothing, and nobody knows whether a Deny of it denies.
    Unknown,
}

/// A statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Its place in the document, counted from 0.
    pub index: usize,
    pub node: NodeId,
    /// Whether it could not be read to its end: rules leave it alone.
    pub damaged: bool,
    pub sid: Option<Text>,
    /// `None` where it is missing or neither `Allow` nor `Deny`.
    pub effect: Option<Effect>,
    /// Whether it may be meant as a Deny: `Deny` in any letter case.
    pub may_deny: bool,
    pub principals: Vec<PrincipalEntry>,
    pub actions: Vec<ActionEntry>,
    pub conditions: Vec<ConditionEntry>,
    pub validity: Validity,
    /// Whether an entry of `Principal` or `Action` is no text or could not be understood, beside those that were.
    pub has_unknown_principals: bool,
    pub has_unknown_actions: bool,
    /// Values of the elements that are there; of several with one name the last.
    elements: [Option<NodeId>; Element::ALL.len()],
}

impl Statement {
    /// The value of an element.
    pub fn element(&self, element: Element) -> Option<NodeId> {
        self.elements.get(element as usize).copied().flatten()
    }

    /// Whether it allows, and its meaning is known.
    pub fn allows(&self) -> bool {
        self.effect == Some(Effect::Allow) && self.validity == Validity::Sound
    }

    /// Whether it denies, and its meaning is known.
    pub fn denies(&self) -> bool {
        self.effect == Some(Effect::Deny) && self.validity == Validity::Sound
    }

    /// Principals that are understood.
    pub fn known_principals(&self) -> impl Iterator<Item = &Principal> {
        self.principals.iter().filter_map(|entry| entry.principal.as_ref().ok())
    }

    /// Action patterns that are understood.
    pub fn known_actions(&self) -> impl Iterator<Item = &ActionPattern> {
        self.actions.iter().filter_map(|entry| entry.pattern.as_ref())
    }

    /// What it asks of the context, as far as it is understood.
    pub fn condition(&self) -> Condition {
        let known = self.conditions.iter().filter_map(|entry| entry.literal.clone().ok());
        Condition::new(known.list())
    }

    /// Its Sid, if it has one that is not empty.
    pub fn name(&self) -> Option<&str> {
        self.sid.as_ref().map(|sid| sid.value.as_str()).filter(|sid| !sid.is_empty())
    }
}

/// A policy as it was read.
#[derive(Clone, Debug)]
pub struct Document {
    tree: Tree,
    statements: Vec<Statement>,
    version: Option<NodeId>,
    statement_list: Option<NodeId>,
}

impl Document {
    /// Reads a key or secret policy from any bytes.
    pub fn parse(source: impl Into<Vec<u8>>, catalog: &Catalog) -> Self {
        Self::read(Tree::parse(source), catalog)
    }

    /// The tree that it was read from.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// In the order of the text.
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// The value of `Version`.
    pub fn version(&self) -> Option<NodeId> {
        self.version
    }

    /// The value of `Statement`.
    pub fn statement_list(&self) -> Option<NodeId> {
        self.statement_list
    }

    /// The bytes of a node.
    pub fn span(&self, node: NodeId) -> Span {
        self.tree.span(node)
    }

    /// What a text node says.
    pub fn text(&self, node: NodeId) -> Option<Cow<'_, str>> {
        self.tree.text(node)
    }

    /// Accounts that some Allow is for, but this one: each takes a unit of the access management quantity.
    pub fn outside_accounts(&self, owner: &str) -> Set<String> {
        let principals = self
            .statements
            .iter()
            .filter(|statement| statement.allows())
            .flat_map(Statement::known_principals);
        let accounts = principals.filter_map(|principal| match principal.account() {
            crate::principal::Account::Id(id) if id != owner => Some(id.clone()),
            _ => None,
        });
        accounts.collect()
    }
}

#[cfg(test)]
mod tests;
