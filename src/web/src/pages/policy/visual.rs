//! The policy as cards and forms. They change only the text that they own.

mod actions;
mod add;
mod conditions;
pub mod form;
pub mod list;
mod principals;
pub mod summary;
mod values;
