//! The simulated cloud: a pure world of accounts, instances, VPCs and vSwitches, driven by calls.
//!
//! It knows no HTTP, does no I/O and reads no clock: whoever makes a call says what time it is.
//! It speaks the vocabulary of `kms-api`, and every behaviour that no source confirms is a constant of [`guesses`],
//! explained in `docs/SANDBOX-DIFFERENCES.md`.
#![forbid(unsafe_code)]

mod access_quantity;
mod authorize;
mod binding;
mod call;
mod dispatch;
mod entropy;
mod error;
pub mod faults;
pub mod guesses;
mod identity;
mod instances;
mod keys;
mod network;
mod parameters;
mod policy;
mod ram;
mod regions;
mod resource_policy;
mod secrets;
mod seed;
mod service;
mod sessions;
mod sharing;
mod state;
mod tags;
#[cfg(test)]
mod testing;
mod vpcs;
mod world;

pub use call::{Call, Caller, Principal};
pub use dispatch::simulated_operations;
pub use entropy::Entropy;
pub use error::CloudError;
pub use identity::{AccessKey, Session, UnknownCaller};
pub use seed::{Seed, UnknownSeed};
pub use state::StateError;
pub use world::World;
