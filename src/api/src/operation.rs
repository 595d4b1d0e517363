//! What every typed operation has, and how its parameters look on the wire.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::Product;

/// Parameters by name, each as the text that the cloud will read.
pub type Parameters = BTreeMap<String, String>;

/// A typed call. The struct is the request: its members are the cloud's parameter names.
pub trait Operation: Serialize {
    /// The cloud's name of the operation.
    const NAME: &'static str;
    /// The product that owns it; a name alone is not unique (`DescribeRegions`).
    const PRODUCT: Product;
    /// The typed answer, without members that the console does not read.
    type Output: DeserializeOwned;
}

/// Why a request cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write the parameters of {operation}: {cause}")]
pub struct ParametersError {
    operation: &'static str,
    cause: String,
}

/// Flattens a request to wire parameters: absent members are left out, lists become `Name.1`, `Name.2`, objects
/// in lists `Name.1.Field`.
///
/// # Errors
/// When a member cannot be serialised, for example an account id that is no number.
pub fn to_parameters<O: Operation>(operation: &O) -> Result<Parameters, ParametersError> {
    let fail = |cause: String| ParametersError { operation: O::NAME, cause };
    let value = serde_json::to_value(operation).map_err(|error| fail(error.to_string()))?;
    let Value::Object(members) = value else {
        return Err(fail("a request is an object".to_owned()));
    };
    let mut parameters = Parameters::new();
    for (name, member) in members {
        flatten(name, member, &mut parameters);
    }
    Ok(parameters)
}

fn flatten(name: String, value: Value, into: &mut Parameters) {
    match value {
        Value::Null => {}
        Value::Bool(flag) => drop(into.insert(name, flag.to_string())),
        Value::Number(number) => drop(into.insert(name, number.to_string())),
        Value::String(text) => drop(into.insert(name, text)),
        Value::Array(items) => {
            for (index, item) in items.into_iter().enumerate() {
                flatten(format!("{name}.{}", index + 1), item, into);
            }
        }
        Value::Object(members) => {
            for (member, item) in members {
                flatten(format!("{name}.{member}"), item, into);
            }
        }
    }
}

#[cfg(test)]
mod tests;
