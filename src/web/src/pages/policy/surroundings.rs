//! What the rules may know beside the text: who owns the resource, who is about to save, users and roles, VPCs, units.
//! Each part is read only where it is wanted; a rule whose part is missing is listed as skipped.

use std::sync::Arc;

use kms_api::operations::people::{ListRoles, ListUsers};
use kms_api::{InstanceId, RegionId};
use leptos::prelude::*;
use serde_json::{Value, json};

use super::PolicyResource;
use crate::api::error::Kind;
use crate::api::read::{Loaded, Reading, start};
use crate::api::{CallError, call};
use crate::bindings::{iso_now, stored};
use crate::i18n::{k, text};
use crate::policy::engine::Subject;
use crate::state::App;
use crate::state::instances::FRESH;
use crate::state::networks::networks;

/// Accounts that the reader trusts, with commas; kept in this browser.
const TRUSTED: &str = "kmsc.trusted";

/// Entries a page of `ListUsers` and `ListRoles`; the cloud's limit.
const PEOPLE: u32 = 1000;

/// Pages that are read of each; an account has at most a few thousand.
const PAGES: usize = 10;

/// What the details of the resource say that matters here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The account that created it.
    pub creator: Option<String>,
    /// The instance that it lives in.
    pub instance: Option<InstanceId>,
    /// `ENCRYPT/DECRYPT` or `SIGN/VERIFY`.
    pub usage: Option<String>,
    /// Such as `Aliyun_AES_256`.
    pub spec: Option<String>,
    /// `Aliyun_KMS` or `EXTERNAL`.
    pub origin: Option<String>,
    /// The key that encrypts a secret.
    pub encrypting_key: Option<String>,
}

/// The surroundings of one resource.
#[derive(Clone, Copy)]
pub struct Surroundings {
    app: App,
    region: StoredValue<RegionId>,
    /// The account in the ARN that names the resource.
    named_account: StoredValue<Option<String>>,
    /// What the details of the resource say.
    pub facts: RwSignal<Facts>,
    /// A name of a key for people.
    pub alias: RwSignal<Option<String>>,
    users: Reading<Vec<String>>,
    roles: Reading<Vec<String>>,
}

/// The account of an ARN such as `acs:kms:cn-hangzhou:1147…:key/key-…`.
fn account_of(id: &str) -> Option<String> {
    let account = id.strip_prefix("acs:kms:")?.split(':').nth(1)?;
    (account.len() == 16).then(|| account.to_owned())
}

/// The identity behind an ARN of a caller: sessions stand for their role.
pub fn identity(arn: &str) -> Option<String> {
    let mut fields = arn.splitn(5, ':');
    let (Some("acs"), _, _, Some(account), Some(rest)) =
        (fields.next(), fields.next(), fields.next(), fields.next(), fields.next())
    else {
        return None;
    };
    let rest = match rest.strip_prefix("assumed-role/") {
        Some(session) => format!("role/{}", session.split('/').next()?),
        None => rest.to_owned(),
    };
    Some(format!("acs:ram::{account}:{rest}"))
}

impl Surroundings {
    /// Nothing is read yet.
    pub fn new(app: App, resource: &PolicyResource) -> Self {
        Self {
            app,
            region: StoredValue::new(resource.region.clone()),
            named_account: StoredValue::new(account_of(&resource.id)),
            facts: RwSignal::default(),
            alias: RwSignal::new(None),
            users: RwSignal::default(),
            roles: RwSignal::default(),
        }
    }

    /// The account that created the resource; empty while it is not known. Tracked.
    pub fn owner(self) -> String {
        let session = || {
            self.app.session.with(|session| session.value.as_ref().map(|value| value.account_id.to_string()))
        };
        let named = || self.named_account.get_value();
        self.facts.with(|facts| facts.creator.clone()).or_else(named).or_else(session).unwrap_or_default()
    }

    /// Who is signed in, as policies name people; tracked.
    pub fn me(self) -> Option<String> {
        self.app.session.with(|session| identity(&session.value.as_ref()?.arn))
    }

    /// Reads users and roles, once; who may not list them types names.
    pub fn read_people(self) {
        let (app, region) = (self.app, self.region);
        let wanted = |loaded: &Loaded<Vec<String>>| loaded.value.is_none() && loaded.error.is_none();
        if self.users.with_untracked(wanted) {
            start(self.users, move || read_users(app, region.get_value()));
        }
        if self.roles.with_untracked(wanted) {
            start(self.roles, move || read_roles(app, region.get_value()));
        }
    }

    /// Names of users, as far as they are known; tracked.
    pub fn users(self) -> Vec<String> {
        names(self.users)
    }

    /// Names of roles, as far as they are known; tracked.
    pub fn roles(self) -> Vec<String> {
        names(self.roles)
    }

    /// Why no names are offered; tracked.
    pub fn people_note(self) -> String {
        let denied = |loaded: &Loaded<Vec<String>>| {
            loaded.error.as_ref().is_some_and(|error| error.kind() == Kind::Denied)
        };
        let busy = self.users.with(Loaded::is_busy) || self.roles.with(Loaded::is_busy);
        if busy {
            text(k::policy::PEOPLE_READING)
        } else if self.users.with(denied) || self.roles.with(denied) {
            text(k::policy::PEOPLE_DENIED)
        } else {
            String::new()
        }
    }

    /// Reads the VPCs of the region.
    pub fn read_vpcs(self) {
        networks(self.app, &self.region.get_value()).vpcs.load();
    }

    /// VPCs to choose from, those of the instance first; tracked.
    pub fn vpcs(self) -> Vec<(String, String)> {
        let bound = self.bound().unwrap_or_default();
        let list = networks(self.app, &self.region.get_value()).vpcs.list.get();
        let name = |id: &str| {
            list.iter().find(|entry| entry.vpc.vpc_id.as_str() == id).map(|entry| entry.vpc.vpc_name.clone())
        };
        let first = bound.iter().map(|id| (id.clone(), name(id).unwrap_or_default()));
        let others = list.iter().map(|entry| (entry.vpc.vpc_id.to_string(), entry.vpc.vpc_name.clone()));
        first.chain(others.filter(|(id, _)| !bound.contains(id))).collect()
    }

    /// The VPCs of the instance; none while it is not known. Tracked.
    pub fn bound(self) -> Option<Vec<String>> {
        let id = self.facts.with(|facts| facts.instance.clone())?;
        let row = self.app.instances(&self.region.get_value()).row(&id);
        row.detail.with(|detail| {
            let instance = detail.value.as_ref()?;
            let own = std::iter::once(instance.vpc_id.to_string()).filter(|id| !id.is_empty());
            let bound = instance.bind_vpcs.bind_vpc.iter().map(|vpc| vpc.vpc_id.to_string());
            Some(own.chain(bound).collect())
        })
    }

    /// Units of the instance that are used and that it has; tracked.
    pub fn quota(self) -> Option<(i64, i64)> {
        let id = self.facts.with(|facts| facts.instance.clone())?;
        let row = self.app.instances(&self.region.get_value()).row(&id);
        row.quota.with(|quota| {
            let units = quota.value.as_ref()?.of("vpc")?;
            Some((units.used_quantity, units.resource_quota))
        })
    }

    /// Takes over what the details of the resource say, and reads its instance.
    pub fn learn(self, facts: Facts) {
        if let Some(id) = &facts.instance {
            let instances = self.app.instances(&self.region.get_value());
            instances.read_detail(id, FRESH);
            instances.read_quota(id, FRESH);
        }
        self.facts.set(facts);
    }

    /// Everything as the engine takes it; tracked.
    pub fn context(self, subject: Subject, base: Option<Arc<str>>) -> String {
        let facts = self.facts.get();
        let mut around = serde_json::Map::new();
        let mut resource = json!({"policy_name": "default"});
        if let (Some(id), Value::Object(resource)) = (&facts.instance, &mut resource) {
            let row = self.app.instances(&self.region.get_value()).row(id);
            let state = row.detail.with(|detail| detail.value.as_ref().map(|found| found.status.clone()));
            if let Some(state) = state {
                resource.insert("instance".to_owned(), json!({"id": id.as_str(), "state": state}));
            }
            if subject.kind == "key" {
                let Facts { usage, spec, origin, .. } = &facts;
                resource.insert("key".to_owned(), json!({"usage": usage, "spec": spec, "origin": origin}));
            }
        }
        around.insert("res".to_owned(), resource);
        if let Some(me) = self.me() {
            around.insert("me".to_owned(), json!({"principal": me}));
        }
        let people = |reading: Reading<Vec<String>>| {
            reading.with(|loaded| loaded.value.as_ref().map(|names| names.as_ref().clone()))
        };
        around.insert("dir".to_owned(), json!({"users": people(self.users), "roles": people(self.roles)}));
        let quota = self.quota().map(|(used, limit)| json!({"limit": limit, "used": used}));
        around.insert("net".to_owned(), json!({"bound_vpcs": self.bound(), "quota": quota}));
        let trusted = stored(TRUSTED).unwrap_or_default();
        let trusted: Vec<&str> = trusted.split(',').map(str::trim).filter(|id| !id.is_empty()).collect();
        around.insert("cfg".to_owned(), json!({"trustedAccounts": trusted}));
        around.insert("clock".to_owned(), json!(iso_now()));
        let owner = Some(subject.owner).filter(|owner| !owner.is_empty());
        let base = base.as_deref();
        json!({"kind": subject.kind, "owner": owner, "base": base, "around": around}).to_string()
    }
}

fn names(reading: Reading<Vec<String>>) -> Vec<String> {
    reading.with(|loaded| loaded.value.as_ref().map(|names| names.as_ref().clone()).unwrap_or_default())
}

async fn read_users(app: App, region: RegionId) -> Result<Vec<String>, CallError> {
    let (mut found, mut marker) = (Vec::new(), None);
    for _ in 0..PAGES {
        let page = call(app, &region, &ListUsers { marker, max_items: PEOPLE }).await?;
        found.extend(page.users.user.into_iter().map(|user| user.user_name));
        if !page.is_truncated {
            break;
        }
        marker = Some(page.marker);
    }
    Ok(found)
}

async fn read_roles(app: App, region: RegionId) -> Result<Vec<String>, CallError> {
    let (mut found, mut marker) = (Vec::new(), None);
    for _ in 0..PAGES {
        let page = call(app, &region, &ListRoles { marker, max_items: PEOPLE }).await?;
        found.extend(page.roles.role.into_iter().map(|role| role.role_name));
        if !page.is_truncated {
            break;
        }
        marker = Some(page.marker);
    }
    Ok(found)
}

#[cfg(test)]
mod tests;
