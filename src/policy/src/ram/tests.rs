use super::{RamPolicy, UNKNOWN};
use crate::catalog::tests::CATALOG;

#[test]
fn resources_are_known_or_not() {
    let shape = format!("acs:kms:{UNKNOWN}:1111222233334444:key/{UNKNOWN}");
    for (pattern, shape, expected) in [
        ("*", shape.as_str(), Some(true)),
        ("acs:kms:*:1111222233334444:key/*", &shape, Some(true)),
        ("acs:kms:*:1111222233334444:secret/*", &shape, Some(false)),
        ("acs:kms:*:*:*", &shape, Some(true)),
        ("acs:kms:cn-hangzhou:1111222233334444:key/key-1", &shape, None),
        ("acs:kms:cn-hangzhou:2222333344445555:key/*", &shape, Some(false)),
        (
            "acs:kms:*:1111222233334444:key/key-1",
            "acs:kms:cn-hangzhou:1111222233334444:key/key-1",
            Some(true),
        ),
        (
            "acs:kms:*:1111222233334444:key/key-2",
            "acs:kms:cn-hangzhou:1111222233334444:key/key-1",
            Some(false),
        ),
    ] {
        let text = format!(
            r#"{{"Version":"1","Statement":[{{"Effect":"Allow","Action":"kms:*","Resource":"{pattern}"}}]}}"#
        );
        let policy = RamPolicy::parse(text.as_bytes(), &CATALOG).expect("a policy");
        assert_eq!(policy.statements[0].covers_resource(shape), expected, "{pattern}");
    }
}

#[test]
fn what_is_no_policy_is_refused() {
    for text in ["", "[]", "{", r#"{"Version":"1"}"#] {
        assert!(RamPolicy::parse(text.as_bytes(), &CATALOG).is_err(), "{text}");
    }
}
