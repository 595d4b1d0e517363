//! A policy in the form of AWS, made into one of this language as far as it carries over.
//!
//! What has no counterpart is named and left out, and always so that nobody gets more than the text gives: a statement
//! whose condition or exclusion has no counterpart goes as a whole. What its names stand for is data, like the catalogue.

use serde::{Deserialize, Serialize};

use crate::{
    action::ActionPattern,
    catalog::Catalog,
    document::Effect,
    edit::{NewCondition, NewStatement},
    sorted::Map,
    text::{NodeId, NodeKind, ShapeError, Tree, read},
};

/// Names of AWS and their counterparts, of the revision that the project ships.
pub const PUBLISHED_FOREIGN: &str = include_str!("../catalog/foreign.json");

/// Names of AWS and their counterparts.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Foreign {
    /// Values of `Version` that tell its form.
    versions: Vec<String>,
    /// Members of `Principal` that tell its form.
    principals: Vec<String>,
    /// Prefixes of actions.
    services: Vec<String>,
    /// Actions with another name here; the others are called alike.
    actions: Map<String, String>,
    /// Condition keys.
    conditions: Map<String, String>,
}

impl Foreign {
    /// Reads the data file.
    ///
    /// # Errors
    /// A file of another shape.
    pub fn parse(data: &str) -> Result<Self, ShapeError> {
        read(data)
    }
}

/// Why something was changed or left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Loss {
    /// The account is not the owner's there: nobody knows who it is here.
    Account,
    /// A service, federation or canonical user.
    Principal,
    /// The action has no counterpart.
    Action,
    /// It has another name here.
    Renamed,
    /// `NotPrincipal`, `NotAction`, `NotResource`: the statement is left out.
    Exclusion,
    /// The condition has no counterpart: the statement is left out.
    Condition,
    /// A resource other than the one that the policy belongs to: the statement is left out.
    Resource,
    /// Nothing of it is left.
    Empty,
    /// A member that means nothing here.
    Member,
}

/// Something that did not carry over as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// The place of the statement in the old text, counted from 0; none for the document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statement: Option<usize>,
    pub loss: Loss,
    /// As the old text spells it; of what has another name, both.
    pub detail: String,
}

/// The new policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Converted {
    /// Laid out by nobody yet.
    pub text: String,
    pub notes: Vec<Note>,
}

/// The policy in this language; `None` for a text that is not in the form of AWS.
pub fn convert(source: &[u8], owner: &str, catalog: &Catalog, foreign: &Foreign) -> Option<Converted> {
    let tree = Tree::parse(source);
    let root = tree.root().filter(|root| tree.kind(*root) == NodeKind::Object)?;
    let list = tree.get(root, "Statement")?;
    let statements = items(&tree, list);
    let version = tree.get(root, "Version").and_then(|node| tree.text(node));
    let by_version = version.is_some_and(|version| foreign.versions.iter().any(|known| *known == *version));
    let by_principal = statements.iter().any(|statement| {
        let principal = tree.get(*statement, "Principal");
        principal.is_some_and(|node| {
            tree.members(node).any(|member| foreign.principals.contains(&member.name.to_string()))
        })
    });
    if !(by_version || by_principal) {
        return None;
    }
    let home = home(&tree, &statements);
    let mut work = Work { tree: &tree, owner, home, catalog, foreign, notes: Vec::new(), at: 0 };
    for member in tree.members(root).filter(|member| !matches!(&*member.name, "Version" | "Statement")) {
        work.notes.push(Note { statement: None, loss: Loss::Member, detail: member.name.to_string() });
    }
    let mut converted = Vec::new();
    for (at, statement) in statements.iter().enumerate() {
        work.at = at;
        converted.extend(work.statement(*statement).map(|statement| statement.to_json()));
    }
    let text = format!("{{\"Version\":\"1\",\"Statement\":[{}]}}", converted.join(","));
    Some(Converted { text, notes: work.notes })
}

/// A list, or what stands in place of one.
fn items(tree: &Tree, node: NodeId) -> Vec<NodeId> {
    if tree.kind(node) == NodeKind::Array { tree.items(node).to_vec() } else { vec![node] }
}

/// The account whose root is named first: there it is the owner.
fn home(tree: &Tree, statements: &[NodeId]) -> Option<String> {
    let texts = statements.iter().filter_map(|statement| {
        let principal = tree.get(*statement, "Principal")?;
        tree.get(principal, "AWS")
    });
    texts.flat_map(|node| items(tree, node)).find_map(|node| {
        let text = tree.text(node)?.into_owned();
        match who(&text)? {
            (account, None) => Some(account),
            _ => None,
        }
    })
}

/// The account of a principal of AWS, and its kind and name unless it is the root.
fn who(text: &str) -> Option<(String, Option<(&'static str, String)>)> {
    let is_account = |id: &str| id.len() == 12 && id.bytes().all(|byte| byte.is_ascii_digit());
    if is_account(text) {
        return Some((text.to_owned(), None));
    }
    let mut fields = text.splitn(6, ':').skip(4);
    let (account, rest) = (fields.next().filter(|id| is_account(id))?, fields.next()?);
    let named = match rest.split_once('/') {
        None if rest == "root" => None,
        // The path in front of a name has no counterpart; names are unique in an account.
        Some(("user", name)) => Some(("user", name.rsplit('/').next()?.to_owned())),
        Some(("role", name)) => Some(("role", name.rsplit('/').next()?.to_owned())),
        Some(("assumed-role", name)) => Some(("role", name.split('/').next()?.to_owned())),
        _ => return None,
    };
    text.starts_with("arn:").then(|| (account.to_owned(), named))
}

struct Work<'a> {
    tree: &'a Tree,
    owner: &'a str,
    home: Option<String>,
    catalog: &'a Catalog,
    foreign: &'a Foreign,
    notes: Vec<Note>,
    at: usize,
}

impl Work<'_> {
    fn note(&mut self, loss: Loss, detail: impl Into<String>) {
        self.notes.push(Note { statement: Some(self.at), loss, detail: detail.into() });
    }

    fn texts(&self, node: NodeId) -> Vec<String> {
        items(self.tree, node)
            .into_iter()
            .filter_map(|node| self.tree.text(node).map(|text| text.into_owned()))
            .collect()
    }

    /// `None` where it is left out as a whole.
    fn statement(&mut self, node: NodeId) -> Option<NewStatement> {
        let tree = self.tree;
        let element = |name: &str| tree.get(node, name);
        for name in ["NotPrincipal", "NotAction", "NotResource"] {
            if element(name).is_some() {
                self.note(Loss::Exclusion, name);
                return None;
            }
        }
        let resources = element("Resource").map_or_else(Vec::new, |node| self.texts(node));
        if let Some(other) = resources.iter().find(|resource| *resource != "*") {
            self.note(Loss::Resource, other.clone());
            return None;
        }
        let deny = element("Effect").and_then(|node| tree.text(node)).is_some_and(|effect| effect == "Deny");
        let conditions = match element("Condition") {
            None => Vec::new(),
            Some(condition) => self.conditions(condition)?,
        };
        let principals = element("Principal").map_or_else(Vec::new, |node| self.principals(node));
        let actions = element("Action").map_or_else(Vec::new, |node| self.actions(node));
        if principals.is_empty() || actions.is_empty() {
            self.note(Loss::Empty, element("Sid").and_then(|node| tree.text(node)).unwrap_or_default());
            return None;
        }
        let effect = if deny { Effect::Deny } else { Effect::Allow };
        let sid = element("Sid").and_then(|node| tree.text(node)).map(|sid| sid.into_owned());
        Some(NewStatement { sid, effect, principals, actions, conditions })
    }

    fn principals(&mut self, node: NodeId) -> Vec<String> {
        if self.tree.text(node).is_some_and(|text| text == "*") {
            return vec!["*".to_owned()];
        }
        let mut found = Vec::new();
        let members: Vec<(String, Option<NodeId>)> =
            self.tree.members(node).map(|member| (member.name.to_string(), member.value)).collect();
        for (name, value) in members {
            let texts = value.map_or_else(Vec::new, |value| self.texts(value));
            if name != "AWS" {
                texts.into_iter().for_each(|text| self.note(Loss::Principal, format!("{name}: {text}")));
                continue;
            }
            for text in texts {
                match who(&text) {
                    _ if text == "*" => found.push("*".to_owned()),
                    Some((account, named)) if self.home.as_ref() == Some(&account) => {
                        let owner = self.owner;
                        found.push(match named {
                            None => format!("acs:ram::{owner}:*"),
                            Some((kind, name)) => format!("acs:ram::{owner}:{kind}/{name}"),
                        });
                    }
                    Some(_) => self.note(Loss::Account, text),
                    None => self.note(Loss::Principal, text),
                }
            }
        }
        found
    }

    fn actions(&mut self, node: NodeId) -> Vec<String> {
        let service = self.catalog.service();
        let mut found: Vec<String> = Vec::new();
        for text in self.texts(node) {
            let new = self.action(&text).map(|name| format!("{service}:{name}"));
            match new {
                None => self.note(Loss::Action, text),
                Some(new) => {
                    if new != text {
                        self.note(Loss::Renamed, format!("{text} → {new}"));
                    }
                    if !found.contains(&new) {
                        found.push(new);
                    }
                }
            }
        }
        found
    }

    /// The name or pattern here, without prefix.
    fn action(&self, text: &str) -> Option<String> {
        if text == "*" {
            return Some("*".to_owned());
        }
        let (service, name) = text.split_once(':')?;
        self.foreign.services.iter().find(|known| known.eq_ignore_ascii_case(service))?;
        let renamed = self.foreign.actions.iter().find(|(old, _)| old.eq_ignore_ascii_case(name));
        if let Some((_, new)) = renamed {
            return Some(new.clone());
        }
        let pattern = ActionPattern::of_name(name);
        let mut covered = self.catalog.actions().iter().filter(|action| pattern.covers(&action.name));
        match (pattern.is_pattern(), covered.next()) {
            (true, Some(_)) => Some(name.to_owned()),
            (false, Some(action)) => Some(action.name.clone()),
            (_, None) => None,
        }
    }

    /// `None` where one of them has no counterpart.
    fn conditions(&mut self, node: NodeId) -> Option<Vec<NewCondition>> {
        let tree = self.tree;
        let mut found = Vec::new();
        for operator in tree.members(node) {
            let keys = operator.value.filter(|value| tree.kind(*value) == NodeKind::Object);
            for key in keys.into_iter().flat_map(|keys| tree.members(keys)) {
                let name =
                    self.foreign.conditions.iter().find(|(old, _)| old.eq_ignore_ascii_case(&key.name));
                let name = match name {
                    Some((_, new)) => Some(new.clone()),
                    None => self.catalog.key(&key.name).map(|_| key.name.to_string()),
                };
                let fits = name.as_deref().and_then(|name| self.catalog.key(name)).is_some_and(|known| {
                    let operator = self.catalog.operator(&operator.name);
                    operator.is_some_and(|operator| operator.family == known.value_type.family())
                });
                let values = key.value.map_or_else(Vec::new, |value| self.texts(value));
                match name {
                    Some(key) if fits && !values.is_empty() => {
                        found.push(NewCondition { operator: operator.name.to_string(), key, values });
                    }
                    _ => {
                        self.note(Loss::Condition, format!("{} {}", operator.name, key.name));
                        return None;
                    }
                }
            }
        }
        Some(found)
    }
}

#[cfg(test)]
mod tests;
