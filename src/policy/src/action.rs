//! Which actions a statement is about.

use std::fmt;

use crate::{
    catalog::{Action, Catalog},
    glob,
};

/// An entry of `Action` that begins with the prefix of the service: a name, or a pattern with `*` and `?`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ActionPattern {
    /// What stands after the prefix, in lower case: letter case does not count.
    name: String,
}

impl ActionPattern {
    /// Reads an entry; `None` without the prefix of the service, or with nothing after it.
    pub fn parse(text: &str, catalog: &Catalog) -> Option<Self> {
        Self::after_prefix(text, catalog).filter(|name| !name.is_empty()).map(Self::of_name)
    }

    /// What stands after the prefix of the service, as it is spelt.
    pub fn after_prefix<'a>(text: &'a str, catalog: &Catalog) -> Option<&'a str> {
        let (service, name) = text.split_once(':')?;
        service.eq_ignore_ascii_case(catalog.service()).then_some(name)
    }

    /// Of a name or pattern without prefix.
    pub fn of_name(name: &str) -> Self {
        Self { name: name.to_ascii_lowercase() }
    }

    /// Without prefix, in lower case.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it holds `*` or `?`.
    pub fn is_pattern(&self) -> bool {
        glob::is_pattern(&self.name)
    }

    /// Whether an action is meant; the name is without prefix, in any letter case.
    pub fn covers(&self, name: &str) -> bool {
        glob::matches_any_case(&self.name, name)
    }

    /// The actions of the catalogue that it means, whatever their scope.
    pub fn known<'a>(&'a self, catalog: &'a Catalog) -> impl Iterator<Item = &'a Action> {
        catalog.actions().iter().filter(|action| self.covers(&action.name))
    }
}

impl fmt::Display for ActionPattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.name)
    }
}
