use std::collections::BTreeSet;

use kms_api::{Product, RegionId};
use serde_json::{Value, json};

use super::builder::{DATA, HANGZHOU, HOME, PARTNER, SINGAPORE};
use super::{Seed, build};
use crate::call::Call;
use crate::network::Network;
use crate::testing::{account, call, now, texts};
use crate::world::World;

#[test]
fn names() {
    for seed in Seed::ALL {
        assert_eq!(seed.to_string().parse(), Ok(seed));
    }
    let error = "huge".parse::<Seed>().unwrap_err();
    assert_eq!(error.to_string(), "cannot find seed `huge`: expected default or large");
    assert_eq!("Large".parse::<Seed>().ok(), None, "names are lower case");
}

#[test]
fn seeds_are_deterministic() {
    for seed in Seed::ALL {
        assert_eq!(build(seed, now()), build(seed, now()), "{seed}");
    }
}

/// What must hold in any world, whatever is in it.
#[test]
fn seeds_are_sound() {
    for seed in Seed::ALL {
        let world = build(seed, now());
        let mut ids = BTreeSet::new();
        for region in [HANGZHOU, SINGAPORE] {
            let region = RegionId::from(region);
            for owner in [HOME, DATA, PARTNER] {
                let visible = world.network.visible(&account(owner), &region);
                for position in &visible.vpcs {
                    let vpc = world.network.vpc_at(*position).unwrap();
                    assert!(
                        vpc.owner != account(owner) || ids.insert(vpc.id.to_string()),
                        "{} twice",
                        vpc.id
                    );
                }
                for position in &visible.v_switches {
                    let v_switch = world.network.v_switch_at(*position).unwrap();
                    let vpc = world.network.vpc(&v_switch.vpc_id).unwrap();
                    let first = vpc.owner != account(owner) || ids.insert(v_switch.id.to_string());
                    assert!(first, "{} twice", v_switch.id);
                    assert!(world.zones(&region).contains(&v_switch.zone), "{}", v_switch.id);
                    let bits: u32 = v_switch.cidr.rsplit('/').next().unwrap().parse().unwrap();
                    assert!(
                        v_switch.free <= 1 << (32 - bits),
                        "{} has more free than addresses",
                        v_switch.id
                    );
                    assert_eq!(v_switch.id.len(), "vsw-bp16c5pvvcf0fp5b9xxxx".len());
                }
            }
        }
        for instance in world.instances.all() {
            let id = &instance.id;
            assert!(ids.insert(id.to_string()), "{id} twice");
            assert_eq!(id.len(), "kst-phzz64f722a1buamw0".len() + 3, "{id}");
            assert!(
                world.used_units(instance, instance.bindings.len(), now()) <= instance.vpc_num,
                "{id} is over its quota"
            );
            assert!(
                world.used_keys(instance) <= instance.key_num
                    && world.used_secrets(instance) <= instance.secret_num,
                "{id}"
            );
            let primary = instance.primary.as_ref();
            assert_eq!(primary.is_some(), instance.status(now()) != "Uninitialized", "{id}");
            if let Some(primary) = primary {
                assert!(!primary.v_switch_ids.is_empty(), "{id}: primary VPC without vSwitch");
                let vpc = world.network.vpc(&primary.vpc_id).unwrap();
                assert_eq!((&vpc.owner, &vpc.region), (&instance.owner, &instance.region), "{id}");
            }
            let mut bound = BTreeSet::new();
            for binding in &instance.bindings {
                assert!(bound.insert(&binding.vpc_id), "{id}: {} twice", binding.vpc_id);
                assert!(primary.is_none_or(|primary| primary.vpc_id != binding.vpc_id), "{id}");
                let vpc = world.network.vpc(&binding.vpc_id).unwrap();
                let v_switch = world.network.v_switch(&binding.v_switch_id).unwrap();
                assert_eq!((&v_switch.vpc_id, &vpc.owner), (&vpc.id, &binding.vpc_owner_id), "{id}");
                assert!(Network::may_use(&instance.owner, vpc, v_switch), "{id}: {}", v_switch.id);
            }
        }
    }
}

fn in_region(mut call: Call, region: &str) -> Call {
    call.region = RegionId::from(region);
    call
}

/// Details of every instance of a region, by name.
fn instances(world: &mut World, region: &str) -> Vec<(String, Value)> {
    let list = in_region(call(Product::Kms, "ListKmsInstances", &[("PageSize", "100")]), region);
    let ids = texts(&world.call(&list).unwrap(), "/KmsInstances/KmsInstance", "KmsInstanceId");
    let details = ids.into_iter().map(|id| {
        let get = in_region(call(Product::Kms, "GetKmsInstance", &[("KmsInstanceId", &id)]), region);
        let instance = world.call(&get).unwrap()["KmsInstance"].clone();
        (instance["InstanceName"].as_str().unwrap().to_owned(), instance)
    });
    details.collect()
}

#[test]
fn default_has_one_instance_of_every_kind_and_state() {
    let mut world = build(Seed::Default, now());
    // Region, name, first and last characters of the id, status, version, days left; used and bought of vpc, key
    // and secret.
    type Numbers = Option<[(i64, i64); 3]>;
    type Case<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str, &'a str, i64, Numbers);
    let cases: [Case<'_>; 10] = [
        (
            HANGZHOU,
            "analytics",
            "kst-hzz64b",
            "0b17",
            "Connected",
            "3",
            240,
            Some([(1, 4), (58, 500), (9, 100)]),
        ),
        (HANGZHOU, "archive", "kst-hzz66f", "a204", "Uninitialized", "3", 333, None),
        (
            HANGZHOU,
            "edge-signing",
            "kst-hzz63d",
            "55e2",
            "Connected",
            "3",
            152,
            Some([(3, 3), (37, 100), (5, 20)]),
        ),
        (
            HANGZHOU,
            "ledger-core",
            "kst-hzz62c",
            "8f3a",
            "Connected",
            "3",
            423,
            Some([(6, 10), (641, 1000), (44, 200)]),
        ),
        (HANGZHOU, "legacy", "kst-hzz21a", "19c7", "Error", "3", -3, Some([(8, 8), (990, 1000), (0, 100)])),
        (
            HANGZHOU,
            "payments-kms",
            "kst-hzz65a",
            "d9a1",
            "Connected",
            "3",
            41,
            Some([(4, 8), (212, 1000), (18, 100)]),
        ),
        (HANGZHOU, "staging", "kst-hzz11e", "77c0", "Connecting", "3", 300, None),
        (
            HANGZHOU,
            "hsm-root",
            "kst-hzz65f",
            "c3e8",
            "Connected",
            "5",
            480,
            Some([(2, 5), (120, 1000), (6, 50)]),
        ),
        (
            SINGAPORE,
            "sg-core",
            "kst-sgz64c",
            "41d6",
            "Connected",
            "3",
            260,
            Some([(2, 4), (83, 500), (21, 50)]),
        ),
        (
            SINGAPORE,
            "sg-external",
            "kst-sgz66a",
            "9f02",
            "Disconnected",
            "7",
            275,
            Some([(1, 2), (14, 100), (0, 0)]),
        ),
    ];
    assert_eq!(instances(&mut world, HANGZHOU).len() + instances(&mut world, SINGAPORE).len(), cases.len());
    for (region, name, head, tail, status, version, days, numbers) in cases {
        let (_, told) =
            instances(&mut world, region).into_iter().find(|(found, _)| found == name).expect(name);
        let id = told["InstanceId"].as_str().unwrap();
        assert!(id.starts_with(head) && id.ends_with(tail), "{name}: {id}");
        assert_eq!((&told["Status"], &told["ProductVersion"]), (&json!(status), &json!(version)), "{name}");
        let end = super::builder::days(now(), days).strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        assert_eq!(told["EndDate"], json!(end), "{name}");
        let quota = call(Product::Kms, "GetKmsInstanceQuotaInfos", &[("KmsInstanceId", id)]);
        let quota = world.call(&in_region(quota, region));
        let of = |kind: &str| {
            let lines = quota.as_ref().unwrap()["KmsInstanceQuotaInfos"].as_array().unwrap().clone();
            let line = lines.into_iter().find(|line| line["ResourceType"] == kind).unwrap();
            (line["UsedQuantity"].as_i64().unwrap(), line["ResourceQuota"].as_i64().unwrap())
        };
        match numbers {
            Some(numbers) => assert_eq!([of("vpc"), of("key"), of("secret")], numbers, "{name}"),
            None => assert!(quota.is_err(), "{name} has quotas"),
        }
    }
}

#[test]
fn staging_is_ready_twelve_minutes_later() {
    let mut world = build(Seed::Default, now());
    let (_, staging) =
        instances(&mut world, HANGZHOU).into_iter().find(|(name, _)| name == "staging").unwrap();
    let id = staging["InstanceId"].as_str().unwrap();
    for (time, status) in [("2026-11-22T08:11:59Z", "Connecting"), ("2026-11-22T08:12:00Z", "Connected")] {
        let mut get = call(Product::Kms, "GetKmsInstance", &[("KmsInstanceId", id)]);
        get.now = time.parse().unwrap();
        assert_eq!(world.call(&get).unwrap()["KmsInstance"]["Status"], json!(status), "{time}");
    }
}

#[test]
fn singapore_was_migrated() {
    let mut world = build(Seed::Default, now());
    let default = call(Product::Kms, "GetDefaultKmsInstance", &[]);
    assert_eq!(world.call(&default), Ok(json!({})));
    let answer = world.call(&in_region(default, SINGAPORE)).unwrap();
    let (_, core) = instances(&mut world, SINGAPORE).into_iter().find(|(name, _)| name == "sg-core").unwrap();
    assert_eq!(answer["DefaultKmsInstanceId"], core["InstanceId"]);
}

/// All pages of an operation.
fn pages(world: &mut World, operation: &str, wrapper: &str) -> Vec<Value> {
    let mut all = Vec::new();
    for number in 1.. {
        let number = number.to_string();
        let parameters = [("RegionId", HANGZHOU), ("PageSize", "50"), ("PageNumber", &number)];
        let answer = world.call(&call(Product::Vpc, operation, &parameters)).unwrap();
        let page = answer.pointer(wrapper).and_then(Value::as_array).unwrap().clone();
        all.extend(page);
        if all.len() as u64 == answer["TotalCount"].as_u64().unwrap() {
            break;
        }
    }
    all
}

#[test]
fn default_networks() {
    let mut world = build(Seed::Default, now());
    let vpcs = pages(&mut world, "DescribeVpcs", "/Vpcs/Vpc");
    let v_switches = pages(&mut world, "DescribeVSwitches", "/VSwitches/VSwitch");
    assert!(vpcs.len() >= 40, "{} VPCs", vpcs.len());
    // Name, first and last characters of the id, last digits of the owner, free addresses of each vSwitch.
    let cases: [(&str, &str, &str, &str, &[u64]); 13] = [
        ("core", "vpc-bp1a", "01", "0263", &[176, 203]),
        ("web", "vpc-bp1b", "02", "0263", &[231, 219]),
        ("data", "vpc-bp1c", "03", "3511", &[2, 198]),
        ("app-a", "vpc-bp1d", "21", "0263", &[228, 203]),
        ("app-b", "vpc-bp2a", "22", "0263", &[231, 2, 0]),
        ("app-c", "vpc-bp2b", "25", "0263", &[254, 118, 11]),
        ("app-d", "vpc-bp1e", "23", "0263", &[214, 198, 206]),
        ("app-e", "vpc-bp1e", "24", "0263", &[87]),
        ("batch", "vpc-bp1f", "26", "0263", &[2]),
        ("lake", "vpc-uf6k", "77", "3511", &[254]),
        ("lake-raw", "vpc-uf6k", "78", "3511", &[]),
        ("test", "vpc-bp1g", "30", "0263", &[0]),
        ("scratch", "vpc-bp1g", "31", "0263", &[]),
    ];
    for (name, head, tail, owner, free) in cases {
        let vpc = vpcs.iter().find(|vpc| vpc["VpcName"] == name).expect(name);
        let id = vpc["VpcId"].as_str().unwrap();
        assert!(id.starts_with(head) && id.ends_with(tail), "{name}: {id}");
        assert!(vpc["OwnerId"].to_string().ends_with(owner), "{name}");
        let inside: Vec<&Value> = v_switches.iter().filter(|v_switch| v_switch["VpcId"] == id).collect();
        let counts: Vec<u64> =
            inside.iter().map(|v_switch| v_switch["AvailableIpAddressCount"].as_u64().unwrap()).collect();
        assert_eq!(counts, free, "{name}");
        let listed = vpc["VSwitchIds"]["VSwitchId"].as_array().unwrap();
        assert_eq!(
            listed.iter().collect::<Vec<_>>(),
            inside.iter().map(|one| &one["VSwitchId"]).collect::<Vec<_>>()
        );
        let share = if owner == "0263" { "" } else { "Shared" };
        assert!(inside.iter().all(|v_switch| v_switch["ShareType"] == share), "{name}");
    }
    let pending: Vec<&Value> = v_switches.iter().filter(|one| one["Status"] == "Pending").collect();
    assert_eq!(pending.len(), 1);
    assert_eq!(pending[0]["VSwitchName"], "c-old");
    let owners: BTreeSet<String> = vpcs.iter().map(|vpc| vpc["OwnerId"].to_string()).collect();
    assert_eq!(owners.len(), 3, "two other accounts share vSwitches");
    let count = |test: fn(&Value) -> bool| vpcs.iter().filter(|vpc| test(vpc)).count();
    assert_eq!(count(|vpc| vpc["VpcName"] == ""), 1);
    assert_eq!(count(|vpc| vpc["IsDefault"] == true), 1);
    assert!(count(|vpc| vpc["VpcName"].as_str().is_some_and(|name| !name.is_ascii())) >= 1);
    assert!(count(|vpc| !vpc["Tags"]["Tag"].as_array().unwrap().is_empty()) >= 10);
}

#[test]
fn large_is_large() {
    let mut world = build(Seed::Large, now());
    let mut total = |product, operation, parameters: &[(&str, &str)]| {
        world.call(&call(product, operation, parameters)).unwrap()["TotalCount"].as_u64().unwrap()
    };
    let here = ("RegionId", HANGZHOU);
    assert_eq!(total(Product::Kms, "ListKmsInstances", &[]), 1_000);
    assert_eq!(total(Product::Vpc, "DescribeVpcs", &[here]), 10_000);
    assert_eq!(total(Product::Vpc, "DescribeVpcs", &[here, ("VpcOwnerId", DATA)]), 100);
    let prod = total(
        Product::Kms,
        "ListKmsInstances",
        &[("Filters", r#"[{"Key":"InstanceName","Values":["prod"]}]"#)],
    );
    assert!((200..600).contains(&prod), "{prod} instances have prod in their name");
    // 200 foreign VPCs keep one of their three vSwitches to themselves.
    assert_eq!(total(Product::Vpc, "DescribeVSwitches", &[here]), 30_000 - 200);

    let all = world.instances.all().to_vec();
    let states: BTreeSet<&str> = all.iter().map(|instance| instance.status(now())).collect();
    assert_eq!(states, BTreeSet::from(["Connected", "Disconnected", "Error", "Uninitialized"]));
    let bench = &all[0];
    assert_eq!(
        (bench.name.as_str(), bench.vpc_num, bench.status(now())),
        ("bench-target", 10_000, "Connected")
    );
    assert!(bench.primary.is_some() && bench.bindings.is_empty());
}

#[test]
#[ignore = "a measurement: run it in release form, with --nocapture"]
fn large_is_fast() {
    let started = std::time::Instant::now();
    let mut world = build(Seed::Large, now());
    println!("seed: {:?}", started.elapsed());
    let parameters = [("RegionId", HANGZHOU), ("PageSize", "50"), ("PageNumber", "150")];
    for operation in ["DescribeVpcs", "DescribeVSwitches"] {
        let call = call(Product::Vpc, operation, &parameters);
        let started = std::time::Instant::now();
        for _ in 0..100 {
            world.call(&call).unwrap();
        }
        println!("{operation}: {:?} a page", started.elapsed() / 100);
    }
    let binding = |position: &usize| {
        let vpc = world.network.vpc_at(*position)?;
        let primary = world.instances.all()[0].primary.as_ref()?.vpc_id == vpc.id;
        let v_switch = world.network.v_switch_at(*vpc.v_switches.first()?)?;
        let (region, owner) = (vpc.region.to_string(), vpc.owner.to_string());
        (!primary).then(
            || json!({"VpcId": vpc.id, "VSwitchId": v_switch.id, "RegionId": region, "VpcOwnerId": owner}),
        )
    };
    let visible = &world.network.visible(&account(HOME), &RegionId::from(HANGZHOU)).vpcs;
    let list = Value::Array(visible.iter().filter_map(binding).collect()).to_string();
    let id = world.instances.all()[0].id.to_string();
    let call = call(Product::Kms, "UpdateKmsInstanceBindVpc", &[("KmsInstanceId", &id), ("BindVpcs", &list)]);
    let started = std::time::Instant::now();
    world.call(&call).unwrap();
    println!("{} bindings: {:?}", world.instances.all()[0].bindings.len(), started.elapsed());
}
