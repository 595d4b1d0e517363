//! Actions that clients call together.

use super::{spelt, usage::Usability};
use crate::{
    access::Grant,
    catalog::{Action, Level, Scope},
    document::{ActionEntry, Document, Element, PrincipalEntry, Statement},
    edit::nodes,
    finding::{Finding, Fix},
    grants::Grants,
    lint::Pass,
    principal::Principal,
    sorted::{Listed, Map},
};

/// KPL-A10.
pub(super) fn missing(pass: &mut Pass<'_>) {
    let (catalog, kind) = (pass.catalog(), pass.kind());
    let usability = Usability::new(pass);
    let grants = Grants::new(pass.document(), kind, catalog);
    let counts = |action: &&Action| !usability.rules_out(action);
    let actions: Vec<&Action> = grants
        .actions()
        .filter(|action| action.level == Level::Use && !action.companions.is_empty())
        .filter(counts)
        .filter(|action| is_allowed_to_someone(pass.document(), action))
        .list();
    let places = Places::of(pass.document());
    for principal in grants.entries() {
        if principal.is_whole(pass.owner()) {
            continue;
        }
        // One finding for each thing to add, whatever needs it.
        let mut lacking: Map<&str, Vec<&Action>> = Map::new();
        for action in &actions {
            if grants.grant(principal, &action.name) == Grant::Never {
                continue;
            }
            for companion in action.companions.iter().filter_map(|name| catalog.action(name)).filter(counts) {
                if catalog.scope_of(companion, kind) != Scope::Outside
                    && grants.grant(principal, &companion.name) == Grant::Never
                {
                    lacking.entry(&companion.name).or_default().push(action);
                }
            }
        }
        for (companion, users) in lacking {
            let Some(place) = users.first().and_then(|action| places.find(principal, action)) else {
                continue;
            };
            let names: Vec<String> = users.iter().map(|action| spelt(catalog, &action.name)).list();
            let companion = spelt(catalog, companion);
            let finding = place
                .finding(pass, principal)
                .with("a", names.join(", "))
                .with("b", &companion)
                .fixed_by(addition(pass, &place, &companion));
            pass.report(finding);
        }
    }
}

fn is_allowed_to_someone(document: &Document, action: &Action) -> bool {
    document.statements().iter().any(|statement| statement.allows() && is_about(statement, action))
}

fn is_about(statement: &Statement, action: &Action) -> bool {
    statement.known_actions().any(|pattern| pattern.covers(&action.name))
}

/// Adds an action to the list that lacks it; one that is there already is denied elsewhere.
fn addition(pass: &Pass<'_>, place: &Place<'_>, action: &str) -> Option<Fix> {
    let known = pass.catalog().action(action.split_once(':')?.1)?;
    if is_about(place.statement, known) {
        return None;
    }
    let list = place.statement.element(Element::Action)?;
    let edits = vec![nodes::add_text(pass.tree(), list, action)];
    Some(Fix::guided("fix.actions.add", edits).with("new", action))
}

/// KPL-A11.
pub(super) fn missing_on_key(pass: &mut Pass<'_>) {
    let (catalog, kind) = (pass.catalog(), pass.kind());
    let Some(peer) = pass.context().around.peer.as_ref() else { return };
    let policy = Document::parse(peer.policy.as_str(), catalog);
    if !policy.tree().problems().is_empty() {
        pass.skip("peer");
        return;
    }
    let grants = Grants::new(pass.document(), kind, catalog);
    let needs = |action: &'_ Action| {
        let name = action.on_encrypting_key.as_ref()?;
        catalog.action(name).map(|on_key| on_key.name.clone())
    };
    let actions: Vec<(&Action, String)> = grants
        .actions()
        .filter_map(|action| Some((action, needs(action)?)))
        .filter(|(action, _)| is_allowed_to_someone(pass.document(), action))
        .list();
    let places = Places::of(pass.document());
    for principal in grants.entries() {
        if principal.is_whole(pass.owner()) {
            continue;
        }
        for (action, on_key) in &actions {
            if grants.grant(principal, &action.name) == Grant::Never || may(&policy, principal, on_key) {
                continue;
            }
            let Some(place) = places.find(principal, action) else { continue };
            let finding = place
                .finding(pass, principal)
                .with("a", spelt(catalog, &action.name))
                .with("b", spelt(catalog, on_key))
                .with("key", &peer.key);
            pass.report(finding);
        }
    }
}

/// Whether a policy lets a principal do something in some context, by an entry of its own or one that holds it.
fn may(policy: &Document, principal: &Principal, action: &str) -> bool {
    let reaches = |statement: &&Statement| {
        statement.known_actions().any(|pattern| pattern.covers(action))
            && statement.known_principals().any(|listed| listed.includes(principal))
    };
    let is_denied = |statement: &Statement| statement.denies() && statement.condition().is_always();
    let statements = policy.statements();
    statements.iter().filter(|statement| statement.allows()).any(|statement| reaches(&statement))
        && !statements.iter().filter(|statement| is_denied(statement)).any(|statement| reaches(&statement))
}

/// Where principals are listed by an Allow.
struct Places<'a>(Map<&'a Principal, Vec<(&'a Statement, &'a PrincipalEntry)>>);

impl<'a> Places<'a> {
    fn of(document: &'a Document) -> Self {
        let allows = document.statements().iter().filter(|statement| statement.allows());
        let entries =
            allows.flat_map(|statement| statement.principals.iter().map(move |entry| (statement, entry)));
        Self(Map::grouped(
            entries
                .filter_map(|(statement, entry)| Some((entry.principal.as_ref().ok()?, (statement, entry)))),
        ))
    }

    /// Where a listed principal gets an action first.
    fn find(&self, principal: &Principal, action: &Action) -> Option<Place<'a>> {
        self.0.get(principal)?.iter().find_map(|(statement, principal)| {
            let gives = |entry: &&ActionEntry| {
                entry.pattern.as_ref().is_some_and(|pattern| pattern.covers(&action.name))
            };
            Some(Place { statement, principal, action: statement.actions.iter().find(gives)? })
        })
    }
}

/// Where a listed principal gets an action.
struct Place<'a> {
    statement: &'a Statement,
    principal: &'a PrincipalEntry,
    action: &'a ActionEntry,
}

impl Place<'_> {
    fn finding(&self, pass: &Pass<'_>, principal: &Principal) -> Finding {
        pass.finding(pass.tree().span(self.principal.text.node))
            .with("p", principal)
            .related_to(pass.tree().span(self.action.text.node))
    }
}
