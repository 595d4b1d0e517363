use proptest::prelude::*;

use super::{canonical, same_meaning, same_statements};
use crate::{catalog::tests::CATALOG, document::Document};

fn read(text: impl Into<Vec<u8>>) -> Document {
    Document::parse(text, &CATALOG)
}

fn policy(statements: &str) -> String {
    format!(r#"{{"Version":"1","Statement":[{statements}]}}"#)
}

const ONE: &str = r#"{"Sid":"a","Effect":"Allow","Principal":{"RAM":["acs:ram::1111222233334444:role/Ops","acs:ram::1111222233334444:user/Ann"]},"Action":["kms:Decrypt","kms:Encrypt"],"Resource":["*"],"Condition":{"StringEquals":{"acs:SourceVpc":["vpc-1","vpc-2"]}}}"#;
const TWO: &str = r#"{"Effect":"Deny","Principal":{"RAM":"*"},"Action":"kms:*","Resource":"*"}"#;

/// Whether the texts have the same meaning, and whether they are equal by value.
#[test]
fn spelling_does_not_count_and_content_does() {
    let one = policy(ONE);
    let both = policy(&format!("{ONE},{TWO}"));
    for (left, right, meaning, value) in [
        (one.clone(), one.replace(',', " ,\n"), true, true),
        (one.clone(), format!("\u{feff}{one} // why"), true, true),
        (one.clone(), one.replace("kms:Decrypt", r"KMS:decr\u0079pt"), true, true),
        (one.clone(), one.replace(r#""kms:Decrypt","#, r#""kms:Encrypt","kms:Decrypt","#), true, true),
        (one.clone(), one.replace("role/Ops", "role/ops"), true, true),
        (one.clone(), one.replace("user/Ann", "user/ann"), false, false),
        (one.clone(), one.replace(r#"["*"]"#, r#""*""#), true, true),
        (one.clone(), one.replace(r#"["vpc-1","vpc-2"]"#, r#"["vpc-2","vpc-1","vpc-1"]"#), true, true),
        (one.clone(), one.replace("vpc-1", "vpc-3"), false, false),
        (one.clone(), one.replace(r#""Sid":"a","#, ""), true, false),
        (one.clone(), one.replace(r#""Sid":"a","#, r#""Sid":7,"#), false, false),
        (one.clone(), one.replace("Allow", "Deny"), false, false),
        (one.clone(), one.replace("\"1\"", "1"), false, false),
        (
            one.clone(),
            one.replace(r#""Resource":["*"]"#, r#""Resource":["*"],"Resource":["*"]"#),
            false,
            false,
        ),
        (one.clone(), one.replace("kms:Decrypt", "oss:decrypt"), false, false),
        (both.clone(), policy(&format!("{TWO},{ONE}")), true, false),
        (both.clone(), policy(&format!("{TWO},{ONE},{TWO}")), true, false),
        (
            policy(TWO),
            policy(&TWO.replace(r#""Resource":"*""#, r#""Resource":"*","Condition":{}"#)),
            true,
            true,
        ),
        (policy(TWO), policy(&TWO.replace("Deny", "deny")), false, false),
        (policy("1,2"), policy("1, 2"), true, true),
        (policy("12"), policy("1,2"), false, false),
        (policy(""), r#"{"Version":"1"}"#.to_owned(), false, false),
        ("not a policy".to_owned(), "not  a policy".to_owned(), true, true),
        (format!("{one} x"), one.clone(), false, false),
        (r#"{"Statement":[],"Version":"1"}"#.to_owned(), policy(""), true, true),
    ] {
        let (a, b) = (read(left.clone()), read(right.clone()));
        assert_eq!(same_meaning(&a, &b), meaning, "meaning of\n{left}\n{right}");
        assert_eq!(same_statements(&a, &b), value, "value of\n{left}\n{right}");
    }
}

#[test]
fn json_is_sorted() {
    let json = canonical(&read(policy(&format!("{TWO},3")))).to_json();
    let expected = r#"{"document":{"members":{"Version":["\"1\""]},"statements":[{"plain":{"effect":"Deny","principals":["*"],"actions":["kms:*"],"conditions":[]}},{"other":["3"]}]}}"#;
    assert_eq!(json, expected);
    assert_ne!(
        canonical(&read(b"\xff".as_slice())).to_json(),
        canonical(&read(b"\xfe".as_slice())).to_json()
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: crate::oracle::cases(100_000), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn equal_values_have_equal_json(
        left in "[\\[\\]{}\",:a \\\\\u{e9}]{0,12}",
        right in "[\\[\\]{}\",:a \\\\\u{e9}]{0,12}",
    ) {
        let (one, other) = (canonical(&read(left)), canonical(&read(right)));
        prop_assert_eq!(one == other, one.to_json() == other.to_json());
        prop_assert_eq!(one.clone().meaning().meaning(), one.meaning());
    }

    #[test]
    fn any_bytes_have_a_form(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
        let form = canonical(&read(bytes));
        prop_assert!(!form.to_json().is_empty());
    }
}
