use serde_json::{Value, json};

use crate::call::Call;
use crate::secrets::tests::{POLICY, allow, furnished, secrets_call, who};
use crate::testing::{HOME, OTHER, Refusal, account, assert_refused, policy_for};
use crate::world::World;

/// A call that succeeds outside instances, with changes.
fn create(changes: &[(&str, &str)]) -> Call {
    let mut call =
        secrets_call("CreateSecret", &[("SecretName", "new"), ("SecretData", "x"), ("VersionId", "v1")]);
    call.parameters.extend(changes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    call
}

/// Changes that put it into the instance.
const INSIDE: [(&str, &str); 2] = [("DKMSInstanceId", "kst-main"), ("EncryptionKeyId", "key-main")];

fn inside(changes: &[(&str, &str)]) -> Call {
    create(&[&INSIDE, changes].concat())
}

fn describe(world: &mut World, name: &str) -> Value {
    let parameters = [("SecretName", name), ("FetchTags", "true")];
    world.call(&secrets_call("DescribeSecret", &parameters)).unwrap()
}

#[test]
fn outside_and_inside_an_instance() {
    let arn = format!("acs:kms:cn-hangzhou:{HOME}:secret/new");
    let mut world = furnished();
    let answer = world.call(&create(&[])).unwrap();
    let expected = json!({
        "Arn": arn, "SecretName": "new", "SecretType": "Generic", "VersionId": "v1", "AutomaticRotation": "Disabled",
    });
    assert_eq!(answer, expected);
    assert_eq!(describe(&mut world, "new").get("DKMSInstanceId"), None);

    let mut world = furnished();
    let call = inside(&[
        ("SecretType", "Rds"),
        ("Description", "main database"),
        ("ExtendedConfig", r#"{"SecretSubType":"SingleUser"}"#),
        ("EnableAutomaticRotation", "true"),
        ("RotationInterval", "7d"),
        ("Tags", r#"[{"TagKey":"team","TagValue":"pay"},{"TagKey":"env","TagValue":"prod"}]"#),
    ]);
    let answer = world.call(&call).unwrap();
    let expected = json!({
        "Arn": arn, "SecretName": "new", "SecretType": "Rds", "VersionId": "v1", "DKMSInstanceId": "kst-main",
        "ExtendedConfig": r#"{"SecretSubType":"SingleUser"}"#, "AutomaticRotation": "Enabled",
        "RotationInterval": "604800s", "NextRotationDate": "2026-11-29T08:00:00Z",
    });
    assert_eq!(answer, expected);
    let told = describe(&mut world, "new");
    let tags = json!([{"TagKey": "env", "TagValue": "prod"}, {"TagKey": "team", "TagValue": "pay"}]);
    assert_eq!(told["Tags"]["Tag"], tags);
    assert_eq!(told["Description"], json!("main database"));
    assert_eq!(told["EncryptionKeyId"], json!("key-main"));
    let policy = world.call(&secrets_call("GetSecretPolicy", &[("SecretName", "new")])).unwrap();
    let policy: Value = serde_json::from_str(policy["Policy"].as_str().unwrap()).unwrap();
    let default = json!({"Version": "1", "Statement": [{
        "Sid": "kms default secret policy", "Effect": "Allow", "Action": ["kms:*"], "Resource": ["*"],
        "Principal": {"RAM": [format!("acs:ram::{HOME}:*")]},
    }]});
    assert_eq!(policy, default);
}

#[test]
fn a_new_value_is_the_current_one() {
    let mut world = furnished();
    for (name, place, data_type, data) in [
        ("a", &[][..], "", "hello 世界"),
        ("b", &INSIDE, "text", "hello 世界"),
        ("c", &INSIDE, "binary", "aGVsbG8="),
    ] {
        let mut call = create(place);
        for (parameter, value) in [("SecretName", name), ("SecretData", data), ("SecretDataType", data_type)]
        {
            call.parameters.insert(parameter.to_owned(), value.to_owned());
        }
        world.call(&call).unwrap();
        let answer = world.call(&secrets_call("GetSecretValue", &[("SecretName", name)])).unwrap();
        assert_eq!(answer["SecretData"], json!(data), "{name}");
        assert_eq!(
            answer["SecretDataType"],
            json!(if data_type.is_empty() { "text" } else { data_type }),
            "{name}"
        );
        assert_eq!(answer["VersionStages"]["VersionStage"], json!(["ACSCurrent"]), "{name}");
    }
}

#[test]
fn parameters_that_are_taken() {
    let name = "a".repeat(192);
    let data = "d".repeat(30_720);
    let version = "v".repeat(64);
    let cases: &[&[(&str, &str)]] = &[
        &[("SecretName", &name)],
        &[("SecretName", "a_/+=.-@Z9")],
        &[("SecretName", "acs"), ("SecretType", "Generic")],
        &[("SecretName", "acs/ram/user/li.wei"), ("SecretType", "RAMCredentials")],
        &[("SecretName", "acs/ecs/web"), ("SecretType", "ECS")],
        &[("SecretType", "Redis")],
        &[("SecretType", "PolarDB")],
        &[("SecretData", &data)],
        &[("VersionId", &version)],
        &[("RotationInterval", "30d"), ("EnableAutomaticRotation", "false")],
        &[("RotationInterval", "6h"), ("EnableAutomaticRotation", "true"), ("SecretType", "Rds")],
        &[("RotationInterval", "365d")],
        &[("RotationInterval", "21600s")],
        &[("RotationInterval", "360m")],
        &[("EncryptionKeyId", "key-default")],
        &[("EncryptionKeyId", "key-main"), ("DKMSInstanceId", "kst-main"), ("Policy", POLICY)],
    ];
    for changes in cases {
        let answer = furnished().call(&create(changes));
        assert!(answer.is_ok(), "{:?}: {answer:?}", changes.first());
    }
}

#[test]
fn parameters_that_are_refused() {
    let (name, data, version) = ("a".repeat(193), "d".repeat(30_721), "v".repeat(65));
    let config = format!(r#"{{"k":"{}"}}"#, "x".repeat(1_017));
    let missing: Refusal = (400, "MissingParameter", "The parameter needed but no provided.");
    let invalid = |part| (400, "InvalidParameter", part);
    let unsupported = |part| (400, "UnsupportedOperation", part);
    let exists: Refusal = (409, "Rejected.ResourceExist", "The resource already exists.");
    let in_window: Refusal = (409, "Rejected.ResourceInDeleteWindow", "The secret is planned to be deleted.");
    let no_instance: Refusal = (403, "Forbidden.DKMSInstanceNotFound", "not found");
    let state: Refusal = (403, "Forbidden.DKMSInstanceStateInvalid", "state is invalid");
    let not_found: Refusal = (404, "Forbidden.ResourceNotFound", "The resource is not found.");
    let cases: &[(&[(&str, &str)], Refusal)] = &[
        (&[("SecretName", "")], missing),
        (&[("SecretData", "")], missing),
        (&[("VersionId", "")], missing),
        (&[("SecretName", &name)], invalid("SecretName has at most 192")),
        (&[("SecretName", "two words")], invalid("SecretName has at most 192")),
        (&[("SecretName", "名")], invalid("SecretName has at most 192")),
        (&[("SecretName", "acs/mine")], invalid("must not begin with acs/")),
        (&[("SecretName", "acs/mine"), ("SecretType", "Rds")], invalid("must not begin with acs/")),
        (&[("SecretName", "db")], exists),
        (&[("SecretName", "pending")], in_window),
        (&[("SecretType", "generic")], invalid("SecretType must be one of")),
        (&[("VersionId", &version)], invalid("VersionId has at most 64")),
        (&[("SecretData", &data)], invalid("SecretData has at most 30720 bytes")),
        (&[("SecretDataType", "Text")], invalid("SecretDataType must be text or binary")),
        (&[("SecretDataType", "binary"), ("SecretData", "a b")], invalid("must be Base64")),
        (&[("ExtendedConfig", &config)], invalid("at most 1024 characters")),
        (&[("ExtendedConfig", "[]")], invalid("ExtendedConfig is a JSON object")),
        (&[("EnableAutomaticRotation", "on")], invalid("EnableAutomaticRotation must be true or false")),
        (
            &[("EnableAutomaticRotation", "true"), ("SecretType", "Rds")],
            invalid("RotationInterval must be from 6h to 365d"),
        ),
        (
            &[("EnableAutomaticRotation", "true"), ("RotationInterval", "7d")],
            unsupported("Generic does not rotate"),
        ),
        (&[("RotationInterval", "5h")], invalid("RotationInterval")),
        (&[("RotationInterval", "366d")], invalid("RotationInterval")),
        (&[("RotationInterval", "7w")], invalid("RotationInterval")),
        (&[("RotationInterval", "d")], invalid("RotationInterval")),
        (&[("RotationInterval", "99999999999d")], invalid("RotationInterval")),
        (&[("DKMSInstanceId", "kst-none")], no_instance),
        (&[("DKMSInstanceId", "kst-gone")], state),
        (&[("DKMSInstanceId", "kst-expired")], state),
        (&[("DKMSInstanceId", "kst-main")], invalid("needs EncryptionKeyId")),
        (&[("DKMSInstanceId", "kst-main"), ("EncryptionKeyId", "key-none")], not_found),
        (
            &[("DKMSInstanceId", "kst-main"), ("EncryptionKeyId", "key-second")],
            unsupported("not in the instance"),
        ),
        (
            &[("DKMSInstanceId", "kst-main"), ("EncryptionKeyId", "key-default")],
            unsupported("not in the instance"),
        ),
        (&[("EncryptionKeyId", "key-main")], unsupported("not in the instance")),
        (&[("Policy", POLICY)], unsupported("Only a secret in an instance")),
    ];
    for (changes, refusal) in cases {
        let case = format!("{:?} {:?}", changes.first().map(|(name, _)| name), refusal.2);
        let mut world = furnished();
        let before = world.clone();
        assert_refused(&case, &world.call(&create(changes)), *refusal);
        assert_eq!(world, before, "{case}");
    }
    let bad_policy = inside(&[("Policy", "{}")]);
    assert_refused(
        "policy",
        &furnished().call(&bad_policy),
        invalid("The specified parameter is not valid."),
    );
}

#[test]
fn secrets_take_the_quota_of_their_instance() {
    let mut world = furnished();
    let used = |world: &mut World| {
        let parameters = [("KmsInstanceId", "kst-main"), ("ResourceType", "secret")];
        let answer = world.call(&secrets_call("GetKmsInstanceQuotaInfos", &parameters)).unwrap();
        answer["KmsInstanceQuotaInfos"][0]["UsedQuantity"].as_i64().unwrap()
    };
    // 9 that are only counted, and 4 real ones.
    assert_eq!(used(&mut world), 13);
    world.instances.get_mut(&"kst-main".into()).unwrap().secret_num = 14;
    world.call(&inside(&[("SecretName", "a")])).unwrap();
    let full: Refusal = (400, "Rejected.LimitExceeded", "user create resource limit was exceeded");
    assert_refused("full", &world.call(&inside(&[("SecretName", "b")])), full);
    world.call(&create(&[("SecretName", "b")])).expect("outside of the instance there is no such limit");
    // One that waits for deletion keeps its place, one that is gone does not.
    let delete =
        |force| secrets_call("DeleteSecret", &[("SecretName", "a"), ("ForceDeleteWithoutRecovery", force)]);
    world.clone().call(&delete("true")).unwrap();
    let mut waiting = world.clone();
    waiting.call(&delete("")).unwrap();
    assert_eq!(used(&mut waiting), 14);
    world.call(&delete("true")).unwrap();
    assert_eq!(used(&mut world), 13);
    world.call(&inside(&[("SecretName", "c")])).unwrap();
}

#[test]
fn a_policy_takes_units_of_the_access_management_quantity() {
    let mut world = furnished();
    world.instances.get_mut(&"kst-main".into()).unwrap().vpc_num = 3;
    let own = policy_for(&[&format!("acs:ram::{HOME}:*"), &format!("acs:ram::{OTHER}:user/a")]);
    let new = policy_for(&["acs:ram::1500000000000001:user/a"]);
    let full: Refusal = (400, "Rejected.ShareQuotaExceedLimit", "Instance Share Quota Exceed Limit.");
    assert_refused("new account", &world.call(&inside(&[("Policy", &new)])), full);
    world.call(&inside(&[("Policy", &own)])).unwrap();
    let stored = world.call(&secrets_call("GetSecretPolicy", &[("SecretName", "new")])).unwrap();
    assert_eq!(stored["Policy"], json!(own));
}

#[test]
fn migrated_accounts_put_new_things_into_their_default_instance() {
    let mut world = furnished();
    world.instances.set_default(&"kst-main".into());
    let answer = world.call(&create(&[("EncryptionKeyId", "key-main")])).unwrap();
    assert_eq!(answer["DKMSInstanceId"], json!("kst-main"));
    let key = world.call(&secrets_call("CreateKey", &[])).unwrap();
    assert_eq!(key["KeyMetadata"]["DKMSInstanceId"], json!("kst-main"));
    let named = create(&[
        ("SecretName", "other"),
        ("DKMSInstanceId", "kst-second"),
        ("EncryptionKeyId", "key-second"),
    ]);
    assert_eq!(world.call(&named).unwrap()["DKMSInstanceId"], json!("kst-second"));
    world.instances.get_mut(&"kst-main".into()).unwrap().expires = crate::testing::now();
    let state = (403, "Forbidden.DKMSInstanceStateInvalid", "state is invalid");
    assert_refused("expired", &world.call(&create(&[("SecretName", "third")])), state);
}

#[test]
fn names_are_unique_in_account_and_region() {
    let mut world = furnished();
    allow(
        &mut world,
        OTHER,
        r#"{"Effect":"Allow","Action":"kms:CreateSecret","Resource":"acs:kms:*:*:secret"}"#,
    );
    let mut call = create(&[("SecretName", "db")]);
    call.caller = who("ann", OTHER);
    let answer = world.call(&call).unwrap();
    assert_eq!(answer["Arn"], json!(format!("acs:kms:cn-hangzhou:{OTHER}:secret/db")));
    let mut call = create(&[("SecretName", "db")]);
    call.region = "cn-beijing".into();
    assert!(world.call(&call).is_ok());
    assert_eq!(world.secrets.owned(&account(OTHER), &"cn-hangzhou".into()).count(), 1);
    let mut nobody = create(&[]);
    nobody.caller = who("nobody", HOME);
    assert_refused("nobody", &world.call(&nobody), (403, "Forbidden.NoPermission", "kms:CreateSecret"));
}
