//! Which key a call is about: by id, alias or ARN.

use crate::authorize::Target;
use crate::call::Call;
use crate::error::CloudError;
use crate::guesses;
use crate::instances::Instance;
use crate::keys::Key;
use crate::parameters::required;
use crate::policy::Keys;
use crate::world::World;

/// `acs:kms:<region>:<account>:key/<id>`.
pub(crate) fn key_arn(key: &Key) -> String {
    format!("acs:kms:{}:{}:key/{}", key.region, key.owner, key.id)
}

/// What a call about the key in the parameter `KeyId` needs permission for.
pub(crate) fn on_key(world: &World, call: &Call) -> Result<Target, CloudError> {
    world.find_key(call, required(call, "KeyId")?)
}

impl World {
    /// The key that a text names in a call: an id or an ARN, and an alias where the operation takes one.
    ///
    /// A key of another account is found by its ARN only; aliases are always the caller's own.
    ///
    /// # Errors
    /// `Forbidden.KeyNotFound`, `Forbidden.AliasNotFound`, and `Unsupported.Alias` where no alias is taken.
    pub(crate) fn key(&self, call: &Call, text: &str) -> Result<&Key, CloudError> {
        if text.starts_with("alias/") {
            if !guesses::OPERATIONS_WITH_ALIASES.contains(&call.operation.as_str()) {
                return Err(CloudError::alias_unsupported());
            }
            return self.key_of_alias(call, text);
        }
        let own = |key: &&Key| key.owner == call.caller.account;
        let found = match text.strip_prefix("acs:kms:") {
            None => self.keys.get(text).filter(own),
            Some(_) => text
                .rsplit_once(":key/")
                .and_then(|(_, id)| self.keys.get(id))
                .filter(|key| key_arn(key) == text),
        };
        found.filter(|key| key.region == call.region).ok_or_else(CloudError::key_not_found)
    }

    /// The key of an alias of the caller's account.
    pub(crate) fn key_of_alias(&self, call: &Call, alias: &str) -> Result<&Key, CloudError> {
        let mut keys = self.keys.owned(&call.caller.account, &call.region);
        keys.find(|key| key.aliases.contains(alias)).ok_or_else(CloudError::alias_not_found)
    }

    /// The key that a text names, as something that permission is needed for.
    ///
    /// # Errors
    /// Those of [`World::key`].
    pub(crate) fn find_key(&self, call: &Call, text: &str) -> Result<Target, CloudError> {
        Ok(target(call, self.key(call, text)?))
    }

    /// The instance of a key, if the key has one; it must be ready for work.
    ///
    /// # Errors
    /// `Forbidden.DKMSInstanceStateInvalid`.
    pub(crate) fn instance_of_key(&self, call: &Call, key: &Key) -> Result<Option<&Instance>, CloudError> {
        key.instance.as_ref().map(|id| self.usable_instance(call, id)).transpose()
    }
}

/// A key as something that permission is needed for.
pub(super) fn target(call: &Call, key: &Key) -> Target {
    let mut keys = Keys::default();
    if SEE_TAGS.contains(&call.operation.as_str()) {
        for (tag, value) in &key.tags {
            keys.add(&format!("{}{tag}", guesses::TAG_CONDITION_PREFIX), value.clone());
        }
    }
    let policy = key.policy.as_ref().filter(|_| key.instance.is_some()).and_then(|policy| policy.document());
    Target { arn: key_arn(key), owner: key.owner.clone(), policy, keys }
}

/// Operations whose conditions see the tags of the key, as far as they are simulated.
const SEE_TAGS: [&str; 13] = [
    "CancelKeyDeletion",
    "Decrypt",
    "DescribeKey",
    "DescribeKeyVersion",
    "DisableKey",
    "EnableKey",
    "Encrypt",
    "GenerateDataKey",
    "GenerateDataKeyWithoutPlaintext",
    "ListKeyVersions",
    "ScheduleKeyDeletion",
    "SetDeletionProtection",
    "UpdateKeyDescription",
];

#[cfg(test)]
mod tests;
