use super::ram_policy;
use crate::{
    catalog::{Kind, tests::CATALOG},
    document::Document,
    lint::tests::{OWNER, policy},
    principal::Principal,
};

const ROLE: &str = "acs:ram::2222333344445555:role/etl";

fn statement(effect: &str, principal: &str, actions: &str) -> String {
    format!(
        r#"{{"Effect":"{effect}","Principal":{{"RAM":["{principal}"]}},"Action":[{actions}],"Resource":["*"]}}"#
    )
}

fn policy_for(statements: &[String], principal: &str, kind: Kind) -> Option<serde_json::Value> {
    let texts: Vec<&str> = statements.iter().map(String::as_str).collect();
    let document = Document::parse(policy(&texts), &CATALOG);
    let principal = Principal::parse(principal).expect("a principal");
    let text = ram_policy(&document, &principal, kind, OWNER, Some("cn-hangzhou"), Some("key-1"), &CATALOG)?;
    Some(serde_json::from_str(&text).expect("JSON"))
}

#[test]
fn actions_are_those_granted() {
    let allow = |actions| statement("Allow", ROLE, actions);
    for (statements, kind, expected) in [
        (
            vec![allow(r#""kms:Decrypt","kms:DescribeKey""#)],
            Kind::Key,
            Some(&["kms:Decrypt", "kms:DescribeKey"][..]),
        ),
        (vec![allow(r#""KMS:decrypt""#), allow(r#""kms:Decrypt""#)], Kind::Key, Some(&["kms:Decrypt"])),
        (vec![allow(r#""kms:Get*","kms:*""#)], Kind::Key, Some(&["kms:Get*", "kms:*"])),
        // What has no effect here is of no use there.
        (vec![allow(r#""kms:Decrypt","kms:GetSecretValue""#)], Kind::Secret, Some(&["kms:GetSecretValue"])),
        (vec![allow(r#""kms:Encrypt","kms:Encr*""#)], Kind::Secret, None),
        (
            vec![statement("Allow", "acs:ram::2222333344445555:*", r#""kms:Decrypt""#)],
            Kind::Key,
            Some(&["kms:Decrypt"]),
        ),
        (
            vec![statement("Allow", "acs:ram::2222333344445555:role/other", r#""kms:Decrypt""#)],
            Kind::Key,
            None,
        ),
        (
            vec![
                allow(r#""kms:*crypt""#),
                statement("Deny", "acs:ram::2222333344445555:*", r#""kms:Asymmetric*""#),
            ],
            Kind::Key,
            Some(&["kms:Decrypt", "kms:Encrypt", "kms:ReEncrypt"]),
        ),
        (vec![allow(r#""kms:Decrypt""#), statement("Deny", ROLE, r#""kms:*""#)], Kind::Key, None),
        (vec![statement("allow", ROLE, r#""kms:Decrypt""#)], Kind::Key, None),
    ] {
        let found = policy_for(&statements, ROLE, kind);
        let actions = found.map(|found| found["Statement"][0]["Action"].clone());
        assert_eq!(actions, expected.map(|expected| serde_json::json!(expected)), "{statements:?}");
    }
}

#[test]
fn shape_and_resource() {
    let statements = [statement("Allow", ROLE, r#""kms:Decrypt""#)];
    let expected = serde_json::json!({
        "Version": "1",
        "Statement": [
            {"Effect": "Allow", "Action": ["kms:Decrypt"], "Resource": ["acs:kms:cn-hangzhou:1111222233334444:key/key-1"]}
        ]
    });
    assert_eq!(policy_for(&statements, ROLE, Kind::Key), Some(expected));
    let document = Document::parse(policy(&[&statements[0]]), &CATALOG);
    let role = Principal::parse(ROLE).expect("a role");
    let anywhere = ram_policy(&document, &role, Kind::Key, OWNER, None, None, &CATALOG).expect("granted");
    assert!(anywhere.contains(r#""acs:kms:*:1111222233334444:key/*""#), "{anywhere}");
}

#[test]
fn only_for_other_accounts() {
    for principal in ["*", "acs:ram::1111222233334444:*", "acs:ram::1111222233334444:role/dev"] {
        let statements = [statement("Allow", principal, r#""kms:*""#)];
        assert_eq!(policy_for(&statements, principal, Kind::Key), None, "{principal}");
    }
}
