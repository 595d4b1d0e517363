//! What other accounts get.

use super::{
    allows, is_outside, manage,
    narrow::{Narrowing, give, without},
    new_access::open_to_anyone,
    of_level, places_of, understood,
};
use crate::{
    catalog::{Level, ValueType},
    document::{Element, PrincipalEntry, Statement},
    edit::nodes::{insert, quoted},
    finding::Fix,
    grants::ActionSet,
    lint::Pass,
    principal::{Account, Principal},
    sorted::{Listed, Set},
    text::{Edit, NodeId},
};

/// Names of some actions, as policies spell them.
fn spelt(pass: &Pass<'_>, actions: &ActionSet) -> Vec<String> {
    let service = pass.catalog().service();
    pass.grants().scope().of(actions).map(|action| format!("{service}:{}", action.name)).list()
}

/// KPL-X05.
pub(super) fn managing(pass: &mut Pass<'_>) {
    let manage = manage(pass.grants().scope());
    for statement in allows(pass) {
        let spoken = pass.grants().spoken(statement).and(&manage);
        if spoken.is_empty() {
            continue;
        }
        let managers: Vec<(&PrincipalEntry, ActionSet)> = understood(statement)
            .filter(|(_, principal)| is_outside(pass, principal))
            .filter_map(|(entry, principal)| {
                let actions = pass.grants().held(principal)?.some.and(&spoken);
                (!actions.is_empty()).then_some((entry, actions))
            })
            .list();
        let nodes: Set<NodeId> = managers.iter().map(|(entry, _)| entry.text.node).collect();
        // One fix moves all of them, so that they stay together in one statement.
        let mut fix = (!nodes.is_empty()).then(|| using_only(pass, statement, &nodes, &manage)).flatten();
        for (entry, actions) in managers {
            let names = spelt(pass, &actions);
            let finding = pass
                .finding(pass.document().span(entry.text.node))
                .with("p", &entry.text.value)
                .with("a", names.first().map_or("", String::as_str))
                .with("all", names.join(", "))
                .with("n", names.len() - 1)
                .fixed_by(fix.take());
            let finding = if names.len() > 1 { finding.saying("KPL-X05.more") } else { finding };
            pass.report(finding);
        }
    }
}

fn using_only(pass: &Pass<'_>, statement: &Statement, whom: &Set<NodeId>, manage: &ActionSet) -> Option<Fix> {
    let using = of_level(pass.grants().scope(), Level::Use);
    let narrowing = Narrowing::of(pass, statement, &places_of(pass, statement, manage), &using);
    let edits = narrowing.edits(pass.document(), whom)?;
    Some(Fix { safe: !narrowing.empties(), ..Fix::guided("fix.using-only", edits) })
}

/// KPL-X06.
pub(super) fn anyone(pass: &mut Pass<'_>) {
    let actions = open_to_anyone(pass.grants());
    let Some(first) = actions.first() else { return };
    let is_open = |principal: &Principal| matches!(principal, Principal::Whole(Account::Any));
    let deciding = allows(pass).find(|statement| {
        statement.known_principals().any(is_open)
            && statement.known_actions().any(|pattern| pattern.covers(first))
    });
    let node = deciding.map(|statement| statement.node).or(pass.tree().root());
    let fix = deciding.and_then(|statement| {
        let open = understood(statement).filter(|(_, principal)| is_open(principal));
        let nodes: Set<NodeId> = open.map(|(entry, _)| entry.text.node).collect();
        Some(Fix::guided("fix.without-anyone", without(pass.document(), statement, &nodes)?))
    });
    let service = pass.catalog().service();
    let finding = pass
        .finding(node.map(|node| pass.document().span(node)).unwrap_or_default())
        .with("a", format!("{service}:{first}"))
        .with("n", actions.len() - 1)
        .fixed_by(fix);
    let finding = if actions.len() > 1 { finding.saying("KPL-X06.more") } else { finding };
    pass.report(finding);
}

/// KPL-X08.
pub(super) fn exporting(pass: &mut Pass<'_>) {
    let export = pass.grants().scope().that(|action| action.export);
    for statement in allows(pass).filter(|statement| statement.condition().is_always()) {
        let spoken = pass.grants().spoken(statement).and(&export);
        if spoken.is_empty() {
            continue;
        }
        let exporters: Vec<(&PrincipalEntry, ActionSet)> = understood(statement)
            .filter(|(_, principal)| is_outside(pass, principal))
            .filter_map(|(entry, principal)| {
                let actions = pass.grants().held(principal)?.always.and(&spoken);
                (!actions.is_empty()).then_some((entry, actions))
            })
            .list();
        for (entry, actions) in exporters {
            let finding = pass
                .finding(pass.document().span(entry.text.node))
                .with("p", &entry.text.value)
                .with("a", spelt(pass, &actions).join(", "))
                .fixed_by(from_bound_vpcs(pass, statement, entry));
            pass.report(finding);
        }
    }
}

/// Ties an entry to the VPCs of the instance, where these are known.
fn from_bound_vpcs(pass: &Pass<'_>, statement: &Statement, entry: &PrincipalEntry) -> Option<Fix> {
    let vpcs = pass.context().around.net.as_ref()?.bound_vpcs.as_ref().filter(|vpcs| !vpcs.is_empty())?;
    let key = pass.catalog().keys().iter().find(|key| key.value_type == ValueType::Vpc)?;
    let operator =
        pass.catalog().operators().iter().find(|operator| operator.family == key.value_type.family())?;
    let vpcs: Vec<String> = vpcs.iter().map(|vpc| quoted(vpc)).list();
    let value = format!("{{{}: {{{}: [{}]}}}}", quoted(&operator.name), quoted(&key.name), vpcs.join(", "));
    let edit = match statement.element(Element::Condition) {
        // An Allow without any condition may still have an empty element of that name.
        Some(condition) => Edit::replace(pass.document().span(condition), value),
        None => {
            let member = format!("{}: {value}", quoted(Element::Condition.as_str()));
            insert(pass.tree(), statement.node, usize::MAX, &member)
        }
    };
    let edits = give(pass.document(), statement, &Set::from([entry.text.node]), &[edit])?;
    Some(Fix::guided("fix.from-bound-vpcs", edits))
}
