//! Help for people who write or read a policy: what could stand at a place, what something means, statements ready to
//! use, and a plain sentence for each statement.
//!
//! Everything works on text that is not finished, and speaks the languages of the console.

mod complete;
mod cursor;
mod expand;
mod explain;
mod hover;
mod place;
mod ram_policy;
mod templates;
mod words;

pub use complete::{Completion, Item, ItemKind, Known, complete};
pub use expand::expand;
pub use explain::{Explained, explain};
pub use hover::{Hover, hover};
pub use ram_policy::ram_policy;
pub(crate) use ram_policy::ram_policy_for_statement;
pub use templates::{
    Parameter, ParameterKind, Template, TemplateError, TemplateValues, render, template, templates,
};
