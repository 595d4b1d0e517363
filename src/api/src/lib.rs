//! The cloud's vocabulary: products, operations, typed requests and answers, ids, errors, regions.
//!
//! Everybody speaks it: the page, the proxy, the gateway and the simulated cloud.
//! Nothing here does I/O, reads a clock or knows who is asking.
#![forbid(unsafe_code)]

pub mod call;
#[cfg(feature = "catalog")]
pub mod catalog;
pub mod error;
pub mod ids;
pub mod kind;
pub mod operation;
pub mod operations;
pub mod product;
pub mod regions;
pub mod session;
pub mod wire;

pub use error::ApiError;
pub use ids::{AccountId, InstanceId, RegionId, VSwitchId, VpcId};
pub use kind::InstanceKind;
pub use operation::{Operation, Parameters};
pub use product::Product;
