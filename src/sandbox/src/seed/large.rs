//! A world as large as the console must carry: 1,000 instances, 10,000 VPCs, 30,000 vSwitches in one region.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use kms_api::operations::instances::BindVpc;
use kms_api::operations::vpcs::Tag;
use kms_api::{AccountId, InstanceId, RegionId, VSwitchId, VpcId};

use super::builder::{self, DATA, HANGZHOU, HOME, Numbers, PARTNER, account, days};
use crate::instances::{Charge, Instance, Kind, Primary, State};
use crate::network::{Availability, VSwitch, Vpc};
use crate::world::World;

const INSTANCES: u32 = 1_000;
const VPCS: u32 = 10_000;
const V_SWITCHES_PER_VPC: u32 = 3;

/// The instance that is measured; it is the oldest, so it stands on the first page.
const BENCH: &str = "bench-target";

const ENVIRONMENTS: [&str; 8] = ["prod", "prod", "prod", "staging", "test", "dev", "qa", "demo"];
const TEAMS: [&str; 16] = [
    "payments",
    "orders",
    "catalog",
    "search",
    "ledger",
    "risk",
    "billing",
    "identity",
    "mobile",
    "logistics",
    "media",
    "ads",
    "support",
    "data",
    "platform",
    "security",
];
const PARTS: [&str; 12] =
    ["api", "web", "worker", "batch", "cache", "queue", "db", "gateway", "ml", "edge", "etl", "admin"];

pub(crate) fn build(now: Timestamp) -> World {
    let mut world = builder::start(now);
    let mut numbers = Numbers::new(0x6b6d_735f_6c61_7267);
    let plots: Vec<Plot> = (0..VPCS).map(|number| add_vpc(&mut world, &mut numbers, number, now)).collect();
    for number in 0..INSTANCES {
        let instance = instance(&mut numbers, &plots, number, now);
        world.instances.add(instance);
    }
    world
}

/// What instances need to know of a VPC.
struct Plot {
    owner: AccountId,
    vpc_id: VpcId,
    /// The first two vSwitches, with their zones.
    switches: Vec<(VSwitchId, String)>,
}

impl Plot {
    fn primary(&self) -> Primary {
        let (v_switch_ids, zones) = self.switches.iter().cloned().collect();
        Primary { vpc_id: self.vpc_id.clone(), v_switch_ids, zones }
    }

    fn binding(&self) -> Option<BindVpc> {
        let (v_switch_id, _) = self.switches.first()?.clone();
        Some(BindVpc {
            vpc_id: self.vpc_id.clone(),
            v_switch_id,
            region_id: RegionId::from(HANGZHOU),
            vpc_owner_id: self.owner.clone(),
        })
    }
}

fn name(numbers: &mut Numbers, number: u32) -> (&'static str, &'static str, String) {
    let (environment, team) = (numbers.pick(&ENVIRONMENTS), numbers.pick(&TEAMS));
    let name = format!("{environment}-{team}-{}-{number:04}", numbers.pick(&PARTS));
    (environment, team, name)
}

/// One VPC with three vSwitches; one VPC in fifty belongs to another account, which shares two of its vSwitches.
fn add_vpc(world: &mut World, numbers: &mut Numbers, number: u32, now: Timestamp) -> Plot {
    let owner = match number % 100 {
        49 => account(DATA),
        99 => account(PARTNER),
        _ => account(HOME),
    };
    let foreign = owner != account(HOME);
    let (environment, team, name) = name(numbers, number);
    let created = days(now, -i64::from(2_000 - number / 6));
    let vpc_id = VpcId::from(format!("vpc-bp1{}", numbers.letters(18)));
    // 1,024 addresses a VPC, one after the other: ranges never overlap.
    let (second, third) = (number / 64, (number % 64) * 4);
    let tag = |key: &str, value: &str| Tag { key: key.to_owned(), value: value.to_owned() };
    world.network.add_vpc(Vpc {
        id: vpc_id.clone(),
        name: name.clone(),
        cidr: format!("10.{second}.{third}.0/22"),
        status: Availability::Available,
        region: RegionId::from(HANGZHOU),
        owner: owner.clone(),
        is_default: false,
        description: String::new(),
        created,
        tags: vec![tag("team", team), tag("env", environment)],
        v_switches: Vec::new(),
    });
    let zones = world.zones(&RegionId::from(HANGZHOU)).to_vec();
    let mut switches = Vec::new();
    for index in 0..V_SWITCHES_PER_VPC {
        let zone = zones.iter().cycle().nth((number + index) as usize).cloned().unwrap_or_default();
        let letter = zone.chars().next_back().unwrap_or_default();
        let id = VSwitchId::from(format!("vsw-bp1{}", numbers.letters(18)));
        // The last one of every tenth VPC is full, so that a list has rows that cannot be chosen.
        let full = index + 1 == V_SWITCHES_PER_VPC && number.is_multiple_of(10);
        let free = if full { 0 } else { 2 + numbers.below(250) };
        let shared = foreign && index + 1 < V_SWITCHES_PER_VPC;
        let added = world.network.add_v_switch(VSwitch {
            id: id.clone(),
            name: format!("{name}-{letter}"),
            vpc_id: vpc_id.clone(),
            zone: zone.clone(),
            cidr: format!("10.{second}.{}.0/24", third + index),
            status: Availability::Available,
            free,
            shared_with: if shared { vec![account(HOME)] } else { Vec::new() },
            share_ended_with: Vec::new(),
            is_default: false,
            created,
        });
        debug_assert!(added, "the VPC was added just before");
        if switches.len() < 2 {
            switches.push((id, zone));
        }
    }
    Plot { owner, vpc_id, switches }
}

/// Instance `number` stands in VPC `number`, which belongs to the home account, and binds some that follow it.
fn instance(numbers: &mut Numbers, plots: &[Plot], number: u32, now: Timestamp) -> Instance {
    let bench = number == 0;
    let created = days(now, -i64::from(1_500 - number));
    let state = match numbers.below(20) {
        _ if bench => State::Connected { since: created },
        0 => State::Uninitialized,
        1 => State::Error { since: created },
        2 => State::Disconnected { since: created },
        _ => State::Connected { since: created },
    };
    let kind = match numbers.below(10) {
        _ if bench => Kind::Software,
        0 => Kind::Hardware,
        1 => Kind::External,
        _ => Kind::Software,
    };
    let (_, _, name) = name(numbers, number);
    let enabled = state != State::Uninitialized;
    let own = |plot: &&Plot| plot.owner == account(HOME);
    let mut near = plots.iter().filter(own).skip(number as usize * 8);
    let primary = near.next().filter(|_| enabled).map(Plot::primary);
    let bound = if bench || !enabled { 0 } else { numbers.below(6) };
    let bindings: Vec<BindVpc> = near.take(bound as usize).filter_map(Plot::binding).collect();
    let outside =
        if !bench && enabled && number.is_multiple_of(7) { vec![account(DATA)] } else { Vec::new() };
    let spare = i64::from(numbers.below(5));
    let used = 1 + i64::from(bound) + i64::from(u32::from(!outside.is_empty()));
    let key_num = numbers.pick(&[100, 500, 1_000, 2_000]);
    let secret_num = numbers.pick(&[0, 50, 100, 500]);
    Instance {
        id: InstanceId::from(format!("kst-hzz{}", numbers.letters(18))),
        name: if bench { BENCH.to_owned() } else { name },
        owner: account(HOME),
        region: RegionId::from(HANGZHOU),
        kind,
        state,
        created,
        expires: days(now, i64::from(numbers.below(800)) + if bench { 365 } else { -10 }),
        charge: if number.is_multiple_of(4) { Charge::PayAsYouGo } else { Charge::Subscription },
        spec: if kind == Kind::Hardware { 0 } else { numbers.pick(&[200, 1_000, 2_000, 4_000]) },
        used_qps: if enabled && kind != Kind::Hardware { i64::from(numbers.below(200)) } else { 0 },
        key_num,
        unmodelled_keys: if enabled { i64::from(numbers.below(100)) * key_num / 100 } else { 0 },
        secret_num,
        unmodelled_secrets: if enabled { i64::from(numbers.below(100)) * secret_num / 100 } else { 0 },
        vpc_num: if bench { i64::from(VPCS) } else { used + spare },
        log_storage: 0,
        deletion_protection: None,
        primary,
        bindings,
        outside_accounts: outside.into_iter().collect::<BTreeSet<_>>(),
        released: BTreeMap::new(),
        tags: BTreeMap::new(),
    }
}
