//! Entries that another one of the same statement makes needless.

use super::list;
use crate::{
    document::{PrincipalEntry, Statement},
    lint::Pass,
    principal::{Account, Principal},
    sorted::Map,
};

/// KPL-P11. The first of equal entries is needed, and so is an account, so never all of a list go. Whether a name with a
/// wildcard covers another is not confirmed, and `*` should not stay: neither makes an entry needless.
pub(super) fn covered(pass: &mut Pass<'_>) {
    for statement in list::readable(pass.document()) {
        let first: Map<Principal, &PrincipalEntry> =
            Map::of_first(understood(statement).map(|(entry, principal)| (principal.folded(), entry)));
        for (entry, principal) in understood(statement) {
            let whole = match principal {
                Principal::Named { account: account @ Account::Id(_), .. } => {
                    first.get(&Principal::Whole(account.clone()))
                }
                _ => None,
            };
            let by = whole.or_else(|| first.get(&principal.folded())).copied();
            let Some(by) = by.filter(|by| by.text.node != entry.text.node) else { continue };
            let finding = pass
                .finding(pass.tree().span(entry.text.node))
                .with("arn", &entry.text.value)
                .with("by", &by.text.value)
                .related_to(pass.tree().span(by.text.node))
                .fixed_by(list::removal(pass.tree(), statement, entry.text.node, true));
            pass.report(finding);
        }
    }
}

fn understood(statement: &Statement) -> impl Iterator<Item = (&PrincipalEntry, &Principal)> {
    statement.principals.iter().filter_map(|entry| Some((entry, entry.principal.as_ref().ok()?)))
}
