//! One call as the simulated cloud sees it: already authenticated, already split into parameters.

use std::fmt;
use std::net::IpAddr;

use jiff::Timestamp;
use kms_api::{AccountId, Parameters, Product, RegionId};
use serde::{Deserialize, Serialize};

use crate::entropy::Entropy;

/// One call to the simulated cloud.
#[derive(Clone)]
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
    /// Address that the caller has, for conditions.
    pub source_ip: IpAddr,
    /// Bits that nobody can guess: the world has no source of chance of its own. Keys, ids and nonces of this call are
    /// made of them, so they must be new for each call.
    pub entropy: Entropy,
}

/// Names of parameters only: their values may be secrets.
impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("product", &self.product)
            .field("operation", &self.operation)
            .field("region", &self.region)
            .field("parameters", &self.parameters.keys())
            .field("caller", &self.caller)
            .field("now", &self.now)
            .field("request_id", &self.request_id)
            .finish_non_exhaustive()
    }
}

/// Who calls.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caller {
    /// Account that the caller belongs to.
    pub account: AccountId,
    /// Who of that account.
    pub principal: Principal,
}

/// Who of an account calls.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// A session of a RAM role.
    AssumedRole {
        /// Name of the role.
        role: String,
        /// Id that RAM gave the role, decimal digits.
        role_id: String,
        /// Name that whoever assumed the role gave the session.
        session: String,
        /// A RAM policy that narrows what the session may do.
        session_policy: Option<String>,
    },
}

impl Caller {
    /// `acs:ram::<account>:user/<name>`, `acs:ram::<account>:root`, or
    /// `acs:sts::<account>:assumed-role/<role>/<session>`.
    pub fn arn(&self) -> String {
        match &self.principal {
            Principal::Root => format!("acs:ram::{}:root", self.account),
            Principal::User { name, .. } => format!("acs:ram::{}:user/{name}", self.account),
            Principal::AssumedRole { role, session, .. } => {
                format!("acs:sts::{}:assumed-role/{role}/{session}", self.account)
            }
        }
    }

    /// Short name: the user's, the role's, or `root`.
    pub fn name(&self) -> &str {
        match &self.principal {
            Principal::Root => "root",
            Principal::User { name, .. } | Principal::AssumedRole { role: name, .. } => name,
        }
    }
}
