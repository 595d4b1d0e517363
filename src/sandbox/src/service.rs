//! Whether KMS is switched on for an account.

use kms_api::Product;
use serde_json::{Value, json};

use crate::call::Call;
use crate::dispatch::{ANY, Entry};
use crate::error::CloudError;
use crate::world::World;

/// Operations of this part.
pub(crate) const OPERATIONS: &[Entry] = &[
    Entry::new(Product::Kms, "DescribeAccountKmsStatus", ANY, describe_account_kms_status),
    Entry::new(Product::Kms, "OpenKmsService", ANY, open_kms_service),
];

/// What an account without KMS can call.
const ALWAYS: [&str; 3] = ["DescribeAccountKmsStatus", "DescribeRegions", "OpenKmsService"];

impl World {
    /// Refuses calls of accounts for which KMS is not switched on.
    pub(crate) fn judge_service(&self, call: &Call) -> Result<(), CloudError> {
        let needed = call.product == Product::Kms && !ALWAYS.contains(&call.operation.as_str());
        if needed && self.without_kms.contains(&call.caller.account) {
            return Err(CloudError::kms_not_enabled());
        }
        Ok(())
    }
}

fn describe_account_kms_status(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let status = if world.without_kms.contains(&call.caller.account) { "NotEnabled" } else { "Enabled" };
    Ok(json!({"AccountStatus": status}))
}

fn open_kms_service(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    if world.without_kms.remove(&call.caller.account) { Ok(json!({})) } else { Err(CloudError::kms_opened()) }
}

#[cfg(test)]
mod tests;
