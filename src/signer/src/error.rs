//! What can go wrong while signing and while verifying. No message holds a secret, except the echo of
//! [`VerifyError::SignatureDoesNotMatch`] and [`VerifyError::ParametersDoNotMatch`], which the cloud sends too and
//! which only the gateway may print.

use thiserror::Error;

/// A request that cannot be signed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SignError {
    /// A header value with CR, LF or NUL could smuggle further headers.
    #[error("header `{0}` has a line break or NUL in its value")]
    ControlCharacter(String),
    /// A header name that is not an HTTP token.
    #[error("header name `{0}` is not valid")]
    HeaderName(String),
    /// The list of headers to sign names one that the request has not.
    #[error("header `{0}` is to be signed but absent")]
    MissingHeader(String),
    /// A parameter with two values.
    #[error("parameter `{0}` is given more than once")]
    RepeatedParameter(String),
}

/// Why the verifier refused a request; [`VerifyError::code`] and [`VerifyError::status`] are the cloud's.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum VerifyError {
    /// Something the scheme needs is absent, doubled, unsigned or unreadable. The text says what.
    #[error("The request signature does not conform to Aliyun standards. {0}")]
    Incomplete(String),
    /// The request names an algorithm that is not the verifier's.
    #[error("Specified signature method is not valid.")]
    UnsupportedMethod,
    /// No operation is named.
    #[error("Action is mandatory for this action.")]
    MissingAction,
    /// No API version is named.
    #[error("Version is mandatory for this action.")]
    MissingVersion,
    /// A parameter is given twice, which no client can express and which two readers could read differently.
    #[error("The parameter {0} is given more than once.")]
    RepeatedParameter(String),
    /// `x-acs-content-sha256` is not the hash of the body that arrived.
    #[error(
        "The request signature does not conform to Aliyun standards. x-acs-content-sha256 does not match the body"
    )]
    BodyHash,
    /// No such access key.
    #[error("Specified access key is not found.")]
    UnknownKey,
    /// The access key exists but is switched off.
    #[error("Specified access key is disabled.")]
    InactiveKey,
    /// A temporary key came without its token.
    #[error("SecurityToken is mandatory for this action.")]
    MissingToken,
    /// The token belongs to another key, or a token came with a permanent key.
    #[error("Specified SecurityToken mismatch with the AccessKey.")]
    TokenMismatch,
    /// The temporary key has run out.
    #[error("Specified SecurityToken is expired.")]
    TokenExpired,
    /// The date is not `yyyy-MM-ddTHH:mm:ssZ`.
    #[error("Specified time stamp or date value is not well formatted.")]
    DateFormat,
    /// The date is more than 15 minutes away from the server's clock.
    #[error("Specified time stamp or date value is expired.")]
    DateExpired,
    /// The signature is not the one the server calculates. Both texts are echoed, as the cloud does: they hold
    /// every parameter of the request, so they must not reach a log or a browser.
    #[error(
        "Specified signature does not match our calculation. server StringToSign is [{string_to_sign}] server CanonicalRequest is [{canonical_request}]"
    )]
    SignatureDoesNotMatch {
        /// The server's string to sign.
        string_to_sign: String,
        /// The server's canonical request.
        canonical_request: String,
    },
    /// The same for RPC1. An older official client compares all after the first `:` with its own text, and on
    /// agreement tells its user that the secret is wrong: no colon may come before it.
    #[error(
        "Specified signature is not matched with our calculation. server string to sign is:{string_to_sign}"
    )]
    ParametersDoNotMatch {
        /// The server's string to sign.
        string_to_sign: String,
    },
    /// This access key used this nonce before.
    #[error("Specified signature nonce was used already.")]
    NonceUsed,
    /// The memory for nonces is full of live ones; forgetting one would allow a replay.
    #[error("Request was denied due to user flow control.")]
    TooManyNonces,
}

impl VerifyError {
    /// The cloud's error code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Incomplete(_) | Self::BodyHash => "IncompleteSignature",
            Self::UnsupportedMethod => "InvalidSignatureMethod",
            Self::MissingAction => "MissingAction",
            Self::MissingVersion => "MissingVersion",
            Self::RepeatedParameter(_) => "InvalidParameter.Format",
            Self::UnknownKey => "InvalidAccessKeyId.NotFound",
            Self::InactiveKey => "InvalidAccessKeyId.Inactive",
            Self::MissingToken => "MissingSecurityToken",
            Self::TokenMismatch => "InvalidSecurityToken.MismatchWithAccessKey",
            Self::TokenExpired => "InvalidSecurityToken.Expired",
            Self::DateFormat => "InvalidTimeStamp.Format",
            Self::DateExpired => "InvalidTimeStamp.Expired",
            Self::SignatureDoesNotMatch { .. } | Self::ParametersDoNotMatch { .. } => "SignatureDoesNotMatch",
            Self::NonceUsed => "SignatureNonceUsed",
            Self::TooManyNonces => "Throttling",
        }
    }

    /// The HTTP status that goes with the code.
    pub fn status(&self) -> u16 {
        match self {
            Self::UnknownKey => 404,
            _ => 400,
        }
    }

    pub(crate) fn incomplete(reason: impl Into<String>) -> Self {
        Self::Incomplete(reason.into())
    }
}
