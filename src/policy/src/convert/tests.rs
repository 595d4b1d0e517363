use serde_json::{Value, json};

use super::{Foreign, Loss, PUBLISHED_FOREIGN, convert};
use crate::catalog::tests::CATALOG;

const OWNER: &str = "1111222233334444";

fn converted(statements: &Value) -> (Value, Vec<(Option<usize>, Loss, String)>) {
    let foreign = Foreign::parse(PUBLISHED_FOREIGN).expect("data");
    let text = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
    let found = convert(text.as_bytes(), OWNER, &CATALOG, &foreign).expect("the form of AWS");
    let policy: Value = serde_json::from_str(&found.text).expect("JSON");
    assert_eq!(policy["Version"], "1");
    let notes = found.notes.into_iter().map(|note| (note.statement, note.loss, note.detail)).collect();
    (policy["Statement"].clone(), notes)
}

fn ram(entries: &[&str]) -> Value {
    json!({"RAM": entries})
}

const ROOT: &str = "arn:aws:iam::111122223333:root";

#[test]
fn statements_carry_over_as_far_as_they_have_counterparts() {
    let root = json!({"Sid": "root", "Effect": "Allow", "Principal": {"AWS": ROOT}, "Action": "kms:*", "Resource": "*"});
    let plain = json!({"Sid": "root", "Effect": "Allow", "Principal": ram(&["acs:ram::1111222233334444:*"]),
        "Action": ["kms:*"], "Resource": ["*"]});
    let note = |loss, detail: &str| (Some(1), loss, detail.to_owned());
    let with = |change: Value| {
        let mut statement = json!({"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/x/etl"},
            "Action": "kms:Decrypt", "Resource": "*"});
        for (name, value) in change.as_object().expect("members") {
            statement[name] = value.clone();
        }
        statement
    };
    let role = ram(&["acs:ram::1111222233334444:role/etl"]);
    let here = |change: Value| {
        let mut statement =
            json!({"Effect": "Allow", "Principal": role, "Action": ["kms:Decrypt"], "Resource": ["*"]});
        for (name, value) in change.as_object().expect("members") {
            statement[name] = value.clone();
        }
        Some(statement)
    };
    let network = json!({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}});
    for (statement, expected, notes) in [
        (with(json!({})), here(json!({})), vec![]),
        (
            with(json!({"Action": ["kms:Sign", "kms:Decrypt", "kms:CreateGrant", "s3:GetObject"]})),
            here(json!({"Action": ["kms:AsymmetricSign", "kms:Decrypt"]})),
            vec![
                note(Loss::Renamed, "kms:Sign → kms:AsymmetricSign"),
                note(Loss::Action, "kms:CreateGrant"),
                note(Loss::Action, "s3:GetObject"),
            ],
        ),
        (
            with(json!({"Condition": network})),
            here(json!({"Condition": {"IpAddress": {"acs:SourceIp": ["203.0.113.0/24"]}}})),
            vec![],
        ),
        (
            with(json!({"Condition": {"StringEquals": {"kms:ViaService": "s3"}}})),
            None,
            vec![note(Loss::Condition, "StringEquals kms:ViaService")],
        ),
        (
            with(json!({"Condition": {"StringEqualsIfExists": {"aws:SourceVpc": "vpc-1"}}})),
            None,
            vec![note(Loss::Condition, "StringEqualsIfExists aws:SourceVpc")],
        ),
        (with(json!({"NotAction": "kms:Decrypt"})), None, vec![note(Loss::Exclusion, "NotAction")]),
        (
            with(json!({"Resource": "arn:aws:kms:x:y:key/1"})),
            None,
            vec![note(Loss::Resource, "arn:aws:kms:x:y:key/1")],
        ),
        (
            with(
                json!({"Principal": {"AWS": "arn:aws:iam::444455556666:root", "Service": "s3.amazonaws.com"}}),
            ),
            None,
            vec![
                note(Loss::Account, "arn:aws:iam::444455556666:root"),
                note(Loss::Principal, "Service: s3.amazonaws.com"),
                note(Loss::Empty, ""),
            ],
        ),
        (with(json!({"Principal": "*"})), here(json!({"Principal": ram(&["*"])})), vec![]),
    ] {
        let (found, found_notes) = converted(&json!([root, statement]));
        let expected: Vec<Value> = std::iter::once(plain.clone()).chain(expected).collect();
        assert_eq!(found, Value::Array(expected), "{statement}");
        assert_eq!(found_notes, notes, "{statement}");
    }
}

#[test]
fn other_texts_are_let_be() {
    let foreign = Foreign::parse(PUBLISHED_FOREIGN).expect("data");
    for text in [
        r#"{"Version":"1","Statement":[{"Effect":"Allow","Principal":{"RAM":["*"]},"Action":["kms:*"]}]}"#,
        "{}",
        "[]",
        "",
        "{\"Statement\":[1,\"a\",[",
    ] {
        assert_eq!(convert(text.as_bytes(), OWNER, &CATALOG, &foreign), None, "{text}");
    }
    let unfinished = r#"{"Statement":[{"Principal":{"AWS":"x"},"Action":"#;
    assert!(convert(unfinished.as_bytes(), OWNER, &CATALOG, &foreign).is_some());
}
