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
    lint::{Need, Pass, Rule},
    principal::{Account, Principal},
    sorted::Listed,
};

const OWNER: &[Need] = &[Need::Owner];

pub(crate) const RULES: &[Rule] = &[
    Rule::on_access("KPL-X01", Severity::Security, OWNER, control::full_control),
    Rule::on_access("KPL-X02", Severity::Security, OWNER, control::both_roles),
    Rule::on_access("KPL-X03", Severity::Security, OWNER, control::policy_admins),
    Rule::on_access("KPL-X04", Severity::Security, OWNER, patterns::destroying),
    Rule::on_access("KPL-X05", Severity::Security, OWNER, outside::managing),
    Rule::on_access("KPL-X06", Severity::Security, OWNER, outside::anyone),
    Rule {
        kinds: &[crate::catalog::Kind::Secret],
        ..Rule::on_access("KPL-X07", Severity::Security, &[], patterns::reading_the_value)
    },
    Rule::on_access("KPL-X08", Severity::Security, OWNER, outside::exporting),
    Rule::on_access("KPL-X09", Severity::Security, &[Need::Base], new_access::new_access),
    Rule::on_access("KPL-X10", Severity::Warning, &[], overlap::never_effective),
    Rule::on_access("KPL-X11", Severity::Suggestion, &[], merge::can_be_one),
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
    each.filter(|(_, set)| set.meets(actions)).map(|(place, _)| place).list()
}

#[cfg(test)]
pub(in crate::rules) mod tests;
