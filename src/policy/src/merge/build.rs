//! The merged text: theirs, with edits.

use super::{Side, elements::Changes};
use crate::{
    canonical::{CanonicalStatement, Piece, pieces},
    catalog::Catalog,
    document::Document,
    edit::{self, layout, nodes},
    sorted::{Listed, Map},
    text::{Edit, NodeId, apply},
};

/// A member of the document beside `Statement`, as one of the texts has it.
pub(super) struct Member {
    pub(super) pieces: Option<Vec<Piece>>,
    pub(super) json: Option<String>,
}

impl Member {
    pub(super) fn find(side: &Side<'_>, name: &str) -> Self {
        let tree = side.document.tree();
        let value = tree.get(side.root, name);
        Self {
            pieces: value.map(|value| pieces(tree, tree.span(value))),
            json: value.map(|value| side.json(value)),
        }
    }
}

/// What becomes of a statement of mine.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It is put in.
    Insert,
    /// It is a statement of theirs.
    Joined(usize),
    /// It is left out.
    Dropped,
}

/// What is to be done to theirs.
pub(super) struct Plan {
    /// Members of the document that become those of mine.
    pub(super) members: Vec<(String, Member)>,
    of_mine: Vec<Fate>,
    /// For each statement of theirs its changes; `None` where it goes.
    of_theirs: Vec<Option<Changes>>,
}

/// A statement of the merged text by where it comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    Mine(usize),
    Theirs(usize),
}

/// The merged text.
pub(super) struct Built {
    pub(super) text: Vec<u8>,
    origins: Vec<Origin>,
    sids: Vec<Option<String>>,
}

impl Built {
    /// Where a statement of mine or theirs stands.
    pub(super) fn place(&self, mine: Option<usize>, theirs: Option<usize>) -> Option<usize> {
        self.origins.iter().position(|origin| match origin {
            Origin::Mine(at) => Some(*at) == mine,
            Origin::Theirs(at) => Some(*at) == theirs,
        })
    }

    pub(super) fn sids(&self) -> Vec<Option<&str>> {
        self.sids.iter().map(Option::as_deref).list()
    }
}

impl Plan {
    /// Puts in every statement of mine, and keeps every one of theirs.
    pub(super) fn new(mine: usize, theirs: usize) -> Self {
        Self {
            members: Vec::new(),
            of_mine: vec![Fate::Insert; mine],
            of_theirs: vec![Some(Changes::default()); theirs],
        }
    }

    /// A statement of mine is one of theirs.
    pub(super) fn join(&mut self, mine: usize, theirs: usize) {
        if let Some(fate) = self.of_mine.get_mut(mine) {
            *fate = Fate::Joined(theirs);
        }
    }

    /// A statement of mine is left out.
    pub(super) fn drop(&mut self, mine: usize) {
        if let Some(fate) = self.of_mine.get_mut(mine) {
            *fate = Fate::Dropped;
        }
    }

    /// A statement of theirs is taken out.
    pub(super) fn remove(&mut self, theirs: usize) {
        if let Some(changes) = self.of_theirs.get_mut(theirs) {
            *changes = None;
        }
    }

    /// A statement of theirs is changed.
    pub(super) fn change(&mut self, theirs: usize, changes: Changes) {
        if let Some(place) = self.of_theirs.get_mut(theirs) {
            *place = Some(changes);
        }
    }

    /// Carries it out, in steps whose edits cannot overlap. `None` if the text does not say afterwards what it should.
    pub(super) fn build(&self, mine: &Side<'_>, theirs: &Side<'_>, catalog: &Catalog) -> Option<Built> {
        let read = |document: &Document, edits: &[Edit]| {
            Document::parse(apply(document.tree().source(), edits), catalog)
        };
        let document = read(theirs.document, &self.outside(theirs));
        let document = read(&document, &self.sids(&document)?);
        let document = read(&document, &self.inside(&document, mine)?);
        let list = document.statement_list()?;
        let document = read(&document, &nodes::remove_all(document.tree(), list, &self.gone(&document)));
        let (groups, origins) = self.order();
        let document = read(&document, &insertions(&document, mine, &groups)?);
        let expected: Vec<&CanonicalStatement> =
            origins.iter().map(|origin| self.form(*origin, mine, theirs)).collect::<Option<_>>()?;
        let built = Side::new(&document)?;
        let members =
            self.members.iter().all(|(name, member)| Member::find(&built, name).pieces == member.pieces);
        let same = built.forms.iter().eq(expected);
        (members && same).then(|| Built {
            sids: (0..built.forms.len()).map(|at| built.sid(at).map(str::to_owned)).list(),
            origins,
            text: document.tree().source().to_vec(),
        })
    }

    fn form<'a>(
        &'a self,
        origin: Origin,
        mine: &'a Side<'_>,
        theirs: &'a Side<'_>,
    ) -> Option<&'a CanonicalStatement> {
        match origin {
            Origin::Mine(at) => mine.forms.get(at),
            Origin::Theirs(at) => {
                self.of_theirs.get(at)?.as_ref()?.form.as_ref().or_else(|| theirs.forms.get(at))
            }
        }
    }

    /// Members of the document.
    fn outside(&self, theirs: &Side<'_>) -> Vec<Edit> {
        let tree = theirs.document.tree();
        let mut gone = Vec::new();
        let mut edits = Vec::new();
        for (name, member) in &self.members {
            let found = tree.members(theirs.root).find(|found| found.name == *name);
            match (found.map(|found| (found.node, found.value)), &member.json) {
                (Some((_, Some(value))), Some(json)) => edits.push(Edit::replace(tree.span(value), json)),
                (Some((node, _)), _) => gone.push(node),
                (None, Some(json)) => {
                    let text = layout::member(tree, theirs.root, name, json);
                    edits.push(layout::insert(tree, theirs.root, usize::MAX, &text));
                }
                (None, None) => {}
            }
        }
        edits.extend(nodes::remove_all(tree, theirs.root, &gone));
        edits
    }

    fn changes(&self) -> impl Iterator<Item = (usize, &Changes)> {
        self.of_theirs.iter().enumerate().filter_map(|(at, changes)| Some((at, changes.as_ref()?)))
    }

    fn sids(&self, document: &Document) -> Option<Vec<Edit>> {
        let mut edits = Vec::new();
        for (at, changes) in self.changes() {
            if let Some(sid) = &changes.sid {
                edits.extend(edit::set_sid(document, at, sid.as_deref()).ok()?);
            }
        }
        Some(edits)
    }

    fn inside(&self, document: &Document, mine: &Side<'_>) -> Option<Vec<Edit>> {
        let mut edits = Vec::new();
        let texts = |texts: &'_ [String]| texts.to_vec();
        for (at, changes) in self.changes() {
            if let Some(mine_at) = changes.whole {
                let statement = document.statements().get(at)?;
                let text = adopted(document, mine, mine_at)?;
                edits.push(Edit::replace(document.span(statement.node), text));
            }
            if let Some(effect) = changes.effect {
                edits.extend(edit::set_effect(document, at, effect).ok()?);
            }
            if let Some(principals) = changes.principals.as_deref().map(texts) {
                let principals: Vec<&str> = principals.iter().map(String::as_str).list();
                edits.extend(edit::set_principals(document, at, &principals).ok()?);
            }
            if let Some(actions) = changes.actions.as_deref().map(texts) {
                let actions: Vec<&str> = actions.iter().map(String::as_str).list();
                edits.extend(edit::set_actions(document, at, &actions).ok()?);
            }
            if let Some(condition) = &changes.condition {
                edits.extend(edit::set_condition(document, at, condition.as_deref()).ok()?);
            }
        }
        Some(edits)
    }

    fn gone(&self, document: &Document) -> Vec<NodeId> {
        let all = document.statements().iter().zip(&self.of_theirs);
        all.filter(|(_, changes)| changes.is_none()).map(|(statement, _)| statement.node).list()
    }

    /// Which statements of mine go before which of those that are left of theirs, and the order of all. New ones stand
    /// behind the one that they stand behind in mine; if that is gone, at the end.
    fn order(&self) -> (Map<usize, Vec<usize>>, Vec<Origin>) {
        let kept: Vec<usize> = self.changes().map(|(at, _)| at).list();
        let mut groups: Map<usize, Vec<usize>> = Map::new();
        let mut place = 0;
        for (at, fate) in self.of_mine.iter().enumerate() {
            match fate {
                Fate::Insert => groups.entry(place).or_default().push(at),
                Fate::Joined(theirs) => {
                    place = kept.binary_search(theirs).map_or(kept.len(), |found| found + 1);
                }
                Fate::Dropped => place = kept.len(),
            }
        }
        let mut origins = Vec::new();
        for place in 0..=kept.len() {
            origins.extend(groups.get(&place).into_iter().flatten().map(|at| Origin::Mine(*at)));
            origins.extend(kept.get(place).map(|at| Origin::Theirs(*at)));
        }
        (groups, origins)
    }
}

/// A statement of mine, laid out for this document.
fn adopted(document: &Document, mine: &Side<'_>, at: usize) -> Option<String> {
    let statement = mine.document.statements().get(at)?;
    Some(layout::adopt(document.tree(), document.statement_list()?, mine.document.tree(), statement.node))
}

fn insertions(document: &Document, mine: &Side<'_>, groups: &Map<usize, Vec<usize>>) -> Option<Vec<Edit>> {
    let (tree, list) = (document.tree(), document.statement_list()?);
    let between = layout::between(tree, list);
    let mut edits = Vec::new();
    for (place, group) in groups {
        let texts: Option<Vec<String>> = group.iter().map(|at| adopted(document, mine, *at)).collect();
        edits.push(layout::insert(tree, list, *place, &texts?.join(&between)));
    }
    Some(edits)
}
