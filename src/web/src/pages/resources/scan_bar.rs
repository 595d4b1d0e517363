//! How far the scan of the policies is, with Cancel and Resume.

use leptos::prelude::*;

use super::badge::Badge;
use crate::components::error_view::advice;
use crate::i18n::{Key, k, t, text, text_with};
use crate::number::{grouped, share_text};
use crate::pages::policy::ResourceKind;
use crate::state::resources::scan::Stand;
use crate::state::resources::{ResourceList, ResourceStore};
use crate::ui::icon;
use crate::ui::view::view;

/// Looks at the policies of a whole list, or goes on with that.
pub fn start(store: ResourceStore, kind: ResourceKind, list: ResourceList) {
    list.scan.get_value().start(list.list, move |item, since| {
        let resource = store.resource(kind, &item.id);
        Box::pin(async move { store.look_at_policy(resource, since).await })
    });
}

/// What was found, each with its number.
fn sums(store: ResourceStore, kind: ResourceKind, list: ResourceList) -> Vec<(Key, usize)> {
    let mut counts = [0_usize; 5];
    let mut number = 1;
    // Every page that the scan has seen is known.
    while let Some(page) = list.list.page(number).with_untracked(|page| page.value.clone()) {
        for item in &page.items {
            let policy = store.resource(kind, &item.id).policy.with_untracked(|policy| policy.value.clone());
            let place = match policy.as_deref() {
                Some(Badge::Default | Badge::Missing) => 0,
                Some(Badge::Custom { outside: false, .. } | Badge::Unreadable) => 1,
                Some(Badge::Custom { outside: true, .. }) => 2,
                Some(Badge::Denied) => 3,
                Some(Badge::Unsupported) => continue,
                None => 4,
            };
            if let Some(count) = counts.get_mut(place) {
                *count += 1;
            }
        }
        number += 1;
    }
    let names = [
        k::resources::SUM_DEFAULT,
        k::resources::SUM_CUSTOM,
        k::resources::SUM_OUTSIDE,
        k::resources::SUM_DENIED,
        k::resources::SUM_UNREAD,
    ];
    names.into_iter().zip(counts).filter(|(_, count)| *count > 0).collect()
}

/// The line over the table; nothing before the first scan.
#[component]
pub fn ScanBar(store: ResourceStore, kind: ResourceKind, list: Memo<Option<ResourceList>>) -> impl IntoView {
    let scan = Memo::new(move |_| list.get().map(|list| (list, list.scan.get_value().stand.get())));
    let figures = move |list: ResourceList| {
        let scan = list.scan.get_value();
        (scan.done.get(), list.list.total.get().unwrap_or(0))
    };
    let again = move |list: ResourceList, label: Key| {
        view! {
            <button class="text-button" type="button" on:click=move |_| start(store, kind, list)>
                {icon("refresh")}
                {text(label)}
            </button>
        }
    };
    let words = move |list: ResourceList, key: Key| {
        let (done, total) = figures(list);
        text_with(key, &[("done", &grouped(done)), ("total", &grouped(total))])
    };
    let line = move || {
        let (list, stand) = scan.get()?;
        Some(match stand {
            Stand::Never => return None,
            Stand::Running => view! {
                <span>{move || words(list, k::resources::SCANNING)}</span>
                <Track figures=Signal::derive(move || figures(list)) label=k::resources::SCAN/>
                <button class="text-button" type="button" on:click=move |_| list.scan.get_value().stop()>
                    {text(k::common::CANCEL)}
                </button>
            },
            Stand::Stopped => view! {
                <span>{words(list, k::resources::SCAN_STOPPED)}</span>
                {again(list, k::resources::RESUME)}
            },
            Stand::Failed(error) => view! {
                {crate::components::status::warning()}
                <span>{words(list, k::resources::SCAN_STOPPED)} " " {advice(&error)}</span>
                {again(list, k::resources::RESUME)}
            },
            Stand::Done => view! {
                <span>{words(list, k::resources::SCAN_DONE)}</span>
                {sums(store, kind, list)
                    .into_iter()
                    .map(|(label, count)| {
                        view! { <span class="tag">{text_with(label, &[("count", &grouped(count))])}</span> }
                    })
                    .collect_view()}
            },
        })
    };
    // Said when it begins and ends, and not for each policy.
    let said = move || {
        let (list, stand) = scan.get()?;
        match stand {
            Stand::Never | Stand::Running => None,
            Stand::Stopped | Stand::Failed(_) => Some(words(list, k::resources::SCAN_STOPPED)),
            Stand::Done => Some(words(list, k::resources::SCAN_DONE)),
        }
    };
    view! {
        {move || line().map(|line| view! { <div class="scan-bar">{line}</div> })}
        <div class="visually-hidden" role="status">{said}</div>
    }
}

/// A bar for how many of how many are done.
#[component]
pub fn Track(
    /// How many are done, and how many there are.
    figures: Signal<(usize, usize)>,
    /// What is done.
    label: Key,
) -> impl IntoView {
    view! {
        <span
            class="scan-bar__track"
            role="progressbar"
            aria-label=t(label)
            aria-valuemin="0"
            aria-valuenow=move || figures.get().0.to_string()
            aria-valuemax=move || figures.get().1.to_string()
        >
            <span class="scan-bar__fill" style:--fill=move || share(figures.get())></span>
        </span>
    }
}

fn share((done, total): (usize, usize)) -> String {
    #[expect(clippy::cast_precision_loss, reason = "a list has fewer than 2^53 entries")]
    let share = if total > 0 { done as f64 / total as f64 } else { 0.0 };
    share_text(share)
}
