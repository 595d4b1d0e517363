//! Which scheme a request is signed with, and how it wants its answer written.

use crate::{arrival::text_of, fault::Fault};
use http::{HeaderMap, header};
use kms_signer::{ALGORITHM, encode::Pair, rpc1};

/// The schemes that are verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    /// The signature is a header, and headers name the operation.
    Acs3,
    /// The signature is a parameter, and parameters name the operation.
    Rpc1,
}

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Json,
    Xml,
}

/// Parameters that only requests signed with parameters have.
const SIGNATURE_PARAMETERS: [&[u8]; 4] =
    [b"Signature", b"SignatureMethod", b"SignatureVersion", b"AccessKeyId"];

impl Scheme {
    /// Recognises the scheme, without believing anything yet. `Authorization` goes before parameters.
    ///
    /// # Errors
    /// Another scheme, by its name, or none at all.
    pub(crate) fn of(headers: &HeaderMap, parameters: &[Pair]) -> Result<Self, Fault> {
        let has = |name: &[u8]| parameters.iter().any(|(candidate, _)| candidate == name);
        let signature_type = || parameters.iter().find(|(name, _)| name == b"SignatureType");
        match text_of(headers, header::AUTHORIZATION.as_str()) {
            Some(authorization) => match authorization.split(' ').next() {
                Some("acs") => Err(unsupported("the ROA signature with HMAC-SHA1")),
                Some("ACS4-HMAC-SHA256" | "ACS3-HMAC-SM3" | "ACS3-RSA-SHA256" | "Bearer") => {
                    Err(unsupported("the scheme of this Authorization header"))
                }
                // Whatever else it is, the verifier says what is wrong with it.
                _ => Ok(Self::Acs3),
            },
            None if headers.contains_key("x-acs-bearer-token")
                || has(b"BearerToken")
                || signature_type().is_some_and(|(_, value)| value == b"BEARERTOKEN") =>
            {
                Err(unsupported("bearer tokens"))
            }
            None if SIGNATURE_PARAMETERS.into_iter().any(has) => Ok(Self::Rpc1),
            None => Ok(Self::Acs3),
        }
    }
}

impl Format {
    /// Of a request that is signed with parameters: XML unless it says JSON.
    ///
    /// # Errors
    /// Neither of the two is asked for.
    pub(crate) fn of(parameters: &[Pair]) -> Result<Self, Fault> {
        let asked = parameters.iter().find(|(name, _)| name == b"Format").map(|(_, value)| value.as_slice());
        match asked {
            None | Some(b"") => Ok(Self::Xml),
            Some(value) if value.eq_ignore_ascii_case(b"XML") => Ok(Self::Xml),
            Some(value) if value.eq_ignore_ascii_case(b"JSON") => Ok(Self::Json),
            Some(_) => Err(Fault::gateway(
                400,
                "InvalidParameter.Format",
                "The parameter Format must be JSON or XML.",
            )),
        }
    }
}

fn unsupported(scheme: &str) -> Fault {
    Fault::gateway(
        400,
        "InvalidSignatureMethod",
        format!(
            "Specified signature method is not valid. This endpoint verifies {ALGORITHM} and {}, not {scheme}.",
            rpc1::METHOD
        ),
    )
}

#[cfg(test)]
mod tests;
