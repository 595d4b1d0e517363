//! Operators and values against the type of the key.

use super::{
    Entry, entries,
    place::{Claims, Names, has_known_levels, is_settled},
    statements,
};
use crate::{
    catalog::{Catalog, Family, Operator, Test, ValueType},
    document::{ConditionFault, Effect, Text},
    edit::nodes::replace_with_text,
    finding::{Finding, Fix},
    glob,
    lint::Pass,
    sorted::Listed,
    values::{Decimal, Instant, Network, parse_bool},
};

/// KPL-C04.
pub(super) fn families(pass: &mut Pass<'_>) {
    let (tree, catalog) = (pass.tree(), pass.catalog());
    let mut claims = Claims::default();
    for statement in statements(pass) {
        let all = entries(catalog, statement);
        // A repair of names or levels may create the same operator, so it comes first.
        let settled = has_known_levels(tree, catalog, statement);
        let names = Names::of(tree, statement);
        for entry in all.iter().filter(|entry| entry.is_misfit()) {
            let (Some(operator), Some(key)) = (entry.operator, entry.key) else { continue };
            let mut finding = pass
                .finding(tree.span(entry.condition.operator.node))
                .with("operator", &operator.name)
                .with("key", &entry.condition.key.value)
                .with("type", key.value_type.as_str())
                .related_to(tree.span(entry.condition.key.node));
            if let Some(equal) = equal_of(catalog, operator, key.value_type.family())
                && all_readable(entry, key.value_type)
            {
                let free = settled && claims.take(statement, &equal.name);
                let edits = if free { names.move_entry(entry.condition, &equal.name) } else { None };
                let fix = Fix::safe("fix.replace", edits.unwrap_or_default()).with("new", &equal.name);
                finding = finding.fixed_by(fix);
            }
            pass.report(finding);
        }
    }
}

/// The operator of another family that asks the same.
fn equal_of<'a>(catalog: &'a Catalog, operator: &Operator, family: Family) -> Option<&'a Operator> {
    let wanted = match (operator.test, family) {
        (Test::Equals | Test::EqualsIgnoreCase | Test::Like | Test::Within, Family::Ip) => Test::Within,
        (Test::Equals | Test::EqualsIgnoreCase | Test::Like | Test::Within, _) => Test::Equals,
        (ordered, Family::Number | Family::Date) => ordered,
        _ => return None,
    };
    catalog
        .operators()
        .iter()
        .find(|known| known.family == family && known.test == wanted && known.negated == operator.negated)
}

fn all_readable(entry: &Entry<'_>, value_type: ValueType) -> bool {
    let values = &entry.condition.values;
    entry.condition.literal != Err(ConditionFault::Shape)
        && !values.is_empty()
        && values.iter().all(|value| is_readable(value_type, &value.value))
}

/// Whether a text is a value of a type.
fn is_readable(value_type: ValueType, text: &str) -> bool {
    match value_type {
        ValueType::String => true,
        ValueType::Vpc => text
            .strip_prefix("vpc-")
            .is_some_and(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric())),
        ValueType::Ip => Network::parse(text).is_some(),
        ValueType::Boolean => matches!(text, "true" | "false"),
        ValueType::Date => Instant::parse(text).is_some(),
        ValueType::Number => Decimal::parse(text).is_some(),
    }
}

/// What the values have to be where nobody knows the key.
fn type_of_operator(entry: &Entry<'_>) -> Option<ValueType> {
    match entry.operator?.family {
        Family::String => None,
        Family::Number => Some(ValueType::Number),
        Family::Date => Some(ValueType::Date),
        Family::Boolean => Some(ValueType::Boolean),
        Family::Ip => Some(ValueType::Ip),
    }
}

/// KPL-C05.
pub(super) fn values(pass: &mut Pass<'_>) {
    for statement in statements(pass) {
        for entry in entries(pass.catalog(), statement).iter().filter(|entry| !entry.is_misfit()) {
            let by_key = entry.key.map(|key| key.value_type);
            let Some(value_type) = by_key.or_else(|| type_of_operator(entry)) else { continue };
            for value in &entry.condition.values {
                let is_for_others = glob::is_pattern(&value.value)
                    && (compares_exactly(entry)
                        || entry.operator.is_some_and(|known| known.test == Test::Like));
                if is_for_others || is_readable(value_type, &value.value) {
                    continue;
                }
                let finding = pass
                    .finding(pass.tree().span(value.node))
                    .saying(message(value_type))
                    .with("value", &value.value);
                pass.report(mended(pass, finding, value_type, value));
            }
        }
    }
}

fn message(value_type: ValueType) -> &'static str {
    match value_type {
        ValueType::String | ValueType::Vpc => "KPL-C05.vpc",
        ValueType::Ip => "KPL-C05.ip",
        ValueType::Boolean => "KPL-C05.boolean",
        ValueType::Date => "KPL-C05.date",
        ValueType::Number => "KPL-C05.number",
    }
}

/// With a fix where it is plain what was meant: another letter case, or a slash without a length behind it.
fn mended(pass: &Pass<'_>, finding: Finding, value_type: ValueType, value: &Text) -> Finding {
    let new = match value_type {
        ValueType::Boolean => parse_bool(&value.value).map(|truth| truth.to_string()),
        // The address alone: a guess at a wider network would let in more than was written.
        ValueType::Ip => value
            .value
            .strip_suffix('/')
            .and_then(|address| address.parse().ok())
            .and_then(|address| Network::new(address, None))
            .map(|network| format!("{network}/{}", network.bits())),
        _ => None,
    };
    let Some(new) = new else { return finding };
    let edit = replace_with_text(pass.tree(), value.node, &new);
    finding.fixed_by(Fix::safe("fix.replace", vec![edit]).with("new", new))
}

/// Whether wildcards in its values are letters like others, where they could be wildcards.
fn compares_exactly(entry: &Entry<'_>) -> bool {
    let exact = entry.operator.is_some_and(|operator| {
        operator.family == Family::String && matches!(operator.test, Test::Equals | Test::EqualsIgnoreCase)
    });
    exact && !entry.is_misfit()
}

/// KPL-C11.
pub(super) fn wildcards(pass: &mut Pass<'_>) {
    let (tree, catalog) = (pass.tree(), pass.catalog());
    let mut claims = Claims::default();
    for statement in statements(pass) {
        let all = entries(catalog, statement);
        let settled = is_settled(tree, catalog, statement, &all);
        let names = Names::of(tree, statement);
        for entry in all.iter().filter(|entry| compares_exactly(entry)) {
            let Some(operator) = entry.operator else { continue };
            let like = catalog.operators().iter().find(|known| {
                known.family == operator.family
                    && known.test == Test::Like
                    && known.negated == operator.negated
            });
            let Some(like) = like else { continue };
            // Only a Deny that gets wider takes nothing but access away. Elsewhere, and where letter case begins to
            // count, somebody may get more.
            let safe = statement.effect == Some(Effect::Deny)
                && !operator.negated
                && operator.test == Test::Equals
                && entry.condition.literal.is_ok();
            let mut patterns = entry.condition.values.iter().filter(|value| glob::is_pattern(&value.value));
            let finding = |value: &Text| {
                pass.finding(tree.span(value.node))
                    .with("operator", &operator.name)
                    .with("value", &value.value)
                    .with("like", &like.name)
            };
            let Some(first) = patterns.next().map(finding) else { continue };
            let others: Vec<Finding> = patterns.map(finding).list();
            // One change of the operator mends all values, so one finding offers it.
            let free = !safe || (settled && claims.take(statement, &like.name));
            let edits = if free { names.move_entry(entry.condition, &like.name) } else { None };
            let fix = Fix { safe, ..Fix::guided("fix.replace", edits.unwrap_or_default()) };
            pass.report(first.fixed_by(fix.with("new", &like.name)));
            for other in others {
                pass.report(other);
            }
        }
    }
}
