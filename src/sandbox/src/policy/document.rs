//! From text to statements. What a document may say is `kms-domain`'s section on policy documents.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::condition::Condition;

/// The most that a key or secret policy may take, in bytes.
pub(crate) const MAX_RESOURCE_POLICY_BYTES: usize = 32_768;
/// The longest `Sid`, in characters.
const MAX_SID: usize = 128;

/// A policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Document {
    /// In the order of the text.
    pub(crate) statements: Vec<Statement>,
}

/// One statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Statement {
    /// `Sid`, or the place in the document: `statement 2`.
    pub(crate) name: String,
    pub(crate) allow: bool,
    /// Whom it is about; only in policies of resources and in trust policies.
    pub(crate) principals: Vec<String>,
    /// Patterns.
    pub(crate) actions: Vec<String>,
    /// Whether it is about every action but these.
    pub(crate) all_but_actions: bool,
    /// Patterns.
    pub(crate) resources: Vec<String>,
    pub(crate) conditions: Vec<Condition>,
}

/// Which elements a document has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Attached to a user, group or role.
    Ram,
    /// Of a key or a secret.
    Resource,
    /// Says who may assume a role.
    Trust,
}

/// Text or a list of texts.
#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl Document {
    /// Reads a RAM policy.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub(crate) fn parse_ram(text: &str) -> Result<Self, String> {
        Self::parse(text, Kind::Ram)
    }

    /// Reads a trust policy of a role.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub(crate) fn parse_trust(text: &str) -> Result<Self, String> {
        Self::parse(text, Kind::Trust)
    }

    /// Reads a key or secret policy.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub(crate) fn parse_resource(text: &str) -> Result<Self, String> {
        if text.len() > MAX_RESOURCE_POLICY_BYTES {
            return Err(format!("A policy has at most {MAX_RESOURCE_POLICY_BYTES} bytes."));
        }
        Self::parse(text, Kind::Resource)
    }

    fn parse(text: &str, kind: Kind) -> Result<Self, String> {
        let Ok(Value::Object(members)) = serde_json::from_str(text) else {
            return Err("A policy is a JSON object.".to_owned());
        };
        only(&members, &["Version", "Statement"], "The policy")?;
        if members.get("Version").and_then(Value::as_str) != Some("1") {
            return Err("Version must be \"1\".".to_owned());
        }
        let statements = match members.get("Statement") {
            Some(Value::Array(statements)) if !statements.is_empty() => statements,
            _ => return Err("Statement must be a list with at least one statement.".to_owned()),
        };
        let statements =
            statements.iter().enumerate().map(|(index, value)| Statement::read(value, index + 1, kind));
        Ok(Self { statements: statements.collect::<Result<_, _>>()? })
    }
}

impl Statement {
    fn read(value: &Value, number: usize, kind: Kind) -> Result<Self, String> {
        let place = format!("statement {number}");
        let Value::Object(members) = value else { return Err(format!("The {place} must be an object.")) };
        let known: &[&str] = match kind {
            Kind::Ram => &["Sid", "Effect", "Action", "NotAction", "Resource", "Condition"],
            Kind::Resource => &["Sid", "Effect", "Principal", "Action", "Resource", "Condition"],
            Kind::Trust => &["Sid", "Effect", "Principal", "Action", "Condition"],
        };
        only(members, known, &format!("The {place}"))?;
        let allow = match members.get("Effect").and_then(Value::as_str) {
            Some("Allow") => true,
            Some("Deny") => false,
            _ => return Err(format!("Effect of the {place} must be Allow or Deny.")),
        };
        let (actions, all_but_actions) = match (members.get("Action"), members.get("NotAction")) {
            (Some(actions), None) => (texts(actions, "Action", &place)?, false),
            (None, Some(actions)) => (texts(actions, "NotAction", &place)?, true),
            _ => return Err(format!("The {place} needs Action.")),
        };
        let principals = match (kind, members.get("Principal")) {
            (Kind::Ram, _) => Vec::new(),
            (_, Some(Value::Object(principal))) => read_principals(principal, &place, kind)?,
            _ => return Err(format!("The {place} needs Principal with RAM.")),
        };
        let resources = match members.get("Resource") {
            Some(resources) => texts(resources, "Resource", &place)?,
            None if kind == Kind::Trust => vec!["*".to_owned()],
            None => return Err(format!("The {place} needs Resource.")),
        };
        if kind == Kind::Resource {
            if actions.iter().any(|action| !starts_with_kms(action)) {
                return Err(format!("Each Action of the {place} must begin with kms:."));
            }
            if resources.iter().any(|resource| resource != "*") {
                return Err(format!("Resource of the {place} must be *."));
            }
        }
        let conditions = match members.get("Condition") {
            None => Vec::new(),
            Some(condition) => Condition::read(condition).map_err(|what| format!("The {place}: {what}"))?,
        };
        let name = match members.get("Sid") {
            None => place,
            Some(Value::String(sid)) if is_sid(sid) => sid.clone(),
            Some(_) => {
                return Err(format!("Sid of the {place} has at most {MAX_SID} letters, digits or _/+=.@-."));
            }
        };
        Ok(Self { name, allow, principals, actions, all_but_actions, resources, conditions })
    }
}

fn starts_with_kms(action: &str) -> bool {
    action.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("kms:"))
}

/// The cloud's own texts have spaces, so these are taken although the documentation does not name them.
fn is_sid(sid: &str) -> bool {
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || " _/+=.@-".contains(letter);
    sid.chars().count() <= MAX_SID && sid.chars().all(allowed)
}

fn read_principals(principal: &Map<String, Value>, place: &str, kind: Kind) -> Result<Vec<String>, String> {
    let known: &[&str] = if kind == Kind::Trust { &["RAM", "Service", "Federated"] } else { &["RAM"] };
    only(principal, known, &format!("Principal of the {place}"))?;
    let Some(ram) = principal.get("RAM") else {
        return if kind == Kind::Trust {
            Ok(Vec::new())
        } else {
            Err(format!("Principal of the {place} needs RAM."))
        };
    };
    let names = texts(ram, "Principal", place)?;
    match names.iter().find(|name| !is_principal(name)) {
        None => Ok(names),
        Some(name) => Err(format!("Principal {name} of the {place} is no account, user or role.")),
    }
}

/// `acs:ram::<account>:*`, `…:root`, `…:user/<name>` or `…:role/<name>`.
fn is_principal(name: &str) -> bool {
    let Some((account, who)) = name.strip_prefix("acs:ram::").and_then(|rest| rest.split_once(':')) else {
        return false;
    };
    let is_account = !account.is_empty() && account.bytes().all(|byte| byte.is_ascii_digit());
    let named = |kind: &str| who.strip_prefix(kind).is_some_and(|name| !name.is_empty());
    is_account && (who == "*" || who == "root" || named("user/") || named("role/"))
}

fn texts(value: &Value, name: &str, place: &str) -> Result<Vec<String>, String> {
    let texts = match OneOrMany::deserialize(value) {
        Ok(OneOrMany::One(text)) => vec![text],
        Ok(OneOrMany::Many(texts)) => texts,
        Err(_) => Vec::new(),
    };
    if texts.is_empty() || texts.iter().any(String::is_empty) {
        return Err(format!("{name} of the {place} must be a text or a list of texts."));
    }
    Ok(texts)
}

fn only(members: &Map<String, Value>, known: &[&str], what: &str) -> Result<(), String> {
    match members.keys().find(|name| !known.contains(&name.as_str())) {
        None => Ok(()),
        Some(name) => Err(format!("{what} has an unknown element {name}.")),
    }
}

#[cfg(test)]
mod tests;
