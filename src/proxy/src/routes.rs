//! One module a route.

pub(crate) mod assets;
pub(crate) mod call;
pub(crate) mod health;
pub(crate) mod session;
