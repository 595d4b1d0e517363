//! What a pattern of actions stands for.

use crate::{
    action::ActionPattern,
    catalog::{Action, Catalog, Kind, Scope},
    sorted::Listed,
};

/// The actions that an entry such as `kms:Get*` means, by name, and whether they mean something in a policy of this
/// kind. Nothing for an entry without the prefix of the service.
pub fn expand<'a>(entry: &str, kind: Kind, catalog: &'a Catalog) -> Vec<(&'a Action, Scope)> {
    let Some(pattern) = ActionPattern::parse(entry, catalog) else { return Vec::new() };
    let actions = catalog.actions().iter().filter(|action| pattern.covers(&action.name));
    actions.map(|action| (action, catalog.scope_of(action, kind))).list()
}

#[cfg(test)]
mod tests;
