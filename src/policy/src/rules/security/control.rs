//! Principals that hold too much at once.

use std::collections::HashSet;

use super::{
    allows, is_outside, is_owner, manage_above_tag, narrow::Narrowing, narrow::give, of_level, places_of,
    understood,
};
use crate::{
    catalog::Level,
    document::{Element, PrincipalEntry, Statement},
    edit::nodes::quoted,
    finding::Fix,
    grants::{ActionSet, Grants, Held},
    lint::Pass,
    sorted::{Listed, Map, Set},
    text::{Edit, Span},
};

/// KPL-X01.
pub(super) fn full_control(pass: &mut Pass<'_>) {
    let (grants, catalog) = (pass.grants(), pass.catalog());
    let all = grants.scope().all();
    // Outside principals are meant as users only.
    let user = role_list(pass, catalog.user_actions(pass.kind()));
    let administrator = role_list(pass, catalog.administrator_actions(pass.kind()));
    for statement in allows(pass).filter(|statement| grants.spoken(statement).holds_all(&all)) {
        for (entry, principal) in understood(statement) {
            let has_all = grants.held(principal).is_some_and(|held| held.some.holds_all(&all));
            if is_owner(pass, principal) || !has_all {
                continue;
            }
            let (title, list) = if is_outside(pass, principal) {
                ("fix.user-actions", &user)
            } else {
                ("fix.administrator-actions", &administrator)
            };
            let finding = pass
                .finding(pass.document().span(entry.text.node))
                .with("p", &entry.text.value)
                .with("kind", pass.kind().as_str())
                .fixed_by(giving(pass, statement, entry, list).map(|edits| Fix::guided(title, edits)));
            pass.report(finding);
        }
    }
}

fn role_list(pass: &Pass<'_>, patterns: &[String]) -> String {
    let service = pass.catalog().service();
    let texts: Vec<String> = patterns.iter().map(|name| quoted(&format!("{service}:{name}"))).list();
    format!("[{}]", texts.join(", "))
}

fn giving(pass: &Pass<'_>, statement: &Statement, entry: &PrincipalEntry, list: &str) -> Option<Vec<Edit>> {
    let actions = statement.element(Element::Action)?;
    let edit = Edit::replace(pass.document().span(actions), list);
    give(pass.document(), statement, &Set::from([entry.text.node]), &[edit])
}

/// The first entry of every principal that an Allow of one of some actions lists, for principals that a test picks out.
fn first_entries<'a>(
    pass: &Pass<'a>,
    speaking_of: &ActionSet,
    picked: impl Fn(&Held<'_>) -> bool,
) -> Vec<(&'a Statement, &'a PrincipalEntry)> {
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    let grants = pass.grants();
    for statement in allows(pass).filter(|statement| grants.spoken(statement).meets(speaking_of)) {
        for (entry, principal) in understood(statement) {
            let Some(held) = grants.held(principal) else { continue };
            if picked(held) && !is_owner(pass, principal) && seen.insert(held.principal) {
                found.push((statement, entry));
            }
        }
    }
    found
}

/// What is left of each statement without some actions, worked out once.
pub(super) struct Taking<'a> {
    actions: ActionSet,
    title: &'static str,
    statements: Map<usize, Narrowing<'a>>,
}

impl<'a> Taking<'a> {
    pub(super) fn new(actions: ActionSet, title: &'static str) -> Self {
        Self { actions, title, statements: Map::new() }
    }

    /// Takes the actions from one entry.
    pub(super) fn from(
        &mut self,
        pass: &Pass<'a>,
        statement: &'a Statement,
        entry: &PrincipalEntry,
    ) -> Option<Fix> {
        let narrowing = self.statements.entry(statement.index).or_insert_with(|| {
            let kept = pass.grants().scope().all().without(&self.actions);
            Narrowing::of(pass, statement, &places_of(pass, statement, &self.actions), &kept)
        });
        let edits = narrowing.edits(pass.document(), &Set::from([entry.text.node]))?;
        Some(Fix::guided(self.title, edits))
    }
}

/// KPL-X02.
pub(super) fn both_roles(pass: &mut Pass<'_>) {
    let scope = pass.grants().scope();
    let (manage, using) = (manage_above_tag(scope), of_level(scope, Level::Use));
    let both = first_entries(pass, &manage, |held| held.some.meets(&manage) && held.some.meets(&using));
    let mut taking = Taking::new(manage, "fix.without-managing");
    for (statement, entry) in both {
        let finding = pass
            .finding(pass.document().span(entry.text.node))
            .with("p", &entry.text.value)
            .with("kind", pass.kind().as_str())
            .fixed_by(taking.from(pass, statement, entry));
        pass.report(finding);
    }
}

/// KPL-X03.
pub(super) fn policy_admins(pass: &mut Pass<'_>) {
    let policy = of_level(pass.grants().scope(), Level::Policy);
    let base = pass.subject.base.as_ref().map(|base| Grants::new(base, pass.kind(), pass.catalog()));
    let holders = first_entries(pass, &policy, |held| held.some.meets(&policy));
    let mut taking = Taking::new(policy.clone(), "fix.without-policy");
    for &(statement, entry) in &holders {
        let Ok(principal) = &entry.principal else { continue };
        let had = base.as_ref().is_some_and(|base| {
            base.held_around(principal)
                .any(|held| !is_owner(pass, held.principal) && held.some.meets(&policy))
        });
        if had {
            continue;
        }
        let finding = pass
            .finding(pass.document().span(entry.text.node))
            .with("p", &entry.text.value)
            .fixed_by(taking.from(pass, statement, entry));
        pass.report(finding);
    }
    let limit = pass.context().around.cfg.max_policy_admins;
    if holders.len() > limit {
        let spans: Vec<Span> = holders.iter().map(|(_, entry)| pass.document().span(entry.text.node)).list();
        let first = spans.first().copied().unwrap_or_default();
        let mut finding =
            pass.finding(first).saying("KPL-X03.many").with("n", holders.len()).with("max", limit);
        finding.spans = spans;
        pass.report(finding);
    }
}
