//! `CreateSecret`: a secret with its first version.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use kms_api::{InstanceId, Product};
use serde::Serialize;
use serde_json::{Map, Value};

use super::details::{RotationFacts, extended_config};
use super::find::arn_of_name;
use super::list::on_secrets;
use super::value::DataType;
use super::{CURRENT, Rotation, Secret, Version, secret_arn};
use crate::call::Call;
use crate::dispatch::{Entry, Needs};
use crate::error::CloudError;
use crate::guesses;
use crate::keys::{Key, read_description, read_interval, read_tags};
use crate::parameters::{answer, flag, invalid, optional, required};
use crate::resource_policy::{Holder, ResourcePolicy};
use crate::world::World;

/// Operations of this part.
pub(crate) const OPERATIONS: &[Entry] =
    &[Entry::new(Product::Kms, "CreateSecret", Needs::On(on_secrets), create_secret)];

/// `SecretType` when none is named.
const GENERIC: &str = "Generic";
/// Every `SecretType`.
const KINDS: [&str; 6] = [GENERIC, "Rds", "Redis", "RAMCredentials", "ECS", "PolarDB"];
/// Types whose names must leave the beginning `acs/` to the others.
const WITHOUT_PREFIX: [&str; 3] = [GENERIC, "Rds", "Redis"];

const MAX_NAME: usize = 192;
const MAX_VERSION_ID: usize = 64;
/// In bytes.
const MAX_DATA: usize = 30_720;
/// In characters.
const MAX_EXTENDED_CONFIG: usize = 1_024;
/// Seconds: 6 hours to 365 days.
const ROTATION: std::ops::RangeInclusive<u32> = 21_600..=31_536_000;

/// The answer of `CreateSecret`.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct CreateSecretResponse<'a> {
    arn: String,
    secret_name: &'a str,
    secret_type: &'a str,
    version_id: &'a str,
    #[serde(rename = "DKMSInstanceId", skip_serializing_if = "Option::is_none")]
    dkms_instance_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extended_config: Option<String>,
    #[serde(flatten)]
    rotation: RotationFacts,
}

/// What the parameters say, each by itself in order.
struct Wanted<'a> {
    name: &'a str,
    kind: &'a str,
    data: &'a str,
    data_type: DataType,
    version_id: &'a str,
    description: &'a str,
    extended_config: Option<Map<String, Value>>,
    rotation: Option<Rotation>,
    tags: BTreeMap<String, String>,
}

fn create_secret(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let wanted = Wanted::read(call)?;
    let instance = world.place_of_secret(call)?;
    let key = world.key_of_secret(call, instance.as_ref())?;
    world.judge_name_is_free(call, wanted.name)?;
    let policy = world.policy_of_new_secret(call, instance.as_ref())?;
    let value = world.seal_value(call, key.as_ref(), wanted.data)?;
    let version = Version {
        id: wanted.version_id.to_owned(),
        created: call.now,
        stages: BTreeSet::from([CURRENT.to_owned()]),
        data_type: wanted.data_type,
        value,
    };
    let secret = Secret {
        name: wanted.name.to_owned(),
        owner: call.caller.account.clone(),
        region: call.region.clone(),
        kind: wanted.kind.to_owned(),
        description: wanted.description.to_owned(),
        instance: instance.clone(),
        key: key.map(|key| key.id),
        created: call.now,
        updated: call.now,
        deletion: None,
        rotation: wanted.rotation,
        extended_config: wanted.extended_config,
        owning_service: None,
        versions: vec![version],
        tags: wanted.tags,
        policy,
    };
    let response = CreateSecretResponse {
        arn: secret_arn(&secret),
        secret_name: &secret.name,
        secret_type: &secret.kind,
        version_id: wanted.version_id,
        dkms_instance_id: instance.as_ref().map(ToString::to_string),
        extended_config: extended_config(&secret),
        rotation: RotationFacts::of(&secret, call.now),
    };
    let response = answer(call, &response)?;
    world.change_grants(instance.as_ref(), call.now, |world| world.secrets.add(secret));
    Ok(response)
}

impl<'a> Wanted<'a> {
    fn read(call: &'a Call) -> Result<Self, CloudError> {
        let name = required(call, "SecretName")?;
        let data = required(call, "SecretData")?;
        let version_id = required(call, "VersionId")?;
        let kind = optional(call, "SecretType").unwrap_or(GENERIC);
        if !KINDS.contains(&kind) {
            return Err(invalid(call, &format!("SecretType must be one of {}.", KINDS.join(", "))));
        }
        judge_name(kind, name).map_err(|detail| invalid(call, &detail))?;
        if version_id.chars().count() > MAX_VERSION_ID {
            return Err(invalid(call, &format!("VersionId has at most {MAX_VERSION_ID} characters.")));
        }
        let data_type = read_data(call, data)?;
        Ok(Self {
            name,
            kind,
            data,
            data_type,
            version_id,
            description: read_description(call)?.unwrap_or_default(),
            extended_config: read_extended_config(call)?,
            rotation: read_rotation(call, kind)?,
            tags: optional(call, "Tags").map(|text| read_tags(call, text)).transpose()?.unwrap_or_default(),
        })
    }
}

fn judge_name(kind: &str, name: &str) -> Result<(), String> {
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || "_/+=.-@".contains(letter);
    if name.len() > MAX_NAME || !name.chars().all(allowed) {
        return Err(format!("SecretName has at most {MAX_NAME} letters, digits or _ / + = . - @."));
    }
    if WITHOUT_PREFIX.contains(&kind) && name.starts_with("acs/") {
        return Err(format!("SecretName of a secret of type {kind} must not begin with acs/."));
    }
    Ok(())
}

/// Says nothing of the value in any refusal.
fn read_data(call: &Call, data: &str) -> Result<DataType, CloudError> {
    let data_type = match optional(call, "SecretDataType") {
        None | Some("text") => DataType::Text,
        Some("binary") => DataType::Binary,
        Some(_) => return Err(invalid(call, "SecretDataType must be text or binary.")),
    };
    if data.len() > MAX_DATA {
        return Err(invalid(call, &format!("SecretData has at most {MAX_DATA} bytes.")));
    }
    if data_type == DataType::Binary
        && guesses::BINARY_SECRETS_ARE_BASE64
        && BASE64_STANDARD.decode(data).is_err()
    {
        return Err(invalid(call, "SecretData of type binary must be Base64."));
    }
    Ok(data_type)
}

fn read_extended_config(call: &Call) -> Result<Option<Map<String, Value>>, CloudError> {
    let Some(text) = optional(call, "ExtendedConfig") else { return Ok(None) };
    match serde_json::from_str(text) {
        Ok(Value::Object(config)) if text.chars().count() <= MAX_EXTENDED_CONFIG => Ok(Some(config)),
        _ => {
            let detail =
                format!("ExtendedConfig is a JSON object of at most {MAX_EXTENDED_CONFIG} characters.");
            Err(invalid(call, &detail))
        }
    }
}

fn read_rotation(call: &Call, kind: &str) -> Result<Option<Rotation>, CloudError> {
    let automatic = flag(call, "EnableAutomaticRotation")?.unwrap_or(false);
    if automatic && kind == GENERIC && !guesses::GENERIC_SECRETS_ROTATE {
        return Err(CloudError::unsupported("A secret of type Generic does not rotate by itself."));
    }
    let text = optional(call, "RotationInterval");
    if text.is_none() && !automatic {
        return Ok(None);
    }
    match text.and_then(read_interval).filter(|seconds| ROTATION.contains(seconds)) {
        Some(seconds) => Ok(Some(Rotation { seconds, automatic, since: call.now, last: None })),
        None => Err(invalid(call, "RotationInterval must be from 6h to 365d.")),
    }
}

impl World {
    /// The instance for a new secret, if it is to be in one, with a unit of its secret quota left.
    fn place_of_secret(&self, call: &Call) -> Result<Option<InstanceId>, CloudError> {
        let Some(instance) = self.place_for_new(call)? else { return Ok(None) };
        if self.used_secrets(instance) >= instance.secret_num {
            return Err(CloudError::limit_exceeded());
        }
        Ok(Some(instance.id.clone()))
    }

    /// The key that `EncryptionKeyId` names: one for encryption in the same place.
    fn key_of_secret(&self, call: &Call, instance: Option<&InstanceId>) -> Result<Option<Key>, CloudError> {
        let Some(id) = optional(call, "EncryptionKeyId") else {
            if instance.is_some() && guesses::SECRETS_IN_INSTANCES_NEED_KEY {
                return Err(invalid(call, "A secret in an instance needs EncryptionKeyId."));
            }
            return Ok(None);
        };
        // Only a key of the caller's own account: those of others are not told from those that do not exist.
        let own = |key: &&Key| key.owner == call.caller.account;
        let key = self.key(call, id).ok().filter(own).ok_or_else(CloudError::resource_not_found)?;
        if key.instance.as_ref() != instance {
            return Err(CloudError::unsupported("EncryptionKeyId is not in the instance of the secret."));
        }
        Ok(Some(key.clone()))
    }

    fn judge_name_is_free(&self, call: &Call, name: &str) -> Result<(), CloudError> {
        match self.secrets.get(&arn_of_name(call, name)) {
            None => Ok(()),
            Some(secret) if secret.deletion.is_some() => Err(CloudError::secret_name_pending_deletion()),
            Some(_) => Err(CloudError::secret_exists()),
        }
    }

    /// The sent policy, or the default one; none outside instances.
    fn policy_of_new_secret(
        &self,
        call: &Call,
        instance: Option<&InstanceId>,
    ) -> Result<Option<ResourcePolicy>, CloudError> {
        let text = optional(call, "Policy");
        let Some(instance) = instance else {
            return match text {
                None => Ok(None),
                Some(_) => Err(CloudError::unsupported("Only a secret in an instance has a policy.")),
            };
        };
        let Some(text) = text else {
            return Ok(Some(ResourcePolicy::of_owner(Holder::Secret, &call.caller.account)));
        };
        let policy = ResourcePolicy::read(call, text)?;
        self.judge_grants(self.usable_instance(call, instance)?, policy.accounts(), call.now)?;
        Ok(Some(policy))
    }
}

#[cfg(test)]
mod tests;
