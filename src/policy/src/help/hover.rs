//! What something in a policy means.

use serde::Serialize;

use super::{
    expand::expand,
    place::{LONGEST_WAY, Place, Step, place},
    words::{Words, family_name, test_name},
};
use crate::{
    action::ActionPattern,
    catalog::{Action, Catalog, Kind, Scope},
    document::{Document, Element},
    glob,
    messages::Language,
    principal::Principal,
    sorted::Listed,
    text::{NodeId, NodeKind, Span, Tree},
};

/// An explanation of a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Hover {
    /// What it is about.
    pub span: Span,
    /// What is written there.
    pub title: String,
    /// Sentences, the most important first.
    pub lines: Vec<String>,
}

/// What the name or text at an offset means; `None` where there is nothing to say.
pub fn hover(
    document: &Document,
    offset: usize,
    kind: Kind,
    owner: Option<&str>,
    catalog: &Catalog,
    language: Language,
) -> Option<Hover> {
    let tree = document.tree();
    let node = tree.node_at(offset)?;
    let text = tree.text(node)?;
    let Found { place, names } = find(tree, node)?;
    let words = Words::new(language);
    let writer = Writer { kind, owner, catalog, words };
    let lines = if names { writer.name(&place, &text) } else { writer.value(&place, &text) };
    let hover = Hover { span: tree.span(node), title: text.into_owned(), lines };
    Some(hover).filter(|hover| !hover.lines.is_empty())
}

struct Found {
    /// Of the value, or of the object whose name it is.
    place: Place,
    names: bool,
}

fn find(tree: &Tree, node: NodeId) -> Option<Found> {
    let mut way = Vec::new();
    let mut names = false;
    let mut at = node;
    while let Some(parent) = tree.parent(at) {
        match tree.kind(parent) {
            NodeKind::Array => way.push(Step::Item),
            NodeKind::Member => {
                let member = tree.as_member(parent)?;
                if member.key == at {
                    names = true;
                } else {
                    way.push(Step::Member(member.name.into_owned()));
                }
            }
            _ => {}
        }
        if way.len() > LONGEST_WAY {
            return None;
        }
        at = parent;
    }
    way.reverse();
    Some(Found { place: place(&way), names })
}

struct Writer<'a> {
    kind: Kind,
    owner: Option<&'a str>,
    catalog: &'a Catalog,
    words: Words,
}

impl Writer<'_> {
    fn name(&self, place: &Place, name: &str) -> Vec<String> {
        let is_element = match place {
            Place::Policy => ["Version", "Statement"].contains(&name),
            Place::Statements | Place::Statement => {
                Element::ALL.iter().any(|element| element.as_str() == name)
            }
            Place::Principal => name == "RAM",
            _ => false,
        };
        match place {
            _ if is_element => vec![self.words.say(&format!("element.{name}"), &[])],
            Place::Condition => self.operator(name),
            Place::Operator(_) => self.key(name),
            _ => Vec::new(),
        }
    }

    fn value(&self, place: &Place, text: &str) -> Vec<String> {
        let one = |found: Option<String>| found.into_iter().list();
        match place {
            Place::Effect => one(self.words.find(&format!("effect.{text}"), &[])),
            Place::Ram => vec![self.principal(text)],
            Place::Action => self.action(text),
            Place::Resource if text == "*" => {
                vec![self.words.say(&format!("resource.{}", self.kind.as_str()), &[])]
            }
            Place::Version => vec![self.words.say("element.Version", &[])],
            _ => Vec::new(),
        }
    }

    fn principal(&self, text: &str) -> String {
        match Principal::parse(text) {
            Ok(principal) => {
                let who = self.words.principal(&principal, self.owner);
                let key = if principal.is_pattern() { "hover.principal.pattern" } else { "hover.principal" };
                self.words.say(key, &[("who", &who)])
            }
            Err(_) => self.words.say("hover.principal.refused", &[]),
        }
    }

    fn action(&self, text: &str) -> Vec<String> {
        let words = self.words;
        let Some(name) = ActionPattern::after_prefix(text, self.catalog).filter(|name| !name.is_empty())
        else {
            return vec![words.say("hover.action.prefix", &[("service", self.catalog.service())])];
        };
        if !glob::is_pattern(name) {
            return match self.catalog.action(name) {
                Some(action) => self.known_action(action),
                None => vec![words.say("hover.action.unknown", &[])],
            };
        }
        let expanded = expand(text, self.kind, self.catalog);
        let names = |out: bool| -> Vec<&str> {
            let those = expanded.iter().filter(|(_, scope)| (*scope == Scope::Outside) == out);
            those.map(|(action, _)| action.name.as_str()).list()
        };
        let (here, outside) = (names(false), names(true));
        let mut lines = vec![match here.len() {
            0 => words.say("hover.pattern.none", &[]),
            count => {
                words.say("hover.pattern", &[("count", &count.to_string()), ("list", &words.all(&here))])
            }
        }];
        if !outside.is_empty() {
            lines.push(words.say(
                "hover.pattern.outside",
                &[("count", &outside.len().to_string()), ("list", &words.all(&outside))],
            ));
        }
        let unconfirmed: Vec<&str> = expanded
            .iter()
            .filter(|(_, scope)| *scope == Scope::NotConfirmed)
            .map(|(action, _)| action.name.as_str())
            .list();
        if !unconfirmed.is_empty() {
            lines.push(words.say("hover.pattern.not_confirmed", &[("list", &words.all(&unconfirmed))]));
        }
        lines
    }

    fn known_action(&self, action: &Action) -> Vec<String> {
        let words = self.words;
        let level = words.say(&format!("level.{}", action.level.as_str()), &[]);
        let scope = words.scope(action, self.kind, self.catalog);
        let mut lines = vec![words.say("complete.action", &[("level", &level), ("scope", &scope)])];
        if let Some(usage) = &action.usage {
            lines.push(words.say("hover.action.usage", &[("usage", usage)]));
        }
        if action.asymmetric {
            lines.push(words.say("hover.action.asymmetric", &[]));
        }
        if let Some(origin) = &action.origin {
            lines.push(words.say("hover.action.origin", &[("origin", origin)]));
        }
        if action.export {
            lines.push(words.say("hover.action.export", &[]));
        }
        if !action.companions.is_empty() {
            lines.push(words.say("hover.action.companions", &[("list", &words.all(&action.companions))]));
        }
        if let Some(other) = &action.on_encrypting_key {
            lines.push(words.say("hover.action.encrypting_key", &[("action", other)]));
        }
        lines
    }

    fn operator(&self, name: &str) -> Vec<String> {
        let words = self.words;
        let Some(operator) = self.catalog.operator(name) else {
            return vec![words.say("hover.operator.unknown", &[])];
        };
        let family = words.say(&format!("family.{}", family_name(operator.family)), &[]);
        let negated = if operator.negated { ".not" } else { "" };
        vec![
            words.say(&format!("operator.{}{negated}", test_name(operator.test)), &[]),
            words.say("hover.operator.family", &[("family", &family)]),
            words.say(&format!("hover.operator.absent{negated}"), &[]),
        ]
    }

    fn key(&self, name: &str) -> Vec<String> {
        let words = self.words;
        let Some(key) = self.catalog.key(name) else {
            return vec![words.say("hover.key.unknown", &[])];
        };
        let type_name = words.say(&format!("type.{}", key.value_type.as_str()), &[]);
        let mut lines: Vec<String> = words.find(&format!("key.{}", key.name), &[]).into_iter().list();
        lines.push(words.say("hover.key.type", &[("type", &type_name)]));
        let operators: Vec<&str> = self
            .catalog
            .operators()
            .iter()
            .filter(|operator| operator.family == key.value_type.family())
            .map(|operator| operator.name.as_str())
            .list();
        lines.push(words.say("hover.key.operators", &[("list", &words.any(&operators))]));
        if key.shared_gateway_only {
            lines.push(words.say("note.shared_gateway", &[("key", name)]));
        }
        if key.public_only {
            lines.push(words.say("hover.key.public", &[]));
        }
        if let Some(other) = &key.paired_with {
            lines.push(words.say("hover.key.paired", &[("other", other)]));
        }
        if key.not_confirmed {
            lines.push(words.say("note.key_not_confirmed", &[("key", name)]));
        }
        let carriers = |action: &&Action| {
            action.condition_keys.iter().any(|carried| key.name.starts_with(carried.as_str()))
        };
        let here: Vec<&str> =
            self.catalog.in_scope(self.kind).filter(carriers).map(|action| action.name.as_str()).list();
        if !here.is_empty() {
            lines.push(words.say("hover.key.carriers", &[("list", &words.all(&here))]));
        }
        lines
    }
}

#[cfg(test)]
mod tests;
