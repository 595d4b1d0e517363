//! `/r/{region}/keys/{id}/{tab}` and `/r/{region}/secrets/{name}/{tab}`: one key or secret.
//!
//! Each tab stands on calls of its own: what one of them may not read does not take the others away.

mod aliases;
mod overview;
mod plain_table;
mod tags;
mod used_by;
mod versions;

use std::sync::Arc;

use kms_api::operations::aliases::{Alias, ListAliasesByKeyId};
use leptos::prelude::*;

use super::columns::{key_state, waits_for_deletion};
use super::names::can_have_policy;
use crate::api::error::Kind;
use crate::api::read::{Reading, start};
use crate::app::{use_go, use_title};
use crate::components::copy::copy_aloud;
use crate::components::loaded::Source;
use crate::components::menus::MoreMenu;
use crate::components::object_head::ObjectHead;
use crate::i18n::{Key, k, t, text};
use crate::number::grouped;
use crate::pages::not_found::ResourceNotFound;
use crate::pages::policy::tab::PolicyTab;
use crate::pages::policy::{PolicyResource, ResourceKind};
use crate::paths;
use crate::state::instances::FRESH;
use crate::state::resources::facts::Facts;
use crate::state::resources::paged::{PAGE, Page, Running, walk};
use crate::state::resources::{Resource, ResourceStore, resources};
use crate::state::use_app;
use crate::ui::menu::Entry;
use crate::ui::tabs::{Tab, Tabs};
use crate::ui::view::view;

/// What the tabs share.
#[derive(Clone)]
pub struct Shown {
    /// The keys and secrets of the region.
    pub store: ResourceStore,
    /// What is known of this one.
    pub resource: Resource,
    /// Which one it is.
    pub of: PolicyResource,
    /// How its facts are read.
    pub source: Source,
    /// The aliases of a key.
    pub aliases: Reading<Vec<Alias>>,
}

const KEY_TABS: &[(&str, Key)] = &[
    ("overview", k::instance::TAB_OVERVIEW),
    ("policy", k::resources::TAB_POLICY),
    ("versions", k::resources::TAB_VERSIONS),
    ("aliases", k::keys::TAB_ALIASES),
    ("tags", k::instance::TAB_TAGS),
    ("used-by", k::keys::TAB_USED_BY),
];

const SECRET_TABS: &[(&str, Key)] = &[
    ("overview", k::instance::TAB_OVERVIEW),
    ("policy", k::resources::TAB_POLICY),
    ("versions", k::resources::TAB_VERSIONS),
    ("tags", k::instance::TAB_TAGS),
];

fn tabs_of(kind: ResourceKind) -> &'static [(&'static str, Key)] {
    match kind {
        ResourceKind::Key => KEY_TABS,
        ResourceKind::Secret => SECRET_TABS,
    }
}

/// The open tab; the first one for an address that names none.
fn tab(kind: ResourceKind, rest: &str) -> &'static str {
    let named = rest.split('/').next().unwrap_or_default();
    tabs_of(kind).iter().find(|(name, _)| *name == named).map_or("overview", |(name, _)| name)
}

fn read_aliases(store: ResourceStore, reading: Reading<Vec<Alias>>, id: &str) {
    let id = id.to_owned();
    start(reading, move || {
        let id = id.clone();
        async move {
            let mut found = vec![];
            let fetch = move |page_number| -> Running<Page<Alias>> {
                let request = ListAliasesByKeyId { key_id: id.clone(), page_number, page_size: PAGE };
                Box::pin(async move {
                    let page = store.ask(&request).await?;
                    Ok(Page { items: page.aliases.alias, total: page.total_count as usize })
                })
            };
            walk(fetch, |some| {
                found.extend_from_slice(some);
                true
            })
            .await?;
            Ok(found)
        }
    });
}

/// The page of one.
#[component]
pub fn ResourceDetail(of: PolicyResource, rest: Memo<String>) -> impl IntoView {
    let (app, go) = (use_app(), use_go());
    let kind = of.kind;
    let store = resources(app, &of.region);
    let resource = store.resource(kind, &of.id);
    let facts = resource.facts;
    let aliases: Reading<Vec<Alias>> = RwSignal::default();
    let (what, failed, action) = match kind {
        ResourceKind::Key => (k::keys::THE_KEY, k::keys::READ_FAILED, "kms:DescribeKey"),
        ResourceKind::Secret => (k::secrets::THE_SECRET, k::secrets::READ_FAILED, "kms:DescribeSecret"),
    };
    let retried = resource.clone();
    let retry = Callback::new(move |()| store.read_facts(&retried, 0.0));
    let source = Source { what, failed, action, retry };
    let shown = Shown { store, resource: resource.clone(), of: of.clone(), source, aliases };
    store.read_facts(&resource, FRESH);
    if kind == ResourceKind::Key {
        read_aliases(store, aliases, &of.id);
    }

    let kept = StoredValue::new(of.clone());
    let name = Memo::new(move |_| {
        let alias = aliases.with(|aliases| {
            aliases.value.as_ref().and_then(|aliases| aliases.first().map(|alias| alias.alias_name.clone()))
        });
        alias.unwrap_or_else(|| kept.with_value(|of| of.id.clone()))
    });
    use_title(move || name.get());
    let current = Memo::new(move |_| tab(kind, &rest.get()).to_owned());
    let missing = Memo::new(move |_| {
        facts.with(|facts| {
            facts.error.as_ref().is_some_and(|error| error.kind() == Kind::NotFound) && !facts.is_busy()
        })
    });
    let refreshed = resource.clone();
    let refresh = move || {
        store.read_facts(&refreshed, 0.0);
        if kind == ResourceKind::Key {
            kept.with_value(|of| read_aliases(store, aliases, &of.id));
        }
    };
    let state = move || {
        facts.with(|facts| match facts.value.as_deref() {
            Some(Facts::Key(key)) => Some(key_state(key)),
            Some(Facts::Secret(secret)) if !secret.planned_delete_time.is_empty() => {
                Some(waits_for_deletion(&secret.planned_delete_time))
            }
            _ => None,
        })
    };
    let list = match kind {
        ResourceKind::Key => k::frame::KEYS,
        ResourceKind::Secret => k::frame::SECRETS,
    };
    let list_path = paths::list(of.region.as_str(), paths::of_kind(kind));
    let body = move || {
        if missing.get() {
            let of = kept.get_value();
            return view! { <ResourceNotFound kind=of.kind id=of.id region=of.region.to_string()/> };
        }
        let shown = shown.clone();
        match current.get().as_str() {
            "policy" => view! { <PolicyTab resource=shown.of/> },
            "versions" if kind == ResourceKind::Key => versions::of_key(&shown),
            "versions" => versions::of_secret(&shown),
            "aliases" => aliases::tab(&shown),
            "tags" => tags::tab(&shown),
            "used-by" => view! { <used_by::UsedByTab shown=shown/> },
            _ => overview::tab(&shown),
        }
    };
    view! {
        <ObjectHead
            list=list
            list_path=list_path
            name=name
            id=of.id.clone()
            reading=facts
            state=state
            on_refresh=move |()| refresh()
        >
            <EditButton resource=resource.clone() of=of.clone()/>
            <ObjectMenu resource=resource of=of name=name/>
        </ObjectHead>
        <Tabs
            label=Signal::derive(move || name.get())
            tabs=tabs(kind, facts, aliases)
            current=current
            on_open=move |tab| go.to(&kept.with_value(|of| paths::resource(of, tab)))
        />
        <div
            class="page__body"
            role="tabpanel"
            tabindex="0"
            id=move || format!("panel-{}", current.get())
            aria-labelledby=move || format!("tab-{}", current.get())
        >
            {body}
        </div>
    }
}

fn tabs(kind: ResourceKind, facts: Reading<Facts>, aliases: Reading<Vec<Alias>>) -> Vec<Tab> {
    let count = move |name: &str| match name {
        "aliases" => aliases.with(|aliases| aliases.value.as_ref().map(|aliases| grouped(aliases.len()))),
        "tags" => facts.with(|facts| {
            let secret = facts.value.as_deref().and_then(Facts::secret)?;
            Some(grouped(secret.tags.tag.len()))
        }),
        _ => None,
    };
    let tab = |(name, label): &(&'static str, Key)| {
        let (name, label) = (*name, *label);
        Tab {
            name,
            label: Signal::derive(t(label)),
            count: Signal::derive(move || count(name)),
            off: Signal::derive(|| None),
        }
    };
    tabs_of(kind).iter().map(tab).collect()
}

/// Opens the editor; off with the reason where there is no policy.
#[component]
fn EditButton(resource: Resource, of: PolicyResource) -> impl IntoView {
    let go = use_go();
    let path = StoredValue::new(paths::resource(&of, paths::EDIT_POLICY));
    let off = Memo::new(move |_| !can_have_policy(&resource));
    view! {
        <button
            class="button"
            type="button"
            data-variant="primary"
            aria-disabled=move || off.get().then_some("true")
            title=move || off.get().then(|| text(k::resources::BADGE_UNSUPPORTED_WHY))
            on:click=move |_| if !off.get_untracked() { go.to(&path.get_value()) }
        >
            {t(k::resources::EDIT_POLICY)}
        </button>
    }
}

#[component]
fn ObjectMenu(resource: Resource, of: PolicyResource, name: Memo<String>) -> impl IntoView {
    let app = use_app();
    let said = move |value: String| copy_aloud(app, &value);
    let is_key = of.kind == ResourceKind::Key;
    let copied = StoredValue::new(of.id);
    let entries = move || {
        let label = if is_key { k::instances::COPY_ID } else { k::secrets::COPY_NAME };
        let mut entries = vec![Entry::item("copy", label, move || said(copied.get_value()))];
        if let Some(facts) = resource.facts.with(|facts| facts.value.clone()) {
            entries.push(Entry::item("copy", k::instances::COPY_ARN, move || said(facts.arn().to_owned())));
        }
        entries
    };
    view! {
        <MoreMenu id="resource-menu" name=name entries=Arc::new(entries)/>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_opens_a_tab() {
        let (key, secret) = (ResourceKind::Key, ResourceKind::Secret);
        for (kind, rest, expected) in [
            (key, "", "overview"),
            (key, "policy", "policy"),
            (key, "used-by/more", "used-by"),
            (key, "aliases", "aliases"),
            (secret, "aliases", "overview"),
            (secret, "tags", "tags"),
            (secret, "nowhere", "overview"),
        ] {
            assert_eq!(tab(kind, rest), expected, "{kind:?} {rest}");
        }
    }
}
