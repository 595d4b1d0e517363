//! What each listed principal gets by this document alone: Allow minus Deny, for rules.
//!
//! It speaks of entries as they are listed (ruling R21): an Allow counts for the entry that it lists, a Deny for every
//! entry inside one of its own.

use std::collections::BTreeSet;

use crate::{
    catalog::{Action, Catalog, Kind},
    document::{Document, Statement},
    principal::Principal,
};

/// How much of an action a principal gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Grant {
    /// In no context.
    Never,
    /// In some contexts, or nobody knows.
    Maybe,
    /// In every context.
    Always,
}

/// The grants of a document.
pub(crate) struct Grants<'a> {
    document: &'a Document,
    kind: Kind,
    catalog: &'a Catalog,
}

impl<'a> Grants<'a> {
    pub(crate) fn new(document: &'a Document, kind: Kind, catalog: &'a Catalog) -> Self {
        Self { document, kind, catalog }
    }

    /// Every principal that some Allow lists, once.
    pub(crate) fn entries(&self) -> BTreeSet<&'a Principal> {
        self.document
            .statements()
            .iter()
            .filter(|statement| statement.allows())
            .flat_map(Statement::known_principals)
            .collect()
    }

    /// The actions that mean something for this kind of resource.
    pub(crate) fn actions(&self) -> impl Iterator<Item = &'a Action> + use<'a> {
        self.catalog.in_scope(self.kind)
    }

    /// What a listed principal gets of an action.
    pub(crate) fn grant(&self, principal: &Principal, action: &str) -> Grant {
        let about = |statement: &Statement| statement.known_actions().any(|pattern| pattern.covers(action));
        let mut best = Grant::Never;
        for statement in self.document.statements() {
            if statement.allows()
                && statement.known_principals().any(|listed| listed == principal)
                && about(statement)
            {
                let always = statement.condition().is_always();
                best = best.max(if always { Grant::Always } else { Grant::Maybe });
            }
        }
        for statement in self.document.statements() {
            if statement.denies()
                && statement.known_principals().any(|listed| listed.includes(principal))
                && about(statement)
            {
                if statement.condition().is_always() {
                    return Grant::Never;
                }
                best = best.min(Grant::Maybe);
            }
        }
        best
    }
}
