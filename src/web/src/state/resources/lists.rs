//! Which keys or secrets a list asks the cloud for.
//!
//! The cloud cannot be asked for keys outside instances. They are what is left of all keys without those in the
//! instances of the region, so only that list is put together here.

use std::collections::HashSet;
use std::sync::Arc;

use kms_api::operations::filter::{Filter, MOST};
use kms_api::operations::instances::{KmsInstanceRef, ListKmsInstances};
use kms_api::operations::keys::{KeyRef, ListKeys};
use kms_api::operations::secrets::{ListSecrets, SecretEntry};

use super::ResourceStore;
use super::paged::{Fetch, PAGE, Page, Running, walk};
use crate::api::CallError;
use crate::pages::policy::ResourceKind;
use crate::pages::resources::filters::inside;

/// Which keys or secrets are wanted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Listing {
    /// Keys or secrets for which all filters hold.
    Filtered(ResourceKind, Vec<Filter>),
    /// Of the keys for which all filters hold, those that are in no instance of the region.
    DefaultKeys(Vec<Filter>),
}

/// An entry of a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Item {
    /// Id of a key, name of a secret.
    pub id: String,
    /// What the list tells of a secret.
    pub secret: Option<Arc<SecretEntry>>,
}

/// The calls behind a list.
pub fn fetch(store: ResourceStore, listing: Listing) -> Fetch<Item> {
    match listing {
        Listing::Filtered(ResourceKind::Key, filters) => Arc::new(move |number| {
            let keys = keys(store, filters.clone());
            Box::pin(async move {
                let page = keys(number).await?;
                Ok(Page { items: page.items.into_iter().map(item).collect(), total: page.total })
            })
        }),
        Listing::Filtered(ResourceKind::Secret, filters) => Arc::new(move |page_number| {
            let filters = filters.clone();
            Box::pin(async move {
                let request = ListSecrets { fetch_tags: true, filters, page_number, page_size: PAGE };
                let page = store.ask(&request).await?;
                let item = |entry: SecretEntry| Item {
                    id: entry.secret_name.clone(),
                    secret: Some(Arc::new(entry)),
                };
                Ok(Page {
                    items: page.secret_list.secret.into_iter().map(item).collect(),
                    total: page.total_count as usize,
                })
            })
        }),
        Listing::DefaultKeys(filters) => Arc::new(move |number| {
            let filters = filters.clone();
            Box::pin(async move {
                let found = outside(store, filters).await?;
                let before = (number as usize - 1) * PAGE as usize;
                let items = found.iter().skip(before).take(PAGE as usize).cloned().map(item).collect();
                Ok(Page { items, total: found.len() })
            })
        }),
    }
}

fn item(key: KeyRef) -> Item {
    Item { id: key.key_id, secret: None }
}

fn keys(store: ResourceStore, filters: Vec<Filter>) -> impl Fn(u32) -> Running<Page<KeyRef>> {
    move |page_number| {
        let filters = filters.clone();
        Box::pin(async move {
            let page = store.ask(&ListKeys { filters, page_number, page_size: PAGE }).await?;
            Ok(Page { items: page.keys.key, total: page.total_count as usize })
        })
    }
}

/// The keys that are in no instance of the region.
async fn outside(store: ResourceStore, filters: Vec<Filter>) -> Result<Vec<KeyRef>, CallError> {
    let mut instances: Vec<String> = vec![];
    let list = move |page_number| -> Running<Page<KmsInstanceRef>> {
        Box::pin(async move {
            let page = store.ask(&ListKmsInstances { page_number, page_size: PAGE }).await?;
            Ok(Page { items: page.kms_instances.kms_instance, total: page.total_count as usize })
        })
    };
    walk(list, |some| {
        instances.extend(some.iter().map(|instance| instance.kms_instance_id.to_string()));
        true
    })
    .await?;
    let mut held: HashSet<String> = HashSet::new();
    for some in instances.chunks(MOST) {
        walk(keys(store, inside(&filters, some.to_vec())), |some| {
            held.extend(some.iter().map(|key| key.key_id.clone()));
            true
        })
        .await?;
    }
    let all = keys(store, filters);
    let total = all(1).await?.total;
    let wanted = total.saturating_sub(held.len());
    let mut found: Vec<KeyRef> = vec![];
    if wanted > 0 {
        walk(all, |some| {
            found.extend(some.iter().filter(|key| !held.contains(&key.key_id)).cloned());
            found.len() < wanted
        })
        .await?;
    }
    Ok(found)
}
