//! The screens. A page lays out components; what can be decided without a browser is a plain module beside it.

pub mod configure;
pub mod instances;
pub mod not_found;
pub mod policy;
pub mod regions;
pub mod resources;
pub mod start;
