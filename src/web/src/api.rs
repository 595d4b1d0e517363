//! The only part of the page that leaves the page.

pub mod client;
pub mod error;
pub mod gate;
pub mod http;
pub mod log;
pub mod read;
pub mod write;

pub use client::call;
pub use error::CallError;
