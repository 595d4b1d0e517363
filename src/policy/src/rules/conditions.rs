//! Conditions: their shape, names, types and values, and what they cannot mean.
//!
//! No rule knows a condition key or an operator by name: the flags of the catalogue say what a key is.

mod contradictions;
mod names;
mod networks;
mod place;
mod shape;
mod tidy;
mod times;
mod types;

use crate::{
    catalog::{Catalog, ConditionKey, Operator},
    document::{ConditionEntry, Effect, Statement},
    finding::Severity::{Error, Security, Suggestion, Warning},
    lint::{Pass, Rule},
    sorted::Listed,
};

pub(crate) const RULES: &[Rule] = &[
    Rule::on_text("KPL-C01", Error, shape::levels),
    Rule::on_text("KPL-C02", Error, names::operators),
    Rule::on_text("KPL-C03", Warning, names::keys),
    Rule::on_text("KPL-C04", Error, types::families),
    Rule::on_text("KPL-C05", Error, types::values),
    Rule::on_text("KPL-C06", Error, networks::private),
    Rule::on_text("KPL-C07", Suggestion, networks::normal_form),
    Rule::on_text("KPL-C08", Security, networks::wide),
    Rule::on_text("KPL-C09", Warning, networks::unpaired),
    Rule::on_text("KPL-C10", Warning, contradictions::never_true),
    Rule::on_text("KPL-C11", Warning, types::wildcards),
    Rule::on_text("KPL-C12", Security, contradictions::only_negated),
    Rule::on_text("KPL-C13", Warning, times::windows),
    Rule::on_text("KPL-C14", Warning, networks::shared_gateway),
    Rule::on_text("KPL-C15", Suggestion, tidy::without_effect),
];

/// A condition of a statement, with what the catalogue knows of its names.
#[derive(Clone, Copy)]
pub(super) struct Entry<'a> {
    pub(super) statement: &'a Statement,
    pub(super) condition: &'a ConditionEntry,
    pub(super) operator: Option<&'a Operator>,
    pub(super) key: Option<&'a ConditionKey>,
}

impl Entry<'_> {
    /// Whether operator and key are known and go together.
    fn fits(&self) -> bool {
        self.operator.zip(self.key).is_some_and(|(operator, key)| operator.family == key.value_type.family())
    }

    /// Whether operator and key are known and compare different things.
    fn is_misfit(&self) -> bool {
        self.operator.is_some() && self.key.is_some() && !self.fits()
    }

    /// Whether it asks that the value fits, rather than that it does not.
    fn is_positive(&self) -> bool {
        self.operator.is_some_and(|operator| !operator.negated)
    }

    /// Whether the catalogue gives the key a flag.
    fn key_is(&self, flag: impl Fn(&ConditionKey) -> bool) -> bool {
        self.key.is_some_and(flag)
    }

    fn allows(&self) -> bool {
        self.statement.effect == Some(Effect::Allow)
    }
}

/// Statements that could be read to their ends.
pub(super) fn statements<'a>(pass: &Pass<'a>) -> impl Iterator<Item = &'a Statement> + use<'a> {
    pass.document().statements().iter().filter(|statement| !statement.damaged)
}

/// The conditions of a statement that have the right shape.
pub(super) fn entries<'a>(catalog: &'a Catalog, statement: &'a Statement) -> Vec<Entry<'a>> {
    let mut last = None;
    let conditions = statement.conditions.iter();
    let known = conditions.map(|condition| {
        // All keys under one operator share its node, so that each operator is looked up once.
        let operator = match last {
            Some((node, operator)) if node == condition.operator.node => operator,
            _ => catalog.operator(&condition.operator.value),
        };
        last = Some((condition.operator.node, operator));
        Entry { statement, condition, operator, key: catalog.key(&condition.key.value) }
    });
    known.list()
}

#[cfg(test)]
mod tests;
