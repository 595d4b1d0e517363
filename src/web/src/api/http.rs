//! Requests to the console's own server, and to no other.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, RequestInit, Response};

use super::CallError;
use crate::bindings::random;
use leptos::prelude::window;

/// A header that a page of another site cannot send without being asked first.
const OURS: (&str, &str) = ("X-Kmsc", "1");

thread_local! {
    /// Tells the server's queue one page from another, as long as it is open.
    static PAGE: String = random().to_bits().to_string();
}

/// `GET`: status and text of the answer.
///
/// # Errors
/// [`CallError::Offline`] when there is no answer, or none to its end.
pub async fn get(address: &str) -> Result<(u16, String), CallError> {
    send(address, &RequestInit::new(), false).await
}

/// `POST` of JSON: status and text of the answer. A `fresh` one takes no answer that the server kept for others.
///
/// # Errors
/// [`CallError::Offline`] when there is no answer, or none to its end.
pub async fn post(address: &str, json: &str, fresh: bool) -> Result<(u16, String), CallError> {
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_body(&json.into());
    send(address, &request, fresh).await
}

async fn send(address: &str, request: &RequestInit, fresh: bool) -> Result<(u16, String), CallError> {
    exchange(address, request, fresh).await.ok_or(CallError::Offline)
}

async fn exchange(address: &str, request: &RequestInit, fresh: bool) -> Option<(u16, String)> {
    let headers = Headers::new().ok()?;
    headers.set(OURS.0, OURS.1).ok()?;
    headers.set("Content-Type", "application/json").ok()?;
    PAGE.with(|page| headers.set("X-Kmsc-Page", page)).ok()?;
    if fresh {
        headers.set("Cache-Control", "no-cache").ok()?;
    }
    request.set_headers(&headers);
    let response = JsFuture::from(window().fetch_with_str_and_init(address, request)).await.ok()?;
    let response: Response = response.dyn_into().ok()?;
    let text = JsFuture::from(response.text().ok()?).await.ok()?.as_string()?;
    Some((response.status(), text))
}
