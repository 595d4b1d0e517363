//! One signed HTTP request for an operation. A repetition needs a new one: date and nonce are part of the signature.

use crate::{
    endpoints::{Endpoints, host_header},
    error::ProxyError,
};
use http::{HeaderMap, HeaderName, HeaderValue, header};
use jiff::Timestamp;
use kms_api::{
    Parameters, RegionId,
    catalog::{Access, OperationSpec},
};
use kms_signer::{Call, Credential, Signable, encode::encode_pairs, sign};
use reqwest::{Method, Url};

pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

/// Signs one call at `now` with a nonce of its own.
pub(crate) fn signed(
    endpoints: &Endpoints,
    credential: &Credential,
    now: Timestamp,
    spec: &OperationSpec,
    region: &RegionId,
    parameters: &Parameters,
) -> Result<reqwest::Request, ProxyError> {
    let mut url: Url =
        endpoints.url(spec.product, region).map_err(|error| ProxyError::bad_request(error.to_string()))?;
    let host = host_header(&url);
    // Writes carry long values, which many servers refuse in a URL; both ways the bytes sent are those signed.
    let pairs: Vec<(String, String)> = parameters.iter().map(|(n, v)| (n.clone(), v.clone())).collect();
    let encoded = encode_pairs(&pairs);
    let (query, body, content_type) = match spec.access {
        Access::Read => {
            url.set_query((!encoded.is_empty()).then_some(encoded.as_str()));
            (pairs.as_slice(), String::new(), None)
        }
        Access::Write => (&[] as &[_], encoded, Some(FORM)),
    };
    let call =
        Call { host: &host, action: &spec.name, version: &spec.version, content_type, body: body.as_bytes() };
    let headers = call.headers(credential, now, &nonce());
    let signable = Signable { method: "POST", path: "/", query, headers: &headers, body: body.as_bytes() };
    let signed = sign(&signable, credential, &[]).map_err(|error| ProxyError::internal().because(error))?;

    let mut request = reqwest::Request::new(Method::POST, url);
    *request.headers_mut() = header_map(&headers, &signed.authorization)?;
    *request.body_mut() = Some(body.into());
    Ok(request)
}

/// 32 hex digits, never the same twice.
pub(crate) fn nonce() -> String {
    format!("{:032x}", u128::from_be_bytes(rand::random()))
}

fn header_map(signed: &[(String, String)], authorization: &str) -> Result<HeaderMap, ProxyError> {
    let mut map = HeaderMap::new();
    map.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    let authorization = ("authorization", authorization);
    for (name, value) in signed.iter().map(|(n, v)| (n.as_str(), v.as_str())).chain([authorization]) {
        let name = HeaderName::try_from(name).map_err(|error| ProxyError::internal().because(error))?;
        let mut value = HeaderValue::from_str(value).map_err(|e| ProxyError::internal().because(e))?;
        value.set_sensitive(matches!(name.as_str(), "authorization" | "x-acs-security-token"));
        map.insert(name, value);
    }
    Ok(map)
}
