//! The policy that another account has to attach: for its users and roles both sides must allow.

use std::collections::HashSet;

use serde::Serialize;

use crate::{
    action::ActionPattern,
    catalog::{Catalog, Kind},
    document::{ActionEntry, Document, Statement},
    principal::{Account, Principal},
    sorted::Listed,
};

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct RamPolicy {
    version: &'static str,
    statement: [RamStatement; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct RamStatement {
    effect: &'static str,
    action: Vec<String>,
    resource: [String; 1],
}

/// The RAM policy that lets a principal of another account make use of what a document grants it. Patterns stay as they
/// are written, unless a Deny takes a part of them away. `None` for the owner account, for nobody in particular, and
/// where the document grants nothing.
///
/// A region or a resource (the id of the key, the name of the secret) that is not known becomes `*`.
pub fn ram_policy(
    document: &Document,
    principal: &Principal,
    kind: Kind,
    owner: &str,
    region: Option<&str>,
    resource: Option<&str>,
    catalog: &Catalog,
) -> Option<String> {
    match principal.account() {
        Account::Id(id) if id != owner => {}
        _ => return None,
    }
    let (region, id) = (region.unwrap_or("*"), resource.unwrap_or("*"));
    let service = catalog.service();
    let arn = format!("acs:{service}:{region}:{owner}:{}/{id}", kind.as_str());
    written(granted(document, principal, kind, catalog), arn)
}

/// The RAM policy for what one statement allows, whoever it names, on any resource of the owner account.
pub(crate) fn ram_policy_for_statement(
    statement: &Statement,
    kind: Kind,
    owner: &str,
    catalog: &Catalog,
) -> Option<String> {
    let mut actions: Vec<String> = Vec::new();
    let mut seen: HashSet<&ActionPattern> = HashSet::new();
    for entry in &statement.actions {
        if entry.pattern.as_ref().is_some_and(|pattern| seen.insert(pattern)) {
            let names = names(entry, |_| false, kind, catalog);
            actions.extend(names.into_iter().map(|name| format!("{}:{name}", catalog.service())));
        }
    }
    written(actions, format!("acs:{}:*:{owner}:{}/*", catalog.service(), kind.as_str()))
}

fn written(action: Vec<String>, resource: String) -> Option<String> {
    if action.is_empty() {
        return None;
    }
    let statement = RamStatement { effect: "Allow", action, resource: [resource] };
    serde_json::to_string_pretty(&RamPolicy { version: "1", statement: [statement] }).ok()
}

/// Actions and patterns, in the order of the document, each once.
fn granted(document: &Document, principal: &Principal, kind: Kind, catalog: &Catalog) -> Vec<String> {
    let about =
        |statement: &&Statement| statement.known_principals().any(|listed| listed.includes(principal));
    let statements = document.statements().iter();
    let denied: Vec<&ActionPattern> = statements
        .clone()
        .filter(|statement| statement.denies() && statement.condition().is_always())
        .filter(about)
        .flat_map(Statement::known_actions)
        .list();
    let is_denied = |name: &str| denied.iter().any(|pattern| pattern.covers(name));
    let entries = statements
        .filter(|statement| statement.allows())
        .filter(about)
        .flat_map(|statement| &statement.actions);
    let mut granted: Vec<String> = Vec::new();
    for entry in entries {
        for name in names(entry, is_denied, kind, catalog) {
            let full = format!("{}:{name}", catalog.service());
            if !granted.contains(&full) {
                granted.push(full);
            }
        }
    }
    granted
}

/// What is left of an entry: itself, the actions that no Deny takes, or nothing.
fn names<'a>(
    entry: &'a ActionEntry,
    is_denied: impl Fn(&str) -> bool,
    kind: Kind,
    catalog: &'a Catalog,
) -> Vec<&'a str> {
    let Some(pattern) = &entry.pattern else { return Vec::new() };
    let effective: Vec<&str> =
        catalog.in_scope(kind).map(|action| action.name.as_str()).filter(|name| pattern.covers(name)).list();
    let left: Vec<&str> = effective.iter().copied().filter(|name| !is_denied(name)).list();
    let written = ActionPattern::after_prefix(&entry.text.value, catalog);
    match written {
        Some(written) if pattern.is_pattern() && !left.is_empty() && left.len() == effective.len() => {
            vec![written]
        }
        _ => left,
    }
}

#[cfg(test)]
mod tests;
