//! Which actions mean something for this kind of resource.

use std::collections::HashMap;

use super::{super::list, known, lists::Removals, spelt};
use crate::{
    action::ActionPattern,
    catalog::{Action, Catalog, Kind, Level, Scope},
    document::{ActionEntry, Effect},
    edit::nodes,
    finding::Fix,
    lint::Pass,
    sorted::{Listed, Set},
};

/// What an entry means to policies of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Nothing that is known.
    Nothing,
    /// Known actions, all of which policies of the kind do not govern.
    Outside,
    Governed,
}

/// What entries mean, asked once for each spelling: policies repeat their patterns.
pub(super) struct Reaches<'a> {
    catalog: &'a Catalog,
    kind: Kind,
    found: HashMap<&'a str, Reach>,
}

impl<'a> Reaches<'a> {
    pub(super) fn new(pass: &Pass<'a>) -> Self {
        Self { catalog: pass.catalog(), kind: pass.kind(), found: HashMap::new() }
    }

    pub(super) fn of(&mut self, entry: &'a ActionEntry) -> Reach {
        let Some(pattern) = &entry.pattern else { return Reach::Nothing };
        *self.found.entry(pattern.name()).or_insert_with(|| {
            let known = known(entry, self.catalog);
            let outside = |action: &&Action| self.catalog.scope_of(action, self.kind) == Scope::Outside;
            match known.iter().all(outside) {
                _ if known.is_empty() => Reach::Nothing,
                true => Reach::Outside,
                false => Reach::Governed,
            }
        })
    }
}

/// KPL-A04.
pub(super) fn outside(pass: &mut Pass<'_>) {
    let message = match pass.kind() {
        Kind::Key => "KPL-A04",
        Kind::Secret => "KPL-A04.secret",
    };
    let mut reaches = Reaches::new(pass);
    for statement in list::readable(pass.document()) {
        let mut removals = None;
        for entry in &statement.actions {
            if reaches.of(entry) != Reach::Outside {
                continue;
            }
            let removals = removals.get_or_insert_with(|| Removals::of(pass, statement));
            // A pattern also denies names that do not exist yet.
            let is_pattern = entry.pattern.as_ref().is_some_and(ActionPattern::is_pattern);
            let harmless = statement.effect == Some(Effect::Allow) || !is_pattern;
            let finding = pass
                .finding(pass.tree().span(entry.text.node))
                .saying(message)
                .with("a", &entry.text.value)
                .fixed_by(removals.fix(pass, statement, entry.text.node, harmless));
            pass.report(finding);
        }
    }
}

/// KPL-A07.
pub(super) fn matches_nothing(pass: &mut Pass<'_>) {
    let mut reaches = Reaches::new(pass);
    for statement in list::readable(pass.document()) {
        for entry in &statement.actions {
            let is_pattern = entry.pattern.as_ref().is_some_and(|pattern| pattern.is_pattern());
            if !is_pattern || reaches.of(entry) != Reach::Nothing {
                continue;
            }
            let finding = pass
                .finding(pass.tree().span(entry.text.node))
                .with("a", &entry.text.value)
                .fixed_by(list::removal(pass.tree(), statement, entry.text.node, false));
            pass.report(finding);
        }
    }
}

/// Up to this many actions are written out rather than left to a pattern.
const FEW: usize = 4;

/// The limit of the service in bytes: writing actions out must not carry a document over it.
const SIZE_LIMIT: usize = 32_768;

/// KPL-A08.
pub(super) fn should_be_listed(pass: &mut Pass<'_>) {
    let (catalog, kind) = (pass.catalog(), pass.kind());
    let mut room = SIZE_LIMIT.saturating_sub(pass.tree().source().len());
    let mut found: HashMap<&str, Option<Vec<String>>> = HashMap::new();
    for statement in list::readable(pass.document()) {
        for entry in &statement.actions {
            let Some(pattern) = entry.pattern.as_ref().filter(|pattern| pattern.is_pattern()) else {
                continue;
            };
            let names = found.entry(pattern.name()).or_insert_with(|| {
                let published = is_published(catalog, kind, pattern.name());
                let mut governed = known(entry, catalog);
                governed.retain(|action| catalog.scope_of(action, kind) != Scope::Outside);
                let listed =
                    !published && !governed.is_empty() && (governed.len() <= FEW || mixes_levels(&governed));
                listed.then(|| governed.iter().map(|action| spelt(catalog, &action.name)).list())
            });
            let Some(names) = names else { continue };
            let texts: Vec<&str> = names.iter().map(String::as_str).list();
            let list = texts.join(", ");
            let edit = nodes::replace_with_texts(pass.tree(), entry.text.node, &texts);
            let growth = edit.text.len().saturating_sub(entry.text.value.len());
            // A pattern in a Deny also stops what is added later: only its author can tell whether it should.
            let safe = growth <= room && statement.effect == Some(Effect::Allow);
            if safe {
                room -= growth;
            }
            let title = "fix.actions.expand";
            let fix = if safe { Fix::safe(title, vec![edit]) } else { Fix::guided(title, vec![edit]) };
            let finding = pass
                .finding(pass.tree().span(entry.text.node))
                .with("a", &entry.text.value)
                .with("list", list)
                .fixed_by(fix);
            pass.report(finding);
        }
    }
}

/// Whether the documentation itself writes this pattern: then it is what people expect to read. All of the service is no
/// forgotten wildcard either.
fn is_published(catalog: &Catalog, kind: Kind, pattern: &str) -> bool {
    pattern.bytes().all(|byte| byte == b'*')
        || catalog.scope_patterns(kind).iter().any(|published| published.eq_ignore_ascii_case(pattern))
}

/// Whether harmless actions hide one that is not.
fn mixes_levels(actions: &[&Action]) -> bool {
    let levels: Set<Level> = actions.iter().map(|action| action.level).collect();
    let decisive = |level: &&Level| matches!(level, Level::Use | Level::Destroy | Level::Policy);
    let decisive = levels.iter().filter(decisive).count();
    decisive > 0 && decisive < levels.len()
}
