//! Changes to a policy that touch only the nodes they own.

pub mod nodes;
