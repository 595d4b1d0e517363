//! Combinations of conditions: is there a context in which these hold and, of each of those, at least one part fails?

use std::collections::HashMap;

use crate::sorted::{Listed, Map, sort_and_dedup, sort_by};

use super::{
    Atom, Condition,
    satisfy::{self, Found, satisfy},
};

/// A condition that a [`Space`] knows. Equal conditions have equal ids; 0 always holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ConditionId(usize);

impl ConditionId {
    /// Nothing is asked.
    pub(crate) const ALWAYS: Self = Self(0);
}

/// Keys and their values; a key that is not in it is absent.
pub type Values = Map<String, String>;

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// In this context, for one.
    Yes(Values),
    No,
    Undecided(Doubt),
}

/// Why an answer is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Doubt {
    /// The patterns combine in too many ways.
    Patterns,
    /// A key is compared both as text and as number, date or address.
    MixedTypes,
    /// The conditions combine in too many ways.
    Combinations,
    /// It hangs on a statement that is outside the grammar.
    UnknownStatement,
    /// It hangs on which resource a RAM policy means.
    Resource,
}

impl Doubt {
    /// Key of its text in the message files, and how formats spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Patterns => "patterns",
            Self::MixedTypes => "mixed-types",
            Self::Combinations => "combinations",
            Self::UnknownStatement => "unknown-statement",
            Self::Resource => "resource",
        }
    }
}

/// Part of a condition.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Term {
    Atom(Atom),
    /// Nobody knows whether it holds.
    Unknown(Doubt),
}

/// A term with whether it must hold.
type Literal = (usize, bool);

/// Checks of keys that one question may take.
const BUDGET: usize = 3_000;
/// Conditions that one question may ask to fail.
const MOST_CLAUSES: usize = 1_000;

/// Conditions by id, and what was found out about their keys.
#[derive(Debug)]
pub(crate) struct Space {
    terms: Vec<Term>,
    term_ids: HashMap<Term, usize>,
    /// Keys by term.
    keys: Vec<usize>,
    key_names: Vec<String>,
    key_ids: HashMap<String, usize>,
    conditions: Vec<Vec<Literal>>,
    condition_ids: HashMap<Vec<Literal>, ConditionId>,
    known: HashMap<Vec<Literal>, Found>,
}

/// One question under way.
struct Search {
    /// Literals by key, each list sorted.
    assigned: Map<usize, Vec<Literal>>,
    budget: usize,
    doubt: Option<Doubt>,
    allow_unknown: bool,
    /// Whether what is assigned hangs on something that nobody knows.
    unknown: Option<Doubt>,
}

impl Default for Space {
    fn default() -> Self {
        Self {
            terms: Vec::new(),
            term_ids: HashMap::new(),
            keys: Vec::new(),
            key_names: Vec::new(),
            key_ids: HashMap::new(),
            conditions: vec![Vec::new()],
            condition_ids: HashMap::from([(Vec::new(), ConditionId::ALWAYS)]),
            known: HashMap::new(),
        }
    }
}

impl Space {
    /// The id of a condition.
    #[cfg(test)]
    pub(crate) fn add(&mut self, condition: &Condition) -> ConditionId {
        self.add_doubtful(condition, None)
    }

    /// The id of a condition that also hangs on something that nobody knows.
    pub(crate) fn add_doubtful(&mut self, condition: &Condition, doubt: Option<Doubt>) -> ConditionId {
        let mut literals: Vec<Literal> = condition
            .literals
            .iter()
            .map(|literal| (self.term(Term::Atom(literal.atom.clone())), !literal.negated))
            .list();
        if let Some(doubt) = doubt {
            literals.push((self.term(Term::Unknown(doubt)), true));
        }
        sort_and_dedup(&mut literals);
        let fresh = ConditionId(self.conditions.len());
        let id = *self.condition_ids.entry(literals.clone()).or_insert(fresh);
        if id == fresh {
            self.conditions.push(literals);
        }
        id
    }

    fn term(&mut self, term: Term) -> usize {
        if let Some(id) = self.term_ids.get(&term) {
            return *id;
        }
        let name = match &term {
            Term::Atom(atom) => atom.key.clone(),
            // No key has this name: it would have to be empty.
            Term::Unknown(_) => String::new(),
        };
        let fresh = self.key_names.len();
        let key = *self.key_ids.entry(name.clone()).or_insert(fresh);
        if key == fresh {
            self.key_names.push(name);
        }
        let id = self.terms.len();
        self.terms.push(term.clone());
        self.keys.push(key);
        self.term_ids.insert(term, id);
        id
    }

    fn literals(&self, id: ConditionId) -> &[Literal] {
        self.conditions.get(id.0).map_or(&[], Vec::as_slice)
    }

    /// Whether a condition hangs on something that nobody knows.
    pub(crate) fn is_doubtful(&self, id: ConditionId) -> bool {
        self.literals(id).iter().any(|(term, _)| matches!(self.terms.get(*term), Some(Term::Unknown(_))))
    }

    /// Whether there is a context in which every condition of `holds` holds and every one of `fails` does not.
    pub(crate) fn find(&mut self, holds: &[ConditionId], fails: &[ConditionId]) -> Answer {
        let mut clauses: Vec<&[Literal]> = fails.iter().map(|id| self.literals(*id)).list();
        if clauses.iter().any(|clause| clause.is_empty()) {
            return Answer::No;
        }
        sort_by(&mut clauses, |one, two| (one.len(), one).cmp(&(two.len(), two)));
        clauses.dedup();
        if clauses.len() > MOST_CLAUSES {
            return Answer::Undecided(Doubt::Combinations);
        }
        let clauses: Vec<Vec<Literal>> = clauses.into_iter().map(<[Literal]>::to_vec).list();
        let mut wanted: Vec<Literal> = holds.iter().flat_map(|id| self.literals(*id)).copied().list();
        sort_and_dedup(&mut wanted);
        let has_unknown = self.terms.iter().any(|term| matches!(term, Term::Unknown(_)));
        let first = self.search(&wanted, &clauses, false);
        match first {
            Answer::No if has_unknown => self.search(&wanted, &clauses, true),
            other => other,
        }
    }

    fn search(&mut self, wanted: &[Literal], clauses: &[Vec<Literal>], allow_unknown: bool) -> Answer {
        let mut search =
            Search { assigned: Map::new(), budget: BUDGET, doubt: None, allow_unknown, unknown: None };
        for literal in wanted {
            if !self.assign(&mut search, *literal, false) {
                return search.doubt.map_or(Answer::No, Answer::Undecided);
            }
        }
        // All that must hold is judged at once, key by key.
        let keys: Vec<usize> = search.assigned.keys().copied().list();
        for key in keys {
            if !self.is_possible(&mut search, key) {
                return search.doubt.map_or(Answer::No, Answer::Undecided);
            }
        }
        if self.fail_all(&mut search, clauses) {
            if let Some(doubt) = search.unknown {
                return Answer::Undecided(doubt);
            }
            return match self.context(&search) {
                Ok(values) => Answer::Yes(values),
                Err(doubt) => Answer::Undecided(doubt),
            };
        }
        search.doubt.map_or(Answer::No, Answer::Undecided)
    }

    /// Makes one part of each clause fail, with turning back. The stack holds, for each clause, the parts not tried yet.
    fn fail_all(&mut self, search: &mut Search, clauses: &[Vec<Literal>]) -> bool {
        let mut choices: Vec<(usize, Option<(usize, Literal)>)> = Vec::new();
        let mut next_part = 0;
        loop {
            let Some(clause) = clauses.get(choices.len()) else { return true };
            let is_met = |search: &Search, (term, holds): &Literal| {
                let key = self.keys.get(*term).copied().unwrap_or_default();
                search.assigned.get(&key).is_some_and(|list| list.binary_search(&(*term, !*holds)).is_ok())
            };
            if next_part == 0 && clause.iter().any(|literal| is_met(search, literal)) {
                choices.push((clause.len(), None));
                continue;
            }
            let mut chosen = None;
            while let Some((term, holds)) = clause.get(next_part).copied() {
                next_part += 1;
                let literal = (term, !holds);
                if self.assign(search, literal, true) {
                    let key = self.keys.get(term).copied().unwrap_or_default();
                    chosen = Some((key, literal));
                    break;
                }
            }
            if let Some(chosen) = chosen {
                choices.push((next_part, Some(chosen)));
                next_part = 0;
                continue;
            }
            // Nothing of this clause can fail: turn back to the last choice.
            search.budget = search.budget.saturating_sub(1);
            loop {
                let Some((part, undo)) = choices.pop() else { return false };
                if let Some((key, literal)) = undo {
                    self.take_back(search, key, literal);
                    next_part = part;
                    break;
                }
            }
            if search.budget == 0 {
                search.doubt.get_or_insert(Doubt::Combinations);
                return false;
            }
        }
    }

    fn take_back(&self, search: &mut Search, key: usize, literal: Literal) {
        if let Some(list) = search.assigned.get_mut(&key)
            && let Ok(at) = list.binary_search(&literal)
        {
            list.remove(at);
            if list.is_empty() {
                search.assigned.remove(&key);
                // All terms that nobody knows stand under one key.
                if matches!(self.terms.get(literal.0), Some(Term::Unknown(_))) {
                    search.unknown = None;
                }
            }
        }
    }

    /// Adds a literal; `false` where that contradicts what is there. With `judge` the key is judged at once.
    fn assign(&mut self, search: &mut Search, literal: Literal, judge: bool) -> bool {
        let (term, holds) = literal;
        if let Some(Term::Unknown(doubt)) = self.terms.get(term) {
            if !search.allow_unknown {
                return false;
            }
            search.unknown = Some(*doubt);
        }
        let key = self.keys.get(term).copied().unwrap_or_default();
        let list = search.assigned.entry(key).or_default();
        if list.binary_search(&(term, !holds)).is_ok() {
            return false;
        }
        if let Err(at) = list.binary_search(&literal) {
            list.insert(at, literal);
            if judge && !self.is_possible(search, key) {
                self.take_back(search, key, literal);
                return false;
            }
        }
        true
    }

    fn is_possible(&mut self, search: &mut Search, key: usize) -> bool {
        let Some(list) = search.assigned.get(&key) else { return true };
        match self.judge(list) {
            Found::Absent | Found::Value(_) => true,
            Found::Nothing => {
                search.budget = search.budget.saturating_sub(1);
                false
            }
            Found::Undecided(why) => {
                search.doubt = Some(doubt(why));
                search.budget = search.budget.saturating_sub(1);
                false
            }
        }
    }

    fn judge(&mut self, list: &[Literal]) -> Found {
        if let Some(found) = self.known.get(list) {
            return found.clone();
        }
        let literals: Vec<(&Atom, bool)> = list
            .iter()
            .filter_map(|(term, holds)| match self.terms.get(*term) {
                Some(Term::Atom(atom)) => Some((atom, *holds)),
                _ => None,
            })
            .list();
        let found = satisfy(&literals);
        self.known.insert(list.to_vec(), found.clone());
        found
    }

    fn context(&mut self, search: &Search) -> Result<Values, Doubt> {
        let mut values = Values::new();
        for (key, list) in &search.assigned {
            match self.judge(list) {
                Found::Value(value) => {
                    let name = self.key_names.get(*key).cloned().unwrap_or_default();
                    values.insert(name, value);
                }
                Found::Absent | Found::Nothing => {}
                Found::Undecided(why) => return Err(doubt(why)),
            }
        }
        Ok(values)
    }
}

fn doubt(why: satisfy::Undecided) -> Doubt {
    match why {
        satisfy::Undecided::Patterns => Doubt::Patterns,
        satisfy::Undecided::MixedTypes => Doubt::MixedTypes,
    }
}

#[cfg(test)]
mod tests;
