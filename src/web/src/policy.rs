//! The policy engine, which runs in a worker of its own: the page asks, and never waits for it with a key stroke.
#![expect(dead_code, reason = "the screens for policies stand on it")]

pub mod latest;
pub mod service;
