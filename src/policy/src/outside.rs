//! What principals of other accounts need beside this policy: a RAM policy of their own account, as both must allow.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::{
    action::ActionPattern,
    catalog::{Catalog, Kind, Scope},
    document::{ActionEntry, Document},
    principal::Principal,
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

/// The RAM policy that a principal of another account needs to use what a document allows it: to be attached there, as
/// JSON over several lines. The owner is the account that created the resource.
pub fn ram_policy_for_outside(
    document: &Document,
    principal: &Principal,
    kind: Kind,
    owner: &str,
    catalog: &Catalog,
) -> String {
    let statements = document.statements().iter();
    let allowing = statements.filter(|statement| {
        statement.allows() && statement.known_principals().any(|listed| listed == principal)
    });
    let actions = effective_actions(allowing.flat_map(|statement| &statement.actions), kind, catalog);
    ram_policy(actions, kind, owner, catalog)
}

/// A RAM policy for some actions on the resources of an account.
pub(crate) fn ram_policy(action: Vec<String>, kind: Kind, owner: &str, catalog: &Catalog) -> String {
    let resource = [format!("acs:{}:*:{owner}:{}/*", catalog.service(), kind.as_str())];
    let statement = [RamStatement { effect: "Allow", action, resource }];
    serde_json::to_string_pretty(&RamPolicy { version: "1", statement }).unwrap_or_default()
}

/// The entries that mean something for a kind of resource, each once: names as the catalogue spells them, patterns as
/// they are written.
pub(crate) fn effective_actions<'a>(
    entries: impl IntoIterator<Item = &'a ActionEntry>,
    kind: Kind,
    catalog: &Catalog,
) -> Vec<String> {
    let mut seen: BTreeSet<&ActionPattern> = BTreeSet::new();
    let mut actions = Vec::new();
    for entry in entries {
        let Some(pattern) = entry.pattern.as_ref().filter(|pattern| seen.insert(*pattern)) else { continue };
        let name = if pattern.is_pattern() {
            let written = ActionPattern::after_prefix(&entry.text.value, catalog);
            let means_any = || catalog.in_scope(kind).any(|action| pattern.covers(&action.name));
            written.filter(|_| means_any())
        } else {
            let known = catalog.action(pattern.name());
            known
                .filter(|action| catalog.scope_of(action, kind) != Scope::Outside)
                .map(|action| action.name.as_str())
        };
        actions.extend(name.map(|name| format!("{}:{name}", catalog.service())));
    }
    actions
}

#[cfg(test)]
mod tests;
