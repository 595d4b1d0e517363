//! A refusal, and which of the cloud's two error envelopes it travels in.

use kms_signer::VerifyError;
use std::borrow::Cow;

/// Who words the error: the shape of the JSON depends on it.
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
}

impl Fault {
    pub(crate) fn gateway(
        status: u16,
        code: impl Into<Cow<'static, str>>,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { status, code: code.into(), message: message.into(), envelope: Envelope::Gateway }
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
    pub(crate) fn missing(parameter: &str) -> Self {
        // The cloud builds the code from the name: `MissingKmsInstanceId`.
        Self::gateway(
            400,
            format!("Missing{parameter}"),
            format!("{parameter} is mandatory for this action."),
        )
    }
}

impl From<VerifyError> for Fault {
    fn from(error: VerifyError) -> Self {
        Self::gateway(error.status(), error.code(), error.to_string())
    }
}
