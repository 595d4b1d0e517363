//! The policy language of keys and secrets: lossless text, lint, evaluation, exact access analysis, edits, help.
//!
//! Pure: no input or output, no clock, the same result natively and as wasm. It knows no operation by name: which
//! actions, operators and condition keys there are comes with the [`Catalog`], which the caller hands in.
//!
//! From text to answer:
//!
//! 1. [`text::Tree`]: any bytes as tokens and nodes that print back byte for byte, with syntax errors.
//! 2. [`Document`]: the tree read as a policy; whatever does not fit is kept with its node, for the rules to name.
//! 3. [`lint`], [`decide`], [`analysis`], [`edit`], [`merge`], [`help`] all read the document.

#![forbid(unsafe_code)]

mod access;
mod action;
pub mod analysis;
pub mod canonical;
mod catalog;
pub mod condition;
mod context;
pub mod convert;
mod document;
pub mod edit;
mod evaluate;
mod finding;
pub mod format;
pub mod glob;
mod grants;
pub mod help;
mod lint;
pub mod merge;
pub mod messages;
#[cfg(test)]
mod oracle;
mod principal;
mod ram;
mod rules;
pub mod sorted;
pub mod text;
pub mod values;

pub use access::Grant;
pub use action::ActionPattern;
pub use catalog::{
    Action, Catalog, CatalogError, ConditionKey, Family, Kind, Level, Operator, PUBLISHED_ACTIONS,
    PUBLISHED_CONDITIONS, Scope, Test, ValueType,
};
pub use condition::{Atom, Condition, Literal};
pub use context::{
    Context, Directory, Instance, Key, Me, MinPrefix, Net, Peer, Quota, Resource, Settings, Surroundings,
};
pub use document::{
    ActionEntry, ConditionEntry, ConditionFault, Document, Effect, Element, PrincipalEntry, Statement, Text,
};
pub use evaluate::{
    Because, Deciding, Decision, EncryptingKey, Outcome, Policies, Request, RequestError, Verdict, Via,
    Where, decide, document_effect,
};
pub use finding::{Finding, Fix, Params, Severity, Skipped};
pub use lint::{Report, fix_all_safe, lint};
pub use principal::{Account, Fault, FormFault, Identity, IdentityKind, Principal};
pub use ram::{RamPolicy, RamStatement};
