//! The Tags tab.

use leptos::prelude::*;

use super::Shown;
use super::plain_table::{plain_row, plain_table};
use crate::components::error_view::EmptyView;
use crate::components::loaded::{Source, loaded};
use crate::i18n::{counted, k, t};
use crate::pages::policy::ResourceKind;
use crate::state::resources::facts::{Facts, Tag};
use crate::ui::view::view;

/// The tab. A secret tells its tags with its facts, a key does not.
pub fn tab(shown: &Shown) -> AnyView {
    if shown.of.kind == ResourceKind::Secret {
        return loaded(shown.resource.facts, shown.source, |facts| {
            let tags = facts.secret().map_or(&[][..], |secret| secret.tags.tag.as_slice());
            let tag = |tag: &kms_api::operations::secrets::SecretTag| Tag {
                key: tag.tag_key.clone(),
                value: tag.tag_value.clone(),
            };
            table(&tags.iter().map(tag).collect::<Vec<_>>())
        });
    }
    let (store, id, reading) = (shown.store, shown.of.id.clone(), shown.resource.tags);
    let source = Source {
        what: k::resources::THE_TAGS,
        failed: k::resources::TAGS_FAILED,
        action: "kms:ListTagResources",
        retry: Callback::new(move |()| {
            // What is known is not read again.
            reading.update(|reading| reading.value = None);
            store.read_tags(std::slice::from_ref(&id));
        }),
    };
    store.read_tags(std::slice::from_ref(&shown.of.id));
    // Follows Refresh of the page.
    let facts = shown.resource.facts;
    let last = facts.with_untracked(|facts: &crate::api::read::Loaded<Facts>| facts.at);
    Effect::new(move |_| {
        let at = facts.with(|facts| facts.at);
        if at > last && last > 0.0 {
            source.retry.run(());
        }
    });
    loaded(reading, source, |tags| table(&tags))
}

fn table(tags: &[Tag]) -> AnyView {
    if tags.is_empty() {
        return view! {
            <EmptyView
                picture="list-check"
                title=Signal::derive(t(k::resources::NO_TAGS))
                words=Signal::derive(t(k::resources::NO_TAGS_WHY))
            />
        };
    }
    let count = tags.len();
    let rows =
        tags.iter().map(|tag| plain_row(tag.key.clone().into_any(), vec![tag.value.clone().into_any()]));
    let caption = Signal::derive(move || counted(k::resources::TAGS_CAPTION, count));
    plain_table(caption, &[k::resources::TAG_KEY, k::resources::TAG_VALUE], rows.collect())
}
