//! A list of the cloud that is read a page at a time.

use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use leptos::prelude::*;

use crate::api::CallError;
use crate::api::read::{Loaded, Reading, run, start};

/// Entries a page; the cloud's limit.
pub const PAGE: u32 = 100;

/// A page.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// Its entries.
    pub items: Vec<T>,
    /// Entries over all pages, as the cloud says.
    pub total: usize,
}

/// A call that runs.
pub type Running<T> = Pin<Box<dyn Future<Output = Result<T, CallError>>>>;

/// Asks for the page of a number, from 1.
pub type Fetch<T> = Arc<dyn Fn(u32) -> Running<Page<T>> + Send + Sync>;

/// A list, and which of its pages are known.
pub struct PagedList<T: Send + Sync + 'static> {
    fetch: StoredValue<Fetch<T>>,
    pages: StoredValue<HashMap<u32, Reading<Page<T>>>>,
    owner: StoredValue<Owner>,
    /// Entries over all pages; none while no page is known.
    pub total: RwSignal<Option<usize>>,
}

impl<T: Send + Sync + 'static> Copy for PagedList<T> {}

impl<T: Send + Sync + 'static> Clone for PagedList<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> PartialEq for PagedList<T> {
    fn eq(&self, other: &Self) -> bool {
        self.fetch == other.fetch
    }
}

impl<T: Send + Sync + 'static> fmt::Debug for PagedList<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PagedList").finish_non_exhaustive()
    }
}

impl<T: Clone + Send + Sync + 'static> PagedList<T> {
    /// A list of which nothing is known yet; it lives as long as the current owner.
    pub fn new(fetch: Fetch<T>) -> Self {
        Self {
            fetch: StoredValue::new(fetch),
            pages: StoredValue::new(HashMap::new()),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            total: RwSignal::new(None),
        }
    }

    /// What is known of a page.
    pub fn page(self, number: u32) -> Reading<Page<T>> {
        if let Some(page) = self.pages.with_value(|pages| pages.get(&number).copied()) {
            return page;
        }
        let page = self.owner.get_value().with(RwSignal::default);
        self.pages.update_value(|pages| {
            pages.insert(number, page);
        });
        page
    }

    fn make(self, number: u32) -> impl Fn() -> Running<Page<T>> + 'static {
        move || {
            let fetch = self.fetch.get_value();
            Box::pin(async move {
                let page = fetch(number).await?;
                if self.total.get_untracked() != Some(page.total) {
                    self.total.set(Some(page.total));
                }
                Ok(page)
            })
        }
    }

    /// Reads a page unless it was read within `seconds`.
    pub fn read(self, number: u32, seconds: f64) {
        let page = self.page(number);
        if !page.with_untracked(|page| page.is_fresh(seconds)) {
            start(page, self.make(number));
        }
    }

    /// The page, read now where it is not known.
    pub async fn get(self, number: u32) -> Result<Arc<Page<T>>, CallError> {
        let page = self.page(number);
        if page.with_untracked(|page| page.value.is_none()) {
            run(page, self.make(number)).await;
        }
        let known = |page: &Loaded<Page<T>>| match (&page.value, &page.error) {
            (Some(value), _) => Ok(Arc::clone(value)),
            (None, Some(error)) => Err(error.clone()),
            (None, None) => Err(CallError::Cancelled),
        };
        page.with_untracked(known)
    }
}

/// Reads all pages one after the other; `seen` hears of each.
pub async fn walk<T: Clone>(
    fetch: impl Fn(u32) -> Running<Page<T>>,
    mut seen: impl FnMut(&[T]) -> bool,
) -> Result<(), CallError> {
    for number in 1.. {
        let page = fetch(number).await?;
        let done = page.items.is_empty() || number as usize * PAGE as usize >= page.total;
        if !seen(&page.items) || done {
            break;
        }
    }
    Ok(())
}
