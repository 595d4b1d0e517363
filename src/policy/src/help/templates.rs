//! Statements and policies ready to use, with parameters.

mod write;

use thiserror::Error;

pub(super) use self::write::example;
use crate::{
    catalog::{Catalog, Kind},
    sorted::Map,
};

/// What a parameter takes. Every one may have several values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ParameterKind {
    /// The 16 digits of an account.
    Account,
    /// The name of a user.
    User,
    /// The name of a role.
    Role,
    /// The ARN of a principal.
    Principal,
    /// The id of a VPC.
    Vpc,
    /// A date and time of ISO 8601 with zone.
    Moment,
}

/// Something that a template asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// `template.parameter.<name>` of the message files says what it is.
    pub name: &'static str,
    pub kind: ParameterKind,
    pub required: bool,
    /// Whether several values make sense.
    pub many: bool,
}

/// A statement or policy with parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template {
    /// `template.<id>` and `template.<id>.about` of the message files name and describe it.
    pub id: &'static str,
    pub parameters: &'static [Parameter],
    /// Whether it makes a whole policy; otherwise one statement.
    pub whole: bool,
}

/// Values by the name of the parameter.
pub type TemplateValues = Map<String, Vec<String>>;

/// Why a template cannot be filled in.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TemplateError {
    #[error("parameter `{0}` is missing")]
    Missing(&'static str),
    #[error("no parameter `{0}` exists")]
    Unknown(String),
    #[error("parameter `{name}` cannot be `{value}`")]
    Value { name: &'static str, value: String },
    #[error("parameter `{0}` takes one value only")]
    TooMany(&'static str),
    #[error("the account that owns the resource is not known")]
    NoOwner,
    #[error("the catalogue has nothing that this template needs")]
    NotInCatalog,
}

const fn required(name: &'static str, kind: ParameterKind) -> Parameter {
    Parameter { name, kind, required: true, many: true }
}

const fn optional(name: &'static str, kind: ParameterKind) -> Parameter {
    Parameter { name, kind, required: false, many: true }
}

const fn one(parameter: Parameter) -> Parameter {
    Parameter { many: false, ..parameter }
}

const ROLE: Parameter = required("role", ParameterKind::Role);
const USER: Parameter = required("user", ParameterKind::User);
const ACCOUNT: Parameter = one(required("account", ParameterKind::Account));
const PRINCIPAL: Parameter = optional("principal", ParameterKind::Principal);

const fn statement(id: &'static str, parameters: &'static [Parameter]) -> Template {
    Template { id, parameters, whole: false }
}

static TEMPLATES: [Template; 11] = [
    Template { id: "default", parameters: &[], whole: true },
    statement("owner", &[]),
    statement("administrator-role", &[ROLE]),
    statement("user-role", &[ROLE]),
    statement("outside-user", &[ACCOUNT, USER]),
    statement("outside-role", &[ACCOUNT, ROLE]),
    statement("auditor", &[ROLE]),
    statement("outside-vpc", &[required("vpc", ParameterKind::Vpc), PRINCIPAL]),
    statement(
        "limited-time",
        &[ROLE, one(optional("from", ParameterKind::Moment)), one(required("until", ParameterKind::Moment))],
    ),
    statement("deny-destroy", &[PRINCIPAL]),
    statement("deny-policy-change", &[required("principal", ParameterKind::Principal)]),
];

/// All templates, in the order to offer them.
pub fn templates() -> &'static [Template] {
    &TEMPLATES
}

/// The template of an id.
pub fn template(id: &str) -> Option<&'static Template> {
    TEMPLATES.iter().find(|template| template.id == id)
}

/// The JSON of a template for a policy of a kind: a statement, or a whole policy.
///
/// # Errors
/// A parameter that is missing, unknown or has a value that cannot be; an owner that is needed and not known.
pub fn render(
    template: &Template,
    values: &TemplateValues,
    kind: Kind,
    owner: Option<&str>,
    catalog: &Catalog,
) -> Result<String, TemplateError> {
    write::render(template, values, kind, owner, catalog)
}

#[cfg(test)]
mod tests;
