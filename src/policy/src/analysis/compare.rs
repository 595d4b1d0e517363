//! Two policies by meaning: what is gained, lost, and allowed under another condition.

use std::collections::HashMap;

use serde::Serialize;

use super::{action_text, witness};
use crate::{
    access::{Access, ActionClass, Apart, Bits, Cell, Grant, PrincipalClass},
    catalog::{Catalog, Kind, Level},
    condition::{Answer, Doubt},
    document::Document,
    evaluate::Request,
    glob::TooMany,
    sorted::{Listed, sort_by},
};

/// What became of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// Allowed in some context, and before in none.
    Gained,
    /// Allowed in no context, and before in some.
    Lost,
    /// Allowed before and after, and now in more contexts.
    Wider,
    /// Allowed before and after, and now in fewer contexts.
    Narrower,
    /// Allowed before and after, in some new contexts and no longer in some old ones.
    Changed,
    /// Nobody knows.
    Undecided,
}

/// A pair that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// An identity; `acs:ram::<account>:*` stands for everybody in the account whom no statement names.
    pub principal: String,
    /// Whether it belongs to another account than the resource.
    pub outside: bool,
    /// With prefix. Names that do not exist yet stand under the pattern that names them.
    pub action: String,
    /// `list`, `read`, …; none for names that do not exist yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<&'static str>,
    pub change: Change,
    /// `never`, `maybe` or `always`.
    pub before: &'static str,
    pub after: &'static str,
    /// Statements of the draft and of the saved policy that are about it.
    pub statements: Statements,
    /// A request that is allowed now and was not, or the other way round.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub witness: Option<Request>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
}

/// Places of statements, counted from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Statements {
    pub before: Vec<usize>,
    pub after: Vec<usize>,
}

/// What changed between two policies.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MeaningDiff {
    pub gained: usize,
    pub lost: usize,
    /// Allowed before and after, under another condition.
    pub conditional: usize,
    pub undecided: usize,
    /// Outside accounts first, then by principal and action.
    pub rows: Vec<Row>,
}

/// Two policies side by side. Document 0 is the saved one, 1 the draft.
#[derive(Debug)]
pub struct Comparison<'a> {
    pub(crate) access: Access,
    pub(crate) catalog: &'a Catalog,
    pub(crate) owner: &'a str,
}

pub(crate) const SAVED: usize = 0;
pub(crate) const DRAFT: usize = 1;

/// Compares a saved policy and a draft by meaning.
///
/// # Errors
/// When the patterns in names combine in too many ways.
pub fn compare(
    saved: &Document,
    draft: &Document,
    kind: Kind,
    owner: &str,
    catalog: &Catalog,
) -> Result<MeaningDiff, TooMany> {
    Ok(Comparison::new(saved, draft, kind, owner, catalog)?.diff())
}

/// A pair of classes with what was found out about it.
struct Finding {
    change: Change,
    before: Grant,
    after: Grant,
    /// A context that shows it, with whether it shows a gain.
    shown: Option<crate::condition::Values>,
    doubt: Option<Doubt>,
}

impl<'a> Comparison<'a> {
    /// Divides principals and actions by both policies. An owner that is not known is empty.
    ///
    /// # Errors
    /// When the patterns in names combine in too many ways.
    pub fn new(
        saved: &Document,
        draft: &Document,
        kind: Kind,
        owner: &'a str,
        catalog: &'a Catalog,
    ) -> Result<Self, TooMany> {
        let apart = Apart { owner: Some(owner).filter(|owner| !owner.is_empty()), ..Apart::default() };
        let access = Access::new(&[saved, draft], kind, catalog, &apart)?;
        Ok(Self { access, catalog, owner })
    }

    /// Classes with the same rules stand together: `(the one to show, how many)`.
    pub(crate) fn shown_principals(&self) -> Vec<(PrincipalClass, String)> {
        // By account, the rules that everybody has whom no statement names: the root stands for them.
        let general: HashMap<&str, &Vec<Bits>> = self
            .access
            .principals
            .iter()
            .filter(|class| class.witness.is_root())
            .map(|class| (class.witness.account.as_str(), &class.rules))
            .collect();
        let mut shown = Vec::new();
        for class in &self.access.principals {
            let account = class.witness.account.as_str();
            let text = if class.witness.is_root() {
                let account = if class.unnamed_account { "*" } else { account };
                format!("acs:ram::{account}:*")
            } else if general.get(account) == Some(&&class.rules) {
                continue;
            } else {
                class.witness.to_string()
            };
            shown.push((class.clone(), text));
        }
        shown
    }

    /// What changed.
    pub fn diff(&mut self) -> MeaningDiff {
        let mut diff = MeaningDiff::default();
        let groups = self.access.action_groups();
        let mut known: HashMap<Cell, Option<Finding>> = HashMap::new();
        for (principal, text) in self.shown_principals() {
            for group in &groups {
                let Some(first) = group.first() else { continue };
                let cell = self.access.cell(&principal, first);
                if !known.contains_key(&cell) {
                    let finding = self.judge(&cell);
                    known.insert(cell.clone(), finding);
                }
                let Some(Some(finding)) = known.get(&cell) else { continue };
                for action in group {
                    diff.count(finding.change);
                    diff.rows.push(self.row(&principal, &text, action, &cell, finding));
                }
            }
        }
        sort_by(&mut diff.rows, |one, two| {
            (!one.outside, &one.principal, &one.action).cmp(&(!two.outside, &two.principal, &two.action))
        });
        diff
    }

    fn row(
        &self,
        principal: &PrincipalClass,
        text: &str,
        action: &ActionClass,
        cell: &Cell,
        finding: &Finding,
    ) -> Row {
        let statements = |document| self.access.rules_of(cell, document).map(|rule| rule.statement).list();
        Row {
            principal: text.to_owned(),
            outside: principal.witness.account != self.owner,
            action: shown_action(action, self.catalog),
            level: action.level.map(Level::as_str),
            change: finding.change,
            before: finding.before.as_str(),
            after: finding.after.as_str(),
            statements: Statements { before: statements(SAVED), after: statements(DRAFT) },
            witness: finding.shown.clone().map(|values| witness(principal, action, values, self.catalog)),
            reason: finding.doubt.map(Doubt::as_str),
        }
    }

    /// What became of a pair; `None` where nothing did.
    fn judge(&mut self, cell: &Cell) -> Option<Finding> {
        let gained = self.access.find_only(cell, DRAFT, SAVED);
        let lost = self.access.find_only(cell, SAVED, DRAFT);
        if gained == Answer::No && lost == Answer::No {
            return None;
        }
        let (before, doubt_before) = self.access.grant(cell, SAVED);
        let (after, doubt_after) = self.access.grant(cell, DRAFT);
        let doubt = [&gained, &lost].into_iter().find_map(|answer| match answer {
            Answer::Undecided(doubt) => Some(*doubt),
            _ => None,
        });
        let change = match (&gained, &lost) {
            _ if doubt.is_some() => Change::Undecided,
            (Answer::Yes(_), _) if before == Grant::Never => Change::Gained,
            (_, Answer::Yes(_)) if after == Grant::Never => Change::Lost,
            (Answer::Yes(_), Answer::Yes(_)) => Change::Changed,
            (Answer::Yes(_), _) => Change::Wider,
            _ => Change::Narrower,
        };
        let shown = match (gained, lost) {
            (Answer::Yes(values), _) | (_, Answer::Yes(values)) => Some(values),
            _ => None,
        };
        Some(Finding { change, before, after, shown, doubt: doubt.or(doubt_before).or(doubt_after) })
    }

    /// Pairs of shown principal and action group that the draft allows in a context in which the saved policy does not.
    pub(crate) fn new_pairs(&mut self) -> Vec<Pair> {
        self.pairs(|access, cell| access.find_only(cell, DRAFT, SAVED))
    }

    /// Pairs that the saved policy denied in some context and the draft does not: RAM policies may now allow them.
    pub(crate) fn lifted_denies(&mut self) -> Vec<Pair> {
        self.pairs(|access, cell| access.find_deny_lifted(cell, DRAFT, SAVED))
    }

    fn pairs(&mut self, ask: impl Fn(&mut Access, &Cell) -> Answer) -> Vec<Pair> {
        let groups = self.access.action_groups();
        let mut found = Vec::new();
        for (principal, text) in self.shown_principals() {
            for group in &groups {
                let Some(first) = group.first() else { continue };
                let cell = self.access.cell(&principal, first);
                let answer = ask(&mut self.access, &cell);
                if answer == Answer::No {
                    continue;
                }
                let allows = self.access.rules_of(&cell, DRAFT).filter(|rule| rule.allow);
                let statements = allows.map(|rule| rule.statement).list();
                let principal = principal.clone();
                found.push(Pair {
                    principal,
                    text: text.clone(),
                    actions: group.clone(),
                    answer,
                    statements,
                });
            }
        }
        found
    }
}

/// A principal and actions that one answer holds for.
pub(crate) struct Pair {
    pub(crate) principal: PrincipalClass,
    /// The principal as it is shown.
    pub(crate) text: String,
    /// INVARIANT: never empty.
    pub(crate) actions: Vec<ActionClass>,
    pub(crate) answer: Answer,
    /// Allows of the draft that are about it.
    pub(crate) statements: Vec<usize>,
}

impl MeaningDiff {
    fn count(&mut self, change: Change) {
        match change {
            Change::Gained => self.gained += 1,
            Change::Lost => self.lost += 1,
            Change::Wider | Change::Narrower | Change::Changed => self.conditional += 1,
            Change::Undecided => self.undecided += 1,
        }
    }
}

/// Names that do not exist yet are shown by the pattern that names them.
pub(crate) fn shown_action(action: &ActionClass, catalog: &Catalog) -> String {
    match &action.pattern {
        Some(pattern) => format!("{}:{pattern}", catalog.service()),
        None => action_text(action, catalog),
    }
}
