//! The life of instances: enabling, release, the default instance, and a name.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use kms_api::operations::instances::Empty;
use kms_api::{Product, VSwitchId, VpcId};
use serde::Serialize;
use serde_json::Value;

use super::{Charge, Instance, Kind, Primary, State};
use crate::call::Call;
use crate::dispatch::{ANY, Entry, Needs};
use crate::error::CloudError;
use crate::guesses;
use crate::network::{Availability, Network, VSwitch};
use crate::parameters::{answer, flag, invalid, required};
use crate::sharing::ResourceKind;
use crate::world::World;

/// Operations of this part.
pub(crate) const OPERATIONS: &[Entry] = &[
    Entry::new(Product::Kms, "ConnectKmsInstance", ANY, connect_kms_instance),
    Entry::new(Product::Kms, "GetDefaultKmsInstance", ANY, get_default_kms_instance),
    Entry::new(Product::Kms, "ReleaseKmsInstance", ANY, release_kms_instance),
    Entry::new(Product::Kms, "UpdateKmsInstance", RENAME_NEEDS, update_kms_instance),
];

/// An action that does not exist is unknown to everybody, allowed or not.
const RENAME_NEEDS: Needs = if guesses::UNDOCUMENTED_RENAME { ANY } else { Needs::Nothing };

/// The only value of `KMProvider`.
const PROVIDER: &str = "Aliyun";

/// `ConnectKmsInstance`: enables a software instance in its primary VPC, which then stays for good.
fn connect_kms_instance(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let id = required(call, "KmsInstanceId")?;
    let provider = required(call, "KMProvider")?;
    let vpc_id = VpcId::from(required(call, "VpcId")?);
    let zones = list(required(call, "ZoneIds")?);
    let v_switch_ids: Vec<VSwitchId> =
        list(required(call, "VSwitchIds")?).into_iter().map(VSwitchId::from).collect();
    if provider != PROVIDER {
        return Err(invalid(call, &format!("KMProvider must be {PROVIDER}.")));
    }
    let instance = world.instance(call, id)?;
    if instance.kind != Kind::Software {
        return Err(CloudError::unsupported("Only software instances are enabled with this operation."));
    }
    if instance.state != State::Uninitialized || instance.is_expired(call.now) {
        return Err(CloudError::instance_state_invalid());
    }
    judge_zones(world, instance, &zones).map_err(|detail| invalid(call, &detail))?;
    judge_v_switches(&world.network, instance, &vpc_id, &zones, &v_switch_ids)
        .map_err(|detail| invalid(call, &detail))?;
    let primary = Primary { vpc_id, v_switch_ids, zones };
    let enabled = Instance { primary: Some(primary.clone()), ..instance.clone() };
    if world.used_units(&enabled, enabled.bindings.len(), call.now) > enabled.vpc_num {
        return Err(CloudError::share_quota_exceeded());
    }
    let id = enabled.id;
    if guesses::ENABLING_TAKES_ADDRESSES {
        for v_switch_id in &primary.v_switch_ids {
            if let Some(v_switch) = world.network.v_switch_mut(v_switch_id) {
                v_switch.free = v_switch.free.saturating_sub(1);
            }
        }
    }
    if let Some(instance) = world.instances.get_mut(&id) {
        instance.state = State::Connecting { ready: after_minutes(call.now, guesses::ENABLING_MINUTES) };
        instance.primary = Some(primary);
    }
    answer(call, &Empty {})
}

fn after_minutes(now: Timestamp, minutes: i64) -> Timestamp {
    now.checked_add(SignedDuration::from_mins(minutes)).unwrap_or(now)
}

/// Comma-separated text; blanks around an entry do not count.
fn list(text: &str) -> Vec<String> {
    text.split(',').map(|entry| entry.trim().to_owned()).collect()
}

/// Two zones of the region, three where it has more, one where it has only one.
fn judge_zones(world: &World, instance: &Instance, zones: &[String]) -> Result<(), String> {
    let known = world.zones(&instance.region);
    if let Some(zone) = zones.iter().find(|zone| !known.contains(zone)) {
        return Err(format!("ZoneIds: `{zone}` is not a zone of {}.", instance.region));
    }
    let distinct: BTreeSet<&String> = zones.iter().collect();
    if distinct.len() != zones.len() {
        return Err("ZoneIds names a zone twice.".to_owned());
    }
    let [least, most] = guesses::ZONES_OF_AN_INSTANCE.map(|count| count.min(known.len()));
    if !(least..=most).contains(&zones.len()) {
        return Err(format!("ZoneIds must name {least} to {most} zones of {}.", instance.region));
    }
    Ok(())
}

/// Every vSwitch must be usable now, and in one of the zones.
fn judge_v_switches(
    network: &Network,
    instance: &Instance,
    vpc_id: &VpcId,
    zones: &[String],
    ids: &[VSwitchId],
) -> Result<(), String> {
    let vpc = network
        .vpc(vpc_id)
        .filter(|vpc| vpc.region == instance.region && !network.usable(&instance.owner, vpc).is_empty())
        .ok_or_else(|| format!("VpcId: {vpc_id} does not exist in {}.", instance.region))?;
    let mut seen = BTreeSet::new();
    for id in ids {
        let fail = |detail: &str| Err(format!("VSwitchIds: {id} {detail}."));
        if !seen.insert(id) {
            return fail("is named twice");
        }
        let usable = |v_switch: &&VSwitch| {
            v_switch.vpc_id == *vpc_id && Network::may_use(&instance.owner, vpc, v_switch)
        };
        let Some(v_switch) = network.v_switch(id).filter(usable) else {
            return fail(&format!("is not a vSwitch of {vpc_id} that the account may use"));
        };
        if guesses::ENABLING_V_SWITCHES_STAND_IN_ITS_ZONES && !zones.contains(&v_switch.zone) {
            return fail(&format!("stands in {}, which ZoneIds does not name", v_switch.zone));
        }
        if v_switch.status != Availability::Available {
            return fail(&format!("has status {}", v_switch.status.as_str()));
        }
        if v_switch.free == 0 {
            return fail("has no free IP address");
        }
    }
    Ok(())
}

/// `ReleaseKmsInstance`: a pay-as-you-go instance goes with everything in it and gives its addresses back.
fn release_kms_instance(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let id = required(call, "KmsInstanceId")?;
    let without_backup = flag(call, "ForceDeleteWithoutBackup")?.unwrap_or(false);
    let instance = world.instance(call, id)?;
    if instance.charge != Charge::PayAsYouGo {
        return Err(CloudError::unsupported("Only pay-as-you-go instances can be released."));
    }
    if guesses::DELETION_PROTECTION_BLOCKS_RELEASE && instance.deletion_protection.is_some() {
        return Err(CloudError::unsupported("The instance has deletion protection."));
    }
    // The simulated cloud has no backups, so there never is one.
    let backed_up = !guesses::RELEASE_WITHOUT_BACKUP_IS_FORCED || instance.enabled_at(call.now).is_none();
    if !backed_up && !without_backup {
        let detail = "The instance has no backup; ForceDeleteWithoutBackup must be true.";
        return Err(CloudError::unsupported(detail));
    }
    let id = instance.id.clone();
    if let Some(gone) = world.instances.remove(&id) {
        let primary = gone.primary.into_iter().flat_map(|primary| primary.v_switch_ids);
        let primary = primary.filter(|_| guesses::ENABLING_TAKES_ADDRESSES);
        for v_switch_id in primary.chain(gone.bindings.into_iter().map(|binding| binding.v_switch_id)) {
            if let Some(v_switch) = world.network.v_switch_mut(&v_switch_id) {
                v_switch.free += 1;
            }
        }
        world.unshare(ResourceKind::KmsInstance, id.as_str(), call.now);
        world.keys.remove_inside(&id);
        world.secrets.remove_inside(&id);
    }
    answer(call, &Empty {})
}

/// The answer of `GetDefaultKmsInstance`.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct GetDefaultKmsInstanceResponse {
    /// Absent for accounts that never were migrated.
    #[serde(skip_serializing_if = "Option::is_none")]
    default_kms_instance_id: Option<String>,
}

/// `GetDefaultKmsInstance`: where new keys and secrets of a migrated account go when they name no instance.
fn get_default_kms_instance(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let default_kms_instance_id = world.default_instance(call).map(|instance| instance.id.to_string());
    answer(call, &GetDefaultKmsInstanceResponse { default_kms_instance_id })
}

/// `UpdateKmsInstance`: a new name, where the cloud knows the operation at all.
fn update_kms_instance(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    if !guesses::UNDOCUMENTED_RENAME {
        return Err(CloudError::unknown_operation());
    }
    rename(world, call)
}

fn rename(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let id = required(call, "KmsInstanceId")?;
    let name = required(call, "InstanceName")?;
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || "_/+=.@-".contains(letter);
    if !name.chars().all(allowed) {
        return Err(invalid(call, "InstanceName may have letters, digits and _ / + = . @ - only."));
    }
    let id = world.instance(call, id)?.id.clone();
    if let Some(instance) = world.instances.get_mut(&id) {
        instance.name = name.to_owned();
    }
    answer(call, &Empty {})
}

#[cfg(test)]
mod tests;
