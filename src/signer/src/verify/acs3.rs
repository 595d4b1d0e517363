//! ACS3-HMAC-SHA256, the verifying side.
//!
//! The order of the checks is part of the contract: it gives each fault its own error and gives a forger no
//! oracle. A nonce is recorded last, so that only rightly signed requests use one up.

use super::{
    KeyLookup, MAX_NONCE_BYTES, Received, Verified, active_key, check_date, check_token, record, same,
};
use crate::{
    acs3::{self, ALGORITHM},
    canonical::{self, Names},
    credential::Secret,
    encode::parse_form,
    error::VerifyError,
    nonce::NonceLog,
};
use jiff::Timestamp;

/// Headers without which nothing is verified; each must stand in the request exactly once.
const REQUIRED: [&str; 6] =
    ["host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-content-sha256", "x-acs-signature-nonce"];

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
    // It says whether the body holds parameters. Only clients without a body leave it unsigned.
    let is_typed = canonical::header_value(request.headers, "content-type").is_some();
    if is_typed && !request.body.is_empty() && !authorization.signed_headers.contains(&"content-type") {
        return Err(VerifyError::incomplete("content-type is not signed, and there is a body"));
    }

    let sent_hash = value("x-acs-content-sha256")?;
    if !same(sent_hash, &acs3::content_sha256(request.body)) {
        return Err(VerifyError::BodyHash);
    }

    let key = active_key(keys, authorization.access_key_id)?;
    let token = canonical::header_value(request.headers, "x-acs-security-token");
    check_token(&key, token.as_deref(), now)?;
    check_date(value("x-acs-date")?, now)?;
    check_signature(request, &authorization, &signed, &key.secret)?;
    record(nonces, authorization.access_key_id, value("x-acs-signature-nonce")?, now)?;

    Ok(Verified {
        access_key_id: authorization.access_key_id.to_owned(),
        action: value("x-acs-action")?.to_owned(),
        version: value("x-acs-version")?.to_owned(),
        has_nonce: true,
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
    let is_there = |name| canonical::header_value(headers, name).is_some_and(|value| !value.is_empty());
    if !is_there("x-acs-action") {
        return Err(VerifyError::MissingAction);
    }
    if !is_there("x-acs-version") {
        return Err(VerifyError::MissingVersion);
    }
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
    if canonical::has_raw_reading(&pairs) && matches(&texts(Names::Raw).1) {
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

#[cfg(test)]
mod tests;
