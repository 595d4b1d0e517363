//! The same two operations of the AWS service, for its emulator. It verifies no signature, so there is none.

use std::{net::SocketAddr, sync::Arc};

use serde_json::{Value, json};

use crate::{Make, connection::Connection};

const POLICY: &str = r#"{"Version":"2012-10-17","Statement":[{"Sid":"Enable IAM User Permissions","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"kms:*","Resource":"*"}]}"#;

fn request(address: SocketAddr, operation: &str, body: &Value) -> Vec<u8> {
    let body = body.to_string();
    format!(
        "POST / HTTP/1.1\r\nhost: {address}\r\nx-amz-target: TrentService.{operation}\r\n\
         content-type: application/x-amz-json-1.1\r\n\
         authorization: AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/kms/aws4_request, SignedHeaders=host, Signature=0\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// Makes a key to ask for.
pub(crate) async fn create_key(address: SocketAddr) -> Result<String, String> {
    let failed = |error: std::io::Error| format!("cannot make a key in the AWS emulator: {error}");
    let mut connection = Connection::open(address).await.map_err(failed)?;
    let answer = connection.exchange(&request(address, "CreateKey", &json!({}))).await.map_err(failed)?;
    let answer: Value = serde_json::from_slice(&answer.body).map_err(|error| error.to_string())?;
    let id = answer.pointer("/KeyMetadata/KeyId").and_then(Value::as_str);
    id.map(str::to_owned).ok_or_else(|| "the AWS emulator made no key".to_owned())
}

pub(crate) fn requests(address: SocketAddr, operation: &str, key_id: &str) -> Result<Make, String> {
    let (operation, body) = match operation {
        "GetKeyPolicy" => ("GetKeyPolicy", json!({"KeyId": key_id, "PolicyName": "default"})),
        "SetKeyPolicy" => {
            ("PutKeyPolicy", json!({"KeyId": key_id, "PolicyName": "default", "Policy": POLICY}))
        }
        other => return Err(format!("`{other}` is no operation of this load")),
    };
    let request = request(address, operation, &body);
    Ok(Arc::new(move || request.clone()))
}
