//! Which operations are simulated, by which function, and what each needs permission for.

use kms_api::Product;
use serde_json::Value;

use crate::authorize::Target;
use crate::call::Call;
use crate::error::CloudError;
use crate::world::World;
use crate::{
    binding, identity, instances, keys, ram, regions, secrets, service, sessions, sharing, tags, vpcs,
};

/// Carries out a call that is allowed.
type Handler = fn(&mut World, &Call) -> Result<Value, CloudError>;

/// What a call needs permission for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Needs {
    /// Nothing: everybody may.
    Nothing,
    /// The operation on what the function finds.
    On(fn(&World, &Call) -> Result<Target, CloudError>),
}

/// One simulated operation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) product: Product,
    /// The cloud's name.
    pub(crate) name: &'static str,
    pub(crate) needs: Needs,
    pub(crate) run: Handler,
}

impl Entry {
    /// An operation of a product.
    pub(crate) const fn new(product: Product, name: &'static str, needs: Needs, run: Handler) -> Self {
        Self { product, name, needs, run }
    }
}

/// Operations without a form for their resource: RAM policies name it `*`.
pub(crate) const ANY: Needs = Needs::On(any);

fn any(_: &World, call: &Call) -> Result<Target, CloudError> {
    Ok(Target::own(call, "*"))
}

/// Every simulated operation, by part of the cloud.
const PARTS: &[&[Entry]] = &[
    binding::OPERATIONS,
    identity::OPERATIONS,
    instances::OPERATIONS,
    instances::life::OPERATIONS,
    instances::quotas::OPERATIONS,
    keys::ALIAS_OPERATIONS,
    keys::CREATE_OPERATIONS,
    keys::CRYPTO_OPERATIONS,
    keys::LIFE_OPERATIONS,
    keys::LIST_OPERATIONS,
    keys::POLICY_OPERATIONS,
    keys::READ_OPERATIONS,
    secrets::create::OPERATIONS,
    secrets::details::OPERATIONS,
    secrets::life::OPERATIONS,
    secrets::list::OPERATIONS,
    secrets::policy::OPERATIONS,
    secrets::value::OPERATIONS,
    service::OPERATIONS,
    tags::OPERATIONS,
    ram::attached::OPERATIONS,
    ram::people::OPERATIONS,
    regions::OPERATIONS,
    sessions::OPERATIONS,
    sharing::directory::OPERATIONS,
    sharing::invitations::OPERATIONS,
    sharing::lists::OPERATIONS,
    sharing::members::OPERATIONS,
    sharing::permissions::OPERATIONS,
    sharing::shares::OPERATIONS,
    vpcs::OPERATIONS,
    vpcs::attributes::OPERATIONS,
];

/// The operations that [`World::call`] answers; all others give `InvalidAction.NotFound`.
pub fn simulated_operations() -> impl Iterator<Item = (Product, &'static str)> {
    entries().map(|entry| (entry.product, entry.name))
}

fn entries() -> impl Iterator<Item = &'static Entry> {
    PARTS.iter().copied().flatten()
}

impl World {
    /// Carries out one call of an authenticated caller.
    ///
    /// The answer is the cloud's, without `RequestId`: that is the gateway's. Calls that are refused change nothing; what is due by
    /// the time of the call happens in any case.
    ///
    /// # Errors
    /// The cloud's own refusals.
    pub fn call(&mut self, call: &Call) -> Result<Value, CloudError> {
        self.delete_due_keys(call.now);
        self.delete_due_secrets(call.now);
        let entry = entries()
            .find(|entry| entry.product == call.product && entry.name == call.operation)
            .ok_or_else(CloudError::unknown_operation)?;
        self.judge_service(call)?;
        if let Needs::On(target) = entry.needs {
            let action = action(call.product, entry.name);
            match target(self, call) {
                Ok(target) => self.authorise(call, &action, &target)?,
                // Whoever may not ask learns nothing about what exists.
                Err(error) => {
                    self.authorise(call, &action, &Target::missing(call))?;
                    return Err(error);
                }
            }
        }
        (entry.run)(self, call)
    }
}

/// The RAM action of an operation: `kms:GetKeyPolicy`.
pub(crate) fn action(product: Product, operation: &str) -> String {
    format!("{}:{operation}", product.as_str().to_ascii_lowercase())
}

#[cfg(test)]
mod tests;
