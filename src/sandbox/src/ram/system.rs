//! Policies of the cloud itself, as far as the simulated products go.
//!
//! Names are the cloud's; the documents are written here from what each name is documented to grant.

/// A policy of the cloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SystemPolicy {
    pub(crate) name: &'static str,
    pub(crate) description: &'static str,
    pub(crate) document: &'static str,
}

macro_rules! document {
    ($($action:literal),+) => {
        concat!(
            r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":["#,
            document!(@list $($action),+),
            r#"],"Resource":"*"}]}"#
        )
    };
    (@list $first:literal $(, $more:literal)*) => { concat!("\"", $first, "\"" $(, ",\"", $more, "\"")*) };
}

/// Every one, by name.
pub(crate) const ALL: &[SystemPolicy] = &[
    SystemPolicy {
        name: "AdministratorAccess",
        description: "Everything in the account.",
        document: document!("*"),
    },
    SystemPolicy {
        name: "AliyunKMSCryptoAdminAccess",
        description: "Manage keys, without using them.",
        document: document!(
            "kms:List*",
            "kms:Describe*",
            "kms:CreateKey",
            "kms:CreateAlias",
            "kms:Enable*",
            "kms:Disable*",
            "kms:GetKeyPolicy",
            "kms:SetKeyPolicy",
            "kms:SetDeletionProtection",
            "kms:UpdateAlias",
            "kms:UpdateKeyDescription",
            "kms:DeleteAlias",
            "kms:DeleteKeyMaterial",
            "kms:CancelKeyDeletion",
            "kms:ScheduleKeyDeletion",
            "kms:Tag*",
            "kms:Untag*",
            "kms:ImportKeyMaterial",
            "kms:GetKmsInstance*",
            "kms:GetParametersForImport",
            "kms:GetPublicKey"
        ),
    },
    SystemPolicy {
        name: "AliyunKMSCryptoUserAccess",
        description: "Use keys, without managing them.",
        document: document!(
            "kms:List*",
            "kms:Describe*",
            "kms:Encrypt",
            "kms:Decrypt",
            "kms:GenerateDataKey*",
            "kms:Asymmetric*",
            "kms:GetPublicKey",
            "kms:ReEncrypt",
            "kms:GenerateAndExportDataKey",
            "kms:ExportDataKey"
        ),
    },
    SystemPolicy {
        name: "AliyunKMSFullAccess",
        description: "Everything in KMS.",
        document: document!("kms:*"),
    },
    SystemPolicy {
        name: "AliyunKMSReadOnlyAccess",
        description: "Look at everything in KMS, without values and without using keys.",
        document: document!(
            "kms:List*",
            "kms:Describe*",
            "kms:GetKmsInstance*",
            "kms:GetDefaultKmsInstance",
            "kms:GetKeyPolicy",
            "kms:GetSecretPolicy",
            "kms:GetPublicKey"
        ),
    },
    SystemPolicy {
        name: "AliyunKMSSecretAdminAccess",
        description: "Manage secrets, without reading their values.",
        document: document!(
            "kms:List*",
            "kms:Describe*",
            "kms:CreateSecret",
            "kms:UpdateSecret*",
            "kms:PutSecretValue",
            "kms:DeleteSecret",
            "kms:RestoreSecret",
            "kms:RotateSecret",
            "kms:GetSecretPolicy",
            "kms:SetSecretPolicy",
            "kms:Tag*",
            "kms:Untag*"
        ),
    },
    SystemPolicy {
        name: "AliyunKMSSecretUserAccess",
        description: "Read the values of secrets.",
        document: document!("kms:List*", "kms:Describe*", "kms:GetSecretValue"),
    },
    SystemPolicy {
        name: "AliyunRAMReadOnlyAccess",
        description: "Look at users, roles and policies.",
        document: document!("ram:Get*", "ram:List*"),
    },
    SystemPolicy {
        name: "AliyunResourceSharingFullAccess",
        description: "Share resources with other accounts.",
        document: document!("resourcesharing:*"),
    },
    SystemPolicy {
        name: "AliyunSTSAssumeRoleAccess",
        description: "Assume roles.",
        document: document!("sts:AssumeRole"),
    },
    SystemPolicy {
        name: "AliyunVPCReadOnlyAccess",
        description: "Look at VPCs and vSwitches.",
        document: document!("vpc:Describe*"),
    },
    SystemPolicy {
        name: "ReadOnlyAccess",
        description: "Look at everything in the account, without values and without using keys.",
        document: document!(
            "kms:List*",
            "kms:Describe*",
            "kms:GetKmsInstance*",
            "kms:GetDefaultKmsInstance",
            "kms:GetKeyPolicy",
            "kms:GetSecretPolicy",
            "kms:GetPublicKey",
            "vpc:Describe*",
            "ram:Get*",
            "ram:List*",
            "resourcesharing:List*",
            "resourcesharing:Get*",
            "resourcesharing:Check*"
        ),
    },
];

/// The policy with this name.
pub(crate) fn find(name: &str) -> Option<&'static SystemPolicy> {
    ALL.iter().find(|policy| policy.name == name)
}
