//! Resources and targets of a share: adding and removing.

use kms_api::{AccountId, InstanceId, Product, VSwitchId};
use serde_json::{Value, json};

use super::lists::Member;
use super::permissions;
use super::refusal::{conflict, invalid, no_share, not_in_share, nothing_named, outside_directory};
use super::request::{Side, accounts, refuse, resources, share_id};
use super::shares::{accounts_of, own_active, resources_of};
use super::{Link, LinkState, ResourceKind, Share, SharedResource, SharedTarget};
use crate::call::Call;
use crate::dispatch::{ANY, Entry};
use crate::error::CloudError;
use crate::guesses;
use crate::instances::Kind;
use crate::parameters::optional;
use crate::world::World;

/// Operations of this part.
pub(crate) const OPERATIONS: &[Entry] = &[
    Entry::new(Product::ResourceSharing, "AssociateResourceShare", ANY, associate),
    Entry::new(Product::ResourceSharing, "DisassociateResourceShare", ANY, disassociate),
];

/// What a call wants to add to a share.
pub(super) struct Additions {
    resources: Vec<(ResourceKind, String)>,
    accounts: Vec<AccountId>,
    permissions: Vec<String>,
}

impl Additions {
    /// Reads them.
    pub(super) fn read(call: &Call) -> Result<Self, CloudError> {
        let (resources, accounts) = (resources(call)?, accounts(call, "Targets")?);
        Ok(Self { resources, accounts, permissions: permissions::named(call)? })
    }

    /// Whether a share may have them.
    pub(super) fn judge(&self, world: &World, call: &Call, share: &Share) -> Result<(), CloudError> {
        for (kind, id) in &self.resources {
            let why = match kind {
                ResourceKind::VSwitch => why_no_v_switch(world, call, id),
                ResourceKind::KmsInstance => why_no_instance(world, call, id),
            };
            if let Some(why) = why {
                let message = format!("The Resources is invalid. {id} {why}.");
                return Err(CloudError::gateway(400, guesses::UNSHARABLE_RESOURCE_CODE, message));
            }
        }
        for account in &self.accounts {
            judge_account(world, call, share, account)?;
        }
        // Links that were made before are not judged again.
        let is_instance = |kind: ResourceKind| kind == ResourceKind::KmsInstance;
        let new_external = self.accounts.iter().any(|account| is_external(world, &share.owner, account));
        let old_external = share.targets.iter().any(|target| target.external && is_in(&target.link));
        let new_instance = self.resources.iter().any(|(kind, _)| is_instance(*kind));
        let old_instance = share.resources.iter().any(|one| is_instance(one.kind) && is_in(&one.link));
        if new_external && (new_instance || old_instance) || old_external && new_instance {
            let message = "The resource share includes resource types that cannot be shared with accounts outside the \
                           resource directory.";
            return Err(conflict("ExternalTargetsNotAllowed.ResourceType", message));
        }
        Ok(())
    }
}

fn why_no_v_switch(world: &World, call: &Call, id: &str) -> Option<&'static str> {
    let v_switch = world.network.v_switch(&VSwitchId::from(id));
    let vpc = v_switch.and_then(|v_switch| world.network.vpc(&v_switch.vpc_id));
    let own = vpc.filter(|vpc| vpc.owner == call.caller.account && vpc.region == call.region);
    match v_switch.zip(own) {
        None => Some("is no vSwitch of this account in this region"),
        Some((v_switch, vpc)) if v_switch.is_default || vpc.is_default => {
            Some("is a default vSwitch or in a default VPC")
        }
        Some(_) => None,
    }
}

fn why_no_instance(world: &World, call: &Call, id: &str) -> Option<&'static str> {
    match world.instance(call, &InstanceId::from(id)) {
        Err(_) => Some("is no instance of this account in this region"),
        Ok(instance) if instance.kind == Kind::External => Some("is an instance for external keys"),
        Ok(instance) if instance.status(call.now) != "Connected" => Some("is not enabled"),
        Ok(_) => None,
    }
}

fn is_external(world: &World, owner: &AccountId, account: &AccountId) -> bool {
    let directory = &world.sharing.directory;
    !(directory.has(owner) && directory.has(account))
}

fn judge_account(world: &World, call: &Call, share: &Share, account: &AccountId) -> Result<(), CloudError> {
    if *account == call.caller.account {
        return Err(conflict("ShareWithYourself", "You cannot share resources with yourself."));
    }
    if !world.has_account(account) {
        return Err(invalid("Targets", "It is none of the simulated accounts."));
    }
    let directory = &world.sharing.directory;
    match (is_external(world, &share.owner, account), share.allows_external) {
        (false, _) if directory.shares => Ok(()),
        (false, _) => {
            let message = "You have not enabled sharing with your Resource Directory.";
            Err(conflict("NotEnableSharingWithResourceDirectory", message))
        }
        (true, true) => Ok(()),
        (true, false) if directory.has(&share.owner) => Err(outside_directory()),
        (true, false) => {
            let message = "The account is not a master or a member of a resource directory.";
            Err(conflict("AccountNotInResourceDirectory", message))
        }
    }
}

/// Adds what was judged before. What is in the share already stays as it is, failed links too.
pub(super) fn add(world: &mut World, call: &Call, share_id: &str, additions: &Additions) {
    for (kind, id) in &additions.resources {
        let Some(share) = world.sharing.share_mut(share_id) else { return };
        let is_it = |one: &SharedResource| one.kind == *kind && one.id == *id;
        if share.resources.iter().any(|one| is_it(one) && is_in(&one.link)) {
            continue;
        }
        let accounts = accounts_on(share);
        let resource = [(*kind, id.clone())];
        let link = Link::new(world.begin_link(&resource, &accounts, call.now), call.now);
        let Some(share) = world.sharing.share_mut(share_id) else { return };
        share.resources.retain(|one| !is_it(one));
        share.resources.push(SharedResource { kind: *kind, id: id.clone(), link });
        world.carry_out(&resource, &accounts, call.now);
    }
    for account in &additions.accounts {
        let external = world.sharing.share_mut(share_id).is_some_and(|share| share.allows_external)
            && is_external(world, &call.caller.account, account);
        let Some(share) = world.sharing.share_mut(share_id) else { return };
        if share.targets.iter().any(|target| target.account == *account && is_in(&target.link)) {
            continue;
        }
        let resources = resources_on(share);
        let accounts = [account.clone()];
        let state =
            if external { LinkState::Associating } else { world.begin_link(&resources, &accounts, call.now) };
        let link = Link::new(state, call.now);
        let Some(share) = world.sharing.share_mut(share_id) else { return };
        share.targets.retain(|target| target.account != *account);
        share.targets.push(SharedTarget { account: account.clone(), external, link });
        if external {
            world.sharing.invite(call, share_id, account);
        }
        world.carry_out(&resources, &accounts, call.now);
    }
    let Some(share) = world.sharing.share_mut(share_id) else { return };
    for name in &additions.permissions {
        if !share.permissions.contains(name) {
            share.permissions.push(name.clone());
        }
    }
    let kinds: Vec<ResourceKind> = share.resources.iter().map(|resource| resource.kind).collect();
    permissions::complete(&mut share.permissions, &kinds);
    share.updated = call.now;
}

fn is_in(link: &Link) -> bool {
    link.state != LinkState::Disassociated
}

/// Accounts that take part in a share.
fn accounts_on(share: &Share) -> Vec<AccountId> {
    let on = share.targets.iter().filter(|target| target.link.is_on());
    on.map(|target| target.account.clone()).collect()
}

/// Resources that a share brings to its accounts.
pub(super) fn resources_on(share: &Share) -> Vec<(ResourceKind, String)> {
    let on = share.resources.iter().filter(|resource| resource.link.is_on());
    on.map(|resource| (resource.kind, resource.id.clone())).collect()
}

/// `AssociateResourceShare`.
fn associate(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let id = share_id(call)?;
    let additions = Additions::read(call)?;
    refuse(call, &["TargetProperties"])?;
    if additions.resources.is_empty() && additions.accounts.is_empty() {
        return Err(nothing_named());
    }
    let share = own_active(world, call, id)?.clone();
    additions.judge(world, call, &share)?;
    add(world, call, id, &additions);
    let share = own_active(world, call, id)?;
    Ok(named_members(share, &additions.resources, &additions.accounts, "Associating"))
}

/// The answer of both operations: every member that the call names.
fn named_members(
    share: &Share,
    resources: &[(ResourceKind, String)],
    accounts: &[AccountId],
    under_way: &str,
) -> Value {
    let named = |resource: &&SharedResource| resources.contains(&(resource.kind, resource.id.clone()));
    let resources = share.resources.iter().filter(named).map(Member::Resource);
    let targets =
        share.targets.iter().filter(|target| accounts.contains(&target.account)).map(Member::Target);
    let entries: Vec<Value> = resources
        .chain(targets)
        .map(|member| {
            let mut entry = member.on_the_wire(share);
            if !guesses::SHARES_TAKE_EFFECT_AT_ONCE
                && let Some(status) = entry.get_mut("AssociationStatus")
            {
                *status = json!(under_way);
            }
            entry
        })
        .collect();
    json!({ "ResourceShareAssociations": entries })
}

/// `DisassociateResourceShare`: the owner removes, or a target leaves.
fn disassociate(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let id = share_id(call)?;
    let side = optional(call, "ResourceOwner").map_or(Ok(Side::Own), |_| Side::read(call))?;
    let (resources, accounts) = (resources(call)?, accounts(call, "Targets")?);
    if resources.is_empty() && accounts.is_empty() {
        return Err(nothing_named());
    }
    let share = match side {
        Side::Own => own_active(world, call, id)?,
        Side::Others => joined(world, call, id, &resources, &accounts)?,
    };
    let has_resource = |(kind, id): &(ResourceKind, String)| {
        share.resources.iter().any(|one| one.kind == *kind && one.id == *id && is_in(&one.link))
    };
    let has_account = |account: &AccountId| {
        share.targets.iter().any(|target| target.account == *account && is_in(&target.link))
    };
    if !resources.iter().all(has_resource) || !accounts.iter().all(has_account) {
        return Err(not_in_share());
    }
    for one in &mut share.resources {
        if resources.contains(&(one.kind, one.id.clone())) {
            one.link.set(LinkState::Disassociated, call.now);
        }
    }
    for target in share.targets.iter_mut().filter(|target| accounts.contains(&target.account)) {
        target.link.set(LinkState::Disassociated, call.now);
    }
    share.updated = call.now;
    let answer = named_members(share, &resources, &accounts, "Disassociating");
    let (all_resources, all_accounts) = (resources_of(share), accounts_of(share));
    for account in &accounts {
        world.sharing.withdraw(id, Some(account));
    }
    world.carry_out(&resources, &all_accounts, call.now);
    world.carry_out(&all_resources, &accounts, call.now);
    Ok(answer)
}

/// The share that the caller wants to leave.
fn joined<'a>(
    world: &'a mut World,
    call: &Call,
    id: &str,
    resources: &[(ResourceKind, String)],
    accounts: &[AccountId],
) -> Result<&'a mut Share, CloudError> {
    let caller = &call.caller.account;
    let share =
        world.sharing.share_mut(id).filter(|share| Side::Others.has(call, share)).ok_or_else(no_share)?;
    if !resources.is_empty() || accounts.iter().any(|account| account != caller) {
        return Err(not_in_share());
    }
    if share.targets.iter().any(|target| target.account == *caller && !target.external) {
        let message = "The account was added to the resource share automatically by resoucre directory.";
        return Err(conflict("LeavingFailed.Account", message));
    }
    Ok(share)
}
