//! A small world for tests, in which every rule of the bindings can be met, and calls to it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use kms_api::operations::instances::BindVpc;
use kms_api::operations::vpcs::Tag;
use kms_api::{AccountId, InstanceId, Product, RegionId, VSwitchId, VpcId};
use serde_json::Value;
use sha2::Digest;

use crate::call::{Call, Caller, Principal};
use crate::error::CloudError;
use crate::instances::{Charge, Instance, Kind, Primary, State};
use crate::keys::{Key, KeyState, KeyVersion, Material};
use crate::network::{Availability, VSwitch, Vpc};
use crate::resource_policy::{Holder, ResourcePolicy};
use crate::world::World;

pub(crate) const HOME: &str = "1147203918250263";
pub(crate) const OTHER: &str = "1192583047163511";
pub(crate) const REGION: &str = "cn-hangzhou";

pub(crate) fn account(digits: &str) -> AccountId {
    AccountId::parse(digits).unwrap()
}

pub(crate) fn now() -> Timestamp {
    "2026-11-22T08:00:00Z".parse().unwrap()
}

pub(crate) fn root(digits: &str) -> Caller {
    Caller { account: account(digits), principal: Principal::Root }
}

pub(crate) fn call(product: Product, operation: &str, parameters: &[(&str, &str)]) -> Call {
    Call {
        product,
        operation: operation.to_owned(),
        region: RegionId::from(REGION),
        parameters: parameters
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        caller: root(HOME),
        now: now(),
        request_id: "611CB80C-B6A9-43DB-9E38-0B0AC3D9B58F".to_owned(),
        source_ip: [203, 0, 113, 7].into(),
        entropy: [1; 32].into(),
    }
}

/// Status, code, and a part of the message.
pub(crate) type Refusal = (u16, &'static str, &'static str);

/// An operation with parameters that it is carried out with in [`world`].
pub(crate) type Example = (&'static str, &'static [(&'static str, &'static str)]);

/// Compares a refusal, and says which case it was.
pub(crate) fn assert_refused(case: &str, answer: &Result<Value, CloudError>, expected: Refusal) {
    let error = answer.as_ref().expect_err(case);
    let (status, code, part) = expected;
    assert_eq!((error.status, error.code.as_str()), (status, code), "{case}: {error}");
    assert!(error.message.contains(part), "{case}: {error} does not say `{part}`");
}

/// Texts of a list inside an answer: `pointer` to the list, `member` of each entry.
pub(crate) fn texts(answer: &Value, pointer: &str, member: &str) -> Vec<String> {
    let entries = answer.pointer(pointer).and_then(Value::as_array).expect(pointer);
    entries.iter().map(|entry| entry[member].as_str().expect(member).to_owned()).collect()
}

/// VPC, owner, and its vSwitches with free addresses. Letters: `s` shared with home, `e` share ended, `p` pending.
type VpcRow = (&'static str, &'static str, &'static str, &'static [(&'static str, u32, &'static str)]);

const VPCS: &[VpcRow] = &[
    ("vpc-primary", HOME, REGION, &[("vsw-primary", 200, "")]),
    ("vpc-a", HOME, REGION, &[("vsw-a1", 3, ""), ("vsw-a2", 1, ""), ("vsw-a0", 0, "")]),
    ("vpc-b", HOME, REGION, &[("vsw-b1", 1, ""), ("vsw-b-pending", 9, "p")]),
    ("vpc-c", HOME, REGION, &[("vsw-c1", 50, "")]),
    ("vpc-d", HOME, REGION, &[("vsw-d1", 50, "")]),
    ("vpc-shared", OTHER, REGION, &[("vsw-s1", 5, "s"), ("vsw-s2", 5, "")]),
    ("vpc-ended", OTHER, REGION, &[("vsw-e1", 5, "e")]),
    ("vpc-hidden", OTHER, REGION, &[("vsw-h1", 5, "")]),
    ("vpc-far", HOME, "cn-beijing", &[("vsw-far", 9, "")]),
];

/// The world of [`VPCS`] with instance `kst-main` (quantity 6: primary VPC, `vpc-a` through `vsw-a1`, one outside
/// account) and `kst-second`, which competes for the same vSwitches and
/// has the keys `key-second` with `alias/second` and `key-leaving`, which waits for its deletion.
pub(crate) fn world() -> World {
    let mut world = World::empty(root(HOME), RegionId::from(REGION));
    let zones = ["g", "h", "j", "k"].map(|letter| format!("{REGION}-{letter}"));
    world.zones.insert(RegionId::from(REGION), zones.to_vec());
    for (id, owner, region, switches) in VPCS {
        add_vpc(&mut world, id, owner, region);
        for (switch, free, letter) in *switches {
            add_v_switch(&mut world, id, switch, *free, letter);
        }
    }
    let mut main = instance("kst-main", State::Connected { since: now() });
    main.vpc_num = 6;
    main.bindings = vec![bound("vpc-a", "vsw-a1", HOME)];
    main.outside_accounts = BTreeSet::from([account(OTHER)]);
    world.instances.add(main);
    world.instances.add(instance("kst-second", State::Connected { since: now() }));
    let mut second = key("key-second", Some("kst-second"));
    second.aliases.insert("alias/second".to_owned());
    world.keys.add(second);
    let mut leaving = key("key-leaving", Some("kst-second"));
    leaving.state = KeyState::PendingDeletion { at: "2027-10-01T00:00:00Z".parse().unwrap() };
    world.keys.add(leaving);
    world
}

pub(crate) fn add_vpc(world: &mut World, id: &str, owner: &str, region: &str) {
    world.network.add_vpc(Vpc {
        id: VpcId::from(id),
        name: id.trim_start_matches("vpc-").to_owned(),
        cidr: "10.0.0.0/16".to_owned(),
        status: Availability::Available,
        region: RegionId::from(region),
        owner: account(owner),
        is_default: id == "vpc-d",
        description: String::new(),
        created: now(),
        tags: if id == "vpc-a" { vec![Tag { key: "team".into(), value: "pay".into() }] } else { Vec::new() },
        v_switches: Vec::new(),
    });
}

pub(crate) fn add_v_switch(world: &mut World, vpc: &str, id: &str, free: u32, letter: &str) {
    let home_if = |wanted| if letter == wanted { vec![account(HOME)] } else { Vec::new() };
    let added = world.network.add_v_switch(VSwitch {
        id: VSwitchId::from(id),
        name: id.trim_start_matches("vsw-").to_owned(),
        vpc_id: VpcId::from(vpc),
        zone: if id.ends_with('1') { "cn-hangzhou-k" } else { "cn-hangzhou-j" }.to_owned(),
        cidr: "10.0.1.0/24".to_owned(),
        status: if letter == "p" { Availability::Pending } else { Availability::Available },
        free,
        shared_with: home_if("s"),
        share_ended_with: home_if("e"),
        is_default: vpc == "vpc-d",
        created: now(),
    });
    assert!(added, "{vpc} is missing");
}

pub(crate) fn instance(id: &str, state: State) -> Instance {
    let primary = Primary {
        vpc_id: VpcId::from("vpc-primary"),
        v_switch_ids: vec![VSwitchId::from("vsw-primary")],
        zones: vec!["cn-hangzhou-j".to_owned()],
    };
    Instance {
        id: InstanceId::from(id),
        name: id.trim_start_matches("kst-").to_owned(),
        owner: account(HOME),
        region: RegionId::from(REGION),
        kind: Kind::Software,
        state,
        created: "2026-01-02T03:04:05Z".parse().unwrap(),
        expires: "2027-01-02T00:00:00Z".parse().unwrap(),
        charge: Charge::Subscription,
        spec: 1_000,
        used_qps: 40,
        key_num: 500,
        unmodelled_keys: 58,
        secret_num: 100,
        unmodelled_secrets: 9,
        vpc_num: 5,
        log_storage: 1_000,
        deletion_protection: None,
        primary: (state != State::Uninitialized).then_some(primary),
        bindings: Vec::new(),
        outside_accounts: BTreeSet::new(),
        released: BTreeMap::new(),
        tags: BTreeMap::new(),
    }
}

pub(crate) fn bound(vpc: &str, v_switch: &str, owner: &str) -> BindVpc {
    BindVpc {
        vpc_id: VpcId::from(vpc),
        v_switch_id: VSwitchId::from(v_switch),
        region_id: RegionId::from(REGION),
        vpc_owner_id: account(owner),
    }
}

/// Asserts that the catalogue lists a refusal for its operation, with this status and a text that begins so.
pub(crate) fn assert_documented(call: &Call, answer: &Result<Value, CloudError>) {
    let error = answer.as_ref().expect_err(&call.operation);
    let spec = kms_api::catalog::find(call.product, &call.operation).expect(&call.operation);
    let known = spec.errors.iter().any(|known| {
        let text = known.message.as_deref().expect(&known.code);
        known.http_status == Some(error.status) && known.code == error.code && error.message.starts_with(text)
    });
    assert!(known, "{} does not list {} {error}", call.operation, error.status);
}

/// An enabled symmetric key of the home account, with the default policy where a policy is possible.
pub(crate) fn key(id: &str, instance: Option<&str>) -> Key {
    Key {
        id: id.to_owned(),
        owner: account(HOME),
        region: RegionId::from(REGION),
        instance: instance.map(InstanceId::from),
        spec: "Aliyun_AES_256".to_owned(),
        usage: "ENCRYPT/DECRYPT".to_owned(),
        origin: "Aliyun_KMS".to_owned(),
        protection: "SOFTWARE".to_owned(),
        description: String::new(),
        created: now(),
        state: KeyState::Enabled,
        deletion_protection: None,
        rotation_seconds: None,
        versions: vec![KeyVersion { id: uuid_of(id), created: now(), material: Some(Material([7; 32])) }],
        aliases: BTreeSet::new(),
        tags: BTreeMap::new(),
        policy: instance.map(|_| ResourcePolicy::of_owner(Holder::Key, &account(HOME))),
    }
}

/// The id of the only version of [`key`].
pub(crate) fn uuid_of(key: &str) -> String {
    crate::Entropy::from(sha2::Sha256::digest(key).0).uuid("version")
}

/// A policy text with one statement that allows everything to each principal.
pub(crate) fn policy_for(principals: &[&str]) -> String {
    let allow = serde_json::json!({
        "Effect": "Allow", "Principal": {"RAM": principals}, "Action": "kms:*", "Resource": "*",
    });
    serde_json::json!({"Version": "1", "Statement": [allow]}).to_string()
}
