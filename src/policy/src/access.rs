//! The set of (principal, action, context) that policies grant, exactly.
//!
//! Principals and actions are divided into classes: the members of a class are named by exactly the same statements, so
//! one stands for all. Actions that do not exist yet have classes of their own, by the patterns that would name them.
//! What is left for each pair of classes is a question about conditions, which [`Space`] decides.

mod actions;
mod bits;
mod cell;
mod principals;

use std::collections::HashMap;

pub(crate) use actions::ActionClass;
pub(crate) use bits::Bits;
pub(crate) use cell::Cell;
pub(crate) use principals::PrincipalClass;

use crate::{
    action::ActionPattern,
    catalog::{Catalog, Kind},
    condition::{Answer, Condition, ConditionId, Doubt, Space},
    document::{Document, Effect, Statement, Validity},
    glob::TooMany,
    principal::Principal,
    sorted::{Listed, Set},
};

/// How much of an action a principal gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Grant {
    /// In no context.
    Never,
    /// In some contexts and not in others, or nobody knows.
    Maybe,
    /// In every context.
    Always,
}

impl Grant {
    /// As formats spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Maybe => "maybe",
            Self::Always => "always",
        }
    }
}

/// A statement as far as access is concerned.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    /// The place of the statement in its document.
    pub(crate) statement: usize,
    pub(crate) allow: bool,
    pub(crate) condition: ConditionId,
}

/// Whom or what a rule names.
#[derive(Clone, Debug)]
enum Named<T> {
    /// It cannot be understood, so it may be anything.
    All,
    These(Vec<T>),
}

/// Policies side by side, divided into classes.
#[derive(Debug)]
pub(crate) struct Access {
    /// By document.
    pub(crate) rules: Vec<Vec<Rule>>,
    pub(crate) principals: Vec<PrincipalClass>,
    pub(crate) actions: Vec<ActionClass>,
    pub(crate) space: Space,
    /// Answers about pairs of rule sets.
    cells: HashMap<(Vec<Bits>, Question), Answer>,
}

/// What is asked about a pair of classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Question {
    Allowed(usize),
    NotAllowed(usize),
    /// Allowed by the first and not by the second document.
    Only(usize, usize),
    /// Denied by the second document, and not by the first.
    DenyLifted(usize, usize),
}

/// Names that must have classes of their own although no statement names them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Apart<'a> {
    pub(crate) principals: &'a [Principal],
    pub(crate) actions: &'a [ActionPattern],
    /// The account that created the resource.
    pub(crate) owner: Option<&'a str>,
}

impl Access {
    /// Divides principals and actions by some documents.
    ///
    /// # Errors
    /// When the patterns in names combine in too many ways.
    pub(crate) fn new(
        documents: &[&Document],
        kind: Kind,
        catalog: &Catalog,
        apart: &Apart<'_>,
    ) -> Result<Self, TooMany> {
        let mut space = Space::default();
        let mut rules = Vec::with_capacity(documents.len());
        let mut principals = principals::Division::new(documents.len());
        let mut actions = actions::Division::new(documents.len());
        for (at, document) in documents.iter().enumerate() {
            let mut own = Vec::new();
            for statement in document.statements() {
                compile(statement, |allow, doubt, names, named_actions| {
                    let condition = if statement.validity == Validity::Unknown && doubt.is_some() {
                        // What the condition says may be the very thing that is not understood.
                        space.add_doubtful(&known_condition(statement), doubt)
                    } else {
                        space.add_doubtful(&statement.condition(), doubt)
                    };
                    let place = own.len();
                    own.push(Rule { statement: statement.index, allow, condition });
                    principals.add(at, place, &names);
                    actions.add(at, place, &named_actions);
                });
            }
            rules.push(own);
        }
        Ok(Self {
            rules,
            principals: principals.classes(apart)?,
            actions: actions.classes(kind, catalog, apart.actions)?,
            space,
            cells: HashMap::new(),
        })
    }

    /// Action classes with the same rules, together: what holds for one of them holds for all. The first of each group
    /// stands for it.
    pub(crate) fn action_groups(&self) -> Vec<Vec<ActionClass>> {
        let mut groups: Vec<Vec<ActionClass>> = Vec::new();
        let mut places: HashMap<&[Bits], usize> = HashMap::new();
        for action in &self.actions {
            let fresh = groups.len();
            let at = *places.entry(&action.rules).or_insert(fresh);
            match groups.get_mut(at) {
                Some(group) => group.push(action.clone()),
                None => groups.push(vec![action.clone()]),
            }
        }
        groups
    }

    /// A pair of classes.
    pub(crate) fn cell(&self, principal: &PrincipalClass, action: &ActionClass) -> Cell {
        let rules = principal.rules.iter().zip(&action.rules).map(|(one, two)| one.and(two)).list();
        Cell { rules }
    }

    /// Rules of a document that are about a pair of classes.
    pub(crate) fn rules_of(&self, cell: &Cell, document: usize) -> impl Iterator<Item = &Rule> {
        let rules = self.rules.get(document).map_or(&[][..], Vec::as_slice);
        let bits = cell.rules.get(document);
        bits.into_iter().flat_map(Bits::ones).filter_map(|at| rules.get(at))
    }

    fn conditions(&self, cell: &Cell, document: usize, allow: bool) -> Vec<ConditionId> {
        let own = self.rules_of(cell, document).filter(|rule| rule.allow == allow).map(|rule| rule.condition);
        own.collect::<Set<_>>().into_iter().list()
    }

    fn ask(&mut self, cell: &Cell, question: Question) -> Answer {
        let key = (cell.rules.clone(), question);
        if let Some(answer) = self.cells.get(&key) {
            return answer.clone();
        }
        let answer = match question {
            Question::Allowed(document) => self.allowed(cell, document),
            Question::NotAllowed(document) => self.not_allowed(cell, document),
            Question::Only(one, other) => self.only(cell, one, other),
            Question::DenyLifted(now, before) => self.deny_lifted(cell, now, before),
        };
        self.cells.insert(key, answer.clone());
        answer
    }

    /// A context in which a document allows the pair, if there is one.
    pub(crate) fn find_allowed(&mut self, cell: &Cell, document: usize) -> Answer {
        self.ask(cell, Question::Allowed(document))
    }

    /// A context in which one document allows the pair and the other does not.
    pub(crate) fn find_only(&mut self, cell: &Cell, one: usize, other: usize) -> Answer {
        self.ask(cell, Question::Only(one, other))
    }

    /// A context in which a document denied the pair before, and does not now.
    pub(crate) fn find_deny_lifted(&mut self, cell: &Cell, now: usize, before: usize) -> Answer {
        self.ask(cell, Question::DenyLifted(now, before))
    }

    /// How much a document grants of a pair, and why that is not known.
    pub(crate) fn grant(&mut self, cell: &Cell, document: usize) -> (Grant, Option<Doubt>) {
        match self.find_allowed(cell, document) {
            Answer::No => (Grant::Never, None),
            Answer::Undecided(doubt) => (Grant::Maybe, Some(doubt)),
            Answer::Yes(_) => match self.ask(cell, Question::NotAllowed(document)) {
                Answer::No => (Grant::Always, None),
                Answer::Yes(_) => (Grant::Maybe, None),
                Answer::Undecided(doubt) => (Grant::Maybe, Some(doubt)),
            },
        }
    }

    /// As [`Self::find_allowed`], by some statements alone; Denies count whatever statement they stand in.
    pub(crate) fn find_allowed_by(
        &mut self,
        cell: &Cell,
        document: usize,
        counts: impl Fn(usize) -> bool,
    ) -> Answer {
        let denies = self.conditions(cell, document, false);
        let allows = self.rules_of(cell, document).filter(|rule| rule.allow && counts(rule.statement));
        let allows: Set<ConditionId> = allows.map(|rule| rule.condition).collect();
        self.first(allows.into_iter().map(|allow| (vec![allow], denies.clone())).list())
    }

    fn allowed(&mut self, cell: &Cell, document: usize) -> Answer {
        let denies = self.conditions(cell, document, false);
        let allows = self.conditions(cell, document, true);
        let questions = allows.into_iter().map(|allow| (vec![allow], denies.clone()));
        self.first(questions.list())
    }

    fn not_allowed(&mut self, cell: &Cell, document: usize) -> Answer {
        let denies = self.conditions(cell, document, false);
        let allows = self.conditions(cell, document, true);
        let mut questions: Vec<_> = denies.into_iter().map(|deny| (vec![deny], Vec::new())).list();
        questions.push((Vec::new(), allows));
        self.first(questions)
    }

    fn only(&mut self, cell: &Cell, one: usize, other: usize) -> Answer {
        let (allows, denies) = (self.conditions(cell, one, true), self.conditions(cell, one, false));
        let (others, other_denies) =
            (self.conditions(cell, other, true), self.conditions(cell, other, false));
        if denies.contains(&ConditionId::ALWAYS) || allows.is_empty() {
            return Answer::No;
        }
        // Whatever one allows the other allows under the same condition, and it denies nothing more.
        let contains = |list: &[ConditionId], id: &ConditionId| list.binary_search(id).is_ok();
        if (contains(&others, &ConditionId::ALWAYS) || allows.iter().all(|id| contains(&others, id)))
            && other_denies.iter().all(|id| contains(&denies, id))
            // A doubtful statement of either document is a doubt of its own.
            && !self.is_doubtful(cell, one)
            && !self.is_doubtful(cell, other)
        {
            return Answer::No;
        }
        let mut questions = Vec::new();
        for allow in &allows {
            let fails: Vec<_> = denies.iter().chain(&others).copied().list();
            questions.push((vec![*allow], fails));
        }
        for allow in &allows {
            for deny in &other_denies {
                questions.push((vec![*allow, *deny], denies.clone()));
            }
        }
        self.first(questions)
    }

    fn deny_lifted(&mut self, cell: &Cell, now: usize, before: usize) -> Answer {
        let still = self.conditions(cell, now, false);
        let denied = self.conditions(cell, before, false);
        if denied.iter().all(|id| still.binary_search(id).is_ok()) {
            return Answer::No;
        }
        let questions = denied.into_iter().map(|deny| (vec![deny], still.clone()));
        self.first(questions.list())
    }

    fn is_doubtful(&self, cell: &Cell, document: usize) -> bool {
        self.rules_of(cell, document).any(|rule| self.space.is_doubtful(rule.condition))
    }

    /// The first question that has a yes; else a doubt, if there is one.
    fn first(&mut self, questions: Vec<(Vec<ConditionId>, Vec<ConditionId>)>) -> Answer {
        let mut doubt = None;
        for (holds, fails) in questions {
            match self.space.find(&holds, &fails) {
                Answer::No => {}
                Answer::Undecided(why) => doubt = Some(why),
                yes @ Answer::Yes(_) => return yes,
            }
        }
        doubt.map_or(Answer::No, Answer::Undecided)
    }
}

/// Hands on the rules of a statement: one for what is understood, and for a Deny one more that nobody knows.
fn compile(
    statement: &Statement,
    mut add: impl FnMut(bool, Option<Doubt>, Named<Principal>, Named<ActionPattern>),
) {
    let principals = || Named::These(statement.known_principals().cloned().list());
    let actions = || Named::These(statement.known_actions().cloned().list());
    match (statement.validity, statement.effect) {
        (Validity::MatchesNothing, _) => {}
        (Validity::Sound, Some(effect)) => {
            add(effect == Effect::Allow, None, principals(), actions());
            if effect == Effect::Deny && (statement.has_unknown_principals || statement.has_unknown_actions) {
                let names = if statement.has_unknown_principals { Named::All } else { principals() };
                let named_actions = if statement.has_unknown_actions { Named::All } else { actions() };
                add(false, Some(Doubt::UnknownStatement), names, named_actions);
            }
        }
        _ if statement.may_deny || statement.damaged => {
            let names = if statement.has_unknown_principals { Named::All } else { principals() };
            let named_actions = if statement.has_unknown_actions { Named::All } else { actions() };
            // A damaged statement may be a Deny of anybody.
            let (names, named_actions) =
                if statement.damaged { (Named::All, Named::All) } else { (names, named_actions) };
            add(false, Some(Doubt::UnknownStatement), names, named_actions);
        }
        _ => {}
    }
}

/// Of a statement that is not understood, the parts of its condition that are.
fn known_condition(statement: &Statement) -> Condition {
    if statement.damaged { Condition::default() } else { statement.condition() }
}

#[cfg(test)]
mod tests;
