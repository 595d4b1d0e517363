//! Whether the document is built as the grammar of policies wants it.

mod characters;
mod elements;
mod sid;
mod syntax;
mod types;
mod values;

use std::collections::HashSet;

use crate::{
    document::{Document, Element, Statement},
    finding::Severity,
    lint::{Pass, Rule},
    sorted::Listed,
    text::{NodeId, NodeKind, Span, Tree},
};

pub(crate) const RULES: &[Rule] = &[
    Rule::on_text("KPL-S01", Severity::Error, syntax::syntax),
    Rule::on_text("KPL-S02", Severity::Error, syntax::no_object),
    Rule::on_text("KPL-S03", Severity::Error, elements::repeated),
    Rule::on_text("KPL-S04", Severity::Error, elements::misspelt),
    Rule::on_text("KPL-S05", Severity::Error, elements::no_version),
    Rule::on_text("KPL-S06", Severity::Error, values::version),
    Rule::on_text("KPL-S07", Severity::Error, elements::no_statement),
    Rule::on_text("KPL-S08", Severity::Error, elements::foreign),
    Rule::on_text("KPL-S09", Severity::Error, elements::missing),
    Rule::on_text("KPL-S10", Severity::Error, values::effect),
    Rule::on_text("KPL-S11", Severity::Error, values::resource),
    Rule::on_text("KPL-S12", Severity::Error, types::wrong_type),
    Rule::on_text("KPL-S13", Severity::Error, sid::unusable),
    Rule::on_text("KPL-S14", Severity::Warning, sid::shared),
    Rule::on_text("KPL-S15", Severity::Suggestion, sid::absent),
    Rule::on_text("KPL-S16", Severity::Warning, types::empty),
    Rule::on_text("KPL-S17", Severity::Error, syntax::too_big),
    Rule::on_text("KPL-S18", Severity::Warning, syntax::nearly_too_big),
    Rule::on_text("KPL-S19", Severity::Warning, characters::deceiving),
];

/// Elements of the document itself.
const OF_POLICY: &[&str] = &["Version", "Statement"];

/// Elements of a statement.
const OF_STATEMENT: &[&str] = &["Sid", "Effect", "Principal", "Action", "Resource", "Condition"];

/// The type of principals.
const OF_PRINCIPAL: &[&str] = &["RAM"];

/// The document's object, if it is one.
fn root(tree: &Tree) -> Option<NodeId> {
    tree.root().filter(|root| tree.kind(*root) == NodeKind::Object)
}

/// The statements that rules may look into.
fn readable(document: &Document) -> impl Iterator<Item = &Statement> {
    document
        .statements()
        .iter()
        .filter(|statement| !statement.damaged && document.tree().kind(statement.node) == NodeKind::Object)
}

/// Every object but those of statements that could not be read.
fn readable_objects(document: &Document) -> Vec<NodeId> {
    let tree = document.tree();
    let damaged: HashSet<NodeId> = document
        .statements()
        .iter()
        .filter(|statement| statement.damaged)
        .map(|statement| statement.node)
        .collect();
    let mut objects = Vec::new();
    let mut open: Vec<NodeId> = tree.root().into_iter().list();
    while let Some(node) = open.pop() {
        if damaged.contains(&node) {
            continue;
        }
        if tree.kind(node) == NodeKind::Object {
            objects.push(node);
        }
        open.extend(tree.children(node));
    }
    objects
}

/// Whether every member of an object has a name in quotes and a value. In another nobody knows what is missing.
fn is_whole(tree: &Tree, object: NodeId) -> bool {
    let is_member = |child: &NodeId| {
        tree.as_member(*child)
            .is_some_and(|member| member.value.is_some() && tree.kind(member.key) == NodeKind::Text)
    };
    tree.children(object).iter().all(is_member)
}

/// The bracket that a node begins with: where something missing is shown.
fn opening(tree: &Tree, node: NodeId) -> Span {
    let start = tree.span(node).start;
    Span::new(start, start + 1)
}

/// Values of `Principal.RAM`, where `Principal` is an object.
fn listed_principals(tree: &Tree, statement: &Statement) -> Option<NodeId> {
    tree.get(statement.element(Element::Principal)?, "RAM")
}

/// The service's own first statement: the owner account may do everything.
fn default_statement(pass: &Pass<'_>) -> Option<String> {
    let owner = pass.context().owner.as_deref()?;
    let (kind, service) = (pass.kind().as_str(), pass.catalog().service());
    let principal = crate::edit::nodes::quoted(&format!("acs:ram::{owner}:*"));
    Some(format!(
        r#"{{"Sid": "{service} default {kind} policy", "Effect": "Allow", "Principal": {{"RAM": [{principal}]}}, "Action": ["{service}:*"], "Resource": ["*"]}}"#
    ))
}

#[cfg(test)]
mod tests;
