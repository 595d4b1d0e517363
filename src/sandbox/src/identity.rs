//! Access keys, who is behind them, and `GetCallerIdentity`.

use std::fmt;

use jiff::Timestamp;
use kms_api::operations::identity::GetCallerIdentityResponse;
use kms_api::{AccountId, Product};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::call::{Call, Caller, Principal};
use crate::dispatch::{Entry, Needs};
use crate::error::CloudError;
use crate::parameters::answer;
use crate::ram::Account;
use crate::world::World;

/// Operations of this part.
pub(crate) const OPERATIONS: &[Entry] =
    &[Entry::new(Product::Sts, "GetCallerIdentity", Needs::Nothing, get_caller_identity)];

/// An access key and whose it is.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessKey {
    /// The shared secret that signatures are verified with.
    pub secret: String,
    /// Whom a request signed with it comes from.
    pub caller: Caller,
    /// Of temporary keys: what they are worth nothing without.
    pub session: Option<Session>,
}

impl fmt::Debug for AccessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessKey")
            .field("secret", &"…")
            .field("caller", &self.caller)
            .field("session", &self.session)
            .finish()
    }
}

/// The session that a temporary access key belongs to.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The security token that must come with every request.
    pub token: String,
    /// From this time on the key is refused.
    pub expires: Timestamp,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("token", &"…").field("expires", &self.expires).finish()
    }
}

/// Nobody in the world has the name that a key was to belong to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cannot find a caller named `{0}` in the simulated cloud")]
pub struct UnknownCaller(String);

impl World {
    /// The access key with this id.
    pub fn access_key(&self, id: &str) -> Option<&AccessKey> {
        self.access_keys.get(id)
    }

    /// Gives a caller of the world an access key; a key of the same id is replaced.
    ///
    /// `caller_name` is read as by [`World::caller`].
    ///
    /// # Errors
    /// When nobody has that name.
    pub fn add_access_key(
        &mut self,
        id: impl Into<String>,
        secret: impl Into<String>,
        caller_name: &str,
    ) -> Result<(), UnknownCaller> {
        self.insert_key(id.into(), secret.into(), caller_name, None)
    }

    /// As [`World::add_access_key`], but a temporary key.
    ///
    /// # Errors
    /// When nobody has that name.
    pub fn add_temporary_key(
        &mut self,
        id: impl Into<String>,
        secret: impl Into<String>,
        caller_name: &str,
        session: Session,
    ) -> Result<(), UnknownCaller> {
        self.insert_key(id.into(), secret.into(), caller_name, Some(session))
    }

    /// Gives every caller of [`World::callers`] an access key of its own: `<prefix>.<name>@<account>`, for example
    /// `sandbox.li.wei@1147203918250263`. All have the same secret.
    pub fn add_access_keys_for_all(&mut self, prefix: &str, secret: &str) {
        for caller in self.callers() {
            let id = format!("{prefix}.{}@{}", caller.name(), caller.account);
            self.access_keys.insert(id, AccessKey { secret: secret.to_owned(), caller, session: None });
        }
    }

    /// Everybody who can have an access key that lasts: the root and the users of each account, by account and name.
    pub fn callers(&self) -> Vec<Caller> {
        let of_account = |(account, people): (&AccountId, &Account)| {
            let users = people
                .users
                .iter()
                .map(|(name, user)| Principal::User { name: name.clone(), id: user.id.clone() });
            let principals: Vec<Principal> = std::iter::once(Principal::Root).chain(users).collect();
            let account = account.clone();
            principals.into_iter().map(move |principal| Caller { account: account.clone(), principal })
        };
        self.accounts.iter().flat_map(of_account).collect()
    }

    /// Takes away every access key that lasts; those of sessions end by themselves.
    pub fn forget_access_keys(&mut self) {
        self.access_keys.retain(|_, key| key.session.is_some());
    }

    /// Every access key that lasts, with the name of its owner; no secret.
    pub fn access_key_ids(&self) -> Vec<(String, String)> {
        let lasting = self.access_keys.iter().filter(|(_, key)| key.session.is_none());
        lasting.map(|(id, key)| (id.clone(), key.caller.arn())).collect()
    }

    fn insert_key(
        &mut self,
        id: String,
        secret: String,
        caller_name: &str,
        session: Option<Session>,
    ) -> Result<(), UnknownCaller> {
        let caller = self.caller(caller_name).ok_or_else(|| UnknownCaller(caller_name.to_owned()))?;
        self.access_keys.insert(id, AccessKey { secret, caller, session });
        Ok(())
    }

    /// A caller by name: a RAM user of the persona's account or `root`, or either with `@<account id>` behind it.
    pub fn caller(&self, name: &str) -> Option<Caller> {
        let (name, account) = match name.split_once('@') {
            Some((name, account)) => (name, AccountId::parse(account).ok()?),
            None => (name, self.persona.account.clone()),
        };
        let users = &self.accounts.get(&account)?.users;
        let principal = match name {
            "root" => Principal::Root,
            user => Principal::User { name: user.to_owned(), id: users.get(user)?.id.clone() },
        };
        Some(Caller { account, principal })
    }

    /// Whom the console is meant to be signed in as in this seed.
    pub fn persona(&self) -> &Caller {
        &self.persona
    }
}

/// `GetCallerIdentity` needs no permission.
fn get_caller_identity(_: &mut World, call: &Call) -> Result<Value, CloudError> {
    let (identity_type, id) = match &call.caller.principal {
        Principal::Root => ("Account", call.caller.account.to_string()),
        Principal::User { id, .. } => ("RAMUser", id.clone()),
        Principal::AssumedRole { role_id, session, .. } => {
            ("AssumedRoleUser", format!("{role_id}:{session}"))
        }
    };
    let role_id = match &call.caller.principal {
        Principal::AssumedRole { role_id, .. } => Some(role_id.clone()),
        Principal::Root | Principal::User { .. } => None,
    };
    let response = GetCallerIdentityResponse {
        account_id: call.caller.account.clone(),
        arn: call.caller.arn(),
        identity_type: identity_type.to_owned(),
        principal_id: id.clone(),
        user_id: role_id.is_none().then_some(id),
        role_id,
    };
    answer(call, &response)
}

#[cfg(test)]
mod tests;
