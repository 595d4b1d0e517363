//! Words and lists for sentences of the console's languages.

use crate::{
    catalog::{Action, Catalog, Family, Kind, Scope, Test},
    finding::Params,
    glob,
    messages::{Language, message},
    principal::{Account, IdentityKind, Principal},
};

/// Lists longer than this are cut.
const MOST: usize = 12;

/// Speaks one language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words {
    language: Language,
}

impl Words {
    pub(super) fn new(language: Language) -> Self {
        Self { language }
    }

    /// The message of a key.
    pub(super) fn say(self, key: &str, params: &[(&'static str, &str)]) -> String {
        let params: Params = params.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        message(self.language, key, &params)
    }

    /// The message of a key that depends on data, if there is one.
    pub(super) fn find(self, key: &str, params: &[(&'static str, &str)]) -> Option<String> {
        Some(self.say(key, params)).filter(|text| text != key)
    }

    /// `a, b, and c`; a long list is cut.
    pub(super) fn all<T: AsRef<str>>(self, items: &[T]) -> String {
        self.list(items, "list.two", "list.many")
    }

    /// `a, b, or c`; a long list is cut.
    pub(super) fn any<T: AsRef<str>>(self, items: &[T]) -> String {
        self.list(items, "list.either", "list.any")
    }

    fn list<T: AsRef<str>>(self, items: &[T], two: &str, many: &str) -> String {
        if items.len() > MOST {
            let (shown, hidden) = items.split_at(MOST - 2);
            let count = hidden.len().to_string();
            return self.say("list.more", &[("list", &self.row(shown)), ("count", &count)]);
        }
        match items {
            [] => String::new(),
            [one] => one.as_ref().to_owned(),
            [one, other] => self.say(two, &[("a", one.as_ref()), ("b", other.as_ref())]),
            [before @ .., last] => self.say(many, &[("list", &self.row(before)), ("last", last.as_ref())]),
        }
    }

    fn row<T: AsRef<str>>(self, items: &[T]) -> String {
        let mut items = items.iter().map(AsRef::as_ref);
        let first = items.next().unwrap_or_default().to_owned();
        items.fold(first, |row, item| self.say("list.next", &[("a", &row), ("b", item)]))
    }

    /// Whom a principal means, as seen by the account that owns the resource.
    pub(super) fn principal(self, principal: &Principal, owner: Option<&str>) -> String {
        let whose = match (principal.account(), owner) {
            (Account::Any, _) => "every",
            (Account::Id(_), None) => "some",
            (Account::Id(id), Some(owner)) if id == owner => "own",
            (Account::Id(_), Some(_)) => "outside",
        };
        let account = match principal.account() {
            Account::Any => "*",
            Account::Id(id) => id,
        };
        let (what, name) = match principal {
            Principal::Whole(_) => ("account", ""),
            Principal::Named { kind, name, .. } => (
                match (kind, glob::is_pattern(name)) {
                    (IdentityKind::User, false) => "user",
                    (IdentityKind::User, true) => "users",
                    (IdentityKind::Role, false) => "role",
                    (IdentityKind::Role, true) => "roles",
                },
                name.as_str(),
            ),
        };
        self.say(&format!("who.{whose}.{what}"), &[("account", account), ("name", name)])
    }

    /// Whether an action means something here, in a few words.
    pub(super) fn scope(self, action: &Action, kind: Kind, catalog: &Catalog) -> String {
        self.say(
            match (catalog.scope_of(action, kind), kind) {
                (Scope::Governed, _) => "scope.governed",
                (Scope::NotConfirmed, _) => "scope.not_confirmed",
                (Scope::Outside, Kind::Key) => "scope.outside.key",
                (Scope::Outside, Kind::Secret) => "scope.outside.secret",
            },
            &[],
        )
    }
}

/// As the catalogue spells it.
pub(super) fn family_name(family: Family) -> &'static str {
    match family {
        Family::String => "string",
        Family::Number => "number",
        Family::Date => "date",
        Family::Boolean => "boolean",
        Family::Ip => "ip",
    }
}

/// As the catalogue spells it.
pub(super) fn test_name(test: Test) -> &'static str {
    match test {
        Test::Equals => "equals",
        Test::EqualsIgnoreCase => "equalsIgnoreCase",
        Test::Like => "like",
        Test::Less => "less",
        Test::LessOrEqual => "lessOrEqual",
        Test::Greater => "greater",
        Test::GreaterOrEqual => "greaterOrEqual",
        Test::Within => "within",
    }
}
