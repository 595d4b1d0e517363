//! KMS instances: the list and the details.

pub(crate) mod life;
pub(crate) mod quotas;
mod tagged;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;
use kms_api::operations::instances::{
    BindVpc, BindVpcs, GetKmsInstanceResponse, KmsInstance, KmsInstanceRef, KmsInstances,
    ListKmsInstancesResponse,
};
use kms_api::{AccountId, InstanceId, Product, RegionId, VSwitchId, VpcId, kind};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::call::Call;
use crate::dispatch::{ANY, Entry};
use crate::error::CloudError;
use crate::guesses;
use crate::parameters::{Page, answer, invalid, optional, required, total};
use crate::world::World;

pub(crate) use tagged::TaggedInstances;

/// Operations of this part.
pub(crate) const OPERATIONS: &[Entry] = &[
    Entry::new(Product::Kms, "GetKmsInstance", ANY, get_kms_instance),
    Entry::new(Product::Kms, "ListKmsInstances", ANY, list_kms_instances),
];

/// Where the keys of an instance live; `ProductVersion` on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Kind {
    Software,
    Hardware,
    External,
}

impl Kind {
    fn product_version(self) -> &'static str {
        match self {
            Self::Software => kind::SOFTWARE,
            Self::Hardware => kind::HARDWARE,
            Self::External => guesses::PRODUCT_VERSION_EXTERNAL,
        }
    }
}

/// How an instance is paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Charge {
    Subscription,
    PayAsYouGo,
}

/// Where an instance is in its life. `Connecting` ends by itself at a known time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum State {
    Uninitialized,
    Connecting { ready: Timestamp },
    Connected { since: Timestamp },
    Disconnected { since: Timestamp },
    Error { since: Timestamp },
}

/// The VPC chosen at enabling. Nothing changes it afterwards.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Primary {
    pub(crate) vpc_id: VpcId,
    pub(crate) v_switch_ids: Vec<VSwitchId>,
    pub(crate) zones: Vec<String>,
}

/// An instance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Instance {
    pub(crate) id: InstanceId,
    pub(crate) name: String,
    pub(crate) owner: AccountId,
    pub(crate) region: RegionId,
    pub(crate) kind: Kind,
    pub(crate) state: State,
    pub(crate) created: Timestamp,
    pub(crate) expires: Timestamp,
    pub(crate) charge: Charge,
    /// Requests per second bought; 0 for hardware.
    pub(crate) spec: i64,
    pub(crate) used_qps: i64,
    pub(crate) key_num: i64,
    /// Key versions in use that are in no list of keys: a large world only counts them.
    pub(crate) unmodelled_keys: i64,
    pub(crate) secret_num: i64,
    /// Secrets in use that are in no list of secrets: a large world only counts them.
    pub(crate) unmodelled_secrets: i64,
    /// Access management quantity bought.
    pub(crate) vpc_num: i64,
    /// GB of log space; 0 is without log analysis.
    pub(crate) log_storage: i64,
    /// Why release is blocked, when it is.
    pub(crate) deletion_protection: Option<String>,
    /// Present from the moment that enabling begins.
    pub(crate) primary: Option<Primary>,
    /// Additional VPCs, in the order in which they were sent.
    pub(crate) bindings: Vec<BindVpc>,
    /// Accounts that the instance itself is shared with.
    pub(crate) outside_accounts: BTreeSet<AccountId>,
    /// Accounts that lost their last grant, and when each gives back its unit of the access management quantity.
    pub(crate) released: BTreeMap<AccountId, Timestamp>,
    pub(crate) tags: BTreeMap<String, String>,
}

/// Wire form of a time: UTC, seconds.
pub(crate) fn wire_time(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

impl Instance {
    /// The word of the wire for the state at a time.
    pub(crate) fn status(&self, now: Timestamp) -> &'static str {
        match self.state {
            State::Uninitialized => "Uninitialized",
            State::Connecting { ready } if now < ready => "Connecting",
            State::Connecting { .. } | State::Connected { .. } => "Connected",
            State::Disconnected { .. } => "Disconnected",
            State::Error { .. } => "Error",
        }
    }

    /// When enabling ended, if it has.
    fn enabled_at(&self, now: Timestamp) -> Option<Timestamp> {
        match self.state {
            State::Uninitialized => None,
            State::Connecting { ready } => (now >= ready).then_some(ready),
            State::Connected { since } | State::Disconnected { since } | State::Error { since } => {
                Some(since)
            }
        }
    }

    /// Whether it is past its end.
    pub(crate) fn is_expired(&self, now: Timestamp) -> bool {
        self.expires <= now
    }

    /// Whether bindings can be written at a time.
    pub(crate) fn takes_bindings(&self, now: Timestamp) -> bool {
        let expired = guesses::EXPIRED_INSTANCES_REFUSE_BINDINGS && self.is_expired(now);
        self.status(now) == "Connected" && !expired
    }

    /// Whether keys and secrets in it, and their policies, can be worked with at a time.
    pub(crate) fn is_usable(&self, now: Timestamp) -> bool {
        self.status(now) == "Connected" && !self.is_expired(now)
    }

    fn arn(&self) -> String {
        format!("acs:kms:{}:{}:keystore/{}", self.region, self.owner, self.id)
    }

    fn on_the_wire(&self, now: Timestamp) -> KmsInstance {
        let (charge_type, product_type) = match self.charge {
            Charge::Subscription => ("PREPAY", "kms_ddi_public_cn"),
            Charge::PayAsYouGo => ("POSTPAY", "kms_ppi_public_cn"),
        };
        let enabled = self.enabled_at(now);
        let primary = self.primary.clone();
        let (vpc_id, vswitch_ids, zone_ids) =
            primary.map(|primary| (primary.vpc_id, primary.v_switch_ids, primary.zones)).unwrap_or_default();
        KmsInstance {
            instance_id: self.id.clone(),
            instance_name: self.name.clone(),
            status: self.status(now).to_owned(),
            create_time: wire_time(self.created),
            start_date: enabled.map(wire_time).unwrap_or_default(),
            end_date: wire_time(self.expires),
            charge_type: charge_type.to_owned(),
            product_type: product_type.to_owned(),
            product_version: self.kind.product_version().to_owned(),
            sale_status: "Normal".to_owned(),
            spec: self.spec,
            key_num: self.key_num,
            secret_num: self.secret_num,
            vpc_num: self.vpc_num,
            log: i64::from(self.log_storage > 0),
            log_storage: self.log_storage,
            vpc_id,
            vswitch_ids,
            zone_ids,
            ca_certificate_chain_pem: enabled.map(|_| CA_CHAIN.to_owned()).unwrap_or_default(),
            deletion_protection: self.deletion_protection.is_some(),
            deletion_protection_description: self.deletion_protection.clone().unwrap_or_default(),
            bind_vpcs: BindVpcs { bind_vpc: self.bindings.clone() },
        }
    }
}

/// A certificate made for the sandbox; its key is not kept anywhere.
const CA_CHAIN: &str = include_str!("../testdata/ca-chain.pem");

/// All instances of the world.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Instances {
    all: Vec<Instance>,
    positions: HashMap<InstanceId, usize>,
    #[serde(with = "crate::state::pairs")]
    owned: BTreeMap<(AccountId, RegionId), Vec<usize>>,
    /// Where keys and secrets of migrated accounts go when they name no instance.
    #[serde(with = "crate::state::pairs")]
    defaults: BTreeMap<(AccountId, RegionId), InstanceId>,
}

impl Instances {
    /// Adds an instance, which comes last in the list of its account and region.
    pub(crate) fn add(&mut self, instance: Instance) {
        let position = self.all.len();
        self.positions.insert(instance.id.clone(), position);
        self.owned.entry((instance.owner.clone(), instance.region.clone())).or_default().push(position);
        self.all.push(instance);
    }

    /// Takes an instance away; those behind it in a list move up.
    pub(crate) fn remove(&mut self, id: &InstanceId) -> Option<Instance> {
        let position = self.positions.remove(id)?;
        let mut rest = std::mem::take(&mut self.all);
        let gone = rest.remove(position);
        self.positions.clear();
        self.owned.clear();
        rest.into_iter().for_each(|instance| self.add(instance));
        Some(gone)
    }

    /// Makes an instance the default of its account and region.
    pub(crate) fn set_default(&mut self, id: &InstanceId) {
        if let Some(instance) = self.positions.get(id).and_then(|position| self.all.get(*position)) {
            let place = (instance.owner.clone(), instance.region.clone());
            self.defaults.insert(place, id.clone());
        }
    }

    /// An instance by id, whoever owns it.
    pub(crate) fn get(&self, id: &InstanceId) -> Option<&Instance> {
        self.at(*self.positions.get(id)?)
    }

    /// An instance to change, whoever owns it.
    pub(crate) fn get_mut(&mut self, id: &InstanceId) -> Option<&mut Instance> {
        let position = *self.positions.get(id)?;
        self.all.get_mut(position)
    }

    /// Instances of an account in a region, oldest first.
    fn owned(&self, account: &AccountId, region: &RegionId) -> &[usize] {
        self.owned.get(&(account.clone(), region.clone())).map(Vec::as_slice).unwrap_or_default()
    }

    fn at(&self, position: usize) -> Option<&Instance> {
        self.all.get(position)
    }

    /// Every instance of the world.
    #[cfg(test)]
    pub(crate) fn all(&self) -> &[Instance] {
        &self.all
    }
}

impl World {
    /// The instance of an id, if it belongs to the caller's account and stands in the region of the call.
    pub(crate) fn instance(&self, call: &Call, id: &str) -> Result<&Instance, CloudError> {
        self.instances
            .get(&InstanceId::from(id))
            .filter(|instance| instance.owner == call.caller.account && instance.region == call.region)
            .ok_or_else(CloudError::instance_not_found)
    }

    /// The instance that a new key or secret goes into, ready for work: the one of `DKMSInstanceId`, or the default
    /// instance of a migrated account; else none.
    ///
    /// # Errors
    /// Those of [`World::instance_for_new`].
    pub(crate) fn place_for_new(&self, call: &Call) -> Result<Option<&Instance>, CloudError> {
        match (optional(call, "DKMSInstanceId"), self.default_instance(call)) {
            (Some(id), _) => self.instance_for_new(call, id).map(Some),
            (None, Some(default)) => self.usable_instance(call, &default.id).map(Some),
            (None, None) => Ok(None),
        }
    }

    /// The default instance of the caller's account in the region; migrated accounts have one.
    fn default_instance(&self, call: &Call) -> Option<&Instance> {
        let place = (call.caller.account.clone(), call.region.clone());
        self.instances.get(self.instances.defaults.get(&place)?)
    }
}

impl World {
    /// An instance that an account can make keys and secrets in: its own, or one that is shared with it.
    ///
    /// # Errors
    /// `Forbidden.DKMSInstanceNotFound`, `Forbidden.DKMSInstanceStateInvalid`.
    pub(crate) fn instance_for_new(&self, call: &Call, id: &str) -> Result<&Instance, CloudError> {
        let id = InstanceId::from(id);
        let account = &call.caller.account;
        let open = |instance: &&Instance| {
            let may = instance.owner == *account || instance.outside_accounts.contains(account);
            may && instance.region == call.region
        };
        self.instances.get(&id).filter(open).ok_or_else(CloudError::instance_not_found)?;
        self.usable_instance(call, &id)
    }

    /// An instance of this id, whoever owns it, that is ready for work.
    ///
    /// # Errors
    /// `Forbidden.DKMSInstanceNotFound`, `Forbidden.DKMSInstanceStateInvalid`.
    pub(crate) fn usable_instance(&self, call: &Call, id: &InstanceId) -> Result<&Instance, CloudError> {
        let instance = self.instances.get(id).ok_or_else(CloudError::instance_not_found)?;
        if instance.is_usable(call.now) { Ok(instance) } else { Err(CloudError::instance_state_invalid()) }
    }
}

const LIST_DEFAULT: u32 = 20;
const LIST_MAX: u32 = 100;

/// `ListKmsInstances`: ids and ARNs, oldest first.
fn list_kms_instances(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let page = Page::read(call, LIST_DEFAULT, LIST_MAX)?;
    let filters =
        optional(call, "Filters").map(|text| read_filters(call, text)).transpose()?.unwrap_or_default();
    let owned = world.instances.owned(&call.caller.account, &call.region);
    let passes = |position: &usize| {
        world
            .instances
            .at(*position)
            .is_some_and(|instance| filters.iter().all(|filter| filter.takes(&instance.name)))
    };
    let kept: Vec<usize>;
    let positions = if filters.is_empty() {
        owned
    } else {
        kept = owned.iter().copied().filter(passes).collect();
        &kept
    };
    let kms_instance = page
        .of(positions)
        .filter_map(|position| world.instances.at(*position))
        .map(|instance| KmsInstanceRef {
            kms_instance_id: instance.id.clone(),
            kms_instance_arn: instance.arn(),
        })
        .collect();
    let response = ListKmsInstancesResponse {
        kms_instances: KmsInstances { kms_instance },
        page_number: page.number,
        page_size: page.size,
        total_count: total(positions.len()),
    };
    answer(call, &response)
}

/// One entry of `Filters`: the name must be one of the values. Several entries must all hold.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Filter {
    key: String,
    values: Vec<String>,
}

impl Filter {
    fn takes(&self, name: &str) -> bool {
        self.values.iter().any(|value| {
            if guesses::INSTANCE_NAME_FILTER_TAKES_PARTS { name.contains(value) } else { name == value }
        })
    }
}

fn read_filters(call: &Call, text: &str) -> Result<Vec<Filter>, CloudError> {
    let filters: Vec<Filter> = serde_json::from_str(text)
        .map_err(|error| invalid(call, &format!("Filters is not a list of {{Key, Values}}: {error}.")))?;
    match filters.iter().find(|filter| filter.key != "InstanceName") {
        None => Ok(filters),
        Some(filter) => Err(invalid(call, &format!("Filters does not know the key `{}`.", filter.key))),
    }
}

/// `GetKmsInstance`: everything about one instance.
fn get_kms_instance(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let instance = world.instance(call, required(call, "KmsInstanceId")?)?;
    answer(call, &GetKmsInstanceResponse { kms_instance: instance.on_the_wire(call.now) })
}

#[cfg(test)]
mod tests;
