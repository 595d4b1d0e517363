//! Requests to the console's own server, and to no other.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, RequestInit, Response};

use super::CallError;
use leptos::prelude::window;

/// A header that a page of another site cannot send without being asked first.
const OURS: (&str, &str) = ("X-Kmsc", "1");

/// `GET`: status and text of the answer.
///
/// # Errors
/// [`CallError::Offline`] when there is no answer, or none to its end.
pub async fn get(address: &str) -> Result<(u16, String), CallError> {
    send(address, &RequestInit::new()).await
}

/// `POST` of JSON: status and text of the answer.
///
/// # Errors
/// [`CallError::Offline`] when there is no answer, or none to its end.
pub async fn post(address: &str, json: &str) -> Result<(u16, String), CallError> {
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_body(&json.into());
    send(address, &request).await
}

async fn send(address: &str, request: &RequestInit) -> Result<(u16, String), CallError> {
    exchange(address, request).await.ok_or(CallError::Offline)
}

async fn exchange(address: &str, request: &RequestInit) -> Option<(u16, String)> {
    let headers = Headers::new().ok()?;
    headers.set(OURS.0, OURS.1).ok()?;
    headers.set("Content-Type", "application/json").ok()?;
    request.set_headers(&headers);
    let response = JsFuture::from(window().fetch_with_str_and_init(address, request)).await.ok()?;
    let response: Response = response.dyn_into().ok()?;
    let text = JsFuture::from(response.text().ok()?).await.ok()?.as_string()?;
    Some((response.status(), text))
}
