//! Denies that take the right to set the policy away.

use super::{about_policy, policy_actions, reach};
use crate::{
    document::Statement,
    finding::{Finding, Fix},
    lint::Pass,
    principal::{Account, Principal},
    rules::security::narrow::Narrowing,
    sorted::{Listed, Set},
    text::NodeId,
};

/// KPL-L01.
pub(super) fn caller(pass: &mut Pass<'_>) {
    let Some(me) = &pass.subject.me else { return pass.skip("me") };
    let denies = about_policy(pass).filter(|statement| {
        statement.denies()
            && statement.known_principals().any(|principal| principal.covers(me))
            && reach::holds_in_session(pass, statement)
    });
    let denies: Vec<&Statement> = denies.list();
    let whom = |principal: &Principal| principal.covers(me);
    if let Some(finding) = finding(pass, &denies, whom) {
        pass.report(finding.with("p", me));
    }
}

/// KPL-L02.
pub(super) fn owner_account(pass: &mut Pass<'_>) {
    let owner = pass.owner();
    let whom = |principal: &Principal| {
        principal.is_whole(owner) || matches!(principal, Principal::Whole(Account::Any))
    };
    let denies = about_policy(pass).filter(|statement| {
        statement.denies() && statement.condition().is_always() && statement.known_principals().any(whom)
    });
    let denies: Vec<&Statement> = denies.list();
    if let Some(finding) = finding(pass, &denies, whom) {
        pass.report(finding);
    }
}

/// One finding for all of these statements. The fix leaves the principals in question everything of the Denies but the
/// policy itself.
fn finding<'a>(
    pass: &Pass<'a>,
    denies: &[&'a Statement],
    whom: impl Fn(&Principal) -> bool,
) -> Option<Finding> {
    let (first, others) = denies.split_first()?;
    let mut finding = pass.finding(pass.document().span(first.node));
    for other in others {
        finding = finding.related_to(pass.document().span(other.node));
    }
    let policy = policy_actions(pass);
    let entries = first.principals.iter().filter(|entry| entry.principal.as_ref().is_ok_and(&whom));
    let whom: Set<NodeId> = entries.map(|entry| entry.text.node).collect();
    let spoken = pass.grants().spoken_each(first).iter().enumerate();
    let places: Vec<usize> = spoken.filter(|(_, set)| set.meets(&policy)).map(|(place, _)| place).list();
    let kept = pass.grants().scope().all().without(&policy);
    let edits = Narrowing::of(pass, first, &places, &kept).edits(pass.document(), &whom);
    Some(finding.fixed_by(edits.map(|edits| Fix::guided("fix.deny-without-policy", edits))))
}
