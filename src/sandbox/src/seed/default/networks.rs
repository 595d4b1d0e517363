//! VPCs and vSwitches of the default seed.
//!
//! Free addresses are those left after the bindings of [`super::instances`].

use jiff::Timestamp;
use kms_api::operations::vpcs::Tag;
use kms_api::{RegionId, VSwitchId, VpcId};

use crate::network::{Availability, VSwitch, Vpc};
use crate::seed::builder::{DATA, HANGZHOU, HOME, PARTNER, SINGAPORE, account, days, id, zone};
use crate::world::World;

/// How a vSwitch stands to the home account.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Share {
    None,
    Active,
    Ended,
}

/// A vSwitch: name, zone letter, range, free addresses.
#[derive(Clone, Copy)]
struct SwitchRow {
    id: (&'static str, &'static str),
    name: &'static str,
    zone: char,
    cidr: &'static str,
    free: u32,
    status: Availability,
    share: Share,
}

const fn sw(
    id: (&'static str, &'static str),
    name: &'static str,
    zone: char,
    cidr: &'static str,
    free: u32,
) -> SwitchRow {
    SwitchRow { id, name, zone, cidr, free, status: Availability::Available, share: Share::None }
}

const fn shared(row: SwitchRow) -> SwitchRow {
    SwitchRow { share: Share::Active, ..row }
}

/// VPCs whose vSwitches matter one by one: id, owner, name, range, tags, vSwitches.
type VpcRow = ((&'static str, &'static str), &'static str, &'static str, &'static str, &'static [SwitchRow]);

const DRAWN: &[VpcRow] = &[
    (
        ("bp1a", "01"),
        HOME,
        "core",
        "10.0.0.0/16",
        &[
            sw(("bp1", "01"), "core-k", 'k', "10.0.1.0/24", 176),
            sw(("bp1", "02"), "core-j", 'j', "10.0.2.0/24", 203),
        ],
    ),
    (
        ("bp1b", "02"),
        HOME,
        "web",
        "10.8.0.0/16",
        &[
            sw(("bp1", "11"), "web-k", 'k', "10.8.1.0/24", 231),
            sw(("bp1", "12"), "web-j", 'j', "10.8.2.0/24", 219),
        ],
    ),
    (
        ("bp1c", "03"),
        DATA,
        "data",
        "10.3.0.0/16",
        &[
            shared(sw(("bp9", "42"), "shared-j", 'j', "10.3.1.0/24", 2)),
            shared(sw(("bp9", "43"), "shared-k", 'k', "10.3.2.0/24", 198)),
            sw(("bp9", "44"), "private-k", 'k', "10.3.3.0/24", 240),
        ],
    ),
    (
        ("bp1d", "21"),
        HOME,
        "app-a",
        "10.1.0.0/16",
        &[
            sw(("bp1", "21"), "a-k", 'k', "10.1.1.0/24", 228),
            sw(("bp1", "22"), "a-j", 'j', "10.1.2.0/24", 203),
        ],
    ),
    (
        ("bp2a", "22"),
        HOME,
        "app-b",
        "10.2.0.0/16",
        &[
            sw(("bp1", "31"), "b-k", 'k', "10.2.1.0/24", 231),
            sw(("bp1", "32"), "b-j", 'j', "10.2.2.0/24", 2),
            sw(("bp1", "33"), "b-h", 'h', "10.2.3.0/28", 0),
        ],
    ),
    (
        ("bp1e", "23"),
        HOME,
        "app-d",
        "10.4.0.0/16",
        &[
            sw(("bp1", "51"), "d-k", 'k', "10.4.1.0/24", 214),
            sw(("bp1", "52"), "d-j", 'j', "10.4.2.0/24", 198),
            sw(("bp1", "53"), "d-i", 'i', "10.4.3.0/24", 206),
        ],
    ),
    (("bp1e", "24"), HOME, "app-e", "10.6.0.0/16", &[sw(("bp1", "61"), "e-k", 'k', "10.6.1.0/25", 87)]),
    (
        ("bp2b", "25"),
        HOME,
        "app-c",
        "10.5.0.0/16",
        &[
            sw(("bp2", "41"), "c-j", 'j', "10.5.1.0/24", 254),
            sw(("bp2", "42"), "c-k", 'k', "10.5.2.0/24", 118),
            SwitchRow { status: Availability::Pending, ..sw(("bp2", "43"), "c-old", 'j', "10.5.9.0/28", 11) },
        ],
    ),
    (("bp1f", "26"), HOME, "batch", "10.9.0.0/16", &[sw(("bp1", "71"), "batch-h", 'h', "10.9.1.0/28", 2)]),
    (
        ("uf6k", "77"),
        DATA,
        "lake",
        "172.20.0.0/14",
        &[shared(sw(("uf6", "81"), "lake-shared-k", 'k', "172.20.1.0/24", 254))],
    ),
    (
        ("uf6k", "78"),
        DATA,
        "lake-raw",
        "172.24.0.0/14",
        &[SwitchRow { share: Share::Ended, ..sw(("uf6", "82"), "raw-k", 'k', "172.24.1.0/24", 190) }],
    ),
    (("bp1g", "30"), HOME, "test", "10.30.0.0/20", &[sw(("bp1", "91"), "test-g", 'g', "10.30.0.0/28", 0)]),
    (("bp1g", "31"), HOME, "scratch", "10.31.0.0/20", &[]),
    (
        ("bp1h", "35"),
        HOME,
        "vpn",
        "10.40.0.0/16",
        &[
            sw(("bp1", "94"), "vpn-k", 'k', "10.40.1.0/26", 51),
            sw(("bp1", "95"), "vpn-j", 'j', "10.40.2.0/26", 45),
        ],
    ),
    (
        ("bp1k", "36"),
        HOME,
        "metrics",
        "10.41.0.0/16",
        &[sw(("bp1", "96"), "metrics-i", 'i', "10.41.1.0/24", 240)],
    ),
    (
        ("bp1k", "38"),
        HOME,
        "search",
        "10.42.0.0/16",
        &[
            sw(("bp1", "97"), "search-k", 'k', "10.42.1.0/24", 241),
            sw(("bp1", "98"), "search-j", 'j', "10.42.2.0/24", 229),
            sw(("bp1", "99"), "search-i", 'i', "10.42.3.0/24", 232),
        ],
    ),
    (
        ("bp1p", "67"),
        PARTNER,
        "partner-hub",
        "172.28.0.0/16",
        &[
            shared(sw(("bp7", "11"), "hub-shared-i", 'i', "172.28.1.0/24", 149)),
            sw(("bp7", "12"), "hub-internal", 'j', "172.28.2.0/24", 230),
        ],
    ),
];

/// VPCs of the home account that only need to be there: id tail, name, second octet, vSwitches as zone and free.
type PlainRow = (&'static str, &'static str, u8, &'static [(char, u32)]);

const PLAIN: &[PlainRow] = &[
    ("40", "edge", 43, &[('k', 222), ('j', 190)]),
    ("41", "iot", 44, &[('k', 97)]),
    ("42", "gateway", 45, &[('j', 244), ('i', 240)]),
    ("43", "ledger", 46, &[('j', 201), ('i', 188)]),
    ("44", "risk", 47, &[('i', 239)]),
    ("45", "treasury", 48, &[('j', 250)]),
    ("46", "billing", 49, &[('k', 205), ('j', 230)]),
    ("47", "analytics", 50, &[('k', 166), ('j', 170)]),
    ("48", "warehouse", 51, &[('j', 121)]),
    ("49", "legacy-app", 52, &[('h', 12), ('g', 31)]),
    ("50", "legacy-db", 53, &[('h', 6)]),
    ("51", "erp", 54, &[('h', 140)]),
    ("52", "crm", 55, &[('g', 152)]),
    ("53", "hr", 56, &[('g', 203)]),
    ("54", "mail", 57, &[('h', 215)]),
    ("55", "print", 58, &[('h', 244)]),
    ("56", "staging", 60, &[('k', 236), ('j', 241)]),
    ("57", "staging-data", 61, &[('k', 249)]),
    ("58", "dev", 62, &[('g', 75), ('h', 102)]),
    ("59", "qa", 63, &[('g', 133)]),
    ("60", "hsm", 70, &[('k', 245), ('j', 245)]),
    ("61", "logging", 72, &[('k', 188), ('i', 204)]),
    ("62", "tracing", 73, &[('i', 251)]),
    ("63", "ci", 74, &[('g', 1)]),
    ("64", "images", 75, &[('g', 209)]),
    ("65", "mobile", 78, &[('k', 214), ('j', 198), ('i', 222)]),
    ("66", "支付网关", 80, &[('k', 226), ('j', 218)]),
    ("68", "数据平台", 81, &[('i', 180)]),
    ("69", "", 82, &[('k', 252)]),
    ("70", "recommend", 83, &[('k', 246)]),
    ("71", "ml-train", 84, &[('i', 64)]),
    ("72", "ml-serve", 85, &[('k', 231), ('j', 229)]),
    ("73", "queue", 86, &[('j', 247)]),
    ("74", "cache", 87, &[('k', 239)]),
    ("75", "backup", 89, &[('h', 250)]),
    ("76", "recovery", 90, &[('i', 252), ('h', 252)]),
    ("79", "office", 91, &[]),
];

/// Tags by VPC name: team, environment.
const TAGS: &[(&str, &str, &str)] = &[
    ("core", "platform", "prod"),
    ("web", "storefront", "prod"),
    ("app-a", "storefront", "prod"),
    ("app-b", "storefront", "prod"),
    ("app-c", "storefront", "prod"),
    ("app-d", "orders", "prod"),
    ("app-e", "orders", "prod"),
    ("batch", "orders", "prod"),
    ("test", "platform", "test"),
    ("scratch", "platform", "dev"),
    ("ledger", "finance", "prod"),
    ("risk", "finance", "prod"),
    ("treasury", "finance", "prod"),
    ("billing", "finance", "prod"),
    ("analytics", "data", "prod"),
    ("warehouse", "data", "prod"),
    ("staging", "platform", "staging"),
    ("staging-data", "data", "staging"),
    ("dev", "platform", "dev"),
    ("qa", "platform", "test"),
    ("支付网关", "finance", "prod"),
    ("数据平台", "data", "prod"),
];

/// Characters of a VPC or vSwitch id after the first hyphen.
const ID_LENGTH: usize = 21;

/// Id of the VPC of this name in Hangzhou, for instances that name it.
pub(super) fn vpc_id(name: &str) -> Option<VpcId> {
    let drawn = DRAWN.iter().find(|row| row.2 == name).map(|row| row.0);
    let (head, tail) = drawn.or_else(|| PLAIN.iter().find(|row| row.1 == name).map(|row| ("bp1m", row.0)))?;
    Some(VpcId::from(id("vpc", head, tail, ID_LENGTH)))
}

pub(super) fn add(world: &mut World, now: Timestamp) {
    let mut age = 1_400;
    for (id, owner, name, cidr, switches) in DRAWN {
        age -= 20;
        let place = Place { region: HANGZHOU, owner, created: days(now, -age) };
        place.add(world, *id, name, cidr, switches, false);
    }
    for (tail, name, octet, switches) in PLAIN {
        age -= 20;
        let place = Place { region: HANGZHOU, owner: HOME, created: days(now, -age) };
        place.add_plain(world, ("bp1m", "bp1"), tail, name, *octet, switches);
    }
    let place = Place { region: HANGZHOU, owner: HOME, created: days(now, -1_500) };
    let default = [
        sw(("bp1", "d1"), "", 'k', "172.16.0.0/20", 4_021),
        sw(("bp1", "d2"), "", 'j', "172.16.16.0/20", 4_063),
    ];
    place.add(world, ("bp1r", "80"), "default", "172.16.0.0/12", &default, true);

    let place = Place { region: SINGAPORE, owner: HOME, created: days(now, -700) };
    for (tail, name, octet, switches) in SINGAPORE_PLAIN {
        place.add_plain(world, ("t4nm", "t4n"), tail, name, *octet, switches);
    }
}

const SINGAPORE_PLAIN: &[PlainRow] = &[
    ("01", "sg-core", 100, &[('a', 212), ('b', 220)]),
    ("02", "sg-web", 101, &[('a', 240), ('c', 238)]),
    ("03", "sg-data", 102, &[('b', 131)]),
    ("04", "sg-test", 103, &[('c', 0)]),
];

/// Id of the VPC of this name in Singapore.
pub(super) fn singapore_vpc_id(name: &str) -> Option<VpcId> {
    let (tail, ..) = SINGAPORE_PLAIN.iter().find(|row| row.1 == name)?;
    Some(VpcId::from(id("vpc", "t4nm", tail, ID_LENGTH)))
}

/// Where and when VPCs come into being.
struct Place {
    region: &'static str,
    owner: &'static str,
    created: Timestamp,
}

impl Place {
    fn add(
        &self,
        world: &mut World,
        vpc: (&str, &str),
        name: &str,
        cidr: &str,
        switches: &[SwitchRow],
        is_default: bool,
    ) {
        let vpc_id = self.add_vpc(world, vpc, name, cidr, is_default);
        for row in switches {
            let account_if = |share| if row.share == share { vec![account(HOME)] } else { Vec::new() };
            let added = world.network.add_v_switch(VSwitch {
                id: VSwitchId::from(id("vsw", row.id.0, row.id.1, ID_LENGTH)),
                name: row.name.to_owned(),
                vpc_id: vpc_id.clone(),
                zone: zone(self.region, row.zone),
                cidr: row.cidr.to_owned(),
                status: row.status,
                free: row.free,
                shared_with: account_if(Share::Active),
                share_ended_with: account_if(Share::Ended),
                is_default,
                created: self.created,
            });
            debug_assert!(added, "the VPC was added just before");
        }
    }

    fn add_plain(
        &self,
        world: &mut World,
        (vpc_head, switch_head): (&str, &'static str),
        tail: &'static str,
        name: &str,
        octet: u8,
        switches: &[(char, u32)],
    ) {
        let vpc_id = self.add_vpc(world, (vpc_head, tail), name, &format!("10.{octet}.0.0/16"), false);
        for ((letter, free), number) in switches.iter().zip(1..) {
            let added = world.network.add_v_switch(VSwitch {
                id: VSwitchId::from(id("vsw", switch_head, &format!("{tail}{number}"), ID_LENGTH)),
                name: if name.is_empty() { String::new() } else { format!("{name}-{letter}") },
                vpc_id: vpc_id.clone(),
                zone: zone(self.region, *letter),
                cidr: format!("10.{octet}.{number}.0/24"),
                status: Availability::Available,
                free: *free,
                shared_with: Vec::new(),
                share_ended_with: Vec::new(),
                is_default: false,
                created: self.created,
            });
            debug_assert!(added, "the VPC was added just before");
        }
    }

    fn add_vpc(
        &self,
        world: &mut World,
        (head, tail): (&str, &str),
        name: &str,
        cidr: &str,
        is_default: bool,
    ) -> VpcId {
        let vpc_id = VpcId::from(id("vpc", head, tail, ID_LENGTH));
        let tags = TAGS.iter().find(|(tagged, ..)| *tagged == name);
        let tag = |key: &str, value: &str| Tag { key: key.to_owned(), value: value.to_owned() };
        world.network.add_vpc(Vpc {
            id: vpc_id.clone(),
            name: name.to_owned(),
            cidr: cidr.to_owned(),
            status: Availability::Available,
            region: RegionId::from(self.region),
            owner: account(self.owner),
            is_default,
            description: String::new(),
            created: self.created,
            tags: tags.map(|(_, team, env)| vec![tag("team", team), tag("env", env)]).unwrap_or_default(),
            v_switches: Vec::new(),
        });
        vpc_id
    }
}
