//! Typed requests and answers of the calls that the console itself makes.
//!
//! Names and nesting are the wire's; `tests/operations.rs` compares every struct with the catalogue.

pub mod aliases;
pub mod filter;
pub mod identity;
pub mod instances;
pub mod keys;
pub mod people;
pub mod policies;
pub mod regions;
pub mod secrets;
pub mod tags;
pub mod vpcs;
