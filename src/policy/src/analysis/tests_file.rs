//! KPC-6: an author's own cases, "who may do what, in which context", checked against a policy.

use serde::Deserialize;

use super::checks::{Check, CheckVerdict, Reason};
use crate::{
    action::ActionPattern,
    catalog::{Catalog, Kind},
    condition::Values,
    document::{Document, Effect},
    evaluate::{Policies, Request, Verdict, Via, decide, document_effect},
    principal::Identity,
    ram::RamPolicy,
    sorted::Set,
};

/// What an author expects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Expected {
    /// This policy allows it.
    #[serde(alias = "allow")]
    Allowed,
    /// This policy does not allow it.
    #[serde(alias = "deny")]
    Denied,
    /// It hangs on keys that the case leaves open.
    Depends,
}

/// One case. Without `ram` the policy alone is asked; with it the cloud's whole answer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// The ARN of the caller.
    pub who: String,
    /// With prefix.
    pub action: String,
    #[serde(default, deserialize_with = "crate::evaluate::scalars")]
    pub context: Values,
    /// Keys that are not known.
    #[serde(default)]
    pub open: Set<String>,
    #[serde(default)]
    pub via: Via,
    /// RAM policies of the caller.
    #[serde(default)]
    pub ram: Option<Vec<serde_json::Value>>,
    pub expect: Expected,
    /// Shown with a failure.
    #[serde(default)]
    pub name: Option<String>,
}

/// Runs the cases. One that cannot be read fails with the reason.
pub fn run_cases(document: &Document, cases: &[Case], kind: Kind, owner: &str, catalog: &Catalog) -> Check {
    let mut check = Check::new("KPC-6");
    for (at, case) in cases.iter().enumerate() {
        let name = case.name.clone().unwrap_or_else(|| format!("case {at}"));
        match judge(document, case, kind, owner, catalog) {
            Err(why) => {
                check.verdict = CheckVerdict::Fail;
                check.reasons.push(Reason::new("case-unreadable").saying(format!("{name}: {why}")));
            }
            Ok((found, request, statements)) => {
                if found == case.expect {
                    continue;
                }
                check.verdict = CheckVerdict::Fail;
                check.witness.get_or_insert(request);
                let mut reason = Reason::new("case").saying(name);
                reason.principal = Some(case.who.clone());
                reason.action = Some(case.action.clone());
                reason.statements = statements;
                check.reasons.push(reason);
            }
        }
    }
    check
}

fn judge(
    document: &Document,
    case: &Case,
    kind: Kind,
    owner: &str,
    catalog: &Catalog,
) -> Result<(Expected, Request, Vec<usize>), String> {
    let who = Identity::parse(&case.who).ok_or_else(|| format!("`{}` is no caller", case.who))?;
    if ActionPattern::parse(&case.action, catalog).is_none_or(|pattern| pattern.is_pattern()) {
        return Err(format!("`{}` is no action", case.action));
    }
    let mut request = Request::new(who, case.action.clone(), case.context.clone());
    request.open.clone_from(&case.open);
    request.via = case.via;
    let ram: Option<Result<Vec<RamPolicy>, String>> = case.ram.as_ref().map(|policies| {
        policies.iter().map(|policy| RamPolicy::parse(policy.to_string().as_bytes(), catalog)).collect()
    });
    let ram = ram.transpose()?;
    // The policy alone: as at home, where what it allows is enough.
    let owner = if ram.is_some() { owner } else { request.principal.account.as_str() };
    let policies = Policies {
        kind,
        owner,
        resource: Some(document),
        ram: ram.as_deref().unwrap_or_default(),
        encrypting_key: None,
    };
    let decision = decide(&request, &policies, catalog);
    let statements = decision.deciding.iter().map(|by| by.statement).collect();
    let found = match (ram.is_some() || !case.open.is_empty(), decision.verdict) {
        (true, Verdict::Allowed) => Expected::Allowed,
        (true, Verdict::Denied) => Expected::Denied,
        (true, Verdict::Depends) => Expected::Depends,
        (false, _) if document_effect(document, kind, &request, catalog) == Some(Effect::Allow) => {
            Expected::Allowed
        }
        (false, _) => Expected::Denied,
    };
    Ok((found, request, statements))
}
