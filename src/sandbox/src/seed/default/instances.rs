//! Instances of the default seed: every kind, every state, quota free and quota full.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use kms_api::operations::instances::BindVpc;
use kms_api::{InstanceId, RegionId, VSwitchId, VpcId};

use super::networks::{singapore_vpc_id, vpc_id};
use crate::guesses;
use crate::instances::{Charge, Instance, Kind, Primary, State};
use crate::seed::builder::{DATA, HANGZHOU, HOME, PARTNER, SINGAPORE, account, days, id};
use crate::world::World;

/// A row of the table below. VPCs are named; the first vSwitch of a VPC is the one that is bound.
struct Row {
    region: &'static str,
    id: (&'static str, &'static str),
    name: &'static str,
    kind: Kind,
    status: &'static str,
    charge: Charge,
    days_old: i64,
    days_left: i64,
    spec: i64,
    used_qps: i64,
    keys: (u32, i64),
    secrets: (usize, i64),
    vpc_num: i64,
    log_storage: i64,
    deletion_protection: Option<&'static str>,
    primary: Option<&'static str>,
    bound: &'static [&'static str],
    /// Accounts that the instance is shared with; key policies name more.
    outside: &'static [&'static str],
    /// Whether keys and secrets that name no instance go there.
    default: bool,
}

/// A software instance in Hangzhou, enabled, with nothing of its own yet.
const SOFTWARE: Row = Row {
    region: HANGZHOU,
    id: ("", ""),
    name: "",
    kind: Kind::Software,
    status: "Connected",
    charge: Charge::Subscription,
    days_old: 600,
    days_left: 365,
    spec: 1_000,
    used_qps: 0,
    keys: (0, 1_000),
    secrets: (0, 100),
    vpc_num: 1,
    log_storage: 0,
    deletion_protection: None,
    primary: None,
    bound: &[],
    outside: &[],
    default: false,
};

const ROWS: &[Row] = &[
    Row {
        id: ("hzz21a", "19c7"),
        name: "legacy",
        status: "Error",
        days_old: 1_463,
        days_left: -3,
        used_qps: 12,
        keys: (990, 1_000),
        secrets: (0, 100),
        vpc_num: 8,
        primary: Some("legacy-app"),
        bound: &["legacy-db", "erp", "crm", "hr", "mail", "print"],
        outside: &[PARTNER],
        ..SOFTWARE
    },
    Row {
        id: ("hzz62c", "8f3a"),
        name: "ledger-core",
        days_old: 1_067,
        days_left: 423,
        spec: 4_000,
        used_qps: 1_310,
        keys: (641, 1_000),
        secrets: (44, 200),
        vpc_num: 10,
        log_storage: 1_000,
        deletion_protection: Some("holds the keys of the general ledger"),
        primary: Some("ledger"),
        bound: &["risk", "treasury", "partner-hub"],
        outside: &[DATA],
        ..SOFTWARE
    },
    Row {
        id: ("hzz63d", "55e2"),
        name: "edge-signing",
        charge: Charge::PayAsYouGo,
        days_old: 660,
        days_left: 152,
        spec: 2_000,
        used_qps: 240,
        keys: (37, 100),
        secrets: (5, 20),
        vpc_num: 3,
        primary: Some("edge"),
        bound: &["iot", "gateway"],
        ..SOFTWARE
    },
    Row {
        id: ("hzz64b", "0b17"),
        name: "analytics",
        days_old: 490,
        days_left: 240,
        spec: 200,
        used_qps: 30,
        keys: (58, 500),
        secrets: (9, 100),
        vpc_num: 4,
        primary: Some("analytics"),
        ..SOFTWARE
    },
    Row {
        id: ("hzz65a", "d9a1"),
        name: "payments-kms",
        days_old: 324,
        days_left: 41,
        used_qps: 415,
        keys: (212, 1_000),
        secrets: (18, 100),
        vpc_num: 8,
        log_storage: 2_000,
        primary: Some("core"),
        bound: &["web", "data"],
        ..SOFTWARE
    },
    Row {
        id: ("hzz65f", "c3e8"),
        name: "hsm-root",
        kind: Kind::Hardware,
        days_old: 250,
        days_left: 480,
        spec: 0,
        used_qps: 0,
        keys: (120, 1_000),
        secrets: (6, 50),
        vpc_num: 5,
        log_storage: 1_000,
        deletion_protection: Some("root keys of all subsidiaries"),
        primary: Some("hsm"),
        bound: &["core"],
        ..SOFTWARE
    },
    Row {
        id: ("hzz66f", "a204"),
        name: "archive",
        status: "Uninitialized",
        days_old: 32,
        days_left: 333,
        spec: 200,
        vpc_num: 2,
        ..SOFTWARE
    },
    Row {
        id: ("hzz11e", "77c0"),
        name: "staging",
        status: "Connecting",
        days_old: 0,
        days_left: 300,
        vpc_num: 4,
        primary: Some("staging"),
        ..SOFTWARE
    },
    Row {
        region: SINGAPORE,
        id: ("sgz64c", "41d6"),
        name: "sg-core",
        days_old: 470,
        days_left: 260,
        used_qps: 95,
        keys: (83, 500),
        secrets: (21, 50),
        vpc_num: 4,
        primary: Some("sg-core"),
        bound: &["sg-web"],
        default: true,
        ..SOFTWARE
    },
    Row {
        region: SINGAPORE,
        id: ("sgz66a", "9f02"),
        name: "sg-external",
        kind: Kind::External,
        status: "Disconnected",
        days_old: 90,
        days_left: 275,
        used_qps: 0,
        keys: (14, 100),
        secrets: (0, 0),
        vpc_num: 2,
        primary: Some("sg-data"),
        ..SOFTWARE
    },
];

/// Characters of an instance id after the first hyphen.
const ID_LENGTH: usize = 21;

impl Row {
    fn id(&self) -> InstanceId {
        InstanceId::from(id("kst", self.id.0, self.id.1, ID_LENGTH))
    }
}

/// Instances that are shared: id, name, and the accounts that they are shared with.
pub(super) fn outside() -> impl Iterator<Item = (InstanceId, &'static str, &'static [&'static str])> {
    ROWS.iter().filter(|row| !row.outside.is_empty()).map(|row| (row.id(), row.name, row.outside))
}

/// How much is in each instance.
#[derive(Debug, Default)]
pub(super) struct Filled {
    /// Key versions.
    pub(super) versions: Vec<(InstanceId, u32)>,
    pub(super) secrets: Vec<(InstanceId, usize)>,
}

/// Adds the instances, and says what is to be in them.
pub(super) fn add(world: &mut World, now: Timestamp) -> Filled {
    let mut filled = Filled::default();
    for row in ROWS {
        let primary = row.primary.and_then(|name| primary(world, row, name));
        let bindings = row.bound.iter().filter_map(|name| binding(world, row, name)).collect();
        let created = days(now, -row.days_old);
        let ready = now.checked_add(SignedDuration::from_mins(guesses::ENABLING_MINUTES_LEFT)).unwrap_or(now);
        let state = match row.status {
            "Connected" => State::Connected { since: created },
            "Connecting" => State::Connecting { ready },
            "Disconnected" => State::Disconnected { since: created },
            "Error" => State::Error { since: created },
            _ => State::Uninitialized,
        };
        let id = InstanceId::from(id("kst", row.id.0, row.id.1, ID_LENGTH));
        world.instances.add(Instance {
            id: id.clone(),
            name: row.name.to_owned(),
            owner: account(HOME),
            region: RegionId::from(row.region),
            kind: row.kind,
            state,
            created,
            expires: days(now, row.days_left),
            charge: row.charge,
            spec: row.spec,
            used_qps: row.used_qps,
            key_num: row.keys.1,
            unmodelled_keys: 0,
            secret_num: row.secrets.1,
            unmodelled_secrets: 0,
            vpc_num: row.vpc_num,
            log_storage: row.log_storage,
            deletion_protection: row.deletion_protection.map(str::to_owned),
            primary,
            bindings,
            outside_accounts: row.outside.iter().map(|digits| account(digits)).collect::<BTreeSet<_>>(),
            released: BTreeMap::new(),
            tags: BTreeMap::new(),
        });
        if row.default {
            world.instances.set_default(&id);
        }
        filled.versions.push((id.clone(), row.keys.0));
        filled.secrets.push((id, row.secrets.0));
    }
    filled
}

fn named(row: &Row, name: &str) -> Option<VpcId> {
    if row.region == SINGAPORE { singapore_vpc_id(name) } else { vpc_id(name) }
}

/// The first two vSwitches of the VPC, which is what enabling asks for, with their zones.
fn primary(world: &World, row: &Row, name: &str) -> Option<Primary> {
    let vpc_id = named(row, name)?;
    let vpc = world.network.vpc(&vpc_id)?;
    let chosen = vpc.v_switches.iter().take(2).filter_map(|position| world.network.v_switch_at(*position));
    let (v_switch_ids, zones) = chosen
        .map(|v_switch| (v_switch.id.clone(), v_switch.zone.clone()))
        .collect::<(Vec<VSwitchId>, Vec<String>)>();
    Some(Primary { vpc_id, v_switch_ids, zones })
}

fn binding(world: &World, row: &Row, name: &str) -> Option<BindVpc> {
    let vpc_id = named(row, name)?;
    let vpc = world.network.vpc(&vpc_id)?;
    let v_switch = world.network.v_switch_at(*vpc.v_switches.first()?)?;
    Some(BindVpc {
        v_switch_id: v_switch.id.clone(),
        region_id: vpc.region.clone(),
        vpc_owner_id: vpc.owner.clone(),
        vpc_id,
    })
}
