//! Classes of actions.

use std::collections::HashMap;

use super::{Bits, Named};
use crate::{
    action::ActionPattern,
    catalog::{Action, Catalog, Kind, Level, Scope},
    glob::{Automaton, Case, Pattern, TooMany},
    sorted::{Listed, Map, Set},
};

/// States that patterns of actions may take.
const STATES: usize = 8_000;
/// Letters that names of actions are made of.
const LETTERS: &str = "zyxwvutsrqponmlkjihgfedcba0123456789";

/// Actions that the same rules name.
#[derive(Clone, Debug)]
pub(crate) struct ActionClass {
    /// The name of one, without prefix, as the catalogue spells it.
    pub(crate) name: String,
    /// Its level; `None` for names that do not exist yet.
    pub(crate) level: Option<Level>,
    /// For names that do not exist yet: a pattern that names them, if there is one.
    pub(crate) pattern: Option<String>,
    /// By document.
    pub(crate) rules: Vec<Bits>,
    /// Which of the patterns that were to be kept apart mean it.
    pub(crate) apart: Bits,
}

/// Action patterns as they come, with the rules that name them.
pub(super) struct Division {
    documents: usize,
    rules: HashMap<ActionPattern, Vec<Bits>>,
    /// Rules that may name anything.
    all: Vec<Bits>,
}

impl Division {
    pub(super) fn new(documents: usize) -> Self {
        Self { documents, rules: HashMap::new(), all: vec![Bits::default(); documents] }
    }

    pub(super) fn add(&mut self, document: usize, rule: usize, names: &Named<ActionPattern>) {
        match names {
            Named::All => {
                if let Some(bits) = self.all.get_mut(document) {
                    bits.insert(rule);
                }
            }
            Named::These(patterns) => {
                for pattern in patterns {
                    let rules = self
                        .rules
                        .entry(pattern.clone())
                        .or_insert_with(|| vec![Bits::default(); self.documents]);
                    if let Some(bits) = rules.get_mut(document) {
                        bits.insert(rule);
                    }
                }
            }
        }
    }

    pub(super) fn classes(
        mut self,
        kind: Kind,
        catalog: &Catalog,
        apart: &[ActionPattern],
    ) -> Result<Vec<ActionClass>, TooMany> {
        for pattern in apart {
            self.rules.entry(pattern.clone()).or_insert_with(|| vec![Bits::default(); self.documents]);
        }
        let patterns: Set<&ActionPattern> =
            self.rules.keys().filter(|pattern| pattern.is_pattern()).collect();
        let patterns: Vec<&ActionPattern> = patterns.into_iter().list();
        // Names of the catalogue that are outside the scope have no effect; names that are in no catalogue may come to
        // exist in it.
        let published =
            catalog.actions().iter().map(|action| (action.name.to_ascii_lowercase(), Some(action)));
        let literal = self.rules.keys().filter(|pattern| !pattern.is_pattern());
        let names: Map<String, Option<&Action>> =
            Map::of_first(published.chain(literal.map(|pattern| (pattern.name().to_owned(), None))));
        let known: Set<String> = names.keys().cloned().collect();
        let automaton =
            Automaton::new(patterns.iter().map(|pattern| Pattern::glob(pattern.name(), Case::Exact)));
        // Letters of patterns and of known names, and one that stands for the others.
        let mut used: Set<char> = known.iter().flat_map(|name| name.chars()).collect();
        used.extend(automaton.alphabet());
        used.retain(|letter| LETTERS.contains(*letter));
        let mut letters: Vec<char> = LETTERS.chars().find(|letter| !used.contains(letter)).into_iter().list();
        letters.extend(used.iter().rev());
        let unknown = automaton.signatures(&letters, &known, STATES)?;
        let mut classes = Vec::new();
        for (name, action) in names {
            if action.is_some_and(|action| catalog.scope_of(action, kind) == Scope::Outside) {
                continue;
            }
            let covers: Vec<bool> = patterns.iter().map(|pattern| pattern.covers(&name)).list();
            let (display, level) = match action {
                Some(action) => (action.name.clone(), Some(action.level)),
                None => (name.clone(), None),
            };
            let (rules, kept) = self.rules_of(&name, &patterns, &covers, apart);
            classes.push(ActionClass { name: display, level, pattern: None, rules, apart: kept });
        }
        for (covers, name) in unknown {
            let (rules, kept) = self.rules_of(&name, &patterns, &covers, apart);
            let longest = patterns
                .iter()
                .zip(&covers)
                .filter(|(_, covers)| **covers)
                .max_by_key(|(pattern, _)| pattern.name().len());
            let pattern = longest.map(|(pattern, _)| pattern.name().to_owned());
            classes.push(ActionClass { name, level: None, pattern, rules, apart: kept });
        }
        Ok(classes)
    }

    fn rules_of(
        &self,
        name: &str,
        patterns: &[&ActionPattern],
        covers: &[bool],
        apart: &[ActionPattern],
    ) -> (Vec<Bits>, Bits) {
        let mut rules = self.all.clone();
        let literal = ActionPattern::of_name(name);
        let covering =
            patterns.iter().zip(covers).filter(|(_, covers)| **covers).map(|(pattern, _)| *pattern);
        for pattern in covering.chain([&literal]) {
            for (bits, more) in rules.iter_mut().zip(self.rules.get(pattern).into_iter().flatten()) {
                bits.add_all(more);
            }
        }
        let mut kept = Bits::default();
        for (at, pattern) in apart.iter().enumerate() {
            if pattern.covers(name) {
                kept.insert(at);
            }
        }
        (rules, kept)
    }
}
