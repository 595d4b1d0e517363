//! Changes that a form asks for, as edits of the text.

use kms_policy::{
    Document, Effect,
    edit::{self, EditError},
    text::Edit,
};
use serde::Deserialize;

/// A change. Places of statements, principals, actions and conditions are counted from 0.
#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "camelCase", deny_unknown_fields)]
pub(crate) enum Change {
    /// A statement that is JSON already, to stand at a place; past the end is the end.
    Add {
        at: usize,
        json: String,
    },
    Remove {
        at: usize,
    },
    Move {
        from: usize,
        to: usize,
    },
    Duplicate {
        at: usize,
    },
    Sid {
        at: usize,
        sid: Option<String>,
    },
    Effect {
        at: usize,
        deny: bool,
    },
    AddPrincipal {
        at: usize,
        text: String,
    },
    RemovePrincipal {
        at: usize,
        which: usize,
    },
    RemoveAction {
        at: usize,
        which: usize,
    },
    Actions {
        at: usize,
        all: Vec<String>,
    },
    AddCondition {
        at: usize,
        operator: String,
        key: String,
        values: Vec<String>,
    },
    ReplaceCondition {
        at: usize,
        which: usize,
        operator: String,
        key: String,
        values: Vec<String>,
    },
    RemoveCondition {
        at: usize,
        which: usize,
    },
}

impl Change {
    /// What to replace in the text.
    ///
    /// # Errors
    /// The place does not exist, or its text cannot be changed without a guess.
    pub(crate) fn edits(&self, document: &Document) -> Result<Vec<Edit>, EditError> {
        match self {
            Self::Add { at, json } => edit::add_json(document, *at, json),
            Self::Remove { at } => edit::remove(document, *at),
            Self::Move { from, to } => edit::move_to(document, *from, *to),
            Self::Duplicate { at } => edit::duplicate(document, *at),
            Self::Sid { at, sid } => edit::set_sid(document, *at, sid.as_deref()),
            Self::Effect { at, deny } => {
                edit::set_effect(document, *at, if *deny { Effect::Deny } else { Effect::Allow })
            }
            Self::AddPrincipal { at, text } => edit::add_principal(document, *at, text),
            Self::RemovePrincipal { at, which } => edit::remove_principal(document, *at, *which),
            Self::RemoveAction { at, which } => edit::remove_action(document, *at, *which),
            Self::Actions { at, all } => edit::set_actions(document, *at, &refs(all)),
            Self::AddCondition { at, operator, key, values } => {
                edit::add_condition(document, *at, operator, key, &refs(values))
            }
            Self::ReplaceCondition { at, which, operator, key, values } => {
                edit::replace_condition(document, *at, *which, operator, key, &refs(values))
            }
            Self::RemoveCondition { at, which } => edit::remove_condition(document, *at, *which),
        }
    }
}

fn refs(values: &[String]) -> Vec<&str> {
    values.iter().map(String::as_str).collect()
}
