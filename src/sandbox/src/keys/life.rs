//! A key's way from creation to deletion, and its description.
//!
//! Which state refuses which operation is the cloud's own published table.

use jiff::SignedDuration;
use kms_api::Product;
use serde_json::{Value, json};

use super::create::read_description;
use super::find::on_key;
use super::{Key, KeyState};
use crate::authorize::Target;
use crate::call::Call;
use crate::dispatch::{Entry, Needs};
use crate::error::CloudError;
use crate::parameters::{flag, optional, required, whole};
use crate::world::World;

/// Operations of this part.
pub(crate) const OPERATIONS: &[Entry] = &[
    Entry::new(Product::Kms, "CancelKeyDeletion", Needs::On(on_key), cancel_key_deletion),
    Entry::new(Product::Kms, "DisableKey", Needs::On(on_key), disable_key),
    Entry::new(Product::Kms, "EnableKey", Needs::On(on_key), enable_key),
    Entry::new(Product::Kms, "ScheduleKeyDeletion", Needs::On(on_key), schedule_key_deletion),
    Entry::new(Product::Kms, "SetDeletionProtection", Needs::On(protected), set_deletion_protection),
    Entry::new(Product::Kms, "UpdateKeyDescription", Needs::On(on_key), update_key_description),
];

/// Days that a key waits for its deletion.
const PENDING_DAYS: std::ops::RangeInclusive<u32> = 7..=366;

/// Makes a change to a key, in an instance that is ready for work.
fn change(
    world: &mut World,
    call: &Call,
    key: &str,
    change: impl FnOnce(&mut Key) -> Result<(), CloudError>,
) -> Result<Value, CloudError> {
    let key = world.key(call, key)?;
    world.instance_of_key(call, key)?;
    let id = key.id.clone();
    world.keys.get_mut(&id).map_or_else(|| Err(CloudError::key_not_found()), change)?;
    Ok(json!({}))
}

fn enable_key(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    switch(world, call, KeyState::Enabled)
}

fn disable_key(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    switch(world, call, KeyState::Disabled)
}

fn switch(world: &mut World, call: &Call, state: KeyState) -> Result<Value, CloudError> {
    change(world, call, required(call, "KeyId")?, |key| match key.state {
        KeyState::Enabled | KeyState::Disabled => {
            key.state = state;
            Ok(())
        }
        KeyState::PendingDeletion { .. } | KeyState::PendingImport => {
            Err(CloudError::state_modified_failed())
        }
    })
}

fn schedule_key_deletion(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    required(call, "PendingWindowInDays")?;
    let days = whole(call, "PendingWindowInDays", *PENDING_DAYS.end(), PENDING_DAYS)?;
    change(world, call, required(call, "KeyId")?, |key| {
        if let KeyState::PendingDeletion { .. } = key.state {
            return Err(CloudError::state_modified_failed());
        }
        if key.deletion_protection.is_some() {
            return Err(CloudError::deletion_protected());
        }
        let wait = SignedDuration::from_hours(24 * i64::from(days));
        key.state = KeyState::PendingDeletion { at: call.now.checked_add(wait).unwrap_or(call.now) };
        Ok(())
    })
}

/// The key can be used again at once; one whose material never came waits for it again.
fn cancel_key_deletion(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    change(world, call, required(call, "KeyId")?, |key| {
        let KeyState::PendingDeletion { .. } = key.state else {
            return Err(CloudError::state_modified_failed());
        };
        let waits = key.origin == "EXTERNAL" && key.versions.iter().all(|version| version.material.is_none());
        key.state = if waits { KeyState::PendingImport } else { KeyState::Enabled };
        Ok(())
    })
}

fn update_key_description(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    required(call, "Description")?;
    let description = read_description(call)?.unwrap_or_default();
    change(world, call, required(call, "KeyId")?, |key| {
        description.clone_into(&mut key.description);
        Ok(())
    })
}

/// The key that protection is for, by its id or in the older way by its ARN.
fn protected_key(call: &Call) -> Option<&str> {
    optional(call, "KeyId").or_else(|| optional(call, "ProtectedResourceArn"))
}

fn protected(world: &World, call: &Call) -> Result<Target, CloudError> {
    match protected_key(call) {
        Some(key) => world.find_key(call, key),
        None => {
            world.instance(call, required(call, "KmsInstanceId")?)?;
            Ok(Target::own(call, "*"))
        }
    }
}

/// For a key, or for an instance.
fn set_deletion_protection(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let Some(on) = flag(call, "EnableDeletionProtection")? else {
        return Err(CloudError::missing_parameter(call.product, "EnableDeletionProtection"));
    };
    let why = optional(call, "DeletionProtectionDescription").unwrap_or_default();
    let protection = on.then(|| why.to_owned());
    if let Some(key) = protected_key(call) {
        return change(world, call, key, |key| {
            if let KeyState::PendingDeletion { .. } = key.state {
                return Err(CloudError::state_refuses(key.state));
            }
            key.deletion_protection = protection;
            Ok(())
        });
    }
    let id = world.instance(call, required(call, "KmsInstanceId")?)?.id.clone();
    if let Some(instance) = world.instances.get_mut(&id) {
        instance.deletion_protection = protection;
    }
    Ok(json!({}))
}

#[cfg(test)]
mod tests;
