use proptest::prelude::*;

use super::{Completion, Item, ItemKind, Known, complete};
use crate::{
    catalog::{Kind, tests::CATALOG},
    context::Surroundings,
    document::Document,
    lint::tests::{OWNER, owner_statement, policy},
    messages::Language,
    text::{Edit, Tree, apply},
};

fn known() -> Known {
    let around: Surroundings = serde_json::from_str(
        r#"{"dir": {"users": ["alice"], "roles": ["dev"]}, "net": {"bound_vpcs": ["vpc-1"]},
            "cfg": {"trustedAccounts": ["2222333344445555"]}}"#,
    )
    .expect("surroundings");
    Known::from(&around)
}

fn completion(text: &str, offset: usize, kind: Kind, language: Language) -> Completion {
    let document = Document::parse(text, &CATALOG);
    complete(&document, offset, &known(), kind, Some(OWNER), &CATALOG, language)
}

/// Completes at `|`; the text without it, and the items.
fn at_cursor(marked: &str) -> (String, Completion) {
    let offset = marked.find('|').expect("a cursor");
    let text = marked.replacen('|', "", 1);
    let found = completion(&text, offset, Kind::Key, Language::English);
    (text, found)
}

fn taken(text: &str, found: &Completion, item: &Item) -> String {
    let edit = Edit::replace(found.span, item.insert.clone());
    String::from_utf8(apply(text.as_bytes(), &[edit])).expect("text")
}

/// The first labels, and what the text is after the first item.
fn check(marked: &str, labels: &[&str], after: &str) {
    let (text, found) = at_cursor(marked);
    let first: Vec<&str> = found.items.iter().take(labels.len()).map(|item| item.label.as_str()).collect();
    assert_eq!(first, labels, "{marked}");
    let Some(item) = found.items.first() else {
        assert_eq!(after, text, "{marked}");
        return;
    };
    assert_eq!(taken(&text, &found, item), after, "{marked}");
    assert!(item.insert.is_char_boundary(item.caret), "{marked}");
}

#[test]
fn names_of_elements() {
    for (marked, labels, after) in [
        ("{|}", &["Version", "Statement"][..], r#"{"Version": "1"}"#),
        (r#"{"Version":"1",|}"#, &["Statement"], r#"{"Version":"1","Statement": []}"#),
        (r#"{"Version":"1"|}"#, &["Statement"], r#"{"Version":"1", "Statement": []}"#),
        (r#"{| "Statement":[]}"#, &["Version"], r#"{"Version": "1",  "Statement":[]}"#),
        (r#"{"V|"}"#, &["Version"], r#"{"Version": "1"}"#),
        (r#"{"V|ersion": "1"}"#, &["Version"], r#"{"Version": "1"}"#),
        (r#"{V|}"#, &["Version"], r#"{"Version": "1"}"#),
        (r#"{"V|"#, &["Version"], r#"{"Version": "1""#),
        (
            r#"{"Statement":[{"Effect":"Allow", "|"}]}"#,
            &["Sid", "Principal", "Action", "Resource", "Condition"],
            r#"{"Statement":[{"Effect":"Allow", "Sid": ""}]}"#,
        ),
        (
            r#"{"Statement":[{"Effect":"Allow", "Pr|
}]}"#,
            &["Principal"],
            r#"{"Statement":[{"Effect":"Allow", "Principal": {"RAM": []}
}]}"#,
        ),
        (r#"{"Statement":[{"Principal":{|}}]}"#, &["RAM"], r#"{"Statement":[{"Principal":{"RAM": []}}]}"#),
        (r#"{"Other":{|}}"#, &[], r#"{"Other":{}}"#),
    ] {
        check(marked, labels, after);
    }
}

/// A statement with a cursor in it.
fn statement(inner: &str) -> String {
    format!(r#"{{"Version":"1","Statement":[{{{inner}}}]}}"#)
}

#[test]
fn values_of_elements() {
    for (marked, labels, after) in [
        (r#""Effect":|"#, &["Allow", "Deny"][..], r#""Effect":"Allow""#),
        (r#""Effect":"|""#, &["Allow", "Deny"], r#""Effect":"Allow""#),
        (r#""Effect":"D|eny""#, &["Deny"], r#""Effect":"Deny""#),
        (r#""Effect":d|"#, &["Deny"], r#""Effect":"Deny""#),
        // The second quote would close what was only just opened.
        (r#""Effect":"|, "Sid":"x""#, &["Allow"], r#""Effect":"Allow", "Sid":"x""#),
        (r#""Resource":|"#, &["*"], r#""Resource":["*"]"#),
        (r#""Resource":[|]"#, &["*"], r#""Resource":["*"]"#),
        (r#""Action":|"#, &["kms:AsymmetricDecrypt"], r#""Action":["kms:AsymmetricDecrypt"]"#),
        (r#""Action":["kms:Dec|"]"#, &["kms:Decrypt"], r#""Action":["kms:Decrypt"]"#),
        // Texts without their second quote, with and without something behind them.
        (
            "\"Action\":[\"kms:Dec|\n],\"Sid\":\"s\"",
            &["kms:Decrypt"],
            "\"Action\":[\"kms:Decrypt\"\n],\"Sid\":\"s\"",
        ),
        ("\"Action\":[\"kms:Dec|rypt],\n", &["kms:Decrypt"], "\"Action\":[\"kms:Decrypt\"],\n"),
        (
            "\"Action\":[\"kms:Encrypt\"\n\"kms:Decr|\n\"kms:ReEncrypt\"]",
            &["kms:Decrypt"],
            "\"Action\":[\"kms:Encrypt\"\n, \"kms:Decrypt\", \n\"kms:ReEncrypt\"]",
        ),
        (r#""Action":["sign|"]"#, &["kms:AsymmetricSign"], r#""Action":["kms:AsymmetricSign"]"#),
        (r#""Action":["kms:Get*|"]"#, &["kms:Get*"], r#""Action":["kms:Get*"]"#),
        (
            r#""Action":["kms:Encrypt" |"kms:Decrypt"]"#,
            &["kms:AsymmetricDecrypt", "kms:AsymmetricEncrypt"],
            r#""Action":["kms:Encrypt" , "kms:AsymmetricDecrypt", "kms:Decrypt"]"#,
        ),
        (
            r#""Principal":{"RAM":[|]}"#,
            &[
                "acs:ram::1111222233334444:*",
                "acs:ram::1111222233334444:role/dev",
                "acs:ram::1111222233334444:user/alice",
            ],
            r#""Principal":{"RAM":["acs:ram::1111222233334444:*"]}"#,
        ),
        (
            r#""Principal":|"#,
            &["acs:ram::1111222233334444:*"],
            r#""Principal":{"RAM": ["acs:ram::1111222233334444:*"]}"#,
        ),
        (
            r#""Principal":{"RAM":["alice|"]}"#,
            &["acs:ram::1111222233334444:user/alice"],
            r#""Principal":{"RAM":["acs:ram::1111222233334444:user/alice"]}"#,
        ),
    ] {
        check(&statement(marked), labels, &statement(after));
    }
}

#[test]
fn conditions() {
    for (marked, labels, after) in [
        (r#"{|}"#, &["StringEquals", "StringNotEquals"][..], r#"{"StringEquals": {}}"#),
        (r#""|""#, &["StringEquals"], r#"{"StringEquals": {}}"#),
        // Operators that fit the key which is already there.
        (
            r#"{"S|":{"acs:SourceIp":"203.0.113.1"}}"#,
            &["IpAddress", "NotIpAddress"],
            r#"{"IpAddress":{"acs:SourceIp":"203.0.113.1"}}"#,
        ),
        (
            r#"{"Bool":{|}}"#,
            &["acs:SecureTransport", "acs:MFAPresent"],
            r#"{"Bool":{"acs:SecureTransport": ""}}"#,
        ),
        (r#"{"DateLessThan":{"|"}}"#, &["acs:CurrentTime"], r#"{"DateLessThan":{"acs:CurrentTime": ""}}"#),
        (
            r#"{"Bool":{"acs:SecureTransport":|}}"#,
            &["false", "true"],
            r#"{"Bool":{"acs:SecureTransport":"false"}}"#,
        ),
        (
            r#"{"StringEquals":{"acs:SourceVpc":["|"]}}"#,
            &["vpc-1", "vpc-"],
            r#"{"StringEquals":{"acs:SourceVpc":["vpc-1"]}}"#,
        ),
        (
            r#"{"IpAddress":{"acs:SourceIp":"|"}}"#,
            &["203.0.113.0/24"],
            r#"{"IpAddress":{"acs:SourceIp":"203.0.113.0/24"}}"#,
        ),
    ] {
        let inside = |text: &str| statement(&format!(r#""Condition":{text}"#));
        check(&inside(marked), labels, &inside(after));
    }
}

#[test]
fn the_caret_is_where_one_goes_on() {
    for (marked, label, before) in [
        ("{|}", "Statement", "\"Statement\": ["),
        (r#"{"Statement":[{|}]}"#, "Principal", "\"Principal\": {\"RAM\": ["),
        (r#"{"Statement":[{|"Sid":""}]}"#, "Effect", "\"Effect\": \"Allow\""),
        (r#"{"Statement":[{"Condition":{"StringLike":{|}}}]}"#, "kms:tag/", "\"kms:tag/"),
        (r#"{"Statement":[{"Condition":{"StringLike":{"|":""}}}]}"#, "kms:tag/", "\"kms:tag/"),
        (r#"{"Statement":[{"Condition":{"StringLike":|}}]}"#, "kms:tag/", "{\"kms:tag/"),
        (r#"{"Statement":[{"Condition":|}]}"#, "Bool", "{\"Bool\": {"),
        (
            r#"{"Statement":[{"Principal":|}]}"#,
            "acs:ram::2222333344445555:role/",
            "{\"RAM\": [\"acs:ram::2222333344445555:role/",
        ),
    ] {
        let (_, found) = at_cursor(marked);
        let item = found.items.iter().find(|item| item.label == label).expect(label);
        assert_eq!(item.insert.get(..item.caret), Some(before), "{marked}");
    }
}

#[test]
fn actions_are_in_order_of_scope() {
    let text = statement(r#""Action":[""]"#);
    let offset = text.find(r#"[""#).expect("list") + 2;
    for (kind, first, no_effect) in [
        (Kind::Key, "kms:AsymmetricDecrypt", "kms:GetSecretValue"),
        (Kind::Secret, "kms:DeleteSecret", "kms:Decrypt"),
    ] {
        let items = completion(&text, offset, kind, Language::English).items;
        let place = |label: &str| items.iter().position(|item| item.label == label).expect(label);
        assert_eq!(place(first), 0);
        assert!(place("kms:Describe*") < place(no_effect), "{kind:?}");
        assert!(items.iter().all(|item| item.kind == ItemKind::Action && !item.detail.is_empty()));
        assert!(items.iter().enumerate().all(|(order, item)| item.order == order));
    }
}

#[test]
fn statements_are_ready_to_use() {
    for marked in [
        "|",
        "  |\n",
        r#"{"Version":"1","Statement":|}"#,
        r#"{"Version":"1","Statement":[|]}"#,
        "{\n  \"Version\": \"1\",\n  \"Statement\": [\n    |\n  ]\n}",
        r#"{"Version":"1","Statement":[{"Effect":"Deny"},|]}"#,
    ] {
        let (text, found) = at_cursor(marked);
        assert!(!found.items.is_empty(), "{marked}");
        for item in &found.items {
            let after = taken(&text, &found, item);
            assert!(Tree::parse(after.as_str()).problems().is_empty(), "{after}");
            let document = Document::parse(after.as_str(), &CATALOG);
            assert!(
                document
                    .statements()
                    .iter()
                    .any(|statement| statement.element(crate::Element::Sid).is_some())
            );
        }
    }
}

#[test]
fn nothing_where_nothing_fits() {
    for marked in
        ["{} |", "{ // |\n}", "{ # |", "[|]", r#"{"Version" |}"#, r#"{"a":{"b":{"c":{"d":{"e":{"f":{"g":|"#]
    {
        let (_, found) = at_cursor(marked);
        assert_eq!(found.items, [], "{marked}");
    }
}

#[test]
fn every_language_has_details() {
    for language in Language::ALL {
        for marked in [
            "{|}",
            r#"{"Statement":[{|}]}"#,
            r#"{"Statement":[|]}"#,
            r#"{"Statement":[{"Effect":|}]}"#,
            r#"{"Statement":[{"Action":|}]}"#,
            r#"{"Statement":[{"Principal":|}]}"#,
            r#"{"Statement":[{"Resource":|}]}"#,
            r#"{"Statement":[{"Condition":{|}}]}"#,
            r#"{"Statement":[{"Condition":{"?":{|}}}]}"#,
            r#"{"Statement":[{"Condition":{"?":{"acs:SourceVpc":|}}}]}"#,
            r#"{"Statement":[{"Condition":{"?":{"acs:SourceIp":|}}}]}"#,
            r#"{"Statement":[{"Condition":{"?":{"acs:VpcSourceIp":|}}}]}"#,
            r#"{"Statement":[{"Condition":{"?":{"acs:CurrentTime":|}}}]}"#,
            r#"{"Statement":[{"Condition":{"Bool":{"":|}}}]}"#,
            r#"{"Statement":[{"Condition":{"NumericEquals":{"":|}}}]}"#,
        ] {
            let offset = marked.find('|').expect("a cursor");
            let text = marked.replacen('|', "", 1);
            let items = completion(&text, offset, Kind::Key, language).items;
            assert!(!items.is_empty(), "{marked}");
            for item in items {
                let is_key = |text: &str| !text.contains(' ') && text.contains('.') && text.is_ascii();
                let readable = !item.detail.is_empty() && !is_key(&item.detail);
                assert!(readable, "{language:?} {marked} {item:?}");
                assert!(item.kind != ItemKind::Statement || !item.label.starts_with("template."), "{item:?}");
            }
        }
    }
}

/// Bytes that look like a policy, at least in parts.
fn near_json() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"",
            "'",
            "\\",
            " ",
            "\n",
            "//",
            "/*",
            "*/",
            "#",
            "\u{feff}",
            "\"Version\"",
            "\"Statement\"",
            "\"Effect\"",
            "\"Principal\"",
            "\"RAM\"",
            "\"Action\"",
            "\"Condition\"",
            "\"StringEquals\"",
            "\"acs:SourceVpc\"",
            "\"kms:De",
            "true",
            "1",
            "kms",
            "日本",
            "\u{1f600}",
            "{\"Statement\":[{",
            "\"\\ud83d\"",
        ])
        .prop_map(|piece| piece.as_bytes().to_vec()),
        prop::collection::vec(any::<u8>(), 0..3),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_offset_of_any_text(bytes in near_json(), offset in 0_usize..96) {
        let document = Document::parse(bytes.clone(), &CATALOG);
        let found = complete(&document, offset, &known(), Kind::Key, Some(OWNER), &CATALOG, Language::Chinese);
        prop_assert!(found.span.start <= found.span.end);
        if offset <= bytes.len() {
            prop_assert!(found.span.touches(offset));
            prop_assert!(found.span.end <= bytes.len());
        }
        for item in &found.items {
            prop_assert!(item.insert.is_char_boundary(item.caret));
        }
    }

    #[test]
    fn any_beginning_of_a_policy(offset in 0_usize..400) {
        let text = policy(&[&owner_statement()]);
        let beginning = text.get(..offset.min(text.len())).unwrap_or_default();
        completion(beginning, beginning.len(), Kind::Secret, Language::Indonesian);
    }
}

#[test]
fn deep_text_is_no_trouble() {
    let deep = "[".repeat(100_000);
    assert_eq!(completion(&deep, 50_000, Kind::Key, Language::English).items, []);
    let wrong = format!("{}{}", "[".repeat(15_000), "}".repeat(15_000));
    assert_eq!(completion(&wrong, 30_000, Kind::Key, Language::English).items, []);
}
