//! What forms offer: actions, condition keys with the operators that fit, templates.

use kms_policy::{
    Catalog, Family, Kind, Level, Params, Scope,
    help::{ParameterKind, templates},
    messages::{Language, message},
};
use serde::Serialize;

/// Everything there is to choose from in policies of a kind.
#[derive(Serialize)]
pub(crate) struct Vocabulary<'a> {
    /// The prefix of action names.
    service: &'a str,
    actions: Vec<Action<'a>>,
    /// Action patterns, with prefix, of the roles of the official editor.
    administrator: Vec<String>,
    user: Vec<String>,
    keys: Vec<Key<'a>>,
    operators: Vec<Operator<'a>>,
    templates: Vec<Template>,
}

#[derive(Serialize)]
struct Action<'a> {
    /// With prefix.
    name: String,
    level: Level,
    /// Whether no source confirms that policies govern it.
    #[serde(rename = "notConfirmed")]
    not_confirmed: bool,
    /// Whether it hands out plaintext key material or a secret value.
    export: bool,
    usage: Option<&'a str>,
}

#[derive(Serialize)]
struct Key<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    value_type: &'static str,
    family: Family,
    /// Whether more must follow the name.
    prefix: bool,
    #[serde(rename = "sharedGatewayOnly")]
    shared_gateway_only: bool,
}

#[derive(Serialize)]
struct Operator<'a> {
    name: &'a str,
    family: Family,
}

#[derive(Serialize)]
struct Template {
    id: &'static str,
    name: String,
    about: String,
    whole: bool,
    parameters: Vec<Parameter>,
}

#[derive(Serialize)]
struct Parameter {
    name: &'static str,
    label: String,
    kind: &'static str,
    required: bool,
    many: bool,
}

impl<'a> Vocabulary<'a> {
    pub(crate) fn new(kind: Kind, catalog: &'a Catalog, language: Language) -> Self {
        let full = |name: &String| format!("{}:{name}", catalog.service());
        let say = |key: &str| message(language, key, &Params::new());
        let actions = catalog.in_scope(kind).map(|action| Action {
            name: full(&action.name),
            level: action.level,
            not_confirmed: catalog.scope_of(action, kind) == Scope::NotConfirmed,
            export: action.export,
            usage: action.usage.as_deref(),
        });
        let keys = catalog.keys().iter().map(|key| Key {
            name: &key.name,
            value_type: key.value_type.as_str(),
            family: key.value_type.family(),
            prefix: key.prefix,
            shared_gateway_only: key.shared_gateway_only,
        });
        let templates = templates().iter().map(|template| Template {
            id: template.id,
            name: say(&format!("template.{}", template.id)),
            about: say(&format!("template.{}.about", template.id)),
            whole: template.whole,
            parameters: template
                .parameters
                .iter()
                .map(|parameter| Parameter {
                    name: parameter.name,
                    label: say(&format!("template.parameter.{}", parameter.name)),
                    kind: parameter_kind(parameter.kind),
                    required: parameter.required,
                    many: parameter.many,
                })
                .collect(),
        });
        Self {
            service: catalog.service(),
            actions: actions.collect(),
            administrator: catalog.administrator_actions(kind).iter().map(full).collect(),
            user: catalog.user_actions(kind).iter().map(full).collect(),
            keys: keys.collect(),
            operators: catalog
                .operators()
                .iter()
                .map(|operator| Operator { name: &operator.name, family: operator.family })
                .collect(),
            templates: templates.collect(),
        }
    }
}

fn parameter_kind(kind: ParameterKind) -> &'static str {
    match kind {
        ParameterKind::Account => "account",
        ParameterKind::User => "user",
        ParameterKind::Role => "role",
        ParameterKind::Principal => "principal",
        ParameterKind::Vpc => "vpc",
        ParameterKind::Moment => "moment",
    }
}
