//! What the list says of a policy in a few words. Pure.

use serde_json::Value;

use crate::api::CallError;
use crate::api::error::Kind;
use crate::pages::policy::saved::SavedPolicy;

/// A policy in a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Badge {
    /// The owner's account may do everything, and nobody else anything.
    Default,
    /// Somebody wrote it.
    Custom {
        /// How many statements it has.
        statements: usize,
        /// Whether somebody of another account gets something.
        outside: bool,
        /// How many findings it has beside suggestions; none where nobody counted them.
        findings: Option<usize>,
    },
    /// It is no policy that can be read.
    Unreadable,
    /// Only what is inside an instance has one.
    Unsupported,
    /// None is stored.
    Missing,
    /// It may not be read.
    Denied,
}

/// Judges the text of a policy of something that this account owns.
///
/// It sees effect, principals and actions and no conditions: what a policy means is the policy engine's to say.
pub fn judge(text: &str, owner: &str) -> Badge {
    let Ok(document) = serde_json::from_str::<Value>(text) else { return Badge::Unreadable };
    let Some(statements) = document.get("Statement").and_then(Value::as_array) else {
        return Badge::Unreadable;
    };
    let own = format!("acs:ram::{owner}:");
    let account = format!("{own}*");
    let is_default = |statement: &Value| {
        statement.get("Effect") == Some(&Value::from("Allow"))
            && statement.get("Condition").is_none()
            && texts(statement.get("Action")) == ["kms:*"]
            && texts(statement.pointer("/Principal/RAM")) == [account.as_str()]
    };
    if let [only] = statements.as_slice()
        && is_default(only)
    {
        return Badge::Default;
    }
    let outside = statements
        .iter()
        .filter(|statement| statement.get("Effect") != Some(&Value::from("Deny")))
        .flat_map(|statement| texts(statement.pointer("/Principal/RAM")))
        .any(|principal| !principal.starts_with(&own));
    Badge::Custom { statements: statements.len(), outside, findings: None }
}

/// A failed read that says something about the policy itself.
///
/// # Errors
/// The error, when it only says that the read failed.
pub fn of_error(error: CallError) -> Result<Badge, CallError> {
    match SavedPolicy::of_error(&error) {
        Some(SavedPolicy::Unsupported) => Ok(Badge::Unsupported),
        Some(_) => Ok(Badge::Missing),
        None if error.kind() == Kind::Denied => Ok(Badge::Denied),
        None => Err(error),
    }
}

/// A text or a list of texts.
fn texts(value: Option<&Value>) -> Vec<&str> {
    match value {
        Some(Value::String(text)) => vec![text],
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
        _ => vec![],
    }
}

#[cfg(test)]
mod tests;
