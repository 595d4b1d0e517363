//! The Used by tab: the secrets that a key protects. Nobody can ask the cloud for them, so each secret of the instance
//! is read, and only when the reader wants it.

use std::sync::Arc;

use leptos::prelude::*;

use super::Shown;
use super::plain_table::{plain_row, plain_table};
use crate::api::error::Kind;
use crate::api::read::{Loaded, run};
use crate::components::error_view::{EmptyView, advice};
use crate::components::status::warning;
use crate::i18n::{counted, k, t, text, text_with};
use crate::number::grouped;
use crate::pages::policy::{PolicyResource, ResourceKind};
use crate::pages::resources::filters::inside;
use crate::pages::resources::link::ResourceLink;
use crate::pages::resources::scan_bar::Track;
use crate::pages::resources::words::{type_word, word_or};
use crate::state::instances::FRESH;
use crate::state::resources::facts::Facts;
use crate::state::resources::lists::Listing;
use crate::state::resources::scan::{Look, Scan, Stand};
use crate::state::resources::{Resource, ResourceStore};
use crate::ui::icon;
use crate::ui::view::view;

/// Reads a secret, unless that was done `since` or a moment ago.
async fn look(store: ResourceStore, secret: Resource, since: f64) -> Look {
    let facts = secret.facts;
    let known = |facts: &Loaded<Facts>| facts.is_fresh(FRESH) || (facts.value.is_some() && facts.at >= since);
    if !facts.with_untracked(known) {
        run(facts, move || {
            let id = secret.id.clone();
            async move { store.describe(ResourceKind::Secret, id).await }
        })
        .await;
    }
    let error = facts.with_untracked(|facts| facts.error.clone().filter(|_| facts.value.is_none()));
    match error {
        Some(error) if matches!(error.kind(), Kind::Throttled | Kind::Offline) => Look::Halt(error),
        _ => Look::Settled,
    }
}

/// The tab.
#[component]
pub fn UsedByTab(shown: Shown) -> impl IntoView {
    let (store, facts) = (shown.store, shown.resource.facts);
    let id = StoredValue::new(shown.of.id.clone());
    let scan = Scan::new();
    let found: RwSignal<Arc<Vec<String>>> = RwSignal::default();
    let unread = RwSignal::new(0_usize);
    on_cleanup(move || scan.stop());
    // A secret is in the instance of its key.
    let list = Memo::new(move |_| {
        let instance = facts.with(|facts| facts.value.as_deref().map(|facts| facts.instance().to_owned()));
        let filters = match instance {
            Some(instance) if !instance.is_empty() => inside(&[], vec![instance]),
            _ => vec![],
        };
        store.list(&Listing::Filtered(ResourceKind::Secret, filters)).list
    });
    let start = move || {
        found.set(Arc::default());
        unread.set(0);
        scan.start(list.get_untracked(), move |item, since| {
            let secret = store.resource(ResourceKind::Secret, &item.id);
            Box::pin(async move {
                let outcome = look(store, secret.clone(), since).await;
                let known = secret.facts.with_untracked(|facts| facts.value.clone());
                match known.as_deref().and_then(Facts::secret) {
                    Some(facts) if protects(&id.get_value(), &facts.encryption_key_id) => {
                        found.update(|found| Arc::make_mut(found).push(item.id.clone()));
                    }
                    Some(_) => {}
                    None => unread.update(|unread| *unread += 1),
                }
                outcome
            })
        });
    };
    let figures = move || (scan.done.get(), list.get().total.get().unwrap_or(0));
    let words = move |key| {
        let (done, total) = figures();
        text_with(key, &[("done", &grouped(done)), ("total", &grouped(total))])
    };
    let button = move |label| {
        view! {
            <button class="button" type="button" on:click=move |_| start()>
                {icon("search")}
                {t(label)}
            </button>
        }
    };
    let bar = move || match scan.stand.get() {
        Stand::Never => view! {
            <p class="state-view__text">{t(k::keys::USED_BY_WHY)}</p>
            {button(k::keys::FIND_SECRETS)}
        },
        Stand::Running => view! {
            <span>{move || words(k::keys::SECRETS_READING)}</span>
            <Track figures=Signal::derive(figures) label=k::keys::FIND_SECRETS/>
            <button class="text-button" type="button" on:click=move |_| scan.stop()>
                {t(k::common::CANCEL)}
            </button>
        },
        Stand::Stopped => view! {
            <span>{words(k::keys::SECRETS_STOPPED)}</span>
            {button(k::resources::RESUME)}
        },
        Stand::Failed(error) => view! {
            {warning()}
            <span>{words(k::keys::SECRETS_STOPPED)} " " {advice(&error)}</span>
            {button(k::resources::RESUME)}
        },
        Stand::Done => view! {
            <span>{words(k::keys::SECRETS_DONE)}</span>
            {(unread.get() > 0).then(|| view! { <span class="tag">{counted(k::resources::SUM_UNREAD, unread.get())}</span> })}
        },
    };
    let table = move || {
        let names = found.get();
        if names.is_empty() {
            return (scan.stand.get() == Stand::Done).then(|| {
                view! {
                    <EmptyView
                        picture="lock-box"
                        title=Signal::derive(t(k::keys::NO_SECRETS))
                        words=Signal::derive(t(k::keys::NO_SECRETS_WHY))
                    />
                }
            });
        }
        let count = names.len();
        let row = |name: &String| {
            let of = PolicyResource { region: store.region(), kind: ResourceKind::Secret, id: name.clone() };
            let words = name.clone();
            let head = view! {
                <ResourceLink of=of tab="overview" class="link">
                    {words}
                </ResourceLink>
            };
            let secret = store.resource(ResourceKind::Secret, name);
            let kind = secret.facts.with_untracked(|facts| {
                let secret = facts.value.as_deref().and_then(Facts::secret);
                secret.map(|secret| secret.secret_type.clone()).unwrap_or_default()
            });
            plain_row(head, vec![(move || word_or(type_word(&kind))).into_any()])
        };
        let rows: Vec<AnyView> = names.iter().map(row).collect();
        let caption = Signal::derive(move || counted(k::keys::USED_BY_CAPTION, count));
        Some(plain_table(caption, &[k::secrets::NAME, k::secrets::TYPE], rows))
    };
    let said = move || match scan.stand.get() {
        Stand::Done => counted(k::keys::USED_BY_CAPTION, found.with(|found| found.len())),
        Stand::Stopped | Stand::Failed(_) => text(k::keys::SECRETS_HALTED),
        Stand::Never | Stand::Running => String::new(),
    };
    view! {
        <div class="scan-bar" data-alone="">{bar}</div>
        {table}
        <div class="visually-hidden" role="status">{said}</div>
    }
}

/// Whether a secret names this key, by its id or its ARN.
fn protects(key: &str, named: &str) -> bool {
    named == key || named.rsplit('/').next() == Some(key) || key.rsplit('/').next() == Some(named)
}

#[cfg(test)]
mod tests {
    use super::protects;

    #[test]
    fn a_secret_names_its_key_by_id_or_arn() {
        let (id, arn) = ("key-1", "acs:kms:cn-hangzhou:1147203918250263:key/key-1");
        for (key, named, expected) in [
            (id, id, true),
            (id, arn, true),
            (arn, id, true),
            (arn, arn, true),
            (id, "key-10", false),
            (id, "", false),
            (arn, "acs:kms:cn-hangzhou:1147203918250263:key/key-2", false),
        ] {
            assert_eq!(protects(key, named), expected, "{key} {named}");
        }
    }
}
