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

/// The keys or secrets of one instance.
pub fn list_of_instance(region: &str, kind: &str, id: &InstanceId) -> String {
    format!("{}?instance={id}", list(region, kind))
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

/// A name as a part of an address, or as the id of an element.
pub fn escaped(name: &str) -> String {
    Url::escape(name)
}

/// A kind, in an address.
pub fn of_kind(kind: ResourceKind) -> &'static str {
    match kind {
        ResourceKind::Key => KEYS,
        ResourceKind::Secret => SECRETS,
    }
}

/// `/r/{region}/keys/{id}/{tab}`, or the same of a secret; names have their escapes.
pub fn resource(of: &PolicyResource, tab: &str) -> String {
    format!("{}/{}/{tab}", list(of.region.as_str(), of_kind(of.kind)), escaped(&of.id))
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
