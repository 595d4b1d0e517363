use kms_api::{InstanceId, Product, VSwitchId};
use serde_json::{Value, json};

use super::rename;
use crate::call::Call;
use crate::instances::{Charge, Kind, State};
use crate::testing::{
    Example, HOME, OTHER, Refusal, account, add_v_switch, add_vpc, assert_refused, bound, call, instance,
    now, world,
};
use crate::world::World;

const NEW: &str = "kst-new";
const STATE: Refusal = (403, "Forbidden.DKMSInstanceStateInvalid", "The DKMS instance state is invalid.");
const UNKNOWN: Refusal = (403, "Forbidden.DKMSInstanceNotFound", "The specified DKMS Instance is not found.");

/// Parameters with which the operations are carried out in [`with_bought_instance`].
pub(crate) const EXAMPLES: &[Example] = &[
    (
        "ConnectKmsInstance",
        &[
            ("KmsInstanceId", NEW),
            ("KMProvider", "Aliyun"),
            ("VpcId", "vpc-c"),
            ("ZoneIds", "cn-hangzhou-k,cn-hangzhou-j"),
            ("VSwitchIds", "vsw-c1"),
        ],
    ),
    ("ReleaseKmsInstance", &[("KmsInstanceId", NEW)]),
];

/// Adds an instance that was bought, pay-as-you-go, and not enabled.
pub(crate) fn with_bought_instance(mut world: World) -> World {
    let mut new = instance(NEW, State::Uninitialized);
    new.charge = Charge::PayAsYouGo;
    world.instances.add(new);
    world
}

fn bought() -> World {
    with_bought_instance(world())
}

/// The call of `text`: `vpc | zones | vSwitches`.
fn connect(id: &str, text: &str) -> Call {
    let mut parts = text.split(" | ");
    let mut part = || parts.next().unwrap_or_default();
    let parameters = [
        ("KmsInstanceId", id),
        ("KMProvider", "Aliyun"),
        ("VpcId", part()),
        ("ZoneIds", part()),
        ("VSwitchIds", part()),
    ];
    call(Product::Kms, "ConnectKmsInstance", &parameters)
}

const GOOD: &str = "vpc-c | cn-hangzhou-k,cn-hangzhou-j | vsw-c1";

fn free(world: &World, v_switch: &str) -> u32 {
    world.network.v_switch(&VSwitchId::from(v_switch)).unwrap().free
}

fn details(world: &mut World, id: &str, time: &str) -> Value {
    let mut get = call(Product::Kms, "GetKmsInstance", &[("KmsInstanceId", id)]);
    get.now = time.parse().unwrap();
    world.call(&get).unwrap()["KmsInstance"].clone()
}

#[test]
fn enabling_takes_half_an_hour() {
    let mut world = bought();
    assert_eq!(world.call(&connect(NEW, GOOD)), Ok(json!({})));
    assert_eq!(free(&world, "vsw-c1"), 49, "the instance has an address now");
    // Time, status, start.
    for (time, status, start) in [
        ("2026-11-22T08:00:00Z", "Connecting", ""),
        ("2026-11-22T08:29:59Z", "Connecting", ""),
        ("2026-11-22T08:30:00Z", "Connected", "2026-11-22T08:30:00Z"),
    ] {
        let told = details(&mut world, NEW, time);
        assert_eq!((&told["Status"], &told["StartDate"]), (&json!(status), &json!(start)), "{time}");
        let place = (&told["VpcId"], &told["ZoneIds"], &told["VswitchIds"]);
        let expected = (&json!("vpc-c"), &json!(["cn-hangzhou-k", "cn-hangzhou-j"]), &json!(["vsw-c1"]));
        assert_eq!(place, expected, "{time}");
    }
    // Bindings wait for it, and it is enabled only once.
    let mut bind =
        call(Product::Kms, "UpdateKmsInstanceBindVpc", &[("KmsInstanceId", NEW), ("BindVpcs", "[]")]);
    assert_refused("too early", &world.call(&bind), STATE);
    assert_refused("twice", &world.call(&connect(NEW, GOOD)), STATE);
    bind.now = "2026-11-22T08:30:00Z".parse().unwrap();
    assert_eq!(world.call(&bind), Ok(json!({})));
    let mut again = connect(NEW, "vpc-d | cn-hangzhou-k,cn-hangzhou-j | vsw-d1");
    again.now = bind.now;
    assert_refused("the primary VPC stays", &world.call(&again), STATE);
}

#[test]
fn enabling_takes_these() {
    for text in [
        GOOD,
        "vpc-c | cn-hangzhou-j,cn-hangzhou-k | vsw-c1",
        "vpc-c | cn-hangzhou-j, cn-hangzhou-k | vsw-c1",
        "vpc-c | cn-hangzhou-h,cn-hangzhou-j,cn-hangzhou-k | vsw-c1",
        "vpc-a | cn-hangzhou-k,cn-hangzhou-j | vsw-a1,vsw-a2",
        "vpc-shared | cn-hangzhou-k,cn-hangzhou-j | vsw-s1",
        "vpc-primary | cn-hangzhou-h,cn-hangzhou-j | vsw-primary",
    ] {
        assert_eq!(bought().call(&connect(NEW, text)), Ok(json!({})), "{text}");
    }
}

#[test]
fn enabling_refuses() {
    let cases: [(&str, &str); 17] = [
        ("vpc-c | cn-hangzhou-k | vsw-c1", "ZoneIds must name 2 to 3 zones"),
        (
            "vpc-c | cn-hangzhou-g,cn-hangzhou-h,cn-hangzhou-j,cn-hangzhou-k | vsw-c1",
            "ZoneIds must name 2 to 3 zones",
        ),
        ("vpc-c | cn-hangzhou-k,cn-hangzhou-k | vsw-c1", "ZoneIds names a zone twice"),
        ("vpc-c | cn-hangzhou-k,cn-beijing-a | vsw-c1", "`cn-beijing-a` is not a zone of cn-hangzhou"),
        ("vpc-c | cn-hangzhou-k, | vsw-c1", "`` is not a zone"),
        ("vpc-none | cn-hangzhou-k,cn-hangzhou-j | vsw-c1", "vpc-none does not exist"),
        ("vpc-hidden | cn-hangzhou-k,cn-hangzhou-j | vsw-h1", "vpc-hidden does not exist"),
        ("vpc-far | cn-hangzhou-k,cn-hangzhou-j | vsw-far", "vpc-far does not exist in cn-hangzhou"),
        ("vpc-c | cn-hangzhou-k,cn-hangzhou-j | vsw-none", "vsw-none is not a vSwitch of vpc-c"),
        ("vpc-c | cn-hangzhou-k,cn-hangzhou-j | vsw-a1", "vsw-a1 is not a vSwitch of vpc-c"),
        ("vpc-shared | cn-hangzhou-k,cn-hangzhou-j | vsw-s2", "vsw-s2 is not a vSwitch of vpc-shared"),
        ("vpc-ended | cn-hangzhou-k,cn-hangzhou-j | vsw-e1", "vpc-ended does not exist"),
        ("vpc-c | cn-hangzhou-h,cn-hangzhou-j | vsw-c1", "vsw-c1 stands in cn-hangzhou-k"),
        ("vpc-b | cn-hangzhou-k,cn-hangzhou-j | vsw-b-pending", "vsw-b-pending has status Pending"),
        ("vpc-a | cn-hangzhou-k,cn-hangzhou-j | vsw-a0", "vsw-a0 has no free IP address"),
        ("vpc-a | cn-hangzhou-k,cn-hangzhou-j | vsw-a1,vsw-a1", "vsw-a1 is named twice"),
        ("vpc-a | cn-hangzhou-k,cn-hangzhou-j | vsw-a1,", "is not a vSwitch of vpc-a"),
    ];
    for (text, part) in cases {
        let mut world = bought();
        let before = world.clone();
        assert_refused(text, &world.call(&connect(NEW, text)), (400, "InvalidParameter", part));
        assert_eq!(world, before, "{text}");
    }
}

#[test]
fn enabling_asks_for_every_parameter() {
    for name in ["KmsInstanceId", "KMProvider", "VpcId", "ZoneIds", "VSwitchIds"] {
        let mut call = connect(NEW, GOOD);
        call.parameters.remove(name);
        assert_refused(name, &bought().call(&call), (400, "MissingParameter", "needed but no provided"));
    }
    let mut other = connect(NEW, GOOD);
    other.parameters.insert("KMProvider".to_owned(), "aliyun".to_owned());
    assert_refused(
        "provider",
        &bought().call(&other),
        (400, "InvalidParameter", "KMProvider must be Aliyun"),
    );
}

#[test]
fn enabling_looks_at_the_instance() {
    let unsupported: Refusal = (400, "UnsupportedOperation", "Only software instances");
    let quota: Refusal = (400, "Rejected.ShareQuotaExceedLimit", "Instance Share Quota Exceed Limit.");
    type Case = (&'static str, fn(&mut World), Refusal);
    let cases: [Case; 6] = [
        ("unknown", |world| drop(world.instances.remove(&InstanceId::from(NEW))), UNKNOWN),
        ("of another account", |world| edit(world, |new| new.owner = account(OTHER)), UNKNOWN),
        ("hardware", |world| edit(world, |new| new.kind = Kind::Hardware), unsupported),
        ("external", |world| edit(world, |new| new.kind = Kind::External), unsupported),
        ("expired", |world| edit(world, |new| new.expires = now()), STATE),
        ("no quantity", |world| edit(world, |new| new.vpc_num = 0), quota),
    ];
    for (case, prepare, expected) in cases {
        let mut world = bought();
        prepare(&mut world);
        assert_refused(case, &world.call(&connect(NEW, GOOD)), expected);
    }
    for state in [
        State::Connecting { ready: now() },
        State::Connected { since: now() },
        State::Disconnected { since: now() },
        State::Error { since: now() },
    ] {
        let mut world = bought();
        world.instances.get_mut(&InstanceId::from(NEW)).unwrap().state = state;
        assert_refused(&format!("{state:?}"), &world.call(&connect(NEW, GOOD)), STATE);
    }
}

fn edit(world: &mut World, change: impl Fn(&mut crate::instances::Instance)) {
    change(world.instances.get_mut(&InstanceId::from(NEW)).unwrap());
}

#[test]
fn one_zone_is_enough_where_there_is_one() {
    let mut world = bought();
    world.zones.insert("ap-southeast-6".into(), vec!["ap-southeast-6a".to_owned()]);
    add_vpc(&mut world, "vpc-manila", HOME, "ap-southeast-6");
    add_v_switch(&mut world, "vpc-manila", "vsw-manila", 4, "");
    let mut new = instance("kst-manila", State::Uninitialized);
    new.region = "ap-southeast-6".into();
    world.instances.add(new);
    let mut connect = connect("kst-manila", "vpc-manila | ap-southeast-6a | vsw-manila");
    connect.region = "ap-southeast-6".into();
    assert_refused("zone", &world.call(&connect), (400, "InvalidParameter", "stands in cn-hangzhou-j"));
    world.network.v_switch_mut(&VSwitchId::from("vsw-manila")).unwrap().zone = "ap-southeast-6a".to_owned();
    assert_eq!(world.call(&connect), Ok(json!({})));
}

fn release(id: &str, force: &str) -> Call {
    call(Product::Kms, "ReleaseKmsInstance", &[("KmsInstanceId", id), ("ForceDeleteWithoutBackup", force)])
}

#[test]
fn release_gives_everything_back() {
    let mut world = bought();
    world.call(&connect(NEW, "vpc-c | cn-hangzhou-k,cn-hangzhou-j | vsw-c1")).unwrap();
    let entry = serde_json::to_string(&[bound("vpc-d", "vsw-d1", HOME)]).unwrap();
    let mut bind =
        call(Product::Kms, "UpdateKmsInstanceBindVpc", &[("KmsInstanceId", NEW), ("BindVpcs", &entry)]);
    bind.now = "2026-11-22T09:00:00Z".parse().unwrap();
    world.call(&bind).unwrap();
    assert_eq!((free(&world, "vsw-c1"), free(&world, "vsw-d1")), (49, 49));

    let mut go = release(NEW, "true");
    go.now = bind.now;
    assert_eq!(world.call(&go), Ok(json!({})));
    assert_eq!((free(&world, "vsw-c1"), free(&world, "vsw-d1")), (50, 50));
    assert_refused("twice", &world.call(&go), UNKNOWN);
    // The others are where they were.
    let list = world.call(&call(Product::Kms, "ListKmsInstances", &[])).unwrap();
    assert_eq!(
        crate::testing::texts(&list, "/KmsInstances/KmsInstance", "KmsInstanceId"),
        ["kst-main", "kst-second"]
    );
    for id in ["kst-main", "kst-second"] {
        assert_eq!(details(&mut world, id, "2026-11-22T09:00:00Z")["InstanceId"], json!(id));
    }
}

#[test]
fn release_looks_at_the_instance() {
    let unsupported = |part| (400, "UnsupportedOperation", part);
    // Charge, enabled, protected, ForceDeleteWithoutBackup → refusal.
    let cases: [(Charge, bool, bool, &str, Option<Refusal>); 8] = [
        (Charge::PayAsYouGo, false, false, "", None),
        (Charge::PayAsYouGo, false, false, "false", None),
        (Charge::PayAsYouGo, true, false, "true", None),
        (Charge::PayAsYouGo, true, false, "false", Some(unsupported("has no backup"))),
        (Charge::PayAsYouGo, true, false, "", Some(unsupported("has no backup"))),
        (Charge::PayAsYouGo, true, true, "true", Some(unsupported("has deletion protection"))),
        (Charge::Subscription, false, false, "true", Some(unsupported("Only pay-as-you-go"))),
        (
            Charge::PayAsYouGo,
            true,
            false,
            "yes",
            Some((400, "InvalidParameter", "ForceDeleteWithoutBackup must be true or false")),
        ),
    ];
    for (charge, enabled, protected, force, refused) in cases {
        let case = format!("{charge:?}, enabled {enabled}, protected {protected}, force {force}");
        let mut world = world();
        let state = if enabled { State::Connected { since: now() } } else { State::Uninitialized };
        let mut new = instance(NEW, state);
        new.charge = charge;
        new.deletion_protection = protected.then(|| "because".to_owned());
        world.instances.add(new);
        match refused {
            None => assert_eq!(world.call(&release(NEW, force)), Ok(json!({})), "{case}"),
            Some(refusal) => assert_refused(&case, &world.call(&release(NEW, force)), refusal),
        }
    }
    assert_refused("unknown", &world().call(&release("kst-none", "")), UNKNOWN);
    assert_refused("no id", &world().call(&release("", "")), (400, "MissingParameter", "needed"));
}

#[test]
fn migrated_accounts_have_a_default_instance() {
    let default = call(Product::Kms, "GetDefaultKmsInstance", &[]);
    let mut world = bought();
    assert_eq!(world.call(&default), Ok(json!({})));
    world.instances.set_default(&InstanceId::from(NEW));
    assert_eq!(world.call(&default), Ok(json!({"DefaultKmsInstanceId": NEW})));
    let mut elsewhere = default.clone();
    elsewhere.region = "cn-beijing".into();
    assert_eq!(world.call(&elsewhere), Ok(json!({})));
    let mut foreign = default.clone();
    foreign.caller.account = account(OTHER);
    assert_eq!(world.call(&foreign), Ok(json!({})));
    world.call(&release(NEW, "true")).unwrap();
    assert_eq!(world.call(&default), Ok(json!({})), "a released instance is no default");
}

#[test]
fn names_change_only_where_the_operation_exists() {
    let update = |id: &str, name: &str| {
        call(Product::Kms, "UpdateKmsInstance", &[("KmsInstanceId", id), ("InstanceName", name)])
    };
    let off = world().call(&update("kst-main", "new"));
    assert_refused("off", &off, (404, "InvalidAction.NotFound", "Specified api is not found"));

    let mut world = world();
    assert_eq!(rename(&mut world, &update("kst-main", "ledger_1/+=.@-")), Ok(json!({})));
    assert_eq!(
        details(&mut world, "kst-main", "2026-11-22T08:00:00Z")["InstanceName"],
        json!("ledger_1/+=.@-")
    );
    let cases: [(&str, &str, Refusal); 5] = [
        ("kst-main", "two words", (400, "InvalidParameter", "InstanceName may have")),
        ("kst-main", "名", (400, "InvalidParameter", "InstanceName may have")),
        ("kst-main", "", (400, "MissingParameter", "needed")),
        ("", "new", (400, "MissingParameter", "needed")),
        ("kst-none", "new", UNKNOWN),
    ];
    for (id, name, refusal) in cases {
        assert_refused(&format!("{id} {name}"), &rename(&mut world, &update(id, name)), refusal);
    }
}
