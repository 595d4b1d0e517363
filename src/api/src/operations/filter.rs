//! `Filters` of the lists of keys and secrets.

use serde::Serialize;

/// One condition: the thing must have one of the values. Several conditions must all hold.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Filter {
    /// Name of a property, for example `KeyState`; each list knows its own.
    pub key: String,
    /// At most [`MOST`].
    pub values: Vec<String>,
}

/// The most conditions of a call, and the most values of a condition.
pub const MOST: usize = 10;

/// The parameter: a list as JSON text, which is left out when it is empty.
pub(super) fn is_empty(filters: &[Filter]) -> bool {
    filters.is_empty()
}
