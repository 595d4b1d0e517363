use super::sign_text;
use serde_json::{Value, json};

fn vectors() -> Vec<Value> {
    serde_json::from_str(include_str!("../../../signer/testdata/acs3-vectors.json")).unwrap()
}

fn rpc1_vectors() -> Vec<Value> {
    serde_json::from_str(include_str!("../../../signer/testdata/rpc1-vectors.json")).unwrap()
}

fn assert_agrees(vector: &Value, input: &Value) {
    let signed = sign_text(&input.to_string()).unwrap();
    let name = &vector["name"];
    assert_eq!(vector["canonical_request"], signed.canonical_request, "{name}");
    assert_eq!(vector["string_to_sign"], signed.string_to_sign, "{name}");
    assert_eq!(vector["signature"], signed.signature, "{name}");
    assert_eq!(vector["authorization"], signed.authorization, "{name}");
}

#[test]
fn every_vector_is_signed_with_and_without_its_list_of_headers() {
    for vector in vectors() {
        let mut without = vector.clone();
        without.as_object_mut().unwrap().remove("signed_headers");
        assert_agrees(&vector, &vector);
        assert_agrees(&vector, &without);
    }
}

#[test]
fn every_vector_of_the_older_scheme_is_signed() {
    for vector in rpc1_vectors() {
        assert_agrees(&vector, &vector);
        // The same without what can be told from the other members.
        let mut less = vector.clone();
        less.as_object_mut().unwrap().remove("body_params");
        let query = less["query"].as_object_mut().unwrap();
        for name in [
            "AccessKeyId",
            "SignatureMethod",
            "SignatureVersion",
            "SignatureNonce",
            "Timestamp",
            "SecurityToken",
        ] {
            query.remove(name);
        }
        assert_agrees(&vector, &less);
    }
}

#[test]
fn the_form_s_value_is_signed_where_a_name_stands_twice() {
    let signed = sign_text(
        &json!({
            "scheme": "RPC-HMAC-SHA1", "method": "POST", "access_key_id": "a", "access_key_secret": "b",
            "query": {"A": "1"}, "body_params": {"A": "2"},
        })
        .to_string(),
    );
    assert!(signed.unwrap().canonical_request.starts_with("A=2&AccessKeyId=a&"));
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
    for scheme in
        ["ACS4-HMAC-SHA256", "ACS3-HMAC-SM3", "ACS3-RSA-SHA256", "ROA-HMAC-SHA1", "", "acs3-hmac-sha256"]
    {
        let error = sign_text(
            &json!({"scheme": scheme, "method": "GET", "access_key_id": "a", "access_key_secret": "b"})
                .to_string(),
        );
        assert_eq!(
            format!("{:#}", error.unwrap_err()),
            format!(
                "cannot sign with scheme `{scheme}`: only ACS3-HMAC-SHA256 and RPC-HMAC-SHA1 are supported"
            )
        );
    }
    let error = sign_text(
        r#"{"scheme":"RPC-HMAC-SHA1","method":"POST","access_key_id":"a","access_key_secret":"b",
            "headers":{"content-type":"application/x-www-form-urlencoded"},"body":"A=canary%FF"}"#,
    );
    assert_eq!(format!("{:#}", error.unwrap_err()), "cannot read the form body: it is not UTF-8");
    let error = sign_text(r#"{"method":"GET","access_key_id":"a","access_key_secret":["canary"]}"#);
    let error = format!("{:#}", error.unwrap_err());
    assert!(error.contains("vector format") && !error.contains("canary"), "{error}");
}
