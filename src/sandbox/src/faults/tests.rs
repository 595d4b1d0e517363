use kms_api::Product;
use serde_json::json;

use super::*;
use crate::testing::{assert_refused, call, now, world};

fn bind(list: &str) -> Call {
    call(Product::Kms, "UpdateKmsInstanceBindVpc", &[("KmsInstanceId", "kst-main"), ("BindVpcs", list)])
}

fn get() -> Call {
    call(Product::Kms, "GetKmsInstance", &[("KmsInstanceId", "kst-main")])
}

/// The bound VPCs.
fn bound(answer: &Result<Value, CloudError>) -> Vec<String> {
    let answer = answer.as_ref().expect("an answer");
    let list = answer.pointer("/KmsInstance/BindVpcs/BindVpc").and_then(Value::as_array);
    list.into_iter().flatten().map(|one| one["VpcId"].as_str().unwrap().to_owned()).collect()
}

fn with(fault: &str) -> World {
    let mut world = world();
    world.faults().add(fault.parse().expect(fault));
    world
}

#[test]
fn each_fault_does_what_its_name_says() {
    // Fault, how the answer travels, the code of a refusal, and what is bound afterwards.
    for (fault, delivery, code, after) in [
        ("throttle", Delivery::Whole, Some("Rejected.Throttling"), &["vpc-a"][..]),
        ("unavailable", Delivery::Whole, Some("SerivceUnvailableTemporary"), &["vpc-a"]),
        ("in-upgrade=30", Delivery::Whole, Some("Forbidden.KMSInstanceInUpgrade"), &["vpc-a"]),
        ("lost-before", Delivery::Lost, Some("InternalFailure"), &["vpc-a"]),
        ("lost-after", Delivery::Lost, None, &[]),
        ("slow=700", Delivery::Late(700), None, &[]),
        ("truncated", Delivery::Half, None, &[]),
        ("garbage", Delivery::Garbage, None, &[]),
        ("expired-token=60", Delivery::Whole, None, &[]),
        ("stale-reads=5", Delivery::Whole, None, &["vpc-a"]),
    ] {
        let mut world = with(fault);
        let (answer, travels) = world.answer(&bind("[]"));
        assert_eq!(travels, delivery, "{fault}");
        assert_eq!(answer.as_ref().err().map(|error| error.code.as_str()), code, "{fault}");
        assert_eq!(bound(&world.answer(&get()).0), after, "{fault}");
        // Each met one call; the next one is not met.
        assert_eq!(world.answer(&get()).1, Delivery::Whole, "{fault}");
    }
}

#[test]
fn begun_faults_end_with_time() {
    let mut world = with("in-upgrade=30");
    assert!(world.answer(&bind("[]")).0.is_err());
    let mut later_call = bind("[]");
    later_call.now = later(now(), 29);
    assert!(world.answer(&later_call).0.is_err());
    later_call.now = later(now(), 30);
    assert!(world.answer(&later_call).0.is_ok());

    let mut world = with("stale-reads=5");
    assert!(world.answer(&bind("[]")).0.is_ok());
    let mut read = get();
    assert_eq!(bound(&world.answer(&read).0), ["vpc-a"]);
    read.now = later(now(), 5);
    assert!(bound(&world.answer(&read).0).is_empty());

    let mut world = with("expired-token=60");
    assert!(!world.faults().tokens_expired(now()));
    assert!(world.answer(&get()).0.is_ok());
    assert!(
        world.faults().tokens_expired(later(now(), 59)) && !world.faults().tokens_expired(later(now(), 60))
    );
}

#[test]
fn a_second_writer_comes_first() {
    let rival = json!([{"VpcId":"vpc-b","VSwitchId":"vsw-b1","RegionId":"cn-hangzhou","VpcOwnerId":crate::testing::HOME}]);
    let mut world = with(&format!("on UpdateKmsInstanceBindVpc second-writer=BindVpcs:{rival}"));
    let free = |world: &World| world.network.v_switch(&"vsw-b1".into()).map(|switch| switch.free);
    let before = free(&world);
    assert!(world.answer(&bind("[]")).0.is_ok());
    // Ours wins, and the address that the rival took is free again.
    assert!(bound(&world.answer(&get()).0).is_empty());
    assert_eq!(free(&world), before);
}

#[test]
fn faults_wait_for_their_call() {
    let mut world = with("throttle on GetKmsInstance after 1 times 2");
    let met: Vec<bool> = (0..5)
        .map(|_| {
            assert!(world.answer(&call(Product::Kms, "ListKmsInstances", &[])).0.is_ok());
            world.answer(&get()).0.is_err()
        })
        .collect();
    assert_eq!(met, [false, true, true, false, false]);
    assert_refused(
        "vpc",
        &with("throttle").answer(&call(Product::Vpc, "DescribeVpcs", &[])).0,
        (400, "Throttling.User", ""),
    );
}

#[test]
fn the_clock_is_wrong_from_the_start() {
    let mut world = with("clock-skew=-960");
    assert_eq!(world.faults().skew(), SignedDuration::from_secs(-960));
    assert!(world.answer(&get()).0.is_ok());
    assert_eq!(world.faults().skew(), SignedDuration::from_secs(-960));
    world.faults().clear();
    assert_eq!(world.faults().skew(), SignedDuration::ZERO);
}

#[test]
fn texts_that_are_no_faults() {
    for (text, part) in [
        ("", "the names are"),
        ("thrott1e", "the names are"),
        ("throttle=3", "takes no value"),
        ("slow", "needs a number"),
        ("slow=soon", "no whole number"),
        ("clock-skew", "no number of seconds"),
        ("throttle on", "needs a value"),
        ("throttle after x", "no whole number"),
        ("throttle before 3", "none of on, after, times"),
        ("second-writer=x", "NAME:VALUE"),
    ] {
        let error = text.parse::<Fault>().expect_err(text).to_string();
        assert!(error.contains(part), "{text}: {error}");
    }
}
