//! A refusal, and which of the cloud's two error envelopes it travels in.

use crate::parameters::ParameterError;
use kms_api::catalog::OperationSpec;
use kms_sandbox::CloudError;
use kms_signer::VerifyError;
use std::borrow::Cow;

/// Who words the error: its members and, in XML, its root depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Envelope {
    /// `{"RequestId","HostId","Code","Message","Recommend"}`: the cloud's gateway, before any product sees the call.
    Gateway,
    /// `{"HttpStatus","Code","Message","RequestId"}`: KMS itself.
    Kms,
}

#[derive(Clone, Debug)]
pub(crate) struct Fault {
    pub(crate) status: u16,
    pub(crate) code: Cow<'static, str>,
    pub(crate) message: Cow<'static, str>,
    pub(crate) envelope: Envelope,
    /// Of throttling: after how many milliseconds to try again.
    pub(crate) retry_after_ms: Option<u32>,
}

impl Fault {
    pub(crate) fn gateway(
        status: u16,
        code: impl Into<Cow<'static, str>>,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            status,
            code: code.into(),
            message: message.into(),
            envelope: Envelope::Gateway,
            retry_after_ms: None,
        }
    }

    /// More address than is taken.
    pub(crate) fn uri_too_long() -> Self {
        Self::gateway(414, "RequestURITooLong", "Put long parameters into the form body.")
    }

    /// No such operation at this endpoint.
    pub(crate) fn unknown_action() -> Self {
        Self::gateway(
            404,
            "InvalidAction.NotFound",
            "Specified api is not found, please check your url and method.",
        )
    }

    /// A required parameter is absent.
    pub(crate) fn missing(spec: &OperationSpec, parameter: &str) -> Self {
        // Resource Sharing has a code and a text of its own: `MissingParameter.ResourceOwner`.
        let own_code = format!("MissingParameter.{parameter}");
        if let Some(own) = spec.errors.iter().find(|error| error.code == own_code) {
            let message = own.message.clone().unwrap_or_default();
            return Self::gateway(own.http_status.unwrap_or(400), own_code, message);
        }
        Self::mandatory(parameter)
    }

    /// The same in the words of the gateway, which builds the code from the name: `MissingKmsInstanceId`.
    pub(crate) fn mandatory(parameter: &str) -> Self {
        let message = format!("{parameter} is mandatory for this action.");
        Self::gateway(400, format!("Missing{parameter}"), message)
    }
}

/// When to try again while the memory for nonces is full; a place comes free by time alone.
const NONCES_RETRY_MS: u32 = 1000;

impl From<VerifyError> for Fault {
    fn from(error: VerifyError) -> Self {
        let retry_after_ms = matches!(error, VerifyError::TooManyNonces).then_some(NONCES_RETRY_MS);
        Self { retry_after_ms, ..Self::gateway(error.status(), error.code(), error.to_string()) }
    }
}

impl From<CloudError> for Fault {
    fn from(error: CloudError) -> Self {
        Self {
            status: error.status,
            code: error.code.into(),
            message: error.message.into(),
            envelope: if error.kms_own { Envelope::Kms } else { Envelope::Gateway },
            retry_after_ms: error.retry_after_ms,
        }
    }
}

impl From<ParameterError> for Fault {
    fn from(error: ParameterError) -> Self {
        Self::gateway(400, "InvalidParameter.Format", error.to_string())
    }
}

#[cfg(test)]
mod tests;
