//! `UpdateKmsInstanceBindVpc`: replaces all additional VPCs of an instance, or nothing.
//!
//! The list is read, judged against the world as it is, and only then carried out, so a refused call leaves no trace.

use std::collections::{BTreeMap, HashMap, HashSet};

use kms_api::operations::instances::{BindVpc, Empty};
use kms_api::{AccountId, InstanceId, Product, RegionId, VSwitchId, VpcId};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::call::Call;
use crate::dispatch::{ANY, Entry};
use crate::error::CloudError;
use crate::guesses;
use crate::instances::Instance;
use crate::network::{Availability, Network};
use crate::parameters::{answer, invalid, required};
use crate::world::World;

/// Operations of this part.
pub(crate) const OPERATIONS: &[Entry] =
    &[Entry::new(Product::Kms, "UpdateKmsInstanceBindVpc", ANY, update_kms_instance_bind_vpc)];

/// Carries out `UpdateKmsInstanceBindVpc`.
fn update_kms_instance_bind_vpc(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let id = required(call, "KmsInstanceId")?;
    let text = required(call, "BindVpcs")?;
    let wanted = read(text).map_err(|detail| invalid(call, &format!("BindVpcs {detail}.")))?;
    let instance = world.instance(call, id)?;
    if !instance.takes_bindings(call.now) {
        return Err(CloudError::instance_state_invalid());
    }
    if world.used_units(instance, wanted.len(), call.now) > instance.vpc_num {
        return Err(CloudError::share_quota_exceeded());
    }
    judge(&world.network, instance, &wanted)
        .map_err(|detail| invalid(call, &format!("BindVpcs {detail}.")))?;
    let id = instance.id.clone();
    replace(world, &id, wanted);
    answer(call, &Empty {})
}

const MEMBERS: [&str; 4] = ["VpcId", "VSwitchId", "RegionId", "VpcOwnerId"];

/// One element of `BindVpcs`. The owner may come as a number or as text and never passes through a number type.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct WantedBinding {
    vpc_id: VpcId,
    v_switch_id: VSwitchId,
    region_id: RegionId,
    vpc_owner_id: AccountId,
}

/// Reads the parameter; an error goes on after the word `BindVpcs`.
fn read(text: &str) -> Result<Vec<BindVpc>, String> {
    let entries: Vec<&RawValue> =
        serde_json::from_str(text).map_err(|error| format!("is not a JSON array: {error}"))?;
    let numbered = entries.into_iter().zip(1..);
    numbered
        .map(|(entry, number)| read_entry(entry).map_err(|error| format!("entry {number}: {error}")))
        .collect()
}

fn read_entry(entry: &RawValue) -> Result<BindVpc, String> {
    if guesses::UNKNOWN_BINDING_MEMBERS_REFUSED {
        let members: BTreeMap<String, IgnoredAny> =
            serde_json::from_str(entry.get()).map_err(|error| format!("is not a JSON object: {error}"))?;
        if let Some(name) = members.keys().find(|name| !MEMBERS.contains(&name.as_str())) {
            return Err(format!(
                "unknown member `{name}`, expected VpcId, VSwitchId, RegionId and VpcOwnerId"
            ));
        }
    }
    // serde says which member is missing, is there twice or has the wrong type.
    let wanted: WantedBinding = serde_json::from_str(entry.get()).map_err(|error| error.to_string())?;
    Ok(BindVpc {
        vpc_id: wanted.vpc_id,
        v_switch_id: wanted.v_switch_id,
        region_id: wanted.region_id,
        vpc_owner_id: wanted.vpc_owner_id,
    })
}

/// Checks every entry against the world; an error goes on after the word `BindVpcs`.
fn judge(network: &Network, instance: &Instance, wanted: &[BindVpc]) -> Result<(), String> {
    let bound = by_vpc(&instance.bindings);
    let mut seen = HashSet::new();
    for (entry, number) in wanted.iter().zip(1..) {
        let fail = |detail: String| Err(format!("entry {number}: {detail}"));
        if !seen.insert(&entry.vpc_id) {
            return fail(format!("{} is in the list twice", entry.vpc_id));
        }
        if let Err(detail) = judge_entry(network, instance, bound.get(&entry.vpc_id) == Some(&entry), entry) {
            return fail(detail);
        }
    }
    Ok(())
}

/// `kept` tells that the instance has this very binding already.
fn judge_entry(network: &Network, instance: &Instance, kept: bool, entry: &BindVpc) -> Result<(), String> {
    let BindVpc { vpc_id, v_switch_id, region_id, vpc_owner_id } = entry;
    if instance.primary.as_ref().is_some_and(|primary| primary.vpc_id == *vpc_id) {
        return Err(format!("{vpc_id} is the primary VPC of the instance and cannot be bound"));
    }
    if *region_id != instance.region {
        return Err(format!("RegionId {region_id} is not the region of the instance, {}", instance.region));
    }
    let vpc = network
        .vpc(vpc_id)
        .filter(|vpc| vpc.region == instance.region)
        .ok_or_else(|| format!("{vpc_id} does not exist in {}", instance.region))?;
    if vpc.owner != *vpc_owner_id {
        return Err(format!("VpcOwnerId {vpc_owner_id} does not own {vpc_id}"));
    }
    let v_switch = network
        .v_switch(v_switch_id)
        .filter(|v_switch| v_switch.vpc_id == *vpc_id)
        .ok_or_else(|| format!("{v_switch_id} is not a vSwitch of {vpc_id}"))?;
    if kept && !guesses::KEPT_BINDINGS_CHECKED_AGAIN {
        return Ok(());
    }
    if !Network::may_use(&instance.owner, vpc, v_switch) {
        return Err(format!("{v_switch_id} is not shared with account {}", instance.owner));
    }
    if v_switch.status != Availability::Available {
        return Err(format!("{v_switch_id} has status {}", v_switch.status.as_str()));
    }
    // A binding that stays has its address already.
    if !kept && v_switch.free == 0 {
        return Err(format!("{v_switch_id} has no free IP address"));
    }
    Ok(())
}

/// Bindings by VPC, of which there is at most one each; lists have up to 10,000 entries.
fn by_vpc(bindings: &[BindVpc]) -> HashMap<&VpcId, &BindVpc> {
    bindings.iter().map(|binding| (&binding.vpc_id, binding)).collect()
}

/// Gives back the addresses of bindings that go and takes those of bindings that come.
fn replace(world: &mut World, id: &InstanceId, wanted: Vec<BindVpc>) {
    let Some(instance) = world.instances.get_mut(id) else { return };
    let (before, after) = (by_vpc(&instance.bindings), by_vpc(&wanted));
    for gone in instance.bindings.iter().filter(|bound| after.get(&bound.vpc_id) != Some(bound)) {
        if let Some(v_switch) = world.network.v_switch_mut(&gone.v_switch_id) {
            v_switch.free += 1;
        }
    }
    for new in wanted.iter().filter(|entry| before.get(&entry.vpc_id) != Some(entry)) {
        if let Some(v_switch) = world.network.v_switch_mut(&new.v_switch_id) {
            v_switch.free = v_switch.free.saturating_sub(1);
        }
    }
    instance.bindings = wanted;
}

#[cfg(test)]
mod tests;
