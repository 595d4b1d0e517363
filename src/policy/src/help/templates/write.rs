//! From values to JSON.

use serde::Serialize;

use super::{Parameter, ParameterKind, Template, TemplateError, TemplateValues};
use crate::{
    catalog::{Action, Catalog, ConditionKey, Family, Kind, Level, Scope, Test, ValueType},
    principal::{Account, Principal},
    sorted::{Listed, Map},
    values::Instant,
};

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Policy {
    version: &'static str,
    statement: [Statement; 1],
}

/// In the order that people read.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Statement {
    sid: String,
    effect: &'static str,
    principal: Principals,
    action: Vec<String>,
    resource: [&'static str; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<Map<String, Map<String, Values>>>,
}

/// Of a condition key, as people write them.
#[derive(Serialize)]
#[serde(untagged)]
enum Values {
    One(String),
    Many(Vec<String>),
}

#[derive(Serialize)]
struct Principals {
    #[serde(rename = "RAM")]
    ram: Vec<String>,
}

pub(super) fn render(
    template: &Template,
    values: &TemplateValues,
    kind: Kind,
    owner: Option<&str>,
    catalog: &Catalog,
) -> Result<String, TemplateError> {
    for name in values.keys() {
        if !template.parameters.iter().any(|parameter| parameter.name == name) {
            return Err(TemplateError::Unknown(name.clone()));
        }
    }
    for parameter in template.parameters {
        let given = values.get(parameter.name).map(Vec::as_slice).unwrap_or_default();
        if parameter.required && given.is_empty() {
            return Err(TemplateError::Missing(parameter.name));
        }
        if !parameter.many && given.len() > 1 {
            return Err(TemplateError::TooMany(parameter.name));
        }
        // The owner account is no outside account.
        let fits = |value: &&String| {
            is_possible(parameter, value)
                && (parameter.kind != ParameterKind::Account || owner != Some(value.as_str()))
        };
        if let Some(wrong) = given.iter().find(|value| !fits(value)) {
            return Err(TemplateError::Value { name: parameter.name, value: wrong.clone() });
        }
    }
    Writer { values, kind, owner, catalog }.write(template)
}

/// With example text for everything that is required; it is no principal, so that nobody saves it by mistake.
pub(in crate::help) fn example(
    template: &Template,
    kind: Kind,
    owner: Option<&str>,
    catalog: &Catalog,
) -> Option<String> {
    let sample = |parameter: &Parameter| match parameter.kind {
        ParameterKind::Account => "<account>",
        ParameterKind::User => "<user>",
        ParameterKind::Role => "<role>",
        ParameterKind::Principal => "acs:ram::<account>:role/<role>",
        ParameterKind::Vpc => "vpc-",
        ParameterKind::Moment => "2030-01-01T00:00:00Z",
    };
    let required = template.parameters.iter().filter(|parameter| parameter.required);
    let values: TemplateValues =
        required.map(|parameter| (parameter.name.to_owned(), vec![sample(parameter).to_owned()])).collect();
    let owner = owner.or(Some("<account>"));
    Writer { values: &values, kind, owner, catalog }.write(template).ok()
}

fn is_possible(parameter: &Parameter, value: &str) -> bool {
    let name = |kind: &str| {
        let parsed = Principal::parse(&format!("acs:ram::1111222233334444:{kind}/{value}"));
        !value.contains('/') && parsed.is_ok_and(|principal| !principal.is_pattern())
    };
    match parameter.kind {
        ParameterKind::Account => {
            matches!(Principal::parse(&format!("acs:ram::{value}:*")), Ok(Principal::Whole(Account::Id(_))))
        }
        ParameterKind::User => name("user"),
        ParameterKind::Role => name("role"),
        ParameterKind::Principal => Principal::parse(value).is_ok(),
        ParameterKind::Vpc => value
            .strip_prefix("vpc-")
            .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())),
        ParameterKind::Moment => Instant::parse(value).is_some(),
    }
}

struct Writer<'a> {
    values: &'a TemplateValues,
    kind: Kind,
    owner: Option<&'a str>,
    catalog: &'a Catalog,
}

impl Writer<'_> {
    fn write(&self, template: &Template) -> Result<String, TemplateError> {
        let statement = self.statement(template)?;
        let text = if template.whole {
            serde_json::to_string_pretty(&Policy { version: "1", statement: [statement] })
        } else {
            serde_json::to_string_pretty(&statement)
        };
        text.map_err(|_| TemplateError::NotInCatalog)
    }

    fn statement(&self, template: &Template) -> Result<Statement, TemplateError> {
        let catalog = self.catalog;
        let (service, kind) = (catalog.service(), self.kind);
        let published = |patterns: &[String]| patterns.to_vec();
        let levels = |wanted: &[Level]| {
            let fits = |action: &&Action| {
                wanted.contains(&action.level) && catalog.scope_of(action, kind) != Scope::Outside
            };
            catalog.actions().iter().filter(fits).map(|action| action.name.clone()).list()
        };
        let allow = |sid: &str, principals, actions| self.built(sid, "Allow", principals, actions);
        let deny = |sid: &str, principals, actions| self.built(sid, "Deny", principals, actions);
        let mut statement = match template.id {
            "default" | "owner" => allow(
                &format!("{service} default {} policy", kind.as_str()),
                vec![self.own_account()?],
                vec!["*".to_owned()],
            ),
            "administrator-role" => {
                allow("Administrators", self.own("role")?, published(catalog.administrator_actions(kind)))
            }
            "user-role" => allow("Users", self.own("role")?, published(catalog.user_actions(kind))),
            "outside-user" => {
                allow("OutsideUsers", self.outside("user"), published(catalog.user_actions(kind)))
            }
            "outside-role" => {
                allow("OutsideRoles", self.outside("role"), published(catalog.user_actions(kind)))
            }
            "auditor" => allow("Auditors", self.own("role")?, levels(&[Level::List, Level::Read])),
            "limited-time" => allow("LimitedTime", self.own("role")?, published(catalog.user_actions(kind))),
            // Use only: whoever administers the policy from elsewhere is not locked out by it.
            "outside-vpc" => deny("OutsideVpc", self.principals()?, levels(&[Level::Use])),
            "deny-destroy" => deny("NeverDestroy", self.principals()?, levels(&[Level::Destroy])),
            "deny-policy-change" => deny("KeepPolicy", self.principals()?, levels(&[Level::Policy])),
            _ => return Err(TemplateError::NotInCatalog),
        };
        if statement.action.is_empty() {
            return Err(TemplateError::NotInCatalog);
        }
        statement.condition = match template.id {
            "outside-vpc" => {
                let key = self.key(|key| key.value_type == ValueType::Vpc)?;
                let operator = self.operator(Family::String, Test::Equals, true)?;
                Some([entry(operator, key, self.given("vpc"))].into_iter().collect())
            }
            "limited-time" => {
                let key = self.key(|key| key.time)?;
                let mut condition = Map::new();
                for (name, test) in [("from", Test::GreaterOrEqual), ("until", Test::Less)] {
                    if !self.given(name).is_empty() {
                        let operator = self.operator(Family::Date, test, false)?;
                        let (operator, keys) = entry(operator, key, self.given(name));
                        condition.insert(operator, keys);
                    }
                }
                Some(condition)
            }
            _ => None,
        };
        Ok(statement)
    }

    fn built(&self, sid: &str, effect: &'static str, ram: Vec<String>, actions: Vec<String>) -> Statement {
        let service = self.catalog.service();
        Statement {
            sid: sid.to_owned(),
            effect,
            principal: Principals { ram },
            action: actions.into_iter().map(|name| format!("{service}:{name}")).list(),
            resource: ["*"],
            condition: None,
        }
    }

    fn given(&self, name: &str) -> &[String] {
        self.values.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    fn own_account(&self) -> Result<String, TemplateError> {
        self.owner.map(|owner| format!("acs:ram::{owner}:*")).ok_or(TemplateError::NoOwner)
    }

    fn own(&self, kind: &str) -> Result<Vec<String>, TemplateError> {
        let owner = self.owner.ok_or(TemplateError::NoOwner)?;
        Ok(self.given(kind).iter().map(|name| format!("acs:ram::{owner}:{kind}/{name}")).list())
    }

    fn outside(&self, kind: &str) -> Vec<String> {
        let accounts = self.given("account").iter();
        accounts
            .flat_map(|account| {
                let names = self.given(kind).iter();
                names.map(move |name| format!("acs:ram::{account}:{kind}/{name}"))
            })
            .list()
    }

    /// Whom a Deny is for: those that were named, or the whole account of the owner.
    fn principals(&self) -> Result<Vec<String>, TemplateError> {
        match self.given("principal") {
            [] => Ok(vec![self.own_account()?]),
            named => Ok(named.to_vec()),
        }
    }

    fn key(&self, fits: impl Fn(&&ConditionKey) -> bool) -> Result<&ConditionKey, TemplateError> {
        self.catalog.keys().iter().find(fits).ok_or(TemplateError::NotInCatalog)
    }

    fn operator(&self, family: Family, test: Test, negated: bool) -> Result<&str, TemplateError> {
        let mut operators = self.catalog.operators().iter();
        operators
            .find(|known| known.family == family && known.test == test && known.negated == negated)
            .map(|operator| operator.name.as_str())
            .ok_or(TemplateError::NotInCatalog)
    }
}

fn entry(operator: &str, key: &ConditionKey, values: &[String]) -> (String, Map<String, Values>) {
    let values = match values {
        [one] => Values::One(one.clone()),
        many => Values::Many(many.to_vec()),
    };
    (operator.to_owned(), Map::from([(key.name.clone(), values)]))
}
