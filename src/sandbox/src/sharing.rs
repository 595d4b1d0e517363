//! Resource Sharing: what one account lets another use. Shares belong to a region.
//!
//! A share has resources, targets and permissions. Each resource and each target has its own link to the share; a
//! resource reaches an account when both links are `Associated`. That shows a vSwitch to the account, and takes one
//! unit of the access management quantity of an instance.

pub(crate) mod directory;
mod effect;
pub(crate) mod invitations;
pub(crate) mod lists;
pub(crate) mod members;
mod paging;
pub(crate) mod permissions;
mod refusal;
mod request;
pub(crate) mod shares;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use kms_api::{AccountId, RegionId};
use serde::{Deserialize, Serialize};

use directory::Directory;
use invitations::Invitation;

/// Everything that Resource Sharing knows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sharing {
    pub(crate) directory: Directory,
    /// Oldest first.
    pub(crate) shares: Vec<Share>,
    /// Oldest first.
    pub(crate) invitations: Vec<Invitation>,
}

/// A share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Share {
    /// Of the form `rs-…`.
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) owner: AccountId,
    pub(crate) region: RegionId,
    /// Whether accounts outside the resource directory may be targets.
    pub(crate) allows_external: bool,
    pub(crate) deleted: bool,
    pub(crate) created: Timestamp,
    pub(crate) updated: Timestamp,
    /// Names.
    pub(crate) permissions: Vec<String>,
    pub(crate) resources: Vec<SharedResource>,
    pub(crate) targets: Vec<SharedTarget>,
}

/// What can be shared here; the cloud shares much more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum ResourceKind {
    VSwitch,
    KmsInstance,
}

/// A resource of a share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SharedResource {
    pub(crate) kind: ResourceKind,
    pub(crate) id: String,
    pub(crate) link: Link,
}

/// An account that a share is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SharedTarget {
    pub(crate) account: AccountId,
    /// Whether it was outside the owner's resource directory.
    pub(crate) external: bool,
    pub(crate) link: Link,
}

/// How a resource or a target stands to its share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Link {
    pub(crate) state: LinkState,
    pub(crate) created: Timestamp,
    pub(crate) updated: Timestamp,
}

/// `AssociationStatus`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum LinkState {
    /// A target that has not accepted yet.
    Associating,
    Associated,
    /// Not tried again: it must be removed and added anew.
    Failed(Failure),
    Disassociated,
}

/// Why a link failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Failure {
    /// The access management quantity of an instance does not suffice.
    Quota,
    /// The target rejected the invitation.
    Rejected,
}

impl Sharing {
    /// The share with this id, whoever owns it.
    pub(crate) fn share_mut(&mut self, id: &str) -> Option<&mut Share> {
        self.shares.iter_mut().find(|share| share.id == id)
    }

    /// Whether a share lets an account use a resource now.
    fn reaches(&self, kind: ResourceKind, id: &str, account: &AccountId) -> bool {
        self.shares.iter().filter(|share| !share.deleted).any(|share| {
            let has = |resource: &SharedResource| {
                resource.kind == kind && resource.id == id && resource.link.is_on()
            };
            share.is_for(account) && share.resources.iter().any(has)
        })
    }
}

impl Share {
    /// Whether an account is a target that takes part.
    pub(crate) fn is_for(&self, account: &AccountId) -> bool {
        !self.deleted && self.targets.iter().any(|target| target.account == *account && target.link.is_on())
    }

    /// `ResourceShareStatus`.
    fn status(&self) -> &'static str {
        if self.deleted { "Deleted" } else { "Active" }
    }
}

impl ResourceKind {
    /// Every one.
    pub(crate) const ALL: [Self; 2] = [Self::VSwitch, Self::KmsInstance];

    /// `ResourceType`.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::VSwitch => "VSwitch",
            Self::KmsInstance => "KMSInstance",
        }
    }

    fn read(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

impl Link {
    /// A link that begins.
    pub(crate) fn new(state: LinkState, now: Timestamp) -> Self {
        Self { state, created: now, updated: now }
    }

    /// Whether it holds.
    pub(crate) fn is_on(&self) -> bool {
        self.state == LinkState::Associated
    }

    fn set(&mut self, state: LinkState, now: Timestamp) {
        self.state = state;
        self.updated = now;
    }
}

impl LinkState {
    fn as_str(self) -> &'static str {
        match self {
            Self::Associating => "Associating",
            Self::Associated => "Associated",
            Self::Failed(_) => "Failed",
            Self::Disassociated => "Disassociated",
        }
    }
}
