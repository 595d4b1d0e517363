use super::hover;
use crate::{
    catalog::{Kind, tests::CATALOG},
    document::Document,
    lint::tests::OWNER,
    messages::Language,
};

const TEXT: &str = r#"{"Version":"1","Statement":[
  {"Sid":"s","Effect":"Allow",
   "Principal":{"RAM":["acs:ram::1111222233334444:*","acs:ram::2222333344445555:role/etl","acs:ram::1111222233334444:user/ci-*","acs:ram::1:root"]},
   "Action":["kms:Decrypt","kms:Get*","kms:AsymmetricSign","kms:GetSecretValue","kms:Nothing*","kms:Nothing","Decrypt","kms:ImportKeyMaterial"],
   "Resource":["*"],
   "Condition":{"StringNotEquals":{"acs:SourceVpc":"vpc-1"},"Bool":{"acs:SecureTransport":"true"},"NoSuch":{"no:key":"x"},"IpAddress":{"acs:SourceIp":"203.0.113.1"},"StringLike":{"kms:tag/env":"a*","kms:EncryptionAlgorithm":"RSA*","kms:tag":"x"},"DateLessThan":{"acs:CurrentTime":"2030-01-01T00:00:00Z"}}},
  {"Effect":"Deny","Principal":{"RAM":"*"},"Action":"kms:*","Resource":"*"}]}"#;

fn lines(needle: &str, kind: Kind, language: Language) -> Option<(String, Vec<String>)> {
    let document = Document::parse(TEXT, &CATALOG);
    let offset = TEXT.find(needle).expect(needle) + 1;
    let hover = hover(&document, offset, kind, Some(OWNER), &CATALOG, language)?;
    assert!(hover.span.touches(offset));
    Some((hover.title, hover.lines))
}

#[test]
fn says_what_it_means() {
    for (needle, parts) in [
        ("\"Version\"", &["version of the policy language"][..]),
        ("\"Effect\"", &["allows or denies"]),
        ("\"Allow\"", &["unless a Deny"]),
        ("\"Deny\"", &["whatever else"]),
        ("\"RAM\"", &["ARNs of accounts"]),
        ("\"acs:ram::1111222233334444:*\"", &["every identity of this account"]),
        ("\"acs:ram::2222333344445555:role/etl\"", &["role etl of account 2222333344445555 (outside)"]),
        ("\"acs:ram::1111222233334444:user/ci-*\"", &["users named like ci-*", "No source confirms"]),
        ("\"acs:ram::1:root\"", &["no principal"]),
        ("\"kms:Decrypt\"", &["has an effect here", "ENCRYPT/DECRYPT", "DescribeKey"]),
        (
            "\"kms:Get*\"",
            &["here (3): GetKeyPolicy, GetParametersForImport, and GetPublicKey", "without effect"],
        ),
        ("\"kms:AsymmetricSign\"", &["not confirmed", "asymmetric key", "SIGN/VERIFY"]),
        ("\"kms:GetSecretValue\"", &["no effect in key policies", "plaintext", "AccessKey"]),
        ("\"kms:ImportKeyMaterial\"", &["EXTERNAL"]),
        ("\"kms:Nothing*\"", &["Fits no action"]),
        ("\"kms:Nothing\"", &["No such action"]),
        ("\"Decrypt\"", &["begins with kms:"]),
        ("\"*\"]", &["This key"]),
        ("\"StringNotEquals\"", &["none of those", "texts", "A request without the key fits, too"]),
        ("\"Bool\"", &["true or false", "does not fit"]),
        ("\"NoSuch\"", &["No such operator"]),
        ("\"no:key\"", &["No such condition key"]),
        ("\"acs:SourceVpc\"", &["VPC that the request", "VPC id", "StringEquals", "shared gateway"]),
        ("\"acs:SourceIp\"", &["Public address", "IpAddress or NotIpAddress", "Only public"]),
        ("\"kms:tag/env\"", &["tag of the key", "Requests that have it"]),
        ("\"kms:tag\"", &["No source confirms"]),
    ] {
        let (title, lines) = lines(needle, Kind::Key, Language::English).expect(needle);
        assert!(needle.contains(&title), "{title}");
        let all = lines.join("\n");
        for part in parts {
            assert!(all.contains(part), "{needle}: {all}");
        }
    }
}

#[test]
fn nothing_without_meaning() {
    for needle in ["\"s\"", "\"vpc-1\"", "[\n"] {
        assert_eq!(lines(needle, Kind::Key, Language::English), None, "{needle}");
    }
}

#[test]
fn every_language_and_offset() {
    let document = Document::parse(TEXT, &CATALOG);
    for kind in [Kind::Key, Kind::Secret] {
        for language in Language::ALL {
            for offset in 0..=TEXT.len() + 1 {
                for owner in [None, Some(OWNER)] {
                    let Some(hover) = hover(&document, offset, kind, owner, &CATALOG, language) else {
                        continue;
                    };
                    for line in hover.lines {
                        let is_key = line.is_ascii() && !line.contains(' ') || line.contains('{');
                        assert!(!is_key, "{language:?} {offset}: {line}");
                    }
                }
            }
        }
    }
}

#[test]
fn every_operator_level_and_key_has_words() {
    for language in Language::ALL {
        let say = |key: String| {
            assert_ne!(crate::messages::message(language, &key, &crate::Params::new()), key, "{language:?}");
        };
        for operator in CATALOG.operators() {
            let negated = if operator.negated { ".not" } else { "" };
            say(format!("operator.{}{negated}", super::test_name(operator.test)));
            say(format!("condition.plain.{}{negated}", super::test_name(operator.test)));
            say(format!("family.{}", super::family_name(operator.family)));
        }
        for key in CATALOG.keys() {
            say(format!("key.{}", key.name));
            say(format!("type.{}", key.value_type.as_str()));
        }
        for action in CATALOG.actions() {
            say(format!("level.{}", action.level.as_str()));
        }
    }
}
