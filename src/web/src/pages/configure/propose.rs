//! Which vSwitches can be used, why not, and which one the console proposes.

use std::collections::BTreeMap;

use kms_api::operations::vpcs::{VSwitch, Vpc};
use kms_api::{AccountId, VSwitchId};

/// Fewer free addresses than this are worth a warning: applications need them too.
pub const FEW: i64 = 3;

/// Why a VPC or vSwitch cannot be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The VPC has no vSwitch.
    NoVSwitch,
    /// Another account's VPC without a vSwitch that is shared with this account.
    NotShared,
    /// No vSwitch with a free address.
    NoFreeIp,
    /// The vSwitch is not `Available`.
    NotAvailable,
    /// All units of the access management quota are used.
    QuotaFull,
}

/// What a list shows for a VPC's vSwitches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// vSwitches that the caller can see.
    pub count: usize,
    /// Free addresses in those that can be used.
    pub free: i64,
}

/// Sums up the vSwitches of a VPC.
pub fn summary(switches: &[VSwitch]) -> Summary {
    let usable = switches.iter().filter(|switch| switch_reason(switch).is_none());
    Summary { count: switches.len(), free: usable.map(|switch| switch.available_ip_address_count).sum() }
}

/// Why a vSwitch cannot be chosen; none when it can.
pub fn switch_reason(switch: &VSwitch) -> Option<Reason> {
    if switch.status != "Available" {
        Some(Reason::NotAvailable)
    } else if switch.available_ip_address_count < 1 {
        Some(Reason::NoFreeIp)
    } else {
        None
    }
}

/// Why a VPC cannot be chosen. `switches` is what is known of its vSwitches; what is not known is no reason.
pub fn vpc_reason(vpc: &Vpc, switches: Option<&[VSwitch]>, own: &AccountId, room: i64) -> Option<Reason> {
    let visible = switches.map_or(vpc.v_switch_ids.v_switch_id.len(), <[VSwitch]>::len);
    if visible == 0 {
        return Some(if vpc.owner_id == *own { Reason::NoVSwitch } else { Reason::NotShared });
    }
    if switches.is_some_and(|switches| switches.iter().all(|switch| switch_reason(switch).is_some())) {
        return Some(Reason::NoFreeIp);
    }
    (room <= 0).then_some(Reason::QuotaFull)
}

/// What a proposal looks at first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Prefer {
    /// The vSwitch with the most free addresses.
    #[default]
    MostFree,
    /// The zone that has the fewest choices so far.
    SpreadZones,
    /// One zone, where the VPC has a vSwitch in it.
    Zone(String),
}

/// Proposes a vSwitch: never one with few addresses while another will do; equal ones by id, so that the same
/// question has the same answer. `used` counts the zones of earlier choices.
pub fn propose(switches: &[VSwitch], prefer: &Prefer, used: &BTreeMap<String, usize>) -> Option<VSwitchId> {
    let rank = |switch: &VSwitch| match prefer {
        Prefer::MostFree => 0,
        Prefer::SpreadZones => used.get(&switch.zone_id).copied().unwrap_or(0),
        Prefer::Zone(zone) => usize::from(switch.zone_id != *zone),
    };
    switches
        .iter()
        .filter(|switch| switch_reason(switch).is_none())
        .min_by_key(|switch| {
            let few = switch.available_ip_address_count < FEW;
            (few, rank(switch), -switch.available_ip_address_count, switch.v_switch_id.clone())
        })
        .map(|switch| switch.v_switch_id.clone())
}

#[cfg(test)]
mod tests;
