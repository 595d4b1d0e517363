//! Conditions: every one of a statement must hold, one value of each is enough. How values compare is the policy
//! language's.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use kms_policy::condition::ValueFault;
use kms_policy::{Atom, Catalog, Literal, PUBLISHED_ACTIONS, PUBLISHED_CONDITIONS};
use serde_json::Value;

/// What a request says about itself, by condition key. Keys are compared without case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Keys(BTreeMap<String, Vec<String>>);

impl Keys {
    /// Adds a value; a key can have several, such as tags.
    pub(crate) fn add(&mut self, key: &str, value: impl Into<String>) {
        self.0.entry(key.to_ascii_lowercase()).or_default().push(value.into());
    }

    fn get(&self, key: &str) -> &[String] {
        self.0.get(&key.to_ascii_lowercase()).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Condition operators as published; a test of the policy language reads the same data.
static CATALOG: LazyLock<Option<Catalog>> =
    LazyLock::new(|| Catalog::parse(PUBLISHED_ACTIONS, PUBLISHED_CONDITIONS).ok());

/// `"<operator>": {"<key>": [values]}`, one key of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Condition(Literal);

impl Condition {
    /// Reads the element `Condition`.
    pub(super) fn read(value: &Value) -> Result<Vec<Self>, String> {
        let Value::Object(operators) = value else { return Err("Condition must be an object.".to_owned()) };
        let mut conditions = Vec::new();
        for (name, keys) in operators {
            let Some(operator) = CATALOG.as_ref().and_then(|catalog| catalog.operator(name)) else {
                return Err(format!("{name} is no condition operator."));
            };
            let Value::Object(keys) = keys else { return Err(format!("{name} must hold condition keys.")) };
            for (key, values) in keys {
                let values =
                    texts(values).ok_or_else(|| format!("{key} needs a value or a list of values."))?;
                let atom = Atom::new(operator, key, values.iter().map(String::as_str))
                    .map_err(|fault| refusal(&fault, key, &values))?;
                conditions.push(Self(Literal { atom, negated: operator.negated }));
            }
        }
        Ok(conditions)
    }

    /// Whether the condition holds. A key that the request does not have fails a positive operator and satisfies a
    /// negated one.
    pub(crate) fn holds(&self, keys: &Keys) -> bool {
        let Literal { atom, negated } = &self.0;
        let fits = keys.get(&atom.key).iter().any(|has| atom.holds(Some(has)));
        fits != *negated
    }
}

/// Values as texts; numbers and truth values are taken for theirs.
fn texts(values: &Value) -> Option<Vec<String>> {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        _ => None,
    };
    match values {
        Value::Array(values) => values.iter().map(text).collect(),
        one => text(one).map(|one| vec![one]),
    }
}

fn refusal(fault: &ValueFault, key: &str, values: &[String]) -> String {
    match fault {
        ValueFault::Unreadable(at) => {
            let value = values.get(*at).map(String::as_str).unwrap_or_default();
            format!("{value} is no value for {key} with this operator.")
        }
        ValueFault::Empty | ValueFault::Operator => format!("{key} needs a value or a list of values."),
    }
}

#[cfg(test)]
mod tests;
