//! One statement that all three texts have, element by element.

use std::collections::HashSet;

use super::Side;
use crate::{
    canonical::{self, CanonicalStatement, Plain},
    document::{Effect, Element},
    edit::nodes,
    sorted::{Listed, Set},
};

/// What to change in a statement of theirs.
#[derive(Clone, Debug, Default)]
pub(super) struct Changes {
    /// Everything: the place in mine whose bytes it becomes.
    pub(super) whole: Option<usize>,
    pub(super) sid: Option<Option<String>>,
    pub(super) effect: Option<Effect>,
    pub(super) principals: Option<Vec<String>>,
    pub(super) actions: Option<Vec<String>>,
    /// As JSON.
    pub(super) condition: Option<Option<String>>,
    /// What the statement is afterwards; `None` where it stays what it was.
    pub(super) form: Option<CanonicalStatement>,
}

impl Changes {
    pub(super) fn whole(mine: &Side<'_>, at: usize) -> Self {
        Self { whole: Some(at), form: mine.forms.get(at).cloned(), ..Self::default() }
    }
}

/// The name of the element, `None` for the whole statement, and the values in base, mine and theirs.
type Found = (Option<&'static str>, [Option<String>; 3]);

#[derive(Default)]
pub(super) struct Outcome {
    pub(super) changes: Changes,
    pub(super) conflicts: Vec<Found>,
}

/// A value that cannot be taken apart.
enum Pick {
    Theirs,
    Mine,
    /// Both changed it in different ways: mine, for now.
    Conflict,
}

fn pick<T: PartialEq>(base: &T, mine: &T, theirs: &T) -> Pick {
    if mine == base || mine == theirs {
        Pick::Theirs
    } else if theirs == base {
        Pick::Mine
    } else {
        Pick::Conflict
    }
}

/// Merges base, mine and theirs.
pub(super) fn merge(sides: [(&Side<'_>, usize); 3]) -> Outcome {
    let [base, mine, theirs] = sides.map(|(side, at)| side.forms.get(at));
    let (Some(base), Some(mine), Some(theirs)) = (base, mine, theirs) else { return Outcome::default() };
    let (CanonicalStatement::Plain(base), CanonicalStatement::Plain(mine), CanonicalStatement::Plain(theirs)) =
        (base, mine, theirs)
    else {
        // Outside the grammar nobody knows what the parts of a statement mean.
        let found = pick(base, mine, theirs);
        let values = sides.map(|(side, at)| side.statement_json(at));
        let [_, (side, at), _] = sides;
        return Outcome {
            changes: if matches!(found, Pick::Theirs) {
                Changes::default()
            } else {
                Changes::whole(side, at)
            },
            conflicts: if matches!(found, Pick::Conflict) { vec![(None, values)] } else { Vec::new() },
        };
    };
    Elements { sides, base, mine, theirs, merged: theirs.clone(), outcome: Outcome::default() }.merge()
}

struct Elements<'a> {
    sides: [(&'a Side<'a>, usize); 3],
    base: &'a Plain,
    mine: &'a Plain,
    theirs: &'a Plain,
    merged: Plain,
    outcome: Outcome,
}

impl Elements<'_> {
    fn merge(mut self) -> Outcome {
        self.sid();
        self.effect();
        self.outcome.changes.principals = self.list(Element::Principal);
        self.outcome.changes.actions = self.list(Element::Action);
        self.condition();
        if self.merged != *self.theirs {
            self.outcome.changes.form = Some(CanonicalStatement::Plain(self.merged));
        }
        self.outcome
    }

    fn json(&self, element: Element) -> [Option<String>; 3] {
        self.sides.map(|(side, at)| {
            let statement = side.document.statements().get(at)?;
            statement.element(element).map(|node| side.json(node))
        })
    }

    fn conflict(&mut self, element: Element) {
        let values = self.json(element);
        self.outcome.conflicts.push((Some(element.as_str()), values));
    }

    fn sid(&mut self) {
        let found = pick(&self.base.sid, &self.mine.sid, &self.theirs.sid);
        if matches!(found, Pick::Theirs) {
            return;
        }
        if matches!(found, Pick::Conflict) {
            let values = [self.base, self.mine, self.theirs]
                .map(|form| form.sid.as_ref().map(|sid| nodes::quoted(sid)));
            self.outcome.conflicts.push((Some(Element::Sid.as_str()), values));
        }
        self.merged.sid.clone_from(&self.mine.sid);
        self.outcome.changes.sid = Some(self.mine.sid.clone());
    }

    /// Whoever turns an Allow into a Deny or back turns what the other added into its opposite, so both together are a
    /// conflict.
    fn effect(&mut self) {
        let found = pick(&self.base.effect, &self.mine.effect, &self.theirs.effect);
        let reach_of =
            |form: &Plain| (form.principals.clone(), form.actions.clone(), form.conditions.clone());
        let reach = reach_of(self.base);
        let turned = |one: &Plain, other: &Plain| one.effect != self.base.effect && reach_of(other) != reach;
        let opposed = self.mine.effect != self.theirs.effect
            && (turned(self.mine, self.theirs) || turned(self.theirs, self.mine));
        if matches!(found, Pick::Conflict) || opposed {
            self.conflict(Element::Effect);
        } else if matches!(found, Pick::Theirs) {
            return;
        }
        self.merged.effect = self.mine.effect;
        let [_, (side, at), _] = self.sides;
        self.outcome.changes.effect = side.document.statements().get(at).and_then(|found| found.effect);
    }

    /// As sets: what either side added is in, what either side removed is out. The new texts, where they differ from
    /// theirs.
    fn list(&mut self, element: Element) -> Option<Vec<String>> {
        let set = |form: &Plain| match element {
            Element::Principal => form.principals.clone(),
            _ => form.actions.clone(),
        };
        let (base, mine, theirs) = (set(self.base), set(self.mine), set(self.theirs));
        let mut merged: Set<String> = theirs
            .iter()
            .chain(&mine)
            .filter(|entry| !base.contains(*entry) || (mine.contains(*entry) && theirs.contains(*entry)))
            .cloned()
            .collect();
        // Each side left something, and together they left nothing: neither meant that.
        if merged.is_empty() && !mine.is_empty() && !theirs.is_empty() {
            self.conflict(element);
            merged.clone_from(&mine);
        }
        if merged == theirs {
            return None;
        }
        let [_, mine, theirs] = self.sides;
        let mut known = HashSet::new();
        let mut texts = Vec::new();
        for (key, text) in entries(theirs, element).into_iter().chain(entries(mine, element)) {
            if merged.contains(&key) && known.insert(key) {
                texts.push(text);
            }
        }
        match element {
            Element::Principal => self.merged.principals = merged,
            _ => self.merged.actions = merged,
        }
        Some(texts)
    }

    /// Conditions hold together, so the element is one value.
    fn condition(&mut self) {
        let found = pick(&self.base.conditions, &self.mine.conditions, &self.theirs.conditions);
        if matches!(found, Pick::Theirs) {
            return;
        }
        if matches!(found, Pick::Conflict) {
            self.conflict(Element::Condition);
        }
        self.merged.conditions.clone_from(&self.mine.conditions);
        let [_, mine, _] = self.json(Element::Condition);
        self.outcome.changes.condition = Some(mine);
    }
}

/// Entries of a list: without spelling, and as they are spelt.
fn entries((side, at): (&Side<'_>, usize), element: Element) -> Vec<(String, String)> {
    let Some(statement) = side.document.statements().get(at) else { return Vec::new() };
    match element {
        Element::Principal => {
            let entries = statement.principals.iter();
            entries.map(|entry| (canonical::principal(entry), entry.text.value.clone())).list()
        }
        _ => {
            let entries = statement.actions.iter();
            entries.map(|entry| (canonical::action(entry), entry.text.value.clone())).list()
        }
    }
}
