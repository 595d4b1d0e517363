//! Policies as the cloud judges them: documents, statements, conditions.
//!
//! Two kinds share one language. RAM policies hang on users and roles and name resources; key and secret policies hang
//! on one resource and name principals.

mod condition;
mod document;

pub(crate) use condition::Keys;
pub(crate) use document::{Document, Statement};
// Patterns are those of the policy language.
pub(crate) use kms_policy::glob::matches;
