//! What arrived: the head and the body of a request within the listener's limits.

use crate::{fault::Fault, server::Limits};
use bytes::Bytes;
use http::{HeaderMap, Method, header, request::Parts};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::{Body, Incoming};
use kms_api::regions;

/// Reads the body, chunked or not.
///
/// # Errors
/// A query or a body beyond the limit, another method than GET and POST, a body that does not come in time.
pub(crate) async fn read_body(parts: &Parts, body: Incoming, limits: &Limits) -> Result<Bytes, Fault> {
    // The largest possible policy in a query; beyond 65,534 bytes the HTTP library gives up by itself.
    if parts.uri.query().map_or(0, str::len) > limits.query_bytes {
        return Err(Fault::uri_too_long());
    }
    if !matches!(parts.method, Method::GET | Method::POST) {
        return Err(Fault::gateway(400, "UnsupportedHTTPMethod", "This http method is not supported."));
    }
    let too_large = || Fault::gateway(413, "RequestBodyTooLarge", "The request body is too large.");
    if body.size_hint().lower() > limits.body_bytes as u64 {
        return Err(too_large());
    }
    let reading = Limited::new(body, limits.body_bytes).collect();
    match tokio::time::timeout(limits.body_timeout, reading).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(too_large()),
        Ok(Err(_)) => Err(Fault::gateway(400, "InvalidRequest", "The request body cannot be read.")),
        Err(_) => Err(Fault::gateway(408, "RequestTimeout", "The request body did not arrive in time.")),
    }
}

/// The host that was called, as it stands in the request. Only ACS3 vouches for it.
pub(crate) fn host_of(parts: &Parts) -> &str {
    text_of(&parts.headers, header::HOST.as_str())
        .or_else(|| parts.uri.authority().map(http::uri::Authority::as_str))
        .unwrap_or_default()
}

/// First label, and the second one when it is a region.
pub(crate) fn split_host(host: &str) -> (&str, Option<&str>) {
    let name = host.split(':').next().unwrap_or_default();
    let mut labels = name.split('.');
    let first = labels.next().unwrap_or_default();
    (first, labels.next().filter(|label| regions::is_known(label)))
}

pub(crate) fn text_of<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    // As the verifier reads them: another reader must not see another value.
    headers.get(name).and_then(|value| std::str::from_utf8(value.as_bytes()).ok())
}

/// The headers as the verifier takes them.
///
/// # Errors
/// A value that is not UTF-8.
pub(crate) fn owned_headers(headers: &HeaderMap) -> Result<Vec<(String, String)>, Fault> {
    if headers.get_all(header::CONTENT_TYPE).iter().count() > 1 {
        return Err(Fault::gateway(
            400,
            "IncompleteSignature",
            "The header content-type is given more than once.",
        ));
    }
    headers
        .iter()
        .map(|(name, value)| {
            let value = std::str::from_utf8(value.as_bytes()).map_err(|_| {
                Fault::gateway(400, "IncompleteSignature", format!("The header {name} is not UTF-8."))
            })?;
            Ok((name.as_str().to_owned(), value.to_owned()))
        })
        .collect()
}

#[cfg(test)]
mod tests;
