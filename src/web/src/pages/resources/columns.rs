//! The columns of both lists, and what stands in their cells.

use kms_api::operations::keys::KeyMetadata;
use leptos::prelude::*;

use super::badge::Badge;
use super::toolbar::instance_name;
use super::words::{protection_word, rotation_words, type_word, usage, word_or};
use crate::api::CallError;
use crate::api::error::Kind;
use crate::api::read::Reading;
use crate::app::href;
use crate::bindings::{day, day_and_time, parse_time};
use crate::components::error_view::advice;
use crate::components::status::Status;
use crate::components::time::relative;
use crate::i18n::{Key, counted, k, lang, t, text_with};
use crate::number::short_account;
use crate::pages::instances::list::row::dash;
use crate::pages::policy::ResourceKind;
use crate::paths;
use crate::state::instances::FRESH;
use crate::state::resources::facts::{Facts, Tag};
use crate::state::resources::lists::Item;
use crate::state::resources::{Resource, ResourceStore};
use crate::state::use_app;
use crate::ui::icon;
use crate::ui::view::view;

/// A row that cells are made for.
#[derive(Clone, Debug)]
pub struct Cells {
    /// The keys and secrets of the region.
    pub store: ResourceStore,
    /// The one of the row.
    pub resource: Resource,
    /// What the list tells of it.
    pub item: Item,
}

/// A column besides the name.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its head.
    pub label: Key,
    /// When it leaves a row that gets narrow, 1 first; empty for never.
    pub fold: &'static str,
    /// Whether it is shown.
    pub shown: RwSignal<bool>,
    /// What stands in its cells.
    pub make: fn(&Cells) -> AnyView,
}

/// The columns of a list.
pub fn columns(kind: ResourceKind) -> Vec<Column> {
    type Plan = (Key, &'static str, bool, fn(&Cells) -> AnyView);
    let plan: &[Plan] = match kind {
        ResourceKind::Key => &[
            (k::keys::STATE, "", true, state),
            (k::keys::SPEC, "4", true, spec),
            (k::keys::PROTECTION, "1", false, protection),
            (k::keys::ROTATION, "2", true, rotation),
            (k::keys::INSTANCE, "3", true, instance),
            (k::resources::POLICY, "4", true, policy),
            (k::keys::CREATOR, "1", false, creator),
            (k::keys::CREATED, "1", true, created),
            (k::resources::TAGS, "1", false, tags),
        ],
        ResourceKind::Secret => &[
            (k::secrets::TYPE, "", true, secret_type),
            (k::keys::INSTANCE, "3", true, instance),
            (k::keys::ROTATION, "2", true, rotation),
            (k::resources::POLICY, "4", true, policy),
            (k::secrets::UPDATED, "1", true, updated),
            (k::secrets::DELETION, "1", false, deletion),
            (k::resources::TAGS, "2", true, tags),
        ],
    };
    let column = |(label, fold, shown, make): &Plan| Column {
        label: *label,
        fold,
        shown: RwSignal::new(*shown),
        make: *make,
    };
    plan.iter().map(column).collect()
}

/// Something that is read for the row: a grey line until it is there.
fn when_read<T: Send + Sync + 'static>(
    reading: Reading<T>,
    tells: bool,
    make: impl Fn(&T) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let at =
        Memo::new(move |_| reading.with(|reading| reading.value.is_some().then_some(reading.at.to_bits())));
    let value = move || at.get().and_then(|_| reading.with_untracked(|reading| reading.value.clone()));
    let failed = Memo::new(move |_| {
        reading
            .with(|reading| reading.error.clone().filter(|_| reading.value.is_none() && !reading.is_busy()))
    });
    (move || match (value(), failed.get()) {
        (Some(value), _) => make(&value),
        (None, Some(error)) if tells => unread(&error),
        (None, Some(_)) => dash().into_any(),
        (None, None) => view! { <span class="skeleton" aria-hidden="true"></span> },
    })
    .into_any()
}

fn of_facts(cells: &Cells, make: impl Fn(&Facts) -> AnyView + Send + Sync + 'static) -> AnyView {
    when_read(cells.resource.facts, false, make)
}

fn of_key(cells: &Cells, make: fn(&KeyMetadata) -> AnyView) -> AnyView {
    of_facts(cells, move |facts| facts.key().map_or_else(|| dash().into_any(), make))
}

/// That something could not be read, or may not be.
pub fn unread(error: &CallError) -> AnyView {
    let why = advice(error);
    if error.kind() == Kind::Denied {
        return view! { <span class="lock-note" title=why>{icon("lock")} {t(k::resources::DENIED)}</span> };
    }
    view! {
        <span title=why>
            <Status tone="warning" glyph="state-warning" word=Signal::derive(t(k::instances::NOT_READ))/>
        </span>
    }
}

/// The state of a key, with the day of its deletion.
pub fn key_state(key: &KeyMetadata) -> AnyView {
    let (tone, glyph, word) = match key.key_state.as_str() {
        "Enabled" => ("ok", "state-on", k::keys::STATE_ENABLED),
        "Disabled" => ("off", "state-off", k::keys::STATE_DISABLED),
        "PendingDeletion" => ("error", "state-error", k::keys::STATE_DELETION),
        "PendingImport" => ("busy", "state-busy", k::keys::STATE_IMPORT),
        other => {
            let other = other.to_owned();
            return view! { <Status tone="off" glyph="state-off" word=Signal::derive(move || other.clone())/> };
        }
    };
    let date = parse_time(&key.delete_date).map(day);
    let note = move || date.clone().map(|date| text_with(k::keys::ON_DAY, &[("day", &date)]));
    view! { <Status tone=tone glyph=glyph word=Signal::derive(t(word)) note=Signal::derive(note)/> }
}

fn state(cells: &Cells) -> AnyView {
    when_read(cells.resource.facts, true, |facts| facts.key().map_or_else(|| dash().into_any(), key_state))
}

fn spec(cells: &Cells) -> AnyView {
    of_key(cells, |key| {
        let (spec, what) = (key.key_spec.clone(), key.key_usage.clone());
        view! {
            <span class="mono">{spec}</span>
            <span class="data-table__second">{move || word_or(usage(&what))}</span>
        }
    })
}

fn protection(cells: &Cells) -> AnyView {
    of_key(cells, |key| {
        let word = key.protection_level.clone();
        view! { <span>{move || word_or(protection_word(&word))}</span> }
    })
}

fn rotation(cells: &Cells) -> AnyView {
    of_facts(cells, |facts| {
        let shown = facts.clone();
        let next = parse_time(facts.rotation().next);
        view! {
            <span class="nowrap">{move || rotation_words(shown.rotation())}</span>
            {next
                .map(|next| {
                    view! {
                        <span class="data-table__second">
                            {move || text_with(k::keys::NEXT_DAY, &[("day", &day(next))])}
                        </span>
                    }
                })}
        }
    })
}

/// The instance that something is in, by its name.
pub fn instance_link(store: ResourceStore, id: &str, class: &'static str) -> AnyView {
    if id.is_empty() {
        return dash().into_any();
    }
    let instances = store.app.instances(&store.region());
    instances.read_detail(&id.into(), FRESH);
    let address = href(&paths::instance(store.region().as_str(), &id.into(), "overview"));
    let (title, id) = (id.to_owned(), id.to_owned());
    view! {
        <a class=class href=address title=title>
            {move || instance_name(instances, &id)}
        </a>
    }
}

fn instance(cells: &Cells) -> AnyView {
    let store = cells.store;
    let tells = cells.resource.kind == ResourceKind::Secret;
    when_read(cells.resource.facts, tells, move |facts| {
        instance_link(store, facts.instance(), "data-table__name")
    })
}

/// A policy in a few words.
pub fn badge(badge: &Badge) -> AnyView {
    match badge {
        Badge::Default => view! { <span class="tag">{t(k::resources::BADGE_DEFAULT)}</span> },
        Badge::Custom { statements, outside, findings } => {
            let count = crate::number::grouped(*statements);
            let findings = findings.filter(|count| *count > 0);
            view! {
                <span class="tags">
                    {outside.then(|| view! {
                        <span class="tag" data-tone="security">
                            {icon("external")}
                            {t(k::resources::BADGE_OUTSIDE)}
                        </span>
                    })}
                    {findings.map(|count| view! {
                        <span class="tag" data-tone="warning">{move || counted(k::resources::BADGE_FINDINGS, count)}</span>
                    })}
                    <span class="tag">{move || text_with(k::resources::BADGE_CUSTOM, &[("count", &count)])}</span>
                </span>
            }
        }
        Badge::Unreadable => view! {
            <Status tone="warning" glyph="state-warning" word=Signal::derive(t(k::resources::BADGE_UNREADABLE))/>
        },
        Badge::Unsupported => view! {
            <span class="subtle" title=t(k::resources::BADGE_UNSUPPORTED_WHY)>
                {t(k::resources::BADGE_UNSUPPORTED)}
                <span class="visually-hidden">" " {t(k::resources::BADGE_UNSUPPORTED_WHY)}</span>
            </span>
        },
        Badge::Missing => view! { <span class="tag">{t(k::resources::BADGE_MISSING)}</span> },
        Badge::Denied => view! {
            <span class="lock-note" title=t(k::resources::BADGE_DENIED_WHY)>
                {icon("lock")}
                {t(k::resources::DENIED)}
            </span>
        },
    }
}

fn policy(cells: &Cells) -> AnyView {
    let (facts, policy) = (cells.resource.facts, cells.resource.policy);
    let outside = Memo::new(move |_| {
        facts.with(|facts| facts.value.as_ref().is_some_and(|facts| facts.instance().is_empty()))
    });
    let shown = Memo::new(move |_| {
        policy.with(|policy| {
            let error = policy.error.clone().filter(|_| policy.value.is_none() && !policy.is_busy());
            (policy.value.as_deref().cloned(), error, policy.is_busy())
        })
    });
    (move || match shown.get() {
        (Some(known), _, _) => badge(&known),
        _ if outside.get() => badge(&Badge::Unsupported),
        (None, Some(error), _) => unread(&error),
        (None, None, true) => view! { <span class="skeleton" data-width="short" aria-hidden="true"></span> },
        (None, None, false) => view! {
            <span class="data-table__none" title=t(k::resources::NOT_SCANNED)>
                <span aria-hidden="true">"–"</span>
                <span class="visually-hidden">{t(k::resources::NOT_SCANNED)}</span>
            </span>
        },
    })
    .into_any()
}

fn creator(cells: &Cells) -> AnyView {
    of_key(cells, |key| account(&key.creator))
}

/// An account, shortened, with the whole in the tooltip.
pub fn account(id: &str) -> AnyView {
    let short = short_account(id);
    view! {
        <span class="mono" title=id.to_owned()>
            <span aria-hidden="true">{short}</span>
            <span class="visually-hidden">{id.to_owned()}</span>
        </span>
    }
}

/// How long ago, with the day below.
pub fn moment(at: &str) -> AnyView {
    let app = use_app();
    let Some(time) = parse_time(at) else { return dash().into_any() };
    view! {
        <time class="nowrap" datetime=at.to_owned() title=move || day_and_time(time, lang().tag())>
            {move || relative(time, app.now.get_untracked())}
        </time>
        <span class="data-table__second">{day(time)}</span>
    }
}

fn created(cells: &Cells) -> AnyView {
    of_key(cells, |key| moment(&key.creation_date))
}

fn updated(cells: &Cells) -> AnyView {
    cells.item.secret.as_ref().map_or_else(|| dash().into_any(), |secret| moment(&secret.update_time))
}

fn deletion(cells: &Cells) -> AnyView {
    let at = cells.item.secret.as_ref().map(|secret| secret.planned_delete_time.clone());
    match at {
        Some(at) if !at.is_empty() => moment(&at),
        _ => dash().into_any(),
    }
}

/// That a secret waits for its deletion, and until when.
pub fn waits_for_deletion(at: &str) -> AnyView {
    let date = parse_time(at).map(day);
    let note = move || date.clone().map(|date| text_with(k::keys::ON_DAY, &[("day", &date)]));
    view! {
        <Status
            tone="error"
            glyph="state-error"
            word=Signal::derive(t(k::keys::STATE_DELETION))
            note=Signal::derive(note)
        />
    }
}

fn secret_type(cells: &Cells) -> AnyView {
    let Some(secret) = cells.item.secret.clone() else { return dash().into_any() };
    if !secret.planned_delete_time.is_empty() {
        return waits_for_deletion(&secret.planned_delete_time);
    }
    view! {
        <span>{move || word_or(type_word(&secret.secret_type))}</span>
    }
}

/// Tags, each as `key: value`.
pub fn tag_list(tags: &[Tag]) -> AnyView {
    if tags.is_empty() {
        return dash().into_any();
    }
    view! {
        <span class="tags">
            {tags
                .iter()
                .map(|tag| {
                    let words = if tag.value.is_empty() {
                        tag.key.clone()
                    } else {
                        format!("{}: {}", tag.key, tag.value)
                    };
                    let title = words.clone();
                    view! { <span class="tag tag--cut" title=title>{words}</span> }
                })
                .collect_view()}
        </span>
    }
}

fn tags(cells: &Cells) -> AnyView {
    match &cells.item.secret {
        Some(secret) => {
            let tags: Vec<Tag> = secret
                .tags
                .tag
                .iter()
                .map(|tag| Tag { key: tag.tag_key.clone(), value: tag.tag_value.clone() })
                .collect();
            tag_list(&tags)
        }
        None => when_read(cells.resource.tags, true, |tags| tag_list(tags)),
    }
}
