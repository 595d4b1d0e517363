//! The columns of the access matrix: what people ask first, each with the actions that it stands for.

use super::ResourceKind;
use crate::i18n::{Key, k};

/// A column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its head.
    pub label: Key,
    /// The head over it.
    pub group: Group,
    /// It is full when all of these are allowed.
    pub actions: &'static [&'static str],
}

/// What stands over some columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Cryptography, or the value of a secret.
    Use,
    /// The resource itself.
    Manage,
    /// The policy.
    Policy,
}

impl Group {
    /// All, in the order of the columns.
    pub const ALL: [Self; 3] = [Self::Use, Self::Manage, Self::Policy];

    /// Its name.
    pub fn label(self) -> Key {
        match self {
            Self::Use => k::matrix::USE,
            Self::Manage => k::matrix::MANAGE,
            Self::Policy => k::matrix::POLICY,
        }
    }
}

const fn column(group: Group, label: Key, actions: &'static [&'static str]) -> Column {
    Column { label, group, actions }
}

const KEY: &[Column] = &[
    column(Group::Use, k::matrix::ENCRYPT, &["kms:Encrypt"]),
    column(Group::Use, k::matrix::DECRYPT, &["kms:Decrypt"]),
    column(Group::Use, k::matrix::DATA_KEY, &["kms:GenerateDataKey"]),
    column(Group::Use, k::matrix::EXPORT, &["kms:GenerateAndExportDataKey"]),
    column(Group::Manage, k::matrix::DESCRIBE, &["kms:DescribeKey"]),
    column(Group::Manage, k::matrix::UPDATE, &["kms:UpdateKeyDescription"]),
    column(Group::Manage, k::matrix::DISABLE, &["kms:DisableKey"]),
    column(Group::Manage, k::matrix::DELETE, &["kms:ScheduleKeyDeletion"]),
    column(Group::Policy, k::matrix::READ, &["kms:GetKeyPolicy"]),
    column(Group::Policy, k::matrix::WRITE, &["kms:SetKeyPolicy"]),
];

const SECRET: &[Column] = &[
    column(Group::Use, k::matrix::VALUE, &["kms:GetSecretValue"]),
    column(Group::Manage, k::matrix::DESCRIBE, &["kms:DescribeSecret"]),
    column(Group::Manage, k::matrix::NEW_VALUE, &["kms:PutSecretValue"]),
    column(Group::Manage, k::matrix::UPDATE, &["kms:UpdateSecret"]),
    column(Group::Manage, k::matrix::ROTATE, &["kms:RotateSecret"]),
    column(Group::Manage, k::matrix::DELETE, &["kms:DeleteSecret"]),
    column(Group::Policy, k::matrix::READ, &["kms:GetSecretPolicy"]),
    column(Group::Policy, k::matrix::WRITE, &["kms:SetSecretPolicy"]),
];

/// The columns of a kind.
pub fn columns(kind: ResourceKind) -> &'static [Column] {
    match kind {
        ResourceKind::Key => KEY,
        ResourceKind::Secret => SECRET,
    }
}

/// The columns as the engine takes them.
pub fn as_json(kind: ResourceKind) -> String {
    let lists: Vec<&[&str]> = columns(kind).iter().map(|column| column.actions).collect();
    serde_json::to_string(&lists).unwrap_or_default()
}
