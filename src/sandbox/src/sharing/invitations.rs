//! Invitations of accounts outside the resource directory.

use jiff::{SignedDuration, Timestamp};
use kms_api::{AccountId, Product};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::members::resources_on;
use super::paging::Window;
use super::refusal::{conflict, invalid};
use super::request::{list, required, share_ids};
use super::{Failure, LinkState, Sharing};
use crate::call::Call;
use crate::dispatch::{ANY, Entry};
use crate::error::CloudError;
use crate::guesses;
use crate::instances::wire_time;
use crate::world::World;

/// Operations of this part.
pub(crate) const OPERATIONS: &[Entry] = &[
    Entry::new(Product::ResourceSharing, "AcceptResourceShareInvitation", ANY, accept),
    Entry::new(Product::ResourceSharing, "ListResourceShareInvitations", ANY, list_invitations),
    Entry::new(Product::ResourceSharing, "RejectResourceShareInvitation", ANY, reject),
];

/// An invitation to a share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Invitation {
    /// Of the form `i-…`.
    pub(crate) id: String,
    pub(crate) share: String,
    pub(crate) sender: AccountId,
    pub(crate) receiver: AccountId,
    pub(crate) created: Timestamp,
    pub(crate) answer: Option<Answer>,
}

/// What the receiver said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Answer {
    Accepted,
    Rejected,
}

impl Invitation {
    fn status(&self, now: Timestamp) -> &'static str {
        let days = SignedDuration::from_hours(24 * guesses::INVITATION_DAYS);
        match self.answer {
            Some(Answer::Accepted) => "Accepted",
            Some(Answer::Rejected) => "Rejected",
            None if self.created.checked_add(days).is_ok_and(|end| end <= now) => "Expired",
            None => "Pending",
        }
    }

    fn on_the_wire(&self, sharing: &Sharing, now: Timestamp) -> Value {
        let share = sharing.shares.iter().find(|share| share.id == self.share);
        json!({
            "ResourceShareInvitationId": self.id,
            "ResourceShareId": self.share,
            "ResourceShareName": share.map(|share| share.name.as_str()).unwrap_or_default(),
            "SenderAccountId": self.sender,
            "ReceiverAccountId": self.receiver,
            "Status": self.status(now),
            "CreateTime": wire_time(self.created),
        })
    }
}

impl Sharing {
    /// Invites an account to a share of the caller.
    pub(super) fn invite(&mut self, call: &Call, share: &str, account: &AccountId) {
        self.invitations.push(Invitation {
            id: format!("i-{}", call.entropy.letters(&format!("invitation {account}"), 16)),
            share: share.to_owned(),
            sender: call.caller.account.clone(),
            receiver: account.clone(),
            created: call.now,
            answer: None,
        });
    }

    /// Takes back open invitations to a share, of one account or of all.
    pub(super) fn withdraw(&mut self, share: &str, account: Option<&AccountId>) {
        self.invitations.retain(|invitation| {
            let meant =
                invitation.share == share && account.is_none_or(|account| invitation.receiver == *account);
            !meant || invitation.answer.is_some()
        });
    }

    /// The open invitation that the call names.
    fn open(&mut self, call: &Call) -> Result<&mut Invitation, CloudError> {
        let id = required(call, "ResourceShareInvitationId")?;
        if !is_invitation_id(id) {
            return Err(invalid("ResourceShareInvitationId", ""));
        }
        let own = |one: &&mut Invitation| one.id == id && one.receiver == call.caller.account;
        let found = self.invitations.iter_mut().find(own).ok_or_else(|| {
            let message = "The resource share invitation does not exist in the current account.";
            conflict("EntityNotExists.ResourceShareInvitation", message)
        })?;
        match found.status(call.now) {
            "Pending" => Ok(found),
            "Expired" => {
                let message = "The resource share invitation status is expired.";
                Err(conflict("InvitationStatus.Expired", message))
            }
            "Rejected" => {
                let message = "The resource share invitation status is rejected.";
                Err(conflict("InvitationStatus.AlreadyRejected", message))
            }
            _ => {
                let message = "The resource share invitation status is alredy accepted.";
                Err(conflict("InvitationStatus.AlreadyAccepted", message))
            }
        }
    }
}

fn is_invitation_id(id: &str) -> bool {
    let random = id.strip_prefix("i-").unwrap_or_default();
    !random.is_empty() && random.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// `ListResourceShareInvitations`: what the caller's account has received, oldest first.
fn list_invitations(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let window = Window::read(call)?;
    let shares = share_ids(call)?;
    let ids = list(call, "ResourceShareInvitationIds")?;
    if !ids.iter().all(|id| is_invitation_id(id)) {
        return Err(invalid("ResourceShareInvitationIds", ""));
    }
    let sharing = &world.sharing;
    let here = |id: &str| sharing.shares.iter().any(|share| share.id == id && share.region == call.region);
    let wanted = |one: &&Invitation| {
        one.receiver == call.caller.account
            && here(&one.share)
            && (shares.is_empty() || shares.contains(&one.share.as_str()))
            && (ids.is_empty() || ids.contains(&one.id.as_str()))
    };
    let entries: Vec<Value> = sharing
        .invitations
        .iter()
        .filter(wanted)
        .map(|one| {
            let mut entry = one.on_the_wire(sharing, call.now);
            if let Value::Object(members) = &mut entry {
                members.insert("InvitationFailedDetails".to_owned(), json!([]));
            }
            entry
        })
        .collect();
    Ok(window.answer("ResourceShareInvitations", &entries))
}

/// `AcceptResourceShareInvitation`: the share takes effect.
fn accept(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let mut answer = settle(world, call, Answer::Accepted)?;
    if let Value::Object(members) = &mut answer {
        members.insert("AcceptInvitationFailedDetails".to_owned(), json!([]));
    }
    Ok(json!({ "ResourceShareInvitation": answer }))
}

/// `RejectResourceShareInvitation`.
fn reject(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    Ok(json!({ "ResourceShareInvitation": settle(world, call, Answer::Rejected)? }))
}

fn settle(world: &mut World, call: &Call, said: Answer) -> Result<Value, CloudError> {
    let invitation = world.sharing.open(call)?;
    invitation.answer = Some(said);
    let invitation = invitation.clone();
    let accounts = [invitation.receiver.clone()];
    let mut resources = Vec::new();
    if let Some(share) = world.sharing.share_mut(&invitation.share) {
        resources = resources_on(share);
        let waits = |state| state == LinkState::Associating;
        let target = share
            .targets
            .iter_mut()
            .find(|target| target.account == invitation.receiver && waits(target.link.state));
        if let Some(target) = target {
            let state = match said {
                Answer::Accepted => LinkState::Associated,
                Answer::Rejected => LinkState::Failed(Failure::Rejected),
            };
            target.link.set(state, call.now);
        }
    }
    world.carry_out(&resources, &accounts, call.now);
    Ok(invitation.on_the_wire(&world.sharing, call.now))
}
