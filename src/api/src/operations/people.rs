//! Users and roles of the account.

use serde::{Deserialize, Serialize};

use crate::{Operation, Product};

/// Users, by name.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ListUsers {
    /// Cursor of the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    /// 1 to 1,000.
    pub max_items: u32,
}

impl Operation for ListUsers {
    const NAME: &'static str = "ListUsers";
    const PRODUCT: Product = Product::Ram;
    type Output = ListUsersResponse;
}

/// One page of users.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ListUsersResponse {
    /// Whether more pages follow.
    pub is_truncated: bool,
    /// Cursor for the next page.
    pub marker: String,
    /// Wrapper of the list.
    pub users: Users,
}

/// Wrapper of the list of users.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Users {
    /// The page's users.
    pub user: Vec<User>,
}

/// A user.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct User {
    /// As ARNs spell it.
    pub user_name: String,
}

/// Roles, by name.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ListRoles {
    /// Cursor of the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    /// 1 to 1,000.
    pub max_items: u32,
}

impl Operation for ListRoles {
    const NAME: &'static str = "ListRoles";
    const PRODUCT: Product = Product::Ram;
    type Output = ListRolesResponse;
}

/// One page of roles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ListRolesResponse {
    /// Whether more pages follow.
    pub is_truncated: bool,
    /// Cursor for the next page.
    pub marker: String,
    /// Wrapper of the list.
    pub roles: Roles,
}

/// Wrapper of the list of roles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Roles {
    /// The page's roles.
    pub role: Vec<Role>,
}

/// A role.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Role {
    /// In the spelling of its creation.
    pub role_name: String,
}
