//! Rules about what a policy gives away.

mod control;
mod merge;
pub(super) mod narrow;
mod new_access;
mod outside;
mod overlap;
mod patterns;

use crate::{
    catalog::Level,
    document::{PrincipalEntry, Statement},
    finding::Severity,
    grants::{ActionSet, InScope},
    lint::{BOTH, Need, Pass, Rule},
    principal::{Account, Principal},
};

const fn rule(
    id: &'static str,
    severity: Severity,
    needs: &'static [Need],
    check: fn(&mut Pass<'_>),
) -> Rule {
    Rule { id, severity, kinds: BOTH, needs, reads_access: true, check }
}

const OWNER: &[Need] = &[Need::Owner];

pub(crate) const RULES: &[Rule] = &[
    rule("KPL-X01", Severity::Security, OWNER, control::full_control),
    rule("KPL-X02", Severity::Security, OWNER, control::both_roles),
    rule("KPL-X03", Severity::Security, OWNER, control::policy_admins),
    rule("KPL-X04", Severity::Security, OWNER, patterns::destroying),
    rule("KPL-X05", Severity::Security, OWNER, outside::managing),
    rule("KPL-X06", Severity::Security, OWNER, outside::anyone),
    Rule {
        kinds: &[crate::catalog::Kind::Secret],
        ..rule("KPL-X07", Severity::Security, &[], patterns::reading_the_value)
    },
    rule("KPL-X08", Severity::Security, OWNER, outside::exporting),
    rule("KPL-X09", Severity::Security, &[Need::Base], new_access::new_access),
    rule("KPL-X10", Severity::Warning, &[], overlap::never_effective),
    rule("KPL-X11", Severity::Suggestion, &[], merge::can_be_one),
];

/// Statements that allow something.
fn allows<'a>(pass: &Pass<'a>) -> impl Iterator<Item = &'a Statement> + use<'a> {
    pass.document().statements().iter().filter(|statement| statement.allows())
}

/// Entries that are understood, and whom they mean.
fn understood(statement: &Statement) -> impl Iterator<Item = (&PrincipalEntry, &Principal)> {
    statement.principals.iter().filter_map(|entry| Some((entry, entry.principal.as_ref().ok()?)))
}

/// Whether an entry may be the account that owns the resource. Nobody knows which account that is without `res`.
fn is_owner(pass: &Pass<'_>, principal: &Principal) -> bool {
    match &pass.context().owner {
        Some(owner) => principal.is_whole(owner),
        None => matches!(principal, Principal::Whole(Account::Id(_))),
    }
}

/// Whether a principal belongs to one other account than the owner's.
fn is_outside(pass: &Pass<'_>, principal: &Principal) -> bool {
    matches!(principal.account(), Account::Id(id) if id != pass.owner())
}

/// Actions of the group MANAGE.
fn manage(scope: &InScope<'_>) -> ActionSet {
    scope.that(|action| action.level.manages())
}

/// Those of them that do more than set tags.
fn manage_above_tag(scope: &InScope<'_>) -> ActionSet {
    scope.that(|action| action.level.manages() && action.level != Level::Tag)
}

fn of_level(scope: &InScope<'_>, level: Level) -> ActionSet {
    scope.that(|action| action.level == level)
}

/// Places of the entries of `Action` that mean one of some actions.
fn places_of(pass: &Pass<'_>, statement: &Statement, actions: &ActionSet) -> Vec<usize> {
    let each = pass.grants().spoken_each(statement).iter().enumerate();
    each.filter(|(_, set)| set.meets(actions)).map(|(place, _)| place).collect()
}

#[cfg(test)]
pub(in crate::rules) mod tests;
