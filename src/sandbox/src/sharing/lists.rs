//! What is in shares: resources, targets, and their links.

use kms_api::{AccountId, Product};
use serde_json::{Value, json};

use super::paging::Window;
use super::refusal::invalid;
use super::request::{Side, account, accounts, list, required, resource_type, share_ids};
use super::{Failure, Link, LinkState, Share, SharedResource, SharedTarget};
use crate::call::Call;
use crate::dispatch::{ANY, Entry};
use crate::error::CloudError;
use crate::guesses;
use crate::instances::wire_time;
use crate::parameters::optional;
use crate::world::World;

/// Operations of this part.
pub(crate) const OPERATIONS: &[Entry] = &[
    Entry::new(Product::ResourceSharing, "ListResourceShareAssociations", ANY, list_associations),
    Entry::new(Product::ResourceSharing, "ListSharedResources", ANY, list_shared_resources),
    Entry::new(Product::ResourceSharing, "ListSharedTargets", ANY, list_shared_targets),
];

const STATUSES: [&str; 5] = ["Associating", "Associated", "Failed", "Disassociating", "Disassociated"];

/// A resource or a target of a share.
#[derive(Clone, Copy, Debug)]
pub(super) enum Member<'a> {
    Resource(&'a SharedResource),
    Target(&'a SharedTarget),
}

impl Member<'_> {
    fn link(&self) -> &Link {
        match self {
            Self::Resource(resource) => &resource.link,
            Self::Target(target) => &target.link,
        }
    }

    /// Type of the link, id, and type of what is linked.
    fn names(&self) -> (&'static str, &str, &'static str) {
        match self {
            Self::Resource(resource) => ("Resource", &resource.id, resource.kind.as_str()),
            Self::Target(target) => ("Target", target.account.as_str(), "Account"),
        }
    }

    /// As told when it is added or removed.
    pub(super) fn on_the_wire(&self, share: &Share) -> Value {
        let link = self.link();
        let (association, id, kind) = self.names();
        json!({
            "ResourceShareId": share.id,
            "ResourceShareName": share.name,
            "AssociationType": association,
            "AssociationStatus": link.state.as_str(),
            "AssociationStatusMessage": failure(link).map(|(_, text)| text).unwrap_or_default(),
            "EntityId": id,
            "EntityType": kind,
            "TargetProperty": "",
            "CreateTime": wire_time(link.created),
            "UpdateTime": wire_time(link.updated),
        })
    }

    /// As told in the list, with what failed.
    fn with_failures(&self, share: &Share) -> Value {
        let (association, id, kind) = self.names();
        let details = failure(self.link()).map(|(reason, text)| {
            json!([{
                "AssociateType": association,
                "EntityId": id,
                "EntityType": kind,
                "FailureReason": reason,
                "FailureDescription": text,
                "OperationType": "Associate",
                "Status": "Failed",
                "StatusMessage": text,
            }])
        });
        let mut entry = self.on_the_wire(share);
        if let Value::Object(members) = &mut entry {
            let external = matches!(self, Self::Target(target) if target.external);
            members.insert("External".to_owned(), json!(external));
            members.insert("AssociationFailedDetails".to_owned(), details.unwrap_or_else(|| json!([])));
        }
        entry
    }
}

/// Reason and text.
fn failure(link: &Link) -> Option<(&'static str, &'static str)> {
    match link.state {
        LinkState::Failed(Failure::Quota) => {
            Some((guesses::QUOTA_FAILURE_REASON, "Instance Share Quota Exceed Limit."))
        }
        LinkState::Failed(Failure::Rejected) => {
            Some((guesses::REJECTED_FAILURE_REASON, "The resource share invitation status is rejected."))
        }
        LinkState::Associating | LinkState::Associated | LinkState::Disassociated => None,
    }
}

/// `ListResourceShareAssociations`: of the caller's own shares, whatever their state.
fn list_associations(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let of_resources = match required(call, "AssociationType")? {
        "Resource" => true,
        "Target" => false,
        _ => return Err(invalid("AssociationType", "")),
    };
    let window = Window::read(call)?;
    let ids = share_ids(call)?;
    let status = optional(call, "AssociationStatus");
    if status.is_some_and(|status| !STATUSES.contains(&status)) {
        return Err(invalid("AssociationStatus", ""));
    }
    let resource = optional(call, "ResourceId");
    let target = account(call, "Target")?;
    if if of_resources { target.is_some() } else { resource.is_some() } {
        let message = "The specified ResourceId or Target conflicts with AssociationType.";
        return Err(CloudError::gateway(400, "ConflictedAssociationType", message));
    }
    let wanted = resource.or(target.as_ref().map(AccountId::as_str));
    let shares = own_or_joined(world, call, Side::Own, &ids);
    let entries: Vec<Value> = shares
        .flat_map(|share| members(share, of_resources).into_iter().map(move |member| (share, member)))
        .filter(|(_, member)| status.is_none_or(|status| member.link().state.as_str() == status))
        .filter(|(_, member)| wanted.is_none_or(|id| member.names().1 == id))
        .map(|(share, member)| member.with_failures(share))
        .collect();
    Ok(window.answer("ResourceShareAssociations", &entries))
}

fn members(share: &Share, of_resources: bool) -> Vec<Member<'_>> {
    if of_resources {
        share.resources.iter().map(Member::Resource).collect()
    } else {
        share.targets.iter().map(Member::Target).collect()
    }
}

/// Shares of one side that a call asks for; all when it names none.
fn own_or_joined<'a>(
    world: &'a World,
    call: &'a Call,
    side: Side,
    ids: &'a [&str],
) -> impl Iterator<Item = &'a Share> {
    let wanted =
        move |share: &&Share| side.has(call, share) && (ids.is_empty() || ids.contains(&share.id.as_str()));
    world.sharing.shares.iter().filter(wanted)
}

/// `ListSharedResources`: what the caller shares, or what others share with the caller.
fn list_shared_resources(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let side = Side::read(call)?;
    let kind = resource_type(call)?;
    let window = Window::read(call)?;
    let ids = share_ids(call)?;
    let resources = list(call, "ResourceIds")?;
    let other = account(call, "Target")?;
    let with_other = |share: &&Share| {
        other.as_ref().is_none_or(|other| match side {
            Side::Own => share.is_for(other),
            Side::Others => share.owner == *other,
        })
    };
    let entries: Vec<Value> = own_or_joined(world, call, side, &ids)
        .filter(with_other)
        .flat_map(|share| share.resources.iter().map(move |resource| (share, resource)))
        .filter(|(_, resource)| resource.link.is_on())
        .filter(|(_, resource)| kind.is_none_or(|kind| resource.kind == kind))
        .filter(|(_, resource)| resources.is_empty() || resources.contains(&resource.id.as_str()))
        .map(|(share, resource)| {
            json!({
                "ResourceId": resource.id,
                "ResourceType": resource.kind.as_str(),
                "ResourceShareId": share.id,
                "ResourceStatus": guesses::SHARED_RESOURCE_STATUS,
                "ResourceStatusMessage": "",
                "CreateTime": wire_time(resource.link.created),
                "UpdateTime": wire_time(resource.link.updated),
            })
        })
        .collect();
    Ok(window.answer("SharedResources", &entries))
}

/// `ListSharedTargets`: whom the caller shares with, or who shares with the caller.
fn list_shared_targets(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let side = Side::read(call)?;
    let kind = resource_type(call)?;
    let window = Window::read(call)?;
    let ids = share_ids(call)?;
    let wanted = accounts(call, "Targets")?;
    let resource = optional(call, "ResourceId");
    let has = |share: &&Share| {
        let fits = |one: &SharedResource| {
            one.link.is_on()
                && kind.is_none_or(|kind| one.kind == kind)
                && resource.is_none_or(|id| one.id == id)
        };
        (kind.is_none() && resource.is_none()) || share.resources.iter().any(fits)
    };
    let entries: Vec<Value> = own_or_joined(world, call, side, &ids)
        .filter(has)
        .flat_map(|share| partners(call, side, share).into_iter().map(move |partner| (share, partner)))
        .filter(|(_, (account, _))| wanted.is_empty() || wanted.contains(account))
        .map(|(share, (account, target))| {
            json!({
                "TargetId": account,
                "ResourceShareId": share.id,
                "External": target.external,
                "TargetProperty": "",
                "CreateTime": wire_time(target.link.created),
                "UpdateTime": wire_time(target.link.updated),
            })
        })
        .collect();
    Ok(window.answer("SharedTargets", &entries))
}

/// The other side of a share: its targets, or its owner with the caller's own link.
fn partners<'a>(call: &Call, side: Side, share: &'a Share) -> Vec<(&'a AccountId, &'a SharedTarget)> {
    let on = share.targets.iter().filter(|target| target.link.is_on());
    match side {
        Side::Own => on.map(|target| (&target.account, target)).collect(),
        Side::Others => on
            .filter(|target| target.account == call.caller.account)
            .map(|target| (&share.owner, target))
            .collect(),
    }
}
