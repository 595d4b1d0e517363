//! The addresses of the console, relative to its base path. Screens never put one together themselves.

use kms_api::InstanceId;

/// `/r/{region}/instances`.
pub fn instances(region: &str) -> String {
    format!("/r/{region}/instances")
}

/// `/r/{region}/instances/{id}/{tab}`.
pub fn instance(region: &str, id: &InstanceId, tab: &str) -> String {
    format!("/r/{region}/instances/{id}/{tab}")
}

/// The Configure VPC panel of an instance.
pub fn configure(region: &str, id: &InstanceId) -> String {
    instance(region, id, "vpcs/configure")
}

/// The vSwitch dialog on top of the panel.
pub fn v_switch(region: &str, id: &InstanceId) -> String {
    instance(region, id, "vpcs/configure/vswitch")
}

/// `/regions`.
pub const REGIONS: &str = "/regions";
