//! Everything that the sandbox had to decide because no source tells what the real cloud does.
//!
//! One constant per guess; `docs/SANDBOX-DIFFERENCES.md` lists them for users, and a test keeps the two in step.

/// `ProductVersion` of an instance for external key management. Only `3` and `5` are known.
pub const PRODUCT_VERSION_EXTERNAL: &str = kms_api::kind::EXTERNAL_GUESS;

/// Whether the primary VPC takes one unit of the access management quantity.
pub const PRIMARY_VPC_COUNTS: bool = true;

/// Whether an instance past its `EndDate` refuses new bindings although its state is still `Connected`.
pub const EXPIRED_INSTANCES_REFUSE_BINDINGS: bool = true;

/// Whether members that `BindVpcs` does not know, such as `RegionID`, are refused and not skipped.
pub const UNKNOWN_BINDING_MEMBERS_REFUSED: bool = true;

/// Whether a binding that a new list repeats is checked again for its vSwitch's status and share.
///
/// With `true`, one share that ended would block every later change to the instance.
pub const KEPT_BINDINGS_CHECKED_AGAIN: bool = false;

/// States in which `GetKmsInstanceQuotaInfos` answers; the others give `Forbidden.DKMSInstanceStateInvalid`.
pub const STATES_WITH_QUOTA: [&str; 3] = ["Connected", "Disconnected", "Error"];

/// Whether a VPC of another account stays in the list after the share of its last vSwitch has ended.
pub const ENDED_SHARE_KEEPS_VPC_VISIBLE: bool = true;

/// Whether the filter `InstanceName` takes a part of the name; with `false` only the whole name.
pub const INSTANCE_NAME_FILTER_TAKES_PARTS: bool = true;

/// Whether the filters `VpcName` and `VSwitchName` take a part of the name; with `false` only the whole name.
pub const NETWORK_NAME_FILTER_TAKES_PARTS: bool = false;

/// Whether `DescribeVSwitches` answers an unknown `VpcId` or `VSwitchId` with the error of its reference page; with
/// `false` with an empty list.
pub const UNKNOWN_NETWORK_IDS_ARE_ERRORS: bool = true;

/// Minutes from `Connecting` to `Connected` that the seeds leave to the instance that is being enabled.
pub const ENABLING_MINUTES_LEFT: i64 = 12;

/// Whether a Deny for `acs:ram::<account>:*` in a key or secret policy reaches the root of that account.
pub const DENY_REACHES_ROOT: bool = false;

/// What `acs:SecureTransport` says of calls to the simulated cloud, which has no TLS on loopback.
pub const CALLS_COUNT_AS_SECURE: bool = true;

/// Milliseconds that `x-acs-retry-after` of a throttled answer says.
pub const RETRY_AFTER_THROTTLING_MS: u32 = 700;

/// Whether a role is found by its name in other upper and lower case: RAM lower-cases the names in some ARNs.
pub const ROLE_NAMES_IGNORE_CASE: bool = true;

/// Code of a group that does not exist; no error table of the group operations was found.
pub const UNKNOWN_GROUP_CODE: &str = "EntityNotExist.Group";

/// What `GetAccountAlias` tells of an account without an alias.
pub const ABSENT_ACCOUNT_ALIAS: &str = "";

/// `CreateDate` and `UpdateDate` of policies of the cloud.
pub const SYSTEM_POLICY_DATE: &str = "2016-06-01T00:00:00Z";

/// How long the key of a session that has ended is still known, and refused as expired; after it, it is unknown.
pub const EXPIRED_KEYS_KEPT_MINUTES: i64 = 60;

/// How long the unit of an account that an instance is no longer shared with stays in use. The 5 minutes are documented
/// for grants in policies.
pub const ENDED_SHARE_HOLDS_UNIT_MINUTES: i64 = 5;

/// Code of a resource that cannot be shared: unknown, of another account, in a default VPC, an instance not enabled.
pub const UNSHARABLE_RESOURCE_CODE: &str = "InvalidParameter.Resources";

/// Whether what is added to a share takes effect during the call; with `false` the answer says `Associating` first.
pub const SHARES_TAKE_EFFECT_AT_ONCE: bool = true;

/// Whether shares that were deleted stay in the list of their owner, with status `Deleted`.
pub const DELETED_SHARES_ARE_LISTED: bool = true;

/// How many days an invitation can be accepted.
pub const INVITATION_DAYS: i64 = 7;

/// `ResourceStatus` of a resource that is shared.
pub const SHARED_RESOURCE_STATUS: &str = "Available";

/// `FailureReason` of an account that an instance has no unit left for.
pub const QUOTA_FAILURE_REASON: &str = "LimitExceeded";

/// `FailureReason` of an account that rejected its invitation.
pub const REJECTED_FAILURE_REASON: &str = "InvitationRejected";

/// The most permissions that a call can name.
pub const MAX_PERMISSION_NAMES: usize = 5;

/// `CreateTime` and `UpdateTime` of permissions of the cloud.
pub const PERMISSION_DATE: &str = "2020-12-01T00:00:00Z";

/// Code of `DescribeVpcAttribute` for a VPC that the caller cannot see; its error table has none.
pub const UNKNOWN_VPC_CODE: &str = "InvalidVpcId.NotFound";

#[cfg(test)]
mod tests;
