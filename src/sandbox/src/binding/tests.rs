use kms_api::{InstanceId, Product, VSwitchId};
use proptest::prelude::*;
use serde_json::Value;

use crate::call::Call;
use crate::error::CloudError;
use crate::instances::State;
use crate::testing::{HOME, OTHER, Refusal, account, assert_refused, bound, call, instance, now, world};
use crate::world::World;

fn update(id: &str, bind_vpcs: &str) -> Call {
    let parameters = [("KmsInstanceId", id), ("BindVpcs", bind_vpcs)];
    call(Product::Kms, "UpdateKmsInstanceBindVpc", &parameters)
}

/// `a1 c1` becomes the JSON of these vSwitches with their right VPCs, region and owners.
fn list(short: &str) -> String {
    let entries: Vec<String> = short
        .split_whitespace()
        .map(|name| {
            let (vpc, owner) = match name {
                "primary" => ("vpc-primary", HOME),
                name if name.starts_with('s') => ("vpc-shared", OTHER),
                name if name.starts_with('e') => ("vpc-ended", OTHER),
                name if name.starts_with('h') => ("vpc-hidden", OTHER),
                name => (["vpc-a", "vpc-b", "vpc-c", "vpc-d"][(name.as_bytes()[0] - b'a') as usize], HOME),
            };
            entry(vpc, &format!("vsw-{name}"), "cn-hangzhou", owner)
        })
        .collect();
    format!("[{}]", entries.join(","))
}

fn entry(vpc: &str, v_switch: &str, region: &str, owner: &str) -> String {
    format!(r#"{{"VpcId":"{vpc}","VSwitchId":"{v_switch}","RegionId":"{region}","VpcOwnerId":{owner}}}"#)
}

fn free(world: &World, v_switch: &str) -> u32 {
    world.network.v_switch(&VSwitchId::from(v_switch)).unwrap().free
}

fn bindings(world: &World, id: &str) -> Vec<String> {
    let instances = world.instances.all();
    let instance = instances.iter().find(|instance| instance.id == InstanceId::from(id)).unwrap();
    instance.bindings.iter().map(|binding| binding.v_switch_id.to_string()).collect()
}

#[test]
fn accepted_lists_replace_everything() {
    // The world begins with vsw-a1 bound and 3 addresses left in it.
    // Calls one after the other → vSwitches bound → free addresses.
    type Case<'a> = (&'a str, &'a [&'a str], &'a str, &'a [(&'a str, u32)]);
    let cases: &[Case<'_>] = &[
        ("the same again costs nothing", &["a1"], "a1", &[("vsw-a1", 3)]),
        ("a VPC is added", &["a1 c1"], "a1 c1", &[("vsw-a1", 3), ("vsw-c1", 49)]),
        ("one replaces another", &["c1"], "c1", &[("vsw-a1", 4), ("vsw-c1", 49)]),
        ("an empty list unbinds all", &[""], "", &[("vsw-a1", 4)]),
        ("spaces and line ends are fine", &["\n"], "", &[("vsw-a1", 4)]),
        ("another vSwitch of the same VPC", &["a2"], "a2", &[("vsw-a1", 4), ("vsw-a2", 0)]),
        ("the last address stays with its binding", &["b1", "b1"], "b1", &[("vsw-b1", 0)]),
        ("there and back", &["a2 b1", ""], "", &[("vsw-a1", 4), ("vsw-a2", 1), ("vsw-b1", 1)]),
        ("a shared vSwitch", &["a1 s1"], "a1 s1", &[("vsw-s1", 4)]),
        ("the order is kept as sent", &["c1 a1 b1"], "c1 a1 b1", &[("vsw-a1", 3)]),
        ("up to the quota", &["a1 b1 c1 d1"], "a1 b1 c1 d1", &[("vsw-d1", 49)]),
    ];
    for (case, calls, expected, counts) in cases {
        let mut world = world();
        for short in *calls {
            let answer = world.call(&update("kst-main", &list(short)));
            assert_eq!(answer, Ok(serde_json::json!({})), "{case}");
        }
        let expected: Vec<String> = expected.split_whitespace().map(|name| format!("vsw-{name}")).collect();
        assert_eq!(bindings(&world, "kst-main"), expected, "{case}");
        for (v_switch, count) in *counts {
            assert_eq!(free(&world, v_switch), *count, "{case}: {v_switch}");
        }
    }
}

#[test]
fn refused_lists_change_nothing() {
    let invalid = |part| (400, "InvalidParameter", part);
    let quota: Refusal = (400, "Rejected.ShareQuotaExceedLimit", "Instance Share Quota Exceed Limit.");
    let cases: Vec<(&str, String, Refusal)> = vec![
        ("not JSON", "vpc-a".into(), invalid("not a JSON array")),
        ("cut off", r#"[{"VpcId":"vpc-a""#.into(), invalid("not a JSON array")),
        ("the wrapper of the answer", r#"{"BindVpc":[]}"#.into(), invalid("not a JSON array")),
        ("text behind it", "[] []".into(), invalid("not a JSON array")),
        ("an entry that is no object", r#"["vpc-a"]"#.into(), invalid("entry 1: is not a JSON object")),
        (
            "missing member",
            list("a1 c1").replace(r#""VSwitchId":"vsw-c1","#, ""),
            invalid("entry 2: missing field `VSwitchId`"),
        ),
        (
            "missing owner",
            list("c1").replace(&format!(r#","VpcOwnerId":{HOME}"#), ""),
            invalid("missing field `VpcOwnerId`"),
        ),
        ("unknown member", list("c1").replace("RegionId", "RegionID"), invalid("unknown member `RegionID`")),
        (
            "member twice",
            list("c1").replace(r#""VpcId""#, r#""VpcId":"vpc-c","VpcId""#),
            invalid("duplicate field `VpcId`"),
        ),
        ("number for text", list("c1").replace(r#""vpc-c""#, "7"), invalid("invalid type: integer `7`")),
        ("null", list("c1").replace(r#""vsw-c1""#, "null"), invalid("invalid type: null")),
        (
            "owner with a fraction",
            list("c1").replace(HOME, "1147203918250263.0"),
            invalid("cannot read account id"),
        ),
        (
            "owner as a float",
            list("c1").replace(HOME, "1.147203918250263e15"),
            invalid("cannot read account id"),
        ),
        ("owner is not the VPC's", list("c1").replace(HOME, OTHER), invalid("does not own vpc-c")),
        (
            "owner off by the rounding of a float",
            list("c1").replace(HOME, "1147203918250264"),
            invalid("does not own vpc-c"),
        ),
        ("primary VPC", list("primary"), invalid("vpc-primary is the primary VPC")),
        ("VPC twice", list("c1 c1"), invalid("entry 2: vpc-c is in the list twice")),
        ("VPC twice, two vSwitches", list("a1 a2"), invalid("entry 2: vpc-a is in the list twice")),
        (
            "another region",
            format!("[{}]", entry("vpc-far", "vsw-far", "cn-beijing", HOME)),
            invalid("RegionId cn-beijing is not the region"),
        ),
        (
            "VPC of another region",
            format!("[{}]", entry("vpc-far", "vsw-far", "cn-hangzhou", HOME)),
            invalid("vpc-far does not exist in cn-hangzhou"),
        ),
        (
            "unknown VPC",
            format!("[{}]", entry("vpc-none", "vsw-c1", "cn-hangzhou", HOME)),
            invalid("vpc-none does not exist"),
        ),
        ("unknown vSwitch", list("c9"), invalid("vsw-c9 is not a vSwitch of vpc-c")),
        (
            "vSwitch of another VPC",
            format!("[{}]", entry("vpc-c", "vsw-d1", "cn-hangzhou", HOME)),
            invalid("vsw-d1 is not a vSwitch of vpc-c"),
        ),
        (
            "vSwitch that is not shared, VPC visible",
            list("s2"),
            invalid("vsw-s2 is not shared with account 1147203918250263"),
        ),
        ("share that ended", list("e1"), invalid("vsw-e1 is not shared")),
        ("VPC that is not visible", list("h1"), invalid("vsw-h1 is not shared")),
        ("pending", list("b-pending"), invalid("vsw-b-pending has status Pending")),
        ("no free address", list("a0"), invalid("vsw-a0 has no free IP address")),
        (
            "a good entry does not save a bad one",
            list("c1 a0"),
            invalid("entry 2: vsw-a0 has no free IP address"),
        ),
        ("over the quota", list("a1 b1 c1 d1 s1"), quota),
        ("quota comes before the other rules", list("a0 a0 a0 a0 a0"), quota),
        (
            "empty parameter",
            String::new(),
            (400, "MissingParameter", "The parameter needed but no provided."),
        ),
    ];
    for (case, bind_vpcs, expected) in &cases {
        let mut world = world();
        let before = world.clone();
        let answer = world.call(&update("kst-main", bind_vpcs));
        assert_refused(case, &answer, *expected);
        assert!(answer.unwrap_err().kms_own, "{case}: KMS itself answers");
        assert_eq!(world, before, "{case}");
    }
}

#[test]
fn owner_may_be_number_or_text() {
    let mut world = world();
    let text = list("c1 s1").replace(HOME, &format!("\"{HOME}\""));
    assert_eq!(world.call(&update("kst-main", &text)), Ok(serde_json::json!({})));
    assert_eq!(bindings(&world, "kst-main"), ["vsw-c1", "vsw-s1"]);
}

#[test]
fn two_instances_compete_for_the_last_address() {
    let mut world = world();
    world.call(&update("kst-main", &list("b1"))).unwrap();
    let refused = world.call(&update("kst-second", &list("b1")));
    assert_refused("taken", &refused, (400, "InvalidParameter", "vsw-b1 has no free IP address"));
    world.call(&update("kst-main", "[]")).unwrap();
    world.call(&update("kst-second", &list("b1"))).unwrap();
    assert_eq!(free(&world, "vsw-b1"), 0);
}

#[test]
fn a_kept_binding_is_not_checked_again() {
    let mut world = world();
    world.call(&update("kst-main", &list("a1 s1"))).unwrap();
    let v_switch = world.network.v_switch_mut(&VSwitchId::from("vsw-s1")).unwrap();
    v_switch.shared_with.clear();
    v_switch.free = 0;
    world.call(&update("kst-main", &list("s1 c1"))).unwrap();
    assert_eq!(bindings(&world, "kst-main"), ["vsw-s1", "vsw-c1"]);
    world.call(&update("kst-main", &list("c1"))).unwrap();
    let again = world.call(&update("kst-main", &list("c1 s1")));
    assert_refused("once gone", &again, (400, "InvalidParameter", "vsw-s1 is not shared"));
}

#[test]
fn only_the_owner_and_only_connected_instances() {
    let state: Refusal = (403, "Forbidden.DKMSInstanceStateInvalid", "The DKMS instance state is invalid.");
    let unknown: Refusal =
        (403, "Forbidden.DKMSInstanceNotFound", "The specified DKMS Instance is not found.");
    let soon = "2026-11-22T08:12:00Z".parse().unwrap();
    let states = [
        ("kst-new", State::Uninitialized),
        ("kst-coming", State::Connecting { ready: soon }),
        ("kst-gone", State::Disconnected { since: now() }),
        ("kst-broken", State::Error { since: now() }),
    ];
    let mut world = world();
    for (id, state) in states {
        world.instances.add(instance(id, state));
    }
    let before = world.clone();
    for (id, _) in states {
        assert_refused(id, &world.call(&update(id, "[]")), state);
    }
    assert_refused("unknown", &world.call(&update("kst-none", "[]")), unknown);
    let mut foreign = update("kst-main", "[]");
    foreign.caller.account = account(OTHER);
    assert_refused("another account", &world.call(&foreign), unknown);
    let mut elsewhere = update("kst-main", "[]");
    elsewhere.region = "cn-beijing".into();
    assert_refused("another region", &world.call(&elsewhere), unknown);
    let mut late = update("kst-main", "[]");
    late.now = "2027-01-02T00:00:00Z".parse().unwrap();
    assert_refused("expired", &world.call(&late), state);
    let no_id = world.call(&update("", "[]"));
    assert_refused("no id", &no_id, (400, "MissingParameter", "The parameter needed but no provided."));
    assert_eq!(world, before);

    let mut later = update("kst-coming", &list("c1"));
    later.now = soon;
    world.call(&later).unwrap();
    assert_eq!(bindings(&world, "kst-coming"), ["vsw-c1"]);
}

/// vSwitches that the random lists draw from; some can never be bound.
const DRAWN: [&str; 11] = ["a1", "a2", "a0", "b1", "b-pending", "c1", "d1", "s1", "s2", "e1", "primary"];

fn check_invariants(world: &World, start: &World) {
    let mut used = std::collections::BTreeMap::<VSwitchId, u32>::new();
    for (after, then) in world.instances.all().iter().zip(start.instances.all()) {
        assert!(
            world.used_units(after, after.bindings.len(), now()) <= after.vpc_num,
            "{} is over its quota",
            after.id
        );
        assert_eq!(after.primary, then.primary);
        assert!(after.bindings.iter().all(|binding| binding.vpc_id.as_str() != "vpc-primary"));
        after.bindings.iter().for_each(|binding| *used.entry(binding.v_switch_id.clone()).or_default() += 1);
    }
    for name in DRAWN {
        let id = VSwitchId::from(format!("vsw-{name}"));
        // kst-main holds an address of vsw-a1 from the start.
        let total = free(start, &id) + u32::from(name == "a1");
        assert_eq!(free(world, &id) + used.get(&id).copied().unwrap_or_default(), total, "{id}");
    }
}

proptest! {
    #[test]
    fn random_sequences_keep_the_invariants(
        calls in prop::collection::vec((any::<bool>(), prop::collection::vec(0..DRAWN.len(), 0..6)), 1..25)
    ) {
        let start = world();
        let mut world = start.clone();
        for (main, drawn) in calls {
            let id = if main { "kst-main" } else { "kst-second" };
            let short: Vec<&str> = drawn.into_iter().map(|index| DRAWN[index]).collect();
            let before = world.clone();
            let answer: Result<Value, CloudError> = world.call(&update(id, &list(&short.join(" "))));
            match answer {
                Ok(answer) => {
                    prop_assert_eq!(answer, serde_json::json!({}));
                    let wanted: Vec<String> = short.iter().map(|name| format!("vsw-{name}")).collect();
                    prop_assert_eq!(bindings(&world, id), wanted);
                }
                Err(_) => prop_assert_eq!(&world, &before),
            }
            check_invariants(&world, &start);
        }
    }

    #[test]
    fn long_account_ids_survive(owner in 1_000_000_000_000_000_u64.., text: bool) {
        let digits = owner.to_string();
        let mut world = world();
        crate::testing::add_vpc(&mut world, "vpc-long", &digits, "cn-hangzhou");
        crate::testing::add_v_switch(&mut world, "vpc-long", "vsw-long1", 3, "s");
        let sent = if text { format!("\"{digits}\"") } else { digits.clone() };
        let bind_vpcs = format!("[{}]", entry("vpc-long", "vsw-long1", "cn-hangzhou", &sent));
        world.call(&update("kst-main", &bind_vpcs)).unwrap();

        let one = bound("vpc-long", "vsw-long1", &digits);
        let read = world.call(&call(Product::Kms, "GetKmsInstance", &[("KmsInstanceId", "kst-main")])).unwrap();
        let told = read.pointer("/KmsInstance/BindVpcs/BindVpc/0").unwrap();
        prop_assert_eq!(told, &serde_json::to_value(&one).unwrap());
        prop_assert_eq!(&told["VpcOwnerId"], &Value::String(digits.clone()));

        let listed = [("RegionId", "cn-hangzhou"), ("VpcOwnerId", digits.as_str())];
        for operation in ["DescribeVpcs", "DescribeVSwitches"] {
            let parameters: Vec<(&str, &str)> = match operation {
                "DescribeVpcs" => listed.to_vec(),
                _ => vec![("RegionId", "cn-hangzhou"), ("VSwitchOwnerId", digits.as_str())],
            };
            let answer = world.call(&call(Product::Vpc, operation, &parameters)).unwrap().to_string();
            let number = format!("\"OwnerId\":{digits},");
            prop_assert!(answer.contains(&number), "{} does not have {}", answer, number);
        }
    }
}
