use jiff::SignedDuration;
use kms_api::Product;
use serde_json::json;

use crate::call::Call;
use crate::instances::State;
use crate::keys::{Key, KeyState};
use crate::testing::{HOME, Refusal, assert_refused, call, instance, key, now, world};
use crate::world::World;

fn on(operation: &str, id: &str) -> Call {
    call(Product::Kms, operation, &[("KeyId", id), ("PendingWindowInDays", "7"), ("Description", "new")])
}

/// One key in each state in `kst-main`, one in an instance that is gone.
fn furnished() -> World {
    let mut world = world();
    let at = now() + SignedDuration::from_hours(24 * 30);
    for (name, state) in [
        ("enabled", KeyState::Enabled),
        ("disabled", KeyState::Disabled),
        ("deletion", KeyState::PendingDeletion { at }),
        ("import", KeyState::PendingImport),
    ] {
        let mut key = Key { state, ..key(&format!("key-{name}"), Some("kst-main")) };
        if name == "import" {
            key.origin = "EXTERNAL".to_owned();
            key.versions[0].material = None;
        }
        world.keys.add(key);
    }
    world.instances.add(instance("kst-gone", State::Disconnected { since: now() }));
    world.keys.add(key("key-gone", Some("kst-gone")));
    world
}

fn state(world: &mut World, id: &str) -> String {
    let answer = world.call(&call(Product::Kms, "DescribeKey", &[("KeyId", id)])).unwrap();
    answer["KeyMetadata"]["KeyState"].as_str().unwrap().to_owned()
}

#[test]
fn every_state_takes_what_the_table_of_the_cloud_says() {
    const FAILED: &str = "Rejected.StateModifiedFailed";
    // Operation → the new state, or the code, for keys that are enabled, disabled, pending deletion, pending import.
    for (operation, expected) in [
        ("EnableKey", ["Enabled", "Enabled", FAILED, FAILED]),
        ("DisableKey", ["Disabled", "Disabled", FAILED, FAILED]),
        ("ScheduleKeyDeletion", ["PendingDeletion", "PendingDeletion", FAILED, "PendingDeletion"]),
        ("CancelKeyDeletion", [FAILED, FAILED, "Enabled", FAILED]),
        ("UpdateKeyDescription", ["Enabled", "Disabled", "PendingDeletion", "PendingImport"]),
    ] {
        for (name, expected) in ["enabled", "disabled", "deletion", "import"].iter().zip(expected) {
            let mut world = furnished();
            let id = format!("key-{name}");
            let case = format!("{operation} {name}");
            let before = world.clone();
            let answer = world.call(&on(operation, &id));
            if expected == FAILED {
                assert_refused(&case, &answer, (409, FAILED, "Keystate modified failed."));
                assert_eq!(world, before, "{case}");
            } else {
                assert_eq!(answer, Ok(json!({})), "{case}");
                assert_eq!(state(&mut world, &id), expected, "{case}");
            }
        }
    }
}

#[test]
fn deletion_comes_after_the_window_unless_it_is_called_off() {
    let later = |seconds: i64, mut call: Call| {
        call.now = now() + SignedDuration::from_secs(seconds);
        call
    };
    let day = 86_400;
    for (days, window) in [("7", 7), ("366", 366)] {
        let mut world = furnished();
        let second = world.instances.get_mut(&"kst-second".into()).unwrap();
        second.expires = now() + SignedDuration::from_hours(24 * 1_000);
        let parameters = [("KeyId", "key-second"), ("PendingWindowInDays", days)];
        assert!(world.call(&call(Product::Kms, "ScheduleKeyDeletion", &parameters)).is_ok());
        let told = world.call(&on("DescribeKey", "key-second")).unwrap()["KeyMetadata"].clone();
        let at = now() + SignedDuration::from_hours(24 * window);
        assert_eq!(told["DeleteDate"], json!(crate::instances::wire_time(at)));
        assert!(world.call(&later(window * day - 1, on("DescribeKey", "key-second"))).is_ok());
        let mut saved = world.clone();
        assert!(saved.call(&later(window * day - 1, on("CancelKeyDeletion", "key-second"))).is_ok());
        assert!(saved.call(&later(window * day, on("DescribeKey", "key-second"))).is_ok(), "called off");
        let gone = world.call(&later(window * day, on("DescribeKey", "key-second")));
        assert_refused(days, &gone, (404, "Forbidden.KeyNotFound", "not found"));
        let alias = later(window * day, on("DescribeKey", "alias/second"));
        assert_refused(days, &world.call(&alias), (404, "Forbidden.AliasNotFound", "not found"));
    }
}

#[test]
fn a_key_whose_material_never_came_waits_for_it_again() {
    let mut world = furnished();
    for operation in ["ScheduleKeyDeletion", "CancelKeyDeletion"] {
        assert_eq!(world.call(&on(operation, "key-import")), Ok(json!({})));
    }
    assert_eq!(state(&mut world, "key-import"), "PendingImport");
}

#[test]
fn protection_stops_deletion() {
    let protect = |more: (&str, &str), on: &str| {
        let why = ("DeletionProtectionDescription", "in use");
        call(Product::Kms, "SetDeletionProtection", &[more, ("EnableDeletionProtection", on), why])
    };
    let arn = format!("acs:kms:cn-hangzhou:{HOME}:key/key-enabled");
    for name in [("KeyId", "key-enabled"), ("KeyId", &arn), ("ProtectedResourceArn", &arn)] {
        let mut world = furnished();
        assert_eq!(world.call(&protect(name, "true")), Ok(json!({})), "{name:?}");
        let told = world.call(&on("DescribeKey", "key-enabled")).unwrap()["KeyMetadata"].clone();
        assert_eq!(told["DeletionProtection"], json!("Enabled"));
        assert_eq!(told["DeletionProtectionDescription"], json!("in use"));
        let refused = (409, "Rejected.DeletionProtection", "deletion protection is enabled");
        assert_refused("protected", &world.call(&on("ScheduleKeyDeletion", "key-enabled")), refused);
        assert_eq!(world.call(&protect(name, "false")), Ok(json!({})), "{name:?}");
        assert!(world.call(&on("ScheduleKeyDeletion", "key-enabled")).is_ok());
    }
    let mut world = furnished();
    assert_eq!(world.call(&protect(("KmsInstanceId", "kst-main"), "true")), Ok(json!({})));
    let told = world.call(&call(Product::Kms, "GetKmsInstance", &[("KmsInstanceId", "kst-main")])).unwrap();
    assert_eq!(told["KmsInstance"]["DeletionProtection"], json!(true));
    assert_eq!(told["KmsInstance"]["DeletionProtectionDescription"], json!("in use"));
}

#[test]
fn refused_calls_change_nothing() {
    let missing: Refusal = (400, "MissingParameter", "needed but no provided");
    let invalid = |part| (400, "InvalidParameter", part);
    let no_key: Refusal = (404, "Forbidden.KeyNotFound", "The specified Key is not found.");
    let state: Refusal = (403, "Forbidden.DKMSInstanceStateInvalid", "The DKMS instance state is invalid.");
    let window = invalid("PendingWindowInDays must be a whole number from 7 to 366.");
    let long = "x".repeat(8_193);
    let enabled = ("KeyId", "key-enabled");
    type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], Refusal);
    let cases: &[Case<'_>] = &[
        ("EnableKey", &[], missing),
        ("EnableKey", &[("KeyId", "key-none")], no_key),
        ("DisableKey", &[("KeyId", "key-gone")], state),
        ("ScheduleKeyDeletion", &[enabled], missing),
        ("ScheduleKeyDeletion", &[enabled, ("PendingWindowInDays", "6")], window),
        ("ScheduleKeyDeletion", &[enabled, ("PendingWindowInDays", "367")], window),
        ("ScheduleKeyDeletion", &[("KeyId", "key-gone"), ("PendingWindowInDays", "7")], state),
        ("CancelKeyDeletion", &[("KeyId", "key-none")], no_key),
        ("UpdateKeyDescription", &[enabled], missing),
        ("UpdateKeyDescription", &[enabled, ("Description", &long)], invalid("at most 8192")),
        ("UpdateKeyDescription", &[("KeyId", "key-gone"), ("Description", "x")], state),
        ("SetDeletionProtection", &[enabled], missing),
        ("SetDeletionProtection", &[("EnableDeletionProtection", "true")], missing),
        ("SetDeletionProtection", &[enabled, ("EnableDeletionProtection", "1")], invalid("true or false")),
        (
            "SetDeletionProtection",
            &[("KeyId", "key-deletion"), ("EnableDeletionProtection", "true")],
            (409, "Rejected.PendingDeletion", "the key state is PendingDeletion."),
        ),
        (
            "SetDeletionProtection",
            &[("KmsInstanceId", "kst-none"), ("EnableDeletionProtection", "true")],
            (403, "Forbidden.DKMSInstanceNotFound", "not found"),
        ),
    ];
    let mut world = furnished();
    let before = world.clone();
    for (operation, parameters, expected) in cases {
        let case = format!("{operation} {parameters:?}");
        assert_refused(&case, &world.call(&call(Product::Kms, operation, parameters)), *expected);
        assert_eq!(world, before, "{case}");
    }
}
