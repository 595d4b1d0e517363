//! The front door of the simulated cloud: a loopback HTTP listener that speaks the cloud's RPC protocol.
//!
//! Official clients work against it, because it does what the cloud's own gateway does: it verifies every
//! signature, time and nonce, finds the operation by its signed headers, checks parameters against the
//! catalogue and wraps answers and errors in the cloud's envelopes. There is no switch that skips a signature.
//! What an operation *does* is the sandbox's business and never decided here.

#![forbid(unsafe_code)]

mod answer;
mod door;
mod fault;
pub mod operations;
mod parameters;
mod server;

pub use door::{Clock, Gateway};
pub use server::{Limits, Running, StartError, start};
