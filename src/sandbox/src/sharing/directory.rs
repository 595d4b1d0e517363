//! The resource directory: accounts of one company, which share without invitations.

use std::collections::BTreeSet;

use kms_api::{AccountId, Product};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::refusal::conflict;
use crate::call::Call;
use crate::dispatch::{ANY, Entry};
use crate::error::CloudError;
use crate::world::World;

/// Operations of this part.
pub(crate) const OPERATIONS: &[Entry] = &[
    Entry::new(Product::ResourceSharing, "CheckSharingWithResourceDirectoryStatus", ANY, check),
    Entry::new(Product::ResourceSharing, "EnableSharingWithResourceDirectory", ANY, enable),
];

/// The one directory of the world.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Directory {
    /// The account that manages it, which is also in it.
    pub(crate) management: Option<AccountId>,
    pub(crate) members: BTreeSet<AccountId>,
    /// Whether sharing inside it is switched on. Nothing switches it off again.
    pub(crate) shares: bool,
}

impl Directory {
    /// Whether an account is in it.
    pub(crate) fn has(&self, account: &AccountId) -> bool {
        self.management.as_ref() == Some(account) || self.members.contains(account)
    }
}

/// `EnableSharingWithResourceDirectory`.
fn enable(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let directory = &mut world.sharing.directory;
    if directory.management.as_ref() != Some(&call.caller.account) {
        let message = "The caller must be the master account for the Resource Directory.";
        return Err(conflict("ActionNotPermitted", message));
    }
    if directory.shares {
        let message = "You have already enabled sharing with the Resource Directory.";
        return Err(conflict("AlreadyEnabled", message));
    }
    directory.shares = true;
    Ok(json!({}))
}

/// `CheckSharingWithResourceDirectoryStatus`.
fn check(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let directory = &world.sharing.directory;
    Ok(json!({ "EnableSharingWithRd": directory.shares && directory.has(&call.caller.account) }))
}
