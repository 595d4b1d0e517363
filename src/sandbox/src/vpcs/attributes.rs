//! `DescribeVpcAttribute`, `DescribeVSwitchAttributes` and `DescribeZones`.

use kms_api::{Product, RegionId, VSwitchId, VpcId};
use serde_json::{Value, json};

use super::{dry_run, v_switch_on_the_wire, vpc_on_the_wire};
use crate::call::Call;
use crate::dispatch::{ANY, Entry};
use crate::error::CloudError;
use crate::guesses;
use crate::network::{Network, VSwitch, Vpc};
use crate::parameters::{answer, flag, invalid, optional, region, required, total};
use crate::regions;
use crate::world::World;

/// Operations of this part.
pub(crate) const OPERATIONS: &[Entry] = &[
    Entry::new(Product::Vpc, "DescribeVSwitchAttributes", ANY, describe_v_switch_attributes),
    Entry::new(Product::Vpc, "DescribeVpcAttribute", ANY, describe_vpc_attribute),
    Entry::new(Product::Vpc, "DescribeZones", ANY, describe_zones),
];

/// `DescribeVpcAttribute`: what the list tells, and what is inside.
fn describe_vpc_attribute(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    required(call, "RegionId")?;
    let region = region(call)?.unwrap_or_else(|| call.region.clone());
    let id = VpcId::from(required(call, "VpcId")?);
    let wanted = flag(call, "IsDefault")?;
    let network = &world.network;
    let caller = &call.caller.account;
    let vpc = seen_vpc(network, call, &region, &id)
        .filter(|vpc| wanted.is_none_or(|wanted| vpc.is_default == wanted))
        .ok_or_else(|| {
            CloudError::gateway(404, guesses::UNKNOWN_VPC_CODE, "Specified VPC does not exist.")
        })?;
    dry_run(call)?;
    let v_switches = total(network.usable(caller, vpc).len());
    let mut answer = answer(call, &vpc_on_the_wire(network, caller, vpc))?;
    extend(
        &mut answer,
        json!({
            "ClassicLinkEnabled": false,
            "EnabledIpv6": false,
            "Ipv6CidrBlock": "",
            "SecondaryCidrBlocks": { "SecondaryCidrBlock": [] },
            "UserCidrs": { "UserCidr": [] },
            "AssociatedCens": { "AssociatedCen": [] },
            "CloudResources": {
                "CloudResourceSetType": [{ "ResourceType": "VSwitch", "ResourceCount": v_switches }],
            },
        }),
    );
    Ok(answer)
}

/// `DescribeVSwitchAttributes`.
fn describe_v_switch_attributes(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let id = VSwitchId::from(required(call, "VSwitchId")?);
    let region = region(call)?.unwrap_or_else(|| call.region.clone());
    let network = &world.network;
    let (v_switch, vpc) = seen_v_switch(network, call, &region, &id).ok_or_else(|| {
        CloudError::gateway(400, "InvalidVSwitchId.NotFound", "Specified VSwitch can not found.")
    })?;
    dry_run(call)?;
    let mut answer = answer(call, &v_switch_on_the_wire(&call.caller.account, vpc, v_switch))?;
    extend(
        &mut answer,
        json!({ "Description": "", "EnabledIpv6": false, "Ipv6CidrBlock": "", "Tags": { "Tag": [] } }),
    );
    Ok(answer)
}

/// The VPC, if the caller sees it in the region.
fn seen_vpc<'a>(network: &'a Network, call: &Call, region: &RegionId, id: &VpcId) -> Option<&'a Vpc> {
    let position = network.vpc_position(id)?;
    network.visible(&call.caller.account, region).vpcs.binary_search(&position).ok()?;
    network.vpc_at(position)
}

/// The vSwitch with its VPC, if the caller sees it in the region.
fn seen_v_switch<'a>(
    network: &'a Network,
    call: &Call,
    region: &RegionId,
    id: &VSwitchId,
) -> Option<(&'a VSwitch, &'a Vpc)> {
    let position = network.v_switch_position(id)?;
    network.visible(&call.caller.account, region).v_switches.binary_search(&position).ok()?;
    let v_switch = network.v_switch_at(position)?;
    Some((v_switch, network.vpc(&v_switch.vpc_id)?))
}

fn extend(answer: &mut Value, more: Value) {
    if let (Value::Object(members), Value::Object(more)) = (answer, more) {
        members.extend(more);
    }
}

/// `DescribeZones`: the zones that the seed has put something into.
fn describe_zones(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let id = required(call, "RegionId")?;
    let (english, chinese) = regions::place(id).ok_or_else(|| {
        let message = "The RegionId provided does not exist in our records.";
        CloudError::gateway(404, "InvalidRegionId.NotFound", message)
    })?;
    let in_chinese = match optional(call, "AcceptLanguage") {
        None | Some("zh-cn") => true,
        // The simulator has no Japanese names.
        Some("en-us" | "ja") => false,
        Some(_) => return Err(invalid(call, "AcceptLanguage must be zh-cn, en-us or ja.")),
    };
    let kind = optional(call, "ZoneType").unwrap_or(ORDINARY);
    let zones: Vec<Value> = world
        .zones(&RegionId::from(id))
        .iter()
        .filter(|_| kind == ORDINARY)
        .map(|zone| {
            let letter = zone.chars().next_back().unwrap_or_default().to_ascii_uppercase();
            let name = if in_chinese {
                format!("{chinese} 可用区{letter}")
            } else {
                format!("{english} Zone {letter}")
            };
            json!({ "ZoneId": zone, "LocalName": name, "ZoneType": ORDINARY })
        })
        .collect();
    Ok(json!({ "Zones": { "Zone": zones } }))
}

/// The zone type of every simulated zone.
const ORDINARY: &str = "AvailabilityZone";

#[cfg(test)]
mod tests;
