//! Who is let in from other accounts. A wide Deny harms nobody, so these look at Allow alone.

use super::{list, understood};
use crate::{
    catalog::Kind,
    document::{Effect, Element, PrincipalEntry, Statement},
    edit::nodes,
    finding::Fix,
    lint::Pass,
    principal::{Account, Principal},
    text::Edit,
};

fn allowed<'a>(
    pass: &Pass<'a>,
) -> impl Iterator<Item = (&'a Statement, &'a PrincipalEntry, &'a Principal)> + use<'a> {
    understood(pass).filter(|(statement, ..)| statement.effect == Some(Effect::Allow))
}

/// KPL-P06.
pub(super) fn any_account(pass: &mut Pass<'_>) {
    let tree = pass.tree();
    let owner = pass.context().owner.as_deref();
    for (_, entry, principal) in allowed(pass) {
        if *principal.account() != Account::Any {
            continue;
        }
        let own = owner.map(|owner| own(principal, owner));
        let fix = own.map(|own| {
            let edits = vec![nodes::replace_with_text(tree, entry.text.node, &own)];
            Fix::guided("fix.replace", edits).with("new", own)
        });
        let finding = pass.finding(tree.span(entry.text.node)).with("arn", &entry.text.value).fixed_by(fix);
        pass.report(finding);
    }
    // The same written without the object around it is of the wrong shape, and just as wide in intent.
    for statement in
        list::readable(pass.document()).filter(|statement| statement.effect == Some(Effect::Allow))
    {
        let Some(node) = statement.element(Element::Principal) else { continue };
        if tree.text(node).is_none_or(|text| text != "*") {
            continue;
        }
        let fix = owner.map(|owner| {
            let own = own(&Principal::Whole(Account::Any), owner);
            let edit = Edit::replace(tree.span(node), format!("{{\"RAM\": [{}]}}", nodes::quoted(&own)));
            Fix::guided("fix.replace", vec![edit]).with("new", own)
        });
        let finding = pass.finding(tree.span(node)).with("arn", "*").fixed_by(fix);
        pass.report(finding);
    }
}

/// The same of the owner account alone.
fn own(principal: &Principal, owner: &str) -> String {
    let account = Account::Id(owner.to_owned());
    let own = match principal.clone() {
        Principal::Whole(_) => Principal::Whole(account),
        Principal::Named { kind, name, .. } => Principal::Named { account, kind, name },
    };
    own.to_string()
}

/// The account of a principal that is neither the owner nor everybody.
fn outside<'a>(pass: &Pass<'_>, principal: &'a Principal) -> Option<&'a str> {
    match principal.account() {
        Account::Id(id) if id != pass.owner() => Some(id),
        _ => None,
    }
}

/// KPL-P08.
pub(super) fn not_trusted(pass: &mut Pass<'_>) {
    let trusted = &pass.context().around.cfg.trusted_accounts;
    for (statement, entry, principal) in allowed(pass) {
        let Some(id) = outside(pass, principal).filter(|id| !trusted.contains(*id)) else { continue };
        let finding = pass
            .finding(pass.tree().span(entry.text.node))
            .with("id", id)
            .with("arn", &entry.text.value)
            .fixed_by(list::removal(pass.tree(), statement, entry.text.node, false));
        pass.report(finding);
    }
}

/// KPL-P09.
pub(super) fn whole_account(pass: &mut Pass<'_>) {
    let message = match pass.kind() {
        Kind::Key => "KPL-P09",
        Kind::Secret => "KPL-P09.secret",
    };
    for (_, entry, principal) in allowed(pass) {
        if !matches!(principal, Principal::Whole(_)) {
            continue;
        }
        let Some(id) = outside(pass, principal) else { continue };
        let finding = pass.finding(pass.tree().span(entry.text.node)).saying(message).with("id", id);
        pass.report(finding);
    }
}
