//! The addresses of the console, relative to its base path. Screens never put one together themselves.

use kms_api::InstanceId;
use leptos_router::location::Url;

use crate::pages::policy::{PolicyResource, ResourceKind};

/// KMS instances, in an address.
pub const INSTANCES: &str = "instances";
/// Keys, in an address.
pub const KEYS: &str = "keys";
/// Secrets, in an address.
pub const SECRETS: &str = "secrets";
/// What follows the id of a key or a secret whose policy is edited.
pub const EDIT_POLICY: &str = "policy/edit";

/// `/r/{region}/{kind}`: a list.
pub fn list(region: &str, kind: &str) -> String {
    format!("/r/{region}/{kind}")
}

/// The kind of list that an address belongs to.
pub fn kind_of(path: &str) -> &'static str {
    let kind = path.split('/').skip_while(|part| *part != "r").nth(2);
    [KEYS, SECRETS].into_iter().find(|known| kind == Some(*known)).unwrap_or(INSTANCES)
}

/// `/r/{region}/instances`.
pub fn instances(region: &str) -> String {
    list(region, INSTANCES)
}

/// `/r/{region}/keys/{id}/{tab}`, or the same of a secret; names have their escapes.
pub fn resource(of: &PolicyResource, tab: &str) -> String {
    let kind = match of.kind {
        ResourceKind::Key => KEYS,
        ResourceKind::Secret => SECRETS,
    };
    format!("{}/{}/{tab}", list(of.region.as_str(), kind), Url::escape(&of.id))
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
