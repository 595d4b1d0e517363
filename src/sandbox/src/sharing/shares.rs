//! Shares as a whole: list, create, rename, delete.

use kms_api::{AccountId, Product};
use serde_json::{Value, json};

use super::members::{self, Additions};
use super::paging::Window;
use super::refusal::{conflict, invalid, no_share, share_is_deleted};
use super::request::{Side, name_filter, refuse, share_id, share_ids, share_name, switch};
use super::{LinkState, ResourceKind, Share};
use crate::call::Call;
use crate::dispatch::{ANY, Entry};
use crate::error::CloudError;
use crate::guesses;
use crate::instances::wire_time;
use crate::parameters::optional;
use crate::world::World;

/// Operations of this part.
pub(crate) const OPERATIONS: &[Entry] = &[
    Entry::new(Product::ResourceSharing, "CreateResourceShare", ANY, create),
    Entry::new(Product::ResourceSharing, "DeleteResourceShare", ANY, delete),
    Entry::new(Product::ResourceSharing, "ListResourceShares", ANY, list),
    Entry::new(Product::ResourceSharing, "UpdateResourceShare", ANY, update),
];

const STATUSES: [&str; 4] = ["Active", "Pending", "Deleting", "Deleted"];

fn on_the_wire(share: &Share) -> Value {
    json!({
        "ResourceShareId": share.id,
        "ResourceShareName": share.name,
        "ResourceShareOwner": share.owner,
        "ResourceShareStatus": share.status(),
        "AllowExternalTargets": share.allows_external,
        "CreateTime": wire_time(share.created),
        "UpdateTime": wire_time(share.updated),
    })
}

/// `ListResourceShares`, oldest first.
fn list(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let side = Side::read(call)?;
    let window = Window::read(call)?;
    let ids = share_ids(call)?;
    let name = name_filter(call)?;
    let status = optional(call, "ResourceShareStatus");
    if status.is_some_and(|status| !STATUSES.contains(&status)) {
        return Err(invalid("ResourceShareStatus", ""));
    }
    let permission = optional(call, "PermissionName");
    refuse(call, &["ResourceGroupId", "Tag"])?;
    let wanted = |share: &&Share| {
        side.has(call, share)
            && (guesses::DELETED_SHARES_ARE_LISTED || !share.deleted)
            && (ids.is_empty() || ids.contains(&share.id.as_str()))
            && name.is_none_or(|name| share.name == name)
            && status.is_none_or(|status| share.status() == status)
            && permission.is_none_or(|permission| share.permissions.iter().any(|name| name == permission))
    };
    let entries: Vec<Value> = world.sharing.shares.iter().filter(wanted).map(on_the_wire).collect();
    Ok(window.answer("ResourceShares", &entries))
}

/// `CreateResourceShare`, with resources and targets or without.
fn create(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let name = share_name(call)?.to_owned();
    let allows_external = switch(call, "AllowExternalTargets")?.unwrap_or(false);
    refuse(call, &["ResourceGroupId", "Tag", "TargetProperties"])?;
    let share = Share {
        id: format!("rs-{}", call.entropy.letters("share", 12)),
        name,
        owner: call.caller.account.clone(),
        region: call.region.clone(),
        allows_external,
        deleted: false,
        created: call.now,
        updated: call.now,
        permissions: Vec::new(),
        resources: Vec::new(),
        targets: Vec::new(),
    };
    let additions = Additions::read(call)?;
    additions.judge(world, call, &share)?;
    let id = share.id.clone();
    world.sharing.shares.push(share);
    members::add(world, call, &id, &additions);
    let share = own(world, call, &id)?;
    Ok(json!({ "ResourceShare": on_the_wire(share) }))
}

/// The caller's own share with this id, deleted or not.
fn own<'a>(world: &'a mut World, call: &Call, id: &str) -> Result<&'a mut Share, CloudError> {
    let share = world.sharing.share_mut(id).filter(|share| Side::Own.has(call, share));
    share.ok_or_else(no_share)
}

/// The caller's own share with this id, which must not be deleted.
pub(super) fn own_active<'a>(
    world: &'a mut World,
    call: &Call,
    id: &str,
) -> Result<&'a mut Share, CloudError> {
    let share = own(world, call, id)?;
    if share.deleted { Err(share_is_deleted()) } else { Ok(share) }
}

/// `UpdateResourceShare`.
fn update(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let id = share_id(call)?;
    let name = share_name(call)?;
    let allows_external = switch(call, "AllowExternalTargets")?;
    let share = own_active(world, call, id)?;
    let is_out = |state: LinkState| state != LinkState::Disassociated;
    let has_external = share.targets.iter().any(|target| target.external && is_out(target.link.state));
    if allows_external == Some(false) && has_external {
        let message = "You do not have permission to do this operation. Remove the outside accounts first.";
        return Err(conflict("OperationNotPermitted", message));
    }
    name.clone_into(&mut share.name);
    share.allows_external = allows_external.unwrap_or(share.allows_external);
    share.updated = call.now;
    Ok(json!({ "ResourceShare": on_the_wire(share) }))
}

/// `DeleteResourceShare`: ends it for everybody.
fn delete(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let id = share_id(call)?;
    let share = own_active(world, call, id)?;
    share.deleted = true;
    share.updated = call.now;
    let links = share.resources.iter_mut().map(|resource| &mut resource.link);
    let links = links.chain(share.targets.iter_mut().map(|target| &mut target.link));
    links.for_each(|link| link.set(LinkState::Disassociated, call.now));
    let resources: Vec<(ResourceKind, String)> = resources_of(share);
    let accounts: Vec<AccountId> = accounts_of(share);
    world.sharing.withdraw(id, None);
    world.carry_out(&resources, &accounts, call.now);
    Ok(json!({}))
}

/// Every resource that is or was in a share.
pub(super) fn resources_of(share: &Share) -> Vec<(ResourceKind, String)> {
    share.resources.iter().map(|resource| (resource.kind, resource.id.clone())).collect()
}

/// Every account that is or was a target of a share.
pub(super) fn accounts_of(share: &Share) -> Vec<AccountId> {
    share.targets.iter().map(|target| target.account.clone()).collect()
}
