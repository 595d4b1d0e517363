//! A pair of classes.

use super::Bits;

/// The rules of each document that are about a principal class and an action class.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Cell {
    pub(crate) rules: Vec<Bits>,
}
