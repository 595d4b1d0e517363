use kms_api::Product;
use serde_json::{Value, json};

use crate::call::Call;
use crate::seed::Seed;
use crate::testing::{Refusal, assert_documented, assert_refused, call, now, texts};
use crate::world::World;

fn seed() -> World {
    World::seed(Seed::Default, now())
}

fn ram(operation: &str, parameters: &[(&str, &str)]) -> Call {
    call(Product::Ram, operation, parameters)
}

#[test]
fn lists_to_the_end() {
    let users = ["li.wei", "sun.lan", "svc-payments", "wang.fang", "zhang.min", "zhao.lei"];
    let roles = ["app-ledger", "app-storefront", "data-platform", "deploy", "partner-review"];
    let groups = ["kms-operators"];
    let cases: [(&str, &str, &str, &[&str]); 3] = [
        ("ListUsers", "/Users/User", "UserName", &users),
        ("ListRoles", "/Roles/Role", "RoleName", &roles),
        ("ListGroups", "/Groups/Group", "GroupName", &groups),
    ];
    let mut world = seed();
    for (operation, pointer, member, expected) in cases {
        for size in ["1", "2", "4", "100", "1000"] {
            let mut found = Vec::new();
            let mut marker = String::new();
            loop {
                let page = world.call(&ram(operation, &[("MaxItems", size), ("Marker", &marker)])).unwrap();
                let names = texts(&page, pointer, member);
                assert!(names.len() <= size.parse().unwrap(), "{operation} {size}");
                found.extend(names);
                let more = page["IsTruncated"].as_bool().unwrap();
                assert_eq!(page.get("Marker").is_some(), more, "{operation} {size}: {page}");
                if !more {
                    break;
                }
                marker = page["Marker"].as_str().unwrap().to_owned();
            }
            assert_eq!(found, expected, "{operation} {size}");
        }
    }
}

#[test]
fn each_says_what_it_knows() {
    type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str, Value);
    let bind = json!({
        "PolicyName": "kms-bind-vpcs", "PolicyType": "Custom", "Description": "Look at instances and bind VPCs",
        "DefaultVersion": "v2", "AttachDate": "2026-01-26T08:00:00Z",
    });
    let cases: &[Case<'_>] = &[
        (
            "GetUser",
            &[("UserName", "zhang.min")],
            "/User",
            json!({
                "UserId": "216959339000382511", "UserName": "zhang.min", "DisplayName": "Zhang Min",
                "Comments": "key management", "CreateDate": "2025-10-18T08:00:00Z",
                "UpdateDate": "2025-10-18T08:00:00Z",
            }),
        ),
        ("GetRole", &[("RoleName", "deploy")], "/Role/Arn", json!("acs:ram::1147203918250263:role/deploy")),
        ("GetRole", &[("RoleName", "Deploy")], "/Role/RoleName", json!("deploy")),
        ("GetRole", &[("RoleName", "deploy")], "/Role/MaxSessionDuration", json!(7_200)),
        (
            "ListGroupsForUser",
            &[("UserName", "zhao.lei")],
            "/Groups/Group/0/GroupName",
            json!("kms-operators"),
        ),
        (
            "ListGroupsForUser",
            &[("UserName", "zhao.lei")],
            "/Groups/Group/0/JoinDate",
            json!("2026-07-27T08:00:00Z"),
        ),
        ("ListGroupsForUser", &[("UserName", "li.wei")], "/Groups/Group", json!([])),
        ("ListPoliciesForGroup", &[("GroupName", "kms-operators")], "/Policies/Policy/1", bind),
        (
            "ListPoliciesForUser",
            &[("UserName", "li.wei")],
            "/Policies/Policy/0/PolicyName",
            json!("AdministratorAccess"),
        ),
        ("ListPoliciesForUser", &[("UserName", "wang.fang")], "/Policies/Policy", json!([])),
        (
            "ListPoliciesForRole",
            &[("RoleName", "app-storefront")],
            "/Policies/Policy/0/PolicyType",
            json!("System"),
        ),
        (
            "GetPolicy",
            &[("PolicyName", "kms-bind-vpcs"), ("PolicyType", "Custom")],
            "/Policy/AttachmentCount",
            json!(2),
        ),
        (
            "GetPolicy",
            &[("PolicyName", "kms-bind-vpcs"), ("PolicyType", "Custom")],
            "/DefaultPolicyVersion/VersionId",
            json!("v2"),
        ),
        (
            "GetPolicy",
            &[("PolicyName", "AliyunKMSFullAccess"), ("PolicyType", "System")],
            "/Policy/PolicyDocument",
            json!(r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":["kms:*"],"Resource":"*"}]}"#),
        ),
        ("GetAccountAlias", &[], "/AccountAlias", json!("orchid-retail")),
    ];
    let mut world = seed();
    for (operation, parameters, pointer, expected) in cases {
        let answer = world.call(&ram(operation, parameters)).unwrap();
        assert_eq!(answer.pointer(pointer), Some(expected), "{operation} {parameters:?}: {answer}");
    }
}

#[test]
fn refusals() {
    const USER: Refusal = (404, "EntityNotExist.User", "user does not exist");
    const ROLE: Refusal = (404, "EntityNotExist.Role", "role does not exist");
    const GROUP: Refusal = (404, "EntityNotExist.Group", "group does not exist");
    const POLICY: Refusal = (404, "EntityNotExist.Policy", "policy does not exist");
    const MISSING: Refusal = (400, "MissingParameter", "mandatory");
    const ITEMS: Refusal = (400, "InvalidParameter", "MaxItems must be a whole number from 1 to 1000");
    let documented = ["GetUser", "GetRole", "GetPolicy", "ListPoliciesForUser", "ListPoliciesForRole"];
    let cases: &[(&str, &[(&str, &str)], Refusal)] = &[
        ("GetUser", &[("UserName", "nobody")], USER),
        ("GetUser", &[("UserName", "chen.jie")], USER),
        ("GetUser", &[], MISSING),
        ("GetRole", &[("RoleName", "nobody")], ROLE),
        ("GetRole", &[("UserName", "deploy")], MISSING),
        ("ListGroupsForUser", &[("UserName", "nobody")], USER),
        ("ListPoliciesForUser", &[("UserName", "nobody")], USER),
        ("ListPoliciesForRole", &[("RoleName", "nobody")], ROLE),
        ("ListPoliciesForGroup", &[("GroupName", "nobody")], GROUP),
        ("ListPoliciesForGroup", &[], MISSING),
        ("GetPolicy", &[("PolicyName", "nothing"), ("PolicyType", "System")], POLICY),
        ("GetPolicy", &[("PolicyName", "AliyunKMSFullAccess"), ("PolicyType", "Custom")], POLICY),
        ("GetPolicy", &[("PolicyName", "AliyunKMSFullAccess")], MISSING),
        (
            "GetPolicy",
            &[("PolicyName", "x"), ("PolicyType", "system")],
            (400, "InvalidParameter", "System or Custom"),
        ),
        ("ListUsers", &[("MaxItems", "0")], ITEMS),
        ("ListRoles", &[("MaxItems", "1001")], ITEMS),
        ("ListGroups", &[("MaxItems", "many")], ITEMS),
        ("ListRoles", &[("Tag.1.Key", "a")], (400, "InvalidParameter", "cannot filter by Tag.1.Key")),
    ];
    let mut world = seed();
    for (operation, parameters, refusal) in cases {
        let call = ram(operation, parameters);
        let answer = world.call(&call);
        assert_refused(&format!("{operation} {parameters:?}"), &answer, *refusal);
        if refusal.0 == 404 && documented.contains(operation) {
            assert_documented(&call, &answer);
        }
    }
}

#[test]
fn ram_decides_who_may_look() {
    let mut world = seed();
    let cases = [
        ("sun.lan", true),
        ("zhang.min", true),
        ("wang.fang", false),
        ("etl-runner@1192583047163511", false),
    ];
    for (name, may) in cases {
        let mut list = ram("ListUsers", &[]);
        list.caller = world.caller(name).unwrap();
        let answer = world.call(&list);
        assert_eq!(answer.is_ok(), may, "{name}: {answer:?}");
        if !may {
            assert_refused(name, &answer, (403, "NoPermission", "ram:ListUsers"));
        }
    }
    let mut elsewhere = ram("GetAccountAlias", &[]);
    elsewhere.caller = world.caller("ops@1385720946158274").unwrap();
    assert_eq!(world.call(&elsewhere).unwrap(), json!({ "AccountAlias": "" }));
}
