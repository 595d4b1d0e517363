//! Which actions a key can serve at all.

use std::collections::HashMap;

use super::{super::list, known, lists::Removals};
use crate::{
    catalog::{Action, Catalog, Kind, Scope},
    context::Key,
    document::{ActionEntry, Effect},
    lint::Pass,
};

/// Why an action cannot be used with a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Obstacle {
    Usage,
    Spec,
    Origin,
}

/// Whether an action can be used with a key.
#[derive(Clone, Copy)]
enum Use {
    Possible,
    Impossible(Obstacle),
    /// It depends on a part of the key that is not known.
    Open(&'static str),
}

/// What the key of the context can serve; without a key everything.
pub(super) struct Usability<'a> {
    catalog: &'a Catalog,
    key: Option<&'a Key>,
    /// Of entries, by what they say: policies repeat their patterns.
    judged: HashMap<&'a str, Option<Use>>,
}

impl<'a> Usability<'a> {
    pub(super) fn new(pass: &Pass<'a>) -> Self {
        let key = pass.context().around.res.as_ref().and_then(|resource| resource.key.as_ref());
        let key = key.filter(|_| pass.kind() == Kind::Key);
        Self { catalog: pass.catalog(), key, judged: HashMap::new() }
    }

    /// Whether the key can never serve an action.
    pub(super) fn rules_out(&self, action: &Action) -> bool {
        matches!(self.judge(action), Use::Impossible(_))
    }

    /// Whether the key can serve nothing that an entry means.
    pub(super) fn denies(&mut self, entry: &'a ActionEntry) -> bool {
        matches!(self.of(entry), Some(Use::Impossible(_)))
    }

    fn judge(&self, action: &Action) -> Use {
        let Some(key) = self.key else { return Use::Possible };
        let mut open = None;
        let wanted = [
            (action.usage.as_deref(), key.usage.as_deref(), Obstacle::Usage, "res.key.usage"),
            (action.origin.as_deref(), key.origin.as_deref(), Obstacle::Origin, "res.key.origin"),
        ];
        for (wanted, own, obstacle, reason) in wanted {
            match (wanted, own) {
                (Some(wanted), Some(own)) if wanted != own => return Use::Impossible(obstacle),
                (Some(_), None) => open = open.or(Some(reason)),
                _ => {}
            }
        }
        match key.spec.as_deref() {
            Some(spec) if action.asymmetric && !self.catalog.is_asymmetric(spec) => {
                return Use::Impossible(Obstacle::Spec);
            }
            None if action.asymmetric => open = open.or(Some("res.key.spec")),
            _ => {}
        }
        open.map_or(Use::Possible, Use::Open)
    }

    fn of(&mut self, entry: &'a ActionEntry) -> Option<Use> {
        self.key?;
        let name = entry.pattern.as_ref()?.name();
        if let Some(judged) = self.judged.get(name) {
            return *judged;
        }
        let judged = self.judge_entry(entry);
        self.judged.insert(name, judged);
        judged
    }

    /// `None` for entries that mean nothing here; others are possible as soon as one of their actions is.
    fn judge_entry(&self, entry: &ActionEntry) -> Option<Use> {
        let (mut obstacle, mut open) = (None, None);
        for action in known(entry, self.catalog) {
            if self.catalog.scope_of(action, Kind::Key) == Scope::Outside {
                continue;
            }
            match self.judge(action) {
                Use::Possible => return Some(Use::Possible),
                Use::Impossible(found) => obstacle = obstacle.max(Some(found)),
                Use::Open(reason) => open = open.or(Some(reason)),
            }
        }
        open.map(Use::Open).or(obstacle.map(Use::Impossible))
    }
}

/// KPL-A09.
pub(super) fn unusable(pass: &mut Pass<'_>) {
    let mut usability = Usability::new(pass);
    let Some(key) = usability.key else { return };
    for statement in list::readable(pass.document()) {
        let mut removals = None;
        for entry in &statement.actions {
            let (message, own) = match usability.of(entry) {
                Some(Use::Impossible(Obstacle::Usage)) => ("KPL-A09", &key.usage),
                Some(Use::Impossible(Obstacle::Spec)) => ("KPL-A09.spec", &key.spec),
                Some(Use::Impossible(Obstacle::Origin)) => ("KPL-A09.origin", &key.origin),
                Some(Use::Open(reason)) => {
                    pass.skip(reason);
                    continue;
                }
                Some(Use::Possible) | None => continue,
            };
            let removals = removals.get_or_insert_with(|| Removals::of(pass, statement));
            let finding = pass
                .finding(pass.tree().span(entry.text.node))
                .saying(message)
                .with("a", &entry.text.value)
                .with("own", own.as_deref().unwrap_or_default())
                .fixed_by(removals.fix(
                    pass,
                    statement,
                    entry.text.node,
                    statement.effect == Some(Effect::Allow),
                ));
            pass.report(finding);
        }
    }
}
