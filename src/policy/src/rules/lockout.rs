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
    lint::{BOTH, Need, Pass, Rule},
    text::{NodeId, Span},
};

const fn rule(
    id: &'static str,
    severity: Severity,
    needs: &'static [Need],
    check: fn(&mut Pass<'_>),
) -> Rule {
    Rule { id, severity, kinds: BOTH, needs, reads_access: true, check }
}

pub(crate) const RULES: &[Rule] = &[
    rule("KPL-L01", Severity::Error, &[Need::Owner, Need::Me], denied::caller),
    rule("KPL-L02", Severity::Error, &[Need::Owner], denied::owner_account),
    rule("KPL-L03", Severity::Security, &[Need::Owner], holders::nobody),
    rule("KPL-L04", Severity::Warning, &[Need::Base, Need::Owner], owner::gone),
    rule("KPL-L05", Severity::Warning, &[Need::Owner], holders::only_one),
    rule("KPL-L06", Severity::Warning, &[Need::Me], reach::out_of_reach),
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
