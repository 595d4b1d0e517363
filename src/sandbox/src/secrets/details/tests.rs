use serde_json::{Value, json};

use crate::call::Call;
use crate::secrets::tests::{furnished, secrets_call};
use crate::testing::{HOME, Refusal, assert_refused, texts};

fn describe(parameters: &[(&str, &str)]) -> Call {
    secrets_call("DescribeSecret", parameters)
}

#[test]
fn everything_but_the_value() {
    let mut world = furnished();
    let arn = |name: &str| format!("acs:kms:cn-hangzhou:{HOME}:secret/{name}");
    let time = "2026-11-22T08:00:00Z";
    let plain = json!({
        "Arn": arn("plain"), "SecretName": "plain", "SecretType": "Generic", "Description": "",
        "CreateTime": time, "UpdateTime": time, "AutomaticRotation": "Disabled",
    });
    let rotating = json!({
        "Arn": arn("rotating"), "SecretName": "rotating", "SecretType": "Rds", "Description": "",
        "CreateTime": time, "UpdateTime": time, "DKMSInstanceId": "kst-main", "EncryptionKeyId": "key-main",
        "ExtendedConfig": r#"{"SecretSubType":"SingleUser"}"#, "OwingService": "rds",
        "AutomaticRotation": "Enabled", "RotationInterval": "604800s",
        "LastRotationDate": "2026-11-14T08:00:00Z", "NextRotationDate": "2026-11-28T08:00:00Z",
        "Tags": {"Tag": [{"TagKey": "team", "TagValue": "pay"}]},
    });
    let mut untagged = rotating.clone();
    untagged.as_object_mut().unwrap().remove("Tags");
    let cases: [(&str, &str, &Value); 4] = [
        ("plain", "", &plain),
        ("rotating", "true", &rotating),
        ("rotating", "false", &untagged),
        (&arn("rotating"), "true", &rotating),
    ];
    for (name, tags, expected) in cases {
        let answer = world.call(&describe(&[("SecretName", name), ("FetchTags", tags)])).unwrap();
        assert_eq!(answer, *expected, "{name} {tags}");
    }
    let pending = world.call(&describe(&[("SecretName", "pending")])).unwrap();
    assert_eq!(pending["PlannedDeleteTime"], json!("2026-11-29T08:00:00Z"));
}

#[test]
fn secrets_of_an_instance_that_does_not_work_are_still_described() {
    for name in ["gone", "expired"] {
        assert!(furnished().call(&describe(&[("SecretName", name)])).is_ok(), "{name}");
        let versions = secrets_call("ListSecretVersionIds", &[("SecretName", name)]);
        assert!(furnished().call(&versions).is_ok(), "{name}");
    }
}

#[test]
fn versions_page_by_page() {
    let mut world = furnished();
    // Deprecated ones, page, size → ids, total.
    for (deprecated, number, size, ids, total) in [
        ("", "", "", &["v2", "v3"][..], 2),
        ("false", "", "", &["v2", "v3"], 2),
        ("true", "", "", &["v1", "v2", "v3"], 3),
        ("true", "2", "2", &["v3"], 3),
        ("true", "3", "2", &[], 3),
        ("", "1", "1", &["v2"], 2),
    ] {
        let case = format!("{deprecated} {number} {size}");
        let parameters = [
            ("SecretName", "db"),
            ("IncludeDeprecated", deprecated),
            ("PageNumber", number),
            ("PageSize", size),
        ];
        let answer = world.call(&secrets_call("ListSecretVersionIds", &parameters)).unwrap();
        assert_eq!(texts(&answer, "/VersionIds/VersionId", "VersionId"), ids, "{case}");
        assert_eq!((&answer["TotalCount"], &answer["SecretName"]), (&json!(total), &json!("db")), "{case}");
    }
    let answer = world.call(&secrets_call("ListSecretVersionIds", &[("SecretName", "db")])).unwrap();
    let last = &answer["VersionIds"]["VersionId"][1];
    let expected = json!({
        "VersionId": "v3", "CreateTime": "2026-11-22T08:00:00Z",
        "VersionStages": {"VersionStage": ["ACSCurrent", "blue"]},
    });
    assert_eq!(*last, expected);
    assert_eq!((&answer["PageNumber"], &answer["PageSize"]), (&json!(1), &json!(20)));
}

#[test]
fn refusals() {
    let missing: Refusal = (400, "MissingParameter", "needed but no provided");
    let unknown: Refusal = (404, "Forbidden.ResourceNotFound", "Resource not found");
    let invalid = |part| (400, "InvalidParameter", part);
    type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], Refusal);
    let cases: [Case<'_>; 8] = [
        ("DescribeSecret", &[], missing),
        ("DescribeSecret", &[("SecretName", "none")], unknown),
        ("DescribeSecret", &[("SecretName", "db"), ("FetchTags", "1")], invalid("FetchTags")),
        ("ListSecretVersionIds", &[], missing),
        ("ListSecretVersionIds", &[("SecretName", "none")], unknown),
        ("ListSecretVersionIds", &[("SecretName", "db"), ("IncludeDeprecated", "1")], invalid("IncludeDep")),
        ("ListSecretVersionIds", &[("SecretName", "db"), ("PageNumber", "0")], invalid("PageNumber")),
        ("ListSecretVersionIds", &[("SecretName", "db"), ("PageSize", "101")], invalid("PageSize")),
    ];
    for (operation, parameters, refusal) in cases {
        let answer = furnished().call(&secrets_call(operation, parameters));
        assert_refused(&format!("{operation} {parameters:?}"), &answer, refusal);
        if refusal == unknown {
            assert_eq!(answer.unwrap_err().message, "Resource not found", "{operation}: without a full stop");
        }
    }
}
