//! The front door of the simulated cloud: a loopback HTTP listener that speaks the cloud's RPC protocol.
//!
//! Official clients work against it, because it does what the cloud's own gateway does: it verifies every
//! signature, time and nonce, by either scheme, finds the operation by what was signed, checks parameters against
//! the catalogue and wraps answers and errors in the cloud's envelopes, as JSON or XML. There is no switch that skips a signature.
//! What an operation *does* is the sandbox's business and never decided here.

#![forbid(unsafe_code)]

mod answer;
mod arrival;
mod delivery;
mod door;
mod fault;
pub mod operations;
pub mod parameters;
mod scheme;
mod server;
mod worded;
pub mod xml;

pub use door::{Clock, Gateway};
pub use server::{Limits, Running, StartError, start};
