//! What rules may know beside the text. Each part is optional: a rule whose part is missing is skipped, and listed so.

use serde::{Deserialize, Deserializer};

use crate::{
    catalog::Kind,
    sorted::{Map, Set},
};

/// Of an instance.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    pub id: String,
    /// `Connected`, and so on.
    pub state: String,
}

/// Of a key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// `ENCRYPT/DECRYPT` or `SIGN/VERIFY`.
    pub usage: Option<String>,
    /// Such as `Aliyun_AES_256`.
    pub spec: Option<String>,
    /// `Aliyun_KMS` or `EXTERNAL`.
    pub origin: Option<String>,
}

/// The resource that the policy belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// `Some(None)` is a resource outside any instance; `None` is not known.
    #[serde(default, deserialize_with = "present")]
    pub instance: Option<Option<Instance>>,
    pub key: Option<Key>,
    pub policy_name: Option<String>,
}

fn present<'de, D: Deserializer<'de>>(value: D) -> Result<Option<Option<Instance>>, D::Error> {
    Option::deserialize(value).map(Some)
}

/// Who is about to save.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Me {
    /// The ARN of the caller.
    pub principal: String,
    /// Condition keys of the caller's requests.
    pub session: Option<Map<String, String>>,
}

/// Users and roles of the owner account, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Directory {
    pub users: Option<Set<String>>,
    pub roles: Option<Set<String>>,
}

/// Units of the access management quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quota {
    pub limit: u64,
    pub used: u64,
}

/// The surroundings of the instance.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Net {
    pub bound_vpcs: Option<Set<String>>,
    pub quota: Option<Quota>,
    /// The address that the proxy's calls come from.
    pub egress: Option<String>,
}

/// The shortest prefixes of networks that are no finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MinPrefix {
    pub v4: u8,
    pub v6: u8,
}

impl Default for MinPrefix {
    fn default() -> Self {
        Self { v4: 8, v6: 32 }
    }
}

/// Settings of the project.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Settings {
    pub trusted_accounts: Set<String>,
    /// How many users and roles may hold the right to set the policy.
    pub max_policy_admins: usize,
    pub min_prefix: MinPrefix,
    /// Ids of rules that are off.
    pub disabled: Set<String>,
    /// From which share of the size limit on a document counts as nearly full, in percent.
    pub size_warning_percent: u8,
    /// Condition keys that narrow access so much that anybody may be named beside them.
    pub narrowing_keys: Set<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            trusted_accounts: Set::new(),
            max_policy_admins: 3,
            min_prefix: MinPrefix::default(),
            disabled: Set::new(),
            size_warning_percent: 90,
            narrowing_keys: Set::new(),
        }
    }
}

/// The key that encrypts a secret.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Peer {
    /// Its id.
    pub key: String,
    /// The text of its policy.
    pub policy: String,
}

/// The parts that come from a context file; `--context` of the command line has this shape.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Surroundings {
    pub res: Option<Resource>,
    pub me: Option<Me>,
    pub dir: Option<Directory>,
    pub net: Option<Net>,
    pub cfg: Settings,
    pub peer: Option<Peer>,
    /// The time of judging, as ISO 8601 with zone.
    pub clock: Option<String>,
}

/// Everything that rules may know beside the text.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Context {
    pub kind: Kind,
    /// The account that created the resource.
    pub owner: Option<String>,
    /// The text of the saved policy.
    pub base: Option<String>,
    #[serde(default)]
    pub around: Surroundings,
}

impl Context {
    /// Nothing known but the kind.
    pub fn new(kind: Kind) -> Self {
        Self { kind, owner: None, base: None, around: Surroundings::default() }
    }

    /// With the account that created the resource.
    #[must_use]
    pub fn owned_by(mut self, owner: impl Into<String>) -> Self {
        self.owner = Some(owner.into());
        self
    }
}
