//! Refusals of the simulated cloud, with the cloud's own codes, statuses and texts.

use kms_api::Product;

use crate::guesses;
use crate::keys::KeyState;

/// A refusal. The gateway puts it into an envelope and adds the request id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {message}")]
pub struct CloudError {
    /// HTTP status.
    pub status: u16,
    /// The cloud's code, misspellings included.
    pub code: String,
    /// The cloud's text; where the sandbox knows more, the detail follows it.
    pub message: String,
    /// Whether KMS itself answers (`HttpStatus`, `Code`, …) and not the gateway (`HostId`, `Recommend`, …).
    pub kms_own: bool,
    /// Of throttling: after how many milliseconds to try again, sent as `x-acs-retry-after`.
    pub retry_after_ms: Option<u32>,
}

impl CloudError {
    pub(crate) fn kms(status: u16, code: &str, message: impl Into<String>) -> Self {
        Self { status, code: code.to_owned(), message: message.into(), kms_own: true, retry_after_ms: None }
    }

    pub(crate) fn gateway(status: u16, code: &str, message: impl Into<String>) -> Self {
        Self { status, code: code.to_owned(), message: message.into(), kms_own: false, retry_after_ms: None }
    }

    /// The product has no such operation.
    pub(crate) fn unknown_operation() -> Self {
        let message = "Specified api is not found, please check your url and method.";
        Self::gateway(404, "InvalidAction.NotFound", message)
    }

    /// A required parameter is absent or empty.
    pub(crate) fn missing_parameter(product: Product, name: &str) -> Self {
        if product == Product::Kms {
            return Self::kms(400, "MissingParameter", "The parameter needed but no provided.");
        }
        let message = format!(
            "The input parameter \"{name}\" that is mandatory for processing this request is not supplied."
        );
        Self::gateway(400, "MissingParameter", message)
    }

    /// A parameter has a value that cannot be used; `detail` says which and why, as a sentence.
    pub(crate) fn invalid_parameter(product: Product, detail: &str) -> Self {
        let message = format!("The specified parameter is not valid. {detail}");
        let kms_own = product == Product::Kms;
        Self { status: 400, code: "InvalidParameter".to_owned(), message, kms_own, retry_after_ms: None }
    }

    /// No such instance for this account in this region. The status is the cloud's: not 404.
    pub(crate) fn instance_not_found() -> Self {
        Self::kms(403, "Forbidden.DKMSInstanceNotFound", "The specified DKMS Instance is not found.")
    }

    /// The instance is not enabled, or has expired.
    pub(crate) fn instance_state_invalid() -> Self {
        Self::kms(403, "Forbidden.DKMSInstanceStateInvalid", "The DKMS instance state is invalid.")
    }

    /// The access management quantity of the instance does not suffice.
    pub(crate) fn share_quota_exceeded() -> Self {
        Self::kms(400, "Rejected.ShareQuotaExceedLimit", "Instance Share Quota Exceed Limit.")
    }

    /// The key or secret is not in an instance, so it has no policy.
    pub(crate) fn policy_unsupported() -> Self {
        let message = "The specified key does not support key policy.";
        Self::kms(400, "Forbidden.KeyPolicyUnSupported", message)
    }

    /// No policy is stored, or none of this name.
    pub(crate) fn policy_not_found() -> Self {
        Self::kms(404, "Forbidden.ResourceNotFound", "Policy not found.")
    }

    /// No such key that the caller could name this way.
    pub(crate) fn key_not_found() -> Self {
        Self::kms(404, "Forbidden.KeyNotFound", "The specified Key is not found.")
    }

    /// No such alias in the caller's account.
    pub(crate) fn alias_not_found() -> Self {
        Self::kms(404, "Forbidden.AliasNotFound", "The specified Alias is not found.")
    }

    /// The operation wants the key itself.
    pub(crate) fn alias_unsupported() -> Self {
        Self::kms(400, "Unsupported.Alias", "Alias is not valid for this api.")
    }

    /// No such secret, or no such version of it. The operations do not agree on the full stop.
    pub(crate) fn secret_not_found(operation: &str) -> Self {
        const WITH_STOP: [&str; 3] = ["GetSecretPolicy", "GetSecretValue", "SetSecretPolicy"];
        let stop = if WITH_STOP.contains(&operation) { "." } else { "" };
        Self::kms(404, "Forbidden.ResourceNotFound", format!("Resource not found{stop}"))
    }

    /// What a new secret refers to does not exist.
    pub(crate) fn resource_not_found() -> Self {
        Self::kms(404, "Forbidden.ResourceNotFound", "The resource is not found.")
    }

    /// A secret of this name exists.
    pub(crate) fn secret_exists() -> Self {
        Self::kms(409, "Rejected.ResourceExist", "The resource already exists.")
    }

    /// A secret of this name waits for deletion, so no other can have the name.
    pub(crate) fn secret_name_pending_deletion() -> Self {
        Self::kms(409, "Rejected.ResourceInDeleteWindow", "The secret is planned to be deleted.")
    }

    /// The secret waits for deletion. The misspelling is the cloud's.
    pub(crate) fn secret_pending_deletion() -> Self {
        Self::kms(409, "Rejected.ResourceInDeleteWindow", "secret in delete peroid")
    }

    /// The secret does not wait for deletion.
    pub(crate) fn secret_not_pending() -> Self {
        Self::kms(409, "Rejected.ResourceInUse", "restore normal secret")
    }

    /// No such version of the key.
    pub(crate) fn key_version_not_found() -> Self {
        Self::kms(404, "Forbidden.KeyVersionNotFound", "The specified Key version is not found.")
    }

    /// Another key has the alias already.
    pub(crate) fn alias_exists() -> Self {
        Self::kms(400, "AliasAlreadyExists", "AliasName Already Exists.")
    }

    /// The key cannot be used or changed in its state.
    pub(crate) fn state_refuses(state: KeyState) -> Self {
        let state = state.as_str();
        let message = format!("The request was rejected because the key state is {state}.");
        Self::kms(409, &format!("Rejected.{state}"), message)
    }

    /// The key cannot go from its state to the one that is asked for.
    pub(crate) fn state_modified_failed() -> Self {
        Self::kms(409, "Rejected.StateModifiedFailed", "Keystate modified failed.")
    }

    /// The key is protected against deletion.
    pub(crate) fn deletion_protected() -> Self {
        let (status, code, message) = guesses::DELETION_PROTECTION_REFUSAL;
        Self::kms(status, code, message)
    }

    /// The operation does not fit the resource; `detail` says why.
    pub(crate) fn unsupported(detail: &str) -> Self {
        Self::kms(400, "UnsupportedOperation", format!("This action is not supported. {detail}"))
    }

    /// As many keys, secrets or tags as there can be.
    pub(crate) fn limit_exceeded() -> Self {
        let message = "The request was rejected because user create resource limit was exceeded";
        Self::kms(400, "Rejected.LimitExceeded", message)
    }

    /// Not a ciphertext of this cloud, changed on its way, or made with another encryption context.
    pub(crate) fn ciphertext_invalid() -> Self {
        let (status, code, message) = guesses::CIPHERTEXT_REFUSAL;
        Self::kms(status, code, message)
    }

    /// `DryRun=true` and nothing to object, in the words of KMS.
    pub(crate) fn kms_dry_run_passed() -> Self {
        let (status, code, message) = guesses::KMS_DRY_RUN_PASSED;
        Self::kms(status, code, message)
    }

    /// A resource to tag does not exist.
    pub(crate) fn resource_id_not_found() -> Self {
        Self::kms(404, "InvalidResourceId.NotFound", "The specified ResourceId is not found.")
    }

    /// A tag key of KMS is malformed, or there are too many.
    pub(crate) fn kms_tag_key_invalid() -> Self {
        Self::kms(400, "InvalidParameter.TagKey", "The specified parameter is not valid.")
    }

    /// A tag value of KMS is malformed.
    pub(crate) fn kms_tag_value_invalid() -> Self {
        Self::kms(400, "InvalidParameter.TagValue", "The specified parameter is not valid.")
    }

    /// A call gives a tag key twice.
    pub(crate) fn kms_tag_key_twice() -> Self {
        Self::kms(400, "Duplicate.TagKey", "The specified tagKey is duplicate.")
    }

    /// The instance was never enabled.
    pub(crate) fn uninitialized() -> Self {
        let (status, code, message) = guesses::UNINITIALIZED_REFUSAL;
        Self::kms(status, code, message)
    }

    /// KMS is not switched on for the account.
    pub(crate) fn kms_not_enabled() -> Self {
        let message = "Kms service is not Enabled for current user. Please get access permission first.";
        Self::kms(403, "Forbidden.KmsServiceNotEnabled", message)
    }

    /// KMS is switched on for the account already.
    pub(crate) fn kms_opened() -> Self {
        Self::kms(400, "Forbidden.Opened", "Your kms service has been opened.")
    }

    /// Not allowed; `detail` says what decided. The four policy operations and `CreateKey` say so with 400.
    pub(crate) fn no_permission(product: Product, operation: &str, detail: &str) -> Self {
        const WITH_400: [&str; 5] =
            ["CreateKey", "GetKeyPolicy", "GetSecretPolicy", "SetKeyPolicy", "SetSecretPolicy"];
        match product {
            Product::Kms => {
                let status = if WITH_400.contains(&operation) { 400 } else { 403 };
                let message = format!("This operation is forbidden by permission system. {detail}");
                Self::kms(status, "Forbidden.NoPermission", message)
            }
            Product::Vpc => {
                let message = format!("User not authorized to operate on the specified resource. {detail}");
                Self::gateway(403, "Forbidden.RAM", message)
            }
            Product::Ram | Product::Sts | Product::ResourceSharing => {
                let message = format!("You are not authorized to do this action. {detail}");
                Self::gateway(403, "NoPermission", message)
            }
        }
    }

    /// The rate limit of the account. KMS has its own code and status for it.
    pub(crate) fn throttled(product: Product) -> Self {
        let error = match product {
            Product::Kms => Self::kms(429, "Rejected.Throttling", "QPS Limit Exceeded"),
            Product::Vpc | Product::Ram | Product::Sts | Product::ResourceSharing => {
                Self::gateway(400, "Throttling.User", "Request was denied due to user flow control.")
            }
        };
        Self { retry_after_ms: Some(guesses::RETRY_AFTER_THROTTLING_MS), ..error }
    }

    /// Out of order for a moment. KMS misspells its code.
    pub(crate) fn unavailable(product: Product) -> Self {
        match product {
            Product::Kms => Self::kms(503, "SerivceUnvailableTemporary", "Service Unvailable Temporary"),
            Product::Vpc | Product::Ram | Product::Sts | Product::ResourceSharing => {
                let message = "The request has failed due to a temporary failure of the server.";
                Self::gateway(503, "ServiceUnavailable", message)
            }
        }
    }

    /// The instance is being changed by the cloud; the same call works a little later.
    pub(crate) fn instance_in_upgrade() -> Self {
        Self::kms(403, "Forbidden.KMSInstanceInUpgrade", "The KMS instance is being upgraded.")
    }

    /// The region of the parameter `RegionId` does not exist.
    pub(crate) fn region_not_found() -> Self {
        Self::gateway(404, "InvalidRegionId.NotFound", "The specified RegionId does not exist.")
    }

    /// The VPC is not visible to the caller.
    pub(crate) fn vpc_not_found() -> Self {
        Self::gateway(400, "Forbidden.VpcNotFound", "Specified VPC can not found.")
    }

    /// The vSwitch is not visible to the caller.
    pub(crate) fn v_switch_not_found() -> Self {
        Self::gateway(404, "InvalidVSwitchId.NotFound", "VSwitch not exist.")
    }

    /// More than 20 VPC ids in one parameter.
    pub(crate) fn too_many_vpc_ids() -> Self {
        Self::gateway(400, "InvalidVpcIdNumber.NotSupported", "The number of vpcIds exceeds the limit.")
    }

    /// A tag filter has no key, a too long one, or there are more than 20.
    pub(crate) fn invalid_tag_key() -> Self {
        Self::gateway(400, "InvalidTagKey", "The tag keys are not valid.")
    }

    /// A tag filter has a too long value.
    pub(crate) fn invalid_tag_value() -> Self {
        Self::gateway(400, "InvalidTagValue", "The tag values are not valid.")
    }

    /// An owner account is no number. The misspelt code is the cloud's.
    pub(crate) fn illegal_owner(parameter: &str) -> Self {
        let message = format!("The specified parameter {parameter} is not valid.");
        Self::gateway(400, "IllegalParam.OwnerId", message)
    }

    /// `DryRun=true` and nothing to object: the cloud says so with an error.
    pub(crate) fn dry_run_passed() -> Self {
        Self::gateway(400, "DryRunOperation", "Request validation has been passed with DryRun flag set.")
    }

    /// No such user in the account.
    pub(crate) fn user_not_found() -> Self {
        Self::gateway(404, "EntityNotExist.User", "The user does not exist.")
    }

    /// No such role in the account.
    pub(crate) fn role_not_found() -> Self {
        Self::gateway(404, "EntityNotExist.Role", "The role does not exist.")
    }

    /// No such group in the account.
    pub(crate) fn group_not_found() -> Self {
        Self::gateway(404, guesses::UNKNOWN_GROUP_CODE, "The user group does not exist.")
    }

    /// No such policy, neither of the cloud nor of the account.
    pub(crate) fn ram_policy_not_found() -> Self {
        Self::gateway(404, "EntityNotExist.Policy", "The policy does not exist.")
    }

    /// The simulated cloud cannot write its answer; never the caller's fault.
    pub(crate) fn internal(product: Product) -> Self {
        match product {
            Product::Kms => Self::kms(500, "InternalFailure", "Internal Failure"),
            Product::Vpc | Product::Ram | Product::Sts | Product::ResourceSharing => {
                let message = "The request processing has failed due to some unknown error.";
                Self::gateway(500, "InternalError", message)
            }
        }
    }
}
