//! `DescribeVpcs` and `DescribeVSwitches`.

pub(crate) mod attributes;

use std::borrow::Cow;

use kms_api::operations::vpcs::{
    DescribeVSwitchesResponse, DescribeVpcsResponse, Tags, VSwitch as WireVSwitch, VSwitchIds, VSwitches,
    Vpc as WireVpc, Vpcs,
};
use kms_api::{AccountId, Product, VSwitchId, VpcId};
use serde_json::Value;

use crate::call::Call;
use crate::dispatch::{ANY, Entry};
use crate::error::CloudError;
use crate::guesses;
use crate::instances::wire_time;
use crate::network::{Network, VSwitch, Vpc};
use crate::parameters::{
    Page, TagFilter, answer, flag, optional, refuse_filters, region, required, tag_filters, total,
};
use crate::world::World;

/// Operations of this part.
pub(crate) const OPERATIONS: &[Entry] = &[
    Entry::new(Product::Vpc, "DescribeVSwitches", ANY, describe_v_switches),
    Entry::new(Product::Vpc, "DescribeVpcs", ANY, describe_vpcs),
];

const PAGE_DEFAULT: u32 = 10;
const PAGE_MAX: u32 = 50;
const MAX_VPC_IDS: usize = 20;

/// `DescribeVpcs`: own VPCs and those with a vSwitch shared to the caller, oldest first.
fn describe_vpcs(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    required(call, "RegionId")?;
    let region = region(call)?.unwrap_or_else(|| call.region.clone());
    let page = Page::read(call, PAGE_DEFAULT, PAGE_MAX)?;
    refuse_filters(call, &["ResourceGroupId", "DhcpOptionsSetId", "EnableIpv6"])?;
    let filter = VpcFilter {
        name: optional(call, "VpcName"),
        owner: owner(call, "VpcOwnerId")?,
        is_default: flag(call, "IsDefault")?,
        tags: tag_filters(call)?,
    };
    let network = &world.network;
    let visible = &network.visible(&call.caller.account, &region).vpcs;
    let mut positions = match optional(call, "VpcId") {
        None => Cow::Borrowed(visible.as_slice()),
        Some(ids) => Cow::Owned(named_vpcs(network, visible, ids)?),
    };
    if !filter.takes_all() {
        let takes = |position: &usize| network.vpc_at(*position).is_some_and(|vpc| filter.takes(vpc));
        positions = Cow::Owned(positions.iter().copied().filter(takes).collect());
    }
    dry_run(call)?;
    let vpc = page
        .of(&positions)
        .filter_map(|position| network.vpc_at(*position))
        .map(|vpc| vpc_on_the_wire(network, &call.caller.account, vpc))
        .collect();
    let response = DescribeVpcsResponse {
        page_number: page.number,
        page_size: page.size,
        total_count: total(positions.len()),
        vpcs: Vpcs { vpc },
    };
    answer(call, &response)
}

/// Positions of the VPCs in a list of ids with commas; ids that the caller cannot see are no error.
fn named_vpcs(network: &Network, visible: &[usize], ids: &str) -> Result<Vec<usize>, CloudError> {
    let ids: Vec<&str> = ids.split(',').map(str::trim).filter(|id| !id.is_empty()).collect();
    if ids.len() > MAX_VPC_IDS {
        return Err(CloudError::too_many_vpc_ids());
    }
    let found = ids.into_iter().filter_map(|id| network.vpc_position(&VpcId::from(id)));
    let mut positions: Vec<usize> =
        found.filter(|position| visible.binary_search(position).is_ok()).collect();
    positions.sort_unstable();
    positions.dedup();
    Ok(positions)
}

/// Filters of `DescribeVpcs`, all of which must hold.
struct VpcFilter<'a> {
    name: Option<&'a str>,
    owner: Option<AccountId>,
    is_default: Option<bool>,
    tags: Vec<TagFilter>,
}

impl VpcFilter<'_> {
    /// Without a filter the kept list is used as it is, however long.
    fn takes_all(&self) -> bool {
        self.name.is_none() && self.owner.is_none() && self.is_default.is_none() && self.tags.is_empty()
    }

    fn takes(&self, vpc: &Vpc) -> bool {
        self.name.is_none_or(|name| name_matches(&vpc.name, name))
            && self.owner.as_ref().is_none_or(|owner| vpc.owner == *owner)
            && self.is_default.is_none_or(|is_default| vpc.is_default == is_default)
            && self.tags.iter().all(|wanted| {
                vpc.tags.iter().any(|tag| {
                    tag.key == wanted.key && wanted.value.as_ref().is_none_or(|value| tag.value == *value)
                })
            })
    }
}

/// `DescribeVSwitches`: own vSwitches and those shared to the caller, oldest first.
fn describe_v_switches(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let vpc_id = optional(call, "VpcId");
    let region = match (region(call)?, vpc_id) {
        (Some(region), _) => region,
        (None, Some(_)) => call.region.clone(),
        (None, None) => return Err(CloudError::missing_parameter(call.product, "RegionId")),
    };
    let page = Page::read(call, PAGE_DEFAULT, PAGE_MAX)?;
    refuse_filters(call, &["ResourceGroupId", "RouteTableId", "EnableIpv6", "Tag.1.Key"])?;
    let filter = VSwitchFilter {
        id: optional(call, "VSwitchId").map(VSwitchId::from),
        name: optional(call, "VSwitchName"),
        zone: optional(call, "ZoneId"),
        owner: owner(call, "VSwitchOwnerId")?,
        is_default: flag(call, "IsDefault")?,
    };
    let network = &world.network;
    let caller = &call.caller.account;
    let visible = network.visible(caller, &region);
    let mut positions = match vpc_id {
        None => Cow::Borrowed(visible.v_switches.as_slice()),
        Some(id) => {
            let position = network.vpc_position(&VpcId::from(id));
            let seen = position.filter(|position| visible.vpcs.binary_search(position).is_ok());
            match seen.and_then(|position| network.vpc_at(position)) {
                Some(vpc) => Cow::Owned(network.usable(caller, vpc)),
                None if guesses::UNKNOWN_NETWORK_IDS_ARE_ERRORS => return Err(CloudError::vpc_not_found()),
                None => Cow::Owned(Vec::new()),
            }
        }
    };
    if guesses::UNKNOWN_NETWORK_IDS_ARE_ERRORS && !filter.names_visible(network, &visible.v_switches) {
        return Err(CloudError::v_switch_not_found());
    }
    if !filter.takes_all() {
        let takes = |position: &usize| {
            let v_switch = network.v_switch_at(*position);
            v_switch
                .zip(v_switch.and_then(|v_switch| network.vpc(&v_switch.vpc_id)))
                .is_some_and(|(v_switch, vpc)| filter.takes(v_switch, &vpc.owner))
        };
        positions = Cow::Owned(positions.iter().copied().filter(takes).collect());
    }
    dry_run(call)?;
    let v_switch = page
        .of(&positions)
        .filter_map(|position| network.v_switch_at(*position))
        .filter_map(|v_switch| Some(v_switch_on_the_wire(caller, network.vpc(&v_switch.vpc_id)?, v_switch)))
        .collect();
    let response = DescribeVSwitchesResponse {
        page_number: page.number,
        page_size: page.size,
        total_count: total(positions.len()),
        v_switches: VSwitches { v_switch },
    };
    answer(call, &response)
}

/// Filters of `DescribeVSwitches`, all of which must hold.
struct VSwitchFilter<'a> {
    id: Option<VSwitchId>,
    name: Option<&'a str>,
    zone: Option<&'a str>,
    owner: Option<AccountId>,
    is_default: Option<bool>,
}

impl VSwitchFilter<'_> {
    fn takes_all(&self) -> bool {
        self.id.is_none()
            && self.name.is_none()
            && self.zone.is_none()
            && self.owner.is_none()
            && self.is_default.is_none()
    }

    /// Whether the vSwitch that is asked for by id, if any, is one that the caller can see.
    fn names_visible(&self, network: &Network, visible: &[usize]) -> bool {
        self.id.as_ref().is_none_or(|id| {
            network.v_switch_position(id).is_some_and(|position| visible.binary_search(&position).is_ok())
        })
    }

    fn takes(&self, v_switch: &VSwitch, vpc_owner: &AccountId) -> bool {
        self.id.as_ref().is_none_or(|id| v_switch.id == *id)
            && self.name.is_none_or(|name| name_matches(&v_switch.name, name))
            && self.zone.is_none_or(|zone| v_switch.zone == zone)
            && self.owner.as_ref().is_none_or(|owner| vpc_owner == owner)
            && self.is_default.is_none_or(|is_default| v_switch.is_default == is_default)
    }
}

fn name_matches(name: &str, wanted: &str) -> bool {
    if guesses::NETWORK_NAME_FILTER_TAKES_PARTS { name.contains(wanted) } else { name == wanted }
}

fn owner(call: &Call, parameter: &str) -> Result<Option<AccountId>, CloudError> {
    let text = optional(call, parameter);
    text.map(|text| AccountId::parse(text).map_err(|_| CloudError::illegal_owner(parameter))).transpose()
}

fn dry_run(call: &Call) -> Result<(), CloudError> {
    if flag(call, "DryRun")? == Some(true) { Err(CloudError::dry_run_passed()) } else { Ok(()) }
}

fn vpc_on_the_wire(network: &Network, caller: &AccountId, vpc: &Vpc) -> WireVpc {
    let usable = network.usable(caller, vpc);
    let v_switch_id = usable
        .into_iter()
        .filter_map(|position| network.v_switch_at(position))
        .map(|v_switch| v_switch.id.clone())
        .collect();
    WireVpc {
        vpc_id: vpc.id.clone(),
        vpc_name: vpc.name.clone(),
        cidr_block: vpc.cidr.clone(),
        status: vpc.status.as_str().to_owned(),
        region_id: vpc.region.clone(),
        owner_id: vpc.owner.clone(),
        is_default: vpc.is_default,
        description: vpc.description.clone(),
        creation_time: wire_time(vpc.created),
        v_switch_ids: VSwitchIds { v_switch_id },
        tags: Tags { tag: vpc.tags.clone() },
    }
}

fn v_switch_on_the_wire(caller: &AccountId, vpc: &Vpc, v_switch: &VSwitch) -> WireVSwitch {
    let share_type = match (vpc.owner == *caller, v_switch.shared_with.is_empty()) {
        (false, _) => "Shared",
        (true, false) => "Sharing",
        (true, true) => "",
    };
    WireVSwitch {
        v_switch_id: v_switch.id.clone(),
        v_switch_name: v_switch.name.clone(),
        vpc_id: v_switch.vpc_id.clone(),
        zone_id: v_switch.zone.clone(),
        cidr_block: v_switch.cidr.clone(),
        status: v_switch.status.as_str().to_owned(),
        available_ip_address_count: i64::from(v_switch.free),
        owner_id: vpc.owner.clone(),
        share_type: share_type.to_owned(),
        is_default: v_switch.is_default,
        creation_time: wire_time(v_switch.created),
    }
}

#[cfg(test)]
mod tests;
