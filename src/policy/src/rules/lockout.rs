//! Rules about who can still set the policy after a change.

mod denied;
mod holders;
mod owner;
mod reach;

use crate::{
    catalog::Level,
    document::Statement,
    finding::Severity,
    grants::ActionSet,
    lint::{Need, Pass, Rule},
    text::{NodeId, Span},
};

pub(crate) const RULES: &[Rule] = &[
    Rule::on_access("KPL-L01", Severity::Error, &[Need::Owner, Need::Me], denied::caller),
    Rule::on_access("KPL-L02", Severity::Error, &[Need::Owner], denied::owner_account),
    Rule::on_access("KPL-L03", Severity::Security, &[Need::Owner], holders::nobody),
    Rule::on_access("KPL-L04", Severity::Warning, &[Need::Base, Need::Owner], owner::gone),
    Rule::on_access("KPL-L05", Severity::Warning, &[Need::Owner], holders::only_one),
    Rule::on_access("KPL-L06", Severity::Warning, &[Need::Me], reach::out_of_reach),
];

/// The actions that set the policy.
fn policy_actions(pass: &Pass<'_>) -> ActionSet {
    pass.grants().scope().that(|action| action.level == Level::Policy)
}

/// Statements with a known meaning that speak of setting the policy.
fn about_policy<'a>(pass: &Pass<'a>) -> impl Iterator<Item = &'a Statement> + use<'a> {
    let (policy, grants) = (policy_actions(pass), pass.grants());
    let statements = pass.document().statements().iter();
    let sound = statements.filter(|statement| statement.allows() || statement.denies());
    sound.filter(move |statement| grants.spoken(statement).meets(&policy))
}

/// The span of a node; of the whole document where there is none.
fn span_or_root(pass: &Pass<'_>, node: Option<NodeId>) -> Span {
    node.or(pass.tree().root()).map(|node| pass.document().span(node)).unwrap_or_default()
}

#[cfg(test)]
mod tests;
