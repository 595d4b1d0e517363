//! The built page and its files.
//!
//! Files under `assets/` carry a hash of their content in their name and are kept for ever; the page itself is
//! asked for again each time. Compressed files lie ready beside the plain ones.

use crate::{App, app::has_extension, error::ProxyError};
use axum::{
    body::Body,
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use kms_signer::content_sha256;
use std::{io, path::Path};

const FOR_EVER: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";
const PAGE: &str = "index.html";
/// Every address of a region lies below; names in it, such as those of secrets, can have dots.
const REGIONS: &str = "r/";

/// `GET config.json`: which road the page takes to the cloud.
pub(crate) async fn config(headers: HeaderMap) -> Response {
    let body = Bytes::from_static(br#"{"road":"proxy"}"#);
    fresh_or_unchanged(body, "application/json", None, &headers)
}

/// Every other path: a file, or the page for the page's own router.
pub(crate) async fn asset(State(app): State<App>, request: Request) -> Result<Response, ProxyError> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err(ProxyError::method_not_allowed());
    }
    let base = &app.state().base_path;
    let Some(path) = base.strip(request.uri().path()) else {
        return redirect_to_base(request.uri(), base.as_str()).ok_or_else(ProxyError::not_found);
    };
    let root = &app.state().assets;
    let is_page = path == PAGE || path.starts_with(REGIONS);
    if is_page || !has_extension(request.uri()) && !path.starts_with("assets/") {
        return page(root, base.as_str(), request.headers()).await;
    }
    let segments: Vec<&str> = path.split('/').collect();
    if !segments.iter().all(|segment| is_plain(segment)) {
        return Err(ProxyError::not_found());
    }
    let file = root.join(segments.join("/"));
    let (content_type, compressible) = content_type(path).ok_or_else(ProxyError::not_found)?;
    let mut encoding = None;
    let mut body = None;
    if compressible {
        for candidate in accepted_encodings(request.headers()) {
            let packed = root.join(format!("{}.{}", segments.join("/"), candidate.extension));
            if let Some(found) = read(root, &packed).await? {
                (encoding, body) = (Some(candidate.name), Some(found));
                break;
            }
        }
    }
    let body = match body {
        Some(body) => body,
        None => read(root, &file).await?.ok_or_else(ProxyError::not_found)?,
    };
    let mut response = if path.starts_with("assets/") {
        let headers = [
            (header::CONTENT_TYPE, HeaderValue::from_static(content_type)),
            (header::CACHE_CONTROL, HeaderValue::from_static(FOR_EVER)),
        ];
        (headers, body).into_response()
    } else {
        fresh_or_unchanged(body, content_type, encoding, request.headers())
    };
    let headers = response.headers_mut();
    if compressible {
        headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    }
    if let Some(name) = encoding.filter(|_| response.status() != StatusCode::NOT_MODIFIED) {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
    }
    Ok(response)
}

/// `index.html` with addresses from the root, so that it works under every deep link.
async fn page(root: &Path, base: &str, headers: &HeaderMap) -> Result<Response, ProxyError> {
    let Some(html) = read(root, &root.join(PAGE)).await? else {
        let message = "the web app is not built: run `cargo xtask run`, or name its folder with --assets\n";
        return Ok((StatusCode::SERVICE_UNAVAILABLE, message).into_response());
    };
    let html = String::from_utf8(html.into()).map_err(|error| ProxyError::internal().because(error))?;
    let html = html.replace("=\"./", &format!("=\"{base}"));
    Ok(fresh_or_unchanged(html.into(), "text/html;charset=utf-8", None, headers))
}

fn redirect_to_base(uri: &Uri, base: &str) -> Option<Response> {
    let is_base = uri.path() == "/" || Some(uri.path()) == base.strip_suffix('/');
    let target = match uri.query() {
        Some(query) => format!("{base}?{query}"),
        None => base.to_owned(),
    };
    let target = HeaderValue::from_str(&target).ok().filter(|_| is_base)?;
    Some((StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, target)]).into_response())
}

/// An answer with an `ETag`, or 304 when the browser has it already.
fn fresh_or_unchanged(
    body: Bytes,
    content_type: &'static str,
    encoding: Option<&str>,
    request: &HeaderMap,
) -> Response {
    let hash: String = content_sha256(&body).chars().take(32).collect();
    let tag = format!("\"{hash}{}\"", encoding.map_or_else(String::new, |name| format!("-{name}")));
    let is_known = request.get_all(header::IF_NONE_MATCH).iter().any(|value| {
        let text = value.to_str().unwrap_or_default();
        text.split(',')
            .map(|entry| entry.trim().trim_start_matches("W/"))
            .any(|entry| entry == tag || entry == "*")
    });
    let mut response =
        if is_known { StatusCode::NOT_MODIFIED.into_response() } else { Body::from(body).into_response() };
    let headers = response.headers_mut();
    // Also on 304: a browser takes the headers of a 304 over into the page that it keeps, and the content policy goes
    // by the type.
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(ASK_AGAIN));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}

/// The bytes of a file inside `root`, or `None` when there is none; a link that leads out of `root` is none.
async fn read(root: &Path, file: &Path) -> Result<Option<Bytes>, ProxyError> {
    let read = async {
        let (root, file) = (tokio::fs::canonicalize(root).await?, tokio::fs::canonicalize(file).await?);
        if !file.starts_with(root) || !tokio::fs::metadata(&file).await?.is_file() {
            return Err(io::Error::from(io::ErrorKind::NotFound));
        }
        tokio::fs::read(file).await
    };
    match read.await {
        Ok(bytes) => Ok(Some(bytes.into())),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(error) => Err(ProxyError::internal().because(error)),
    }
}

/// No empty, hidden or parent segment, and no character that means something to a file system.
fn is_plain(segment: &str) -> bool {
    !segment.is_empty()
        && !segment.starts_with('.')
        && segment.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
}

/// Media type by extension, and whether such files compress; unknown kinds are not served.
fn content_type(path: &str) -> Option<(&'static str, bool)> {
    let (_, extension) = path.rsplit_once('.')?;
    Some(match extension {
        "css" => ("text/css;charset=utf-8", true),
        "html" => ("text/html;charset=utf-8", true),
        "js" | "mjs" => ("text/javascript;charset=utf-8", true),
        "json" => ("application/json", true),
        "svg" => ("image/svg+xml", true),
        "txt" => ("text/plain;charset=utf-8", true),
        "wasm" => ("application/wasm", true),
        "webmanifest" => ("application/manifest+json", true),
        "ico" => ("image/x-icon", false),
        "png" => ("image/png", false),
        "webp" => ("image/webp", false),
        "woff2" => ("font/woff2", false),
        _ => return None,
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Encoding {
    name: &'static str,
    extension: &'static str,
}

const ENCODINGS: [Encoding; 2] =
    [Encoding { name: "br", extension: "br" }, Encoding { name: "gzip", extension: "gz" }];

/// The encodings that the client takes, the smallest result first.
fn accepted_encodings(headers: &HeaderMap) -> Vec<Encoding> {
    let offers: Vec<(&str, bool)> = headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|text| text.split(','))
        .map(|offer| {
            let mut parts = offer.split(';').map(str::trim);
            let name = parts.next().unwrap_or_default();
            let refused = parts
                .filter_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")))
                .any(|weight| weight.trim().parse::<f32>().is_ok_and(|weight| weight <= 0.0));
            (name, !refused)
        })
        .collect();
    let takes = |name: &str| {
        let named = offers.iter().find(|(offer, _)| offer.eq_ignore_ascii_case(name));
        named.or_else(|| offers.iter().find(|(offer, _)| *offer == "*")).is_some_and(|(_, taken)| *taken)
    };
    ENCODINGS.into_iter().filter(|encoding| takes(encoding.name)).collect()
}

#[cfg(test)]
mod tests;
