//! `GetSecretValue`, and how values are kept.

use std::fmt;

use kms_api::Product;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::details::{RotationFacts, extended_config};
use super::find::on_secret;
use super::{CURRENT, Secret, Version};
use crate::call::{Call, Principal};
use crate::dispatch::{Entry, Needs};
use crate::error::CloudError;
use crate::guesses;
use crate::instances::wire_time;
use crate::keys::{Key, key_arn, open_for, seal_for};
use crate::parameters::{answer, flag, optional};
use crate::world::World;

/// Operations of this part.
pub(crate) const OPERATIONS: &[Entry] =
    &[Entry::new(Product::Kms, "GetSecretValue", Needs::On(on_secret), get_secret_value)];

/// `SecretDataType`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum DataType {
    #[default]
    Text,
    /// Base64 on the wire.
    Binary,
}

impl DataType {
    /// The word of the wire.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Binary => "binary",
        }
    }
}

/// A value as it is kept.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum StoredValue {
    /// As it was sent: no key of the account protects it.
    Plain(String),
    /// A ciphertext of the key of the secret.
    Sealed(String),
}

/// Never shown.
impl fmt::Debug for StoredValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StoredValue(…)")
    }
}

/// The answer of `GetSecretValue`.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct GetSecretValueResponse<'a> {
    secret_name: &'a str,
    secret_type: &'a str,
    secret_data: String,
    secret_data_type: &'static str,
    version_id: &'a str,
    version_stages: VersionStages<'a>,
    create_time: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    extended_config: Option<String>,
    #[serde(flatten)]
    rotation: RotationFacts,
}

/// Wrapper of the stages.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct VersionStages<'a> {
    version_stage: Vec<&'a str>,
}

fn get_secret_value(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let dry_run = flag(call, "DryRun")?.unwrap_or(false);
    let with_config = flag(call, "FetchExtendedConfig")?.unwrap_or(false);
    let secret = world.named_secret(call)?;
    if guesses::SECRETS_WAITING_FOR_DELETION_KEEP_THEIR_VALUE && secret.deletion.is_some() {
        return Err(CloudError::secret_pending_deletion());
    }
    world.ready_instance(call, secret)?;
    let version =
        wanted_version(call, secret).ok_or_else(|| CloudError::secret_not_found(&call.operation))?;
    world.judge_decryption(call, secret)?;
    let secret_data = world.open_value(call, &version.value)?;
    if dry_run {
        return Err(CloudError::kms_dry_run_passed());
    }
    let response = GetSecretValueResponse {
        secret_name: &secret.name,
        secret_type: &secret.kind,
        secret_data,
        secret_data_type: version.data_type.as_str(),
        version_id: &version.id,
        version_stages: VersionStages { version_stage: version.stages.iter().map(String::as_str).collect() },
        create_time: wire_time(version.created),
        extended_config: extended_config(secret).filter(|_| with_config),
        rotation: RotationFacts::of(secret, call.now),
    };
    answer(call, &response)
}

/// By id, by stage, by both, or the current one.
fn wanted_version<'a>(call: &Call, secret: &'a Secret) -> Option<&'a Version> {
    let id = optional(call, "VersionId");
    let stage = optional(call, "VersionStage");
    let stage = match (id, stage) {
        (None, None) => Some(CURRENT),
        (Some(_), _) if !guesses::VERSION_ID_AND_STAGE_MUST_FIT => None,
        (_, stage) => stage,
    };
    secret.versions.iter().find(|version| {
        id.is_none_or(|id| version.id == id) && stage.is_none_or(|stage| version.stages.contains(stage))
    })
}

impl World {
    /// A value as it is to be kept: a ciphertext of the key, if there is one.
    ///
    /// # Errors
    /// When the key cannot encrypt now.
    pub(crate) fn seal_value(
        &self,
        call: &Call,
        key: Option<&Key>,
        data: &str,
    ) -> Result<StoredValue, CloudError> {
        match key {
            None => Ok(StoredValue::Plain(data.to_owned())),
            Some(key) => seal_for(self, call, key, data.as_bytes()).map(StoredValue::Sealed),
        }
    }

    fn open_value(&self, call: &Call, value: &StoredValue) -> Result<String, CloudError> {
        match value {
            StoredValue::Plain(data) => Ok(data.clone()),
            StoredValue::Sealed(blob) => {
                let data = open_for(self, call, blob)?;
                String::from_utf8(data).map_err(|_| CloudError::internal(call.product))
            }
        }
    }

    /// A caller with an access key of its own needs `kms:Decrypt` on the key too; a session of a role does not.
    fn judge_decryption(&self, call: &Call, secret: &Secret) -> Result<(), CloudError> {
        let Some(id) = &secret.key else { return Ok(()) };
        if matches!(call.caller.principal, Principal::AssumedRole { .. }) {
            return Ok(());
        }
        let key = self.keys.get(id).ok_or_else(CloudError::key_not_found)?;
        let decrypt = Call { operation: "Decrypt".to_owned(), ..call.clone() };
        let mut target = self.find_key(&decrypt, &key_arn(key))?;
        target.keys.add("kms:EncryptionAlgorithm", "SYMMETRIC_DEFAULT");
        self.authorise(&decrypt, "kms:Decrypt", &target)
    }
}

#[cfg(test)]
mod tests;
