//! One call as the simulated cloud sees it: already authenticated, already split into parameters.

use jiff::Timestamp;
use kms_api::{AccountId, Parameters, Product, RegionId};

/// One call to the simulated cloud.
#[derive(Clone, Debug)]
pub struct Call {
    /// Owner of the operation; a name alone is not unique.
    pub product: Product,
    /// The cloud's name, case-sensitive.
    pub operation: String,
    /// Region of the endpoint that was called.
    pub region: RegionId,
    /// Own parameters of the operation by wire name, without the common ones.
    pub parameters: Parameters,
    /// Who calls, as told by the access key.
    pub caller: Caller,
    /// Time of the call. The world has no clock of its own.
    pub now: Timestamp,
    /// Id that the gateway gives the call. Answers are the same whatever it is.
    pub request_id: String,
}

/// Who calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Account that the caller belongs to.
    pub account: AccountId,
    /// Who of that account.
    pub principal: Principal,
}

/// Who of an account calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Principal {
    /// The account itself.
    Root,
    /// A RAM user.
    User {
        /// Name, for example `li.wei`.
        name: String,
        /// Id that RAM gave it, decimal digits.
        id: String,
    },
}

impl Caller {
    /// `acs:ram::<account>:user/<name>` or `acs:ram::<account>:root`.
    pub fn arn(&self) -> String {
        match &self.principal {
            Principal::Root => format!("acs:ram::{}:root", self.account),
            Principal::User { name, .. } => format!("acs:ram::{}:user/{name}", self.account),
        }
    }

    /// Short name: the user's, or `root`.
    pub fn name(&self) -> &str {
        match &self.principal {
            Principal::Root => "root",
            Principal::User { name, .. } => name,
        }
    }
}
