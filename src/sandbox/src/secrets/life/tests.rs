use serde_json::{Value, json};

use crate::call::Call;
use crate::secrets::tests::{days, furnished, secrets_call};
use crate::testing::{HOME, Refusal, assert_refused};
use crate::world::World;

const NOT_FOUND: Refusal = (404, "Forbidden.ResourceNotFound", "Resource not found");
const PENDING: Refusal = (409, "Rejected.ResourceInDeleteWindow", "secret in delete peroid");
const STATE: Refusal = (403, "Forbidden.DKMSInstanceStateInvalid", "The DKMS instance state is invalid.");

fn describe(world: &mut World, name: &str) -> Value {
    world.call(&secrets_call("DescribeSecret", &[("SecretName", name)])).unwrap()
}

fn update(name: &str, parameters: &[(&str, &str)]) -> Call {
    let mut call = secrets_call("UpdateSecret", parameters);
    call.parameters.insert("SecretName".to_owned(), name.to_owned());
    call.now = days(1);
    call
}

#[test]
fn an_update_changes_what_it_names() {
    let mut world = furnished();
    let custom = ("ExtendedConfig.CustomData", r#"{"DBName":"app1"}"#);
    // Parameters → description and settings afterwards.
    for (parameters, description, config) in [
        (&[("Description", "first")][..], "first", r#"{"SecretSubType":"SingleUser"}"#),
        (&[custom], "first", r#"{"CustomData":{"DBName":"app1"},"SecretSubType":"SingleUser"}"#),
        (
            &[("Description", "second"), ("ExtendedConfig.CustomData", "{}")],
            "second",
            r#"{"CustomData":{},"SecretSubType":"SingleUser"}"#,
        ),
        (&[], "second", r#"{"CustomData":{},"SecretSubType":"SingleUser"}"#),
    ] {
        let answer = world.call(&update("rotating", parameters));
        assert_eq!(answer, Ok(json!({"SecretName": "rotating"})), "{parameters:?}");
        let told = describe(&mut world, "rotating");
        assert_eq!(told["Description"], json!(description), "{parameters:?}");
        let read = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        assert_eq!(read(told["ExtendedConfig"].as_str().unwrap()), read(config), "{parameters:?}");
        assert_eq!(told["UpdateTime"], json!("2026-11-23T08:00:00Z"), "{parameters:?}");
    }
    world.call(&update("plain", &[custom])).unwrap();
    assert_eq!(describe(&mut world, "plain")["ExtendedConfig"], json!(r#"{"CustomData":{"DBName":"app1"}}"#));
}

#[test]
fn changes_are_refused() {
    let pairs = |count: usize| {
        let pairs = (0..count).map(|number| format!(r#""k{number}":"v""#));
        format!("{{{}}}", pairs.collect::<Vec<_>>().join(","))
    };
    let (ten, eleven) = (pairs(10), pairs(11));
    let (long, longest) = ("x".repeat(8_193), "x".repeat(8_192));
    let missing: Refusal = (400, "MissingParameter", "needed but no provided");
    let invalid = |part| Some((400, "InvalidParameter", part));
    let normal: Refusal = (409, "Rejected.ResourceInUse", "restore normal secret");
    type Case<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)], Option<Refusal>);
    let cases: &[Case<'_>] = &[
        ("UpdateSecret", "", &[], Some(missing)),
        ("UpdateSecret", "none", &[], Some(NOT_FOUND)),
        ("UpdateSecret", "pending", &[], Some(PENDING)),
        ("UpdateSecret", "gone", &[], Some(STATE)),
        ("UpdateSecret", "expired", &[], Some(STATE)),
        ("UpdateSecret", "db", &[("Description", &long)], invalid("Description has at most 8192")),
        ("UpdateSecret", "db", &[("Description", &longest)], None),
        ("UpdateSecret", "db", &[("ExtendedConfig.CustomData", &ten)], None),
        ("UpdateSecret", "db", &[("ExtendedConfig.CustomData", &eleven)], invalid("at most 10 pairs")),
        ("UpdateSecret", "db", &[("ExtendedConfig.CustomData", "[]")], invalid("JSON object")),
        ("UpdateSecret", "db", &[("ExtendedConfig.CustomData", "{")], invalid("JSON object")),
        ("DeleteSecret", "", &[], Some(missing)),
        ("DeleteSecret", "none", &[], Some(NOT_FOUND)),
        ("DeleteSecret", "pending", &[], Some(PENDING)),
        ("DeleteSecret", "pending", &[("ForceDeleteWithoutRecovery", "true")], Some(PENDING)),
        ("DeleteSecret", "gone", &[], Some(STATE)),
        ("DeleteSecret", "db", &[("ForceDeleteWithoutRecovery", "yes")], invalid("must be true or false")),
        ("DeleteSecret", "db", &[("RecoveryWindowInDays", "6")], invalid("whole number from 7 to 30")),
        ("DeleteSecret", "db", &[("RecoveryWindowInDays", "31")], invalid("whole number from 7 to 30")),
        ("DeleteSecret", "db", &[("RecoveryWindowInDays", "7.5")], invalid("whole number from 7 to 30")),
        ("RestoreSecret", "", &[], Some(missing)),
        ("RestoreSecret", "none", &[], Some(NOT_FOUND)),
        ("RestoreSecret", "db", &[], Some(normal)),
    ];
    for (operation, name, parameters, refusal) in cases {
        let case = format!("{operation} {name} {:?}", parameters.first().map(|(name, _)| name));
        let mut world = furnished();
        let before = world.clone();
        let mut call = secrets_call(operation, parameters);
        call.parameters.insert("SecretName".to_owned(), (*name).to_owned());
        let answer = world.call(&call);
        match refusal {
            Some(refusal) => {
                assert_refused(&case, &answer, *refusal);
                assert_eq!(world, before, "{case}");
            }
            None => assert!(answer.is_ok(), "{case}: {answer:?}"),
        }
    }
}

#[test]
fn deletion_waits_for_its_window() {
    // Window, force → days until the secret is gone.
    for (window, force, expected) in [
        ("", "", 30),
        ("7", "", 7),
        ("30", "false", 30),
        ("10", "false", 10),
        ("", "true", 0),
        ("10", "true", 0),
    ] {
        let case = format!("{window} {force}");
        let mut world = furnished();
        let parameters =
            [("SecretName", "db"), ("RecoveryWindowInDays", window), ("ForceDeleteWithoutRecovery", force)];
        let answer = world.call(&secrets_call("DeleteSecret", &parameters)).unwrap();
        let time = crate::instances::wire_time(days(expected));
        assert_eq!(answer, json!({"SecretName": "db", "PlannedDeleteTime": time}), "{case}");
        if expected > 0 {
            assert_eq!(describe(&mut world, "db")["PlannedDeleteTime"], json!(time), "{case}");
        }
        let mut late = secrets_call("DescribeSecret", &[("SecretName", "db")]);
        late.now = days(expected);
        assert_refused(&case, &world.call(&late), NOT_FOUND);
    }
}

#[test]
fn a_deleted_secret_comes_back_until_then() {
    let mut world = furnished();
    let arn = format!("acs:kms:cn-hangzhou:{HOME}:secret/pending");
    let mut restore = secrets_call("RestoreSecret", &[("SecretName", &arn)]);
    restore.now = days(6);
    assert_eq!(world.call(&restore), Ok(json!({"SecretName": "pending"})));
    assert_eq!(describe(&mut world, "pending").get("PlannedDeleteTime"), None);
    restore.now = days(8);
    assert_refused("twice", &world.call(&restore), (409, "Rejected.ResourceInUse", "restore normal secret"));
    let value = secrets_call("GetSecretValue", &[("SecretName", "pending")]);
    assert!(world.call(&value).is_ok());

    let mut late = secrets_call("RestoreSecret", &[("SecretName", "pending")]);
    late.now = days(7);
    assert_refused("too late", &furnished().call(&late), NOT_FOUND);
    let mut world = furnished();
    world.instances.get_mut(&"kst-main".into()).unwrap().expires = days(1);
    restore.now = days(6);
    assert_refused("expired instance", &world.call(&restore), STATE);
}

#[test]
fn a_name_is_free_again_after_deletion() {
    let mut world = furnished();
    let mut create =
        secrets_call("CreateSecret", &[("SecretName", "pending"), ("SecretData", "x"), ("VersionId", "v1")]);
    let refusal = (409, "Rejected.ResourceInDeleteWindow", "The secret is planned to be deleted.");
    assert_refused("waiting", &world.call(&create), refusal);
    create.now = days(7);
    assert!(world.call(&create).is_ok());
    assert_eq!(world.call(&create).unwrap_err().code, "Rejected.ResourceExist");
}
