//! The whole simulated cloud as one value.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use kms_api::{AccountId, RegionId};
use serde::{Deserialize, Serialize};

use crate::call::Caller;
use crate::faults::Faults;
use crate::identity::AccessKey;
use crate::instances::Instances;
use crate::keys::Keys;
use crate::network::Network;
use crate::ram::Account;
use crate::secrets::Secrets;
use crate::seed::{self, Seed};
use crate::sharing::Sharing;

/// The simulated cloud. Calls change it one after the other; two worlds share nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct World {
    pub(crate) persona: Caller,
    pub(crate) accounts: BTreeMap<AccountId, Account>,
    pub(crate) access_keys: BTreeMap<String, AccessKey>,
    pub(crate) default_region: RegionId,
    pub(crate) zones: BTreeMap<RegionId, Vec<String>>,
    pub(crate) instances: Instances,
    pub(crate) keys: Keys,
    /// Accounts for which KMS is not switched on.
    pub(crate) without_kms: BTreeSet<AccountId>,
    pub(crate) network: Network,
    pub(crate) faults: Faults,
    pub(crate) sharing: Sharing,
    pub(crate) secrets: Secrets,
}

impl World {
    /// Builds the world of a seed. The same seed and time always give the same world; it has no access keys.
    pub fn seed(seed: Seed, now: Timestamp) -> Self {
        seed::build(seed, now)
    }

    /// A world in which the persona's account is the only one and owns nothing.
    pub(crate) fn empty(persona: Caller, default_region: RegionId) -> Self {
        let accounts = BTreeMap::from([(persona.account.clone(), Account::default())]);
        Self {
            persona,
            accounts,
            access_keys: BTreeMap::new(),
            default_region,
            zones: BTreeMap::new(),
            instances: Instances::default(),
            keys: Keys::default(),
            without_kms: BTreeSet::new(),
            network: Network::default(),
            faults: Faults::default(),
            sharing: Sharing::default(),
            secrets: Secrets::default(),
        }
    }

    /// The region of calls that name none.
    pub fn default_region(&self) -> &RegionId {
        &self.default_region
    }

    /// Zones of a region, for example `cn-hangzhou-k`; none where the seed has put nothing.
    pub fn zones(&self, region: &RegionId) -> &[String] {
        self.zones.get(region).map(Vec::as_slice).unwrap_or_default()
    }
}
