//! Whether the caller, from where it is and now, could set the policy.

use super::about_policy;
use crate::{
    catalog::ConditionKey,
    condition::Literal,
    document::{ConditionEntry, Statement},
    finding::Finding,
    lint::Pass,
    sorted::Listed,
};

/// What a condition key has in the caller's requests, as far as the context tells: `None` is not known, `Some(None)` a
/// request without the key.
fn in_session<'a>(pass: &Pass<'a>, key: &str) -> Option<Option<&'a str>> {
    let around = &pass.context().around;
    let session = around.me.as_ref()?.session.as_ref()?;
    let value = session.get(key).map(String::as_str);
    // The time of a request is known without the session naming it.
    let clock = || around.clock.as_deref().filter(|_| known(pass, key).is_some_and(|key| key.time));
    Some(value.or_else(clock))
}

fn known<'a>(pass: &Pass<'a>, key: &str) -> Option<&'a ConditionKey> {
    pass.catalog().key(key)
}

/// Whether a statement surely applies to the caller's session: without conditions in any case.
pub(super) fn holds_in_session(pass: &Pass<'_>, statement: &Statement) -> bool {
    let condition = statement.condition();
    condition
        .literals
        .iter()
        .all(|literal| in_session(pass, &literal.atom.key).is_some_and(|value| literal.holds(value)))
}

/// Whether the proxy's calls carry a value that a literal asks for; `None` where the egress address does not tell.
fn holds_at_egress(pass: &Pass<'_>, literal: &Literal) -> Option<bool> {
    let egress = pass.context().around.net.as_ref()?.egress.as_deref()?;
    let from_internet = known(pass, &literal.atom.key).is_some_and(|key| key.public_only);
    from_internet.then(|| literal.holds(Some(egress)))
}

/// Conditions that say from where or when.
fn is_about_place_or_time(pass: &Pass<'_>, literal: &Literal) -> bool {
    known(pass, &literal.atom.key).is_some_and(|key| key.network || key.time)
}

fn entries(statement: &Statement) -> impl Iterator<Item = (&ConditionEntry, &Literal)> {
    statement.conditions.iter().filter_map(|entry| Some((entry, entry.literal.as_ref().ok()?)))
}

/// The condition of an Allow that keeps the caller out.
fn unmet<'a>(pass: &Pass<'_>, statement: &'a Statement) -> Option<(&'a ConditionEntry, &'a Literal)> {
    entries(statement).find(|(_, literal)| {
        let in_session = in_session(pass, &literal.atom.key).map(|value| literal.holds(value));
        is_about_place_or_time(pass, literal)
            && (in_session == Some(false) || holds_at_egress(pass, literal) == Some(false))
    })
}

/// The condition of a Deny that takes the proxy's calls in, where every one of its conditions is known to hold. Rule
/// L01 reports those that hold in the session.
fn met_at_egress<'a>(pass: &Pass<'_>, statement: &'a Statement) -> Option<(&'a ConditionEntry, &'a Literal)> {
    let all = entries(statement).all(|(_, literal)| {
        holds_at_egress(pass, literal).or_else(|| Some(literal.holds(in_session(pass, &literal.atom.key)?)))
            == Some(true)
    });
    entries(statement).find(|(_, literal)| all && holds_at_egress(pass, literal) == Some(true))
}

/// KPL-L06.
pub(super) fn out_of_reach(pass: &mut Pass<'_>) {
    let Some(me) = &pass.subject.me else { return pass.skip("me") };
    let around = &pass.context().around;
    if around.me.as_ref().is_none_or(|me| me.session.is_none()) {
        pass.skip("me.session");
    }
    if around.net.as_ref().is_none_or(|net| net.egress.is_none()) {
        pass.skip("net.egress");
    }
    let reaching =
        |statement: &&Statement| statement.known_principals().any(|principal| principal.covers(me));
    let (allows, denies): (Vec<&Statement>, Vec<&Statement>) =
        about_policy(pass).filter(reaching).partition(|statement| statement.allows());
    if allows.is_empty() || denies.iter().any(|statement| holds_in_session(pass, statement)) {
        return;
    }
    let denying = denies.iter().find_map(|statement| Some((*statement, met_at_egress(pass, statement)?)));
    let unmet: Vec<_> =
        allows.iter().filter_map(|statement| Some((*statement, unmet(pass, statement)?))).list();
    let kept_out = unmet.first().copied().filter(|_| unmet.len() == allows.len());
    let finding = match (denying, kept_out) {
        (Some((statement, (entry, literal))), _) => finding(pass, statement, entry, !literal.negated),
        (None, Some((statement, (entry, literal)))) => finding(pass, statement, entry, literal.negated),
        (None, None) => return,
    };
    pass.report(finding);
}

/// `outside` is whether the caller would have to come from anywhere but the values of the condition.
fn finding(pass: &Pass<'_>, statement: &Statement, entry: &ConditionEntry, outside: bool) -> Finding {
    let values: Vec<&str> = entry.values.iter().map(|value| value.value.as_str()).list();
    let time = known(pass, &entry.key.value).is_some_and(|key| key.time);
    let message = match (time, outside) {
        (true, _) => "KPL-L06.time",
        (false, true) => "KPL-L06.outside",
        (false, false) => "KPL-L06",
    };
    pass.finding(pass.document().span(statement.node))
        .saying(message)
        .with("key", &entry.key.value)
        .with("op", &entry.operator.value)
        .with("v", values.join(", "))
        .related_to(pass.document().span(entry.key.node))
}
