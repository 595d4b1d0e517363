//! Requests to the simulated cloud, each with a signature of its own.

use std::{net::SocketAddr, sync::Arc};

use jiff::Timestamp;
use kms_api::Product;
use kms_signer::{Call, Credential, Signable, encode::encode_pairs, sign};

use crate::Make;

/// The document that `SetKeyPolicy` writes again and again.
const POLICY: &str = r#"{"Version":"1","Statement":[{"Sid":"kms default key policy","Effect":"Allow","Principal":{"RAM":["acs:ram::1147203918250263:*"]},"Action":["kms:*"],"Resource":["*"]}]}"#;

pub(crate) fn credential(id: String, secret: &str) -> Credential {
    Credential { access_key_id: id, access_key_secret: secret.into(), security_token: None }
}

pub(crate) fn requests(
    address: SocketAddr,
    credential: Credential,
    operation: &str,
    key_id: &str,
) -> Result<Make, String> {
    let mut query =
        vec![("KeyId".to_owned(), key_id.to_owned()), ("PolicyName".to_owned(), "default".to_owned())];
    if operation == "SetKeyPolicy" {
        query.push(("Policy".to_owned(), POLICY.to_owned()));
    }
    let (operation, host) = (operation.to_owned(), address.to_string());
    let target = encode_pairs(&query);
    // Tells at once what would else be an error in each call.
    signed(&credential, &operation, &host, &query, &target)?;
    Ok(Arc::new(move || signed(&credential, &operation, &host, &query, &target).unwrap_or_default()))
}

fn signed(
    credential: &Credential,
    operation: &str,
    host: &str,
    query: &[(String, String)],
    target: &str,
) -> Result<Vec<u8>, String> {
    let call =
        Call { host, action: operation, version: Product::Kms.version(), content_type: None, body: b"" };
    let nonce = format!("{:032x}", u128::from_be_bytes(rand::random()));
    let headers = call.headers(credential, Timestamp::now(), &nonce);
    let signable = Signable { method: "POST", path: "/", query, headers: &headers, body: b"" };
    let signed = sign(&signable, credential, &[]).map_err(|error| error.to_string())?;
    let mut request = format!("POST /?{target} HTTP/1.1\r\n");
    for (name, value) in &headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str(&format!("authorization: {}\r\ncontent-length: 0\r\n\r\n", signed.authorization));
    Ok(request.into_bytes())
}
