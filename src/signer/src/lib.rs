//! Request signing and verifying, by the two schemes of the cloud: [`acs3`] of current clients, [`rpc1`] of older ones.
//!
//! Pure functions: the clock, the nonce and the key lookup are arguments, and no operation is known by name.
//! The proxy signs with [`sign`], the gateway of the simulated cloud checks with [`verify`] and [`rpc1::verify`];
//! both sides build the canonical request with the same code, so they can only disagree on what travelled between them.

#![forbid(unsafe_code)]

pub mod acs3;
mod canonical;
mod credential;
mod date;
pub mod encode;
mod error;
mod nonce;
pub mod rpc1;
#[cfg(test)]
mod testdata;
mod verify;

pub use acs3::{ALGORITHM, Call, Signable, Signed, content_sha256, sign};
pub use credential::{Credential, Secret};
pub use date::{format_date, parse_date};
pub use error::{SignError, VerifyError};
pub use nonce::{NonceLog, NonceRefused};
pub use verify::{KeyLookup, MAX_SKEW_SECONDS, Received, SessionToken, StoredKey, Verified, acs3::verify};
