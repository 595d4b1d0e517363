//! Allows that a Deny takes back altogether.

use super::{narrow::without, understood};
use crate::{
    action::ActionPattern,
    document::{ActionEntry, Element, PrincipalEntry, Statement},
    edit::nodes::{remove, remove_all},
    finding::{Finding, Fix},
    grants::ActionSet,
    lint::Pass,
    principal::Principal,
    sorted::{Listed, Set},
    text::Edit,
};

/// Whether every action that a pattern may ever mean is also meant by another; `false` where it is not plain.
///
/// A pattern is matched against the text of the other one: its `*` takes the other's `*` and whatever that stands for.
/// Its `?` would take the other's `*` as well, which may stand for more.
pub(super) fn covers_text(wide: &ActionPattern, narrow: &ActionPattern) -> bool {
    wide == narrow
        || ((!wide.name().contains('?') || !narrow.name().contains('*')) && wide.covers(narrow.name()))
}

/// Patterns that cover others by their text.
pub(super) struct Patterns<'a> {
    /// Names without wildcard, and patterns: equal ones need no comparison.
    all: Set<&'a ActionPattern>,
    patterns: Vec<&'a ActionPattern>,
}

impl<'a> Patterns<'a> {
    pub(super) fn of(statement: &'a Statement) -> Self {
        let all: Set<&ActionPattern> = statement.known_actions().collect();
        let patterns = all.iter().copied().filter(|pattern| pattern.is_pattern()).list();
        Self { all, patterns }
    }

    pub(super) fn cover(&self, pattern: &ActionPattern) -> bool {
        self.all.contains(pattern) || self.patterns.iter().any(|wide| covers_text(wide, pattern))
    }
}

/// An unconditional Deny.
struct Denial<'a> {
    statement: &'a Statement,
    principals: Set<&'a Principal>,
    actions: Patterns<'a>,
    spoken: &'a ActionSet,
}

impl Denial<'_> {
    fn reaches(&self, principal: &Principal) -> bool {
        self.principals.contains(principal) || self.principals.iter().any(|listed| listed.includes(principal))
    }

    /// A pattern must be covered as text, so that it also is for actions that the service has yet to get.
    fn takes(&self, action: &ActionPattern, means: &ActionSet) -> bool {
        self.spoken.holds_all(means) && self.actions.cover(action)
    }
}

/// KPL-X10.
pub(super) fn never_effective(pass: &mut Pass<'_>) {
    let statements = pass.document().statements();
    let denials: Vec<Denial<'_>> = statements
        .iter()
        .filter(|statement| statement.denies() && statement.condition().is_always())
        .map(|statement| Denial {
            statement,
            principals: statement.known_principals().collect(),
            actions: Patterns::of(statement),
            spoken: pass.grants().spoken(statement),
        })
        .list();
    for statement in statements.iter().filter(|statement| statement.allows()) {
        report_statement(pass, statement, &denials);
    }
}

fn report_statement(pass: &mut Pass<'_>, statement: &Statement, denials: &[Denial<'_>]) {
    let each = pass.grants().spoken_each(statement);
    let actions: Vec<(&ActionEntry, &ActionPattern, &ActionSet)> = statement
        .actions
        .iter()
        .zip(each)
        .filter_map(|(entry, means)| Some((entry, entry.pattern.as_ref()?, means)))
        .list();
    let principals: Vec<(&PrincipalEntry, &Principal)> = understood(statement).list();
    // What the first Deny that reaches a part says is enough; a second one adds nothing.
    let mut named: Set<usize> = Set::new();
    let mut parts = Vec::new();
    for denial in denials {
        let reached: Vec<&PrincipalEntry> = principals
            .iter()
            .filter(|(_, principal)| denial.reaches(principal))
            .map(|(entry, _)| *entry)
            .list();
        if reached.is_empty() {
            continue;
        }
        let taken: Vec<&ActionEntry> = actions
            .iter()
            .filter(|(_, pattern, means)| denial.takes(pattern, means))
            .map(|(entry, ..)| *entry)
            .list();
        let everybody = reached.len() == principals.len();
        let everything = !taken.is_empty() && taken.len() == actions.len();
        if everybody && everything {
            let whole = finding(pass, statement, denial, pass.document().span(statement.node))
                .fixed_by(whole_fix(pass, statement));
            return pass.report(whole);
        }
        let texts = if everything {
            reached.iter().map(|entry| (&entry.text, "KPL-X10.principal")).list()
        } else if everybody {
            taken.iter().map(|entry| (&entry.text, "KPL-X10.action")).list()
        } else {
            Vec::new()
        };
        for (text, message) in texts {
            let span = pass.document().span(text.node);
            if !named.insert(span.start) {
                continue;
            }
            let edits = if everything {
                without(pass.document(), statement, &Set::from([text.node]))
            } else {
                statement.element(Element::Action).map(|list| remove_all(pass.tree(), list, &[text.node]))
            };
            let part = finding(pass, statement, denial, span)
                .saying(message)
                .with("part", &text.value)
                .fixed_by(edits.map(|edits| Fix::guided("fix.remove", edits)));
            parts.push(part);
        }
    }
    parts.into_iter().for_each(|part| pass.report(part));
}

fn finding(pass: &Pass<'_>, allow: &Statement, denial: &Denial<'_>, span: crate::text::Span) -> Finding {
    pass.finding(span)
        .with("n", allow.index + 1)
        .with("m", denial.statement.index + 1)
        .related_to(pass.document().span(denial.statement.node))
}

fn whole_fix(pass: &Pass<'_>, statement: &Statement) -> Option<Fix> {
    let edits: Vec<Edit> = vec![remove(pass.tree(), statement.node)];
    (pass.document().statements().len() > 1).then(|| Fix::guided("fix.remove", edits))
}
