//! Tab, filters and page of a list: they live in the address, so that it can be pasted.

use kms_api::operations::filter::Filter;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::location::Url;

use super::filters;
use crate::app::Navigate;
use crate::pages::policy::ResourceKind;

/// Names and values of a query, in order. A name can stand there several times.
type Pairs = Vec<(String, String)>;

/// The query part of a list's address.
#[derive(Clone, Copy)]
pub struct Address {
    kind: ResourceKind,
    pairs: Memo<Pairs>,
    path: Memo<String>,
    navigate: StoredValue<Navigate>,
    base: &'static str,
}

/// The address of a list; must be called inside a component.
pub fn use_address(kind: ResourceKind) -> Address {
    let location = use_location();
    Address {
        kind,
        pairs: Memo::new(move |_| location.search.with(|query| parse(query))),
        path: location.pathname,
        navigate: StoredValue::new(Box::new(use_navigate())),
        base: crate::state::use_app().base,
    }
}

/// The router's own reading takes escapes away twice, and a tag may have a `%`.
fn parse(query: &str) -> Pairs {
    let plain = |text: &str| Url::unescape(&text.replace('+', " "));
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (plain(name), plain(value)))
        .collect()
}

impl Address {
    /// All values of a name; tracked.
    pub fn all(self, name: &str) -> Vec<String> {
        self.pairs.with(|pairs| {
            pairs.iter().filter(|(known, _)| known == name).map(|(_, value)| value.clone()).collect()
        })
    }

    fn get(self, name: &str) -> String {
        self.all(name).into_iter().next().unwrap_or_default()
    }

    /// Whether the tab of default keys is open.
    pub fn is_default(self) -> bool {
        self.kind == ResourceKind::Key && self.get("tab") == "default"
    }

    /// The filters. Those of the default keys know no instance, for they are in none.
    pub fn filters(self) -> Vec<Filter> {
        let is_default = self.is_default();
        filters::read(self.kind, |name| {
            if is_default && name == filters::INSTANCE { vec![] } else { self.all(name) }
        })
    }

    /// Page, from 1.
    pub fn page(self) -> usize {
        self.get("page").parse().ok().filter(|page| *page > 0).unwrap_or(1)
    }

    /// Opens a tab; filters stay.
    pub fn set_tab(self, tab: &str) {
        let tab = if tab == "default" { vec![tab.to_owned()] } else { vec![] };
        self.change("tab", tab, false);
    }

    /// Opens a page.
    pub fn set_page(self, page: usize) {
        let mut pairs = self.without("page");
        if page > 1 {
            pairs.push(("page".to_owned(), page.to_string()));
        }
        self.open(&pairs, false);
    }

    /// Adds a value to a filter, or takes it away where it is set.
    pub fn toggle(self, name: &str, value: &str) {
        let mut values = untrack(|| self.all(name));
        match values.iter().position(|known| known == value) {
            Some(at) => drop(values.remove(at)),
            None => values.push(value.to_owned()),
        }
        self.change(name, values, true);
    }

    /// Takes all filters away.
    pub fn clear(self) {
        let tab = self.pairs.with_untracked(|pairs| {
            pairs.iter().filter(|(name, _)| name == "tab").cloned().collect::<Pairs>()
        });
        self.open(&tab, true);
    }

    fn without(self, name: &str) -> Pairs {
        self.pairs.with_untracked(|pairs| pairs.iter().filter(|(known, _)| known != name).cloned().collect())
    }

    /// Another list begins at its first page.
    fn change(self, name: &str, values: Vec<String>, replace: bool) {
        let mut pairs = self.without(name);
        pairs.retain(|(known, _)| known != "page");
        pairs.extend(values.into_iter().map(|value| (name.to_owned(), value)));
        self.open(&pairs, replace);
    }

    fn open(self, pairs: &Pairs, replace: bool) {
        let path = self.path.get_untracked();
        let mut address = path.strip_prefix(self.base.trim_end_matches('/')).unwrap_or(&path).to_owned();
        for (index, (name, value)) in pairs.iter().enumerate() {
            address.push(if index == 0 { '?' } else { '&' });
            address.push_str(&format!("{}={}", Url::escape(name), Url::escape(value)));
        }
        self.navigate.with_value(|navigate| {
            navigate(&address, NavigateOptions { replace, scroll: false, ..Default::default() })
        });
    }
}
