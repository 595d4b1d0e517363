//! What a draft allows and the saved policy does not, and what it allows to any account.

use super::{allows, control::Taking, understood};
use crate::{
    action::ActionPattern,
    analysis::Comparison,
    catalog::Level,
    document::{Document, PrincipalEntry, Statement},
    finding::Severity,
    grants::Grants,
    lint::Pass,
    principal::{Account, Principal},
    sorted::{Listed, Map},
};

/// Pairs of principals and actions that the draft allows in a context in which the base does not, by the exact analysis:
/// what it cannot decide counts as new. Names that do not exist yet stand under the pattern that names them.
fn new_pairs(pass: &Pass<'_>, base: &Document) -> Option<Vec<(Principal, String)>> {
    let mut comparison =
        Comparison::new(base, pass.document(), pass.kind(), pass.owner(), pass.catalog()).ok()?;
    let pairs = comparison.new_pairs().into_iter().flat_map(|pair| {
        let principal = pair.principal.entry();
        let names = pair.actions.into_iter().map(|action| action.pattern.unwrap_or(action.name));
        names.map(move |name| (principal.clone(), name)).list()
    });
    Some(pairs.list())
}

/// Actions that any account may do in every context.
pub(super) fn open_to_anyone(grants: &Grants<'_>) -> Vec<String> {
    let Some(held) = grants.held(&Principal::Whole(Account::Any)) else { return Vec::new() };
    grants.scope().of(&held.always).map(|action| action.name.clone()).list()
}

/// KPL-X09.
pub(super) fn new_access(pass: &mut Pass<'_>) {
    let Some(base) = &pass.subject.base else { return };
    let Some(pairs) = new_pairs(pass, base) else { return pass.skip("patterns") };
    let harmless = |(principal, action): &(Principal, String)| {
        // A name that does not exist yet is taken for what its pattern means today.
        let pattern = ActionPattern::of_name(action);
        let levels: Vec<Level> = pattern.known(pass.catalog()).map(|action| action.level).list();
        let reads =
            !levels.is_empty() && levels.iter().all(|level| matches!(level, Level::List | Level::Read));
        let own = pass.context().owner.as_ref();
        reads && matches!((principal.account(), own), (Account::Id(id), Some(owner)) if id == owner)
    };
    let severity = if pairs.iter().all(harmless) { Severity::Suggestion } else { Severity::Security };
    let by_principal = Map::grouped(pairs);
    let entries: Entries<'_> = Map::grouped(allows(pass).flat_map(|statement| {
        understood(statement).map(move |(entry, principal)| (principal, (statement, entry)))
    }));
    let in_scope = pass.grants().actions().count();
    let service = pass.catalog().service();
    for (principal, actions) in by_principal {
        // All of the scope, and names that do not exist yet.
        let listed = if actions.len() >= in_scope {
            format!("{service}:*")
        } else {
            let names: Vec<String> = actions.iter().map(|action| format!("{service}:{action}")).list();
            names.join(", ")
        };
        let place = place(pass, &entries, &principal, actions.first().map_or("", String::as_str));
        let node = place.map(|(_, entry)| entry.text.node).or(pass.tree().root());
        let mut finding = pass
            .finding(node.map(|node| pass.document().span(node)).unwrap_or_default())
            .with("a", listed)
            .with("n", actions.len());
        if let Some((statement, entry)) =
            place.filter(|(_, entry)| entry.principal.as_ref() == Ok(&principal))
        {
            let new = pass.grants().scope().that(|action| actions.contains(&action.name));
            finding = finding.fixed_by(Taking::new(new, "fix.take-back").from(pass, statement, entry));
        }
        finding.severity = severity;
        pass.report(finding.with("p", principal));
    }
}

/// Where each principal is listed by an Allow.
type Entries<'a> = Map<&'a Principal, Vec<(&'a Statement, &'a PrincipalEntry)>>;

/// Where an Allow lists a principal, or one that includes it, for an action.
fn place<'a>(
    pass: &Pass<'a>,
    entries: &Entries<'a>,
    principal: &Principal,
    action: &str,
) -> Option<(&'a Statement, &'a PrincipalEntry)> {
    let number = pass.grants().scope().place(action)?;
    let giving = |places: &Vec<(&'a Statement, &'a PrincipalEntry)>| {
        places.iter().find(|(statement, _)| pass.grants().spoken(statement).has(number)).copied()
    };
    let around = || entries.iter().filter(|(listed, _)| listed.includes(principal));
    entries.get(principal).and_then(giving).or_else(|| around().find_map(|(_, places)| giving(places)))
}
