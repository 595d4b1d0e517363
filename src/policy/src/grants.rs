//! What each listed principal gets by this document alone: Allow minus Deny, for rules.
//!
//! It speaks of entries as they are listed (ruling R21): an Allow counts for the entry that it lists, a Deny for every
//! entry inside one of its own. Actions are those that mean something for the kind of resource; anything else gets
//! nobody anywhere.

mod scope;

pub(crate) use self::scope::{ActionSet, InScope};
use crate::{
    access::Grant,
    catalog::{Action, Catalog, Kind},
    document::{Document, Statement},
    principal::{Account, Principal},
    sorted::{Listed, Map, Set},
};

/// What one listed principal gets.
#[derive(Clone, Debug)]
pub(crate) struct Held<'a> {
    /// As the first entry spells it.
    pub(crate) principal: &'a Principal,
    /// Actions in some contexts at least.
    pub(crate) some: ActionSet,
    /// Actions in every context.
    pub(crate) always: ActionSet,
}

/// The actions that a statement speaks of.
#[derive(Debug)]
struct Spoken {
    all: ActionSet,
    /// By entry of `Action`.
    each: Vec<ActionSet>,
}

/// The grants of a document.
#[derive(Debug)]
pub(crate) struct Grants<'a> {
    scope: InScope<'a>,
    /// By statement.
    spoken: Vec<Spoken>,
    /// By principal, in the spelling of [`Principal::folded`].
    held: Map<Principal, Held<'a>>,
    /// Keys of those that may include others.
    wide: Vec<Principal>,
    /// No actions.
    none: ActionSet,
}

/// Whether it may include a principal that has another key.
fn is_wide(principal: &Principal) -> bool {
    matches!(principal, Principal::Whole(_)) || principal.is_pattern() || *principal.account() == Account::Any
}

impl<'a> Grants<'a> {
    pub(crate) fn new(document: &'a Document, kind: Kind, catalog: &'a Catalog) -> Self {
        let scope = InScope::new(kind, catalog);
        let spoken: Vec<Spoken> = document.statements().iter().map(|one| speak(&scope, one)).list();
        let allows = || document.statements().iter().filter(|statement| statement.allows());
        let listed = allows().flat_map(Statement::known_principals);
        let nothing = |principal| Held { principal, some: scope.none(), always: scope.none() };
        let mut held = Map::of_first(listed.map(|principal| (principal.folded(), nothing(principal))));
        for (statement, spoken) in document.statements().iter().zip(&spoken) {
            if !statement.allows() {
                continue;
            }
            let always = statement.condition().is_always();
            for principal in statement.known_principals() {
                let Some(held) = held.get_mut(&principal.folded()) else { continue };
                held.some.add(&spoken.all);
                if always {
                    held.always.add(&spoken.all);
                }
            }
        }
        for (statement, spoken) in document.statements().iter().zip(&spoken) {
            if !statement.denies() || spoken.all.is_empty() {
                continue;
            }
            let always = statement.condition().is_always();
            let listed: Set<Principal> = statement.known_principals().map(Principal::folded).collect();
            let wide: Vec<&Principal> = statement.known_principals().filter(|one| is_wide(one)).list();
            for (name, held) in held.iter_mut() {
                if listed.contains(name) || wide.iter().any(|wide| wide.includes(held.principal)) {
                    held.always.take(&spoken.all);
                    if always {
                        held.some.take(&spoken.all);
                    }
                }
            }
        }
        let wide = held.keys().filter(|principal| is_wide(principal)).cloned().list();
        let none = scope.none();
        Self { scope, spoken, held, wide, none }
    }

    /// Every principal that some Allow lists, once.
    pub(crate) fn entries(&self) -> Set<&'a Principal> {
        self.held.values().map(|held| held.principal).collect()
    }

    /// What every listed principal gets.
    pub(crate) fn all_held(&self) -> impl Iterator<Item = &Held<'a>> {
        self.held.values()
    }

    /// What a listed principal gets; `None` if no Allow lists it.
    pub(crate) fn held(&self, principal: &Principal) -> Option<&Held<'a>> {
        self.held.get(&principal.folded())
    }

    /// What listed principals get that mean a principal and perhaps more.
    pub(crate) fn held_around(&self, principal: &Principal) -> impl Iterator<Item = &Held<'a>> {
        let own = principal.folded();
        let exact = self.held.get(&own);
        let wide = self.wide.iter().filter(move |wide| **wide != own && wide.includes(&own));
        exact.into_iter().chain(wide.filter_map(|wide| self.held.get(wide)))
    }

    /// The actions that mean something for this kind of resource.
    pub(crate) fn actions(&self) -> impl Iterator<Item = &'a Action> {
        self.scope.actions()
    }

    /// Sets of these actions.
    pub(crate) fn scope(&self) -> &InScope<'a> {
        &self.scope
    }

    /// The actions that a statement of this document speaks of.
    pub(crate) fn spoken(&self, statement: &Statement) -> &ActionSet {
        self.spoken.get(statement.index).map_or(&self.none, |spoken| &spoken.all)
    }

    /// The same by entry of `Action`.
    pub(crate) fn spoken_each(&self, statement: &Statement) -> &[ActionSet] {
        self.spoken.get(statement.index).map_or(&[], |spoken| &spoken.each)
    }

    /// What a listed principal gets of an action.
    pub(crate) fn grant(&self, principal: &Principal, action: &str) -> Grant {
        match (self.held(principal), self.scope.place(action)) {
            (Some(held), Some(place)) if held.always.has(place) => Grant::Always,
            (Some(held), Some(place)) if held.some.has(place) => Grant::Maybe,
            _ => Grant::Never,
        }
    }
}

fn speak(scope: &InScope<'_>, statement: &Statement) -> Spoken {
    let set = |pattern: &Option<_>| pattern.as_ref().map_or_else(|| scope.none(), |one| scope.set_of(one));
    let each: Vec<ActionSet> = statement.actions.iter().map(|entry| set(&entry.pattern)).list();
    let mut all = scope.none();
    each.iter().for_each(|set| all.add(set));
    Spoken { all, each }
}

#[cfg(test)]
mod tests;
