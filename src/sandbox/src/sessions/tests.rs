use jiff::Timestamp;
use kms_api::Product;
use serde_json::{Value, json};

use crate::call::{Call, Caller};
use crate::error::CloudError;
use crate::seed::Seed;
use crate::testing::{Parameters, Refusal, assert_documented, assert_refused, call, now};
use crate::world::World;

const DEPLOY: &str = "acs:ram::1147203918250263:role/deploy";
const REVIEW: &str = "acs:ram::1147203918250263:role/partner-review";
const PLATFORM: &str = "acs:ram::1147203918250263:role/data-platform";
const LEDGER: &str = "acs:ram::1147203918250263:role/app-ledger";
const LOAD: &str = "acs:ram::1192583047163511:role/warehouse-load";

fn seed() -> World {
    World::seed(Seed::Default, now())
}

fn assume(world: &World, who: &str, role: &str, more: &[(&str, &str)]) -> Call {
    let mut call = call(Product::Sts, "AssumeRole", &[("RoleArn", role), ("RoleSessionName", "roll-out")]);
    call.parameters.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    call.caller = world.caller(who).expect(who);
    call
}

/// The caller behind the key of an answer.
fn session(world: &World, answer: &Value) -> Caller {
    world.access_key(answer["Credentials"]["AccessKeyId"].as_str().unwrap()).unwrap().caller.clone()
}

fn ask(
    world: &mut World,
    who: &Caller,
    product: Product,
    operation: &str,
    parameters: &[(&str, &str)],
) -> Result<Value, CloudError> {
    let mut call = call(product, operation, parameters);
    call.caller = who.clone();
    world.call(&call)
}

#[test]
fn both_sides_must_agree() {
    const RAM: Option<Refusal> = Some((403, "NoPermission", "sts:AssumeRole for"));
    const TRUST: Option<Refusal> = Some((403, "NoPermission", "The trust policy of the role"));
    const ROOT: Option<Refusal> = Some((403, "NoPermission", "The root of an account"));
    const GONE: Option<Refusal> = Some((404, "EntityNotExist.Role", "The specified Role not exists"));
    let review = &[("ExternalId", "review-2026")][..];
    let partner = "reviewer@1385720946158274";
    let etl = "etl-runner@1192583047163511";
    let gone = "acs:ram::1147203918250263:role/nothing";
    let nowhere = "acs:ram::1:role/deploy";
    let cases: [(&str, &str, Parameters<'_>, Option<Refusal>); 17] = [
        ("li.wei", DEPLOY, &[], None),
        ("zhao.lei", DEPLOY, &[], None),
        ("zhao.lei", "acs:ram::1147203918250263:role/Deploy", &[], None),
        ("zhang.min", DEPLOY, &[], RAM),
        ("sun.lan", DEPLOY, &[], RAM),
        ("root", DEPLOY, &[], ROOT),
        ("li.wei", LEDGER, &[], TRUST),
        ("li.wei", PLATFORM, &[], TRUST),
        (etl, PLATFORM, &[], None),
        ("chen.jie@1192583047163511", PLATFORM, &[], TRUST),
        (etl, DEPLOY, &[], TRUST),
        (partner, REVIEW, review, None),
        (partner, REVIEW, &[], TRUST),
        (partner, REVIEW, &[("ExternalId", "review-2025")], TRUST),
        ("li.wei", REVIEW, review, TRUST),
        ("li.wei", gone, &[], GONE),
        ("li.wei", nowhere, &[], GONE),
    ];
    for (who, role, more, refusal) in cases {
        let mut world = seed();
        let before = world.clone();
        let call = assume(&world, who, role, more);
        let answer = world.call(&call);
        match refusal {
            None => assert!(answer.is_ok(), "{who} {role}: {answer:?}"),
            Some(refusal) => {
                assert_refused(&format!("{who} {role} {more:?}"), &answer, refusal);
                assert_eq!(world, before, "{who} {role}");
                if refusal.2 != RAM.unwrap().2 {
                    assert_documented(&call, &answer);
                }
            }
        }
    }
}

#[test]
fn parameters_have_a_form() {
    let long = format!("{{\"Version\":\"1\",\"Statement\":[]{}}}", " ".repeat(2_048));
    let wide = "n".repeat(65);
    let arn = (400, "InvalidParameter.RoleArn", "wrongly formed");
    let name = (400, "InvalidParameter.RoleSessionName", "wrongly formed");
    let duration = (400, "InvalidParameter.DurationSeconds", "15min/1hr");
    let external = (400, "InvalidParameter.ExternalId", "wrongly formed");
    let grammar = (400, "InvalidParameter.PolicyGrammar", "grammar check");
    let cases: [(&str, &str, Refusal); 16] = [
        ("RoleArn", "deploy", arn),
        ("RoleArn", "acs:ram::1147203918250263:user/li.wei", arn),
        ("RoleArn", "acs:ram::x:role/deploy", arn),
        ("RoleArn", "acs:ram::1147203918250263:role/", arn),
        ("RoleSessionName", "r", name),
        ("RoleSessionName", "roll out", name),
        ("RoleSessionName", &wide, name),
        ("DurationSeconds", "899", duration),
        ("DurationSeconds", "7201", duration),
        ("DurationSeconds", "an hour", duration),
        ("ExternalId", "x", external),
        ("ExternalId", "with space", external),
        ("Policy", "allow me", grammar),
        ("Policy", r#"{"Version":"1","Statement":[{"Effect":"Allow"}]}"#, grammar),
        ("Policy", r#"{"Version":"2","Statement":[]}"#, grammar),
        ("Policy", &long, (400, "InvalidParameter.PolicySize", "2048 bytes")),
    ];
    for (parameter, value, refusal) in cases {
        let mut world = seed();
        let call = assume(&world, "li.wei", DEPLOY, &[(parameter, value)]);
        let answer = world.call(&call);
        assert_refused(&format!("{parameter}={value}"), &answer, refusal);
        assert_documented(&call, &answer);
    }
    for parameter in ["RoleArn", "RoleSessionName"] {
        let mut world = seed();
        let call = assume(&world, "li.wei", DEPLOY, &[(parameter, "")]);
        assert_refused(parameter, &world.call(&call), (400, "MissingParameter", parameter));
    }
}

#[test]
fn answers_describe_the_session() {
    // Seconds asked for → end.
    let cases = [
        (None, "2026-11-22T09:00:00Z"),
        (Some("900"), "2026-11-22T08:15:00Z"),
        (Some("7200"), "2026-11-22T10:00:00Z"),
    ];
    for (seconds, end) in cases {
        let mut world = seed();
        let more: Vec<_> = seconds.map(|seconds| ("DurationSeconds", seconds)).into_iter().collect();
        let call = assume(&world, "zhao.lei", DEPLOY, &more);
        let answer = world.call(&call).unwrap();
        let credentials = &answer["Credentials"];
        assert_eq!(credentials["Expiration"], json!(end));
        let id = credentials["AccessKeyId"].as_str().unwrap();
        let key = world.access_key(id).unwrap();
        let kept = key.session.as_ref().unwrap();
        assert!(id.starts_with("STS."), "{id}");
        assert_eq!(
            json!([key.secret, kept.token]),
            json!([credentials["AccessKeySecret"], credentials["SecurityToken"]])
        );
        assert_eq!(kept.expires, end.parse::<Timestamp>().unwrap());
        let arn = "acs:sts::1147203918250263:assumed-role/deploy/roll-out";
        assert_eq!(answer["AssumedRoleUser"]["Arn"], json!(arn));
        assert_eq!(answer.get("SourceIdentity"), None);
        let printed = format!("{world:?}");
        assert!(!printed.contains(&key.secret) && !printed.contains(&kept.token), "a secret is printed");

        let caller = session(&world, &answer);
        let who = ask(&mut world, &caller, Product::Sts, "GetCallerIdentity", &[]).unwrap();
        assert_eq!((&who["Arn"], &who["IdentityType"]), (&json!(arn), &json!("AssumedRoleUser")));
        assert_eq!(who["PrincipalId"], answer["AssumedRoleUser"]["AssumedRoleId"]);
    }
    let mut world = seed();
    let call = assume(&world, "zhao.lei", DEPLOY, &[("SourceIdentity", "zhao")]);
    assert_eq!(world.call(&call).unwrap()["SourceIdentity"], json!("zhao"));
}

#[test]
fn a_session_may_what_the_role_may_and_its_policy_leaves() {
    let only_vpcs = r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":"vpc:*","Resource":"*"}]}"#;
    let all = r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;
    let not_list = r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"kms:List*","Resource":"*"}]}"#;
    // Session policy → may list instances (role: yes), VPCs (role: yes), users (role: no).
    let cases = [
        (None, [true, true, false]),
        (Some(all), [true, true, false]),
        (Some(only_vpcs), [false, true, false]),
        (Some(not_list), [false, true, false]),
    ];
    for (policy, expected) in cases {
        let mut world = seed();
        let more: Vec<_> = policy.map(|policy| ("Policy", policy)).into_iter().collect();
        let call = assume(&world, "li.wei", DEPLOY, &more);
        let answer = world.call(&call).unwrap();
        let caller = session(&world, &answer);
        let may = [
            ask(&mut world, &caller, Product::Kms, "ListKmsInstances", &[]).is_ok(),
            ask(&mut world, &caller, Product::Vpc, "DescribeVpcs", &[("RegionId", "cn-hangzhou")]).is_ok(),
            ask(&mut world, &caller, Product::Ram, "ListUsers", &[]).is_ok(),
        ];
        assert_eq!(may, expected, "{policy:?}");
    }
}

#[test]
fn a_session_can_assume_another_role() {
    let mut world = seed();
    let call = assume(&world, "chen.jie@1192583047163511", LOAD, &[]);
    let answer = world.call(&call).unwrap();
    let mut chained = call.clone();
    chained.caller = session(&world, &answer);
    chained.entropy = [2; 32].into();
    let second = world.call(&chained).unwrap();
    assert_ne!(second["Credentials"]["AccessKeyId"], answer["Credentials"]["AccessKeyId"]);
}

#[test]
fn another_spelling_of_a_role_does_not_slip_past_a_deny() {
    let mut world = seed();
    let deny = format!(
        r#"{{"Version":"1","Statement":[{{"Effect":"Allow","Action":"*","Resource":"*"}},{{"Effect":"Deny","Action":"sts:AssumeRole","Resource":"{LOAD}"}}]}}"#
    );
    let call = assume(&world, "chen.jie@1192583047163511", LOAD, &[("Policy", &deny)]);
    let answer = world.call(&call).unwrap();
    let (head, name) = LOAD.rsplit_once('/').unwrap();
    for (bits, arn) in [(2, LOAD.to_owned()), (3, format!("{head}/{}", name.to_uppercase()))] {
        let mut chained = assume(&world, "chen.jie@1192583047163511", &arn, &[]);
        chained.caller = session(&world, &answer);
        chained.entropy = [bits; 32].into();
        assert_refused(&arn, &world.call(&chained), (403, "NoPermission", ""));
    }
}

#[test]
fn ended_sessions_are_forgotten_after_a_while() {
    let mut world = seed();
    world.add_access_key("LTAI-lasting", "secret", "li.wei").unwrap();
    let mut first = assume(&world, "li.wei", DEPLOY, &[]);
    let id = world.call(&first).unwrap()["Credentials"]["AccessKeyId"].as_str().unwrap().to_owned();
    // The session ends at 09:00; its key is known for an hour more.
    for (time, known, bits) in [("09:00:00", true, 2), ("09:59:59", true, 3), ("10:00:00", false, 4)] {
        first.now = format!("2026-11-22T{time}Z").parse().unwrap();
        first.entropy = [bits; 32].into();
        world.call(&first).unwrap();
        assert_eq!(world.access_key(&id).is_some(), known, "{time}");
    }
    assert!(world.access_key("LTAI-lasting").is_some());
}
