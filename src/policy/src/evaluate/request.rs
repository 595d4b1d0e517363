//! A request as files spell it.

use serde::{Deserialize, Deserializer, Serialize};
use thiserror::Error;

use crate::{action::ActionPattern, catalog::Catalog, condition::Values, principal::Identity, sorted::Set};

/// How a request is signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Via {
    /// With an AccessKey.
    #[default]
    #[serde(rename = "ak")]
    AccessKey,
    /// With a token of STS.
    #[serde(rename = "sts")]
    Sts,
}

/// Someone asks for something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub principal: Identity,
    pub via: Via,
    /// With its prefix: `kms:Decrypt`.
    pub action: String,
    /// Keys and their values; a key that is not in it is absent.
    pub context: Values,
    /// Keys of which it is not known whether they are there, and with which value.
    pub open: Set<String>,
    /// The ARN of the resource, where RAM policies name one.
    pub resource: Option<String>,
}

/// Why a request cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RequestError {
    #[error("`{0}` is no caller: acs:ram::<account>:user/<name>, …:role/<name> or …:root")]
    Principal(String),
    #[error("`account` {account} differs from that of `principal` {principal}")]
    Account { account: String, principal: String },
    #[error("`is_root` is set, and `principal` is no root")]
    Root,
    #[error("`{0}` stands in `context` and in `open`")]
    Both(String),
}

/// The shape of a request in files.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct File {
    principal: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    account: Option<String>,
    #[serde(default)]
    is_root: bool,
    #[serde(default)]
    via: Via,
    action: String,
    #[serde(default, deserialize_with = "super::scalars")]
    context: Values,
    #[serde(default)]
    open: Set<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    resource: Option<String>,
}

impl Request {
    /// Someone asks for an action in a context.
    pub fn new(principal: Identity, action: impl Into<String>, context: Values) -> Self {
        Self {
            principal,
            via: Via::AccessKey,
            action: action.into(),
            context,
            open: Set::new(),
            resource: None,
        }
    }

    /// What stands after the prefix of the service; `None` for actions of other services.
    pub(crate) fn action_name(&self, catalog: &Catalog) -> Option<&str> {
        ActionPattern::after_prefix(&self.action, catalog).filter(|name| !name.is_empty())
    }
}

impl TryFrom<File> for Request {
    type Error = RequestError;

    fn try_from(file: File) -> Result<Self, RequestError> {
        let File { principal, account, is_root, via, action, context, open, resource } = file;
        let short = || account.as_ref().and_then(|id| Identity::parse(&format!("acs:ram::{id}:{principal}")));
        let identity = Identity::parse(&principal).or_else(short);
        let identity = match (identity, is_root, &account) {
            (Some(identity), _, _) => identity,
            (None, true, Some(id)) if principal.is_empty() => Identity { account: id.clone(), name: None },
            (None, ..) => return Err(RequestError::Principal(principal)),
        };
        if let Some(account) = account.filter(|account| *account != identity.account) {
            return Err(RequestError::Account { account, principal });
        }
        let identity = if is_root && !identity.is_root() { return Err(RequestError::Root) } else { identity };
        if let Some(key) = open.iter().find(|key| context.contains_key(*key)) {
            return Err(RequestError::Both(key.clone()));
        }
        Ok(Self { principal: identity, via, action, context, open, resource })
    }
}

impl<'de> Deserialize<'de> for Request {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::try_from(File::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

impl Serialize for Request {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        File {
            principal: self.principal.to_string(),
            account: Some(self.principal.account.clone()),
            is_root: self.principal.is_root(),
            via: self.via,
            action: self.action.clone(),
            context: self.context.clone(),
            open: self.open.clone(),
            resource: self.resource.clone(),
        }
        .serialize(serializer)
    }
}
