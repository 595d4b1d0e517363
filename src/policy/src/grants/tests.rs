use super::{Grant, Grants};
use crate::{
    catalog::{Kind, tests::CATALOG},
    document::Document,
    lint::tests::{OWNER, policy},
    principal::Principal,
};

fn statement(effect: &str, who: &str, actions: &str, condition: &str) -> String {
    format!(
        r#"{{"Effect":"{effect}","Principal":{{"RAM":"acs:ram::{OWNER}:{who}"}},"Action":[{actions}],"Resource":"*"{condition}}}"#
    )
}

const CONDITION: &str = r#","Condition":{"Bool":{"acs:SecureTransport":"true"}}"#;

#[test]
fn denies_reach_the_entries_inside_their_own() {
    let allow = |who| statement("Allow", who, r#""kms:*""#, "");
    for (statements, who, expected) in [
        (vec![allow("user/a")], "user/a", Grant::Always),
        (vec![allow("user/a")], "user/b", Grant::Never),
        (vec![allow("*")], "user/a", Grant::Never),
        (vec![allow("role/Ops")], "role/ops", Grant::Always),
        (vec![statement("Allow", "user/a", r#""kms:D*""#, CONDITION)], "user/a", Grant::Maybe),
        (vec![statement("Allow", "user/a", r#""Decrypt""#, "")], "user/a", Grant::Never),
        (vec![allow("user/a"), statement("Deny", "*", r#""kms:Decrypt""#, "")], "user/a", Grant::Never),
        (
            vec![allow("user/a"), statement("Deny", "*", r#""kms:Decrypt""#, CONDITION)],
            "user/a",
            Grant::Maybe,
        ),
        (vec![allow("user/a"), statement("Deny", "user/a*", r#""kms:D?crypt""#, "")], "user/a", Grant::Never),
        (vec![allow("user/a"), statement("Deny", "user/b", r#""kms:*""#, "")], "user/a", Grant::Always),
        (vec![allow("*"), statement("Deny", "user/a", r#""kms:*""#, "")], "*", Grant::Always),
        (vec![allow("role/Ops"), statement("Deny", "role/ops", r#""kms:*""#, "")], "role/Ops", Grant::Never),
        (
            vec![allow("user/a"), statement("Deny", "*", r#""kms:*""#, "").replace("Deny", "deny")],
            "user/a",
            Grant::Always,
        ),
    ] {
        let text = policy(&statements.iter().map(String::as_str).collect::<Vec<_>>());
        let document = Document::parse(text.as_str(), &CATALOG);
        let grants = Grants::new(&document, Kind::Key, &CATALOG);
        let principal = Principal::parse(&format!("acs:ram::{OWNER}:{who}")).expect(who);
        assert_eq!(grants.grant(&principal, "Decrypt"), expected, "{text} {who}");
        assert_eq!(grants.grant(&principal, "GetSecretValue"), Grant::Never, "outside of the scope");
    }
}

#[test]
fn patterns_mean_the_actions_that_they_match() {
    let document = Document::parse("", &CATALOG);
    let grants = Grants::new(&document, Kind::Key, &CATALOG);
    for pattern in
        ["*", "get*", "d*key", "?ecrypt", "decrypt", "en?ry*", "x*", "nothing", "listaliases*", "*y"]
    {
        let pattern = crate::ActionPattern::of_name(pattern);
        let set = grants.scope().set_of(&pattern);
        let found: Vec<&str> = grants.scope().of(&set).map(|action| action.name.as_str()).collect();
        let expected: Vec<&str> = grants
            .actions()
            .filter(|action| pattern.covers(&action.name))
            .map(|action| action.name.as_str())
            .collect();
        assert_eq!(found, expected, "{pattern}");
    }
}
