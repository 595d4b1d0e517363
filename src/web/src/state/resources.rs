//! The keys and secrets of a region: lists by filter, one call each for what the lists do not tell, aliases.
//!
//! None of it is part of the first page, so the shared state does not hold it; it lives as long all the same.

pub mod facts;
pub mod lists;
pub mod paged;
pub mod scan;

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use kms_api::operations::aliases::{Alias, ListAliases};
use kms_api::operations::keys::DescribeKey;
use kms_api::operations::policies::{GetKeyPolicy, GetSecretPolicy};
use kms_api::operations::secrets::DescribeSecret;
use kms_api::operations::tags::{ListTagResources, MOST_RESOURCES};
use kms_api::{Operation, RegionId};
use leptos::prelude::*;

use super::App;
use super::kept::kept;
use crate::api::error::Kind;
use crate::api::gate::Gate;
use crate::api::read::{Reading, run, start};
use crate::api::{CallError, call};
use crate::pages::policy::ResourceKind;
use crate::pages::resources::badge::{Badge, judge, of_error};
use crate::policy::engine::{self, Subject};
use facts::{Facts, Tag};
use lists::{Item, Listing};
use paged::{PAGE, Page, PagedList, walk};
use scan::{Look, Scan};

/// Calls about keys and secrets in flight, over the whole page.
const IN_FLIGHT: usize = 6;

thread_local! {
    static GATE: Gate = Gate::new(IN_FLIGHT);
    static STORES: RefCell<HashMap<RegionId, ResourceStore>> = RefCell::default();
}

/// The keys and secrets of a region; kept while the page is open.
pub fn resources(app: App, region: &RegionId) -> ResourceStore {
    kept(&STORES, app, region, ResourceStore::new)
}

/// One key or secret.
#[derive(Clone, Debug)]
pub struct Resource {
    /// What it is.
    pub kind: ResourceKind,
    /// Id of a key, name of a secret.
    pub id: String,
    /// `DescribeKey` or `DescribeSecret`.
    pub facts: Reading<Facts>,
    /// What its policy is, in a few words.
    pub policy: Reading<Badge>,
    /// Its tags.
    pub tags: Reading<Vec<Tag>>,
}

/// Names of keys, by their id.
pub type Aliases = Arc<HashMap<String, Vec<String>>>;

/// A list with the scan of its policies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ResourceList {
    /// The list.
    pub list: PagedList<Item>,
    /// The scan.
    pub scan: StoredValue<Scan>,
}

/// The keys and secrets of a region.
#[derive(Clone, Copy, Debug)]
pub struct ResourceStore {
    /// The shared state.
    pub app: App,
    region: StoredValue<RegionId>,
    rows: StoredValue<HashMap<(ResourceKind, String), Resource>>,
    lists: StoredValue<HashMap<Listing, ResourceList>>,
    /// Aliases of the region, as far as they are read.
    pub aliases: RwSignal<Aliases>,
    /// The walk over the aliases.
    pub naming: Reading<()>,
}

impl ResourceStore {
    fn new(app: App, region: &RegionId) -> Self {
        Self {
            app,
            region: StoredValue::new(region.clone()),
            rows: StoredValue::new(HashMap::new()),
            lists: StoredValue::new(HashMap::new()),
            aliases: RwSignal::default(),
            naming: RwSignal::default(),
        }
    }

    /// The region.
    pub fn region(self) -> RegionId {
        self.region.get_value()
    }

    /// One call, when its turn has come.
    pub async fn ask<O: Operation>(self, operation: &O) -> Result<O::Output, CallError> {
        let _pass = GATE.with(Gate::enter).await;
        call(self.app, &self.region(), operation).await
    }

    /// What is known of a key or secret; made empty when it is new.
    pub fn resource(self, kind: ResourceKind, id: &str) -> Resource {
        let place = (kind, id.to_owned());
        if let Some(known) = self.rows.with_value(|rows| rows.get(&place).cloned()) {
            return known;
        }
        let resource = self.app.owner().with(|| Resource {
            kind,
            id: id.to_owned(),
            facts: RwSignal::default(),
            policy: RwSignal::default(),
            tags: RwSignal::default(),
        });
        self.rows.update_value(|rows| drop(rows.insert(place, resource.clone())));
        resource
    }

    /// A list.
    pub fn list(self, listing: &Listing) -> ResourceList {
        if let Some(known) = self.lists.with_value(|lists| lists.get(listing).copied()) {
            return known;
        }
        let list = self.app.owner().with(|| ResourceList {
            list: PagedList::new(lists::fetch(self, listing.clone())),
            scan: StoredValue::new(Scan::new()),
        });
        self.lists.update_value(|lists| {
            lists.insert(listing.clone(), list);
        });
        list
    }

    /// Reads what the cloud says of a key or secret, unless it was read within `seconds`.
    pub fn read_facts(self, resource: &Resource, seconds: f64) {
        if resource.facts.with_untracked(|facts| facts.is_fresh(seconds)) {
            return;
        }
        let (kind, id) = (resource.kind, resource.id.clone());
        start(resource.facts, move || {
            let id = id.clone();
            async move { self.describe(kind, id).await }
        });
    }

    /// What the cloud says of a key or secret.
    pub async fn describe(self, kind: ResourceKind, id: String) -> Result<Facts, CallError> {
        Ok(match kind {
            ResourceKind::Key => {
                Facts::Key(Box::new(self.ask(&DescribeKey { key_id: id }).await?.key_metadata))
            }
            ResourceKind::Secret => {
                let request = DescribeSecret { fetch_tags: true, secret_name: id };
                Facts::Secret(Box::new(self.ask(&request).await?))
            }
        })
    }

    /// Reads the policy of a key or secret for a scan, unless that was done `since`.
    pub async fn look_at_policy(self, resource: Resource, since: f64) -> Look {
        let policy = resource.policy;
        if policy.with_untracked(|policy| policy.value.is_some() && policy.at >= since) {
            return Look::Settled;
        }
        let (kind, id) = (resource.kind, resource.id);
        run(policy, move || {
            let id = id.clone();
            async move { self.badge(kind, id).await }
        })
        .await;
        let error = policy.with_untracked(|policy| policy.error.clone());
        match error {
            Some(error) if matches!(error.kind(), Kind::Throttled | Kind::Offline) => Look::Halt(error),
            _ => Look::Settled,
        }
    }

    async fn badge(self, kind: ResourceKind, id: String) -> Result<Badge, CallError> {
        let answer = match kind {
            ResourceKind::Key => self.ask(&GetKeyPolicy { key_id: id }).await,
            ResourceKind::Secret => self.ask(&GetSecretPolicy { secret_name: id }).await,
        };
        match answer {
            Ok(answer) => Ok(self.counted(kind, &answer.policy).await),
            Err(error) => of_error(error),
        }
    }

    /// The badge of a text; of a policy that somebody wrote with the number of its findings.
    async fn counted(self, kind: ResourceKind, policy: &str) -> Badge {
        let owner = self.account();
        let badge = judge(policy, &owner);
        let Badge::Custom { statements, outside, .. } = badge else { return badge };
        let subject = Subject { kind: kind.word(), owner };
        // Without the engine the badge still tells how many statements there are.
        let findings = engine::findings(policy, &subject).await.ok();
        Badge::Custom { statements, outside, findings }
    }

    /// The account that the console works for.
    pub fn account(self) -> String {
        let account = |session: &kms_api::session::Session| session.account_id.to_string();
        self.app.session.with_untracked(|session| session.value.as_deref().map(account)).unwrap_or_default()
    }

    /// Reads the tags of keys, many in a call, where they are not known.
    pub fn read_tags(self, ids: &[String]) {
        let unread = |id: &&String| {
            let tags = self.resource(ResourceKind::Key, id).tags;
            tags.with_untracked(|tags| tags.value.is_none() && !tags.is_busy())
        };
        let unread: Vec<String> = ids.iter().filter(unread).cloned().collect();
        for some in unread.chunks(MOST_RESOURCES) {
            let some = some.to_vec();
            leptos::task::spawn_local(async move { self.read_some_tags(some).await });
        }
    }

    async fn read_some_tags(self, ids: Vec<String>) {
        let shared: Reading<Vec<(String, Tag)>> = self.app.owner().with(RwSignal::default);
        let asked = ids.clone();
        for id in &ids {
            let tags = self.resource(ResourceKind::Key, id).tags;
            tags.update(|tags| tags.busy_since = Some(crate::bindings::now()));
        }
        run(shared, move || {
            let ids = asked.clone();
            async move { self.tags_of(ids).await }
        })
        .await;
        let outcome = shared.get_untracked();
        for id in ids {
            let found = outcome.value.as_ref().map(|all| {
                Arc::new(all.iter().filter(|(of, _)| *of == id).map(|(_, tag)| tag.clone()).collect())
            });
            self.resource(ResourceKind::Key, &id).tags.update(|tags| {
                tags.busy_since = None;
                tags.error.clone_from(&outcome.error);
                if let Some(found) = found {
                    (tags.value, tags.at) = (Some(found), outcome.at);
                }
            });
        }
        shared.dispose();
    }

    async fn tags_of(self, ids: Vec<String>) -> Result<Vec<(String, Tag)>, CallError> {
        let mut found = vec![];
        let mut next_token = None;
        loop {
            let request = ListTagResources {
                next_token,
                region_id: self.region(),
                resource_id: ids.clone(),
                resource_type: "key".to_owned(),
            };
            let page = self.ask(&request).await?;
            let tags = page.tag_resources.tag_resource.into_iter();
            found.extend(tags.map(|tag| (tag.resource_id, Tag { key: tag.tag_key, value: tag.tag_value })));
            if page.next_token.is_empty() {
                return Ok(found);
            }
            next_token = Some(page.next_token);
        }
    }

    /// The aliases of a key; tracked.
    pub fn aliases_of(self, id: &str) -> Vec<String> {
        self.aliases.with(|aliases| aliases.get(id).cloned().unwrap_or_default())
    }

    /// Reads all aliases of the region unless that was done within `seconds`.
    pub fn read_aliases(self, seconds: f64) {
        if !self.naming.with_untracked(|naming| naming.is_fresh(seconds)) {
            start(self.naming, move || self.walk_aliases());
        }
    }

    async fn walk_aliases(self) -> Result<(), CallError> {
        let mut found: HashMap<String, Vec<String>> = HashMap::new();
        let fetch = move |page_number| -> paged::Running<Page<Alias>> {
            Box::pin(async move {
                let page = self.ask(&ListAliases { page_number, page_size: PAGE }).await?;
                Ok(Page { items: page.aliases.alias, total: page.total_count as usize })
            })
        };
        walk(fetch, |some: &[Alias]| {
            for alias in some {
                found.entry(alias.key_id.clone()).or_default().push(alias.alias_name.clone());
            }
            // A list that shrinks while it is read anew would take names away that are still good.
            if found.len() >= self.aliases.with_untracked(|known| known.len()) {
                self.aliases.set(Arc::new(found.clone()));
            }
            true
        })
        .await?;
        self.aliases.set(Arc::new(found));
        Ok(())
    }
}
