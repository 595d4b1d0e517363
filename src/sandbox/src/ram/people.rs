//! Users, groups and roles of the caller's account, and the account's alias.

use kms_api::{AccountId, Product};
use serde_json::{Value, json};

use super::{Account, Group, Role, User, listing};
use crate::call::Call;
use crate::dispatch::{ANY, Entry};
use crate::error::CloudError;
use crate::guesses;
use crate::instances::wire_time;
use crate::parameters::{refuse_filters, required};
use crate::world::World;

/// Operations of this part.
pub(crate) const OPERATIONS: &[Entry] = &[
    Entry::new(Product::Ram, "GetAccountAlias", ANY, get_account_alias),
    Entry::new(Product::Ram, "GetRole", ANY, get_role),
    Entry::new(Product::Ram, "GetUser", ANY, get_user),
    Entry::new(Product::Ram, "ListGroups", ANY, list_groups),
    Entry::new(Product::Ram, "ListGroupsForUser", ANY, list_groups_for_user),
    Entry::new(Product::Ram, "ListRoles", ANY, list_roles),
    Entry::new(Product::Ram, "ListUsers", ANY, list_users),
];

impl Account {
    /// The user that the call names.
    pub(super) fn user_of<'a>(&'a self, call: &'a Call) -> Result<(&'a str, &'a User), CloudError> {
        let name = required(call, "UserName")?;
        let user = self.users.get(name).ok_or_else(CloudError::user_not_found)?;
        Ok((name, user))
    }

    /// The role that the call names.
    pub(super) fn role_of(&self, call: &Call) -> Result<(&str, &Role), CloudError> {
        let name = required(call, "RoleName")?;
        self.role(name).ok_or_else(CloudError::role_not_found)
    }

    /// The group that the call names.
    pub(super) fn group_of(&self, call: &Call) -> Result<&Group, CloudError> {
        let name = required(call, "GroupName")?;
        self.groups.get(name).ok_or_else(CloudError::group_not_found)
    }
}

/// `ListUsers`, by name.
fn list_users(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    listing::page(call, &world.account_of(call)?.users, "Users", "User", user)
}

/// `GetUser`.
fn get_user(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let (name, found) = world.account_of(call)?.user_of(call)?;
    Ok(json!({ "User": user(name, found) }))
}

fn user(name: &str, user: &User) -> Value {
    json!({
        "UserId": user.id,
        "UserName": name,
        "DisplayName": user.display_name,
        "Comments": user.comments,
        "CreateDate": wire_time(user.created),
        "UpdateDate": wire_time(user.updated),
    })
}

/// `ListRoles`, by name; without trust policies, as in the cloud.
fn list_roles(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    refuse_filters(call, &["Tag.1.Key", "Tag.1.Value"])?;
    let account = &call.caller.account;
    let on_the_wire = |name: &str, found: &Role| role(account, name, found);
    listing::page(call, &world.account_of(call)?.roles, "Roles", "Role", on_the_wire)
}

/// `GetRole`, with the trust policy.
fn get_role(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let (name, found) = world.account_of(call)?.role_of(call)?;
    let mut answer = role(&call.caller.account, name, found);
    if let Value::Object(members) = &mut answer {
        members.insert("AssumeRolePolicyDocument".to_owned(), json!(found.trust));
    }
    Ok(json!({ "Role": answer }))
}

fn role(account: &AccountId, name: &str, role: &Role) -> Value {
    json!({
        "RoleId": role.id,
        "RoleName": name,
        "Arn": format!("acs:ram::{account}:role/{name}"),
        "Description": role.description,
        "MaxSessionDuration": role.max_session_seconds,
        "CreateDate": wire_time(role.created),
        "UpdateDate": wire_time(role.updated),
    })
}

/// `ListGroups`, by name.
fn list_groups(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let on_the_wire = |name: &str, group: &Group| {
        json!({
            "GroupId": group.id,
            "GroupName": name,
            "Comments": group.comments,
            "CreateDate": wire_time(group.created),
            "UpdateDate": wire_time(group.updated),
        })
    };
    listing::page(call, &world.account_of(call)?.groups, "Groups", "Group", on_the_wire)
}

/// `ListGroupsForUser`, all at once.
fn list_groups_for_user(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let account = world.account_of(call)?;
    let (user, _) = account.user_of(call)?;
    let joined =
        account.groups.iter().filter_map(|(name, group)| Some((name, group, group.members.get(user)?)));
    let groups: Vec<Value> = joined
        .map(|(name, group, joined)| {
            json!({
                "GroupId": group.id,
                "GroupName": name,
                "Comments": group.comments,
                "JoinDate": wire_time(*joined),
            })
        })
        .collect();
    Ok(json!({ "Groups": { "Group": groups } }))
}

/// `GetAccountAlias`.
fn get_account_alias(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let alias = world.account_of(call)?.alias.as_deref();
    Ok(json!({ "AccountAlias": alias.unwrap_or(guesses::ABSENT_ACCOUNT_ALIAS) }))
}

#[cfg(test)]
mod tests;
