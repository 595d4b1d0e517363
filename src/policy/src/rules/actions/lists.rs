//! Entries of one list beside each other.

use std::collections::HashMap;

use super::{
    super::list,
    scope::{Reach, Reaches},
    usage::Usability,
};
use crate::{
    action::ActionPattern,
    document::Statement,
    finding::Fix,
    lint::Pass,
    sorted::Listed,
    text::{NodeId, NodeKind},
};

/// How many pairs of patterns and entries are compared in one document. Policies of people stay far below; in a text made
/// of thousands of patterns some are not seen to cover others, which costs nothing but a suggestion.
const COMPARISONS: usize = 20_000;

/// KPL-A06.
pub(super) fn covered(pass: &mut Pass<'_>) {
    let mut budget = COMPARISONS;
    for statement in list::readable(pass.document()) {
        let covers = covers(statement, &mut budget);
        let mut removals = None;
        for (entry, by) in statement.actions.iter().zip(covers) {
            let Some(by) = by.and_then(|by| statement.actions.get(by)) else { continue };
            let removals = removals.get_or_insert_with(|| Removals::of(pass, statement));
            let finding = pass
                .finding(pass.tree().span(entry.text.node))
                .with("a", &entry.text.value)
                .with("b", &by.text.value)
                .related_to(pass.tree().span(by.text.node))
                .fixed_by(removals.fix(pass, statement, entry.text.node, true));
            pass.report(finding);
        }
    }
}

/// For each entry the place of one that makes it needless. Of entries that cover each other the first is needed, so that
/// never all of a list are needless.
fn covers(statement: &Statement, budget: &mut usize) -> Vec<Option<usize>> {
    let mut first: HashMap<&str, usize> = HashMap::new();
    let mut found = Vec::with_capacity(statement.actions.len());
    for (at, entry) in statement.actions.iter().enumerate() {
        found.push(entry.pattern.as_ref().and_then(|pattern| {
            let earliest = *first.entry(pattern.name()).or_insert(at);
            (earliest != at).then_some(earliest)
        }));
    }
    let patterns: Vec<(usize, &ActionPattern)> = statement
        .actions
        .iter()
        .enumerate()
        .filter(|(at, _)| found.get(*at) == Some(&None))
        .filter_map(|(at, entry)| Some((at, entry.pattern.as_ref().filter(|pattern| pattern.is_pattern())?)))
        .list();
    for (at, (entry, place)) in statement.actions.iter().zip(&mut found).enumerate() {
        let Some(pattern) = entry.pattern.as_ref().filter(|_| place.is_none()) else { continue };
        let mut is_needless = |(other_at, other): &&(usize, &ActionPattern)| {
            if *other_at == at || *budget == 0 {
                return false;
            }
            *budget -= 1;
            includes(other, pattern) && (*other_at < at || !includes(pattern, other))
        };
        *place = patterns.iter().find(|pair| is_needless(pair)).map(|(other_at, _)| *other_at);
    }
    found
}

/// Whether every name that the other means is meant by this one as well; `false` where it is not plain.
fn includes(one: &ActionPattern, other: &ActionPattern) -> bool {
    // The letters of the other are taken as they stand. A `*` among them may stand for none, which `?` does not take.
    let plain = !(one.name().contains('?') && other.name().contains('*'));
    plain && one.covers(other.name())
}

/// Which entries of a list may go without asking. Several rules want entries gone, and their fixes are applied together:
/// the last entry stays where all others may go.
pub(super) struct Removals {
    stays: Option<NodeId>,
}

impl Removals {
    pub(super) fn of<'a>(pass: &Pass<'a>, statement: &'a Statement) -> Self {
        let Some(last) = statement.actions.last().map(|entry| entry.text.node) else {
            return Self { stays: None };
        };
        let tree = pass.tree();
        let items = tree.parent(last).filter(|list| tree.kind(*list) == NodeKind::Array);
        let has_other_items = items.is_some_and(|list| tree.items(list).len() > statement.actions.len());
        let mut reaches = Reaches::new(pass);
        let mut usability = Usability::new(pass);
        let all_go =
            statement.actions.iter().zip(covers(statement, &mut { COMPARISONS })).all(|(entry, by)| {
                by.is_some() || reaches.of(entry) == Reach::Outside || usability.denies(entry)
            });
        Self { stays: (all_go && !has_other_items).then_some(last) }
    }

    /// Takes an entry away; without asking only where nobody gains by it.
    pub(super) fn fix(
        &self,
        pass: &Pass<'_>,
        statement: &Statement,
        entry: NodeId,
        harmless: bool,
    ) -> Option<Fix> {
        list::removal(pass.tree(), statement, entry, harmless && self.stays != Some(entry))
    }
}
