//! `UpdateSecret`, `DeleteSecret`, `RestoreSecret`.

use jiff::{SignedDuration, Timestamp};
use kms_api::Product;
use serde_json::{Map, Value, json};

use super::Secret;
use super::find::{on_secret, secret_arn};
use crate::call::Call;
use crate::dispatch::{Entry, Needs};
use crate::error::CloudError;
use crate::instances::wire_time;
use crate::keys::read_description;
use crate::parameters::{flag, invalid, optional};
use crate::world::World;

/// Operations of this part.
pub(crate) const OPERATIONS: &[Entry] = &[
    Entry::new(Product::Kms, "DeleteSecret", Needs::On(on_secret), delete_secret),
    Entry::new(Product::Kms, "RestoreSecret", Needs::On(on_secret), restore_secret),
    Entry::new(Product::Kms, "UpdateSecret", Needs::On(on_secret), update_secret),
];

/// Fewest and most days that a secret can be restored.
const RECOVERY_DAYS: std::ops::RangeInclusive<i64> = 7..=30;
/// Days when none are named.
const RECOVERY_DAYS_DEFAULT: i64 = 30;

/// Most pairs of `ExtendedConfig.CustomData`.
const MAX_CUSTOM_DATA: usize = 10;

/// `UpdateSecret`: description and own settings; what is not named stays.
fn update_secret(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let secret = world.changeable_secret(call)?;
    let description = read_description(call)?;
    let custom =
        optional(call, "ExtendedConfig.CustomData").map(|text| custom_data(call, text)).transpose()?;
    let (arn, name) = (secret_arn(secret), secret.name.clone());
    if let Some(secret) = world.secrets.get_mut(&arn) {
        if let Some(description) = description {
            description.clone_into(&mut secret.description);
        }
        if let Some(custom) = custom {
            let config = secret.extended_config.get_or_insert_default();
            config.insert("CustomData".to_owned(), Value::Object(custom));
        }
        secret.updated = call.now;
    }
    Ok(json!({"SecretName": name}))
}

fn custom_data(call: &Call, text: &str) -> Result<Map<String, Value>, CloudError> {
    match serde_json::from_str(text) {
        Ok(Value::Object(pairs)) if pairs.len() <= MAX_CUSTOM_DATA => Ok(pairs),
        _ => {
            let detail =
                format!("ExtendedConfig.CustomData is a JSON object of at most {MAX_CUSTOM_DATA} pairs.");
            Err(invalid(call, &detail))
        }
    }
}

/// `DeleteSecret`: at once, or after a time in which it can be restored.
fn delete_secret(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let secret = world.changeable_secret(call)?;
    let at_once = flag(call, "ForceDeleteWithoutRecovery")?.unwrap_or(false);
    let days = recovery_days(call)?;
    let (arn, name) = (secret_arn(secret), secret.name.clone());
    let at = if at_once { call.now } else { after_days(call.now, days) };
    if at_once {
        world.delete_secret_now(&arn, call.now);
    } else if let Some(secret) = world.secrets.get_mut(&arn) {
        secret.deletion = Some(at);
        secret.updated = call.now;
    }
    Ok(json!({"SecretName": name, "PlannedDeleteTime": wire_time(at)}))
}

fn recovery_days(call: &Call) -> Result<i64, CloudError> {
    let Some(text) = optional(call, "RecoveryWindowInDays") else { return Ok(RECOVERY_DAYS_DEFAULT) };
    text.parse().ok().filter(|days| RECOVERY_DAYS.contains(days)).ok_or_else(|| {
        let (least, most) = (RECOVERY_DAYS.start(), RECOVERY_DAYS.end());
        invalid(call, &format!("RecoveryWindowInDays must be a whole number from {least} to {most}."))
    })
}

fn after_days(now: Timestamp, days: i64) -> Timestamp {
    now.checked_add(SignedDuration::from_hours(24 * days)).unwrap_or(now)
}

/// `RestoreSecret`: takes the planned deletion back.
fn restore_secret(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let secret = world.named_secret(call)?;
    if secret.deletion.is_none() {
        return Err(CloudError::secret_not_pending());
    }
    world.ready_instance(call, secret)?;
    let (arn, name) = (secret_arn(secret), secret.name.clone());
    if let Some(secret) = world.secrets.get_mut(&arn) {
        secret.deletion = None;
        secret.updated = call.now;
    }
    Ok(json!({"SecretName": name}))
}

impl World {
    /// The secret of the call, which must not wait for deletion and whose instance must be ready for work.
    fn changeable_secret(&self, call: &Call) -> Result<&Secret, CloudError> {
        let secret = self.named_secret(call)?;
        if secret.deletion.is_some() {
            return Err(CloudError::secret_pending_deletion());
        }
        self.ready_instance(call, secret)?;
        Ok(secret)
    }

    /// Checks that the instance of a secret, if it has one, is ready for work.
    pub(super) fn ready_instance(&self, call: &Call, secret: &Secret) -> Result<(), CloudError> {
        secret.instance.as_ref().map_or(Ok(()), |id| self.usable_instance(call, id).map(drop))
    }
}

#[cfg(test)]
mod tests;
