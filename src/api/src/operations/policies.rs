//! Policies of keys and secrets. A policy is JSON text, kept as it was sent.

use serde::{Deserialize, Serialize};

use super::instances::Empty;
use crate::{Operation, Product};

/// The most bytes that a policy may have.
pub const MAX_POLICY_BYTES: usize = 32_768;

/// The policy of a key in an instance.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct GetKeyPolicy {
    /// Id; the ARN for a key of another account.
    pub key_id: String,
}

impl Operation for GetKeyPolicy {
    const NAME: &'static str = "GetKeyPolicy";
    const PRODUCT: Product = Product::Kms;
    type Output = PolicyResponse;
}

/// The policy of a secret in an instance.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct GetSecretPolicy {
    /// Name; the ARN for a secret of another account.
    pub secret_name: String,
}

impl Operation for GetSecretPolicy {
    const NAME: &'static str = "GetSecretPolicy";
    const PRODUCT: Product = Product::Kms;
    type Output = PolicyResponse;
}

/// The answer of both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct PolicyResponse {
    /// JSON text.
    pub policy: String,
}

/// Replaces the whole policy of a key.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct SetKeyPolicy {
    /// Id; the ARN for a key of another account.
    pub key_id: String,
    /// JSON text, at most 32,768 bytes.
    pub policy: String,
}

impl Operation for SetKeyPolicy {
    const NAME: &'static str = "SetKeyPolicy";
    const PRODUCT: Product = Product::Kms;
    type Output = Empty;
}

/// Replaces the whole policy of a secret.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct SetSecretPolicy {
    /// JSON text, at most 32,768 bytes.
    pub policy: String,
    /// Name; the ARN for a secret of another account.
    pub secret_name: String,
}

impl Operation for SetSecretPolicy {
    const NAME: &'static str = "SetSecretPolicy";
    const PRODUCT: Product = Product::Kms;
    type Output = Empty;
}
