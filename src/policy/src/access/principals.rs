//! Classes of principals.

use std::collections::HashMap;

use super::{Apart, Bits, Named};
use crate::{
    condition::fresh_letter,
    glob::{self, Automaton, Case, Pattern, TooMany},
    principal::{Account, Identity, IdentityKind, Principal},
    sorted::{Listed, Map, Set, sort, sort_and_dedup},
};

/// States that patterns of names may take.
const STATES: usize = 4_000;
/// Letters that names of users and roles are made of, beside those of patterns.
const NAME_LETTERS: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.@_-";
/// What a name that no statement names is called.
const SOMEBODY: [&str; 3] = ["someone", "anyone", "somebody-else"];

/// Identities that the same rules name.
#[derive(Clone, Debug)]
pub(crate) struct PrincipalClass {
    /// One of them.
    pub(crate) witness: Identity,
    /// Whether it stands for names that no statement names, not for one name.
    pub(crate) others: bool,
    /// Whether the account is one that no statement names.
    pub(crate) unnamed_account: bool,
    /// By document.
    pub(crate) rules: Vec<Bits>,
    /// Which of the principals that were to be kept apart mean it.
    pub(crate) apart: Bits,
}

impl PrincipalClass {
    /// As an entry of a policy: the root stands for its whole account, that of an account that no statement names for all.
    pub(crate) fn entry(&self) -> Principal {
        let account = Account::Id(self.witness.account.clone());
        match &self.witness.name {
            None if self.unnamed_account => Principal::Whole(Account::Any),
            None => Principal::Whole(account),
            Some((kind, name)) => Principal::Named { account, kind: *kind, name: name.clone() },
        }
    }
}

/// Principals as they come, with the rules that name them.
pub(super) struct Division {
    documents: usize,
    rules: HashMap<Principal, Vec<Bits>>,
    /// Rules that may name anybody.
    all: Vec<Bits>,
}

impl Division {
    pub(super) fn new(documents: usize) -> Self {
        Self { documents, rules: HashMap::new(), all: vec![Bits::default(); documents] }
    }

    pub(super) fn add(&mut self, document: usize, rule: usize, names: &Named<Principal>) {
        match names {
            Named::All => {
                if let Some(bits) = self.all.get_mut(document) {
                    bits.insert(rule);
                }
            }
            Named::These(principals) => {
                for principal in principals {
                    let rules = self
                        .rules
                        .entry(principal.folded())
                        .or_insert_with(|| vec![Bits::default(); self.documents]);
                    if let Some(bits) = rules.get_mut(document) {
                        bits.insert(rule);
                    }
                }
            }
        }
    }

    pub(super) fn classes(mut self, apart: &Apart<'_>) -> Result<Vec<PrincipalClass>, TooMany> {
        for principal in apart.principals {
            self.rules.entry(principal.folded()).or_insert_with(|| vec![Bits::default(); self.documents]);
        }
        let mut accounts: Set<&str> = apart.owner.into_iter().collect();
        let mut names: Map<(&str, IdentityKind), Set<&str>> = Map::new();
        // Names without account stand under every account, patterns are kept by themselves.
        let mut anywhere: Map<IdentityKind, Set<&str>> = Map::new();
        let mut patterns: Vec<&Principal> = Vec::new();
        for principal in self.rules.keys() {
            if let Account::Id(id) = principal.account() {
                accounts.insert(id);
            }
            match principal {
                Principal::Named { name, .. } if glob::is_pattern(name) => patterns.push(principal),
                Principal::Named { account: Account::Id(id), kind, name } => {
                    names.entry((id, *kind)).or_default().insert(name);
                }
                Principal::Named { account: Account::Any, kind, name } => {
                    anywhere.entry(*kind).or_default().insert(name);
                }
                Principal::Whole(_) => {}
            }
        }
        sort(&mut patterns);
        let unnamed = unnamed_account(&accounts);
        let mut identities: Vec<(Identity, bool, bool)> = Vec::new();
        let every = accounts.iter().map(|id| (*id, false)).chain([(unnamed.as_str(), true)]);
        for (id, is_unnamed) in every {
            let identity = |name| Identity { account: id.to_owned(), name };
            identities.push((identity(None), false, is_unnamed));
            for kind in [IdentityKind::User, IdentityKind::Role] {
                let mut known: Set<&str> = anywhere.get(&kind).cloned().unwrap_or_default();
                known.extend(names.get(&(id, kind)).into_iter().flatten().copied());
                for name in &known {
                    identities.push((identity(Some((kind, (*name).to_owned()))), false, is_unnamed));
                }
                let about = patterns.iter().filter_map(|principal| match principal {
                    Principal::Named { account, kind: of, name } if *of == kind && account.covers(id) => {
                        Some(name.as_str())
                    }
                    _ => None,
                });
                for name in other_names(kind, &about.list(), &known)? {
                    identities.push((identity(Some((kind, name))), true, is_unnamed));
                }
            }
        }
        Ok(identities
            .into_iter()
            .map(|(witness, others, unnamed_account)| {
                let (rules, apart) = self.rules_of(&witness, &patterns, apart);
                PrincipalClass { witness, others, unnamed_account, rules, apart }
            })
            .list())
    }

    /// Rules that name an identity, found by its name and by the patterns alone.
    fn rules_of(&self, identity: &Identity, patterns: &[&Principal], apart: &Apart<'_>) -> (Vec<Bits>, Bits) {
        let mut rules = self.all.clone();
        let mut add = |more: Option<&Vec<Bits>>| {
            for (bits, more) in rules.iter_mut().zip(more.into_iter().flatten()) {
                bits.add_all(more);
            }
        };
        for account in [Account::Any, Account::Id(identity.account.clone())] {
            if let Some((kind, name)) = &identity.name {
                let named = Principal::Named { account: account.clone(), kind: *kind, name: name.clone() };
                add(self.rules.get(&named));
            }
            add(self.rules.get(&Principal::Whole(account)));
        }
        for pattern in patterns.iter().filter(|pattern| pattern.covers(identity)) {
            add(self.rules.get(*pattern));
        }
        let mut kept = Bits::default();
        for (at, principal) in apart.principals.iter().enumerate() {
            if principal.covers(identity) {
                kept.insert(at);
            }
        }
        (rules, kept)
    }
}

/// A name for every set of patterns that names outside of `known` can fit.
fn other_names(kind: IdentityKind, patterns: &[&str], known: &Set<&str>) -> Result<Vec<String>, TooMany> {
    let is_free = |name: &str| !known.contains(name);
    if patterns.is_empty() {
        let free = SOMEBODY.iter().find(|name| is_free(name)).map(|name| (*name).to_owned());
        let numbered = || (0..).map(|number| format!("someone-{number}")).find(|name| is_free(name));
        return Ok(free.or_else(numbered).into_iter().list());
    }
    let automaton = Automaton::new(patterns.iter().map(|text| Pattern::glob(text, Case::Exact)));
    let mut letters: Vec<char> = automaton
        .alphabet()
        .filter(|letter| kind == IdentityKind::User || !letter.is_ascii_uppercase())
        .list();
    let known_letters: Vec<char> =
        letters.iter().copied().chain(known.iter().flat_map(|name| name.chars())).list();
    letters.extend(known.iter().flat_map(|name| name.chars()));
    sort_and_dedup(&mut letters);
    letters.extend(
        NAME_LETTERS
            .chars()
            .rev()
            .find(|letter| {
                !known_letters.contains(letter)
                    && (kind == IdentityKind::User || !letter.is_ascii_uppercase())
            })
            .or_else(|| fresh_letter(&known_letters)),
    );
    let known = known.iter().map(|name| (*name).to_owned()).collect();
    let found = automaton.signatures(&letters, &known, STATES)?;
    Ok(found.into_iter().map(|(_, name)| name).list())
}

/// Sixteen digits that no statement names.
fn unnamed_account(accounts: &Set<&str>) -> String {
    let numbers = 9_000_000_000_000_001_u64..;
    numbers.map(|number| number.to_string()).find(|id| !accounts.contains(id.as_str())).unwrap_or_default()
}
