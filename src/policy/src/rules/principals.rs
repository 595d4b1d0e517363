//! Whom statements are about: the entries of `Principal`.

mod form;
mod names;
mod outside;
mod repeats;
mod shape;

use super::list;
use crate::{
    document::{PrincipalEntry, Statement},
    finding::Severity::{self, Error, Security, Suggestion, Warning},
    lint::{BOTH, Need, Pass, Rule},
    principal::{Fault, Principal},
};

/// A rule for both kinds of policy that needs no context.
const fn rule(id: &'static str, severity: Severity, check: fn(&mut Pass<'_>)) -> Rule {
    Rule { id, severity, kinds: BOTH, needs: &[], reads_access: false, check }
}

pub(crate) const RULES: &[Rule] = &[
    rule("KPL-P01", Error, shape::wrong),
    rule("KPL-P02", Error, form::no_principal),
    rule("KPL-P03", Error, form::wrong_type),
    rule("KPL-P04", Error, form::example_text),
    rule("KPL-P05", Warning, form::account_id),
    rule("KPL-P06", Security, outside::any_account),
    rule("KPL-P07", Security, names::pattern),
    Rule { needs: &[Need::Owner], ..rule("KPL-P08", Security, outside::not_trusted) },
    Rule { needs: &[Need::Owner], ..rule("KPL-P09", Security, outside::whole_account) },
    Rule { needs: &[Need::Owner], ..rule("KPL-P10", Warning, names::not_found) },
    rule("KPL-P11", Suggestion, repeats::covered),
];

/// Entries that the service can know.
fn understood<'a>(
    pass: &Pass<'a>,
) -> impl Iterator<Item = (&'a Statement, &'a PrincipalEntry, &'a Principal)> + use<'a> {
    list::readable(pass.document()).flat_map(|statement| {
        statement
            .principals
            .iter()
            .filter_map(move |entry| Some((statement, entry, entry.principal.as_ref().ok()?)))
    })
}

/// Entries that are no principal, and why.
fn refused<'a>(pass: &Pass<'a>) -> impl Iterator<Item = (&'a PrincipalEntry, &'a Fault)> + use<'a> {
    list::readable(pass.document())
        .flat_map(|statement| &statement.principals)
        .filter_map(|entry| Some((entry, entry.principal.as_ref().err()?)))
}

#[cfg(test)]
mod tests;
