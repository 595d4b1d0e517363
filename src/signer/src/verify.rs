//! ACS3-HMAC-SHA256, the verifying side.
//!
//! The order of the checks is part of the contract: it gives each fault its own error and gives a forger no
//! oracle. A nonce is recorded last, so that only rightly signed requests use one up.

use crate::{
    acs3::{self, ALGORITHM},
    canonical::{self, Names},
    credential::Secret,
    date::parse_date,
    encode::{is_plain, parse_form},
    error::VerifyError,
    nonce::{NonceLog, NonceRefused},
};
use jiff::Timestamp;
use subtle::ConstantTimeEq;

/// How far `x-acs-date` may be from the server's clock, in either direction.
pub const MAX_SKEW_SECONDS: i64 = 15 * 60;

/// The longest nonce that is taken; official clients send 32 to 64 digits.
const MAX_NONCE_BYTES: usize = 256;

/// Headers without which nothing is verified; each must stand in the request exactly once.
const REQUIRED: [&str; 6] =
    ["host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-content-sha256", "x-acs-signature-nonce"];

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
    /// Operation, from the signed `x-acs-action`.
    pub action: String,
    /// API version, from the signed `x-acs-version`.
    pub version: String,
    /// The signed `host`.
    pub host: String,
}

/// Verifies one request and uses up its nonce.
///
/// # Errors
/// The first check that failed, in the order: form of `Authorization`, required and signed headers, body
/// hash, key and token, date, signature, nonce.
pub fn verify(
    request: &Received<'_>,
    keys: &dyn KeyLookup,
    nonces: &mut NonceLog,
    now: Timestamp,
) -> Result<Verified, VerifyError> {
    let authorization = Authorization::parse(single(request.headers, "authorization")?)?;
    let signed = signed_values(request.headers, &authorization)?;
    let value = |name| single(request.headers, name);

    let sent_hash = value("x-acs-content-sha256")?;
    if !same(sent_hash, &acs3::content_sha256(request.body)) {
        return Err(VerifyError::BodyHash);
    }

    let key = keys.key(authorization.access_key_id).ok_or(VerifyError::UnknownKey)?;
    if !key.active {
        return Err(VerifyError::InactiveKey);
    }
    check_token(&key, request.headers, now)?;

    let date = parse_date(value("x-acs-date")?).ok_or(VerifyError::DateFormat)?;
    if now.duration_since(date).unsigned_abs().as_secs() > MAX_SKEW_SECONDS.unsigned_abs() {
        return Err(VerifyError::DateExpired);
    }

    check_signature(request, &authorization, &signed, &key.secret)?;

    let nonce = value("x-acs-signature-nonce")?;
    nonces.record(authorization.access_key_id, nonce, now).map_err(|refused| match refused {
        NonceRefused::Used => VerifyError::NonceUsed,
        NonceRefused::Full => VerifyError::TooManyNonces,
    })?;

    Ok(Verified {
        access_key_id: authorization.access_key_id.to_owned(),
        action: value("x-acs-action")?.to_owned(),
        version: value("x-acs-version")?.to_owned(),
        host: value("host")?.to_owned(),
    })
}

struct Authorization<'a> {
    access_key_id: &'a str,
    signed_headers: Vec<&'a str>,
    signature: &'a str,
}

impl<'a> Authorization<'a> {
    fn parse(text: &'a str) -> Result<Self, VerifyError> {
        let (algorithm, fields) =
            text.split_once(' ').ok_or_else(|| VerifyError::incomplete("authorization is cut short"))?;
        if algorithm != ALGORITHM {
            return Err(VerifyError::UnsupportedMethod);
        }
        let (mut access_key_id, mut signed_headers, mut signature) = (None, None, None);
        for field in fields.split(',') {
            let (name, value) = field
                .trim()
                .split_once('=')
                .ok_or_else(|| VerifyError::incomplete("authorization has a field without a value"))?;
            let place = match name {
                "Credential" => &mut access_key_id,
                "SignedHeaders" => &mut signed_headers,
                "Signature" => &mut signature,
                _ => return Err(VerifyError::incomplete("authorization has an unknown field")),
            };
            if value.is_empty() || place.replace(value).is_some() {
                return Err(VerifyError::incomplete(format!("authorization needs exactly one {name}")));
            }
        }
        match (access_key_id, signed_headers, signature) {
            (Some(access_key_id), Some(signed_headers), Some(signature)) => {
                Ok(Self { access_key_id, signed_headers: signed_headers.split(';').collect(), signature })
            }
            _ => Err(VerifyError::incomplete("authorization needs Credential, SignedHeaders and Signature")),
        }
    }
}

/// The signed headers with their canonical values, after checking that nothing needed is missing or unsigned.
fn signed_values(
    headers: &[(String, String)],
    authorization: &Authorization<'_>,
) -> Result<Vec<(String, String)>, VerifyError> {
    for name in REQUIRED {
        if single(headers, name)?.is_empty() {
            return Err(VerifyError::incomplete(format!("{name} is empty")));
        }
    }
    if single(headers, "x-acs-signature-nonce")?.len() > MAX_NONCE_BYTES {
        return Err(VerifyError::incomplete("x-acs-signature-nonce is too long"));
    }
    let names = &authorization.signed_headers;
    if !names.is_sorted_by(|a, b| a < b) {
        return Err(VerifyError::incomplete("SignedHeaders is not sorted or names a header twice"));
    }
    // An unsigned header of the protocol could have been added by anyone on the way.
    for (name, _) in headers {
        let name = name.to_ascii_lowercase();
        if (name.starts_with("x-acs-") || name == "host") && !names.contains(&name.as_str()) {
            return Err(VerifyError::incomplete(format!("{name} is not signed")));
        }
    }
    names
        .iter()
        .map(|&name| {
            if name == "authorization" || name.bytes().any(|byte| byte.is_ascii_uppercase()) {
                return Err(VerifyError::incomplete("SignedHeaders has a name that cannot be signed"));
            }
            canonical::header_value(headers, name)
                .map(|value| (name.to_owned(), value))
                .ok_or_else(|| VerifyError::incomplete("SignedHeaders names a header that is absent"))
        })
        .collect()
}

fn check_token(key: &StoredKey, headers: &[(String, String)], now: Timestamp) -> Result<(), VerifyError> {
    let sent = canonical::header_value(headers, "x-acs-security-token").filter(|token| !token.is_empty());
    match (&key.session, sent) {
        (None, None) => Ok(()),
        (None, Some(_)) => Err(VerifyError::TokenMismatch),
        (Some(_), None) => Err(VerifyError::MissingToken),
        (Some(session), Some(sent)) if !same(session.token.expose(), &sent) => {
            Err(VerifyError::TokenMismatch)
        }
        (Some(session), Some(_)) if now >= session.expires_at => Err(VerifyError::TokenExpired),
        (Some(_), Some(_)) => Ok(()),
    }
}

fn check_signature(
    request: &Received<'_>,
    authorization: &Authorization<'_>,
    signed: &[(String, String)],
    secret: &Secret,
) -> Result<(), VerifyError> {
    let pairs = parse_form(request.query.as_bytes());
    let payload_hash = acs3::content_sha256(request.body);
    let texts = |names| {
        let query = canonical::query(&pairs, names);
        let canonical_request =
            canonical::request(request.method, request.path, &query, signed, &payload_hash);
        let string_to_sign = canonical::string_to_sign(&canonical_request);
        (canonical_request, string_to_sign)
    };
    let matches =
        |string_to_sign: &str| same(&acs3::signature(secret, string_to_sign), authorization.signature);

    let (canonical_request, string_to_sign) = texts(Names::Encoded);
    if matches(&string_to_sign) {
        return Ok(());
    }
    let differs_raw = pairs.iter().any(|(name, _)| !is_plain(name));
    if differs_raw && matches(&texts(Names::Raw).1) {
        return Ok(());
    }
    Err(VerifyError::SignatureDoesNotMatch { string_to_sign, canonical_request })
}

/// The trimmed value of a header that must stand in the request exactly once.
fn single<'a>(headers: &'a [(String, String)], name: &str) -> Result<&'a str, VerifyError> {
    let mut values = headers.iter().filter(|(candidate, _)| candidate.eq_ignore_ascii_case(name));
    match (values.next(), values.next()) {
        (Some((_, value)), None) => Ok(value.trim()),
        (None, _) => Err(VerifyError::incomplete(format!("{name} is missing"))),
        (Some(_), Some(_)) => Err(VerifyError::incomplete(format!("{name} is given twice"))),
    }
}

/// Compares without telling by the time taken where the texts differ.
fn same(a: &str, b: &str) -> bool {
    a.as_bytes().ct_eq(b.as_bytes()).into()
}

#[cfg(test)]
mod tests;
