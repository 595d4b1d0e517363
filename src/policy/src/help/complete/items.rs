//! The items of each place.

use super::{Item, ItemKind, Known};
use crate::{
    catalog::{Action, Catalog, Family, Kind, Scope, ValueType},
    document::{Document, Element, Statement},
    edit::nodes::quoted,
    help::{
        cursor::Cursor,
        place::Place,
        templates,
        words::{Words, family_name},
    },
    principal::{Account, Principal},
    sorted::{Listed, Set, sort_by},
};

/// An item before it is fitted into its surroundings. Groups come in their order, and inside a group names do.
struct Draft {
    group: usize,
    label: String,
    insert: String,
    /// From the end of `insert` back.
    caret: usize,
    kind: ItemKind,
    detail: String,
}

pub(super) struct Writer<'a> {
    pub(super) document: &'a Document,
    pub(super) known: &'a Known,
    pub(super) kind: Kind,
    pub(super) owner: Option<&'a str>,
    pub(super) catalog: &'a Catalog,
    pub(super) words: Words,
    pub(super) cursor: &'a Cursor,
}

impl Writer<'_> {
    pub(super) fn items(&self) -> Vec<Item> {
        let cursor = self.cursor;
        let mut drafts = if cursor.names { self.names() } else { self.values() };
        drafts.retain(|draft| !cursor.present.contains(&draft.label));
        let mut ranked: Vec<(usize, Draft)> = drafts
            .into_iter()
            .filter_map(|draft| Some((rank(&draft.label, &cursor.typed, self.catalog)?, draft)))
            .list();
        sort_by(&mut ranked, |(rank, one), (other_rank, other)| {
            (rank, one.group, &one.label).cmp(&(other_rank, other.group, &other.label))
        });
        ranked.into_iter().enumerate().map(|(order, (_, draft))| self.item(order, draft)).list()
    }

    /// With the commas that are missing around it.
    fn item(&self, order: usize, draft: Draft) -> Item {
        let Draft { label, mut insert, caret, kind, detail, .. } = draft;
        if self.cursor.comma_before {
            insert.insert_str(0, ", ");
        }
        let caret = insert.len().saturating_sub(caret);
        if self.cursor.comma_after {
            insert.push_str(", ");
        }
        Item { label, insert, caret, kind, detail, order }
    }

    fn draft(&self, group: usize, kind: ItemKind, label: &str, detail: String) -> Draft {
        Draft { group, label: label.to_owned(), insert: quoted(label), caret: 0, kind, detail }
    }

    /// A name, and the beginning of its value where none is there; `caret` counts back from the end of the value.
    fn name(&self, group: usize, kind: ItemKind, label: &str, value: &str, caret: usize) -> Draft {
        let detail = match kind {
            ItemKind::Element => self.words.say(&format!("element.{label}"), &[]),
            _ => String::new(),
        };
        let mut draft = self.draft(group, kind, label, detail);
        if !self.cursor.has_colon {
            draft.insert = format!("{}: {value}", draft.insert);
            draft.caret = caret;
        }
        draft
    }

    fn names(&self) -> Vec<Draft> {
        match &self.cursor.place {
            Place::Policy => vec![
                self.name(0, ItemKind::Element, "Version", "\"1\"", 0),
                self.name(1, ItemKind::Element, "Statement", "[]", 1),
            ],
            // One statement without a list around it.
            Place::Statement | Place::Statements => {
                let skeleton = |element| match element {
                    Element::Sid => ("\"\"", 1),
                    Element::Effect => ("\"Allow\"", 0),
                    Element::Principal => ("{\"RAM\": []}", 2),
                    Element::Action => ("[]", 1),
                    Element::Resource => ("[\"*\"]", 0),
                    Element::Condition => ("{}", 1),
                };
                let element = |(group, element): (usize, &Element)| {
                    let (value, caret) = skeleton(*element);
                    self.name(group, ItemKind::Element, element.as_str(), value, caret)
                };
                Element::ALL.iter().enumerate().map(element).list()
            }
            Place::Principal => vec![self.name(0, ItemKind::Element, "RAM", "[]", 1)],
            Place::Condition => self.operators(),
            Place::Operator(operator) => self.keys(operator),
            _ => Vec::new(),
        }
    }

    fn values(&self) -> Vec<Draft> {
        let words = self.words;
        let alone = !self.cursor.in_list && !self.cursor.in_text;
        let in_list = |drafts| if alone { wrapped(drafts, "[", "]") } else { drafts };
        match &self.cursor.place {
            Place::Policy => self.statements(true),
            Place::Version => vec![self.draft(0, ItemKind::Value, "1", words.say("element.Version", &[]))],
            Place::Statements if !self.cursor.in_list => wrapped(self.statements(false), "[", "]"),
            Place::Statement => self.statements(false),
            Place::Effect => ["Allow", "Deny"]
                .into_iter()
                .enumerate()
                .map(|(group, effect)| {
                    self.draft(group, ItemKind::Effect, effect, words.say(&format!("effect.{effect}"), &[]))
                })
                .list(),
            Place::Principal if !self.cursor.in_list => wrapped(self.principals(), "{\"RAM\": [", "]}"),
            Place::Ram => in_list(self.principals()),
            Place::Action => in_list(self.actions()),
            Place::Resource => in_list(vec![self.draft(
                0,
                ItemKind::Value,
                "*",
                words.say(&format!("resource.{}", self.kind.as_str()), &[]),
            )]),
            Place::Condition => wrapped(self.operators(), "{", "}"),
            Place::Operator(operator) => wrapped(self.keys(operator), "{", "}"),
            Place::Value { operator, key } => self.condition_values(operator, key),
            _ => Vec::new(),
        }
    }

    fn principals(&self) -> Vec<Draft> {
        let words = self.words;
        let mut drafts = Vec::new();
        let mut seen = Set::new();
        let mut add = |group: usize, arn: String| {
            if let Ok(principal) = Principal::parse(&arn)
                && seen.insert(arn.clone())
            {
                let detail = words.principal(&principal, self.owner);
                drafts.push(self.draft(group, ItemKind::Principal, &arn, detail));
            }
        };
        if let Some(owner) = self.owner {
            add(0, format!("acs:ram::{owner}:*"));
            for role in &self.known.roles {
                add(1, format!("acs:ram::{owner}:role/{role}"));
            }
            for user in &self.known.users {
                add(2, format!("acs:ram::{owner}:user/{user}"));
            }
        }
        let elsewhere = self.document.statements().iter().flat_map(Statement::known_principals);
        for principal in elsewhere.filter(|principal| **principal != Principal::Whole(Account::Any)) {
            add(3, principal.to_string());
        }
        let known = self.owner.into_iter().chain(self.known.accounts.iter().map(String::as_str));
        for account in known.chain(["<account>"]) {
            for kind in ["role", "user"] {
                let label = format!("acs:ram::{account}:{kind}/");
                let detail = words.say(
                    match (kind, account == "<account>") {
                        ("role", false) => "skeleton.role",
                        ("role", true) => "skeleton.outside_role",
                        (_, false) => "skeleton.user",
                        (_, true) => "skeleton.outside_user",
                    },
                    &[("account", account)],
                );
                let group = if account == "<account>" { 5 } else { 4 };
                drafts.push(Draft { caret: 1, ..self.draft(group, ItemKind::Principal, &label, detail) });
            }
        }
        drafts
    }

    fn actions(&self) -> Vec<Draft> {
        let (catalog, kind) = (self.catalog, self.kind);
        let full = |name: &str| format!("{}:{name}", catalog.service());
        let mut drafts: Vec<Draft> = catalog
            .actions()
            .iter()
            .map(|action| {
                let group = match catalog.scope_of(action, kind) {
                    Scope::Governed => 0,
                    Scope::NotConfirmed => 1,
                    Scope::Outside => 3,
                };
                self.draft(group, ItemKind::Action, &full(&action.name), self.about(action))
            })
            .list();
        let published = [catalog.administrator_actions(kind), catalog.user_actions(kind)].concat();
        let patterns: Set<&str> =
            published.iter().map(String::as_str).filter(|name| crate::glob::is_pattern(name)).collect();
        for pattern in patterns.into_iter().chain(["*"]) {
            let covered =
                catalog.in_scope(kind).filter(|action| crate::glob::matches_any_case(pattern, &action.name));
            let count = covered.count().to_string();
            let detail = self.words.say("complete.pattern", &[("count", &count)]);
            drafts.push(self.draft(2, ItemKind::Action, &full(pattern), detail));
        }
        drafts
    }

    fn about(&self, action: &Action) -> String {
        let level = self.words.say(&format!("level.{}", action.level.as_str()), &[]);
        let scope = self.words.scope(action, self.kind, self.catalog);
        self.words.say("complete.action", &[("level", &level), ("scope", &scope)])
    }

    /// Operators that fit the keys which are already below the name, or any.
    fn operators(&self) -> Vec<Draft> {
        let keys = self.cursor.inner.iter().filter_map(|name| self.catalog.key(name));
        let families: Vec<Family> = keys.map(|key| key.value_type.family()).list();
        self.catalog
            .operators()
            .iter()
            .filter(|operator| families.iter().all(|family| *family == operator.family))
            .enumerate()
            .map(|(group, operator)| {
                let family = self.words.say(&format!("family.{}", family_name(operator.family)), &[]);
                Draft { detail: family, ..self.name(group, ItemKind::Operator, &operator.name, "{}", 1) }
            })
            .list()
    }

    /// Keys that fit an operator; all where nobody knows the operator.
    fn keys(&self, operator: &str) -> Vec<Draft> {
        let family = self.catalog.operator(operator).map(|operator| operator.family);
        let fits = |value: ValueType| family.is_none_or(|family| family == value.family());
        let keys = self.catalog.keys().iter().filter(|key| fits(key.value_type));
        keys.enumerate()
            .map(|(group, key)| {
                let type_name = self.words.say(&format!("type.{}", key.value_type.as_str()), &[]);
                let detail = match self.words.find(&format!("key.{}", key.name), &[]) {
                    Some(about) => self.words.say("complete.key", &[("type", &type_name), ("about", &about)]),
                    None => type_name,
                };
                let draft = self.name(group, ItemKind::ConditionKey, &key.name, "\"\"", 1);
                // The rest of the name comes first.
                let caret =
                    if key.prefix { draft.insert.len() - quoted(&key.name).len() + 1 } else { draft.caret };
                Draft { detail, caret, ..draft }
            })
            .list()
    }

    fn condition_values(&self, operator: &str, key: &str) -> Vec<Draft> {
        let found = self.catalog.key(key);
        let family = self.catalog.operator(operator).map(|operator| operator.family);
        let family = found.map(|key| key.value_type.family()).or(family);
        let value = |group, label: &str, about: &str| {
            self.draft(group, ItemKind::Value, label, self.words.say(about, &[]))
        };
        let begun = |label: &str, about: &str| Draft { caret: 1, ..value(1, label, about) };
        if found.is_some_and(|key| key.value_type == ValueType::Vpc) {
            let bound = self.known.vpcs.iter().map(|vpc| value(0, vpc, "value.bound_vpc"));
            return bound.chain([begun("vpc-", "value.vpc")]).list();
        }
        match family {
            Some(Family::Boolean) => {
                vec![value(0, "true", "value.true"), value(0, "false", "value.false")]
            }
            Some(Family::Ip) if found.is_some_and(|key| key.public_only) => {
                vec![
                    value(0, "203.0.113.0/24", "value.public_network"),
                    value(1, "203.0.113.1", "value.public_address"),
                ]
            }
            Some(Family::Ip) => {
                let networks = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];
                networks.into_iter().map(|network| value(0, network, "value.network")).list()
            }
            Some(Family::Date) => {
                vec![
                    value(0, "2030-01-01T00:00:00Z", "value.date"),
                    value(1, "2030-01-01T08:00:00+08:00", "value.date_zone"),
                ]
            }
            Some(Family::Number) => vec![value(0, "0", "value.number")],
            Some(Family::String) | None => Vec::new(),
        }
    }

    /// Statements or policies ready to use, with example text where a person has to write.
    fn statements(&self, whole: bool) -> Vec<Draft> {
        let kind = if whole { ItemKind::Template } else { ItemKind::Statement };
        let templates =
            templates::templates().iter().enumerate().filter(|(_, template)| template.whole == whole);
        let drafts = templates.filter_map(|(group, template)| {
            let text = templates::example(template, self.kind, self.owner, self.catalog)?;
            let insert = text.replace('\n', &format!("\n{}", self.cursor.indent));
            let label = self.words.say(&format!("template.{}", template.id), &[]);
            let detail = self.words.say(&format!("template.{}.about", template.id), &[]);
            Some(Draft { group, label, insert, caret: 0, kind, detail })
        });
        drafts.list()
    }
}

fn wrapped(drafts: Vec<Draft>, open: &str, close: &str) -> Vec<Draft> {
    let wrap = |draft: Draft| Draft {
        insert: format!("{open}{}{close}", draft.insert),
        caret: if draft.caret == 0 { 0 } else { draft.caret + close.len() },
        ..draft
    };
    drafts.into_iter().map(wrap).list()
}

/// How well a label fits what was typed, the best first; `None` where it does not.
fn rank(label: &str, typed: &str, catalog: &Catalog) -> Option<usize> {
    let typed = typed.trim().to_ascii_lowercase();
    let label = label.to_ascii_lowercase();
    let after_prefix = label.strip_prefix(catalog.service()).and_then(|rest| rest.strip_prefix(':'));
    if label.starts_with(&typed) || after_prefix.is_some_and(|rest| rest.starts_with(&typed)) {
        Some(0)
    } else if label.contains(&typed) {
        Some(1)
    } else {
        None
    }
}
