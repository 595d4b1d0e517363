//! What could be written at a place, in finished and unfinished text.

mod items;

use serde::Serialize;

use self::items::Writer;
use super::{cursor::Cursor, words::Words};
use crate::{
    catalog::{Catalog, Kind},
    context::Surroundings,
    document::Document,
    messages::Language,
    sorted::Set,
    text::Span,
};

/// Names that exist around the resource.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Users of the owner account.
    pub users: Set<String>,
    /// Roles of the owner account.
    pub roles: Set<String>,
    /// VPCs that are bound to the instance.
    pub vpcs: Set<String>,
    /// Accounts that the project trusts.
    pub accounts: Set<String>,
}

impl From<&Surroundings> for Known {
    fn from(around: &Surroundings) -> Self {
        let directory = around.dir.clone().unwrap_or_default();
        Self {
            users: directory.users.unwrap_or_default(),
            roles: directory.roles.unwrap_or_default(),
            vpcs: around.net.as_ref().and_then(|net| net.bound_vpcs.clone()).unwrap_or_default(),
            accounts: around.cfg.trusted_accounts.clone(),
        }
    }
}

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ItemKind {
    /// The name of an element.
    Element,
    Effect,
    Principal,
    Action,
    Operator,
    ConditionKey,
    Value,
    /// A whole policy.
    Template,
    Statement,
}

/// Something that could be written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Item {
    /// What a list shows.
    pub label: String,
    /// What takes the place of the span: JSON, with quotes, brackets and commas as they are needed there.
    pub insert: String,
    /// Where in `insert` one goes on to write, in bytes.
    pub caret: usize,
    pub kind: ItemKind,
    /// A few words about it, in the language of the person.
    pub detail: String,
    /// Its place in the list, counted from 0.
    pub order: usize,
}

/// Everything that could be written at a place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Completion {
    /// What an item replaces.
    pub span: Span,
    /// In the order to show.
    pub items: Vec<Item>,
}

/// What could be written at an offset, as far as it fits what is already typed there.
pub fn complete(
    document: &Document,
    offset: usize,
    known: &Known,
    kind: Kind,
    owner: Option<&str>,
    catalog: &Catalog,
    language: Language,
) -> Completion {
    let Some(cursor) = Cursor::at(document.tree(), offset) else {
        return Completion { span: Span::new(offset, offset), items: Vec::new() };
    };
    let words = Words::new(language);
    let items = Writer { document, known, kind, owner, catalog, words, cursor: &cursor }.items();
    Completion { span: cursor.span, items }
}

#[cfg(test)]
mod tests;
