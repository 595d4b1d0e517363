//! Filters, order and page of the list: they live in the address, so that it can be pasted.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};
use leptos_router::params::ParamsMap;

use super::model::{Expires, Sort, SortBy, TABS, Wanted, tab_kind};
use crate::app::Navigate;

/// The query part of the list's address.
#[derive(Clone, Copy)]
pub struct Address {
    query: Memo<ParamsMap>,
    path: Memo<String>,
    navigate: StoredValue<Navigate>,
    base: &'static str,
}

/// The address of the list; must be called inside a component.
pub fn use_address() -> Address {
    Address {
        query: use_query_map(),
        path: use_location().pathname,
        navigate: StoredValue::new(Box::new(use_navigate())),
        base: crate::state::use_app().base,
    }
}

impl Address {
    fn get(self, name: &str) -> String {
        self.query.with(|query| query.get(name).unwrap_or_default())
    }

    /// Name of the open tab.
    pub fn tab(self) -> String {
        let tab = self.get("type");
        let known = TABS.iter().any(|(name, _)| *name == tab);
        if known { tab } else { "software".to_owned() }
    }

    /// The search words.
    pub fn search(self) -> String {
        self.get("q")
    }

    /// Page, from 1.
    pub fn page(self) -> usize {
        self.get("page").parse().ok().filter(|page| *page > 0).unwrap_or(1)
    }

    /// All that decides which rows are shown.
    pub fn wanted(self) -> Wanted {
        let sort = self.get("sort");
        Wanted {
            kind: Some(tab_kind(&self.tab())),
            search: self.search(),
            status: self.get("state"),
            expires: Expires::parse(&self.get("expires")),
            sort: Sort::parse(&sort),
            sort_chosen: !sort.is_empty(),
        }
    }

    /// Opens a tab; search and filters stay.
    pub fn set_tab(self, tab: &str) {
        self.change(&[("type", if tab == "software" { "" } else { tab }), ("page", "")], false);
    }

    /// Searches.
    pub fn set_search(self, search: &str) {
        self.change(&[("q", search), ("page", "")], true);
    }

    /// Filters by state; empty for all.
    pub fn set_status(self, status: &str) {
        self.change(&[("state", status), ("page", "")], true);
    }

    /// Filters by expiry.
    pub fn set_expires(self, expires: Expires) {
        self.change(&[("expires", expires.as_str()), ("page", "")], true);
    }

    /// Opens a page.
    pub fn set_page(self, page: usize) {
        let page = if page == 1 { String::new() } else { page.to_string() };
        self.change(&[("page", &page)], false);
    }

    /// Sorts by a column, or turns the order round.
    pub fn toggle_sort(self, by: SortBy) {
        let now = untrack(|| self.wanted().sort);
        let sort = Sort { by, descending: now.by == by && !now.descending };
        self.change(&[("sort", &sort.as_text()), ("page", "")], true);
    }

    /// Takes search and filters away.
    pub fn clear(self) {
        self.change(&[("q", ""), ("state", ""), ("expires", ""), ("page", "")], true);
    }

    /// Puts changed parts into the address; empty ones leave it.
    fn change(self, parts: &[(&'static str, &str)], replace: bool) {
        let mut query = self.query.get_untracked();
        for (name, value) in parts {
            query.remove(name);
            if !value.is_empty() {
                query.insert(*name, (*value).to_owned());
            }
        }
        let path = self.path.get_untracked();
        let path = path.strip_prefix(self.base.trim_end_matches('/')).unwrap_or(&path);
        let address = format!("{path}{}", query.to_query_string());
        self.navigate.with_value(|navigate| {
            navigate(&address, NavigateOptions { replace, scroll: false, ..Default::default() })
        });
    }
}
