//! Parameters of Resource Sharing.

use std::collections::{BTreeMap, HashSet};

use kms_api::AccountId;

use super::refusal::{duplicate, invalid, missing, too_long};
use super::{ResourceKind, Share};
use crate::call::Call;
use crate::error::CloudError;
use crate::parameters::{flag, optional};

/// The most that one list can have.
const MAX_LIST: usize = 5;
const MAX_NAME: usize = 50;

/// A parameter that must be there.
pub(super) fn required<'a>(call: &'a Call, name: &str) -> Result<&'a str, CloudError> {
    optional(call, name).ok_or_else(|| missing(name))
}

/// `true` or `false`.
pub(super) fn switch(call: &Call, name: &str) -> Result<Option<bool>, CloudError> {
    flag(call, name).map_err(|_| unusable(&format!("{name} must be true or false.")))
}

/// Refuses what the cloud has and the simulator does not: an answer that ignores a parameter is a wrong one.
pub(super) fn refuse(call: &Call, names: &[&str]) -> Result<(), CloudError> {
    let given = |name: &&&str| {
        let list = format!("{name}.");
        call.parameters.keys().any(|key| key == **name || key.starts_with(&list))
    };
    match names.iter().find(given) {
        None => Ok(()),
        Some(name) => Err(unusable(&format!("The simulated cloud has no {name}."))),
    }
}

fn unusable(detail: &str) -> CloudError {
    CloudError::gateway(400, "InvalidParameter", format!("The specified parameter is invalid. {detail}"))
}

/// Values of `<name>.1`, `<name>.2` and so on.
pub(super) fn list<'a>(call: &'a Call, name: &str) -> Result<Vec<&'a str>, CloudError> {
    list_of(call, name, MAX_LIST)
}

/// As [`list`], with its own limit.
pub(super) fn list_of<'a>(call: &'a Call, name: &str, most: usize) -> Result<Vec<&'a str>, CloudError> {
    let mut numbered = BTreeMap::new();
    for (key, value) in &call.parameters {
        let Some(number) = key.strip_prefix(name).and_then(|rest| rest.strip_prefix('.')) else { continue };
        let number = number.parse::<u32>().ok().filter(|number| *number > 0 && !value.is_empty());
        numbered.insert(number.ok_or_else(|| invalid(name, ""))?, value.as_str());
    }
    checked(name, numbered.into_values().collect(), most)
}

fn checked<'a, T: Copy + Eq + std::hash::Hash>(
    name: &str,
    values: Vec<T>,
    most: usize,
) -> Result<Vec<T>, CloudError>
where
    T: 'a,
{
    let mut seen = HashSet::new();
    if !values.iter().all(|value| seen.insert(*value)) {
        return Err(duplicate(name));
    }
    if values.len() > most { Err(too_long(name)) } else { Ok(values) }
}

/// `Resources.N.ResourceId` with `Resources.N.ResourceType`.
pub(super) fn resources(call: &Call) -> Result<Vec<(ResourceKind, String)>, CloudError> {
    let mut numbered: BTreeMap<u32, [Option<&str>; 2]> = BTreeMap::new();
    for (key, value) in &call.parameters {
        let Some(rest) = key.strip_prefix("Resources.") else { continue };
        let read = rest.split_once('.').and_then(|(number, member)| Some((number.parse().ok()?, member)));
        let Some((number, member)) = read else { return Err(invalid("Resources", "")) };
        let [id, kind] = numbered.entry(number).or_default();
        match member {
            "ResourceId" => *id = Some(value.as_str()),
            "ResourceType" => *kind = Some(value.as_str()),
            _ => return Err(invalid("Resources", "")),
        }
    }
    let pairs = numbered.into_values().map(|[id, kind]| {
        let id = id.filter(|id| !id.is_empty()).ok_or_else(|| invalid("Resources", ""))?;
        let kind = kind.and_then(ResourceKind::read).ok_or_else(unknown_type)?;
        Ok((id, kind.as_str()))
    });
    let pairs = checked("Resources", pairs.collect::<Result<Vec<_>, CloudError>>()?, MAX_LIST)?;
    Ok(pairs.into_iter().filter_map(|(id, kind)| Some((ResourceKind::read(kind)?, id.to_owned()))).collect())
}

fn unknown_type() -> CloudError {
    invalid("ResourceType", "The simulated cloud shares VSwitch and KMSInstance.")
}

/// `ResourceType` of a filter.
pub(super) fn resource_type(call: &Call) -> Result<Option<ResourceKind>, CloudError> {
    let text = optional(call, "ResourceType");
    text.map(|text| ResourceKind::read(text).ok_or_else(unknown_type)).transpose()
}

/// Account ids of a list.
pub(super) fn accounts(call: &Call, name: &str) -> Result<Vec<AccountId>, CloudError> {
    let read = |text: &str| {
        AccountId::parse(text).map_err(|_| invalid(name, "The simulated cloud shares with accounts only."))
    };
    list(call, name)?.into_iter().map(read).collect()
}

/// The account id of a filter.
pub(super) fn account(call: &Call, name: &str) -> Result<Option<AccountId>, CloudError> {
    let text = optional(call, name);
    text.map(|text| AccountId::parse(text).map_err(|_| invalid(name, ""))).transpose()
}

/// The id of a share, which must have its form.
pub(super) fn share_id(call: &Call) -> Result<&str, CloudError> {
    let id = required(call, "ResourceShareId")?;
    if is_share_id(id) { Ok(id) } else { Err(invalid("ResourceShareId", "")) }
}

/// `ResourceShareIds`.
pub(super) fn share_ids(call: &Call) -> Result<Vec<&str>, CloudError> {
    let ids = list(call, "ResourceShareIds")?;
    if ids.iter().all(|id| is_share_id(id)) { Ok(ids) } else { Err(invalid("ResourceShareIds", "")) }
}

fn is_share_id(id: &str) -> bool {
    let random = id.strip_prefix("rs-").unwrap_or_default();
    !random.is_empty() && random.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// The name of a share, which must have its form.
pub(super) fn share_name(call: &Call) -> Result<&str, CloudError> {
    check_name(required(call, "ResourceShareName")?)
}

/// The name that a list is asked for.
pub(super) fn name_filter(call: &Call) -> Result<Option<&str>, CloudError> {
    optional(call, "ResourceShareName").map(check_name).transpose()
}

fn check_name(name: &str) -> Result<&str, CloudError> {
    if name.chars().count() > MAX_NAME {
        return Err(too_long("ResourceShareName"));
    }
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || "._-".contains(letter);
    if name.chars().all(allowed) { Ok(name) } else { Err(invalid("ResourceShareName", "")) }
}

/// Whose shares a call is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// The caller's own.
    Own,
    /// Those of others, in which the caller takes part.
    Others,
}

impl Side {
    /// `ResourceOwner`, which must be there.
    pub(super) fn read(call: &Call) -> Result<Self, CloudError> {
        match required(call, "ResourceOwner")? {
            "Self" => Ok(Self::Own),
            "OtherAccounts" => Ok(Self::Others),
            _ => Err(invalid("ResourceOwner", "")),
        }
    }

    /// Whether a share is of this side, in the region of the call.
    pub(super) fn has(self, call: &Call, share: &Share) -> bool {
        share.region == call.region
            && match self {
                Self::Own => share.owner == call.caller.account,
                Self::Others => share.is_for(&call.caller.account),
            }
    }
}
