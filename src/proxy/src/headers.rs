//! Security headers of every answer.

use axum::response::Response;
use http::{HeaderName, HeaderValue, header};

/// What the page may load and do: its own files, its own API, WebAssembly, nothing inline, nothing foreign.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'none'; object-src 'none'";

/// A worker takes the policy of the answer that its script came in: it loads and starts the compiled engine.
const SCRIPT_POLICY: &str =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; frame-ancestors 'none'";

/// Answers that are neither page nor script, should a browser ever show one as such.
const DATA_POLICY: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";

const FIXED: [(&str, &str); 8] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("x-frame-options", "DENY"),
    ("origin-agent-cluster", "?1"),
    (
        "permissions-policy",
        "camera=(), microphone=(), geolocation=(), usb=(), payment=(), clipboard-read=(), clipboard-write=(self)",
    ),
];

/// Adds the headers. `no-store` goes to whatever did not say how it may be kept.
pub(crate) async fn secure(mut response: Response) -> Response {
    let kind = response.headers().get(header::CONTENT_TYPE).map_or(&b""[..], HeaderValue::as_bytes);
    let policy = match kind {
        kind if kind.starts_with(b"text/html") => PAGE_POLICY,
        kind if kind.starts_with(b"text/javascript") => SCRIPT_POLICY,
        _ => DATA_POLICY,
    };
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}
