use serde_json::{Value, json};

use crate::keys::KeyState;
use crate::resource_policy::ResourcePolicy;
use crate::secrets::tests::{VALUE, allow, furnished, read, who};
use crate::testing::{HOME, OTHER, Refusal, assert_refused, root};
use crate::world::World;

const NOT_FOUND: Refusal = (404, "Forbidden.ResourceNotFound", "Resource not found.");

#[test]
fn versions_are_found_by_id_and_stage() {
    let mut world = furnished();
    // Id, stage → version that is read.
    let cases: [(&str, &str, Option<&str>); 10] = [
        ("", "", Some("v3")),
        ("", "ACSCurrent", Some("v3")),
        ("", "ACSPrevious", Some("v2")),
        ("", "blue", Some("v3")),
        ("", "green", None),
        ("v1", "", Some("v1")),
        ("v2", "ACSPrevious", Some("v2")),
        ("v2", "ACSCurrent", None),
        ("v9", "", None),
        ("V1", "", None),
    ];
    for (id, stage, expected) in cases {
        let case = format!("{id} {stage}");
        let parameters = [("SecretName", "db"), ("VersionId", id), ("VersionStage", stage)];
        let answer = read(&mut world, root(HOME), &parameters);
        match expected {
            None => assert_refused(&case, &answer, NOT_FOUND),
            Some(version) => {
                let answer = answer.expect(&case);
                assert_eq!(answer["VersionId"], json!(version), "{case}");
                assert_eq!(answer["SecretData"], json!(format!("{VALUE} db {version}")), "{case}");
            }
        }
    }
}

#[test]
fn the_whole_answer() {
    let mut world = furnished();
    let plain = read(&mut world, root(HOME), &[("SecretName", "db")]).unwrap();
    let expected = json!({
        "SecretName": "db", "SecretType": "Generic", "SecretData": format!("{VALUE} db v3"),
        "SecretDataType": "text", "VersionId": "v3", "VersionStages": {"VersionStage": ["ACSCurrent", "blue"]},
        "CreateTime": "2026-11-22T08:00:00Z", "AutomaticRotation": "Disabled",
    });
    assert_eq!(plain, expected);
    let parameters = [("SecretName", "rotating"), ("FetchExtendedConfig", "true")];
    let managed = read(&mut world, root(HOME), &parameters).unwrap();
    let expected = json!({
        "SecretName": "rotating", "SecretType": "Rds", "SecretData": format!("{VALUE} rotating v1"),
        "SecretDataType": "text", "VersionId": "v1", "VersionStages": {"VersionStage": ["ACSCurrent"]},
        "CreateTime": "2026-11-22T08:00:00Z", "AutomaticRotation": "Enabled", "RotationInterval": "604800s",
        "LastRotationDate": "2026-11-14T08:00:00Z", "NextRotationDate": "2026-11-28T08:00:00Z",
        "ExtendedConfig": r#"{"SecretSubType":"SingleUser"}"#,
    });
    assert_eq!(managed, expected);
    let without = read(&mut world, root(HOME), &[("SecretName", "rotating")]).unwrap();
    assert_eq!(without.get("ExtendedConfig"), None);
}

#[test]
fn refusals() {
    let state: Refusal = (403, "Forbidden.DKMSInstanceStateInvalid", "The DKMS instance state is invalid.");
    let missing: Refusal = (400, "MissingParameter", "The parameter needed but no provided.");
    let pending: Refusal = (409, "Rejected.ResourceInDeleteWindow", "secret in delete peroid");
    let invalid = |part| (400, "InvalidParameter", part);
    let arn = |account: &str, region: &str| format!("acs:kms:{region}:{account}:secret/db");
    let cases: [(&str, &str, Refusal); 9] = [
        ("", "", missing),
        ("none", "", NOT_FOUND),
        ("gone", "", state),
        ("expired", "", state),
        ("pending", "", pending),
        (&arn(HOME, "cn-beijing"), "", NOT_FOUND),
        (&arn(OTHER, "cn-hangzhou"), "", (403, "Forbidden.NoPermission", "another account")),
        ("acs:kms:cn-hangzhou", "", NOT_FOUND),
        ("db", "perhaps", invalid("DryRun must be true or false")),
    ];
    for (name, dry_run, refusal) in cases {
        let answer = read(&mut furnished(), root(HOME), &[("SecretName", name), ("DryRun", dry_run)]);
        assert_refused(&format!("{name} {dry_run}"), &answer, refusal);
    }
    let by_arn = read(&mut furnished(), root(HOME), &[("SecretName", &arn(HOME, "cn-hangzhou"))]);
    assert_eq!(by_arn.unwrap()["SecretName"], json!("db"));
    let mut elsewhere = crate::secrets::tests::secrets_call("GetSecretValue", &[("SecretName", "db")]);
    elsewhere.region = "cn-beijing".into();
    assert_refused("another region", &furnished().call(&elsewhere), NOT_FOUND);
    elsewhere.parameters.insert("SecretName".to_owned(), arn(HOME, "cn-hangzhou"));
    assert_refused("ARN of another region", &furnished().call(&elsewhere), NOT_FOUND);
}

#[test]
fn a_dry_run_ends_in_an_error_that_tells() {
    let parameters = [("SecretName", "db"), ("DryRun", "true")];
    let answer = read(&mut furnished(), root(HOME), &parameters);
    assert_eq!(answer, Err(crate::error::CloudError::kms_dry_run_passed()));
    assert!(!format!("{answer:?}").contains(VALUE));
    let unknown = read(&mut furnished(), root(HOME), &[("SecretName", "none"), ("DryRun", "true")]);
    assert_refused("unknown", &unknown, NOT_FOUND);
}

#[test]
fn a_value_needs_its_key() {
    type Case = (&'static str, fn(&mut World), Refusal);
    let cases: [Case; 2] = [
        (
            "gone",
            |world| world.keys.remove_inside(&"kst-main".into()),
            (404, "Forbidden.KeyNotFound", "The specified Key is not found."),
        ),
        (
            "disabled",
            |world| world.keys.get_mut("key-main").unwrap().state = KeyState::Disabled,
            (409, "Rejected.Disabled", "key state is Disabled"),
        ),
    ];
    for (case, prepare, refusal) in cases {
        let mut world = furnished();
        prepare(&mut world);
        assert_refused(case, &read(&mut world, root(HOME), &[("SecretName", "db")]), refusal);
        // A secret that no key of the account protects is not touched.
        assert!(read(&mut world, root(HOME), &[("SecretName", "plain")]).is_ok(), "{case}");
    }
}

fn statement(action: &str, resource: &str) -> String {
    format!(r#"{{"Effect":"Allow","Action":"{action}","Resource":"{resource}"}}"#)
}

fn policy(principals: &[&str], action: &str) -> ResourcePolicy {
    let principals: Vec<String> = principals.iter().map(|name| format!("acs:ram::{name}")).collect();
    let text = json!({"Version": "1", "Statement": [
        {"Effect": "Allow", "Principal": {"RAM": principals}, "Action": action, "Resource": "*"},
    ]});
    ResourcePolicy::try_from(text.to_string()).unwrap()
}

/// Decrypting needs a permission of its own on the key, except for sessions of roles.
#[test]
fn who_may_read() {
    let read_secret = statement("kms:GetSecretValue", "acs:kms:*:*:secret/*");
    let decrypt_key = statement("kms:Decrypt", "acs:kms:*:*:key/key-main");
    let decrypt_other = statement("kms:Decrypt", "acs:kms:*:*:key/key-second");
    let both = format!("{read_secret},{decrypt_key}");
    let half = format!("{read_secret},{decrypt_other}");
    let nothing = statement("kms:List*", "*");
    let away_ann = format!("{OTHER}:user/ann");
    let away_ops = format!("{OTHER}:role/ops");
    let home_ann = format!("{HOME}:user/ann");
    let nobody = format!("{HOME}:user/nobody");
    // Caller, account, RAM statements, principal of the secret's policy, of the key's policy → refused action.
    type Case<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str, Option<&'a str>);
    let cases: &[Case<'_>] = &[
        ("root", HOME, &nothing, &nobody, &nobody, None),
        ("ann", HOME, &both, &nobody, &nobody, None),
        ("ann", HOME, &read_secret, &nobody, &nobody, Some("kms:Decrypt")),
        ("ann", HOME, &half, &nobody, &nobody, Some("kms:Decrypt")),
        ("ann", HOME, &read_secret, &nobody, &home_ann, None),
        ("ann", HOME, &decrypt_key, &nobody, &nobody, Some("kms:GetSecretValue")),
        ("ann", HOME, &nothing, &home_ann, &home_ann, None),
        ("ops", HOME, &read_secret, &nobody, &nobody, None),
        ("ops", HOME, &decrypt_key, &nobody, &nobody, Some("kms:GetSecretValue")),
        ("ann", OTHER, &both, &away_ann, &away_ann, None),
        ("ann", OTHER, &both, &away_ann, &nobody, Some("kms:Decrypt")),
        ("ann", OTHER, &both, &nobody, &away_ann, Some("kms:GetSecretValue")),
        ("ann", OTHER, &read_secret, &away_ann, &away_ann, Some("kms:Decrypt")),
        ("ann", OTHER, &decrypt_key, &away_ann, &away_ann, Some("kms:GetSecretValue")),
        ("ops", OTHER, &read_secret, &away_ops, &nobody, None),
        ("ops", OTHER, &read_secret, &away_ann, &nobody, Some("kms:GetSecretValue")),
    ];
    for (name, digits, ram, in_secret, in_key, refused) in cases {
        let case = format!("{name} {digits} | {ram} | {in_secret} | {in_key}");
        let mut world = furnished();
        allow(&mut world, digits, ram);
        let arn = format!("acs:kms:cn-hangzhou:{HOME}:secret/db");
        world.secrets.get_mut(&arn).unwrap().policy = Some(policy(&[in_secret], "kms:GetSecretValue"));
        world.keys.get_mut("key-main").unwrap().policy = Some(policy(&[in_key], "kms:Decrypt"));
        let answer: Result<Value, _> = read(&mut world, who(name, digits), &[("SecretName", &arn)]);
        match refused {
            None => assert_eq!(answer.expect(&case)["SecretData"], json!(format!("{VALUE} db v3"))),
            Some(action) => {
                let error = answer.expect_err(&case);
                assert_eq!((error.status, error.code.as_str()), (403, "Forbidden.NoPermission"), "{case}");
                assert!(error.message.contains(&format!("{action} for")), "{case}: {error}");
            }
        }
    }
}

/// By its name alone nobody reaches a secret of another account, nor learns that it is there.
#[test]
fn other_accounts_need_the_arn() {
    let mut world = furnished();
    allow(&mut world, OTHER, &statement("kms:*", "*"));
    let answer = read(&mut world, who("ann", OTHER), &[("SecretName", "db")]);
    assert_refused("name", &answer, NOT_FOUND);
}
