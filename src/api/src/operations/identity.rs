//! `GetCallerIdentity`: who the credentials belong to.

use serde::{Deserialize, Serialize};

use crate::{AccountId, Operation, Product};

/// Asks who is calling. Needs no permission.
#[derive(Clone, Debug, Default, Serialize)]
pub struct GetCallerIdentity {}

impl Operation for GetCallerIdentity {
    const NAME: &'static str = "GetCallerIdentity";
    const PRODUCT: Product = Product::Sts;
    type Output = GetCallerIdentityResponse;
}

/// The caller.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct GetCallerIdentityResponse {
    /// The account that the caller belongs to.
    pub account_id: AccountId,
    /// `acs:ram::<account>:user/<name>`, `…:root`, or `acs:sts::<account>:assumed-role/<role>/<session>`.
    pub arn: String,
    /// `Account`, `RAMUser` or `AssumedRoleUser`.
    #[serde(default)]
    pub identity_type: String,
    /// Account id, user id, or role id and session.
    #[serde(default)]
    pub principal_id: String,
    /// Of users, and the account id of accounts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// Of assumed roles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_id: Option<String>,
}
