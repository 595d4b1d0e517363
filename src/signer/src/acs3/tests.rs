use super::{Call, Signable, sign};
use crate::{Credential, SignError, parse_date, testdata::vectors};

#[test]
fn every_vector_agrees_at_every_stage() {
    let vectors = vectors();
    assert_eq!(vectors.len(), 44);
    for vector in vectors {
        let name = &vector.name;
        let extra: Vec<&str> = match name.starts_with("hdr-python-sdk-style") {
            true => vec!["accept", "user-agent"],
            false => vec![],
        };
        let signed = sign(&vector.signable(), &vector.credential(), &extra).unwrap();
        assert_eq!(signed.canonical_request, vector.canonical_request, "{name}: canonical request");
        assert_eq!(signed.string_to_sign, vector.string_to_sign, "{name}: string to sign");
        assert_eq!(signed.signature, vector.signature, "{name}: signature");
        assert_eq!(signed.authorization, vector.authorization, "{name}: authorization");
    }
}

#[test]
fn the_published_examples_are_reproduced() {
    let published = [
        ("official-doc-runinstances", "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"),
        (
            "official-doc-runinstances-header-table",
            "e521358f7776c97df52e6b2891a8bc73026794a071b50c3323388c4e0df64804",
        ),
    ];
    let vectors = vectors();
    for (name, signature) in published {
        let vector = vectors.iter().find(|vector| vector.name == name).unwrap();
        let signed = sign(&vector.signable(), &vector.credential(), &[]).unwrap();
        assert_eq!(signed.signature, signature, "{name}");
    }
}

#[test]
fn the_headers_of_a_call_are_those_of_the_vectors() {
    for name in ["kms-list-kms-instances", "kms-decrypt-form-body-pctform", "kms-ipv6-host-port"] {
        let vector = vectors().into_iter().find(|vector| vector.name == name).unwrap();
        let call = Call {
            host: &vector.headers["host"],
            action: &vector.headers["x-acs-action"],
            version: &vector.headers["x-acs-version"],
            content_type: vector.headers.get("content-type").map(String::as_str),
            body: vector.body.as_bytes(),
        };
        let date = parse_date(&vector.date).unwrap();
        let headers = call.headers(&vector.credential(), date, &vector.nonce);
        let request = vector.signable();
        let signed = sign(&Signable { headers: &headers, ..request }, &vector.credential(), &[]).unwrap();
        assert_eq!(signed.authorization, vector.authorization, "{name}");
    }
}

#[test]
fn a_token_of_temporary_keys_is_signed() {
    let credential = Credential {
        access_key_id: "id".into(),
        access_key_secret: "secret".into(),
        security_token: Some("token".into()),
    };
    let call = Call { host: "kms.example", action: "A", version: "1", content_type: None, body: b"" };
    let headers = call.headers(&credential, "2026-02-02T01:07:13Z".parse().unwrap(), "n");
    let request = Signable { method: "GET", path: "/", query: &[], headers: &headers, body: b"" };
    let signed = sign(&request, &credential, &[]).unwrap();
    assert!(signed.canonical_request.contains("\nx-acs-security-token:token\n"));
}

#[test]
fn refuses_what_could_smuggle_headers() {
    let credential =
        Credential { access_key_id: "id".into(), access_key_secret: "s".into(), security_token: None };
    let cases = [
        ("x-acs-test", "a\r\nhost: evil", SignError::ControlCharacter("x-acs-test".into())),
        ("x-acs-test", "a\n", SignError::ControlCharacter("x-acs-test".into())),
        ("accept", "a\0b", SignError::ControlCharacter("accept".into())),
        ("x-acs test", "a", SignError::HeaderName("x-acs test".into())),
        ("x:y", "a", SignError::HeaderName("x:y".into())),
        ("", "a", SignError::HeaderName(String::new())),
    ];
    for (name, value, expected) in cases {
        let headers = [(name.to_owned(), value.to_owned())];
        let request = Signable { method: "GET", path: "/", query: &[], headers: &headers, body: b"" };
        assert_eq!(sign(&request, &credential, &[]), Err(expected), "{name}: {value:?}");
    }
    let request = Signable { method: "GET", path: "/", query: &[], headers: &[], body: b"" };
    assert_eq!(sign(&request, &credential, &["accept"]), Err(SignError::MissingHeader("accept".into())));
}

#[test]
fn values_of_one_name_are_sorted_and_joined() {
    let credential =
        Credential { access_key_id: "id".into(), access_key_secret: "s".into(), security_token: None };
    let headers =
        [("X-Acs-B".into(), " 2 ".into()), ("x-acs-a".into(), "".into()), ("x-acs-b".into(), "1".into())];
    let query = [("a".into(), "2".into()), ("#4#n".into(), "x".into()), ("a".into(), "1".into())];
    let request = Signable { method: "get", path: "", query: &query, headers: &headers, body: b"" };
    let signed = sign(&request, &credential, &[]).unwrap();
    assert!(
        signed
            .canonical_request
            .starts_with("GET\n/\n%234%23n=x&a=1&a=2\nx-acs-a:\nx-acs-b:1,2\n\nx-acs-a;x-acs-b\n"),
        "{}",
        signed.canonical_request
    );
}
