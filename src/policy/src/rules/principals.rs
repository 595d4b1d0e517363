//! Whom statements are about: the entries of `Principal`.

mod form;
mod names;
mod outside;
mod repeats;
mod shape;

use super::list;
use crate::{
    document::{PrincipalEntry, Statement},
    finding::Severity::{Error, Security, Suggestion, Warning},
    lint::{Need, Pass, Rule},
    principal::{Fault, Principal},
};

pub(crate) const RULES: &[Rule] = &[
    Rule::on_text("KPL-P01", Error, shape::wrong),
    Rule::on_text("KPL-P02", Error, form::no_principal),
    Rule::on_text("KPL-P03", Error, form::wrong_type),
    Rule::on_text("KPL-P04", Error, form::example_text),
    Rule::on_text("KPL-P05", Warning, form::account_id),
    Rule::on_text("KPL-P06", Security, outside::any_account),
    Rule::on_text("KPL-P07", Security, names::pattern),
    Rule { needs: &[Need::Owner], ..Rule::on_text("KPL-P08", Security, outside::not_trusted) },
    Rule { needs: &[Need::Owner], ..Rule::on_text("KPL-P09", Security, outside::whole_account) },
    Rule { needs: &[Need::Owner], ..Rule::on_text("KPL-P10", Warning, names::not_found) },
    Rule::on_text("KPL-P11", Suggestion, repeats::covered),
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
