//! ACS3-HMAC-SHA256, the signing side.

use crate::{
    canonical::{self, Names},
    credential::{Credential, Secret},
    date::format_date,
    error::SignError,
};
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

/// The algorithm token of the `Authorization` header and of the string to sign.
pub const ALGORITHM: &str = "ACS3-HMAC-SHA256";

/// A request exactly as it will be sent.
#[derive(Clone, Copy, Debug)]
pub struct Signable<'a> {
    /// HTTP method.
    pub method: &'a str,
    /// Path, already encoded as it will be sent; `/` for RPC products.
    pub path: &'a str,
    /// Decoded query parameters in any order.
    pub query: &'a [(String, String)],
    /// Headers in any case and order, `host` among them.
    pub headers: &'a [(String, String)],
    /// Body bytes as they will be sent.
    pub body: &'a [u8],
}

/// A signature and the texts that lead to it. The texts hold every parameter: do not log them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The canonical request; of RPC1 the canonical parameter string.
    pub canonical_request: String,
    /// The string to sign.
    pub string_to_sign: String,
    /// Lower-case hex, 64 digits; of RPC1 base64, 28 characters.
    pub signature: String,
    /// Value for the `Authorization` header; of RPC1 `Signature=<encoded>`, to be appended to query or form.
    pub authorization: String,
}

/// Lower-case hex SHA-256 of a body: the value of `x-acs-content-sha256`.
pub fn content_sha256(body: &[u8]) -> String {
    hex::encode(Sha256::digest(body))
}

/// Signs a request.
///
/// Signed are `host`, `content-type` and all `x-acs-*` headers; `also` adds names beyond these, which some
/// clients do for `accept` and `user-agent`. Whether the headers that the scheme requires are there is the
/// caller's concern; [`Call::headers`] makes them.
///
/// # Errors
/// CR, LF or NUL in a header value, a header name that is no token, a name in `also` that the request lacks.
pub fn sign(request: &Signable<'_>, credential: &Credential, also: &[&str]) -> Result<Signed, SignError> {
    for (name, value) in request.headers {
        if name.is_empty() || !name.bytes().all(is_token_byte) {
            return Err(SignError::HeaderName(name.clone()));
        }
        if value.contains(['\r', '\n', '\0']) {
            return Err(SignError::ControlCharacter(name.clone()));
        }
    }
    let mut names: Vec<String> = request
        .headers
        .iter()
        .map(|(name, _)| name.to_ascii_lowercase())
        .filter(|name| name.starts_with("x-acs-") || matches!(name.as_str(), "host" | "content-type"))
        .chain(also.iter().map(|name| name.to_ascii_lowercase()))
        .collect();
    names.sort_unstable();
    names.dedup();
    let headers = names
        .into_iter()
        .map(|name| match canonical::header_value(request.headers, &name) {
            Some(value) => Ok((name, value)),
            None => Err(SignError::MissingHeader(name)),
        })
        .collect::<Result<Vec<_>, _>>()?;

    let canonical_request = canonical::request(
        request.method,
        request.path,
        &canonical::query(request.query, Names::Encoded),
        &headers,
        &content_sha256(request.body),
    );
    let string_to_sign = canonical::string_to_sign(&canonical_request);
    let signature = signature(&credential.access_key_secret, &string_to_sign);
    let authorization = format!(
        "{ALGORITHM} Credential={},SignedHeaders={},Signature={signature}",
        credential.access_key_id,
        canonical::signed_headers(&headers),
    );
    Ok(Signed { canonical_request, string_to_sign, signature, authorization })
}

/// One RPC call before signing: what the protocol's own headers say.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// Endpoint host, with the port when it is not the default one: exactly what the HTTP client will send.
    pub host: &'a str,
    /// Operation name.
    pub action: &'a str,
    /// API version, such as `2016-01-20`.
    pub version: &'a str,
    /// Present when there is a body.
    pub content_type: Option<&'a str>,
    /// Body bytes as they will be sent.
    pub body: &'a [u8],
}

impl Call<'_> {
    /// All headers that an ACS3 request must carry and sign. Make a new `nonce` and `now` for every attempt.
    pub fn headers(&self, credential: &Credential, now: Timestamp, nonce: &str) -> Vec<(String, String)> {
        let mut headers = vec![
            ("host", self.host.to_owned()),
            ("x-acs-action", self.action.to_owned()),
            ("x-acs-version", self.version.to_owned()),
            ("x-acs-date", format_date(now)),
            ("x-acs-signature-nonce", nonce.to_owned()),
            ("x-acs-content-sha256", content_sha256(self.body)),
        ];
        headers.extend(self.content_type.map(|value| ("content-type", value.to_owned())));
        headers.extend(
            credential.security_token.as_ref().map(|t| ("x-acs-security-token", t.expose().to_owned())),
        );
        headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }
}

pub(crate) fn signature(secret: &Secret, string_to_sign: &str) -> String {
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    let mut mac =
        Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes()).expect("HMAC takes a key of any length");
    mac.update(string_to_sign.as_bytes());
    hex::encode(mac.finalize().into_bytes())
}

fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

#[cfg(test)]
mod tests;
