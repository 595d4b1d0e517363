//! Drafts that were not saved, kept in this browser: one for each policy, with the saved text that it began from.

use serde::{Deserialize, Serialize};

use super::PolicyResource;
use crate::bindings::{now, store, stored};

/// A draft.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// What was written.
    pub text: String,
    /// What was saved when the work began; none where there was no policy.
    pub base: Option<String>,
    /// Milliseconds since 1970.
    pub at: f64,
}

fn name(resource: &PolicyResource) -> String {
    let PolicyResource { region, kind, id } = resource;
    format!("kmsc.draft.{}.{}.{id}", region.as_str(), kind.word())
}

/// Keeps a draft.
pub fn keep(resource: &PolicyResource, text: &str, base: Option<&str>) {
    let draft = Draft { text: text.to_owned(), base: base.map(str::to_owned), at: now() };
    store(&name(resource), serde_json::to_string(&draft).ok().as_deref());
}

/// The draft of a policy, if there is one.
pub fn find(resource: &PolicyResource) -> Option<Draft> {
    serde_json::from_str(&stored(&name(resource))?).ok()
}

/// Drops a draft.
pub fn forget(resource: &PolicyResource) {
    store(&name(resource), None);
}
