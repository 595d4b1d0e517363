//! What can go wrong with a call, as values that a view can hold.

use kms_api::ApiError;
use kms_api::error::console;

/// Why a call gave no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// The cloud or the proxy answered with an error.
    #[error(transparent)]
    Api(#[from] ApiError),
    /// The console's server could not be reached.
    #[error("the console server did not answer")]
    Offline,
    /// The answer could not be understood.
    #[error("cannot read the answer: {0}")]
    Decode(String),
    /// The reader stopped waiting.
    #[error("stopped")]
    Cancelled,
}

/// How a screen shows an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Permission is missing: not a fault.
    Denied,
    /// The thing does not exist here.
    NotFound,
    /// Too many calls in a short time.
    Throttled,
    /// No connection to the console's server.
    Offline,
    /// A write may have been carried out.
    Unknown,
    /// Everything else.
    Fault,
}

impl CallError {
    /// The code to show and to look texts up by; empty when there is none.
    pub fn code(&self) -> &str {
        match self {
            Self::Api(error) => &error.code,
            Self::Offline | Self::Decode(_) | Self::Cancelled => "",
        }
    }

    /// The request id to quote; empty when there is none.
    pub fn request_id(&self) -> &str {
        match self {
            Self::Api(error) => &error.request_id,
            Self::Offline | Self::Decode(_) | Self::Cancelled => "",
        }
    }

    /// The answerer's own words, for the folded details.
    pub fn detail(&self) -> String {
        match self {
            Self::Api(error) => error.message.clone(),
            Self::Decode(text) => text.clone(),
            Self::Offline | Self::Cancelled => String::new(),
        }
    }

    /// How a screen shows it. Decided by code: the cloud uses statuses loosely.
    pub fn kind(&self) -> Kind {
        let Self::Api(error) = self else {
            return if matches!(self, Self::Offline) { Kind::Offline } else { Kind::Fault };
        };
        let code = error.code.as_str();
        if code.ends_with("NoPermission") || code == "Forbidden.RAM" {
            Kind::Denied
        } else if code.starts_with("Throttling") || code == "Rejected.Throttling" {
            Kind::Throttled
        } else if code.ends_with("NotFound") {
            Kind::NotFound
        } else if code == console::UPSTREAM_TIMEOUT
            || code == console::BAD_UPSTREAM_ANSWER
            || error.status >= 500
        {
            if code == console::UPSTREAM_UNREACHABLE || code == console::UPSTREAM_SIGNATURE {
                Kind::Fault
            } else {
                Kind::Unknown
            }
        } else {
            Kind::Fault
        }
    }
}

#[cfg(test)]
mod tests;
