//! Every refusal and failure that the page can meet.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};
use kms_api::error::{ApiError, Origin, console};

/// What the page is told, and what only the log is told.
#[derive(Clone, Debug)]
pub(crate) struct ProxyError {
    /// Goes to the page as it is.
    pub(crate) public: ApiError,
    /// Goes to the log; never holds a parameter, a credential or a text of the cloud.
    pub(crate) internal: Option<String>,
}

impl ProxyError {
    pub(crate) fn console(status: StatusCode, code: &str, message: impl Into<String>) -> Self {
        let public = ApiError {
            code: code.to_owned(),
            message: message.into(),
            request_id: new_request_id(),
            status: status.as_u16(),
            origin: Origin::Console,
        };
        Self { public, internal: None }
    }

    pub(crate) fn because(mut self, internal: impl std::fmt::Display) -> Self {
        self.internal = Some(internal.to_string());
        self
    }

    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::console(StatusCode::BAD_REQUEST, console::BAD_REQUEST, message)
    }

    pub(crate) fn not_allowed(operation: &str) -> Self {
        let shown: String = operation.chars().take(64).collect();
        let message = format!("the operation `{shown}` is not offered by this console");
        Self::console(StatusCode::FORBIDDEN, console::NOT_ALLOWED, message)
    }

    pub(crate) fn body_too_large() -> Self {
        Self::console(
            StatusCode::PAYLOAD_TOO_LARGE,
            console::BODY_TOO_LARGE,
            "the request is larger than 72 KiB",
        )
    }

    pub(crate) fn cross_site(message: &str) -> Self {
        Self::console(StatusCode::FORBIDDEN, console::CROSS_SITE, message)
    }

    pub(crate) fn not_found() -> Self {
        Self::console(StatusCode::NOT_FOUND, console::BAD_REQUEST, "there is nothing at this address")
    }

    pub(crate) fn method_not_allowed() -> Self {
        let message = "this address does not take this method";
        Self::console(StatusCode::METHOD_NOT_ALLOWED, console::BAD_REQUEST, message)
    }

    /// Refused by the console, in the words that the page knows from the cloud: it waits and tries again.
    pub(crate) fn too_many_calls() -> Self {
        let message = "too many calls of this page wait for the cloud";
        Self::console(StatusCode::TOO_MANY_REQUESTS, console::THROTTLED, message)
    }

    pub(crate) fn no_credentials() -> Self {
        let message = "this console has no valid credentials, nothing was carried out";
        Self::console(StatusCode::BAD_GATEWAY, console::UPSTREAM_SIGNATURE, message)
    }

    pub(crate) fn unreachable() -> Self {
        let message = "the cloud could not be reached, nothing was carried out";
        Self::console(StatusCode::BAD_GATEWAY, console::UPSTREAM_UNREACHABLE, message)
    }

    pub(crate) fn timeout() -> Self {
        let message = "the cloud did not answer in time, a change may have been carried out";
        Self::console(StatusCode::GATEWAY_TIMEOUT, console::UPSTREAM_TIMEOUT, message)
    }

    pub(crate) fn bad_answer() -> Self {
        let message = "the answer of the cloud could not be read";
        Self::console(StatusCode::BAD_GATEWAY, console::BAD_UPSTREAM_ANSWER, message)
    }

    pub(crate) fn internal() -> Self {
        let message = "the console met an unexpected fault";
        Self::console(StatusCode::INTERNAL_SERVER_ERROR, console::INTERNAL_ERROR, message)
    }
}

impl IntoResponse for ProxyError {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.public.status).unwrap_or(StatusCode::BAD_GATEWAY);
        if self.public.origin == Origin::Console {
            tracing::info!(
                target: "kms_proxy::refused",
                request_id = %self.public.request_id,
                status = status.as_u16(),
                code = %self.public.code,
                cause = self.internal.as_deref().unwrap_or_default(),
            );
        }
        let mut response = (status, Json(self.public)).into_response();
        if status == StatusCode::TOO_MANY_REQUESTS {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}

/// Upper-case UUID, version 4: looks like the cloud's, so that one field serves both.
fn new_request_id() -> String {
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
