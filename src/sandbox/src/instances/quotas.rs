//! `GetKmsInstanceQuotaInfos`: what an instance may hold, and what it holds.

use kms_api::Product;
use kms_api::operations::instances::{GetKmsInstanceQuotaInfosResponse, QuotaInfo};
use serde_json::Value;

use crate::call::Call;
use crate::dispatch::{ANY, Entry};
use crate::error::CloudError;
use crate::guesses;
use crate::parameters::{answer, invalid, optional};
use crate::world::World;

/// Operations of this part.
pub(crate) const OPERATIONS: &[Entry] =
    &[Entry::new(Product::Kms, "GetKmsInstanceQuotaInfos", ANY, get_kms_instance_quota_infos)];

/// All four limits and their use, or one of them.
fn get_kms_instance_quota_infos(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    // The reference does not mark the id as required, and lists InvalidParameter as the only complaint about values.
    let id = optional(call, "KmsInstanceId").ok_or_else(|| invalid(call, "KmsInstanceId is empty."))?;
    let wanted = optional(call, "ResourceType");
    let instance = world.instance(call, id)?;
    let vpcs = world.used_units(instance, instance.bindings.len(), call.now);
    let quotas = [
        ("key", instance.key_num, world.used_keys(instance)),
        ("secret", instance.secret_num, world.used_secrets(instance)),
        ("qps", instance.spec, instance.used_qps),
        ("vpc", instance.vpc_num, vpcs),
    ];
    if let Some(kind) = wanted
        && !quotas.iter().any(|(name, ..)| *name == kind)
    {
        return Err(invalid(call, "ResourceType must be key, secret, qps or vpc."));
    }
    if !guesses::STATES_WITH_QUOTA.contains(&instance.status(call.now)) {
        return Err(CloudError::instance_state_invalid());
    }
    let kms_instance_quota_infos = quotas
        .into_iter()
        .filter(|(name, ..)| wanted.is_none_or(|kind| kind == *name))
        .map(|(name, quota, used)| QuotaInfo {
            resource_type: name.to_owned(),
            resource_quota: quota,
            used_quantity: used,
        })
        .collect();
    let response =
        GetKmsInstanceQuotaInfosResponse { kms_instance_id: instance.id.clone(), kms_instance_quota_infos };
    answer(call, &response)
}
