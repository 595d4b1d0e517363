use super::{Document, Effect, Validity};
use crate::catalog::tests::CATALOG;

fn statement(members: &str) -> super::Statement {
    let text = format!(r#"{{"Version":"1","Statement":[{{{members}}}]}}"#);
    Document::parse(text, &CATALOG).statements().first().expect("a statement").clone()
}

const VALID: &str =
    r#""Effect":"Deny","Principal":{"RAM":"acs:ram::1111222233334444:*"},"Action":"kms:*","Resource":"*""#;

#[test]
fn validity() {
    for (members, expected) in [
        (VALID.to_owned(), Validity::Sound),
        (VALID.replace("\"Resource\":\"*\"", "\"Resource\":[\"*\"]"), Validity::Sound),
        (VALID.replace("\"Resource\":\"*\"", "\"Resource\":[\"*\",\"*\"]"), Validity::Unknown),
        (VALID.replace("Deny", "deny"), Validity::Unknown),
        (VALID.replace("RAM", "AWS"), Validity::Unknown),
        (format!("{VALID},\"NotAction\":\"kms:*\""), Validity::Unknown),
        (format!("{VALID},\"Condition\":{{}}"), Validity::Sound),
        (format!("{VALID},\"Condition\":{{\"StringEquals\":{{\"k\":[]}}}}"), Validity::MatchesNothing),
        (format!("{VALID},\"Condition\":{{\"IpAddress\":{{\"k\":\"x\"}}}}"), Validity::MatchesNothing),
        (format!("{VALID},\"Condition\":{{\"Foo\":{{\"k\":\"x\"}}}}"), Validity::Unknown),
        (format!("{VALID},\"Condition\":{{\"StringEquals\":{{\"k\":1}}}}"), Validity::Unknown),
        (format!("{VALID},\"Condition\":{{\"k\":\"x\"}}"), Validity::Unknown),
        (format!("{VALID} \"x\""), Validity::Unknown),
    ] {
        let found = statement(&members);
        assert_eq!(found.validity, expected, "{members}");
        assert!(found.may_deny || found.effect == Some(Effect::Deny));
    }
}

#[test]
fn one_statement_without_a_list_is_read() {
    let text = format!(r#"{{"Version":"1","Statement":{{{VALID}}}}}"#);
    assert_eq!(Document::parse(text, &CATALOG).statements().len(), 1);
}
