//! Permissions that a share can carry. All are the cloud's; the documents are written here from what each is for.

use kms_api::Product;
use serde_json::{Value, json};

use super::ResourceKind;
use super::paging::Window;
use super::refusal::{invalid, no_permission_named, no_share};
use super::request::{Side, list_of, required, resource_type, share_id};
use crate::call::Call;
use crate::dispatch::{ANY, Entry};
use crate::error::CloudError;
use crate::guesses;
use crate::parameters::optional;
use crate::world::World;

/// Operations of this part.
pub(crate) const OPERATIONS: &[Entry] = &[
    Entry::new(Product::ResourceSharing, "GetPermission", ANY, get_permission),
    Entry::new(Product::ResourceSharing, "ListPermissions", ANY, list_permissions),
    Entry::new(
        Product::ResourceSharing,
        "ListResourceSharePermissions",
        ANY,
        list_resource_share_permissions,
    ),
];

/// One version of a permission.
struct Permission {
    name: &'static str,
    version: &'static str,
    /// Whether the name stands for this version.
    in_force: bool,
    kind: ResourceKind,
    /// Whether shares get it when the caller names none.
    by_default: bool,
    document: &'static str,
}

const ALL: &[Permission] = &[
    Permission {
        name: "AliyunRSDefaultPermissionKMSInstance",
        version: "v1",
        in_force: false,
        kind: ResourceKind::KmsInstance,
        by_default: true,
        document: r#"{"Effect":"Allow","Action":["kms:CreateKey","kms:CreateSecret","kms:Encrypt","kms:Decrypt"]}"#,
    },
    Permission {
        name: "AliyunRSDefaultPermissionKMSInstance",
        version: "v2",
        in_force: true,
        kind: ResourceKind::KmsInstance,
        by_default: true,
        document: r#"{"Effect":"Allow","Action":["kms:CreateKey","kms:CreateSecret","kms:Encrypt","kms:Decrypt","kms:GenerateDataKey","kms:GetSecretValue","kms:ListKmsInstances"]}"#,
    },
    Permission {
        name: "AliyunRSDefaultPermissionVSwitch",
        version: "v1",
        in_force: true,
        kind: ResourceKind::VSwitch,
        by_default: true,
        document: r#"{"Effect":"Allow","Action":["vpc:DescribeVpcs","vpc:DescribeVpcAttribute","vpc:DescribeVSwitches","vpc:DescribeVSwitchAttributes"]}"#,
    },
    // Deprecated, and still attached to older shares.
    Permission {
        name: "AliyunRSPermissionKMSInstanceReadWrite",
        version: "v1",
        in_force: true,
        kind: ResourceKind::KmsInstance,
        by_default: false,
        document: r#"{"Effect":"Allow","Action":["kms:CreateKey","kms:CreateSecret","kms:Encrypt","kms:Decrypt"]}"#,
    },
];

impl Permission {
    fn on_the_wire(&self) -> Value {
        json!({
            "PermissionName": self.name,
            "PermissionVersion": self.version,
            "ResourceType": self.kind.as_str(),
            "DefaultPermission": self.by_default,
            "DefaultVersion": self.in_force,
            "CreateTime": guesses::PERMISSION_DATE,
            "UpdateTime": guesses::PERMISSION_DATE,
        })
    }
}

/// Permissions that the call names, all of which exist.
pub(super) fn named(call: &Call) -> Result<Vec<String>, CloudError> {
    let names = list_of(call, "PermissionNames", guesses::MAX_PERMISSION_NAMES)?;
    let known = |name: &&str| ALL.iter().any(|permission| permission.name == *name);
    if names.iter().all(known) {
        Ok(names.into_iter().map(str::to_owned).collect())
    } else {
        Err(no_permission_named())
    }
}

/// Adds to the permissions of a share what its resources need: one for each kind that has none yet.
pub(super) fn complete(permissions: &mut Vec<String>, kinds: &[ResourceKind]) {
    for kind in kinds {
        let of_kind = |name: &String| ALL.iter().any(|known| known.name == *name && known.kind == *kind);
        if !permissions.iter().any(of_kind)
            && let Some(default) = ALL.iter().find(|known| known.kind == *kind && known.by_default)
        {
            permissions.push(default.name.to_owned());
        }
    }
}

/// `ListPermissions`: the versions in force.
fn list_permissions(_: &mut World, call: &Call) -> Result<Value, CloudError> {
    let window = Window::read(call)?;
    let kind = resource_type(call)?;
    let wanted = |known: &&Permission| known.in_force && kind.is_none_or(|kind| known.kind == kind);
    let entries: Vec<Value> = ALL.iter().filter(wanted).map(Permission::on_the_wire).collect();
    Ok(window.answer("Permissions", &entries))
}

/// `GetPermission`, the version in force unless another is named.
fn get_permission(_: &mut World, call: &Call) -> Result<Value, CloudError> {
    let name = required(call, "PermissionName")?;
    let version = optional(call, "PermissionVersion");
    let mut versions = ALL.iter().filter(|known| known.name == name).peekable();
    if versions.peek().is_none() {
        return Err(no_permission_named());
    }
    let wanted = versions.find(|known| match version {
        None => known.in_force,
        Some(version) => known.version == version,
    });
    let found = wanted.ok_or_else(|| invalid("PermissionVersion", ""))?;
    let mut answer = found.on_the_wire();
    if let Value::Object(members) = &mut answer {
        members.insert("Permission".to_owned(), json!(found.document));
    }
    Ok(json!({ "Permission": answer }))
}

/// `ListResourceSharePermissions`.
fn list_resource_share_permissions(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let id = share_id(call)?;
    let side = Side::read(call)?;
    let window = Window::read(call)?;
    let mut shares = world.sharing.shares.iter().filter(|share| side.has(call, share));
    let share = shares.find(|share| share.id == id).ok_or_else(no_share)?;
    let of_share =
        |known: &&Permission| known.in_force && share.permissions.iter().any(|name| name == known.name);
    let entries: Vec<Value> = ALL.iter().filter(of_share).map(Permission::on_the_wire).collect();
    Ok(window.answer("Permissions", &entries))
}
