//! A plain sentence for each statement.
//!
//! Every shape of statement has a whole message of its own; a condition is a sentence of its own. Nothing is put
//! together from parts of sentences, because languages order them differently.

mod conditions;
mod notes;

use serde::Serialize;

use super::words::Words;
use crate::{
    catalog::{Action, Catalog, Kind},
    document::{ConditionFault, Document, Effect, Element, Statement, Validity},
    messages::Language,
    sorted::Listed,
    text::{NodeKind, Tree},
};

/// What a statement says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explained {
    /// The place of the statement in the document, counted from 0.
    pub statement: usize,
    /// What it allows or denies, or why nobody can tell.
    pub sentence: String,
    /// When it applies: all of these must hold. Empty for always.
    pub conditions: Vec<String>,
    /// What it does not do, although one might think so.
    pub notes: Vec<String>,
}

/// A sentence for each statement of a document, in the order of the text.
pub fn explain(
    document: &Document,
    kind: Kind,
    owner: Option<&str>,
    catalog: &Catalog,
    language: Language,
) -> Vec<Explained> {
    let writer = Writer { tree: document.tree(), kind, owner, catalog, words: Words::new(language) };
    document.statements().iter().map(|statement| writer.explained(statement)).list()
}

struct Writer<'a> {
    tree: &'a Tree,
    kind: Kind,
    owner: Option<&'a str>,
    catalog: &'a Catalog,
    words: Words,
}

impl Writer<'_> {
    fn explained(&self, statement: &Statement) -> Explained {
        let words = self.words;
        let index = statement.index;
        let alone =
            |sentence| Explained { statement: index, sentence, conditions: Vec::new(), notes: Vec::new() };
        match (statement.validity, statement.effect) {
            (Validity::Sound, Some(effect)) => Explained {
                statement: index,
                sentence: self.sentence(statement, effect),
                conditions: self.conditions(statement),
                notes: self.notes(statement, effect),
            },
            (Validity::MatchesNothing, _) => {
                let unreadable = statement.conditions.iter().find(|entry| entry.literal.is_err());
                let key = unreadable.map(|entry| entry.key.value.as_str()).unwrap_or_default();
                alone(words.say("explain.never", &[("key", key)]))
            }
            (Validity::Unknown, _) | (Validity::Sound, None) => {
                let mut explained = alone(self.fault(statement));
                if statement.may_deny {
                    explained.notes.push(words.say("note.may_deny", &[]));
                }
                explained
            }
        }
    }

    fn sentence(&self, statement: &Statement, effect: Effect) -> String {
        let words = self.words;
        let verb = match effect {
            Effect::Allow => "allow",
            Effect::Deny => "deny",
        };
        let who: Vec<String> =
            statement.known_principals().map(|principal| words.principal(principal, self.owner)).list();
        if who.is_empty() {
            return words.say(&format!("explain.{verb}.nobody"), &[]);
        }
        let who = words.all(&who);
        let actions = self.effective(statement);
        let names: Vec<&str> = actions.iter().map(|action| action.name.as_str()).list();
        let kind = self.kind.as_str();
        match names.as_slice() {
            [] => words.say(&format!("explain.{verb}.nothing.{kind}"), &[("who", &who)]),
            _ if names.len() == self.catalog.in_scope(self.kind).count() => {
                words.say(&format!("explain.{verb}.all.{kind}"), &[("who", &who)])
            }
            [one] => words.say(&format!("explain.{verb}.one"), &[("who", &who), ("action", one)]),
            many => words.say(
                &format!("explain.{verb}.some"),
                &[("who", &who), ("count", &many.len().to_string()), ("list", &words.all(many))],
            ),
        }
    }

    /// Actions that the statement is about and that mean something here.
    fn effective(&self, statement: &Statement) -> Vec<&Action> {
        let about = |action: &&Action| statement.known_actions().any(|pattern| pattern.covers(&action.name));
        self.catalog.in_scope(self.kind).filter(about).list()
    }

    /// Why nobody can tell what a statement does.
    fn fault(&self, statement: &Statement) -> String {
        let (words, tree) = (self.words, self.tree);
        if tree.kind(statement.node) != NodeKind::Object {
            return words.say("explain.fault.shape", &[]);
        }
        if statement.damaged {
            return words.say("explain.fault.syntax", &[]);
        }
        let unknown = tree
            .members(statement.node)
            .find(|member| Element::ALL.iter().all(|known| known.as_str() != member.name));
        if let Some(member) = unknown {
            return words.say("explain.fault.element", &[("element", &member.name)]);
        }
        if statement.effect.is_none() {
            return words.say("explain.fault.effect", &[]);
        }
        for entry in &statement.conditions {
            if entry.literal == Err(ConditionFault::UnknownOperator) {
                let operator = entry.operator.value.as_str();
                return words.say("explain.fault.operator", &[("operator", operator)]);
            }
        }
        let missing = [Element::Principal, Element::Action, Element::Resource]
            .into_iter()
            .find(|element| statement.element(*element).is_none());
        if let Some(element) = missing {
            return words.say("explain.fault.missing", &[("element", element.as_str())]);
        }
        let is_principal = |node| {
            tree.kind(node) == NodeKind::Object && tree.members(node).map(|member| member.name).eq(["RAM"])
        };
        if !statement.element(Element::Principal).is_some_and(is_principal) {
            return words.say("explain.fault.principal", &[]);
        }
        if statement.conditions.iter().any(|entry| entry.literal.is_err()) {
            return words.say("explain.fault.condition", &[]);
        }
        match statement.element(Element::Condition) {
            Some(condition) if tree.kind(condition) != NodeKind::Object => {
                words.say("explain.fault.condition", &[])
            }
            _ => words.say("explain.fault.resource", &[]),
        }
    }
}

#[cfg(test)]
mod tests;
