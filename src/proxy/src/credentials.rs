//! Where the proxy's credentials come from, and how they are kept fresh. Never from the browser.
//!
//! The order is that of the official clients: environment, OIDC of the platform, profile of the command-line tool,
//! shared ini file, instance metadata, credentials URI. One thing is stricter: what is configured but does not work is an
//! error and no reason to look further, so that nobody acts with other rights than meant.

mod chain;
mod error;
mod fields;
mod files;
mod issue;
mod keyring;
mod metadata;
mod profile;
mod sts;
mod uri;

pub use chain::{CredentialSource, load};
pub use error::CredentialsError;
pub(crate) use keyring::Keyring;

use jiff::Timestamp;
use kms_api::RegionId;
use kms_signer::Credential;

/// Credentials, and what there is to say about them.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Profile name, shown to the person at the console.
    pub name: String,
    /// Where they were found and how they are had, in words.
    pub source: String,
    /// The region that the profile names as its own.
    pub region: Option<RegionId>,
    /// What is odd about them, in words: mostly white space that somebody copied along.
    pub warnings: Vec<String>,
    pub(crate) keyring: Keyring,
}

impl Profile {
    /// Credentials that never change.
    pub fn fixed(name: &str, credential: Credential) -> Self {
        Self {
            name: name.to_owned(),
            source: "given by the start command".to_owned(),
            region: None,
            warnings: Vec::new(),
            keyring: Keyring::fixed(credential),
        }
    }

    /// When the credentials that are used now end; `None` for those that do not.
    pub fn expires(&self) -> Option<Timestamp> {
        self.keyring.expires()
    }
}

#[cfg(test)]
mod tests;
