use super::Credential;

#[test]
fn debug_output_shows_the_id_and_no_secret() {
    let credential = Credential {
        access_key_id: "an-id".into(),
        access_key_secret: "canary-secret".into(),
        security_token: Some("canary-token".into()),
    };
    let text = format!("{credential:?} {:?}", credential.access_key_secret);
    assert!(text.contains("an-id"), "{text}");
    assert!(!text.contains("canary"), "{text}");
}
