//! Users and roles by name, beside those that exist.

use super::{list, understood};
use crate::{
    context::Directory,
    edit::nodes,
    finding::Fix,
    lint::Pass,
    principal::{Account, IdentityKind, Principal},
    sorted::{Listed, Map, Set},
};

fn names(directory: Option<&Directory>, kind: IdentityKind) -> Option<&Set<String>> {
    let directory = directory?;
    match kind {
        IdentityKind::User => directory.users.as_ref(),
        IdentityKind::Role => directory.roles.as_ref(),
    }
}

/// KPL-P07.
pub(super) fn pattern(pass: &mut Pass<'_>) {
    let directory = pass.context().around.dir.as_ref();
    for (_, entry, principal) in understood(pass).filter(|(.., principal)| principal.is_pattern()) {
        let Principal::Named { account, kind, name } = principal else { continue };
        let is_own = *account == Account::Id(pass.owner().to_owned());
        let known = names(directory, *kind).filter(|_| is_own);
        let meant: Vec<String> = known
            .into_iter()
            .flatten()
            .filter(|known| Principal::name_fits(*kind, name, known))
            .map(|name| {
                Principal::Named { account: account.clone(), kind: *kind, name: name.clone() }.to_string()
            })
            .list();
        let meant: Vec<&str> = meant.iter().map(String::as_str).list();
        let fix = (!meant.is_empty()).then(|| {
            let edits = vec![nodes::replace_with_texts(pass.tree(), entry.text.node, &meant)];
            Fix::guided("fix.principals.expand", edits)
        });
        let finding =
            pass.finding(pass.tree().span(entry.text.node)).with("arn", &entry.text.value).fixed_by(fix);
        pass.report(finding);
    }
}

/// How many names are suggested.
const SUGGESTIONS: usize = 3;

/// KPL-P10.
pub(super) fn not_found(pass: &mut Pass<'_>) {
    let directory = pass.context().around.dir.as_ref();
    // Letter case does not count in names of roles.
    let roles: Option<Map<String, &str>> = names(directory, IdentityKind::Role)
        .map(|roles| roles.iter().map(|role| (role.to_ascii_lowercase(), role.as_str())).collect());
    let (mut alike_users, mut alike_roles) = (None, None);
    for (statement, entry, principal) in understood(pass) {
        let Principal::Named { account, kind, name } = principal else { continue };
        if principal.is_pattern() || !matches!(account, Account::Id(id) if id == pass.owner()) {
            continue;
        }
        let Some(known) = names(directory, *kind) else {
            pass.skip(match kind {
                IdentityKind::User => "dir.users",
                IdentityKind::Role => "dir.roles",
            });
            continue;
        };
        let exists = match kind {
            IdentityKind::User => known.contains(name),
            IdentityKind::Role => {
                roles.as_ref().is_some_and(|roles| roles.contains_key(&name.to_ascii_lowercase()))
            }
        };
        if exists {
            continue;
        }
        let finding = pass.finding(pass.tree().span(entry.text.node)).with("arn", &entry.text.value);
        let alike = match kind {
            IdentityKind::User => &mut alike_users,
            IdentityKind::Role => &mut alike_roles,
        };
        let alike = alike.get_or_insert_with(|| list::Names::new(known.iter().map(String::as_str)));
        let near: Vec<&str> = alike.near(name).iter().copied().take(SUGGESTIONS).list();
        let finding = match near.as_slice() {
            [] => finding.fixed_by(list::removal(pass.tree(), statement, entry.text.node, false)),
            [closest, ..] => {
                let meant =
                    Principal::Named { account: account.clone(), kind: *kind, name: (*closest).to_owned() };
                let meant = meant.to_string();
                let edits = vec![nodes::replace_with_text(pass.tree(), entry.text.node, &meant)];
                finding
                    .saying("KPL-P10.suggest")
                    .with("known", near.join(", "))
                    .fixed_by(Fix::guided("fix.replace", edits).with("new", meant))
            }
        };
        pass.report(finding);
    }
}
