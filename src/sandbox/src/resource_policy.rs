//! The policy of a key or secret: its text, the default one, and how it is read and replaced.

use std::collections::BTreeSet;

use kms_api::{AccountId, InstanceId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::call::Call;
use crate::error::CloudError;
use crate::guesses;
use crate::instances::Instance;
use crate::parameters::{invalid, optional, required};
use crate::policy::Document;
use crate::world::World;

/// The only name that a policy can have.
const NAME: &str = "default";

/// What a policy belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holder {
    Key,
    Secret,
}

/// A stored policy. It was readable when it was stored, and its text is kept as it was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub(crate) struct ResourcePolicy {
    text: String,
    accounts: BTreeSet<AccountId>,
}

impl From<ResourcePolicy> for String {
    fn from(policy: ResourcePolicy) -> Self {
        policy.text
    }
}

impl TryFrom<String> for ResourcePolicy {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let accounts = named_accounts(&Document::parse_resource(&text)?);
        Ok(Self { text, accounts })
    }
}

impl ResourcePolicy {
    /// What is stored when nobody gives a policy: the account of the owner may do everything.
    pub(crate) fn of_owner(holder: Holder, owner: &AccountId) -> Self {
        let sid = match holder {
            Holder::Key => "kms default key policy",
            Holder::Secret => "kms default secret policy",
        };
        let statement = json!({
            "Action": ["kms:*"],
            "Effect": "Allow",
            "Principal": {"RAM": [format!("acs:ram::{owner}:*")]},
            "Resource": ["*"],
            "Sid": sid,
        });
        let text = json!({"Statement": [statement], "Version": "1"}).to_string();
        Self { text, accounts: BTreeSet::from([owner.clone()]) }
    }

    /// The parameter `Policy` of a call.
    pub(crate) fn read(call: &Call, text: &str) -> Result<Self, CloudError> {
        Self::try_from(text.to_owned()).map_err(|detail| invalid(call, &detail))
    }

    /// As it was sent.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// What it says.
    pub(crate) fn document(&self) -> Option<Document> {
        Document::parse_resource(&self.text).ok()
    }

    /// Accounts that it gives something to, or to a user or role of: the owner's may be among them.
    pub(crate) fn accounts(&self) -> &BTreeSet<AccountId> {
        &self.accounts
    }
}

/// Adds the accounts of some policies. Many policies name few accounts, so only new ones are copied.
pub(crate) fn add_accounts<'a>(
    policies: impl Iterator<Item = &'a ResourcePolicy>,
    accounts: &mut BTreeSet<AccountId>,
) {
    for account in policies.flat_map(ResourcePolicy::accounts) {
        if !accounts.contains(account) {
            accounts.insert(account.clone());
        }
    }
}

fn named_accounts(document: &Document) -> BTreeSet<AccountId> {
    let counts =
        document.statements.iter().filter(|statement| statement.allow || guesses::DENIED_ACCOUNTS_TAKE_UNITS);
    let principals = counts.flat_map(|statement| &statement.principals);
    let digits = principals
        .filter_map(|name| name.strip_prefix("acs:ram::")?.split_once(':').map(|(account, _)| account));
    digits.filter_map(|digits| AccountId::parse(digits).ok()).collect()
}

impl World {
    /// The answer of `GetKeyPolicy` and `GetSecretPolicy` for a resource with this instance and policy.
    ///
    /// # Errors
    /// Outside an instance, in an instance that cannot be used, under another name than `default`, or with nothing stored.
    pub(crate) fn policy_answer(
        &self,
        call: &Call,
        instance: Option<&InstanceId>,
        policy: Option<&ResourcePolicy>,
    ) -> Result<Value, CloudError> {
        self.instance_with_policies(call, instance)?;
        judge_name(call)?;
        let policy = policy.ok_or_else(CloudError::policy_not_found)?;
        Ok(json!({"Policy": policy.text()}))
    }

    /// The policy that `SetKeyPolicy` and `SetSecretPolicy` are to store for a resource in this instance.
    ///
    /// # Errors
    /// As for reading; besides, a text that is no policy, and accounts that the instance has no units for.
    pub(crate) fn policy_to_store(
        &self,
        call: &Call,
        instance: Option<&InstanceId>,
    ) -> Result<ResourcePolicy, CloudError> {
        let text = required(call, "Policy")?;
        let instance = self.instance_with_policies(call, instance)?;
        judge_name(call)?;
        let policy = ResourcePolicy::read(call, text)?;
        self.judge_grants(instance, policy.accounts(), call.now)?;
        Ok(policy)
    }

    fn instance_with_policies(
        &self,
        call: &Call,
        instance: Option<&InstanceId>,
    ) -> Result<&Instance, CloudError> {
        let id = instance.ok_or_else(CloudError::policy_unsupported)?;
        self.usable_instance(call, id)
    }
}

fn judge_name(call: &Call) -> Result<(), CloudError> {
    match optional(call, "PolicyName") {
        None | Some(NAME) => Ok(()),
        Some(_) => Err(CloudError::policy_not_found()),
    }
}

#[cfg(test)]
mod tests;
