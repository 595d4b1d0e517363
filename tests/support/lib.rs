//! Servers and actors for the end-to-end tests. Everything is real: sockets, signatures, the simulated cloud.
//!
//! [`TestCloud`] is the gateway with the sandbox behind it, [`TestApp`] the proxy in front of a cloud, [`Console`]
//! what the page does, [`SdkClient`] what an official client does, [`ScriptedCloud`] a cloud that misbehaves.

#![expect(clippy::unwrap_used, reason = "only tests link this crate, and a panic is how a test fails")]

mod app;
mod clock;
mod cloud;
mod console;
pub mod logs;
pub mod raw;
mod rpc1;
mod scripted;
mod sdk;
pub mod shape;

pub use app::{AppOptions, TestApp};
pub use clock::TestClock;
pub use cloud::{KEY_ID, KEY_SECRET, TestCloud};
pub use console::{Answer, Console};
pub use rpc1::Rpc1Call;
pub use scripted::ScriptedCloud;
pub use sdk::{SdkClient, SdkRequest};
