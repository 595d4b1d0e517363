//! The one shape of an error from the cloud, the simulated cloud and the console's own proxy.

use serde::{Deserialize, Serialize};

/// Who answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// The cloud; `code` is one of its own.
    #[default]
    Cloud,
    /// The proxy of the console; `code` is a [`console`] constant.
    Console,
}

/// An error answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "PascalCase")]
#[error("{code}: {message}")]
pub struct ApiError {
    /// Code of the cloud, or of the console.
    pub code: String,
    /// The answerer's own words; shown as a detail, never matched on.
    #[serde(default)]
    pub message: String,
    /// Quote it to support.
    #[serde(default)]
    pub request_id: String,
    /// HTTP status of the answer.
    #[serde(default)]
    pub status: u16,
    /// Who answered.
    #[serde(default)]
    pub origin: Origin,
}

/// Codes of the console's proxy.
pub mod console {
    /// The operation is not on the allow-list; nothing was signed.
    pub const NOT_ALLOWED: &str = "NotAllowed";
    /// The request does not have the agreed shape.
    pub const BAD_REQUEST: &str = "BadRequest";
    /// The request is larger than the limit.
    pub const BODY_TOO_LARGE: &str = "BodyTooLarge";
    /// The request did not come from the console's own page.
    pub const CROSS_SITE: &str = "CrossSite";
    /// Too many calls of one page wait already; nothing was sent. Spelt as the cloud spells its own refusals.
    pub const THROTTLED: &str = "Throttling.Console";
    /// The cloud could not be reached; nothing was carried out.
    pub const UPSTREAM_UNREACHABLE: &str = "UpstreamUnreachable";
    /// The cloud did not answer in time; a write may have been carried out.
    pub const UPSTREAM_TIMEOUT: &str = "UpstreamTimeout";
    /// The cloud's answer could not be read.
    pub const BAD_UPSTREAM_ANSWER: &str = "BadUpstreamAnswer";
    /// The cloud refused the signature or the credentials of the proxy.
    pub const UPSTREAM_SIGNATURE: &str = "UpstreamSignature";
    /// A fault of the proxy.
    pub const INTERNAL_ERROR: &str = "InternalError";
}
