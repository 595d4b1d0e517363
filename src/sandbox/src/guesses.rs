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

/// Minutes from `ConnectKmsInstance` to `Connected`; documented as about 30.
pub const ENABLING_MINUTES: i64 = 30;

/// Fewest and most zones that `ConnectKmsInstance` takes; a region with fewer zones needs no more than it has.
pub const ZONES_OF_AN_INSTANCE: [usize; 2] = [2, 3];

/// Whether the vSwitches that an instance is enabled with must stand in its zones.
pub const ENABLING_V_SWITCHES_STAND_IN_ITS_ZONES: bool = true;

/// Whether enabling takes a free address of each vSwitch, which release gives back.
pub const ENABLING_TAKES_ADDRESSES: bool = true;

/// Whether `ReleaseKmsInstance` of an instance that was enabled wants `ForceDeleteWithoutBackup`, there being no backup.
pub const RELEASE_WITHOUT_BACKUP_IS_FORCED: bool = true;

/// Whether `ReleaseKmsInstance` heeds deletion protection.
pub const DELETION_PROTECTION_BLOCKS_RELEASE: bool = true;

/// Whether the cloud knows `UpdateKmsInstance`, which is in no SDK and in no documentation.
pub const UNDOCUMENTED_RENAME: bool = false;

/// Whether the filters `SecretName` and `Description` of `ListSecrets` take a part of the text.
pub const SECRET_FILTERS_TAKE_PARTS: bool = true;

/// Whether `CreateSecret` in an instance is refused without `EncryptionKeyId`.
pub const SECRETS_IN_INSTANCES_NEED_KEY: bool = true;

/// Whether a secret of type `Generic` can have automatic rotation.
pub const GENERIC_SECRETS_ROTATE: bool = false;

/// Whether the value of a secret of type `binary` must be Base64.
pub const BINARY_SECRETS_ARE_BASE64: bool = true;

/// Whether `GetSecretValue` with `VersionId` and `VersionStage` wants a version with both; with `false` the id decides.
pub const VERSION_ID_AND_STAGE_MUST_FIT: bool = true;

/// Whether `GetSecretValue` refuses a secret that waits for deletion.
pub const SECRETS_WAITING_FOR_DELETION_KEEP_THEIR_VALUE: bool = true;

/// Whether a secret takes its unit of the secret quota while it waits for deletion.
pub const SECRETS_WAITING_FOR_DELETION_TAKE_UNITS: bool = true;

/// Whether secrets can be described, and their versions listed, while their instance is not ready for work.
pub const SECRETS_ARE_DESCRIBED_IN_UNUSABLE_INSTANCES: bool = true;

/// Whether a Deny for `acs:ram::<account>:*` in a key or secret policy reaches the root of that account.
pub const DENY_REACHES_ROOT: bool = true;

/// Whether `*` and `?` in the name of a user or role of a key or secret policy stand for other letters.
pub const PRINCIPAL_NAMES_ARE_PATTERNS: bool = true;

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

/// Minutes that the unit of an outside account stays taken after its last grant went; the documentation says about 5.
pub const UNIT_RELEASE_MINUTES: i64 = 5;

/// Whether an account that a key or secret policy only denies something takes a unit too.
pub const DENIED_ACCOUNTS_TAKE_UNITS: bool = false;

/// What stands before the name of a tag in a condition key.
pub const TAG_CONDITION_PREFIX: &str = "kms:tag/";

/// Operations whose `KeyId` can be an alias; the others answer `Unsupported.Alias`.
pub const OPERATIONS_WITH_ALIASES: [&str; 4] =
    ["DescribeKey", "Encrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext"];

/// Whether a key can be looked at only while its instance is ready for work; changing and using it needs that anyway.
pub const KEY_READS_NEED_READY_INSTANCE: bool = false;

/// Most bytes that `Encrypt` takes.
pub const MAX_PLAINTEXT_BYTES: usize = 6_144;

/// What `ScheduleKeyDeletion` answers for a key that is protected: status, code, text.
pub const DELETION_PROTECTION_REFUSAL: (u16, &str, &str) =
    (409, "Rejected.DeletionProtection", "The request was rejected because deletion protection is enabled.");

/// What `Decrypt` answers for a ciphertext that was changed or has another encryption context.
pub const CIPHERTEXT_REFUSAL: (u16, &str, &str) =
    (400, "InvalidParameter", "The specified parameter is not valid. CiphertextBlob cannot be decrypted.");

/// What a dry run of KMS answers when the call would be carried out. Only the code is known.
pub const KMS_DRY_RUN_PASSED: (u16, &str, &str) =
    (400, "DryRunOperationError", "The request would have succeeded without DryRun.");

/// What tag operations answer for an instance that was never enabled. Only the code is known.
pub const UNINITIALIZED_REFUSAL: (u16, &str, &str) =
    (400, "Rejected.Uninitialized", "The instance has not been enabled.");

/// Whether `ListTagResources` with a tag filter shows every tag of what it finds; with `false` only those asked for.
pub const TAG_FILTER_SHOWS_ALL_TAGS: bool = true;

#[cfg(test)]
mod tests;
