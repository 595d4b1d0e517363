//! Typed requests and answers of the calls that the console itself makes.
//!
//! Names and nesting are the wire's; `tests/operations.rs` compares every struct with the catalogue.

pub mod identity;
pub mod instances;
pub mod regions;
pub mod vpcs;
