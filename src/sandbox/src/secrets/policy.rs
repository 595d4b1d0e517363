//! `GetSecretPolicy` and `SetSecretPolicy`.

use kms_api::Product;
use serde_json::{Value, json};

use super::find::{on_secret, secret_arn};
use crate::call::Call;
use crate::dispatch::{Entry, Needs};
use crate::error::CloudError;
use crate::world::World;

/// Operations of this part.
pub(crate) const OPERATIONS: &[Entry] = &[
    Entry::new(Product::Kms, "GetSecretPolicy", Needs::On(on_secret), get_secret_policy),
    Entry::new(Product::Kms, "SetSecretPolicy", Needs::On(on_secret), set_secret_policy),
];

fn get_secret_policy(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let secret = world.named_secret(call)?;
    world.policy_answer(call, secret.instance.as_ref(), secret.policy.as_ref())
}

/// Replaces the whole policy.
fn set_secret_policy(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let secret = world.named_secret(call)?;
    let (arn, instance) = (secret_arn(secret), secret.instance.clone());
    let policy = world.policy_to_store(call, instance.as_ref())?;
    world.change_grants(instance.as_ref(), call.now, |world| {
        if let Some(secret) = world.secrets.get_mut(&arn) {
            secret.policy = Some(policy);
        }
    });
    Ok(json!({}))
}

#[cfg(test)]
mod tests;
