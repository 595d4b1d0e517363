use super::ram_policy_for_outside;
use crate::{
    catalog::{Kind, tests::CATALOG},
    document::Document,
    lint::tests::{OWNER, owner_statement, policy},
    principal::Principal,
};

/// Actions and resource of the RAM policy for a user.
fn check(kind: Kind, name: &str, actions: &[&str], resource: &str) {
    let statement = |effect: &str, users: &str, actions: &str| {
        format!(
            r#"{{"Effect":"{effect}","Principal":{{"RAM":[{users}]}},"Action":[{actions}],"Resource":["*"]}}"#
        )
    };
    let user = |name: &str| format!("acs:ram::5555666677778881:user/{name}");
    let text = policy(&[
        &owner_statement(),
        &statement("Allow", &format!("\"{}\",\"{}\"", user("a"), user("b")), r#""kms:decrypt","kms:Desc*""#),
        &statement(
            "Allow",
            &format!("\"{}\"", user("a")),
            r#""kms:GetSecretValue","kms:Decrypt","kms:Nothing*""#,
        ),
        &statement("Deny", &format!("\"{}\"", user("a")), r#""kms:Encrypt""#),
    ]);
    let document = Document::parse(text, &CATALOG);
    let principal = Principal::parse(&user(name)).expect("a principal");
    let found = ram_policy_for_outside(&document, &principal, kind, OWNER, &CATALOG);
    let found: serde_json::Value = serde_json::from_str(&found).expect("JSON");
    let expected = serde_json::json!({
        "Version": "1",
        "Statement": [{"Effect": "Allow", "Action": actions, "Resource": [resource]}],
    });
    assert_eq!(found, expected, "{kind:?} {name}");
}

#[test]
fn what_a_principal_needs_at_home() {
    let (keys, secrets) = (format!("acs:kms:*:{OWNER}:key/*"), format!("acs:kms:*:{OWNER}:secret/*"));
    check(Kind::Key, "a", &["kms:Decrypt", "kms:Desc*"], &keys);
    check(Kind::Key, "b", &["kms:Decrypt", "kms:Desc*"], &keys);
    check(Kind::Secret, "a", &["kms:Desc*", "kms:GetSecretValue"], &secrets);
    check(Kind::Secret, "b", &["kms:Desc*"], &secrets);
    check(Kind::Secret, "c", &[], &secrets);
}
