//! People and roles of an account, and the policies that are attached to them.

pub(crate) mod attached;
mod listing;
pub(crate) mod people;
pub(crate) mod system;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use kms_api::AccountId;
use serde::{Deserialize, Serialize};

use crate::call::{Call, Caller, Principal};
use crate::error::CloudError;
use crate::guesses;
use crate::policy::Document;
use crate::world::World;

/// An account with everything that RAM knows of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Account {
    /// Name in place of the id in sign-in addresses.
    pub(crate) alias: Option<String>,
    /// By user name.
    pub(crate) users: BTreeMap<String, User>,
    /// By role name.
    pub(crate) roles: BTreeMap<String, Role>,
    /// By group name.
    pub(crate) groups: BTreeMap<String, Group>,
    /// Policies of the account itself, by name; those of the cloud are in [`system`].
    pub(crate) policies: BTreeMap<String, CustomPolicy>,
}

/// A RAM user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct User {
    /// Decimal digits.
    pub(crate) id: String,
    pub(crate) display_name: String,
    pub(crate) comments: String,
    pub(crate) created: Timestamp,
    pub(crate) updated: Timestamp,
    pub(crate) policies: BTreeMap<PolicyRef, Timestamp>,
}

/// A RAM role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Role {
    /// Decimal digits.
    pub(crate) id: String,
    pub(crate) description: String,
    /// Who may assume it: a policy document with principals.
    pub(crate) trust: String,
    /// Longest session in seconds.
    pub(crate) max_session_seconds: u32,
    pub(crate) created: Timestamp,
    pub(crate) updated: Timestamp,
    pub(crate) policies: BTreeMap<PolicyRef, Timestamp>,
}

/// A user group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Group {
    /// Of the form `g-…`.
    pub(crate) id: String,
    pub(crate) comments: String,
    pub(crate) created: Timestamp,
    pub(crate) updated: Timestamp,
    /// When each user, by name, joined.
    pub(crate) members: BTreeMap<String, Timestamp>,
    pub(crate) policies: BTreeMap<PolicyRef, Timestamp>,
}

/// A policy of the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CustomPolicy {
    pub(crate) description: String,
    pub(crate) document: String,
    /// Of the form `v1`.
    pub(crate) version: String,
    pub(crate) created: Timestamp,
    pub(crate) updated: Timestamp,
}

/// A policy that is attached to somebody.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub(crate) enum PolicyRef {
    /// Of the cloud.
    System(String),
    /// Of the account.
    Custom(String),
}

impl From<PolicyRef> for String {
    fn from(policy: PolicyRef) -> Self {
        format!("{}/{}", policy.kind(), policy.name())
    }
}

impl TryFrom<String> for PolicyRef {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.split_once('/') {
            Some(("System", name)) => Ok(Self::System(name.to_owned())),
            Some(("Custom", name)) => Ok(Self::Custom(name.to_owned())),
            _ => Err(format!("`{text}` is no policy")),
        }
    }
}

impl PolicyRef {
    /// `System` or `Custom`, as the cloud writes `PolicyType`.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::System(_) => "System",
            Self::Custom(_) => "Custom",
        }
    }

    /// Its name.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::System(name) | Self::Custom(name) => name,
        }
    }
}

impl Account {
    /// A role by name, which is told as it was created.
    pub(crate) fn role(&self, name: &str) -> Option<(&str, &Role)> {
        let same = |known: &str| {
            if guesses::ROLE_NAMES_IGNORE_CASE { known.eq_ignore_ascii_case(name) } else { known == name }
        };
        self.roles.iter().find(|(known, _)| same(known)).map(|(known, role)| (known.as_str(), role))
    }

    /// How many users, groups and roles have a policy.
    pub(crate) fn attachments(&self, policy: &PolicyRef) -> usize {
        let users = self.users.values().map(|user| &user.policies);
        let groups = self.groups.values().map(|group| &group.policies);
        let roles = self.roles.values().map(|role| &role.policies);
        users.chain(groups).chain(roles).filter(|policies| policies.contains_key(policy)).count()
    }

    /// The text of a policy; none when it does not exist.
    pub(crate) fn document(&self, policy: &PolicyRef) -> Option<&str> {
        match policy {
            PolicyRef::System(name) => system::find(name).map(|policy| policy.document),
            PolicyRef::Custom(name) => self.policies.get(name).map(|policy| policy.document.as_str()),
        }
    }
}

impl World {
    /// What RAM grants and denies a caller: the policies of the user and of the user's groups, or of the role.
    /// The root of an account has none; RAM does not apply to it.
    pub(crate) fn identity_policies(&self, caller: &Caller) -> Vec<(PolicyRef, Document)> {
        let Some(account) = self.accounts.get(&caller.account) else { return Vec::new() };
        let mut attached: BTreeSet<&PolicyRef> = BTreeSet::new();
        match &caller.principal {
            Principal::Root => {}
            Principal::User { name, .. } => {
                attached.extend(account.users.get(name).into_iter().flat_map(|user| user.policies.keys()));
                let groups = account.groups.values().filter(|group| group.members.contains_key(name));
                attached.extend(groups.flat_map(|group| group.policies.keys()));
            }
            Principal::AssumedRole { role, .. } => {
                attached.extend(account.roles.get(role).into_iter().flat_map(|role| role.policies.keys()));
            }
        }
        // A text that cannot be read grants nothing; none can get into the world that way.
        let read = |policy: &PolicyRef| Document::parse_ram(account.document(policy)?).ok();
        attached.into_iter().filter_map(|policy| Some((policy.clone(), read(policy)?))).collect()
    }

    /// The account that a call comes from.
    pub(crate) fn account_of(&self, call: &Call) -> Result<&Account, CloudError> {
        self.accounts.get(&call.caller.account).ok_or_else(|| CloudError::internal(call.product))
    }

    /// Whether an account is one of the simulated ones.
    pub(crate) fn has_account(&self, account: &AccountId) -> bool {
        self.accounts.contains_key(account)
    }
}
