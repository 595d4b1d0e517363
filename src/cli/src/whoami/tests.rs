use super::{as_json, as_text, refused};
use kms_api::{AccountId, ApiError};
use kms_proxy::{CallError, Identity, Profile};

fn identity(kind: &str, name: &str) -> Identity {
    Identity {
        account_id: AccountId::parse("1147203918250263").unwrap(),
        arn: format!("acs:…:{name}"),
        identity_type: kind.to_owned(),
        name: name.to_owned(),
    }
}

fn profile() -> Profile {
    let credential = kms_signer::Credential {
        access_key_id: "id".to_owned(),
        access_key_secret: "canary".into(),
        security_token: Some("canary".into()),
    };
    let mut profile = Profile::fixed("work", credential);
    profile.warnings.push("odd".to_owned());
    profile
}

#[test]
fn every_kind_of_identity_is_put_in_words() {
    for (kind, name, expected) in [
        ("Account", "root", "the account itself"),
        ("RAMUser", "li.wei", "RAM user li.wei"),
        ("AssumedRoleUser", "ops/me", "role session ops/me"),
        ("Robot", "r2", "Robot r2"),
    ] {
        let text = as_text(&identity(kind, name), &profile());
        assert!(text.contains(&format!("\nIdentity     {expected}\n")), "{text}");
        assert!(text.ends_with("\nWarning      odd") && !text.contains("canary"), "{text}");
        assert!(!as_json(&identity(kind, name), &profile()).contains("canary"));
    }
}

#[test]
fn a_refusal_has_code_request_id_and_cause_where_there_are_some() {
    let error = |request_id: &str, cause: Option<&str>| {
        let (code, message) = ("C".to_owned(), "text".to_owned());
        let error = ApiError { code, message, request_id: request_id.to_owned(), ..ApiError::default() };
        refused(&CallError { error, cause: cause.map(str::to_owned) }).to_string()
    };
    assert_eq!(error("R", None), "text (C, request id R)");
    assert_eq!(error("", Some("cause")), "text, cause (C)");
}
