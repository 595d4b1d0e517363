//! What a statement does not do, although one might think so.

use super::Writer;
use crate::{
    catalog::Scope,
    document::{Effect, Statement},
    principal::{Account, Principal},
    sorted::{Listed, Set},
};

impl Writer<'_> {
    pub(super) fn notes(&self, statement: &Statement, effect: Effect) -> Vec<String> {
        let words = self.words;
        let mut notes = Vec::new();
        let mut list = |key: &str, items: Vec<&str>| {
            if !items.is_empty() {
                notes.push(words.say(key, &[("list", &words.all(&items))]));
            }
        };
        let effective = self.effective(statement);
        let without_effect = statement.actions.iter().filter(|entry| {
            entry
                .pattern
                .as_ref()
                .is_none_or(|pattern| !effective.iter().any(|action| pattern.covers(&action.name)))
        });
        list("note.no_effect", without_effect.map(|entry| entry.text.value.as_str()).list());
        let refused = statement.principals.iter().filter(|entry| entry.principal.is_err());
        list("note.refused", refused.map(|entry| entry.text.value.as_str()).list());
        // Whoever wrote `*` did not mean these in particular.
        let named = effective.iter().filter(|action| {
            self.catalog.scope_of(action, self.kind) == Scope::NotConfirmed
                && statement
                    .known_actions()
                    .any(|pattern| pattern.name() != "*" && pattern.covers(&action.name))
        });
        list("note.not_confirmed", named.map(|action| action.name.as_str()).list());
        let patterns = statement
            .principals
            .iter()
            .filter(|entry| entry.principal.as_ref().is_ok_and(Principal::is_pattern));
        list("note.name_pattern", patterns.map(|entry| entry.text.value.as_str()).list());
        let keys: Set<&str> = statement.conditions.iter().map(|entry| entry.key.value.as_str()).collect();
        for name in keys {
            let note = match self.catalog.key(name) {
                None => "note.key_unknown",
                Some(key) if key.shared_gateway_only => "note.shared_gateway",
                Some(key) if key.not_confirmed => "note.key_not_confirmed",
                Some(_) => continue,
            };
            notes.push(words.say(note, &[("key", name)]));
        }
        let is_outside = |principal: &Principal| matches!(principal.account(), Account::Id(id) if self.owner.is_some_and(|owner| owner != id));
        if effect == Effect::Allow && !effective.is_empty() && statement.known_principals().any(is_outside) {
            notes.push(words.say("note.both_sides", &[]));
        }
        notes
    }
}
