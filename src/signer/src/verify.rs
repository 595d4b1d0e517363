//! Verifying: what both schemes share.
//!
//! The order of the checks is part of the contract: it gives each fault its own error and gives a forger no
//! oracle. A nonce is recorded last, so that only rightly signed requests use one up.

pub(crate) mod acs3;
pub(crate) mod rpc1;

use crate::{
    credential::Secret,
    date::parse_date,
    error::VerifyError,
    nonce::{NonceLog, NonceRefused},
};
use jiff::Timestamp;
use subtle::ConstantTimeEq;

/// How far the date of a request may be from the server's clock, in either direction.
pub const MAX_SKEW_SECONDS: i64 = 15 * 60;

/// The longest nonce that is taken; official clients send 32 to 64 digits.
const MAX_NONCE_BYTES: usize = 256;

/// A request as it arrived.
#[derive(Clone, Copy, Debug)]
pub struct Received<'a> {
    /// HTTP method.
    pub method: &'a str,
    /// Path as it stood on the wire.
    pub path: &'a str,
    /// All after the first `?`, as it stood on the wire.
    pub query: &'a str,
    /// All headers, in any case.
    pub headers: &'a [(String, String)],
    /// Body bytes after transfer coding.
    pub body: &'a [u8],
}

/// What the server knows of an access key.
#[derive(Clone, Debug)]
pub struct StoredKey {
    /// The access key secret.
    pub secret: Secret,
    /// Whether the key is switched on.
    pub active: bool,
    /// Present for temporary keys.
    pub session: Option<SessionToken>,
}

/// The token that a temporary key must bring along.
#[derive(Clone, Debug)]
pub struct SessionToken {
    /// The token's text.
    pub token: Secret,
    /// From this time on the key is worth nothing.
    pub expires_at: Timestamp,
}

/// Finds access keys by their id.
pub trait KeyLookup {
    /// The key with this id, if there is one.
    fn key(&self, access_key_id: &str) -> Option<StoredKey>;
}

impl<F: Fn(&str) -> Option<StoredKey>> KeyLookup for F {
    fn key(&self, access_key_id: &str) -> Option<StoredKey> {
        self(access_key_id)
    }
}

/// What the signature vouches for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The key that signed.
    pub access_key_id: String,
    /// Operation, from the signed `x-acs-action` or `Action`.
    pub action: String,
    /// API version, from the signed `x-acs-version` or `Version`.
    pub version: String,
    /// Whether the request had a nonce. ACS3 demands one, RPC1 leaves that to the product.
    pub has_nonce: bool,
}

fn active_key(keys: &dyn KeyLookup, access_key_id: &str) -> Result<StoredKey, VerifyError> {
    let key = keys.key(access_key_id).ok_or(VerifyError::UnknownKey)?;
    if key.active { Ok(key) } else { Err(VerifyError::InactiveKey) }
}

/// An empty token counts as none: clients send the empty text of a setting that nobody filled in.
fn check_token(key: &StoredKey, sent: Option<&str>, now: Timestamp) -> Result<(), VerifyError> {
    match (&key.session, sent.filter(|token| !token.is_empty())) {
        (None, None) => Ok(()),
        (None, Some(_)) => Err(VerifyError::TokenMismatch),
        (Some(_), None) => Err(VerifyError::MissingToken),
        (Some(session), Some(sent)) if !same(session.token.expose(), sent) => Err(VerifyError::TokenMismatch),
        (Some(session), Some(_)) if now >= session.expires_at => Err(VerifyError::TokenExpired),
        (Some(_), Some(_)) => Ok(()),
    }
}

fn check_date(text: &str, now: Timestamp) -> Result<(), VerifyError> {
    let date = parse_date(text).ok_or(VerifyError::DateFormat)?;
    if now.duration_since(date).unsigned_abs().as_secs() > MAX_SKEW_SECONDS.unsigned_abs() {
        return Err(VerifyError::DateExpired);
    }
    Ok(())
}

fn record(log: &mut NonceLog, access_key_id: &str, nonce: &str, now: Timestamp) -> Result<(), VerifyError> {
    log.record(access_key_id, nonce, now).map_err(|refused| match refused {
        NonceRefused::Used => VerifyError::NonceUsed,
        NonceRefused::Full => VerifyError::TooManyNonces,
    })
}

/// Compares without telling by the time taken where the texts differ.
fn same(a: &str, b: &str) -> bool {
    a.as_bytes().ct_eq(b.as_bytes()).into()
}
