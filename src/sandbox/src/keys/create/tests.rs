use jiff::SignedDuration;
use kms_api::{InstanceId, Product};
use serde_json::{Value, json};

use crate::call::Call;
use crate::instances::{Kind, State};
use crate::testing::{
    HOME, OTHER, Refusal, account, assert_refused, call, instance, key, now, policy_for, root, world,
};
use crate::world::World;

fn create(parameters: &[(&str, &str)]) -> Call {
    call(Product::Kms, "CreateKey", parameters)
}

fn instance_mut<'a>(world: &'a mut World, id: &str) -> &'a mut crate::instances::Instance {
    world.instances.get_mut(&InstanceId::from(id)).unwrap()
}

/// The test world with a hardware instance `kst-hard`, one that is gone, one that has expired.
fn furnished() -> World {
    let mut world = world();
    let mut hard = instance("kst-hard", State::Connected { since: now() });
    hard.kind = Kind::Hardware;
    world.instances.add(hard);
    world.instances.add(instance("kst-gone", State::Disconnected { since: now() }));
    let mut expired = instance("kst-expired", State::Connected { since: now() });
    expired.expires = now();
    world.instances.add(expired);
    world
}

#[test]
fn a_key_tells_what_it_was_made_as() {
    let inside = ("DKMSInstanceId", "kst-main");
    let tags = r#"[{"TagKey":"team","TagValue":"pay"},{"TagKey":"bare"}]"#;
    let rotation = [("EnableAutomaticRotation", "true"), ("RotationInterval", "30d")];
    // Parameters → members of KeyMetadata.
    let cases: &[(&[(&str, &str)], Value)] = &[
        (
            &[],
            json!({
                "KeySpec": "Aliyun_AES_256", "KeyUsage": "ENCRYPT/DECRYPT", "Origin": "Aliyun_KMS", "KeyState": "Enabled",
                "ProtectionLevel": "SOFTWARE", "DKMSInstanceId": "", "AutomaticRotation": "Disabled", "Description": "",
                "Creator": HOME, "CreationDate": "2026-11-22T08:00:00Z", "LastRotationDate": "2026-11-22T08:00:00Z",
                "DeleteDate": null, "NextRotationDate": null, "RotationInterval": null, "DeletionProtection": null,
            }),
        ),
        (&[("Description", "for tests"), ("Tags", tags)], json!({"Description": "for tests"})),
        (&[("ProtectionLevel", "HSM")], json!({"ProtectionLevel": "HSM"})),
        (
            &[inside, ("ProtectionLevel", "HSM")],
            json!({"ProtectionLevel": "SOFTWARE", "DKMSInstanceId": "kst-main"}),
        ),
        (&[("DKMSInstanceId", "kst-hard")], json!({"ProtectionLevel": "HSM"})),
        (&[("KeySpec", "RSA_2048")], json!({"KeySpec": "RSA_2048", "KeyUsage": "SIGN/VERIFY"})),
        (&[("KeySpec", "RSA_2048"), ("KeyUsage", "ENCRYPT/DECRYPT")], json!({"KeyUsage": "ENCRYPT/DECRYPT"})),
        (&[("KeySpec", "EC_P256K")], json!({"KeyUsage": "SIGN/VERIFY"})),
        (&[("Origin", "EXTERNAL")], json!({"KeyState": "PendingImport", "Origin": "EXTERNAL"})),
        (
            &[inside, rotation[0], rotation[1]],
            json!({
                "AutomaticRotation": "Enabled", "RotationInterval": "2592000s", "NextRotationDate": "2026-12-22T08:00:00Z",
            }),
        ),
        (&[rotation[0], ("RotationInterval", "8760h")], json!({"RotationInterval": "31536000s"})),
        (&[("EnableAutomaticRotation", "false")], json!({"AutomaticRotation": "Disabled"})),
    ];
    for (parameters, expected) in cases {
        let answer = furnished().call(&create(parameters)).unwrap();
        for (member, value) in expected.as_object().unwrap() {
            assert_eq!(answer["KeyMetadata"][member], *value, "{parameters:?}: {member}");
        }
    }
}

#[test]
fn every_spec_can_be_made_and_read_back() {
    for (spec, usages) in super::SPECS {
        let mut world = furnished();
        let made = world.call(&create(&[("KeySpec", spec), ("KeyUsage", usages[0])])).unwrap();
        let id = made["KeyMetadata"]["KeyId"].as_str().unwrap();
        let told = world.call(&call(Product::Kms, "DescribeKey", &[("KeyId", id)])).unwrap();
        assert_eq!(told["KeyMetadata"]["KeySpec"], json!(spec));
        let version = &world.keys.get(id).unwrap().versions[0];
        assert_eq!(version.material.is_some(), spec.starts_with("Aliyun"), "{spec}");
    }
}

#[test]
fn ids_have_the_form_of_their_place_and_differ() {
    let mut world = furnished();
    world.instances.add(instance("kst-hzz62c", State::Connected { since: now() }));
    let mut seen = std::collections::BTreeSet::new();
    for (number, place) in (2..).zip(["", "kst-hzz62c", "", "kst-hzz62c"]) {
        let mut call = create(&[("DKMSInstanceId", place)]);
        call.entropy = [number; 32].into();
        let made = world.call(&call).unwrap()["KeyMetadata"].clone();
        let id = made["KeyId"].as_str().unwrap().to_owned();
        if place.is_empty() {
            assert_eq!((id.len(), id.matches('-').count()), (36, 4), "{id}");
        } else {
            assert!(id.starts_with("key-hzz") && id.len() == 25, "{id}");
        }
        assert_eq!(made["Arn"], json!(format!("acs:kms:cn-hangzhou:{HOME}:key/{id}")));
        let version = &world.keys.get(&id).unwrap().versions[0];
        assert_eq!(made["PrimaryKeyVersion"], json!(version.id));
        assert!(seen.insert(id) && seen.insert(version.id.clone()));
        assert!(seen.insert(format!("{:?}", version.material.as_ref().unwrap().0)), "material is new");
    }
}

#[test]
fn keys_in_an_instance_get_a_policy() {
    let policy = policy_for(&[&format!("acs:ram::{HOME}:user/li.wei")]);
    for (place, given, expected) in
        [("kst-main", "", "kms default key policy"), ("kst-main", policy.as_str(), "user/li.wei")]
    {
        let mut world = furnished();
        let made = world.call(&create(&[("DKMSInstanceId", place), ("Policy", given)])).unwrap();
        let id = made["KeyMetadata"]["KeyId"].as_str().unwrap();
        let told = world.call(&call(Product::Kms, "GetKeyPolicy", &[("KeyId", id)])).unwrap();
        assert!(told["Policy"].as_str().unwrap().contains(expected), "{told}");
    }
}

#[test]
fn refused_calls_change_nothing() {
    let invalid = |part| (400, "InvalidParameter", part);
    let unsupported = |part| (400, "UnsupportedOperation", part);
    let no_instance: Refusal =
        (403, "Forbidden.DKMSInstanceNotFound", "The specified DKMS Instance is not found.");
    let state: Refusal = (403, "Forbidden.DKMSInstanceStateInvalid", "The DKMS instance state is invalid.");
    let own = policy_for(&[&format!("acs:ram::{HOME}:*")]);
    let long = "x".repeat(8_193);
    let tags: Vec<String> = (0..21).map(|number| format!(r#"{{"TagKey":"k{number}"}}"#)).collect();
    let tags = format!("[{}]", tags.join(","));
    let inside = ("DKMSInstanceId", "kst-main");
    let rotating = ("EnableAutomaticRotation", "true");
    let cases: &[(&[(&str, &str)], Refusal)] = &[
        (&[("KeySpec", "AES_256")], invalid("KeySpec must be one of Aliyun_AES_256")),
        (&[("KeyUsage", "SIGN/VERIFY")], invalid("KeyUsage must be one of ENCRYPT/DECRYPT.")),
        (&[("KeySpec", "EC_P256"), ("KeyUsage", "ENCRYPT/DECRYPT")], invalid("KeyUsage must be")),
        (&[("Origin", "Somewhere")], invalid("Origin must be one of")),
        (&[("ProtectionLevel", "hsm")], invalid("ProtectionLevel must be")),
        (&[("KeyStorageMechanism", "x")], invalid("KeyStorageMechanism must be")),
        (&[("Description", &long)], invalid("Description has at most 8192")),
        (&[("Tags", "team=pay")], invalid("Tags is not a list")),
        (&[("Tags", &tags)], invalid("Tags has at most 20")),
        (&[("Tags", r#"[{"TagKey":"a"},{"TagKey":"a"}]"#)], invalid("each key once")),
        (&[("Tags", r#"[{"TagKey":"acs:a"}]"#)], invalid("`acs:a` or its value cannot be used")),
        (&[("EnableAutomaticRotation", "yes")], invalid("EnableAutomaticRotation must be true or false.")),
        (&[rotating], invalid("RotationInterval must be from 365d to 365d.")),
        (&[rotating, ("RotationInterval", "30d")], invalid("from 365d to 365d")),
        (&[inside, rotating, ("RotationInterval", "6d")], invalid("from 7d to 365d")),
        (&[inside, rotating, ("RotationInterval", "366d")], invalid("from 7d to 365d")),
        (&[inside, rotating, ("RotationInterval", "7w")], invalid("from 7d to 365d")),
        (&[inside, rotating, ("RotationInterval", "4294967295d")], invalid("from 7d to 365d")),
        (&[("KeySpec", "RSA_2048"), rotating], unsupported("do not rotate")),
        (&[("Origin", "EXTERNAL"), rotating], unsupported("do not rotate")),
        (&[("Policy", &own)], unsupported("outside an instance has no policy")),
        (&[inside, ("Policy", "{}")], invalid("Version must be")),
        (&[("DKMSInstanceId", "kst-none")], no_instance),
        (&[("DKMSInstanceId", "kst-gone")], state),
        (&[("DKMSInstanceId", "kst-expired")], state),
    ];
    let mut world = furnished();
    let before = world.clone();
    for (parameters, expected) in cases {
        let case = format!("{:?}", parameters.iter().map(|(name, _)| name).collect::<Vec<_>>());
        assert_refused(&case, &world.call(&create(parameters)), *expected);
        assert_eq!(world, before, "{case}");
    }
}

#[test]
fn quotas_of_keys_and_units() {
    let limit: Refusal = (400, "Rejected.LimitExceeded", "user create resource limit was exceeded");
    let full: Refusal = (400, "Rejected.ShareQuotaExceedLimit", "Instance Share Quota Exceed Limit.");
    let new = policy_for(&["acs:ram::1500000000000001:user/a"]);
    let shared = policy_for(&[&format!("acs:ram::{OTHER}:user/a")]);
    // Keys that the instance may have, units, policy → refusal. It counts 58 versions and uses three units.
    for (key_num, vpc_num, policy, expected) in [
        (58, 9, "", Some(limit)),
        (59, 9, "", None),
        (59, 3, "", None),
        (59, 3, new.as_str(), Some(full)),
        (59, 4, new.as_str(), None),
        (59, 3, shared.as_str(), None),
    ] {
        let mut world = furnished();
        instance_mut(&mut world, "kst-main").key_num = key_num;
        instance_mut(&mut world, "kst-main").vpc_num = vpc_num;
        let case = format!("{key_num} {vpc_num} {policy}");
        let answer = world.call(&create(&[("DKMSInstanceId", "kst-main"), ("Policy", policy)]));
        match expected {
            Some(expected) => assert_refused(&case, &answer, expected),
            None => assert!(answer.is_ok(), "{case}: {answer:?}"),
        }
        let quota = [("KmsInstanceId", "kst-main"), ("ResourceType", "key")];
        let quota = world.call(&call(Product::Kms, "GetKmsInstanceQuotaInfos", &quota)).unwrap();
        let used = if expected.is_some() { 58 } else { 59 };
        assert_eq!(quota["KmsInstanceQuotaInfos"][0]["UsedQuantity"], json!(used), "{case}");
    }
    let mut world = furnished();
    for number in 0..199 {
        world.keys.add(key(&format!("key-{number}"), None));
    }
    assert!(world.call(&create(&[])).is_ok(), "200 default keys");
    assert_refused("201 default keys", &world.call(&create(&[])), limit);
}

#[test]
fn an_account_that_the_instance_is_shared_with_makes_keys_of_its_own() {
    let mut world = furnished();
    let mut theirs = create(&[("DKMSInstanceId", "kst-main")]);
    theirs.caller = root(OTHER);
    let made = world.call(&theirs).unwrap()["KeyMetadata"].clone();
    assert_eq!((&made["Creator"], &made["DKMSInstanceId"]), (&json!(OTHER), &json!("kst-main")));
    let id = made["KeyId"].as_str().unwrap();
    assert_eq!(world.keys.get(id).unwrap().owner, account(OTHER));
    let ours = call(Product::Kms, "DescribeKey", &[("KeyId", id)]);
    assert_refused("by id", &world.call(&ours), (404, "Forbidden.KeyNotFound", "not found"));
    theirs.parameters.insert("DKMSInstanceId".into(), "kst-second".into());
    let refusal = (403, "Forbidden.DKMSInstanceNotFound", "not found");
    assert_refused("not shared", &world.call(&theirs), refusal);
}

#[test]
fn a_deleted_key_gives_back_its_versions() {
    let mut world = furnished();
    let schedule = [("KeyId", "key-second"), ("PendingWindowInDays", "7")];
    assert!(world.call(&call(Product::Kms, "ScheduleKeyDeletion", &schedule)).is_ok());
    for (days, used) in [(6, 60), (7, 59)] {
        let quota = [("KmsInstanceId", "kst-second"), ("ResourceType", "key")];
        let mut quota = call(Product::Kms, "GetKmsInstanceQuotaInfos", &quota);
        quota.now = now() + SignedDuration::from_hours(24 * days);
        let answer = world.call(&quota).unwrap();
        assert_eq!(answer["KmsInstanceQuotaInfos"][0]["UsedQuantity"], json!(used), "after {days} days");
    }
}
