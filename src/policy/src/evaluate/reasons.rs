//! Why a statement matched or did not.

use serde::Serialize;

use super::Deciding;
use crate::{
    condition::{Condition, Doubt},
    document::Effect,
};

/// Where a statement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Where {
    /// In the policy of the resource, or of the key that encrypts it.
    Resource,
    /// In a RAM policy of the caller.
    Ram,
}

/// What a statement says to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It matches, as far as known keys go; what open keys must be is left.
    Matches { rest: Condition, doubt: Option<Doubt> },
    /// It is about others.
    OtherPrincipal,
    /// It is about other actions.
    OtherAction,
    /// It is about other resources.
    OtherResource,
    /// A condition on this key does not hold.
    OtherContext { key: String },
    /// A condition has no value that can be read, so it matches nothing.
    NoValue,
    /// It is outside the grammar, and could not be about this request anyway.
    Invalid,
    /// It is outside the grammar: as Allow it grants nothing, and whether it denies is not known.
    Unknown,
}

impl Outcome {
    /// How formats spell it.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Matches { rest, doubt: None } if rest.is_always() => "matches",
            Self::Matches { .. } => "depends",
            Self::OtherPrincipal => "other-principal",
            Self::OtherAction => "other-action",
            Self::OtherResource => "other-resource",
            Self::OtherContext { .. } => "condition",
            Self::NoValue => "no-value",
            Self::Invalid | Self::Unknown => "not-valid",
        }
    }
}

/// A statement and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Because {
    pub deciding: Deciding,
    pub effect: Option<Effect>,
    pub outcome: Outcome,
}
