//! What the cloud said: a success passes unchanged, every fault becomes one shape.
//!
//! Nothing that arrives can make this fail: whatever is no readable answer is a fault with a code of the console,
//! and keeps the request id where one stands anywhere.

mod envelope;

use crate::{error::ProxyError, strict};
use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};
use kms_api::{
    ApiError,
    error::{Origin, console},
};
use std::time::Duration;

/// Nesting of an answer that is still read.
const ANSWER_DEPTH: usize = 64;
/// Longest text of an error that is passed on.
const MESSAGE_CHARACTERS: usize = 4096;
/// Longest request id.
const ID_CHARACTERS: usize = 64;

/// A success of the cloud.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The cloud's JSON, unchanged.
    pub body: Bytes,
    /// The id that the cloud gave the call, for the log.
    pub request_id: String,
}

/// What a failed call proves, and so whether it may be made again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// No connection: nothing was sent.
    NotSent,
    /// The cloud refused before doing anything, because of too many calls.
    Throttled,
    /// Refused: the signature's time is not the cloud's.
    Clock,
    /// Refused: the temporary credentials have ended.
    Expired,
    /// Refused: the nonce is known, so a copy of the call has arrived before.
    NonceUsed,
    /// No answer, or none that says what happened.
    Ambiguous,
    /// Refused for a reason that another try will meet again.
    Refused,
}

/// A call that gave no success.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    pub(crate) kind: Kind,
    pub(crate) error: Box<ProxyError>,
    /// The pause that the cloud asks for.
    pub(crate) retry_after: Option<Duration>,
    /// The `Date` header of the answer.
    pub(crate) date: Option<String>,
}

impl Failure {
    pub(crate) fn new(kind: Kind, error: ProxyError) -> Self {
        Self { kind, error: Box::new(error), retry_after: None, date: None }
    }

    /// For a write, a known nonce says that a copy of it has arrived before, and not what became of that.
    pub(crate) fn of_write(self) -> Self {
        match self.kind {
            Kind::NonceUsed => Self::new(
                Kind::Ambiguous,
                ProxyError::timeout().because("a copy of the call has arrived before"),
            ),
            _ => self,
        }
    }
}

impl From<ProxyError> for Failure {
    /// Faults of the console itself: another try would meet them again.
    fn from(error: ProxyError) -> Self {
        Self::new(Kind::Refused, error)
    }
}

/// Sorts an answer that has arrived whole.
pub(crate) fn judge(status: StatusCode, headers: &HeaderMap, body: Bytes) -> Result<Answer, Failure> {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let id = clean(header("x-acs-request-id").unwrap_or_default(), ID_CHARACTERS);
    let unreadable = |kind: Kind, why: &str| {
        let mut error = ProxyError::bad_answer().because(format!("status {status}, {why}"));
        if !id.is_empty() {
            error.public.request_id.clone_from(&id);
        }
        Failure::new(kind, error)
    };
    if status == StatusCode::OK {
        strict::check_object(&body, ANSWER_DEPTH)
            .map_err(|_| unreadable(Kind::Ambiguous, "no readable JSON object"))?;
        return Ok(Answer { body, request_id: id });
    }
    if !status.is_client_error() && !status.is_server_error() {
        // A redirect would come again, and is never followed: the signature holds for one host.
        let kind = if status.is_success() { Kind::Ambiguous } else { Kind::Refused };
        return Err(unreadable(kind, "which no operation answers with"));
    }
    let mut failure = match envelope::read(&body) {
        Some(mut fault) => {
            if fault.request_id.is_empty() {
                fault.request_id = id;
            }
            let kind = kind_of(&fault.code, status);
            let mut error = public_error(fault, status);
            if kind == Kind::Ambiguous && !status.is_server_error() {
                // The code decides, and the page goes by the status.
                error.public.status = StatusCode::BAD_GATEWAY.as_u16();
            }
            Failure::new(kind, error)
        }
        None if status == StatusCode::TOO_MANY_REQUESTS => unreadable(Kind::Throttled, "no error code"),
        // Something between us and the cloud answered; behind it the call may have arrived.
        None => unreadable(Kind::Ambiguous, "no error code"),
    };
    failure.date = header(header::DATE.as_str()).map(str::to_owned);
    failure.retry_after =
        header("x-acs-retry-after").and_then(|text| text.parse().ok()).map(Duration::from_millis);
    Err(failure)
}

/// What the page is told of an answer of the cloud that has arrived whole.
///
/// # Errors
/// The error that goes to the page: the cloud's own, or one of the console where the answer cannot be read or holds what
/// must not leave.
pub fn told(status: StatusCode, headers: &HeaderMap, body: Bytes) -> Result<Answer, ApiError> {
    judge(status, headers, body).map_err(|failure| failure.error.public)
}

/// An error of the cloud, as it stood in the body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Fault {
    code: String,
    message: String,
    request_id: String,
}

/// Decided by code: the cloud throttles with 400 as well as with 429.
fn kind_of(code: &str, status: StatusCode) -> Kind {
    let begins =
        |prefix: &str| code.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix));
    if begins("Throttling") || begins("Rejected.Throttling") {
        Kind::Throttled
    } else if is_clock_fault(code) {
        Kind::Clock
    } else if begins("InvalidSecurityToken.Expired") {
        Kind::Expired
    } else if begins("SignatureNonceUsed") {
        Kind::NonceUsed
    } else if status.is_server_error()
        || begins("InternalFailure")
        || begins("InternalError")
        || begins("ServiceUnavailable")
        || begins("SerivceUnvailable")
    {
        Kind::Ambiguous
    } else {
        Kind::Refused
    }
}

fn is_clock_fault(code: &str) -> bool {
    ["InvalidTimeStamp", "IllegalTimestamp", "RequestTimeTooSkewed"]
        .iter()
        .any(|prefix| code.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix)))
}

fn public_error(fault: Fault, status: StatusCode) -> ProxyError {
    match substitute_text(&fault) {
        // The cloud's text would hold every parameter of the call, or say what is wrong with our credentials.
        Some(message) => {
            let public = ApiError {
                code: console::UPSTREAM_SIGNATURE.to_owned(),
                message: message.to_owned(),
                request_id: fault.request_id,
                status: StatusCode::BAD_GATEWAY.as_u16(),
                origin: Origin::Console,
            };
            ProxyError { public, internal: None }.because(format!("the cloud's code is {}", fault.code))
        }
        None => {
            let public = ApiError {
                code: fault.code,
                message: fault.message,
                request_id: fault.request_id,
                status: status.as_u16(),
                origin: Origin::Cloud,
            };
            ProxyError { public, internal: None }
        }
    }
}

/// For faults of signature or credentials: what the page is told instead.
fn substitute_text(fault: &Fault) -> Option<&'static str> {
    const REFUSED: &str = "the cloud refused the credentials of this console";
    if is_clock_fault(&fault.code) {
        return Some("the clock of this console's server differs from the cloud's");
    }
    let code = fault.code.to_ascii_lowercase();
    let about_credentials = [
        "signature",
        "incompletesignature",
        "invalidsignature",
        "invalidaccesskey",
        "missingaccesskey",
        "inactiveaccesskey",
        "invalidsecuritytoken",
        "missingsecuritytoken",
        "malformedsecuritytoken",
    ];
    if about_credentials.iter().any(|prefix| code.starts_with(prefix)) {
        return Some(REFUSED);
    }
    let text = fault.message.to_ascii_lowercase().replace(' ', "");
    (text.contains("stringtosign") || text.contains("canonicalrequest")).then_some(REFUSED)
}

/// Text of the cloud without control characters, which a terminal or a log would obey, and of limited length.
fn clean(text: &str, characters: usize) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(characters).collect()
}

#[cfg(test)]
mod tests;
