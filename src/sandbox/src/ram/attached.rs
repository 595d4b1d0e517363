//! Policies: what is attached to whom, and what they say.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kms_api::Product;
use serde_json::{Value, json};

use super::{Account, PolicyRef, system};
use crate::call::Call;
use crate::dispatch::{ANY, Entry};
use crate::error::CloudError;
use crate::guesses;
use crate::instances::wire_time;
use crate::parameters::{invalid, required, total};
use crate::world::World;

/// Operations of this part.
pub(crate) const OPERATIONS: &[Entry] = &[
    Entry::new(Product::Ram, "GetPolicy", ANY, get_policy),
    Entry::new(Product::Ram, "ListPoliciesForGroup", ANY, list_policies_for_group),
    Entry::new(Product::Ram, "ListPoliciesForRole", ANY, list_policies_for_role),
    Entry::new(Product::Ram, "ListPoliciesForUser", ANY, list_policies_for_user),
];

/// Policies of the cloud have one version in the simulated one.
const SYSTEM_VERSION: &str = "v1";

/// `ListPoliciesForUser`: what is attached to the user, without what comes through groups.
fn list_policies_for_user(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let account = world.account_of(call)?;
    let (_, user) = account.user_of(call)?;
    Ok(attached(account, &user.policies))
}

/// `ListPoliciesForRole`.
fn list_policies_for_role(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let account = world.account_of(call)?;
    let (_, role) = account.role_of(call)?;
    Ok(attached(account, &role.policies))
}

/// `ListPoliciesForGroup`.
fn list_policies_for_group(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let account = world.account_of(call)?;
    Ok(attached(account, &account.group_of(call)?.policies))
}

fn attached(account: &Account, policies: &BTreeMap<PolicyRef, Timestamp>) -> Value {
    let found =
        policies.iter().filter_map(|(policy, since)| Some((policy, since, About::of(account, policy)?)));
    let policies: Vec<Value> = found
        .map(|(policy, since, about)| {
            json!({
                "PolicyName": policy.name(),
                "PolicyType": policy.kind(),
                "Description": about.description,
                "DefaultVersion": about.version,
                "AttachDate": wire_time(*since),
            })
        })
        .collect();
    json!({ "Policies": { "Policy": policies } })
}

/// What is told of a policy, whoever wrote it.
struct About<'a> {
    description: &'a str,
    document: &'a str,
    version: &'a str,
    created: String,
    updated: String,
}

impl<'a> About<'a> {
    fn of(account: &'a Account, policy: &PolicyRef) -> Option<Self> {
        match policy {
            PolicyRef::System(name) => system::find(name).map(|policy| Self {
                description: policy.description,
                document: policy.document,
                version: SYSTEM_VERSION,
                created: guesses::SYSTEM_POLICY_DATE.to_owned(),
                updated: guesses::SYSTEM_POLICY_DATE.to_owned(),
            }),
            PolicyRef::Custom(name) => account.policies.get(name).map(|policy| Self {
                description: &policy.description,
                document: &policy.document,
                version: &policy.version,
                created: wire_time(policy.created),
                updated: wire_time(policy.updated),
            }),
        }
    }
}

/// `GetPolicy`, with the text of the version in force.
fn get_policy(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let name = required(call, "PolicyName")?.to_owned();
    let policy = match required(call, "PolicyType")? {
        "System" => PolicyRef::System(name),
        "Custom" => PolicyRef::Custom(name),
        _ => return Err(invalid(call, "PolicyType must be System or Custom.")),
    };
    let account = world.account_of(call)?;
    let about = About::of(account, &policy).ok_or_else(CloudError::ram_policy_not_found)?;
    Ok(json!({
        "Policy": {
            "PolicyName": policy.name(),
            "PolicyType": policy.kind(),
            "Description": about.description,
            "PolicyDocument": about.document,
            "DefaultVersion": about.version,
            "AttachmentCount": total(account.attachments(&policy)),
            "CreateDate": about.created,
            "UpdateDate": about.updated,
        },
        "DefaultPolicyVersion": {
            "VersionId": about.version,
            "IsDefaultVersion": true,
            "PolicyDocument": about.document,
            "CreateDate": about.updated,
        },
    }))
}
