//! Questions about a policy and about two, decided exactly or not at all: what a draft newly allows, who can set the
//! policy, which accounts are let in.

mod checks;
mod compare;
mod matrix;
mod tests_file;

use serde::Serialize;

pub use checks::{
    Check, CheckVerdict, Reason, keeps_owner, no_new_access, not_granted, not_public, only_accounts,
};
pub use compare::{Change, Comparison, MeaningDiff, Row, compare};
pub use matrix::{Column, MatrixRow, Share};
pub use tests_file::{Case, run_cases};

use crate::{
    access::{Access, ActionClass, Apart, Grant, PrincipalClass},
    catalog::{Catalog, Kind, Level},
    condition::{Doubt, Values},
    document::Document,
    evaluate::Request,
    glob::TooMany,
    principal::Identity,
    sorted::Listed,
};

/// A name for an action of a class: with prefix, as the catalogue spells it.
pub(crate) fn action_text(class: &ActionClass, catalog: &Catalog) -> String {
    format!("{}:{}", catalog.service(), class.name)
}

/// A request that shows an answer.
pub(crate) fn witness(
    principal: &PrincipalClass,
    action: &ActionClass,
    values: Values,
    catalog: &Catalog,
) -> Request {
    Request::new(principal.witness.clone(), action_text(action, catalog), values)
}

/// Someone who may set the policy by the policy itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PolicySetter {
    /// An identity, or the whole account where every identity of it may.
    pub principal: String,
    /// `always` or `maybe`.
    pub grant: &'static str,
    /// The account that created the resource.
    pub own_account: bool,
}

/// Who can still set the policy, by this document alone; RAM policies of the own account may let in more.
///
/// # Errors
/// When the patterns in names combine in too many ways.
pub fn policy_setters(
    document: &Document,
    kind: Kind,
    owner: &str,
    catalog: &Catalog,
) -> Result<Vec<PolicySetter>, TooMany> {
    let apart = Apart { owner: Some(owner), ..Apart::default() };
    let mut access = Access::new(&[document], kind, catalog, &apart)?;
    let setters = setters(&mut access, 0);
    let mut found: Vec<PolicySetter> = Vec::new();
    let whole: Vec<&str> = setters
        .iter()
        .filter(|(class, grant)| class.witness.is_root() && *grant == Grant::Always)
        .map(|(class, _)| class.witness.account.as_str())
        .list();
    for (class, grant) in &setters {
        let Identity { account, .. } = &class.witness;
        let is_whole = class.witness.is_root();
        if !is_whole && whole.contains(&account.as_str()) && *grant == Grant::Always {
            continue;
        }
        let principal = if is_whole { format!("acs:ram::{account}:*") } else { class.witness.to_string() };
        found.push(PolicySetter { principal, grant: grant.as_str(), own_account: account == owner });
    }
    Ok(found)
}

/// Classes that hold an action of level `policy`, with how much.
pub(crate) fn setters(access: &mut Access, document: usize) -> Vec<(PrincipalClass, Grant)> {
    let actions: Vec<ActionClass> =
        access.actions.iter().filter(|action| action.level == Some(Level::Policy)).cloned().list();
    let mut found = Vec::new();
    for principal in access.principals.clone() {
        let grants = actions.iter().map(|action| {
            let cell = access.cell(&principal, action);
            access.grant(&cell, document).0
        });
        let best = grants.max().unwrap_or(Grant::Never);
        if best > Grant::Never {
            found.push((principal, best));
        }
    }
    found
}

/// An account outside that a policy lets in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OutsideAccount {
    pub account: String,
    /// Whether some action is granted in some context; an account whose Allows are all denied again still takes a unit.
    pub has_access: bool,
}

/// Outside accounts that Allows name. Each takes one unit of the access management quantity.
///
/// # Errors
/// When the patterns in names combine in too many ways.
pub fn outside_accounts(
    document: &Document,
    kind: Kind,
    owner: &str,
    catalog: &Catalog,
) -> Result<Vec<OutsideAccount>, TooMany> {
    let apart = Apart { owner: Some(owner), ..Apart::default() };
    let mut access = Access::new(&[document], kind, catalog, &apart)?;
    let mut found = Vec::new();
    for account in document.outside_accounts(owner) {
        let classes: Vec<PrincipalClass> =
            access.principals.iter().filter(|class| class.witness.account == account).cloned().list();
        let actions = access.actions.clone();
        let has_access = classes.iter().any(|class| {
            actions.iter().any(|action| {
                let cell = access.cell(class, action);
                access.grant(&cell, 0).0 > Grant::Never
            })
        });
        found.push(OutsideAccount { account, has_access });
    }
    Ok(found)
}

/// Text of a doubt for formats.
pub(crate) fn doubt_text(doubt: Doubt) -> String {
    doubt.as_str().to_owned()
}

#[cfg(test)]
mod tests;
