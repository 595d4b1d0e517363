//! Who has what, as a table: principals against columns of actions, before and after.

use serde::{Deserialize, Serialize};

use super::compare::{Comparison, DRAFT, SAVED};
use crate::{
    access::{ActionClass, Grant, PrincipalClass},
    action::ActionPattern,
    sorted::{Listed, sort_and_dedup, sort_by},
};

/// A column: some actions that belong together. It is full only when all of them are.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Column(pub Vec<String>);

/// What one principal may do of one column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Share {
    /// Nothing allows any of it.
    Never,
    /// Nothing of it is possible, and some statement denies it.
    Denied,
    /// A part of it, or all of it under a condition, or nobody knows.
    Maybe,
    /// All of it, always.
    Always,
}

/// A principal with its shares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MatrixRow {
    /// An identity; `acs:ram::<account>:*` stands for everybody in the account whom no statement names.
    pub principal: String,
    /// Whether it belongs to another account than the resource.
    pub outside: bool,
    /// By column.
    pub before: Vec<Share>,
    pub after: Vec<Share>,
    /// By column, whether all that the draft says is what it says of everybody in the account.
    pub inherited: Vec<bool>,
    /// Statements of the draft that are about it and a column, counted from 0.
    pub statements: Vec<usize>,
}

impl Comparison<'_> {
    /// The table, the own account first, then its users and roles, then others. Principals that no column is about in
    /// either policy are left out.
    pub fn matrix(&mut self, columns: &[Column]) -> Vec<MatrixRow> {
        let columns: Vec<Vec<ActionClass>> = columns.iter().map(|column| self.classes(column)).list();
        let roots = self.access.principals.iter().filter(|class| class.witness.is_root());
        let roots: Vec<PrincipalClass> = roots.cloned().list();
        let mut rows: Vec<MatrixRow> = Vec::new();
        for (principal, text) in self.shown_principals() {
            let mut row = MatrixRow {
                outside: principal.witness.account != self.owner,
                principal: text,
                before: Vec::new(),
                after: Vec::new(),
                inherited: Vec::new(),
                statements: Vec::new(),
            };
            let root = roots.iter().find(|root| {
                root.witness.account == principal.witness.account && !principal.witness.is_root()
            });
            for actions in &columns {
                row.before.push(self.share(&principal, actions, SAVED));
                row.after.push(self.share(&principal, actions, DRAFT));
                row.inherited.push(root.is_some_and(|root| {
                    let same = |action| {
                        let (own, general) =
                            (self.access.cell(&principal, action), self.access.cell(root, action));
                        own.rules.get(DRAFT) == general.rules.get(DRAFT)
                    };
                    actions.iter().all(same)
                }));
                for action in actions {
                    let cell = self.access.cell(&principal, action);
                    row.statements.extend(self.access.rules_of(&cell, DRAFT).map(|rule| rule.statement));
                }
            }
            sort_and_dedup(&mut row.statements);
            if row.before.iter().chain(&row.after).any(|share| *share != Share::Never) {
                rows.push(row);
            }
        }
        sort_by(&mut rows, |one, two| {
            let key = |row: &MatrixRow| (row.outside, !row.principal.ends_with(":*"));
            key(one).cmp(&key(two)).then_with(|| one.principal.cmp(&two.principal))
        });
        rows
    }

    /// The classes that the actions of a column lie in, each once.
    fn classes(&self, column: &Column) -> Vec<ActionClass> {
        let mut found: Vec<ActionClass> = Vec::new();
        for name in &column.0 {
            let name = ActionPattern::after_prefix(name, self.catalog).unwrap_or(name);
            let class = self.access.actions.iter().find(|class| class.name.eq_ignore_ascii_case(name));
            if let Some(class) = class.filter(|class| found.iter().all(|other| other.name != class.name)) {
                found.push(class.clone());
            }
        }
        found
    }

    fn share(&mut self, principal: &PrincipalClass, actions: &[ActionClass], document: usize) -> Share {
        let (mut full, mut some, mut denied) = (true, false, false);
        for action in actions {
            let cell = self.access.cell(principal, action);
            let grant = self.access.grant(&cell, document).0;
            full &= grant == Grant::Always;
            some |= grant > Grant::Never;
            denied |= self.access.rules_of(&cell, document).any(|rule| !rule.allow);
        }
        match (full && !actions.is_empty(), some, denied) {
            (true, ..) => Share::Always,
            (_, true, _) => Share::Maybe,
            (.., true) => Share::Denied,
            _ => Share::Never,
        }
    }
}
