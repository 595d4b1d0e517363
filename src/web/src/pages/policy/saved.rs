//! The policy that the cloud has, and the ways in which there is none.

use std::sync::Arc;

use kms_api::operations::policies::{GetKeyPolicy, GetSecretPolicy};
use leptos::prelude::*;

use super::{PolicyResource, ResourceKind};
use crate::api::read::{self, Reading};
use crate::api::{CallError, call};
use crate::state::App;

/// What a read found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SavedPolicy {
    /// A document.
    Text(Arc<str>),
    /// The resource takes a policy, and has none.
    None,
    /// Policies do not exist for it: a default key, or a resource outside an instance.
    Unsupported,
}

impl SavedPolicy {
    /// What a policy that does not exist says.
    pub const NOTHING: &'static str = "{\"Version\":\"1\",\"Statement\":[]}";

    /// An answer of the cloud that is no failure of the read.
    ///
    /// `Forbidden.ResourceNotFound` says both that there is no policy and that there is no such resource; only its words
    /// tell them apart.
    pub fn of_error(error: &CallError) -> Option<Self> {
        match error.code() {
            "Forbidden.KeyPolicyUnSupported" => Some(Self::Unsupported),
            "Forbidden.ResourceNotFound" if says_policy(&error.detail()) => Some(Self::None),
            _ => None,
        }
    }
}

fn says_policy(words: &str) -> bool {
    words.to_ascii_lowercase().contains("policy")
}

/// Reads the policy once.
///
/// # Errors
/// The call failed, for want of a permission for example.
pub async fn read_once(app: App, resource: &PolicyResource) -> Result<SavedPolicy, CallError> {
    let PolicyResource { region, kind, id } = resource;
    let answer = match kind {
        ResourceKind::Key => call(app, region, &GetKeyPolicy { key_id: id.clone() }).await,
        ResourceKind::Secret => call(app, region, &GetSecretPolicy { secret_name: id.clone() }).await,
    };
    match answer {
        Ok(found) => Ok(SavedPolicy::Text(found.policy.into())),
        Err(error) => SavedPolicy::of_error(&error).ok_or(error),
    }
}

/// The saved policy of one resource.
#[derive(Clone, Copy)]
pub struct SavedStore {
    app: App,
    resource: StoredValue<PolicyResource>,
    /// What is known of it.
    pub reading: Reading<SavedPolicy>,
}

impl SavedStore {
    /// A store that reads at once.
    pub fn new(app: App, resource: &PolicyResource) -> Self {
        let store = Self { app, resource: StoredValue::new(resource.clone()), reading: RwSignal::default() };
        store.reload();
        store
    }

    /// Reads again.
    pub fn reload(self) {
        let app = self.app;
        read::start(self.reading, move || {
            let resource = self.resource.get_value();
            async move { read_once(app, &resource).await }
        });
    }

    /// The document; tracked.
    pub fn text(self) -> Option<Arc<str>> {
        self.reading.with(|loaded| match loaded.value.as_deref() {
            Some(SavedPolicy::Text(text)) => Some(Arc::clone(text)),
            _ => None,
        })
    }

    /// Takes over what was just written and read back.
    pub fn took(self, text: &str) {
        self.reading.update(|loaded| {
            loaded.value = Some(Arc::new(SavedPolicy::Text(text.into())));
            loaded.at = crate::bindings::now();
            loaded.error = None;
        });
    }
}

#[cfg(test)]
mod tests;
