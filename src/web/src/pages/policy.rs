//! The policy of a key or a secret: read, and edited.

mod analysis;
mod ask;
mod columns;
mod diff;
mod drafts;
pub mod editor;
mod facts;
mod findings;
mod foreign;
mod matrix;
mod names;
mod other_side;
mod save;
mod save_dialog;
pub mod saved;
mod severity;
mod simulate;
mod standing;
mod state;
mod surroundings;
pub mod tab;
mod templates;
mod text;
mod visual;

use kms_api::RegionId;
use leptos::prelude::*;

use crate::i18n::{Key, t};

/// Values with their words, for a choice among them.
fn worded<T>(options: impl IntoIterator<Item = (T, Key)>) -> Vec<(T, Signal<String>)> {
    options.into_iter().map(|(value, words)| (value, Signal::derive(t(words)))).collect()
}

/// What has a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ResourceKind {
    /// A key, by its id.
    Key,
    /// A secret, by its name.
    Secret,
}

impl ResourceKind {
    /// `key` or `secret`, as the policy engine calls them.
    pub fn word(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Secret => "secret",
        }
    }
}

/// The owner of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyResource {
    /// Where it is.
    pub region: RegionId,
    /// What it is.
    pub kind: ResourceKind,
    /// `KeyId` or `SecretName`; an ARN where it belongs to somebody else.
    pub id: String,
}
