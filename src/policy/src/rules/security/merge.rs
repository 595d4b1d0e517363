//! Statements that say together what one of them could say.

use super::{narrow::copy_with, overlap::Patterns};
use crate::{
    action::ActionPattern,
    condition::Condition,
    document::{Effect, Element, Statement, Text},
    edit::nodes::{insert, quoted, remove},
    finding::Fix,
    lint::Pass,
    principal::Principal,
    sorted::{Listed, Map, Set},
    text::{Edit, NodeId, NodeKind},
};

/// A statement by its meaning.
struct Meaning<'a> {
    statement: &'a Statement,
    effect: Effect,
    principals: Set<&'a Principal>,
    actions: Set<&'a ActionPattern>,
    condition: Condition,
}

impl<'a> Meaning<'a> {
    /// `None` where a part is not understood: nobody knows what a merged statement would mean.
    fn of(statement: &'a Statement) -> Option<Self> {
        let known = (statement.allows() || statement.denies())
            && !statement.has_unknown_principals
            && !statement.has_unknown_actions;
        let meaning = Self {
            statement,
            effect: statement.effect?,
            principals: statement.known_principals().collect(),
            actions: statement.known_actions().collect(),
            condition: statement.condition(),
        };
        (known && !meaning.principals.is_empty() && !meaning.actions.is_empty()).then_some(meaning)
    }

    /// Whether another says all that this one says. A whole account or a pattern of names is not taken to say what its
    /// users say: they are listed for a reason.
    fn is_implied_by(&self, other: &Self, other_actions: &Patterns<'_>) -> bool {
        self.effect == other.effect
            && (other.condition.is_always() || self.condition == other.condition)
            && self.principals.len() <= other.principals.len()
            && self.principals.is_subset(&other.principals)
            && self.actions.iter().all(|pattern| other_actions.cover(pattern))
    }
}

/// A pair that can be one, and how: the statement that stays, the one that goes, what the former takes over.
struct Merger<'a> {
    stays: &'a Statement,
    goes: &'a Statement,
    list: Option<Element>,
}

/// KPL-X11.
pub(super) fn can_be_one(pass: &mut Pass<'_>) {
    let meanings: Vec<Meaning<'_>> = pass.document().statements().iter().filter_map(Meaning::of).list();
    // Each statement is the second one of at most one pair.
    let mut merged = Set::new();
    for merger in implied(&meanings).into_iter().chain(differing_in_one_list(&meanings)) {
        if merged.insert(merger.goes.index) {
            report(pass, &merger);
        }
    }
}

fn implied<'a>(meanings: &[Meaning<'a>]) -> Vec<Merger<'a>> {
    let patterns: Vec<Patterns<'a>> = meanings.iter().map(|one| Patterns::of(one.statement)).list();
    let all: Vec<(usize, &Meaning<'a>, &Patterns<'a>)> = meanings
        .iter()
        .zip(&patterns)
        .enumerate()
        .map(|(at, (meaning, patterns))| (at, meaning, patterns))
        .list();
    // Only a statement that lists the first principal of another one can imply it.
    let by_principal: Map<&Principal, Vec<_>> =
        Map::grouped(all.iter().flat_map(|one| one.1.principals.iter().map(|principal| (*principal, *one))));
    let mut mergers = Vec::new();
    let mut gone = Set::new();
    for &(at, goes, own) in &all {
        let Some(listing) = goes.principals.first().and_then(|first| by_principal.get(first)) else {
            continue;
        };
        // Of two that imply each other the later one goes; what implies a statement must itself stay.
        let stays = listing.iter().find(|(other_at, other, patterns)| {
            *other_at != at
                && !gone.contains(other_at)
                && goes.is_implied_by(other, patterns)
                && (*other_at < at || !other.is_implied_by(goes, own))
        });
        if let Some((_, stays, _)) = stays {
            gone.insert(at);
            mergers.push(Merger { stays: stays.statement, goes: goes.statement, list: None });
        }
    }
    mergers
}

/// Chains of statements, each of which can be one with the one before it: the edits of every second pair fit together.
fn differing_in_one_list<'a>(meanings: &[Meaning<'a>]) -> Vec<Merger<'a>> {
    let mut mergers = Vec::new();
    let mut by_principals = Map::new();
    let mut by_actions = Map::new();
    for meaning in meanings {
        let goes = meaning.statement;
        let before = by_principals.insert((meaning.effect, &meaning.condition, &meaning.principals), goes);
        if let Some(stays) = before {
            mergers.push(Merger { stays, goes, list: Some(Element::Action) });
        }
        let before = by_actions.insert((meaning.effect, &meaning.condition, &meaning.actions), goes);
        if let Some(stays) = before {
            mergers.push(Merger { stays, goes, list: Some(Element::Principal) });
        }
    }
    mergers
}

fn report(pass: &mut Pass<'_>, merger: &Merger<'_>) {
    let (stays, goes) = (merger.stays, merger.goes);
    let edits = merger.list.map_or_else(|| Some(Vec::new()), |list| taking_over(pass, stays, goes, list));
    let edits = edits.map(|edits| {
        // The whole statement, even if it stays as it is: no other fix may change what it says while this one relies
        // on that.
        let span = pass.document().span(stays.node);
        let stays = Edit::replace(span, copy_with(pass.tree().source(), span, edits));
        vec![stays, remove(pass.tree(), goes.node)]
    });
    let finding = pass
        .finding(pass.document().span(goes.node))
        .with("n", stays.index.min(goes.index) + 1)
        .with("m", stays.index.max(goes.index) + 1)
        .related_to(pass.document().span(stays.node))
        .fixed_by(edits.map(|edits| Fix::safe("fix.merge-statements", edits)));
    let finding = if merger.list.is_none() { finding.saying("KPL-X11.implied") } else { finding };
    pass.report(finding);
}

/// Puts what one statement lists at the end of the list of another.
fn taking_over(pass: &Pass<'_>, stays: &Statement, goes: &Statement, element: Element) -> Option<Vec<Edit>> {
    let tree = pass.tree();
    let value = stays.element(element)?;
    let (list, own, new): (NodeId, Set<&str>, Vec<&Text>) = if element == Element::Principal {
        let list = tree.get(value, "RAM")?;
        let own = stays.principals.iter().map(|entry| entry.text.value.as_str()).collect();
        (list, own, goes.principals.iter().map(|entry| &entry.text).list())
    } else {
        let own = stays.actions.iter().map(|entry| entry.text.value.as_str()).collect();
        (value, own, goes.actions.iter().map(|entry| &entry.text).list())
    };
    let new: Vec<String> = new
        .into_iter()
        .filter(|text| !own.contains(text.value.as_str()))
        .map(|text| quoted(&text.value))
        .list();
    if new.is_empty() {
        return Some(Vec::new());
    }
    Some(vec![add_all(pass, list, &new)])
}

fn add_all(pass: &Pass<'_>, value: NodeId, json: &[String]) -> Edit {
    let tree = pass.tree();
    if tree.kind(value) == NodeKind::Array {
        insert(tree, value, usize::MAX, &json.join(", "))
    } else {
        let old = String::from_utf8_lossy(tree.span(value).of(tree.source())).into_owned();
        Edit::replace(tree.span(value), format!("[{old}, {}]", json.join(", ")))
    }
}
