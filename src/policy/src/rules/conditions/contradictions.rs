//! Conditions that no request meets, and those that nearly every request meets.

use super::{
    Entry, entries,
    place::{has_known_levels, remove_entries},
    statements,
};
use crate::{
    catalog::{Family, Test},
    document::{ConditionEntry, Document, Effect, Statement},
    edit::nodes::{insert, quoted},
    finding::Fix,
    glob,
    lint::Pass,
    sorted::{Listed, Map, Set, sort_by_key},
    text::{Edit, NodeKind, Tree, apply},
    values::{Decimal, Instant, Network},
};

/// KPL-C10.
pub(super) fn never_true(pass: &mut Pass<'_>) {
    let tree = pass.tree();
    for statement in statements(pass) {
        let all = entries(pass.catalog(), statement);
        let positive: Vec<&Entry<'_>> = all.iter().filter(|entry| entry.is_positive()).list();
        if let Some((outer, inner)) = worlds_apart(&positive) {
            let split = split(pass.document(), statement, &positive).unwrap_or_default();
            pass.report(
                pass.finding(tree.span(outer.key.node))
                    .saying("KPL-C10.network")
                    .with("one", &outer.key.value)
                    .with("two", &inner.key.value)
                    .related_to(tree.span(inner.key.node))
                    .fixed_by(Fix::guided("fix.condition.split", split)),
            );
        }
        if let Some((one, two)) = disjoint(&positive) {
            let finding = pass.finding(tree.span(two.key.node)).with("key", &two.key.value);
            pass.report(finding.related_to(tree.span(one.key.node)));
        }
    }
}

/// Whether it asks for addresses of the Internet. Where all are private, rule C06 says what is wrong.
fn is_outer(entry: &Entry<'_>) -> bool {
    entry.key_is(|key| key.public_only)
        && entry
            .condition
            .values
            .iter()
            .filter_map(|value| Network::parse(&value.value))
            .any(|network| !network.is_private())
}

/// Two conditions of an Allow of which one asks for a request from the Internet and the other for one from a VPC.
fn worlds_apart<'a>(positive: &[&Entry<'a>]) -> Option<(&'a ConditionEntry, &'a ConditionEntry)> {
    let mut allowing = positive.iter().filter(|entry| entry.allows());
    let outer = allowing.clone().find(|entry| is_outer(entry))?;
    let inner = allowing.find(|entry| entry.key_is(|key| key.shared_gateway_only))?;
    Some((outer.condition, inner.condition))
}

/// Leaves the conditions on public addresses in the statement, and puts a second one with the others behind it.
fn split(document: &Document, statement: &Statement, positive: &[&Entry<'_>]) -> Option<Vec<Edit>> {
    let tree = document.tree();
    let list = document.statement_list().filter(|list| tree.kind(*list) == NodeKind::Array)?;
    let at = tree.items(list).iter().position(|item| *item == statement.node)?;
    let of = |wanted: &dyn Fn(&Entry<'_>) -> bool| -> Vec<&ConditionEntry> {
        positive.iter().filter(|entry| wanted(entry)).map(|entry| entry.condition).list()
    };
    let mut edits =
        remove_entries(tree, statement, &of(&|entry| entry.key_is(|key| key.shared_gateway_only)))?;
    let copy = copy_without(tree, statement, &of(&is_outer))?;
    edits.push(insert(tree, list, at + 1, &copy));
    Some(edits)
}

/// The text of a statement without some conditions, under a Sid of its own.
fn copy_without(tree: &Tree, statement: &Statement, gone: &[&ConditionEntry]) -> Option<String> {
    let mut edits = remove_entries(tree, statement, gone)?;
    if let (Some(sid), Some(name)) = (&statement.sid, statement.name()) {
        edits.push(Edit::replace(tree.span(sid.node), quoted(&format!("{name}-2"))));
    }
    let span = tree.span(statement.node);
    for edit in &mut edits {
        edit.start = edit.start.checked_sub(span.start)?;
        edit.end = edit.end.checked_sub(span.start)?;
    }
    String::from_utf8(apply(span.of(tree.source()), &edits)).ok()
}

/// Two conditions on one key that ask for values which have nothing in common.
fn disjoint<'a>(positive: &[&Entry<'a>]) -> Option<(&'a ConditionEntry, &'a ConditionEntry)> {
    // The same operator twice is a syntax matter: of equal names only the last is kept.
    let mut by_key: Map<&str, Map<&str, (&Entry<'a>, Equality)>> = Map::new();
    for entry in positive {
        if let Some(equality) = Equality::of(entry) {
            let operators = by_key.entry(entry.condition.key.value.as_str()).or_default();
            operators.insert(entry.condition.operator.value.as_str(), (*entry, equality));
        }
    }
    by_key.values().find_map(|operators| {
        let mut entries: Vec<_> = operators.values().copied().list();
        sort_by_key(&mut entries, |(entry, _)| entry.condition.key.node);
        let pairs = entries
            .iter()
            .enumerate()
            .flat_map(|(at, one)| entries.iter().skip(at + 1).map(move |two| (one, two)));
        let mut apart = pairs.filter(|(one, two)| !have_common(one.0, one.1, two.0, two.1));
        apart.next().map(|(one, two)| (one.0.condition, two.0.condition))
    })
}

/// How an operator decides that two values are equal, the strictest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Equality {
    Letters,
    AnyCase,
    Number,
    Moment,
}

impl Equality {
    /// `None` for an operator that asks something else, and where a value cannot be read.
    fn of(entry: &Entry<'_>) -> Option<Self> {
        let operator = entry.operator?;
        entry.condition.literal.as_ref().ok()?;
        match (operator.family, operator.test) {
            (Family::String, Test::Equals) => Some(Self::Letters),
            (Family::String, Test::EqualsIgnoreCase) => Some(Self::AnyCase),
            (Family::String, Test::Like) => {
                let plain = entry.condition.values.iter().all(|value| !glob::is_pattern(&value.value));
                plain.then_some(Self::Letters)
            }
            (Family::Number, Test::Equals) => Some(Self::Number),
            (Family::Date, Test::Equals) => Some(Self::Moment),
            _ => None,
        }
    }
}

/// Whether some value satisfies both.
fn have_common(one: &Entry<'_>, one_equality: Equality, two: &Entry<'_>, two_equality: Equality) -> bool {
    let texts = |entry: &Entry<'_>| -> Vec<String> {
        entry.condition.values.iter().map(|value| value.value.clone()).list()
    };
    let (one, two) = (texts(one), texts(two));
    match one_equality.max(two_equality) {
        Equality::Letters => meet(&one, &two, |text| Some(text.to_owned())),
        Equality::AnyCase => meet(&one, &two, |text| Some(text.to_ascii_lowercase())),
        Equality::Number => meet(&one, &two, Decimal::parse),
        // No text is both a number and a moment, and `meet` leaves out what cannot be read.
        Equality::Moment => meet(&one, &two, Instant::parse),
    }
}

fn meet<T: Ord>(one: &[String], two: &[String], read: impl Fn(&str) -> Option<T>) -> bool {
    let known: Set<T> = one.iter().filter_map(|text| read(text)).collect();
    two.iter().filter_map(|text| read(text)).any(|value| known.contains(&value))
}

/// KPL-C12.
pub(super) fn only_negated(pass: &mut Pass<'_>) {
    let tree = pass.tree();
    for statement in statements(pass).filter(|statement| statement.effect == Some(Effect::Allow)) {
        let all = entries(pass.catalog(), statement);
        // A condition that cannot be read may well be a positive one.
        if !has_known_levels(tree, pass.catalog(), statement) {
            continue;
        }
        let negated = |entry: &Entry<'_>| entry.operator.is_some_and(|operator| operator.negated);
        let Some(first) = all.first().filter(|_| all.iter().all(negated)) else { continue };
        let values = all.iter().flat_map(|entry| &entry.condition.values).map(|value| value.value.as_str());
        let keys: Set<&str> = all.iter().map(|entry| entry.condition.key.value.as_str()).collect();
        let mut finding = pass
            .finding(tree.span(first.condition.operator.node))
            .with("values", values.list().join(", "))
            .with("keys", keys.into_iter().list().join(", "));
        finding.related = all.iter().skip(1).map(|entry| tree.span(entry.condition.operator.node)).list();
        pass.report(finding);
    }
}
