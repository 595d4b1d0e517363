//! What the surroundings of a resource make of its policy: units of the quota, the instance, the other account.

use crate::{
    catalog::{Kind, ValueType},
    document::{Document, Statement},
    finding::Severity::{Error, Suggestion},
    glob,
    help::ram_policy_for_statement,
    lint::{BOTH, Need, Pass, Rule},
    principal::{Account, Principal},
    sorted::{Listed, Map, Set, sort},
    text::Span,
};

/// The state of an instance that carries out requests.
const CONNECTED: &str = "Connected";
/// The only name that a policy of a key or secret can have.
const POLICY_NAME: &str = "default";

pub(crate) const RULES: &[Rule] = &[
    Rule {
        id: "KPL-Q01",
        severity: Error,
        kinds: BOTH,
        needs: &[Need::Owner, Need::Quota],
        reads_access: false,
        check: too_many_accounts,
    },
    Rule {
        id: "KPL-Q02",
        severity: Suggestion,
        kinds: BOTH,
        needs: &[Need::Owner, Need::Quota],
        reads_access: false,
        check: units,
    },
    Rule { id: "KPL-Q03", severity: Error, kinds: BOTH, needs: &[], reads_access: false, check: place },
    Rule {
        id: "KPL-Q04",
        severity: Suggestion,
        kinds: BOTH,
        needs: &[Need::Owner],
        reads_access: false,
        check: other_side,
    },
    Rule {
        id: "KPL-Q05",
        severity: Suggestion,
        kinds: BOTH,
        needs: &[Need::BoundVpcs],
        reads_access: false,
        check: unbound,
    },
];

/// Accounts that take or give back a unit. Without the saved policy nobody knows which were there before.
struct Change {
    added: Set<String>,
    dropped: Set<String>,
    is_compared: bool,
}

impl Change {
    fn of(pass: &Pass<'_>) -> Self {
        let now = pass.document().outside_accounts(pass.owner());
        let base = pass.subject.base.as_ref();
        let before = base.map(|base| base.outside_accounts(pass.owner())).unwrap_or_default();
        Self {
            added: now.difference(&before).cloned().collect(),
            dropped: before.difference(&now).cloned().collect(),
            is_compared: base.is_some(),
        }
    }

    /// The first entry of every account that takes a unit.
    fn spans(&self, document: &Document) -> Vec<Span> {
        let allows = document.statements().iter().filter(|statement| statement.allows());
        let places = allows.flat_map(|statement| &statement.principals).filter_map(|entry| {
            let Account::Id(id) = entry.principal.as_ref().ok()?.account() else { return None };
            Some((self.added.get(id)?, document.span(entry.text.node)))
        });
        let mut spans: Vec<Span> = Map::of_first(places).into_values().list();
        sort(&mut spans);
        spans
    }
}

/// Where something about the whole policy is shown: its beginning, so that no editor underlines all of it.
fn beginning(pass: &Pass<'_>) -> Span {
    let start = pass.tree().root().map_or(0, |root| pass.tree().span(root).start);
    Span::new(start, (start + 1).min(pass.tree().source().len()))
}

/// KPL-Q01.
fn too_many_accounts(pass: &mut Pass<'_>) {
    let Some(quota) = pass.context().around.net.as_ref().and_then(|net| net.quota) else { return };
    let change = Change::of(pass);
    let free = quota.limit.saturating_sub(quota.used);
    if u64::try_from(change.added.len()).is_ok_and(|needed| needed <= free) {
        return;
    }
    let mut finding = pass
        .finding(beginning(pass))
        .saying(if change.is_compared { "KPL-Q01" } else { "KPL-Q01.all" })
        .with("count", change.added.len())
        .with("free", free);
    finding.spans = change.spans(pass.document());
    pass.report(finding);
}

/// KPL-Q02.
fn units(pass: &mut Pass<'_>) {
    let change = Change::of(pass);
    if !change.added.is_empty() {
        let mut finding = pass
            .finding(beginning(pass))
            .saying(if change.is_compared { "KPL-Q02" } else { "KPL-Q02.all" })
            .with("count", change.added.len());
        finding.spans = change.spans(pass.document());
        pass.report(finding);
    }
    if !change.dropped.is_empty() {
        let finding = pass.finding(beginning(pass)).saying("KPL-Q02.freed");
        pass.report(finding.with("count", change.dropped.len()));
    }
}

/// KPL-Q03: each part is judged if it is known.
fn place(pass: &mut Pass<'_>) {
    let at = beginning(pass);
    let resource = pass.context().around.res.as_ref();
    match resource.and_then(|resource| resource.instance.as_ref()) {
        None => pass.skip("res.instance"),
        Some(None) => {
            let message = if pass.kind() == Kind::Key { "KPL-Q03" } else { "KPL-Q03.secret" };
            pass.report(pass.finding(at).saying(message));
        }
        Some(Some(instance)) if instance.state != CONNECTED => {
            let finding = pass.finding(at).saying("KPL-Q03.state");
            pass.report(finding.with("instance", &instance.id).with("state", &instance.state));
        }
        Some(Some(_)) => {}
    }
    match resource.and_then(|resource| resource.policy_name.as_deref()) {
        None => pass.skip("res.policy_name"),
        Some(POLICY_NAME) => {}
        Some(name) => pass.report(pass.finding(at).saying("KPL-Q03.name").with("name", name)),
    }
}

/// KPL-Q04.
fn other_side(pass: &mut Pass<'_>) {
    let (document, catalog, kind, owner) = (pass.document(), pass.catalog(), pass.kind(), pass.owner());
    for statement in document.statements().iter().filter(|statement| judged(statement)) {
        let outside = |principal: &Principal| match principal {
            Principal::Named { account: Account::Id(id), .. } if id != owner => Some(id.clone()),
            _ => None,
        };
        if !statement.known_principals().any(|principal| outside(principal).is_some()) {
            continue;
        }
        let Some(policy) = ram_policy_for_statement(statement, kind, owner, catalog) else { continue };
        for entry in &statement.principals {
            let Ok(principal) = &entry.principal else { continue };
            let Some(account) = outside(principal) else { continue };
            let finding = pass.finding(document.span(entry.text.node)).with("principal", principal);
            pass.report(finding.with("account", account).with("policy", &policy));
        }
    }
}

fn judged(statement: &Statement) -> bool {
    statement.allows() && !statement.damaged
}

/// KPL-Q05.
fn unbound(pass: &mut Pass<'_>) {
    let Some(bound) = pass.context().around.net.as_ref().and_then(|net| net.bound_vpcs.as_ref()) else {
        return;
    };
    let (tree, catalog) = (pass.tree(), pass.catalog());
    for statement in pass.document().statements().iter().filter(|statement| !statement.damaged) {
        for entry in &statement.conditions {
            if catalog.key(&entry.key.value).is_none_or(|key| key.value_type != ValueType::Vpc) {
                continue;
            }
            for value in entry.values.iter().filter(|value| is_vpc(&value.value)) {
                if !bound.contains(&value.value) {
                    pass.report(pass.finding(tree.span(value.node)).with("vpc", &value.value));
                }
            }
        }
    }
}

/// Whether a value names one VPC: no pattern, and nothing that rule C05 refuses.
fn is_vpc(text: &str) -> bool {
    text.starts_with("vpc-") && !glob::is_pattern(text)
}

#[cfg(test)]
mod tests;
