use kms_api::{InstanceId, Product};
use serde_json::json;

use crate::call::Call;
use crate::instances::State;
use crate::testing::{
    HOME, OTHER, Refusal, assert_refused, call, instance, key, now, policy_for, root, world,
};
use crate::world::World;

fn get(parameters: &[(&str, &str)]) -> Call {
    call(Product::Kms, "GetKeyPolicy", parameters)
}

fn set(parameters: &[(&str, &str)]) -> Call {
    call(Product::Kms, "SetKeyPolicy", parameters)
}

/// Keys in every place where a policy is possible, and where it is not.
fn furnished() -> World {
    let mut world = world();
    world.instances.add(instance("kst-gone", State::Disconnected { since: now() }));
    let mut expired = instance("kst-expired", State::Connected { since: now() });
    expired.expires = now();
    world.instances.add(expired);
    for (id, instance) in [
        ("main", Some("kst-main")),
        ("gone", Some("kst-gone")),
        ("expired", Some("kst-expired")),
        ("default", None),
    ] {
        world.keys.add(key(&format!("key-{id}"), instance));
    }
    let mut bare = key("key-bare", Some("kst-main"));
    bare.policy = None;
    world.keys.add(bare);
    world
}

#[test]
fn a_policy_is_read_back_as_it_was_set() {
    let mut world = furnished();
    let text = policy_for(&[&format!("acs:ram::{HOME}:*"), &format!("acs:ram::{OTHER}:user/a")]);
    let arn = format!("acs:kms:cn-hangzhou:{HOME}:key/key-bare");
    for id in ["key-main", arn.as_str()] {
        for (name, value) in [("PolicyName", ""), ("PolicyName", "default")] {
            let answer = world.call(&set(&[("KeyId", id), ("Policy", &text), (name, value)]));
            assert_eq!(answer, Ok(json!({})), "{id}");
            let answer = world.call(&get(&[("KeyId", id), (name, value)]));
            assert_eq!(answer, Ok(json!({"Policy": text})), "{id}");
        }
    }
}

#[test]
fn both_operations_refuse_what_the_cloud_refuses() {
    let good = policy_for(&[&format!("acs:ram::{HOME}:*")]);
    let long = good.replace("kms:*", &format!("kms:{}", "x".repeat(32_768)));
    let exact = |total: usize| format!("{}{good}", " ".repeat(total - good.len()));
    let unsupported: Refusal =
        (400, "Forbidden.KeyPolicyUnSupported", "The specified key does not support key policy.");
    let state: Refusal = (403, "Forbidden.DKMSInstanceStateInvalid", "The DKMS instance state is invalid.");
    let missing: Refusal = (400, "MissingParameter", "The parameter needed but no provided.");
    let no_policy: Refusal = (404, "Forbidden.ResourceNotFound", "Policy not found.");
    let no_key: Refusal = (404, "Forbidden.KeyNotFound", "The specified Key is not found.");
    let invalid = |part| (400, "InvalidParameter", part);
    let mut world = furnished();
    // Key, policy name, policy → refusal of reading, refusal of writing (none: carried out).
    type Case<'a> = (&'a str, &'a str, &'a str, Option<Refusal>, Option<Refusal>);
    let cases: &[Case<'_>] = &[
        ("", "", &good, Some(missing), Some(missing)),
        ("key-main", "", "", None, Some(missing)),
        ("key-none", "", &good, Some(no_key), Some(no_key)),
        ("key-default", "", &good, Some(unsupported), Some(unsupported)),
        ("key-gone", "", &good, Some(state), Some(state)),
        ("key-expired", "", &good, Some(state), Some(state)),
        ("key-main", "Default", &good, Some(no_policy), Some(no_policy)),
        ("key-bare", "", "no JSON", Some(no_policy), Some(invalid("A policy is a JSON object."))),
        ("key-main", "", "{}", None, Some(invalid("The specified parameter is not valid."))),
        ("key-main", "", &long, None, Some(invalid("at most 32768 bytes"))),
        ("key-main", "", &exact(32_769), None, Some(invalid("at most 32768 bytes"))),
        ("key-main", "", &exact(32_768), None, None),
    ];
    for (id, name, policy, reading, writing) in cases {
        let case = format!("{id} {name} {}", policy.get(..20).unwrap_or_default());
        for (call, expected) in [
            (get(&[("KeyId", id), ("PolicyName", name)]), reading),
            (set(&[("KeyId", id), ("PolicyName", name), ("Policy", policy)]), writing),
        ] {
            let before = world.clone();
            let answer = world.call(&call);
            match expected {
                Some(expected) => {
                    assert_refused(&case, &answer, *expected);
                    assert_eq!(world, before, "{case}");
                }
                None => assert!(answer.is_ok(), "{case}: {answer:?}"),
            }
        }
    }
}

#[test]
fn who_may_not_gets_a_400() {
    let mut world = furnished();
    for mut call in [get(&[("KeyId", "key-main")]), set(&[("KeyId", "key-main"), ("Policy", "x")])] {
        call.caller.principal = crate::Principal::User { name: "nobody".into(), id: "1".into() };
        world.keys.get_mut("key-main").unwrap().policy = None;
        let refusal = (400, "Forbidden.NoPermission", "This operation is forbidden by permission system.");
        assert_refused(&call.operation, &world.call(&call), refusal);
    }
}

#[test]
fn outside_accounts_take_units_until_five_minutes_after() {
    let mut world = furnished();
    world.instances.get_mut(&InstanceId::from("kst-main")).unwrap().vpc_num = 4;
    let user = |number: u64| policy_for(&[&format!("acs:ram::150000000000000{number}:user/a")]);
    let set_for = |number, minutes: i64| {
        let mut call = set(&[("KeyId", "key-main"), ("Policy", &user(number))]);
        call.now = now() + jiff::SignedDuration::from_mins(minutes);
        call
    };
    let full: Refusal = (400, "Rejected.ShareQuotaExceedLimit", "Instance Share Quota Exceed Limit.");
    assert!(world.call(&set_for(1, 0)).is_ok());
    assert_refused("a second account", &world.call(&set_for(2, 0)), full);
    let own = set(&[("KeyId", "key-main"), ("Policy", &policy_for(&[&format!("acs:ram::{HOME}:*")]))]);
    assert!(world.call(&own).is_ok());
    assert_refused("before the release", &world.call(&set_for(2, 4)), full);
    assert!(world.call(&set_for(1, 4)).is_ok(), "its unit is still there");
    let mut own = own;
    own.now = now() + jiff::SignedDuration::from_mins(4);
    assert!(world.call(&own).is_ok());
    assert_refused("granted again and taken away", &world.call(&set_for(2, 8)), full);
    assert!(world.call(&set_for(2, 9)).is_ok(), "after the release");
}

#[test]
fn another_account_that_the_policy_names_can_use_both_by_arn() {
    let mut world = furnished();
    let arn = format!("acs:kms:cn-hangzhou:{HOME}:key/key-main");
    let shared = policy_for(&[&format!("acs:ram::{HOME}:*"), &format!("acs:ram::{OTHER}:root")]);
    assert!(world.call(&set(&[("KeyId", "key-main"), ("Policy", &shared)])).is_ok());
    for (id, allowed) in [("key-main", false), (&arn, true)] {
        for mut call in [get(&[("KeyId", id)]), set(&[("KeyId", id), ("Policy", &shared)])] {
            call.caller = root(OTHER);
            assert_eq!(world.call(&call).is_ok(), allowed, "{} {id}", call.operation);
        }
    }
    let closed = policy_for(&[&format!("acs:ram::{HOME}:*")]);
    assert!(world.call(&set(&[("KeyId", "key-main"), ("Policy", &closed)])).is_ok());
    let mut call = get(&[("KeyId", &arn)]);
    call.caller = root(OTHER);
    let refusal = (400, "Forbidden.NoPermission", "belongs to another account");
    assert_refused("not named any more", &world.call(&call), refusal);
}
