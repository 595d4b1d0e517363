use std::collections::BTreeSet;

use jiff::Timestamp;
use kms_api::{AccountId, InstanceId};

use crate::keys::{Key, KeyState};
use crate::resource_policy::ResourcePolicy;
use crate::testing::{HOME, OTHER, account, assert_refused, call, key, now, policy_for, world};
use crate::world::World;

const THIRD: &str = "1385720946158274";

fn after(seconds: i64) -> Timestamp {
    now() + jiff::SignedDuration::from_secs(seconds)
}

/// A key of `kst-main` whose policy names a user of each of these accounts.
fn shared(id: &str, accounts: &[&str]) -> Key {
    let principals: Vec<String> = accounts.iter().map(|digits| format!("acs:ram::{digits}:user/a")).collect();
    let principals: Vec<&str> = principals.iter().map(String::as_str).collect();
    let policy = ResourcePolicy::try_from(policy_for(&principals)).unwrap();
    Key { policy: Some(policy), ..key(id, Some("kst-main")) }
}

fn used(world: &World, time: Timestamp) -> i64 {
    let instance = world.instances.get(&InstanceId::from("kst-main")).unwrap();
    world.used_units(instance, instance.bindings.len(), time)
}

#[test]
fn an_account_counts_once_however_it_is_granted() {
    // The world begins with the primary VPC, one binding, and a share with OTHER.
    type Case<'a> = (&'a str, &'a [&'a [&'a str]], i64);
    let cases: &[Case<'_>] = &[
        ("no policies", &[], 3),
        ("the own account", &[&[HOME]], 3),
        ("an account with a share", &[&[OTHER]], 3),
        ("a new account", &[&[THIRD]], 4),
        ("a new account in two keys", &[&[THIRD, HOME], &[THIRD, OTHER]], 4),
    ];
    for (case, keys, expected) in cases {
        let mut world = world();
        for (number, accounts) in (0..).zip(*keys) {
            world.keys.add(shared(&format!("key-{number}"), accounts));
        }
        assert_eq!(used(&world, now()), *expected, "{case}");
    }
}

#[test]
fn a_unit_comes_back_five_minutes_after_the_last_grant_went() {
    let mut world = world();
    let instance = InstanceId::from("kst-main");
    world.keys.add(shared("key-1", &[THIRD]));
    world.keys.add(shared("key-2", &[THIRD]));
    let remove = |world: &mut World, id: &str, time| {
        world.change_grants(Some(&instance), time, |world| world.keys.get_mut(id).unwrap().policy = None);
    };
    remove(&mut world, "key-1", now());
    assert_eq!((used(&world, now()), used(&world, after(3_600))), (4, 4), "another key still names it");
    remove(&mut world, "key-2", after(60));
    assert_eq!((used(&world, after(60)), used(&world, after(359)), used(&world, after(360))), (4, 4, 3));
    world.keys.add(shared("key-3", &[THIRD]));
    assert_eq!((used(&world, after(100)), used(&world, after(900))), (4, 4), "granted again, it counts once");
}

#[test]
fn a_key_that_is_deleted_takes_its_grants_along() {
    let mut world = world();
    let state = KeyState::PendingDeletion { at: after(60) };
    world.keys.add(Key { state, ..shared("key-1", &[THIRD]) });
    for (seconds, expected) in [(59, 4), (60, 4), (359, 4), (360, 3)] {
        world.delete_due_keys(after(seconds));
        assert_eq!(used(&world, after(seconds)), expected, "after {seconds} seconds");
    }
}

#[test]
fn grants_are_judged_with_the_units_that_are_left() {
    let judge = |vpc_num: i64, accounts: &[&str]| {
        let mut world = world();
        world.instances.get_mut(&InstanceId::from("kst-main")).unwrap().vpc_num = vpc_num;
        let named: BTreeSet<AccountId> = accounts.iter().map(|digits| account(digits)).collect();
        world.judge_grants(world.instances.get(&InstanceId::from("kst-main")).unwrap(), &named, now())
    };
    for (vpc_num, accounts, fits) in [
        (3, &[HOME, OTHER][..], true),
        (3, &[THIRD], false),
        (4, &[THIRD], true),
        (4, &[THIRD, OTHER, HOME], true),
        (4, &[THIRD, "1500000000000001"], false),
        (2, &[OTHER], true),
    ] {
        let answer = judge(vpc_num, accounts);
        assert_eq!(answer.is_ok(), fits, "{accounts:?} into {vpc_num}");
        if let Err(error) = answer {
            assert_eq!((error.status, error.code.as_str()), (400, "Rejected.ShareQuotaExceedLimit"));
            assert_eq!(error.message, "Instance Share Quota Exceed Limit.");
        }
    }
}

#[test]
fn bindings_count_accounts_of_policies_too() {
    let bind = |world: &mut World, short: &str| {
        let entries: Vec<String> = short
            .chars()
            .map(|letter| {
                format!(
                    r#"{{"VpcId":"vpc-{letter}","VSwitchId":"vsw-{letter}1","RegionId":"cn-hangzhou","VpcOwnerId":{HOME}}}"#
                )
            })
            .collect();
        let list = format!("[{}]", entries.join(","));
        let parameters = [("KmsInstanceId", "kst-main"), ("BindVpcs", list.as_str())];
        world.call(&call(kms_api::Product::Kms, "UpdateKmsInstanceBindVpc", &parameters))
    };
    // Six units: the primary VPC, the account of the share, and four more.
    let mut world = world();
    world.keys.add(shared("key-1", &[THIRD]));
    let full = (400, "Rejected.ShareQuotaExceedLimit", "Instance Share Quota Exceed Limit.");
    assert_refused("four bindings and a policy", &bind(&mut world, "abcd"), full);
    assert!(bind(&mut world, "abc").is_ok());
    world.keys.get_mut("key-1").unwrap().policy = None;
    assert!(bind(&mut world, "abcd").is_ok());
}
