//! The statement that opens the resource to its own account.

use crate::{
    catalog::Kind,
    document::{Document, Statement},
    edit::nodes::{insert, quoted},
    finding::Fix,
    lint::Pass,
    principal::{Account, Principal},
    rules::security::narrow::free_sid,
    text::NodeKind,
};

use super::{about_policy, span_or_root};

/// KPL-L04.
pub(super) fn gone(pass: &mut Pass<'_>) {
    let owner = pass.owner();
    let had = pass.subject.base.as_ref().is_some_and(|base| has_owner_statement(base, owner));
    if !had || has_owner_statement(pass.document(), owner) {
        return;
    }
    let left =
        pass.document().statements().iter().find(|statement| statement.allows() && lists(statement, owner));
    let finding = pass.finding(span_or_root(pass, left.map(|statement| statement.node)));
    let finding = if left.is_some() { finding.saying("KPL-L04.narrowed") } else { finding };
    let finding = finding.fixed_by(restoring(pass));
    pass.report(finding);
}

fn lists(statement: &Statement, owner: &str) -> bool {
    statement.known_principals().any(|principal| principal.is_whole(owner))
}

fn has_owner_statement(document: &Document, owner: &str) -> bool {
    document.statements().iter().any(|statement| {
        statement.allows()
            && statement.condition().is_always()
            && lists(statement, owner)
            && statement.known_actions().any(|pattern| pattern.name() == "*")
    })
}

/// Puts the default statement at the beginning; `None` where it would change nothing, because it is there, or because
/// a Deny takes the policy from the account.
pub(super) fn restoring(pass: &Pass<'_>) -> Option<Fix> {
    let (document, owner) = (pass.document(), pass.owner());
    let denied = about_policy(pass).any(|statement| {
        statement.denies()
            && statement.condition().is_always()
            && statement.known_principals().any(|principal| {
                principal.is_whole(owner) || matches!(principal, Principal::Whole(Account::Any))
            })
    });
    let list = document.statement_list().filter(|list| pass.tree().kind(*list) == NodeKind::Array)?;
    if denied || has_owner_statement(document, owner) {
        return None;
    }
    let sid = match pass.kind() {
        Kind::Key => "kms default key policy",
        Kind::Secret => "kms default secret policy",
    };
    let statement = format!(
        r#"{{"Sid": {}, "Effect": "Allow", "Principal": {{"RAM": [{}]}}, "Action": [{}], "Resource": ["*"]}}"#,
        quoted(&free_sid(document, sid)),
        quoted(&Principal::Whole(Account::Id(owner.to_owned())).to_string()),
        quoted(&format!("{}:*", pass.catalog().service())),
    );
    Some(Fix::guided("fix.restore-owner", vec![insert(pass.tree(), list, 0, &statement)]))
}
