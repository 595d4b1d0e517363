//! What statements are about: the entries of `Action`.

mod companions;
mod lists;
mod names;
mod scope;
mod usage;

use crate::{
    catalog::{Action, Catalog, Kind},
    document::ActionEntry,
    finding::Severity::{Error, Suggestion, Warning},
    lint::{Need, Rule},
    sorted::Listed,
};

pub(crate) const RULES: &[Rule] = &[
    Rule::on_text("KPL-A01", Error, names::without_prefix),
    Rule::on_text("KPL-A02", Error, names::everything),
    Rule::on_text("KPL-A03", Error, names::unknown),
    Rule::on_text("KPL-A04", Warning, scope::outside),
    Rule::on_text("KPL-A05", Suggestion, names::letter_case),
    Rule::on_text("KPL-A06", Suggestion, lists::covered),
    Rule::on_text("KPL-A07", Warning, scope::matches_nothing),
    Rule::on_text("KPL-A08", Suggestion, scope::should_be_listed),
    Rule {
        kinds: &[Kind::Key],
        needs: &[Need::KeyUsage],
        ..Rule::on_text("KPL-A09", Warning, usage::unusable)
    },
    Rule {
        needs: &[Need::Owner],
        reads_access: true,
        ..Rule::on_text("KPL-A10", Suggestion, companions::missing)
    },
    Rule {
        kinds: &[Kind::Secret],
        needs: &[Need::Owner, Need::Peer],
        reads_access: true,
        ..Rule::on_text("KPL-A11", Warning, companions::missing_on_key)
    },
];

/// With the prefix of the service, as documents have it.
fn spelt(catalog: &Catalog, name: &str) -> String {
    format!("{}:{name}", catalog.service())
}

/// The actions of the catalogue that an entry means, whatever their scope.
fn known<'a>(entry: &'a ActionEntry, catalog: &'a Catalog) -> Vec<&'a Action> {
    match &entry.pattern {
        Some(pattern) if pattern.is_pattern() => pattern.known(catalog).list(),
        Some(pattern) => catalog.action(pattern.name()).into_iter().list(),
        None => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
