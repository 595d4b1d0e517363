//! Who is signed in, and where changes go.

use serde::{Deserialize, Serialize};

use crate::AccountId;

/// What stands behind the proxy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Environment {
    /// The simulated cloud: nothing reaches a real account.
    #[default]
    Simulator,
    /// The real cloud.
    Prod,
}

/// Answer of `GET api/session`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Session {
    /// Short name of the caller, for example `li.wei`.
    pub name: String,
    /// Account that changes go to.
    pub account_id: AccountId,
    /// ARN of the caller.
    pub arn: String,
    /// `Account`, `RAMUser` or `AssumedRoleUser`.
    pub identity_type: String,
    /// Name of the credentials profile.
    pub profile: String,
    /// What stands behind the proxy.
    pub environment: Environment,
    /// Version of the console.
    pub version: String,
}
