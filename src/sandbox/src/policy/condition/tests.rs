use serde_json::json;

use super::*;

#[test]
fn operators_hold() {
    let mut keys = Keys::default();
    for (key, value) in [
        ("acs:SourceIp", "203.0.113.7"),
        ("acs:SourceVpc", "vpc-1"),
        ("acs:CurrentTime", "2026-11-24T08:00:00Z"),
        ("acs:SecureTransport", "true"),
        ("kms:tag/env", "Prod"),
        ("n", "10"),
    ] {
        keys.add(key, value);
    }
    for (operator, key, values, expected) in [
        ("StringEquals", "acs:SourceVpc", json!("vpc-1"), true),
        ("StringEquals", "ACS:sourcevpc", json!(["vpc-0", "vpc-1"]), true),
        ("StringEquals", "kms:tag/env", json!("prod"), false),
        ("StringEqualsIgnoreCase", "kms:tag/env", json!("prod"), true),
        ("StringNotEquals", "acs:SourceVpc", json!(["vpc-0", "vpc-1"]), false),
        ("StringNotEquals", "absent", json!("x"), true),
        ("StringEquals", "absent", json!("x"), false),
        ("StringNotEqualsIgnoreCase", "kms:tag/env", json!("PROD"), false),
        ("StringLike", "acs:SourceVpc", json!("vpc-?"), true),
        ("StringNotLike", "acs:SourceVpc", json!("v*"), false),
        ("NumericLessThan", "n", json!(11), true),
        ("NumericGreaterThanEquals", "n", json!("10"), true),
        ("NumericNotEquals", "n", json!(10), false),
        ("DateLessThan", "acs:CurrentTime", json!("2026-11-24T16:00:01+08:00"), true),
        ("DateGreaterThan", "acs:CurrentTime", json!("2026-11-24T08:00:00Z"), false),
        ("Bool", "acs:SecureTransport", json!(true), true),
        ("Bool", "acs:SecureTransport", json!("false"), false),
        ("IpAddress", "acs:SourceIp", json!(["10.0.0.0/8", "203.0.113.0/24"]), true),
        ("IpAddress", "acs:SourceIp", json!("203.0.113.8"), false),
        ("IpAddress", "acs:SourceIp", json!("::/0"), false),
        ("IpAddress", "acs:SourceIp", json!("0.0.0.0/0"), true),
        ("NotIpAddress", "acs:SourceIp", json!("203.0.113.0/29"), false),
        ("NotIpAddress", "acs:VpcSourceIp", json!("10.0.0.0/8"), true),
    ] {
        let case = format!("{operator} {key} {values}");
        let read = Condition::read(&json!({ operator: { key: values } })).expect(&case);
        assert_eq!(read.iter().all(|condition| condition.holds(&keys)), expected, "{case}");
    }
}

#[test]
fn unreadable_conditions_are_refused() {
    for condition in [
        json!([]),
        json!({"StringMaybe": {"k": "v"}}),
        json!({"StringEquals": "v"}),
        json!({"StringEquals": {"k": []}}),
        json!({"StringEquals": {"k": [["v"]]}}),
        json!({"NumericEquals": {"k": "ten"}}),
        json!({"DateEquals": {"k": "yesterday"}}),
        json!({"DateEquals": {"k": "2026-11-24"}}),
        json!({"Bool": {"k": "yes"}}),
        json!({"IpAddress": {"k": "10.0.0.0/33"}}),
        json!({"IpAddress": {"k": "host"}}),
    ] {
        assert!(Condition::read(&condition).is_err(), "{condition}");
    }
}
