//! Which operations are simulated, and by which function.

use kms_api::Product;
use serde_json::Value;

use crate::call::Call;
use crate::error::CloudError;
use crate::world::World;
use crate::{binding, identity, instances, regions, vpcs};

type Handler = fn(&mut World, &Call) -> Result<Value, CloudError>;

const HANDLERS: &[(Product, &str, Handler)] = &[
    (Product::Kms, "DescribeRegions", regions::describe_kms_regions),
    (Product::Kms, "GetKmsInstance", instances::get_kms_instance),
    (Product::Kms, "GetKmsInstanceQuotaInfos", instances::get_kms_instance_quota_infos),
    (Product::Kms, "ListKmsInstances", instances::list_kms_instances),
    (Product::Kms, "UpdateKmsInstanceBindVpc", binding::update_kms_instance_bind_vpc),
    (Product::Sts, "GetCallerIdentity", identity::get_caller_identity),
    (Product::Vpc, "DescribeRegions", regions::describe_vpc_regions),
    (Product::Vpc, "DescribeVSwitches", vpcs::describe_v_switches),
    (Product::Vpc, "DescribeVpcs", vpcs::describe_vpcs),
];

/// The operations that [`World::call`] answers; all others give `InvalidAction.NotFound`.
pub fn simulated_operations() -> impl Iterator<Item = (Product, &'static str)> {
    HANDLERS.iter().map(|(product, operation, _)| (*product, *operation))
}

impl World {
    /// Carries out one call of an authenticated caller.
    ///
    /// The answer is the cloud's, without `RequestId`: that is the gateway's. Calls that are refused change nothing.
    ///
    /// # Errors
    /// The cloud's own refusals.
    pub fn call(&mut self, call: &Call) -> Result<Value, CloudError> {
        let (.., handler) = HANDLERS
            .iter()
            .find(|(product, operation, _)| *product == call.product && *operation == call.operation)
            .ok_or_else(CloudError::unknown_operation)?;
        // RAM policies will be asked here, once per call and before any handler, as the gateway of the cloud does.
        handler(self, call)
    }
}

#[cfg(test)]
mod tests;
