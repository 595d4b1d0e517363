//! Secrets that are wiped from memory when dropped and never print themselves.

use std::fmt;
use zeroize::Zeroizing;

/// A secret text: no `Display`, and `Debug` shows nothing of it.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// The secret itself. Call it only where the bytes are needed, never to store a copy.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("[redacted]")
    }
}

/// What a caller signs with. `Debug` shows the access key id only.
#[derive(Clone)]
pub struct Credential {
    /// Access key id; public, it stands in every `Authorization` header.
    pub access_key_id: String,
    /// Access key secret: the HMAC key itself, without suffix or derivation.
    pub access_key_secret: Secret,
    /// Present for temporary keys only; sent as the signed header `x-acs-security-token`.
    pub security_token: Option<Secret>,
}

impl fmt::Debug for Credential {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Credential").field("access_key_id", &self.access_key_id).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
