//! What people call a key or secret.

use leptos::prelude::*;

use crate::pages::policy::ResourceKind;
use crate::state::resources::{Resource, ResourceStore};

/// The first alias of a key, else its id; the name of a secret. Tracked.
pub fn display_name(store: ResourceStore, kind: ResourceKind, id: &str) -> String {
    let alias = (kind == ResourceKind::Key).then(|| store.aliases_of(id).into_iter().next()).flatten();
    alias.unwrap_or_else(|| id.to_owned())
}

/// Whether a key or secret can have a policy, as far as that is known; tracked.
pub fn can_have_policy(resource: &Resource) -> bool {
    resource.facts.with(|facts| facts.value.as_ref().is_none_or(|facts| !facts.instance().is_empty()))
}
