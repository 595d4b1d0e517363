use std::collections::BTreeSet;

use super::all;
use crate::{
    catalog::Kind,
    finding::Params,
    messages::{Language, message},
};

/// The page for users.
const PAGE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/POLICY-RULES.md"));

#[test]
fn every_rule_stands_on_the_page() {
    let rows: Vec<String> = all()
        .map(|rule| {
            let policies = match rule.kinds {
                [Kind::Key] => "key",
                [Kind::Secret] => "secret",
                _ => "both",
            };
            let text = message(Language::English, rule.id, &Params::new()).replace('|', "\\|");
            format!("| {} | {} | {policies} | {text} |", rule.id, rule.severity.as_str())
        })
        .collect();
    let missing: Vec<&String> = rows.iter().filter(|row| !PAGE.lines().any(|line| line == **row)).collect();
    assert!(missing.is_empty(), "{}", rows.join("\n"));
    assert_eq!(PAGE.lines().filter(|line| line.starts_with("| KPL-")).count(), rows.len());
}

#[test]
fn there_are_78_rules() {
    let ids: BTreeSet<&str> = all().map(|rule| rule.id).collect();
    assert_eq!((ids.len(), all().count()), (78, 78));
}
