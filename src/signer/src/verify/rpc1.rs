//! RPC1, the verifying side: the parameters are all that is signed, so they are all that is read.

use super::{
    KeyLookup, MAX_NONCE_BYTES, Received, Verified, active_key, check_date, check_token, record, same,
};
use crate::{
    canonical::{self, Names},
    encode::{is_form, parse_form},
    error::VerifyError,
    nonce::NonceLog,
    rpc1,
};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Verifies one request and uses up its nonce, if it has one.
///
/// Parameters are those of the query and, when the content type says that it is a form, those of the body.
///
/// # Errors
/// The first check that failed, in the order: a name given twice, parameters of the signature, operation and
/// version, key and token, date, signature, nonce.
pub fn verify(
    request: &Received<'_>,
    keys: &dyn KeyLookup,
    nonces: &mut NonceLog,
    now: Timestamp,
) -> Result<Verified, VerifyError> {
    let parameters = Parameters::of(request)?;
    if parameters.required("SignatureMethod")? != rpc1::METHOD
        || parameters.required("SignatureVersion")? != rpc1::VERSION
        || parameters.filled("SignatureType")?.is_some()
    {
        return Err(VerifyError::UnsupportedMethod);
    }
    let access_key_id = parameters.required("AccessKeyId")?;
    let signature = parameters.required("Signature")?;
    let date = parameters.required("Timestamp")?;
    let nonce = parameters.text("SignatureNonce")?;
    if nonce.is_some_and(|nonce| nonce.is_empty() || nonce.len() > MAX_NONCE_BYTES) {
        return Err(VerifyError::incomplete("SignatureNonce is empty or too long"));
    }
    let action = parameters.filled("Action")?.ok_or(VerifyError::MissingAction)?;
    let version = parameters.filled("Version")?.ok_or(VerifyError::MissingVersion)?;

    let key = active_key(keys, access_key_id)?;
    check_token(&key, parameters.text("SecurityToken")?, now)?;
    check_date(date, now)?;
    let string_to_sign = rpc1::string_to_sign(request.method, &parameters.canonical());
    if !same(&rpc1::signature(&key.secret, &string_to_sign), signature) {
        return Err(VerifyError::ParametersDoNotMatch { string_to_sign });
    }
    if let Some(nonce) = nonce {
        record(nonces, access_key_id, nonce, now)?;
    }
    Ok(Verified {
        access_key_id: access_key_id.to_owned(),
        action: action.to_owned(),
        version: version.to_owned(),
        has_nonce: nonce.is_some(),
    })
}

/// The decoded parameters by name.
struct Parameters(BTreeMap<Vec<u8>, Vec<u8>>);

impl Parameters {
    fn of(request: &Received<'_>) -> Result<Self, VerifyError> {
        let content_type = request.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        let form = content_type.filter(|(_, value)| is_form(value)).map_or(&b""[..], |_| request.body);
        let mut parameters = BTreeMap::new();
        for (name, value) in parse_form(request.query.as_bytes()).into_iter().chain(parse_form(form)) {
            if parameters.contains_key(&name) {
                let name = String::from_utf8_lossy(&name).into_owned();
                return Err(VerifyError::RepeatedParameter(name));
            }
            parameters.insert(name, value);
        }
        Ok(Self(parameters))
    }

    fn text(&self, name: &str) -> Result<Option<&str>, VerifyError> {
        let text = |value| {
            std::str::from_utf8(value).map_err(|_| VerifyError::incomplete(format!("{name} is not UTF-8")))
        };
        self.0.get(name.as_bytes()).map(|value| text(value)).transpose()
    }

    /// As [`Self::text`], but empty means absent.
    fn filled(&self, name: &str) -> Result<Option<&str>, VerifyError> {
        Ok(self.text(name)?.filter(|value| !value.is_empty()))
    }

    fn required(&self, name: &str) -> Result<&str, VerifyError> {
        self.filled(name)?.ok_or_else(|| VerifyError::incomplete(format!("{name} is missing")))
    }

    fn canonical(&self) -> String {
        let signed: Vec<_> = self.0.iter().filter(|(name, _)| name.as_slice() != b"Signature").collect();
        canonical::query(&signed, Names::Encoded)
    }
}

#[cfg(test)]
mod tests;
