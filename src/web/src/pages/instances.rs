//! KMS instances: the list, and one of them.

pub mod detail;
pub mod list;
pub mod overview;
pub mod vpcs;
