//! What the page is told of an answer of the cloud: any bytes give a bounded error, what can be read is kept, and the text
//! of a signature error never gets through.

use kms_proxy::told;
use reqwest::{StatusCode, header::HeaderMap};
use serde_json::json;

use super::ensure_same;
use crate::source::Source;

/// Stands in the texts that must not leave.
const CANARY: &str = "canary-7f3d";
/// Longest text and longest request id that are passed on, in characters.
const LONGEST: (usize, usize) = (4_096, 64);

const CODES: [&str; 6] = [
    "Forbidden.KeyNotFound",
    "Rejected.Throttling",
    "SerivceUnvailableTemporary",
    "SignatureDoesNotMatch",
    "InvalidSecurityToken.Expired",
    "InvalidTimeStamp.Expired",
];

pub(crate) fn run(source: &mut Source) -> Result<(), String> {
    let code = source.pick(&CODES);
    let secret =
        matches!(code, "SignatureDoesNotMatch" | "InvalidSecurityToken.Expired" | "InvalidTimeStamp.Expired");
    let message = if secret { format!("server string to sign is:{CANARY}") } else { source.text(6) };
    let id = format!("{:032X}", source.bits());
    let status = source.pick(&[400, 403, 404, 429, 500, 503]);
    let body = if source.chance(50) {
        json!({"RequestId": id, "HostId": "kms", "Code": code, "Message": message}).to_string()
    } else {
        let value = json!({"RequestId": id, "Code": code, "Message": message});
        kms_gateway::xml::document(if source.chance(50) { "Error" } else { "KMS" }, &value)
    };
    let input = format!("{status} {body}");
    let Err(error) = answer(status, body.clone().into_bytes()) else {
        return Err(format!("no refusal: {input}"));
    };
    ensure_same(&format!("request id of {input}"), &error.request_id, &id)?;
    if secret {
        ensure_same(&format!("leak of {input}"), &error.message.contains(CANARY), &false)?;
    } else {
        ensure_same(&format!("code of {input}"), &error.code.as_str(), &code)?;
    }

    // The same, spoilt: nothing may break, grow or leak.
    let mut bytes = body.into_bytes();
    for _ in 0..=source.below(3) {
        source.mutate(&mut bytes);
    }
    if source.chance(5) {
        bytes.extend(std::iter::repeat_n(b'[', 100_000));
    }
    let status = source.pick(&[200, 204, 302, 400, 429, 500, 502]);
    let input = format!("{status} {:?}", String::from_utf8_lossy(&bytes));
    match answer(status, bytes) {
        Ok(body) => {
            serde_json::from_slice::<serde_json::Value>(&body)
                .map_err(|error| format!("{error}: {input}"))?;
        }
        Err(error) => {
            let lengths = (error.message.chars().count(), error.request_id.chars().count());
            if lengths.0 > LONGEST.0 || lengths.1 > LONGEST.1 {
                return Err(format!("{lengths:?} characters: {input}"));
            }
            if error.message.chars().any(char::is_control) {
                return Err(format!("control characters in the text: {input}"));
            }
        }
    }
    Ok(())
}

fn answer(status: u16, body: Vec<u8>) -> Result<Vec<u8>, kms_api::ApiError> {
    let status = StatusCode::from_u16(status).unwrap_or_default();
    told(status, &HeaderMap::new(), body.into()).map(|answer| answer.body.to_vec())
}
