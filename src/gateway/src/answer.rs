//! Answers on the wire: JSON or XML, a request id in body and header, the cloud's content type.

use crate::{
    fault::{Envelope, Fault},
    scheme::Format,
    xml,
};
use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use http_body_util::Full;
use serde_json::{Value, json};

/// Every answer has it, and no answer that the HTTP library makes by itself.
pub(crate) const REQUEST_ID_HEADER: &str = "x-acs-request-id";

/// The content type of JSON.
pub(crate) const JSON: &str = "application/json;charset=utf-8";

/// The content type of XML. Official clients compare it letter by letter.
const XML: &str = "text/xml;charset=utf-8";

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

/// A success: the operation's members and `RequestId` beside them. `root` is the root element in XML.
pub(crate) fn success(body: Value, root: &str, format: Format, request_id: &str) -> Answer {
    let mut body = body;
    if let Value::Object(members) = &mut body {
        members.insert("RequestId".to_owned(), request_id.into());
    }
    write(StatusCode::OK, &body, root, format, request_id)
}

/// An error in the envelope that belongs to it.
pub(crate) fn failure(fault: &Fault, host: &str, format: Format, request_id: &str) -> Answer {
    let (root, body) = envelope(fault, host, request_id);
    let status = StatusCode::from_u16(fault.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut answer = write(status, &body, root, format, request_id);
    if let Some(milliseconds) = fault.retry_after_ms {
        // Clients take a positive number only.
        answer.headers_mut().insert("x-acs-retry-after", milliseconds.max(1).into());
    }
    answer
}

/// Root element and members of an error.
pub(crate) fn envelope(fault: &Fault, host: &str, request_id: &str) -> (&'static str, Value) {
    match fault.envelope {
        Envelope::Gateway => (
            "Error",
            json!({
                "RequestId": request_id,
                "HostId": host,
                "Code": fault.code,
                "Message": fault.message,
                "Recommend": "",
            }),
        ),
        Envelope::Kms => (
            "KMS",
            json!({
                "HttpStatus": fault.status,
                "Code": fault.code,
                "Message": fault.message,
                "RequestId": request_id,
            }),
        ),
    }
}

fn write(status: StatusCode, body: &Value, root: &str, format: Format, request_id: &str) -> Answer {
    let (text, content_type) = match format {
        Format::Json => (body.to_string(), JSON),
        Format::Xml => (xml::document(root, body), XML),
    };
    let mut answer = Response::new(Full::from(text));
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    if let Ok(id) = HeaderValue::from_str(request_id) {
        headers.insert(REQUEST_ID_HEADER, id);
    }
    answer
}

#[cfg(test)]
mod tests;
