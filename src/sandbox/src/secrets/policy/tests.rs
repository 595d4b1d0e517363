use jiff::SignedDuration;
use serde_json::json;

use crate::call::{Call, Principal};
use crate::secrets::tests::{POLICY, furnished, secrets_call};
use crate::testing::{HOME, OTHER, Refusal, assert_refused, now, policy_for, root};
use crate::world::World;

fn get(name: &str) -> Call {
    secrets_call("GetSecretPolicy", &[("SecretName", name)])
}

fn set(name: &str, policy: &str) -> Call {
    secrets_call("SetSecretPolicy", &[("SecretName", name), ("Policy", policy)])
}

#[test]
fn a_policy_is_read_back_as_it_was_set() {
    let mut world = furnished();
    let text = policy_for(&[&format!("acs:ram::{HOME}:*"), &format!("acs:ram::{OTHER}:user/a")]);
    let arn = format!("acs:kms:cn-hangzhou:{HOME}:secret/bare");
    for name in ["db", arn.as_str()] {
        for policy_name in ["", "default"] {
            let (mut get, mut set) = (get(name), set(name, &text));
            for call in [&mut get, &mut set] {
                call.parameters.insert("PolicyName".to_owned(), policy_name.to_owned());
            }
            assert_eq!(world.call(&set), Ok(json!({})), "{name}");
            assert_eq!(world.call(&get), Ok(json!({"Policy": text})), "{name}");
        }
    }
}

#[test]
fn both_operations_refuse_what_the_cloud_refuses() {
    let long = POLICY.replace("kms:*", &format!("kms:{}", "x".repeat(32_768)));
    let unsupported: Refusal =
        (400, "Forbidden.KeyPolicyUnSupported", "The specified key does not support key policy.");
    let state: Refusal = (403, "Forbidden.DKMSInstanceStateInvalid", "The DKMS instance state is invalid.");
    let missing: Refusal = (400, "MissingParameter", "The parameter needed but no provided.");
    let no_policy: Refusal = (404, "Forbidden.ResourceNotFound", "Policy not found.");
    let no_secret: Refusal = (404, "Forbidden.ResourceNotFound", "Resource not found.");
    let invalid = |part| (400, "InvalidParameter", part);
    let mut world = furnished();
    // Secret, policy name, policy → refusal of reading, refusal of writing (none: carried out).
    type Case<'a> = (&'a str, &'a str, &'a str, Option<Refusal>, Option<Refusal>);
    let cases: &[Case<'_>] = &[
        ("", "", POLICY, Some(missing), Some(missing)),
        ("db", "", "", None, Some(missing)),
        ("none", "", POLICY, Some(no_secret), Some(no_secret)),
        ("plain", "", POLICY, Some(unsupported), Some(unsupported)),
        ("gone", "", POLICY, Some(state), Some(state)),
        ("expired", "", POLICY, Some(state), Some(state)),
        ("db", "Default", POLICY, Some(no_policy), Some(no_policy)),
        ("bare", "", "no JSON", Some(no_policy), Some(invalid("A policy is a JSON object."))),
        ("db", "", "{}", None, Some(invalid("The specified parameter is not valid."))),
        ("db", "", &long, None, Some(invalid("at most 32768 bytes"))),
    ];
    for (name, policy_name, policy, reading, writing) in cases {
        let case = format!("{name} {policy_name} {}", policy.get(..20).unwrap_or_default());
        for (mut call, expected) in [(get(name), reading), (set(name, policy), writing)] {
            call.parameters.insert("PolicyName".to_owned(), (*policy_name).to_owned());
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
    for mut call in [get("bare"), set("bare", POLICY)] {
        call.caller.principal = Principal::User { name: "nobody".into(), id: "1".into() };
        let refusal = (400, "Forbidden.NoPermission", "This operation is forbidden by permission system.");
        assert_refused(&call.operation, &world.call(&call), refusal);
    }
}

fn shared(number: u64) -> String {
    policy_for(&[&format!("acs:ram::150000000000000{number}:user/a")])
}

fn used(world: &mut World, minutes: i64) -> i64 {
    let parameters = [("KmsInstanceId", "kst-main"), ("ResourceType", "vpc")];
    let mut quota = secrets_call("GetKmsInstanceQuotaInfos", &parameters);
    quota.now = now() + SignedDuration::from_mins(minutes);
    world.call(&quota).unwrap()["KmsInstanceQuotaInfos"][0]["UsedQuantity"].as_i64().unwrap()
}

#[test]
fn outside_accounts_take_units_until_five_minutes_after() {
    let mut world = furnished();
    world.instances.get_mut(&"kst-main".into()).unwrap().vpc_num = 4;
    let full: Refusal = (400, "Rejected.ShareQuotaExceedLimit", "Instance Share Quota Exceed Limit.");
    assert_eq!(used(&mut world, 0), 3);
    assert!(world.call(&set("db", &shared(1))).is_ok());
    assert!(world.call(&set("rotating", &shared(1))).is_ok(), "the same account counts once");
    assert_refused("a second account", &world.call(&set("db", &shared(2))), full);
    assert_eq!(used(&mut world, 0), 4);
    assert!(world.call(&set("db", POLICY)).is_ok());
    assert_eq!(used(&mut world, 60), 4, "another secret still names it");
    // A secret that is deleted gives its units back as well.
    let delete = [("SecretName", "rotating"), ("ForceDeleteWithoutRecovery", "true")];
    assert!(world.call(&secrets_call("DeleteSecret", &delete)).is_ok());
    assert_eq!((used(&mut world, 4), used(&mut world, 5)), (4, 3));
    // And so does one whose policy does not name the account any more.
    for policy in [&shared(2), POLICY] {
        let mut later = set("db", policy);
        later.now = now() + SignedDuration::from_mins(10);
        assert!(world.call(&later).is_ok());
    }
    assert_eq!((used(&mut world, 14), used(&mut world, 15)), (4, 3));
}

#[test]
fn another_account_that_the_policy_names_can_use_both_by_arn() {
    let mut world = furnished();
    let arn = format!("acs:kms:cn-hangzhou:{HOME}:secret/db");
    let shared = policy_for(&[&format!("acs:ram::{HOME}:*"), &format!("acs:ram::{OTHER}:root")]);
    assert!(world.call(&set("db", &shared)).is_ok());
    for (name, allowed) in [("db", false), (&arn, true)] {
        for mut call in [get(name), set(name, &shared)] {
            call.caller = root(OTHER);
            assert_eq!(world.call(&call).is_ok(), allowed, "{} {name}", call.operation);
        }
    }
    assert!(world.call(&set("db", POLICY)).is_ok());
    let mut call = get(&arn);
    call.caller = root(OTHER);
    let refusal = (400, "Forbidden.NoPermission", "belongs to another account");
    assert_refused("not named any more", &world.call(&call), refusal);
}
