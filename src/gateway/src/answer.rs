//! Answers on the wire: JSON, a request id in body and header, the cloud's content type.

use crate::fault::{Envelope, Fault};
use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use http_body_util::Full;
use serde_json::{Value, json};

pub(crate) type Answer = Response<Full<Bytes>>;

/// Upper-case UUID, version 4, as the cloud writes request ids.
pub(crate) fn new_request_id() -> String {
    let bits = u128::from_be_bytes(rand::random());
    let version_4 = (bits & !(0xf << 76)) | (4 << 76);
    let variant_1 = (version_4 & !(0b11 << 62)) | (0b10 << 62);
    let hex = format!("{variant_1:032X}");
    [0..8, 8..12, 12..16, 16..20, 20..32]
        .into_iter()
        .filter_map(|part| hex.get(part))
        .collect::<Vec<_>>()
        .join("-")
}

/// A success: the operation's members and `RequestId` beside them.
pub(crate) fn success(body: Value, request_id: &str) -> Answer {
    let mut body = body;
    if let Value::Object(members) = &mut body {
        members.insert("RequestId".to_owned(), request_id.into());
    }
    json_answer(StatusCode::OK, &body, request_id)
}

/// An error in the envelope that belongs to it.
pub(crate) fn failure(fault: &Fault, host: &str, request_id: &str) -> Answer {
    let body = match fault.envelope {
        Envelope::Gateway => json!({
            "RequestId": request_id,
            "HostId": host,
            "Code": fault.code,
            "Message": fault.message,
            "Recommend": "",
        }),
        Envelope::Kms => json!({
            "HttpStatus": fault.status,
            "Code": fault.code,
            "Message": fault.message,
            "RequestId": request_id,
        }),
    };
    let status = StatusCode::from_u16(fault.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    json_answer(status, &body, request_id)
}

fn json_answer(status: StatusCode, body: &Value, request_id: &str) -> Answer {
    let mut answer = Response::new(Full::from(body.to_string()));
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json;charset=utf-8"));
    if let Ok(id) = HeaderValue::from_str(request_id) {
        headers.insert("x-acs-request-id", id);
    }
    answer
}
