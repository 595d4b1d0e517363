//! Operator, key, value: the levels of a condition.

use super::{
    place::{Claims, add_entry, source_of},
    statements,
};
use crate::{
    catalog::{Catalog, Family, Test},
    document::{Element, Statement},
    edit::nodes::{quoted, remove},
    finding::Fix,
    lint::Pass,
    text::{Edit, Member, NodeId, NodeKind, Tree},
};

/// KPL-C01.
pub(super) fn levels(pass: &mut Pass<'_>) {
    let tree = pass.tree();
    let mut claims = Claims::default();
    for statement in statements(pass) {
        let Some(condition) = statement.element(Element::Condition) else { continue };
        if tree.kind(condition) != NodeKind::Object {
            pass.report(pass.finding(tree.span(condition)));
            continue;
        }
        for member in tree.members(condition) {
            let Some(value) = member.value else { continue };
            if tree.kind(value) == NodeKind::Object {
                values_of_keys(pass, tree, value);
                continue;
            }
            let wrapping = wrap(tree, pass.catalog(), statement, &member, &mut claims);
            let finding = pass.finding(tree.span(member.node));
            pass.report(match wrapping {
                Some((operator, edits)) => finding
                    .saying("KPL-C01.operator")
                    .with("key", &member.name)
                    .with("operator", operator)
                    .fixed_by(Fix::safe("fix.condition.wrap", edits).with("operator", operator)),
                None => finding,
            });
        }
    }
}

/// Values that are neither texts nor lists. A number or a truth value in the place of a text is for rule S12.
fn values_of_keys(pass: &mut Pass<'_>, tree: &Tree, keys: NodeId) {
    let is_nested = |node: &NodeId| matches!(tree.kind(*node), NodeKind::Object | NodeKind::Array);
    for value in tree.members(keys).filter_map(|member| member.value) {
        match tree.kind(value) {
            NodeKind::Object => pass.report(pass.finding(tree.span(value))),
            NodeKind::Array => {
                for item in tree.items(value).iter().copied().filter(is_nested) {
                    pass.report(pass.finding(tree.span(item)));
                }
            }
            _ => {}
        }
    }
}

/// Where the operator is missing: the one that asks for equality with the values of the key. Without edits where another
/// fix has to come first.
fn wrap<'a>(
    tree: &Tree,
    catalog: &'a Catalog,
    statement: &Statement,
    member: &Member<'_>,
    claims: &mut Claims,
) -> Option<(&'a str, Vec<Edit>)> {
    let family = catalog.key(&member.name)?.value_type.family();
    let operator = equality(catalog, family)?;
    let condition = tree.parent(member.node)?;
    let edits = if !claims.take(statement, operator) {
        Vec::new()
    } else if tree.get(condition, operator).is_some() {
        let value = source_of(tree, member.value?);
        let added = add_entry(tree, condition, operator, &member.name, &value);
        added.map_or_else(Vec::new, |added| vec![added, remove(tree, member.node)])
    } else {
        let span = tree.span(member.node);
        vec![Edit::insert(span.start, format!("{}: {{", quoted(operator))), Edit::insert(span.end, "}")]
    };
    Some((operator, edits))
}

/// The positive operator of a family that asks for one of the values. A moment is never meant exactly, so dates have
/// none.
fn equality(catalog: &Catalog, family: Family) -> Option<&str> {
    let test = match family {
        Family::String | Family::Number | Family::Boolean => Test::Equals,
        Family::Ip => Test::Within,
        Family::Date => return None,
    };
    let operators = catalog.operators().iter();
    let mut fitting =
        operators.filter(|known| known.family == family && known.test == test && !known.negated);
    fitting.next().map(|operator| operator.name.as_str())
}
