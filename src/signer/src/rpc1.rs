//! RPC1: HMAC-SHA1 with `SignatureVersion` 1.0, the signing side.
//!
//! Everything that is signed is a parameter, of the query or of the form body: no header and no other body is
//! protected. Older clients and most scripts sign this way; where there is a choice, use [`crate::acs3`].

pub use crate::verify::rpc1::verify;
use crate::{
    acs3::Signed,
    canonical::{self, Names},
    credential::{Credential, Secret},
    date::format_date,
    encode::encode,
    error::SignError,
};
use base64::{Engine, prelude::BASE64_STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha1::Sha1;

/// The scheme's name in signature vectors and in `kms-console sign`.
pub const SCHEME: &str = "RPC-HMAC-SHA1";
/// The one value of `SignatureMethod`.
pub const METHOD: &str = "HMAC-SHA1";
/// The one value of `SignatureVersion`.
pub const VERSION: &str = "1.0";

/// Every request is for the root path, and that path is what is signed.
const PATH: &str = "%2F";

/// One RPC call before signing: what the protocol's own parameters say.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// Operation name.
    pub action: &'a str,
    /// API version, such as `2016-01-20`.
    pub version: &'a str,
    /// `JSON` or `XML`; without it the cloud answers XML.
    pub format: Option<&'a str>,
}

impl Call<'_> {
    /// All common parameters but the signature. Make a new `nonce` and `now` for every attempt.
    pub fn parameters(
        &self,
        credential: &Credential,
        now: Timestamp,
        nonce: Option<&str>,
    ) -> Vec<(String, String)> {
        let mut parameters = vec![
            ("Action", self.action.to_owned()),
            ("Version", self.version.to_owned()),
            ("AccessKeyId", credential.access_key_id.clone()),
            ("SignatureMethod", METHOD.to_owned()),
            ("SignatureVersion", VERSION.to_owned()),
            ("Timestamp", format_date(now)),
        ];
        parameters.extend(self.format.map(|value| ("Format", value.to_owned())));
        parameters.extend(nonce.map(|value| ("SignatureNonce", value.to_owned())));
        parameters
            .extend(credential.security_token.as_ref().map(|t| ("SecurityToken", t.expose().to_owned())));
        parameters.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }
}

/// Signs the decoded parameters of query and form body together. A parameter `Signature` is left out.
///
/// Where a name stands in both, official clients sign the form's value; the caller merges.
///
/// # Errors
/// A name that is given twice: the server could not tell which is meant.
pub fn sign(
    method: &str,
    parameters: &[(String, String)],
    credential: &Credential,
) -> Result<Signed, SignError> {
    let mut signed: Vec<(&str, &str)> =
        parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    signed.retain(|(name, _)| *name != "Signature");
    signed.sort_unstable();
    if let Some([(name, _), _]) = signed.array_windows().find(|[a, b]| a.0 == b.0) {
        return Err(SignError::RepeatedParameter((*name).to_owned()));
    }
    let canonical_request = canonical::query(&signed, Names::Encoded);
    let string_to_sign = string_to_sign(method, &canonical_request);
    let signature = signature(&credential.access_key_secret, &string_to_sign);
    let authorization = format!("Signature={}", encode(&signature));
    Ok(Signed { canonical_request, string_to_sign, signature, authorization })
}

/// `METHOD&%2F&<canonical, encoded once more>`.
pub(crate) fn string_to_sign(method: &str, canonical_request: &str) -> String {
    format!("{}&{PATH}&{}", method.to_ascii_uppercase(), encode(canonical_request))
}

pub(crate) fn signature(secret: &Secret, string_to_sign: &str) -> String {
    let key = Secret::from(format!("{}&", secret.expose()));
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    let mut mac =
        Hmac::<Sha1>::new_from_slice(key.expose().as_bytes()).expect("HMAC takes a key of any length");
    mac.update(string_to_sign.as_bytes());
    BASE64_STANDARD.encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests;
