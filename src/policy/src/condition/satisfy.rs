//! Whether one key can have a value, or be absent, so that some atoms on it hold and others do not.
//!
//! Exact: for ordered values and networks a value for every region that the atoms can tell apart is tried; for texts the
//! patterns run as an automaton. Only a key that is compared both as text by patterns and as number, date or address is
//! not always decided.

use std::net::IpAddr;

use super::{Atom, Wanted};
use crate::{
    glob::{Automaton, Case, Pattern, TooMany},
    sorted::{Listed, sort_and_dedup},
    values::{Decimal, Instant, Network},
};

/// States that patterns of one key may take.
const STATES: usize = 4_000;

/// What a key must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// It may be absent.
    Absent,
    /// This value does.
    Value(String),
    /// Nothing does.
    Nothing,
    Undecided(Undecided),
}

/// Why nobody knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Undecided {
    /// The patterns of a key combine in too many ways.
    Patterns,
    /// A key is compared both as text and as number, date or address.
    MixedTypes,
}

/// Atoms with whether each must hold, all on one key.
pub(crate) fn satisfy(literals: &[(&Atom, bool)]) -> Found {
    let fits = |value: Option<&str>| literals.iter().all(|(atom, holds)| atom.holds(value) == *holds);
    if fits(None) {
        return Found::Absent;
    }
    for candidate in candidates(literals) {
        if fits(Some(&candidate)) {
            return Found::Value(candidate);
        }
    }
    let is_text =
        |atom: &Atom| !matches!(atom.wanted, Wanted::Numbers(..) | Wanted::Dates(..) | Wanted::Networks(_));
    let (texts, typed): (Vec<_>, Vec<_>) = literals.iter().copied().partition(|(atom, _)| is_text(atom));
    // Every region of ordered values and networks has a candidate, and so has each text of a list that must be met.
    let is_finite = |(atom, holds): &(&Atom, bool)| *holds && matches!(atom.wanted, Wanted::Texts(_));
    if texts.is_empty() || texts.iter().any(is_finite) {
        return Found::Nothing;
    }
    let typed_fit = |value: &str| typed.iter().all(|(atom, holds)| atom.holds(Some(value)) == *holds);
    // A truth value is neither number nor date nor address.
    let is_truth = texts.iter().any(|(atom, holds)| *holds && matches!(atom.wanted, Wanted::Bools(_)));
    if is_truth && !typed_fit("true") {
        return Found::Nothing;
    }
    match by_patterns(&texts, &fits) {
        Err(TooMany) => Found::Undecided(Undecided::Patterns),
        Ok(Some(value)) if fits(Some(&value)) => Found::Value(value),
        Ok(None) => Found::Nothing,
        Ok(Some(_)) => {
            if candidates(&typed).any(|value| typed_fit(&value)) {
                Found::Undecided(Undecided::MixedTypes)
            } else {
                Found::Nothing
            }
        }
    }
}

/// A text that fits the atoms on texts: one that fits all literals if there is one among the shortest, else any.
fn by_patterns(
    texts: &[(&Atom, bool)],
    fits: &impl Fn(Option<&str>) -> bool,
) -> Result<Option<String>, TooMany> {
    let mut patterns = Vec::new();
    // How many patterns each atom has, in their order.
    let mut counts = Vec::new();
    for (atom, _) in texts {
        let before = patterns.len();
        match &atom.wanted {
            Wanted::Texts(list) => {
                patterns.extend(list.iter().map(|text| Pattern::literal(text, Case::Exact)))
            }
            Wanted::TextsAnyCase(list) => {
                patterns.extend(list.iter().map(|text| Pattern::literal(text, Case::Ignored)));
            }
            Wanted::Patterns(list) => {
                patterns.extend(list.iter().map(|text| Pattern::glob(text, Case::Exact)))
            }
            Wanted::Bools(list) => patterns.extend(
                list.iter()
                    .map(|value| Pattern::literal(if *value { "true" } else { "false" }, Case::Ignored)),
            ),
            _ => {}
        }
        counts.push(patterns.len() - before);
    }
    let automaton = Automaton::new(patterns);
    let known: Vec<char> = automaton.alphabet().list();
    let letters: Vec<char> = fresh_letter(&known).into_iter().chain(known.iter().copied()).list();
    let mut second_best = None;
    let found = automaton.find(&letters, STATES, |signature, text| {
        let mut rest = signature;
        let all = texts.iter().zip(&counts).all(|((_, holds), count)| {
            let (own, others) = rest.split_at_checked(*count).unwrap_or((rest, &[]));
            rest = others;
            own.contains(&true) == *holds
        });
        if all && !fits(Some(text)) {
            second_best.get_or_insert_with(|| text.to_owned());
            return false;
        }
        all
    })?;
    Ok(found.or(second_best))
}

/// A letter that stands for all that no pattern names.
pub(crate) fn fresh_letter(known: &[char]) -> Option<char> {
    ('a'..='z').rev().chain('0'..='9').chain('\u{4e00}'..='\u{9fff}').find(|letter| !known.contains(letter))
}

/// Values worth trying: one for each region that ordered values and networks divide theirs into, and likely texts.
fn candidates<'a>(literals: &'a [(&'a Atom, bool)]) -> impl Iterator<Item = String> + use<'a> {
    let mut numbers: Vec<&Decimal> = Vec::new();
    let mut dates: Vec<&Decimal> = Vec::new();
    let mut networks: Vec<Network> = Vec::new();
    let mut texts: Vec<String> = Vec::new();
    for (atom, _) in literals {
        match &atom.wanted {
            Wanted::Texts(list) => texts.extend(list.iter().cloned()),
            Wanted::TextsAnyCase(list) => {
                texts.extend(list.iter().flat_map(|text| [text.clone(), text.to_ascii_uppercase()]));
            }
            Wanted::Patterns(list) => {
                texts.extend(list.iter().map(|text| text.replace('*', "").replace('?', "x")))
            }
            Wanted::Bools(list) => texts.extend(list.iter().map(bool::to_string)),
            Wanted::Numbers(_, list) => numbers.extend(list),
            Wanted::Dates(_, list) => dates.extend(list.iter().map(Instant::seconds)),
            Wanted::Networks(list) => networks.extend(list),
        }
    }
    let numbers = regions(numbers).into_iter().map(|number| number.to_string());
    let dates = regions(dates).into_iter().map(Instant::from_seconds).filter(Instant::is_writable);
    texts
        .into_iter()
        .chain(addresses(&networks).into_iter().map(|address| address.to_string()))
        .chain(dates.map(|date| date.to_string()))
        .chain(numbers)
        .chain(std::iter::once("x".to_owned()))
}

/// Each of these, and one below, between and above them.
fn regions(mut bounds: Vec<&Decimal>) -> Vec<Decimal> {
    sort_and_dedup(&mut bounds);
    let mut values: Vec<Decimal> = bounds.iter().map(|bound| (*bound).clone()).list();
    let between = bounds.windows(2).filter_map(|pair| match pair {
        [low, high] => Some(low.between(high)),
        _ => None,
    });
    values.extend(between);
    values.extend(bounds.first().map(|bound| bound.below()));
    values.extend(bounds.last().map(|bound| bound.above()));
    values
}

/// The first address of each network and the one behind its last, and the first of each family.
fn addresses(networks: &[Network]) -> Vec<IpAddr> {
    if networks.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(bool, u128)> = networks
        .iter()
        .flat_map(|network| {
            let behind = network.last().checked_add(1).map(|number| (network.is_v4(), number));
            std::iter::once((network.is_v4(), network.first())).chain(behind)
        })
        .chain([(true, 0), (false, 0)])
        .list();
    sort_and_dedup(&mut found);
    found.into_iter().filter_map(|(is_v4, number)| Network::address(is_v4, number)).list()
}

#[cfg(test)]
mod tests;
