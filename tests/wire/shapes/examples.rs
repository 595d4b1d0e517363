//! One call or more of every simulated operation, in an order in which each works, in the seed `default`. Whoever
//! simulates an operation adds one here, with as full an answer as there is.

use kms_api::Product::{self, Kms, Ram, ResourceSharing, Sts, Vpc};

/// How a call ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Answer,
    /// Status and code: the seed has no case in which it is carried out.
    Refusal(u16, &'static str),
}

/// A call.
#[derive(Clone, Copy, Debug)]
pub(super) struct Example {
    pub(super) product: Product,
    pub(super) operation: &'static str,
    /// `<name>@<account>`; empty for the persona.
    pub(super) caller: &'static str,
    /// Values that begin with `$` are those that an earlier answer told.
    pub(super) parameters: &'static [(&'static str, &'static str)],
    /// Members of the answer that later calls use.
    pub(super) tells: &'static [&'static str],
    pub(super) outcome: Outcome,
}

const fn of(
    product: Product,
    operation: &'static str,
    parameters: &'static [(&'static str, &'static str)],
) -> Example {
    Example { product, operation, caller: "", parameters, tells: &[], outcome: Outcome::Answer }
}

impl Example {
    const fn by(self, caller: &'static str) -> Self {
        Self { caller, ..self }
    }

    const fn tells(self, tells: &'static [&'static str]) -> Self {
        Self { tells, ..self }
    }

    const fn refused(self, status: u16, code: &'static str) -> Self {
        Self { outcome: Outcome::Refusal(status, code), ..self }
    }
}

/// `payments-kms` of the seed.
const INSTANCE: (&str, &str) = ("KmsInstanceId", "kst-hzz65aea77egdlsikd9a1");
/// `analytics`, which has room.
const ROOM: (&str, &str) = ("DKMSInstanceId", "kst-hzz64bbdaipfruxc50b17");
const REGION: (&str, &str) = ("RegionId", "cn-hangzhou");
const KEY: (&str, &str) = ("KeyId", "$KeyId");
const SECRET: (&str, &str) = ("SecretName", "shapes/one");
const ALIAS: (&str, &str) = ("AliasName", "alias/shapes");
const PLAINTEXT: (&str, &str) = ("Plaintext", "c2hhcGVz");
const SELF: (&str, &str) = ("ResourceOwner", "Self");
const SHARE: (&str, &str) = ("ResourceShareId", "$ResourceShareId");
const DATA: &str = "root@1192583047163511";
const PARTNER: &str = "root@1385720946158274";
const INVITATION: (&str, &str) = ("ResourceShareInvitationId", "$ResourceShareInvitationId");
const HOME_TARGET: (&str, &str) = ("Targets.1", "1147203918250263");

pub(super) const PROGRAMME: &[Example] = &[
    // Instances.
    of(Kms, "DescribeRegions", &[]),
    of(Kms, "DescribeAccountKmsStatus", &[]),
    of(Kms, "OpenKmsService", &[]).refused(400, "Forbidden.Opened"),
    of(Kms, "ListKmsInstances", &[]),
    of(Kms, "GetKmsInstance", &[INSTANCE]),
    of(Kms, "GetKmsInstanceQuotaInfos", &[INSTANCE]),
    of(Kms, "UpdateKmsInstanceBindVpc", &[INSTANCE, ("BindVpcs", "[]")]),
    of(Kms, "UpdateKmsInstance", &[INSTANCE, ("InstanceName", "other")])
        .refused(404, "InvalidAction.NotFound"),
    of(Kms, "GetDefaultKmsInstance", &[]),
    of(
        Kms,
        "ConnectKmsInstance",
        &[
            ("KmsInstanceId", "kst-hzz66fmhts02rpnyma204"),
            ("KMProvider", "Aliyun"),
            ("VpcId", "vpc-bp1rktbuhhqia4ttk2980"),
            ("ZoneIds", "cn-hangzhou-k,cn-hangzhou-j"),
            ("VSwitchIds", "vsw-bp1xjcur31xv6fvh5jqd1,vsw-bp1iaa2f32nq94dnjy9d2"),
        ],
    ),
    // Keys.
    of(Kms, "CreateKey", &[ROOM, ("Description", "shapes")]).tells(&["KeyId", "Arn"]),
    of(Kms, "DescribeKey", &[KEY]),
    of(Kms, "ListKeys", &[("PageSize", "100")]),
    of(Kms, "UpdateKeyDescription", &[KEY, ("Description", "<shapes> & more")]),
    of(Kms, "ListKeyVersions", &[KEY]).tells(&["KeyVersionId"]),
    of(Kms, "DescribeKeyVersion", &[KEY, ("KeyVersionId", "$KeyVersionId")]),
    of(Kms, "CreateAlias", &[KEY, ALIAS]),
    of(Kms, "UpdateAlias", &[KEY, ALIAS]),
    of(Kms, "ListAliases", &[]),
    of(Kms, "ListAliasesByKeyId", &[KEY]),
    of(Kms, "DeleteAlias", &[ALIAS]),
    of(
        Kms,
        "TagResources",
        &[
            REGION,
            ("ResourceType", "key"),
            ("ResourceId.1", "$KeyId"),
            ("Tag.1.Key", "a"),
            ("Tag.1.Value", "b"),
        ],
    ),
    of(Kms, "ListTagResources", &[REGION, ("ResourceType", "key"), ("ResourceId.1", "$KeyId")]),
    of(
        Kms,
        "UntagResources",
        &[REGION, ("ResourceType", "key"), ("ResourceId.1", "$KeyId"), ("TagKey.1", "a")],
    ),
    of(Kms, "Encrypt", &[KEY, PLAINTEXT]).tells(&["CiphertextBlob"]),
    of(Kms, "Decrypt", &[("CiphertextBlob", "$CiphertextBlob")]),
    of(Kms, "GenerateDataKey", &[KEY]),
    of(Kms, "GetKeyPolicy", &[KEY]).tells(&["Policy"]),
    of(Kms, "SetKeyPolicy", &[KEY, ("Policy", "$Policy")]),
    of(Kms, "DisableKey", &[KEY]),
    of(Kms, "EnableKey", &[KEY]),
    of(
        Kms,
        "SetDeletionProtection",
        &[("ProtectedResourceArn", "$Arn"), ("EnableDeletionProtection", "False")],
    ),
    // Secrets.
    of(
        Kms,
        "CreateSecret",
        &[
            SECRET,
            ROOM,
            ("EncryptionKeyId", "$KeyId"),
            ("SecretData", "of no value"),
            ("VersionId", "v1"),
            ("Tags", r#"[{"TagKey":"a","TagValue":"b"}]"#),
        ],
    ),
    of(Kms, "DescribeSecret", &[SECRET, ("FetchTags", "true")]),
    of(Kms, "ListSecrets", &[("FetchTags", "true"), ("PageSize", "100")]),
    of(Kms, "ListSecretVersionIds", &[SECRET]),
    of(Kms, "GetSecretValue", &[SECRET, ("FetchExtendedConfig", "true")]),
    of(Kms, "UpdateSecret", &[SECRET, ("Description", "shapes")]),
    of(Kms, "GetSecretPolicy", &[SECRET]).tells(&["Policy"]),
    of(Kms, "SetSecretPolicy", &[SECRET, ("Policy", "$Policy")]),
    of(Kms, "DeleteSecret", &[SECRET, ("RecoveryWindowInDays", "7")]),
    of(Kms, "RestoreSecret", &[SECRET]),
    of(Kms, "ScheduleKeyDeletion", &[KEY, ("PendingWindowInDays", "7")]),
    of(Kms, "CancelKeyDeletion", &[KEY]),
    of(
        Kms,
        "ReleaseKmsInstance",
        &[("KmsInstanceId", "kst-hzz63dnym9xfzx62455e2"), ("ForceDeleteWithoutBackup", "true")],
    ),
    // People.
    of(Ram, "GetAccountAlias", &[]),
    of(Ram, "GetPolicy", &[("PolicyName", "kms-bind-vpcs"), ("PolicyType", "Custom")]),
    of(Ram, "GetRole", &[("RoleName", "deploy")]),
    of(Ram, "GetUser", &[("UserName", "li.wei")]),
    of(Ram, "ListGroups", &[]),
    of(Ram, "ListGroupsForUser", &[("UserName", "zhao.lei")]),
    of(Ram, "ListPoliciesForGroup", &[("GroupName", "kms-operators")]),
    of(Ram, "ListPoliciesForRole", &[("RoleName", "deploy")]),
    of(Ram, "ListPoliciesForUser", &[("UserName", "li.wei")]),
    of(Ram, "ListRoles", &[("MaxItems", "2")]),
    of(Ram, "ListUsers", &[("MaxItems", "2")]),
    of(Sts, "GetCallerIdentity", &[]),
    of(
        Sts,
        "AssumeRole",
        &[
            ("RoleArn", "acs:ram::1147203918250263:role/deploy"),
            ("RoleSessionName", "shape"),
            ("SourceIdentity", "shape"),
        ],
    ),
    // Networks.
    of(Vpc, "DescribeRegions", &[]),
    of(Vpc, "DescribeZones", &[REGION]),
    of(Vpc, "DescribeVpcs", &[REGION, ("PageSize", "50")]),
    of(Vpc, "DescribeVSwitches", &[REGION, ("PageSize", "50")]),
    of(Vpc, "DescribeVpcAttribute", &[REGION, ("VpcId", "vpc-bp1anlww6kvzm2pnu0s01")]),
    of(Vpc, "DescribeVSwitchAttributes", &[("VSwitchId", "vsw-bp9r36iz4mtfk8d5hlo42")]),
    // Shares: those of the seed, then one from its beginning to its end.
    of(ResourceSharing, "DescribeRegions", &[]),
    of(ResourceSharing, "CheckSharingWithResourceDirectoryStatus", &[]),
    of(ResourceSharing, "EnableSharingWithResourceDirectory", &[]).refused(409, "AlreadyEnabled"),
    of(ResourceSharing, "ListPermissions", &[]),
    of(ResourceSharing, "GetPermission", &[("PermissionName", "AliyunRSDefaultPermissionVSwitch")]),
    of(
        ResourceSharing,
        "ListSharedResources",
        &[("ResourceOwner", "OtherAccounts"), ("ResourceType", "VSwitch")],
    ),
    of(ResourceSharing, "ListSharedTargets", &[SELF]),
    of(ResourceSharing, "ListResourceShares", &[SELF, ("MaxResults", "1")]),
    of(ResourceSharing, "ListResourceShareInvitations", &[("MaxResults", "1")])
        .tells(&["ResourceShareInvitationId"]),
    of(
        ResourceSharing,
        "AcceptResourceShareInvitation",
        &[("ResourceShareInvitationId", "i-6yqw7cf5atpkazco")],
    ),
    of(
        ResourceSharing,
        "CreateResourceShare",
        &[("ResourceShareName", "offer"), HOME_TARGET, ("AllowExternalTargets", "true")],
    )
    .by(PARTNER)
    .tells(&["ResourceShareId"]),
    of(ResourceSharing, "ListResourceShareInvitations", &[("ResourceShareIds.1", "$ResourceShareId")])
        .tells(&["ResourceShareInvitationId"]),
    of(ResourceSharing, "RejectResourceShareInvitation", &[INVITATION]),
    of(ResourceSharing, "CreateResourceShare", &[("ResourceShareName", "shapes"), HOME_TARGET])
        .by(DATA)
        .tells(&["ResourceShareId"]),
    of(ResourceSharing, "UpdateResourceShare", &[SHARE, ("ResourceShareName", "renamed")]).by(DATA),
    of(ResourceSharing, "ListResourceSharePermissions", &[SELF, SHARE]).by(DATA),
    of(
        ResourceSharing,
        "AssociateResourceShare",
        &[
            SHARE,
            ("Resources.1.ResourceId", "vsw-bp989jok196gg0g5pqo44"),
            ("Resources.1.ResourceType", "VSwitch"),
        ],
    )
    .by(DATA),
    of(ResourceSharing, "ListResourceShareAssociations", &[("AssociationType", "Target")]).by(DATA),
    of(ResourceSharing, "DisassociateResourceShare", &[SHARE, HOME_TARGET]).by(DATA),
    of(ResourceSharing, "DeleteResourceShare", &[SHARE]).by(DATA),
];
