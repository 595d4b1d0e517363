//! Policies as the cloud judges them: documents, statements, conditions.
//!
//! Two kinds share one language. RAM policies hang on users and roles and name resources; key and secret policies hang
//! on one resource and name principals.

mod condition;
mod document;
mod glob;

pub(crate) use condition::Keys;
pub(crate) use document::{Document, Statement};
pub(crate) use glob::matches;
