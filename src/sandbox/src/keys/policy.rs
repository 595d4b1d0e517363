//! `GetKeyPolicy` and `SetKeyPolicy`.

use kms_api::Product;
use serde_json::{Value, json};

use super::find::on_key;
use crate::call::Call;
use crate::dispatch::{Entry, Needs};
use crate::error::CloudError;
use crate::parameters::required;
use crate::world::World;

/// Operations of this part.
pub(crate) const OPERATIONS: &[Entry] = &[
    Entry::new(Product::Kms, "GetKeyPolicy", Needs::On(on_key), get_key_policy),
    Entry::new(Product::Kms, "SetKeyPolicy", Needs::On(on_key), set_key_policy),
];

fn get_key_policy(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let key = world.key(call, required(call, "KeyId")?)?;
    world.policy_answer(call, key.instance.as_ref(), key.policy.as_ref())
}

/// Replaces the whole policy.
fn set_key_policy(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let key = world.key(call, required(call, "KeyId")?)?;
    let (id, instance) = (key.id.clone(), key.instance.clone());
    let policy = world.policy_to_store(call, instance.as_ref())?;
    world.change_grants(instance.as_ref(), call.now, |world| {
        if let Some(key) = world.keys.get_mut(&id) {
            key.policy = Some(policy);
        }
    });
    Ok(json!({}))
}

#[cfg(test)]
mod tests;
