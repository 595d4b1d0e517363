//! Actions that are better given by name than through a pattern.

use super::{allows, is_owner, narrow::Narrowing, of_level, places_of, understood};
use crate::{
    catalog::Level,
    document::{PrincipalEntry, Statement},
    finding::Fix,
    grants::ActionSet,
    lint::Pass,
    principal::Principal,
    sorted::{Listed, Map, Set},
    text::NodeId,
};

/// What a rule looks for.
struct Danger {
    actions: ActionSet,
    /// Whether a whole account must not have them by name either.
    by_name: bool,
    more: &'static str,
    title: &'static str,
}

/// KPL-X04.
pub(super) fn destroying(pass: &mut Pass<'_>) {
    let actions = of_level(pass.grants().scope(), Level::Destroy);
    report(pass, &Danger { actions, by_name: true, more: "KPL-X04.more", title: "fix.without-destroying" });
}

/// KPL-X07: the actions of a secret that use it are those that read its value.
pub(super) fn reading_the_value(pass: &mut Pass<'_>) {
    let actions = of_level(pass.grants().scope(), Level::Use);
    report(pass, &Danger { actions, by_name: false, more: "KPL-X07.more", title: "fix.without-value" });
}

fn report(pass: &mut Pass<'_>, danger: &Danger) {
    let grants = pass.grants();
    for statement in allows(pass).filter(|statement| grants.spoken(statement).meets(&danger.actions)) {
        let holders: Vec<(&PrincipalEntry, &Principal, ActionSet)> = understood(statement)
            .filter(|(_, principal)| !is_owner(pass, principal))
            .filter_map(|(entry, principal)| {
                let dangerous = grants.held(principal)?.some.and(&danger.actions);
                (!dangerous.is_empty()).then_some((entry, principal, dangerous))
            })
            .list();
        if !holders.is_empty() {
            report_statement(pass, danger, statement, &holders);
        }
    }
}

fn report_statement(
    pass: &mut Pass<'_>,
    danger: &Danger,
    statement: &Statement,
    holders: &[(&PrincipalEntry, &Principal, ActionSet)],
) {
    let is_pattern = |place: usize| {
        statement
            .actions
            .get(place)
            .and_then(|action| action.pattern.as_ref())
            .is_some_and(|one| one.is_pattern())
    };
    let span = |node: NodeId| pass.document().span(node);
    let (patterns, names): (Vec<usize>, Vec<usize>) =
        places_of(pass, statement, &danger.actions).into_iter().partition(|place| is_pattern(*place));
    let all: Set<NodeId> = holders.iter().map(|(entry, ..)| entry.text.node).collect();
    let wholes = holders.iter().filter(|(_, principal, _)| matches!(principal, Principal::Whole(_)));
    let wholes: Set<NodeId> = wholes.map(|(entry, ..)| entry.text.node).collect();
    let mut findings = Vec::new();
    for (places, by_pattern, whom) in [(patterns, true, all), (names, false, wholes)] {
        if whom.is_empty() || !by_pattern && !danger.by_name {
            continue;
        }
        // The first finding mends all of them, because the entries that stay depend on each other.
        let mut fix = None;
        // By what an entry means: who first gets that, and how many others.
        let mut getting: Map<ActionSet, Option<(&PrincipalEntry, usize)>> = Map::new();
        for place in &places {
            let each = pass.grants().spoken_each(statement);
            let (Some(action), Some(set)) = (statement.actions.get(*place), each.get(*place)) else {
                continue;
            };
            let set = set.and(&danger.actions);
            let getting = getting.entry(set).or_insert_with_key(|set| {
                let mut affected = holders.iter().filter(|(_, principal, held)| {
                    held.meets(set) && (by_pattern || matches!(principal, Principal::Whole(_)))
                });
                affected.next().map(|(first, ..)| (*first, affected.count()))
            });
            let Some((first, others)) = *getting else { continue };
            let mending =
                fix.get_or_insert_with(|| mend(pass, danger, statement, &whom, &places, by_pattern));
            let mut finding = pass
                .finding(span(action.text.node))
                .with("p", &first.text.value)
                .with("a", &action.text.value)
                .with("kind", pass.kind().as_str())
                .related_to(span(first.text.node))
                .fixed_by(mending.take());
            if others > 0 {
                finding = finding.saying(danger.more).with("n", others);
            }
            findings.push(finding);
        }
    }
    findings.into_iter().for_each(|finding| pass.report(finding));
}

fn mend(
    pass: &Pass<'_>,
    danger: &Danger,
    statement: &Statement,
    whom: &Set<NodeId>,
    changing: &[usize],
    safe: bool,
) -> Option<Fix> {
    let kept = pass.grants().scope().all().without(&danger.actions);
    let narrowing = Narrowing::of(pass, statement, changing, &kept);
    let edits = narrowing.edits(pass.document(), whom)?;
    Some(Fix { safe: safe && !narrowing.empties(), ..Fix::guided(danger.title, edits) })
}
