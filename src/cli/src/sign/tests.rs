use super::sign_text;
use serde_json::{Value, json};

fn vectors() -> Vec<Value> {
    serde_json::from_str(include_str!("../../../signer/testdata/acs3-vectors.json")).unwrap()
}

#[test]
fn every_vector_is_signed_with_and_without_its_list_of_headers() {
    for vector in vectors() {
        let mut without = vector.clone();
        without.as_object_mut().unwrap().remove("signed_headers");
        for input in [&vector, &without] {
            let signed = sign_text(&input.to_string()).unwrap();
            let name = &vector["name"];
            assert_eq!(vector["canonical_request"], signed.canonical_request, "{name}");
            assert_eq!(vector["string_to_sign"], signed.string_to_sign, "{name}");
            assert_eq!(vector["signature"], signed.signature, "{name}");
            assert_eq!(vector["authorization"], signed.authorization, "{name}");
        }
    }
}

#[test]
fn headers_that_the_scheme_needs_are_added() {
    for mut vector in vectors() {
        let headers = vector["headers"].as_object_mut().unwrap();
        for name in ["x-acs-date", "x-acs-signature-nonce", "x-acs-content-sha256", "x-acs-security-token"] {
            headers.remove(name);
        }
        let signed = sign_text(&vector.to_string()).unwrap();
        assert_eq!(vector["authorization"], signed.authorization, "{}", vector["name"]);
    }
}

#[test]
fn other_schemes_and_other_shapes_are_refused_in_one_sentence() {
    let error = sign_text(
        &json!({"scheme": "RPC-HMAC-SHA1", "method": "GET", "access_key_id": "a", "access_key_secret": "b"})
            .to_string(),
    );
    assert_eq!(
        format!("{:#}", error.unwrap_err()),
        "cannot sign with scheme `RPC-HMAC-SHA1`: only ACS3-HMAC-SHA256 is supported"
    );
    let error = sign_text(r#"{"method":"GET","access_key_id":"a","access_key_secret":["canary"]}"#);
    let error = format!("{:#}", error.unwrap_err());
    assert!(error.contains("vector format") && !error.contains("canary"), "{error}");
}
