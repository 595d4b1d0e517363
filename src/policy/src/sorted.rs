//! Sets and maps in order, kept as sorted lists.
//!
//! The trees and the sorting of the standard library are compiled anew for each type that they hold. That was a third
//! of the compiled engine; sorted lists, with a sort that is compiled once, are a small part of it. A value that is put
//! in moves all after it: where a text may bring thousands, they are collected, and sorted once.

mod list;
mod map;
mod set;
mod sort;

pub(crate) use list::Listed;
pub use map::Map;
pub use set::Set;
pub(crate) use sort::{sort, sort_and_dedup, sort_by, sort_by_key};

#[cfg(test)]
mod tests;
