//! Two changes of one policy made into one, statement by statement.
//!
//! The text of the result is theirs with the changes of mine put in. What both changed in different ways is a conflict:
//! the result holds mine, and the conflict says what the others were.

mod build;
mod elements;
mod pairs;

use serde::Serialize;

use crate::{
    canonical::{CanonicalStatement, canonical, has_twice},
    catalog::Catalog,
    document::Document,
    sorted::{Listed, sort_and_dedup},
    text::{NodeId, NodeKind, ProblemKind},
};
use build::{Member, Plan};
use elements::Changes;

/// A merged policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    pub text: Vec<u8>,
    /// What a person has to decide.
    pub conflicts: Vec<Conflict>,
}

/// Something that both sides changed in different ways. Values are JSON texts; `None` is something that is not there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Conflict {
    /// `None` where it is about the document and not about one statement.
    pub statement: Option<Which>,
    /// The name of an element or of a member of the document; `None` for all of it.
    pub element: Option<String>,
    pub base: Option<String>,
    pub mine: Option<String>,
    pub theirs: Option<String>,
    /// What the merged text holds until someone decides.
    pub merged: Option<String>,
}

/// A statement by its places, counted from 0, in the texts that have it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Which {
    pub sid: Option<String>,
    pub base: Option<usize>,
    pub mine: Option<usize>,
    pub theirs: Option<usize>,
    pub merged: Option<usize>,
}

/// Merges two changes of `base`. Where one side changed nothing, the result is the text of the other, byte for byte.
pub fn merge(base: &[u8], mine: &[u8], theirs: &[u8], catalog: &Catalog) -> Merged {
    let unchanged = |text: &[u8]| Merged { text: text.to_vec(), conflicts: Vec::new() };
    if mine == base || mine == theirs {
        return unchanged(theirs);
    }
    if theirs == base {
        return unchanged(mine);
    }
    let read = |text: &[u8]| Document::parse(text, catalog);
    let documents = (read(base), read(mine), read(theirs));
    // Other blanks, spellings or orders are no change.
    let meaning = |document: &Document| canonical(document).without_order();
    let meanings = (meaning(&documents.0), meaning(&documents.1), meaning(&documents.2));
    if meanings.1 == meanings.0 || meanings.1 == meanings.2 {
        return unchanged(theirs);
    }
    if meanings.2 == meanings.0 {
        return unchanged(mine);
    }
    let sides = Side::new(&documents.0).zip(Side::new(&documents.1)).zip(Side::new(&documents.2));
    let merged = sides.and_then(|((base, mine), theirs)| Merge::new(&base, &mine, &theirs).finish(catalog));
    merged.unwrap_or_else(|| whole(base, mine, theirs))
}

/// The whole text as one conflict: nobody knows what its parts are.
fn whole(base: &[u8], mine: &[u8], theirs: &[u8]) -> Merged {
    let text = |bytes: &[u8]| Some(String::from_utf8_lossy(bytes).into_owned());
    let conflict = Conflict {
        statement: None,
        element: None,
        base: text(base),
        mine: text(mine),
        theirs: text(theirs),
        merged: text(mine),
    };
    Merged { text: mine.to_vec(), conflicts: vec![conflict] }
}

/// One of the three texts.
struct Side<'a> {
    document: &'a Document,
    root: NodeId,
    forms: Vec<CanonicalStatement>,
}

impl<'a> Side<'a> {
    /// `None` for a text whose statements cannot be told apart with certainty. Comments are the one error that is let
    /// pass, because they are in nobody's way.
    fn new(document: &'a Document) -> Option<Self> {
        let tree = document.tree();
        let root =
            tree.root().filter(|root| tree.kind(*root) == NodeKind::Object && !has_twice(tree, *root))?;
        document.statement_list().filter(|list| tree.kind(*list) == NodeKind::Array)?;
        let sound = tree.problems().iter().all(|problem| problem.kind == ProblemKind::Comment)
            && std::str::from_utf8(tree.source()).is_ok();
        let form = |statement| CanonicalStatement::new(document, statement);
        sound.then(|| Self { document, root, forms: document.statements().iter().map(form).list() })
    }

    fn sid(&self, at: usize) -> Option<&'a str> {
        self.document.statements().get(at)?.name()
    }

    fn json(&self, node: NodeId) -> String {
        let tree = self.document.tree();
        String::from_utf8_lossy(tree.span(node).of(tree.source())).into_owned()
    }

    fn statement_json(&self, at: usize) -> Option<String> {
        self.document.statements().get(at).map(|statement| self.json(statement.node))
    }
}

/// A conflict about a statement, its place in the merged text not known yet.
fn conflict(statement: Which, element: Option<&str>, values: [Option<String>; 3]) -> Conflict {
    let [base, mine, theirs] = values;
    let merged = mine.clone();
    let element = element.map(str::to_owned);
    Conflict { statement: Some(statement), element, base, mine, theirs, merged }
}

struct Merge<'a> {
    base: &'a Side<'a>,
    mine: &'a Side<'a>,
    theirs: &'a Side<'a>,
    plan: Plan,
    conflicts: Vec<Conflict>,
}

impl<'a> Merge<'a> {
    fn new(base: &'a Side<'a>, mine: &'a Side<'a>, theirs: &'a Side<'a>) -> Self {
        let plan = Plan::new(mine.forms.len(), theirs.forms.len());
        Self { base, mine, theirs, plan, conflicts: Vec::new() }
    }

    /// `None` where the text did not become what it should.
    fn finish(mut self, catalog: &Catalog) -> Option<Merged> {
        self.members();
        let in_mine = pairs::of_base(self.base, self.mine);
        let in_theirs = pairs::of_base(self.base, self.theirs);
        for at in 0..self.base.forms.len() {
            let place = |pairs: &[Option<usize>]| pairs.get(at).copied().flatten();
            self.known(at, place(&in_mine), place(&in_theirs));
        }
        self.new_ones(&in_mine, &in_theirs);
        let built = self.plan.build(self.mine, self.theirs, catalog)?;
        for conflict in &mut self.conflicts {
            if let Some(which) = &mut conflict.statement {
                which.merged = built.place(which.mine, which.theirs);
                if which.merged.is_none() {
                    conflict.merged = None;
                }
            }
        }
        self.conflicts.extend(self.shared_sids(&built));
        Some(Merged { text: built.text, conflicts: self.conflicts })
    }

    /// Members of the document beside `Statement`.
    fn members(&mut self) {
        let names = [self.base, self.mine, self.theirs].map(|side| {
            side.document.tree().members(side.root).map(|member| member.name.into_owned()).list()
        });
        let mut names: Vec<String> = names.into_iter().flatten().filter(|name| name != "Statement").list();
        sort_and_dedup(&mut names);
        for name in names {
            let [base, mine, theirs] =
                [self.base, self.mine, self.theirs].map(|side| Member::find(side, &name));
            if mine.pieces == base.pieces || mine.pieces == theirs.pieces {
                continue;
            }
            if theirs.pieces != base.pieces {
                let merged = mine.json.clone();
                self.conflicts.push(Conflict {
                    statement: None,
                    element: Some(name.clone()),
                    base: base.json,
                    mine: mine.json.clone(),
                    theirs: theirs.json,
                    merged,
                });
            }
            self.plan.members.push((name, mine));
        }
    }

    /// A statement that `base` has.
    fn known(&mut self, base: usize, mine: Option<usize>, theirs: Option<usize>) {
        let form = |side: &'a Side<'a>, at: usize| side.forms.get(at);
        let which = Which {
            sid: self.base.sid(base).map(str::to_owned),
            base: Some(base),
            mine,
            theirs,
            merged: None,
        };
        let old = form(self.base, base);
        match (mine, theirs) {
            (Some(mine), Some(theirs)) => {
                self.plan.join(mine, theirs);
                let merged = elements::merge([(self.base, base), (self.mine, mine), (self.theirs, theirs)]);
                for (element, values) in merged.conflicts {
                    self.conflicts.push(conflict(which.clone(), element, values));
                }
                self.plan.change(theirs, merged.changes);
            }
            (None, Some(theirs)) => {
                if form(self.theirs, theirs) != old {
                    let values = [self.base.statement_json(base), None, self.theirs.statement_json(theirs)];
                    self.conflicts.push(conflict(which, None, values));
                }
                self.plan.remove(theirs);
            }
            (Some(mine), None) => {
                if form(self.mine, mine) == old {
                    self.plan.drop(mine);
                } else {
                    let values = [self.base.statement_json(base), self.mine.statement_json(mine), None];
                    self.conflicts.push(conflict(which, None, values));
                }
            }
            (None, None) => {}
        }
    }

    /// Statements that only one side has, or that both added.
    fn new_ones(&mut self, in_mine: &[Option<usize>], in_theirs: &[Option<usize>]) {
        let added = |side: &Side<'_>, pairs: &[Option<usize>]| {
            let mut is_new = vec![true; side.forms.len()];
            for at in pairs.iter().flatten() {
                if let Some(place) = is_new.get_mut(*at) {
                    *place = false;
                }
            }
            let places = is_new.into_iter().enumerate().filter(|(_, is_new)| *is_new);
            places.map(|(at, _)| at).collect::<Vec<usize>>()
        };
        let mut new = added(self.theirs, in_theirs);
        let mut left = Vec::new();
        for mine in added(self.mine, in_mine) {
            match new.iter().position(|at| self.theirs.forms.get(*at) == self.mine.forms.get(mine)) {
                Some(found) => self.plan.join(mine, new.remove(found)),
                None => left.push(mine),
            }
        }
        for mine in left {
            let Some(sid) = self.mine.sid(mine) else { continue };
            if let Some(found) = new.iter().position(|at| self.theirs.sid(*at) == Some(sid)) {
                let theirs = new.remove(found);
                self.plan.join(mine, theirs);
                self.plan.change(theirs, Changes::whole(self.mine, mine));
                let (mine, theirs) = (Some(mine), Some(theirs));
                let which = Which { sid: Some(sid.to_owned()), mine, theirs, ..Which::default() };
                let of = |side: &Side<'_>, at: Option<usize>| at.and_then(|at| side.statement_json(at));
                let values = [None, of(self.mine, mine), of(self.theirs, theirs)];
                self.conflicts.push(conflict(which, None, values));
            }
        }
    }

    /// Sids that more statements have than on either side: one side gave a statement the Sid that the other gave to
    /// another.
    fn shared_sids(&self, built: &build::Built) -> Vec<Conflict> {
        let count = |sids: &[Option<&str>], sid| sids.iter().filter(|other| **other == Some(sid)).count();
        let sids = |side: &'a Side<'a>| (0..side.forms.len()).map(|at| side.sid(at)).list();
        let (mine, theirs) = (sids(self.mine), sids(self.theirs));
        let merged = built.sids();
        let mut told: Vec<&str> = Vec::new();
        let mut conflicts = Vec::new();
        for (at, sid) in merged.iter().enumerate().filter_map(|(at, sid)| Some((at, (*sid)?))) {
            if told.contains(&sid) || count(&merged, sid) <= count(&mine, sid).max(count(&theirs, sid)) {
                continue;
            }
            told.push(sid);
            let place = |sids: &[Option<&str>]| sids.iter().position(|other| *other == Some(sid));
            let which = Which {
                sid: Some(sid.to_owned()),
                base: None,
                mine: place(&mine),
                theirs: place(&theirs),
                merged: Some(at),
            };
            let json = Some(crate::edit::nodes::quoted(sid));
            conflicts.push(conflict(which, Some("Sid"), [None, json.clone(), json]));
        }
        conflicts
    }
}

#[cfg(test)]
mod tests;
