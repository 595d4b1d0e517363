//! The policy of a key or a secret: read, and edited.

pub mod editor;
pub mod tab;

use kms_api::RegionId;

/// What has a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResourceKind {
    /// A key, by its id.
    Key,
    /// A secret, by its name.
    Secret,
}

/// The owner of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyResource {
    /// Where it is.
    pub region: RegionId,
    /// What it is.
    pub kind: ResourceKind,
    /// `KeyId` or `SecretName`; an ARN where it belongs to somebody else.
    pub id: String,
}
