//! Checks before any route: the request was meant for this server, and API calls come from the console's own page.

use crate::{endpoints::is_loopback, error::ProxyError};
use axum::{
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, Method, StatusCode, header, uri::Authority};
use kms_api::error::console;

/// Longest request target.
const URI_BYTES: usize = 8 * 1024;

/// The `Host` must be a name of this machine. A page of another site can point its own name at this address, and
/// would then read answers as its own; the name in `Host` gives it away.
pub(crate) async fn meant_for_us(request: Request, next: Next) -> Response {
    match check_target(&request) {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

fn check_target(request: &Request) -> Result<(), ProxyError> {
    let target = request.uri();
    if target.path().len() + target.query().map_or(0, str::len) > URI_BYTES {
        let message = "the address is longer than 8 KiB";
        return Err(ProxyError::console(StatusCode::URI_TOO_LONG, console::BAD_REQUEST, message));
    }
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        return Err(ProxyError::bad_request("the request must name one host"));
    };
    let named = host.to_str().ok().and_then(|text| text.parse::<Authority>().ok());
    let is_ours = |authority: &Authority| !authority.as_str().contains('@') && is_loopback(authority.host());
    if named.as_ref().is_some_and(is_ours) && target.authority().is_none_or(is_ours) {
        Ok(())
    } else {
        let message = "this console answers only under a name of this machine, such as localhost";
        Err(ProxyError::console(StatusCode::MISDIRECTED_REQUEST, console::CROSS_SITE, message))
    }
}

/// Everything under `api/`: no navigation, no embedding, no call that another site could make.
pub(crate) async fn from_our_page(request: Request, next: Next) -> Response {
    match check_origin(request.method(), request.headers()) {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

pub(crate) fn check_origin(method: &Method, headers: &HeaderMap) -> Result<(), ProxyError> {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if text("sec-fetch-dest").is_some_and(|dest| dest != "empty") {
        return Err(ProxyError::cross_site("this address answers to scripts of the console only"));
    }
    let is_safe = matches!(*method, Method::GET | Method::HEAD);
    let own_origin = text("host").map(|host| format!("http://{host}"));
    let same_site = match (text("sec-fetch-site"), text("origin")) {
        (Some("same-origin"), _) => true,
        // Opened by hand; a read only, and no page sees the answer.
        (Some("none"), _) => is_safe,
        (Some(_), _) => false,
        (None, Some(origin)) => Some(origin) == own_origin.as_deref(),
        // No browser of today: nothing that could be borrowed, unless it brings a cookie along.
        (None, None) => !headers.contains_key(header::COOKIE),
    };
    if !same_site {
        return Err(ProxyError::cross_site("the request comes from another site"));
    }
    if is_safe {
        return Ok(());
    }
    if text("x-kmsc") != Some("1") {
        return Err(ProxyError::cross_site("the header X-Kmsc is missing"));
    }
    let content_type = text("content-type").unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    if !media_type.eq_ignore_ascii_case("application/json") {
        return Err(ProxyError::cross_site("the content type must be application/json"));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
