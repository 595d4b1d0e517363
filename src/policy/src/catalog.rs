//! What the caller knows of the cloud: actions, condition operators, condition keys. A new revision is new data.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    glob,
    sorted::sort_by_key,
    text::{ShapeError, read},
};

/// Actions of the revision that the project ships, for callers that have no newer data.
pub const PUBLISHED_ACTIONS: &str = include_str!("../catalog/actions.json");
/// Condition operators and keys of that revision.
pub const PUBLISHED_CONDITIONS: &str = include_str!("../catalog/conditions.json");

/// What a policy belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A key policy.
    Key,
    /// A secret policy.
    Secret,
}

impl Kind {
    /// `key` or `secret`, as messages and files spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Secret => "secret",
        }
    }
}

/// What an action does, from harmless to decisive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    List,
    Read,
    /// Cryptography, or reading a secret value.
    Use,
    Tag,
    Write,
    /// Ends or disables what others depend on.
    Destroy,
    /// Replaces the policy itself.
    Policy,
}

impl Level {
    /// As the catalogue spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Read => "read",
            Self::Use => "use",
            Self::Tag => "tag",
            Self::Write => "write",
            Self::Destroy => "destroy",
            Self::Policy => "policy",
        }
    }

    /// Whether it belongs to the group MANAGE: `write`, `destroy`, `policy`, `tag`.
    pub fn manages(self) -> bool {
        matches!(self, Self::Tag | Self::Write | Self::Destroy | Self::Policy)
    }
}

/// One action of the service.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Action {
    /// Without the prefix of the service: `Decrypt`.
    pub name: String,
    /// The kinds of resource that it acts on; empty for instances and everything else.
    pub kinds: Vec<Kind>,
    pub level: Level,
    /// The key usage that it needs, such as `SIGN/VERIFY`.
    #[serde(default)]
    pub usage: Option<String>,
    /// Whether it needs an asymmetric key.
    #[serde(default)]
    pub asymmetric: bool,
    /// The origin that the key material must have.
    #[serde(default)]
    pub origin: Option<String>,
    /// Whether it hands out plaintext key material or a secret value.
    #[serde(default)]
    pub export: bool,
    /// Whether no source confirms that policies govern it.
    #[serde(default)]
    pub not_confirmed: bool,
    /// Actions that clients call along with it.
    #[serde(default)]
    pub companions: Vec<String>,
    /// The action that a call signed with an AccessKey also needs on the key that encrypts the secret.
    #[serde(default)]
    pub on_encrypting_key: Option<String>,
    /// Condition keys of the service that its requests carry.
    #[serde(default)]
    pub condition_keys: Vec<String>,
}

/// Patterns by kind of resource.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ByKind<T> {
    key: T,
    secret: T,
}

/// Action patterns of the roles that the official editor offers.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Roles {
    administrator: Vec<String>,
    user: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ActionsFile {
    revision: String,
    service: String,
    scope: ByKind<Vec<String>>,
    roles: ByKind<Roles>,
    asymmetric_specs: Vec<String>,
    actions: Vec<Action>,
}

/// How an operator compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Test {
    Equals,
    EqualsIgnoreCase,
    Like,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Within,
}

/// What kind of values an operator compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Family {
    String,
    Number,
    Date,
    Boolean,
    Ip,
}

/// A condition operator.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Operator {
    pub name: String,
    pub family: Family,
    pub test: Test,
    /// Whether none of the values may fit; it then also holds for a request without the key.
    #[serde(default)]
    pub negated: bool,
}

/// What the values of a condition key are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ValueType {
    String,
    /// The id of a VPC, `vpc-…`.
    Vpc,
    Ip,
    Boolean,
    Date,
    Number,
}

impl ValueType {
    /// The operators that fit.
    pub fn family(self) -> Family {
        match self {
            Self::String | Self::Vpc => Family::String,
            Self::Ip => Family::Ip,
            Self::Boolean => Family::Boolean,
            Self::Date => Family::Date,
            Self::Number => Family::Number,
        }
    }

    /// As the catalogue spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Vpc => "vpc",
            Self::Ip => "ip",
            Self::Boolean => "boolean",
            Self::Date => "date",
            Self::Number => "number",
        }
    }
}

/// A condition key, or the beginning that a family of keys shares.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConditionKey {
    pub name: String,
    #[serde(rename = "type")]
    pub value_type: ValueType,
    /// Whether more must follow the name: `kms:EncryptionContext:` and the name of an entry.
    #[serde(default)]
    pub prefix: bool,
    /// Whether it says where a request comes from.
    #[serde(default)]
    pub network: bool,
    /// Whether it says when a request comes.
    #[serde(default)]
    pub time: bool,
    /// Whether it holds public addresses only.
    #[serde(default)]
    pub public_only: bool,
    /// Whether requests to an instance's own endpoint never carry it.
    #[serde(default)]
    pub shared_gateway_only: bool,
    /// The key that its values mean little without.
    #[serde(default)]
    pub paired_with: Option<String>,
    #[serde(default)]
    pub not_confirmed: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConditionsFile {
    operators: Vec<Operator>,
    keys: Vec<ConditionKey>,
}

/// Whether an action means something in policies of a kind of resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Named by the published lists.
    Governed,
    /// No list names it, other sources treat it as governed.
    NotConfirmed,
    /// Stored, and without effect.
    Outside,
}

/// Why a catalogue cannot be used.
#[derive(Debug, Error)]
pub enum CatalogError {
    #[error("the actions cannot be read")]
    Actions(#[source] ShapeError),
    #[error("the condition operators and keys cannot be read")]
    Conditions(#[source] ShapeError),
}

/// Actions, condition operators and condition keys.
#[derive(Clone, Debug)]
pub struct Catalog {
    revision: String,
    service: String,
    scope: ByKind<Vec<String>>,
    roles: ByKind<Roles>,
    asymmetric_specs: Vec<String>,
    /// By name, in the order of the names without case.
    actions: Vec<Action>,
    operators: Vec<Operator>,
    keys: Vec<ConditionKey>,
}

impl Catalog {
    /// Reads the two data files; `catalog/` of this crate holds the revision that the project ships.
    ///
    /// # Errors
    /// A file that is no JSON of the expected shape.
    pub fn parse(actions: &str, conditions: &str) -> Result<Self, CatalogError> {
        let file: ActionsFile = read(actions).map_err(CatalogError::Actions)?;
        let conditions: ConditionsFile = read(conditions).map_err(CatalogError::Conditions)?;
        let mut actions = file.actions;
        sort_by_key(&mut actions, |action| action.name.to_ascii_lowercase());
        Ok(Self {
            revision: file.revision,
            service: file.service,
            scope: file.scope,
            roles: file.roles,
            asymmetric_specs: file.asymmetric_specs,
            actions,
            operators: conditions.operators,
            keys: conditions.keys,
        })
    }

    /// When the data were read from the cloud's documentation.
    pub fn revision(&self) -> &str {
        &self.revision
    }

    /// The prefix of action names: `kms`.
    pub fn service(&self) -> &str {
        &self.service
    }

    /// All actions, sorted by name.
    pub fn actions(&self) -> &[Action] {
        &self.actions
    }

    /// The action of this name (without prefix), in any letter case.
    pub fn action(&self, name: &str) -> Option<&Action> {
        let at =
            self.actions.binary_search_by(|action| lower_case(&action.name).cmp(lower_case(name))).ok()?;
        self.actions.get(at)
    }

    /// Patterns (without prefix) that the documentation publishes as the scope of a kind.
    pub fn scope_patterns(&self, kind: Kind) -> &[String] {
        match kind {
            Kind::Key => &self.scope.key,
            Kind::Secret => &self.scope.secret,
        }
    }

    /// Action patterns (without prefix) of the official editor's role *Administrator*.
    pub fn administrator_actions(&self, kind: Kind) -> &[String] {
        &self.roles(kind).administrator
    }

    /// Action patterns (without prefix) of the official editor's role *User*.
    pub fn user_actions(&self, kind: Kind) -> &[String] {
        &self.roles(kind).user
    }

    fn roles(&self, kind: Kind) -> &Roles {
        match kind {
            Kind::Key => &self.roles.key,
            Kind::Secret => &self.roles.secret,
        }
    }

    /// Whether an action means something in a policy of this kind: a published pattern names it *and* it acts on that
    /// kind of resource, or another source treats it as governed.
    pub fn scope_of(&self, action: &Action, kind: Kind) -> Scope {
        if !action.kinds.contains(&kind) {
            Scope::Outside
        } else if action.not_confirmed {
            Scope::NotConfirmed
        } else if self
            .scope_patterns(kind)
            .iter()
            .any(|pattern| glob::matches_any_case(pattern, &action.name))
        {
            Scope::Governed
        } else {
            Scope::Outside
        }
    }

    /// The actions that mean something in a policy of this kind.
    pub fn in_scope(&self, kind: Kind) -> impl Iterator<Item = &Action> {
        self.actions.iter().filter(move |action| self.scope_of(action, kind) != Scope::Outside)
    }

    /// Whether keys of this spec are asymmetric.
    pub fn is_asymmetric(&self, spec: &str) -> bool {
        self.asymmetric_specs.iter().any(|pattern| glob::matches(pattern, spec))
    }

    /// The condition operators.
    pub fn operators(&self) -> &[Operator] {
        &self.operators
    }

    /// The operator of exactly this name.
    pub fn operator(&self, name: &str) -> Option<&Operator> {
        self.operators.iter().find(|operator| operator.name == name)
    }

    /// The condition keys.
    pub fn keys(&self) -> &[ConditionKey] {
        &self.keys
    }

    /// The condition key of exactly this name, or the family that it belongs to.
    pub fn key(&self, name: &str) -> Option<&ConditionKey> {
        let is = |key: &&ConditionKey| {
            if key.prefix {
                name.len() > key.name.len() && name.starts_with(&key.name)
            } else {
                key.name == name
            }
        };
        self.keys.iter().find(is)
    }
}

fn lower_case(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().map(|byte| byte.to_ascii_lowercase())
}

#[cfg(test)]
pub(crate) mod tests;
