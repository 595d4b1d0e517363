//! The Overview tab: what the cloud says of a key or secret.

use kms_api::operations::keys::KeyMetadata;
use kms_api::operations::secrets::DescribeSecretResponse;
use leptos::prelude::*;

use super::Shown;
use crate::components::copy::{CopyButton, IdText};
use crate::components::facts::Fact;
use crate::components::loaded::loaded;
use crate::components::time::Day;
use crate::i18n::{Key, k, t, text};
use crate::pages::instances::list::row::dash;
use crate::pages::policy::{PolicyResource, ResourceKind};
use crate::pages::resources::columns::{account, instance_link, key_state};
use crate::pages::resources::link::ResourceLink;
use crate::pages::resources::words::{protection_word, rotation_words, type_word, usage, word_or};
use crate::state::resources::ResourceStore;
use crate::state::resources::facts::Facts;
use crate::ui::view::view;

/// The tab.
pub fn tab(shown: &Shown) -> AnyView {
    let store = shown.store;
    loaded(shown.resource.facts, shown.source, move |facts| match &*facts {
        Facts::Key(key) => of_key(store, key, &facts),
        Facts::Secret(secret) => of_secret(store, secret, &facts),
    })
}

fn group(id: &'static str, title: Key, facts: Vec<AnyView>) -> AnyView {
    view! {
        <section class="facts-group" aria-labelledby=id>
            <div class="facts-group__head">
                <h2 id=id>{t(title)}</h2>
            </div>
            <dl class="facts">{facts.into_iter().collect_view()}</dl>
        </section>
    }
}

fn fact(term: Key, value: AnyView) -> AnyView {
    view! { <Fact term=term>{value}</Fact> }
}

fn day_fact(term: Key, at: &str) -> AnyView {
    fact(term, view! { <Day at=at.to_owned()/> })
}

/// A day that most do not have.
fn some_day(term: Key, at: &str) -> Option<AnyView> {
    (!at.is_empty()).then(|| day_fact(term, at))
}

fn or_dash(value: &str, show: impl Fn(String) -> AnyView) -> AnyView {
    if value.is_empty() { dash().into_any() } else { show(value.to_owned()) }
}

fn plain(value: String) -> AnyView {
    view! { <span>{value}</span> }
}

fn id_text(id: String) -> AnyView {
    view! { <IdText id=id/> }
}

/// How often, when last, and when next.
fn rotation(facts: &Facts) -> Vec<AnyView> {
    let shown = facts.clone();
    let rotation = facts.rotation();
    vec![
        fact(k::keys::ROTATION, (move || rotation_words(shown.rotation())).into_any()),
        day_fact(k::keys::LAST_ROTATION, rotation.last),
        day_fact(k::keys::NEXT_ROTATION, rotation.next),
    ]
}

fn wide_arn(arn: &str) -> AnyView {
    let (words, arn) = (arn.to_owned(), arn.to_owned());
    view! {
        <div class="facts__item" data-wide="">
            <dt class="facts__term">{t(k::instance::ARN)}</dt>
            <dd class="facts__value">
                <span class="mono">{words}</span>
                " "
                <CopyButton value=arn/>
            </dd>
        </div>
    }
}

fn of_key(store: ResourceStore, key: &KeyMetadata, facts: &Facts) -> AnyView {
    let (what, level, origin) = (key.key_usage.clone(), key.protection_level.clone(), key.origin.clone());
    let origin = move || match origin.as_str() {
        "Aliyun_KMS" => text(k::keys::ORIGIN_KMS),
        "EXTERNAL" => text(k::keys::ORIGIN_EXTERNAL),
        other => other.to_owned(),
    };
    let (spec, creator) = (key.key_spec.clone(), key.creator.clone());
    let key_facts = [
        fact(k::keys::ID, id_text(key.key_id.clone())),
        fact(k::keys::STATE, key_state(key)),
        fact(k::keys::SPEC, view! { <span class="mono">{spec}</span> }),
        fact(k::keys::USAGE, (move || word_or(usage(&what))).into_any()),
        fact(k::keys::PROTECTION, (move || word_or(protection_word(&level))).into_any()),
        fact(k::keys::ORIGIN, origin.into_any()),
    ];
    let more = [
        fact(k::keys::INSTANCE, instance_link(store, &key.dkms_instance_id, "link")),
        fact(k::keys::CREATOR, view! { {account(&key.creator)} " " <CopyButton value=creator/> }),
        day_fact(k::keys::CREATED, &key.creation_date),
        fact(k::keys::DESCRIPTION, or_dash(&key.description, plain)),
        wide_arn(&key.arn),
    ];
    let days = [
        some_day(k::keys::MATERIAL_EXPIRES, &key.material_expire_time),
        some_day(k::keys::DELETION, &key.delete_date),
    ];
    let key_facts = key_facts.into_iter().chain(days.into_iter().flatten()).chain(more);
    let protected = if key.deletion_protection == "Enabled" { k::instance::ON } else { k::instance::OFF };
    let why = key.deletion_protection_description.clone();
    let mut life = rotation(facts);
    life.push(fact(k::keys::PRIMARY_VERSION, or_dash(&key.primary_key_version, id_text)));
    life.push(fact(
        k::instance::DELETION_PROTECTION,
        view! { <span>{t(protected)}</span> " " <span class="subtle">{why}</span> },
    ));
    view! {
        {group("overview-facts", k::keys::FACTS, key_facts.collect())}
        {group("overview-life", k::keys::LIFE, life)}
    }
}

/// The way to the key that protects a secret.
fn key_link(store: ResourceStore, key: String) -> AnyView {
    let of = PolicyResource { region: store.region(), kind: ResourceKind::Key, id: key.clone() };
    let words = key.clone();
    view! {
        <ResourceLink of=of tab="overview" class="link">
            <span class="mono">{words}</span>
        </ResourceLink>
        " "
        <CopyButton value=key/>
    }
}

fn of_secret(store: ResourceStore, secret: &DescribeSecretResponse, facts: &Facts) -> AnyView {
    let kind = secret.secret_type.clone();
    let manager = (!secret.owing_service.is_empty())
        .then(|| fact(k::secrets::OWNER, plain(secret.owing_service.clone())));
    let secret_facts =
        [Some(fact(k::secrets::TYPE, (move || word_or(type_word(&kind))).into_any())), manager]
            .into_iter()
            .chain([some_day(k::secrets::DELETION, &secret.planned_delete_time)])
            .flatten()
            .chain([
                fact(
                    k::secrets::ENCRYPTED_WITH,
                    or_dash(&secret.encryption_key_id, |key| key_link(store, key)),
                ),
                fact(k::keys::INSTANCE, instance_link(store, &secret.dkms_instance_id, "link")),
                day_fact(k::keys::CREATED, &secret.create_time),
                day_fact(k::secrets::UPDATED, &secret.update_time),
                fact(k::keys::DESCRIPTION, or_dash(&secret.description, plain)),
                wide_arn(&secret.arn),
            ]);
    view! {
        {group("overview-facts", k::secrets::FACTS, secret_facts.collect())}
        {group("overview-life", k::keys::ROTATION, rotation(facts))}
    }
}
