use kms_api::Product;
use serde_json::{Value, json};

use crate::call::Call;
use crate::instances::State;
use crate::testing::{OTHER, Refusal, account, assert_refused, call, instance, now, texts, world};
use crate::world::World;

fn list(parameters: &[(&str, &str)]) -> Call {
    call(Product::Kms, "ListKmsInstances", parameters)
}

fn get(id: &str) -> Call {
    call(Product::Kms, "GetKmsInstance", &[("KmsInstanceId", id)])
}

fn quota(parameters: &[(&str, &str)]) -> Call {
    call(Product::Kms, "GetKmsInstanceQuotaInfos", parameters)
}

/// 45 instances: the two of the test world, then `prod-02` to `prod-44` with every third one `test-…`.
fn crowd() -> World {
    let mut world = world();
    for number in 2..45 {
        let environment = if number % 3 == 0 { "test" } else { "prod" };
        let mut one = instance(&format!("kst-{environment}-{number:02}"), State::Connected { since: now() });
        one.name = format!("{environment}-{number:02}");
        world.instances.add(one);
    }
    world
}

#[test]
fn list_pages() {
    let mut world = crowd();
    // Parameters → number, size, entries on the page, first id.
    type Case<'a> = (&'a [(&'a str, &'a str)], (u64, u64), usize, Option<&'a str>);
    let cases: &[Case<'_>] = &[
        (&[], (1, 20), 20, Some("kst-main")),
        (&[("PageNumber", "")], (1, 20), 20, Some("kst-main")),
        (&[("PageNumber", "3")], (3, 20), 5, Some("kst-prod-40")),
        (&[("PageNumber", "4")], (4, 20), 0, None),
        (&[("PageNumber", "4294967295"), ("PageSize", "100")], (4_294_967_295, 100), 0, None),
        (&[("PageSize", "100")], (1, 100), 45, Some("kst-main")),
        (&[("PageSize", "1"), ("PageNumber", "2")], (2, 1), 1, Some("kst-second")),
    ];
    for (parameters, (number, size), entries, first) in cases {
        let answer = world.call(&list(parameters)).unwrap();
        assert_eq!(answer["PageNumber"], json!(number), "{parameters:?}");
        assert_eq!(answer["PageSize"], json!(size), "{parameters:?}");
        assert_eq!(answer["TotalCount"], json!(45), "{parameters:?}");
        let ids = texts(&answer, "/KmsInstances/KmsInstance", "KmsInstanceId");
        assert_eq!((ids.len(), ids.first().map(String::as_str)), (*entries, *first), "{parameters:?}");
    }
    let answer = world.call(&list(&[("PageSize", "1")])).unwrap();
    let arns = texts(&answer, "/KmsInstances/KmsInstance", "KmsInstanceArn");
    assert_eq!(arns, ["acs:kms:cn-hangzhou:1147203918250263:keystore/kst-main"]);
}

#[test]
fn list_filters() {
    let mut world = crowd();
    let cases = [
        (r#"[{"Key":"InstanceName","Values":["prod"]}]"#, 29),
        (r#"[{"Key":"InstanceName","Values":["test","main"]}]"#, 15),
        (r#"[{"Key":"InstanceName","Values":["prod"]},{"Key":"InstanceName","Values":["-4"]}]"#, 4),
        (r#"[{"Key":"InstanceName","Values":["nowhere"]}]"#, 0),
        (r#"[{"Key":"InstanceName","Values":[]}]"#, 0),
        ("[]", 45),
    ];
    for (filters, total) in cases {
        let answer = world.call(&list(&[("Filters", filters), ("PageSize", "2")])).unwrap();
        assert_eq!(answer["TotalCount"], json!(total), "{filters}");
        let entries = texts(&answer, "/KmsInstances/KmsInstance", "KmsInstanceId").len();
        assert_eq!(entries, total.min(2), "{filters}");
    }
}

#[test]
fn list_refuses() {
    let invalid = |part| (400, "InvalidParameter", part);
    let cases: [(&str, &str, Refusal); 8] = [
        ("PageSize", "0", invalid("PageSize must be a whole number from 1 to 100.")),
        ("PageSize", "101", invalid("PageSize must be")),
        ("PageSize", "ten", invalid("PageSize must be")),
        ("PageNumber", "0", invalid("PageNumber must be a whole number from 1.")),
        ("PageNumber", "-1", invalid("PageNumber must be")),
        ("Filters", "main", invalid("Filters is not a list")),
        ("Filters", r#"[{"Key":"InstanceName"}]"#, invalid("missing field `Values`")),
        ("Filters", r#"[{"Key":"Status","Values":["Error"]}]"#, invalid("does not know the key `Status`")),
    ];
    let mut world = world();
    for (name, value, expected) in cases {
        assert_refused(value, &world.call(&list(&[(name, value)])), expected);
    }
}

#[test]
fn only_the_own_account_and_region_are_listed() {
    let mut world = world();
    let mut foreign = list(&[]);
    foreign.caller.account = account(OTHER);
    let mut elsewhere = list(&[]);
    elsewhere.region = "cn-beijing".into();
    for call in [foreign, elsewhere] {
        let answer = world.call(&call).unwrap();
        assert_eq!(answer["TotalCount"], json!(0));
        assert_eq!(answer["KmsInstances"], json!({"KmsInstance": []}));
    }
}

#[test]
fn details_have_the_shape_of_the_wire() {
    let mut world = world();
    let answer = world.call(&get("kst-main")).unwrap();
    let mut told = answer["KmsInstance"].clone();
    let chain = told["CaCertificateChainPem"].take();
    assert!(chain.as_str().unwrap().starts_with("-----BEGIN CERTIFICATE-----"));
    let expected = json!({
        "InstanceId": "kst-main", "InstanceName": "main", "Status": "Connected",
        "CreateTime": "2026-01-02T03:04:05Z", "StartDate": "2026-11-22T08:00:00Z", "EndDate": "2027-01-02T00:00:00Z",
        "ChargeType": "PREPAY", "ProductType": "kms_ddi_public_cn", "ProductVersion": "3", "SaleStatus": "Normal",
        "Spec": 1000, "KeyNum": 500, "SecretNum": "100", "VpcNum": 6, "Log": 1, "LogStorage": 1000,
        "VpcId": "vpc-primary", "VswitchIds": ["vsw-primary"], "ZoneIds": ["cn-hangzhou-j"],
        "CaCertificateChainPem": null, "DeletionProtection": false, "DeletionProtectionDescription": "",
        "BindVpcs": {"BindVpc": [{
            "VpcId": "vpc-a", "VSwitchId": "vsw-a1", "RegionId": "cn-hangzhou", "VpcOwnerId": "1147203918250263",
        }]},
    });
    assert_eq!(told, expected);
}

#[test]
fn details_refuse() {
    let unknown: Refusal =
        (403, "Forbidden.DKMSInstanceNotFound", "The specified DKMS Instance is not found.");
    let mut world = world();
    assert_refused("unknown", &world.call(&get("kst-none")), unknown);
    assert_refused("no id", &world.call(&get("")), (400, "MissingParameter", "needed but no provided"));
    let mut foreign = get("kst-main");
    foreign.caller.account = account(OTHER);
    assert_refused("another account", &world.call(&foreign), unknown);
}

#[test]
fn enabling_ends_by_itself() {
    let ready = "2026-11-22T08:12:00Z".parse().unwrap();
    let mut world = world();
    world.instances.add(instance("kst-coming", State::Connecting { ready }));
    world.instances.add(instance("kst-new", State::Uninitialized));
    // Instance, time → status, start, primary VPC, whether there is a certificate, whether quotas can be read.
    let cases = [
        ("kst-coming", "2026-11-22T08:11:59Z", "Connecting", "", "vpc-primary", false, false),
        (
            "kst-coming",
            "2026-11-22T08:12:00Z",
            "Connected",
            "2026-11-22T08:12:00Z",
            "vpc-primary",
            true,
            true,
        ),
        ("kst-new", "2026-11-22T08:12:00Z", "Uninitialized", "", "", false, false),
    ];
    for (id, time, status, start, vpc, certificate, quotas) in cases {
        let (mut details, mut limits) = (get(id), quota(&[("KmsInstanceId", id)]));
        details.now = time.parse().unwrap();
        limits.now = details.now;
        let told = world.call(&details).unwrap()["KmsInstance"].clone();
        assert_eq!(
            (told["Status"].as_str(), told["StartDate"].as_str()),
            (Some(status), Some(start)),
            "{id} {time}"
        );
        assert_eq!(told["VpcId"].as_str(), Some(vpc), "{id} {time}");
        assert_eq!(!told["CaCertificateChainPem"].as_str().unwrap().is_empty(), certificate, "{id} {time}");
        let answer = world.call(&limits);
        assert_eq!(answer.is_ok(), quotas, "{id} {time}");
        if !quotas {
            assert_refused(id, &answer, (403, "Forbidden.DKMSInstanceStateInvalid", "state is invalid"));
        }
    }
}

#[test]
fn quotas() {
    let mut world = world();
    let line = |kind: &str, quota: i64, used: i64| json!({"ResourceType": kind, "ResourceQuota": quota, "UsedQuantity": used});
    let all = [line("key", 500, 58), line("secret", 100, 9), line("qps", 1000, 40), line("vpc", 6, 3)];
    let cases: [(&str, Vec<Value>); 5] = [
        ("", all.to_vec()),
        ("key", vec![all[0].clone()]),
        ("secret", vec![all[1].clone()]),
        ("qps", vec![all[2].clone()]),
        ("vpc", vec![all[3].clone()]),
    ];
    for (kind, expected) in cases {
        let answer = world.call(&quota(&[("KmsInstanceId", "kst-main"), ("ResourceType", kind)])).unwrap();
        assert_eq!(answer, json!({"KmsInstanceId": "kst-main", "KmsInstanceQuotaInfos": expected}), "{kind}");
    }
}

#[test]
fn quotas_refuse() {
    let mut world = world();
    let cases: [(&[(&str, &str)], Refusal); 4] = [
        (&[], (400, "InvalidParameter", "KmsInstanceId")),
        (&[("KmsInstanceId", "kst-none")], (403, "Forbidden.DKMSInstanceNotFound", "not found")),
        (
            &[("KmsInstanceId", "kst-main"), ("ResourceType", "Vpc")],
            (400, "InvalidParameter", "ResourceType must be"),
        ),
        (
            &[("KmsInstanceId", "kst-main"), ("ResourceType", "log")],
            (400, "InvalidParameter", "ResourceType must be"),
        ),
    ];
    for (parameters, expected) in cases {
        assert_refused(&format!("{parameters:?}"), &world.call(&quota(parameters)), expected);
    }
}
