//! Parts of conditions that change nothing.

use std::collections::HashSet;

use super::{
    Entry, entries,
    place::{Claims, Names, is_settled},
    statements,
};
use crate::{
    catalog::{Family, Test},
    condition::Wanted,
    document::{Element, Statement},
    edit::nodes::remove,
    finding::Fix,
    glob,
    lint::Pass,
    sorted::Listed,
    text::NodeKind,
};

/// KPL-C15.
pub(super) fn without_effect(pass: &mut Pass<'_>) {
    let tree = pass.tree();
    let mut claims = Claims::default();
    for statement in statements(pass) {
        empty_objects(pass, statement);
        let all = entries(pass.catalog(), statement);
        let names = is_settled(tree, pass.catalog(), statement, &all).then(|| Names::of(tree, statement));
        for entry in &all {
            repeated_values(pass, entry);
            plain_patterns(pass, entry, names.as_ref(), &mut claims);
            both_values(pass, entry);
        }
    }
}

fn empty_objects(pass: &mut Pass<'_>, statement: &Statement) {
    let tree = pass.tree();
    let Some(condition) = statement.element(Element::Condition) else { return };
    let is_empty = |node| tree.kind(node) == NodeKind::Object && tree.children(node).is_empty();
    let element = tree.parent(condition);
    if is_empty(condition) {
        let edits = element.map(|element| remove(tree, element)).into_iter().list();
        let finding = pass.finding(tree.span(condition)).with("path", Element::Condition.as_str());
        pass.report(finding.fixed_by(Fix::safe("fix.remove", edits)));
        return;
    }
    let alone = tree.children(condition).len() == 1;
    for member in tree.members(condition).filter(|member| member.value.is_some_and(is_empty)) {
        let gone = if alone { element } else { Some(member.node) };
        let edits = gone.map(|node| remove(tree, node)).into_iter().list();
        let finding = pass
            .finding(tree.span(member.node))
            .with("path", format!("{}.{}", Element::Condition.as_str(), member.name));
        pass.report(finding.fixed_by(Fix::safe("fix.remove", edits)));
    }
}

fn repeated_values(pass: &mut Pass<'_>, entry: &Entry<'_>) {
    let tree = pass.tree();
    let mut seen = HashSet::new();
    for value in &entry.condition.values {
        if seen.insert(value.value.as_str()) {
            continue;
        }
        let finding = pass.finding(tree.span(value.node)).saying("KPL-C15.repeated");
        let fix = Fix::safe("fix.remove", vec![remove(tree, value.node)]);
        pass.report(finding.with("value", &value.value).fixed_by(fix));
    }
}

fn plain_patterns(pass: &mut Pass<'_>, entry: &Entry<'_>, names: Option<&Names<'_>>, claims: &mut Claims) {
    let tree = pass.tree();
    let Some(operator) = entry.operator.filter(|operator| operator.test == Test::Like) else { return };
    let values = &entry.condition.values;
    let plain = values.iter().all(|value| !glob::is_pattern(&value.value));
    if !plain || entry.condition.literal.is_err() || entry.is_misfit() {
        return;
    }
    let exact = pass.catalog().operators().iter().find(|known| {
        known.family == operator.family && known.test == Test::Equals && known.negated == operator.negated
    });
    let Some(exact) = exact else { return };
    let names = names.filter(|_| claims.take(entry.statement, &exact.name));
    let edits = names.and_then(|names| names.move_entry(entry.condition, &exact.name));
    let fix = Fix::safe("fix.replace", edits.unwrap_or_default()).with("new", &exact.name);
    let finding = pass
        .finding(tree.span(entry.condition.operator.node))
        .saying("KPL-C15.exact")
        .with("operator", &operator.name)
        .with("key", &entry.condition.key.value)
        .with("exact", &exact.name);
    pass.report(finding.fixed_by(fix));
}

/// A truth value that may be either is still asked for: a request without the key does not match. So there is nothing
/// that could be taken away.
fn both_values(pass: &mut Pass<'_>, entry: &Entry<'_>) {
    let Ok(literal) = &entry.condition.literal else { return };
    let Wanted::Bools(wanted) = &literal.atom.wanted else { return };
    if entry.operator.is_none_or(|operator| operator.family != Family::Boolean) || wanted.len() < 2 {
        return;
    }
    let place = entry.condition.value_node.unwrap_or(entry.condition.key.node);
    let finding = pass.finding(pass.tree().span(place)).saying("KPL-C15.either");
    pass.report(finding.with("key", &entry.condition.key.value));
}
