//! The policy engine, which runs in a worker of its own: the page asks, and never waits for it with a key stroke.

pub mod access;
pub mod engine;
pub mod latest;
pub mod service;
