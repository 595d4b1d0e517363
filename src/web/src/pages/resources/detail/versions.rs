//! The Versions tab: when each version was made, and what it is for. No value of a secret is read.

use kms_api::operations::keys::{KeyVersion, ListKeyVersions};
use kms_api::operations::secrets::{ListSecretVersionIds, SecretVersion};
use leptos::prelude::*;

use super::Shown;
use super::plain_table::{plain_row, plain_table};
use crate::api::read::{Reading, start};
use crate::components::copy::IdText;
use crate::components::loaded::{Source, loaded};
use crate::components::time::Day;
use crate::i18n::{counted, k, t};
use crate::pages::instances::list::row::dash;
use crate::state::resources::paged::{PAGE, Page, Running, walk};
use crate::ui::view::view;

/// Starts a read of all pages, and gives what repeats it.
fn read_all<T: Clone + Send + Sync + 'static>(
    reading: Reading<Vec<T>>,
    fetch: impl Fn(u32) -> Running<Page<T>> + Clone + Send + Sync + 'static,
) -> Callback<()> {
    let read = move || {
        let fetch = fetch.clone();
        start(reading, move || {
            let fetch = fetch.clone();
            async move {
                let mut found = vec![];
                walk(fetch, |some| {
                    found.extend_from_slice(some);
                    true
                })
                .await?;
                Ok(found)
            }
        });
    };
    read();
    Callback::new(move |()| read())
}

/// The versions of a key.
pub fn of_key(shown: &Shown) -> AnyView {
    let (store, id, facts) = (shown.store, shown.of.id.clone(), shown.resource.facts);
    let reading: Reading<Vec<KeyVersion>> = RwSignal::default();
    let retry = read_all(reading, move |page_number| -> Running<Page<KeyVersion>> {
        let request = ListKeyVersions { key_id: id.clone(), page_number, page_size: PAGE };
        Box::pin(async move {
            let page = store.ask(&request).await?;
            Ok(Page { items: page.key_versions.key_version, total: page.total_count as usize })
        })
    });
    let source = Source {
        what: k::resources::THE_VERSIONS,
        failed: k::resources::VERSIONS_FAILED,
        action: "kms:ListKeyVersions",
        retry,
    };
    loaded(reading, source, move |versions| {
        let rows = versions.iter().map(|version| {
            let id = version.key_version_id.clone();
            let created = view! { <Day at=version.creation_date.clone()/> };
            let compared = id.clone();
            let primary = move || {
                facts.with(|facts| {
                    let key = facts.value.as_deref().and_then(|facts| facts.key());
                    key.is_some_and(|key| key.primary_key_version == compared)
                })
            };
            let use_of = (move || {
                if primary() {
                    view! { <span class="tag" data-tone="accent">{t(k::keys::PRIMARY)}</span> }
                } else {
                    dash().into_any()
                }
            })
            .into_any();
            plain_row(view! { <IdText id=id/> }, vec![use_of, created])
        });
        let count = versions.len();
        let caption = Signal::derive(move || counted(k::resources::VERSIONS_CAPTION, count));
        let heads = [k::resources::VERSION, k::resources::VERSION_USE, k::keys::CREATED];
        plain_table(caption, &heads, rows.collect())
    })
}

/// The versions of a secret, those without a stage included.
pub fn of_secret(shown: &Shown) -> AnyView {
    let (store, name) = (shown.store, shown.of.id.clone());
    let reading: Reading<Vec<SecretVersion>> = RwSignal::default();
    let retry = read_all(reading, move |page_number| -> Running<Page<SecretVersion>> {
        let request = ListSecretVersionIds {
            include_deprecated: true,
            page_number,
            page_size: PAGE,
            secret_name: name.clone(),
        };
        Box::pin(async move {
            let page = store.ask(&request).await?;
            Ok(Page { items: page.version_ids.version_id, total: page.total_count as usize })
        })
    });
    let source = Source {
        what: k::resources::THE_VERSIONS,
        failed: k::resources::VERSIONS_FAILED,
        action: "kms:ListSecretVersionIds",
        retry,
    };
    let table = loaded(reading, source, |versions| {
        let rows = versions.iter().map(|version| {
            let stages = &version.version_stages.version_stage;
            let stages = if stages.is_empty() {
                dash().into_any()
            } else {
                view! {
                    <span class="tags">
                        {stages
                            .iter()
                            .map(|stage| {
                                let tone = (stage == "ACSCurrent").then_some("accent");
                                view! { <span class="tag" data-tone=tone>{stage.clone()}</span> }
                            })
                            .collect_view()}
                    </span>
                }
            };
            let created = view! { <Day at=version.create_time.clone()/> };
            plain_row(view! { <span class="mono">{version.version_id.clone()}</span> }, vec![stages, created])
        });
        let count = versions.len();
        let caption = Signal::derive(move || counted(k::resources::VERSIONS_CAPTION, count));
        let heads = [k::resources::VERSION, k::secrets::STAGES, k::keys::CREATED];
        plain_table(caption, &heads, rows.collect())
    });
    view! {
        <div class="note">
            {crate::ui::icon("lock")}
            <p class="note__text">{t(k::secrets::NO_VALUES)}</p>
        </div>
        {table}
    }
}
