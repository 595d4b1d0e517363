//! How many can set the policy.

use super::{about_policy, owner::restoring, policy_actions, span_or_root};
use crate::{lint::Pass, principal::Principal};

/// KPL-L03.
pub(super) fn nobody(pass: &mut Pass<'_>) {
    let policy = policy_actions(pass);
    if policy.is_empty() || pass.grants().all_held().any(|held| held.some.meets(&policy)) {
        return;
    }
    let finding = pass.finding(span_or_root(pass, None)).fixed_by(restoring(pass));
    pass.report(finding);
}

/// KPL-L05.
pub(super) fn only_one(pass: &mut Pass<'_>) {
    let policy = policy_actions(pass);
    let mut holders = pass.grants().all_held().filter(|held| held.some.meets(&policy));
    let (Some(one), None) = (holders.next(), holders.next()) else { return };
    // A pattern of names may mean several.
    if !matches!(one.principal, Principal::Named { .. }) || one.principal.is_pattern() {
        return;
    }
    let lists = |principal: &Principal| {
        pass.grants().held(principal).is_some_and(|held| held.principal == one.principal)
    };
    let deciding =
        about_policy(pass).find(|statement| statement.allows() && statement.known_principals().any(lists));
    let finding = pass
        .finding(span_or_root(pass, deciding.map(|statement| statement.node)))
        .with("p", one.principal)
        .fixed_by(restoring(pass));
    pass.report(finding);
}
