//! The table of the list, and what stands in its place when there is nothing to show.

use std::sync::Arc;

use kms_api::InstanceId;
use leptos::prelude::*;

use super::Columns;
use super::address::Address;
use super::model::{Entry, SortBy, Wanted, count, is_sorted, tab_kind};
use super::row::InstanceRowView;
use crate::api::read::Loaded;
use crate::components::error_view::{EmptyView, ErrorView, ReadingLine, Waiting};
use crate::i18n::{Key, counted, k, region_name, t, text, text_with};
use crate::number::grouped;
use crate::state::instances::InstanceStore;
use crate::ui::icon_sized;
use crate::ui::view::view;

/// The table.
#[component]
pub fn InstanceTable(
    store: InstanceStore,
    address: Address,
    entries: Memo<Arc<Vec<Entry>>>,
    visible: Memo<Vec<InstanceId>>,
    columns: Columns,
    region: String,
) -> impl IntoView {
    let region = StoredValue::new(region);
    let head = move |by: SortBy, label: Key| {
        let sorted = move || {
            let wanted = address.wanted();
            let has_order = entries.with(|entries| is_sorted(entries.len(), &wanted));
            has_order.then_some(wanted.sort).filter(|sort| sort.by == by)
        };
        view! {
            <th
                class="data-table__head"
                scope="col"
                data-fold=(by == SortBy::Expires).then_some("3")
                aria-sort=move || sorted().map(|sort| if sort.descending { "descending" } else { "ascending" })
            >
                <button class="data-table__sort" type="button" on:click=move |_| address.toggle_sort(by)>
                    {t(label)}
                    {move || sorted().map(|_| icon_sized("chevron-up", "tiny"))}
                </button>
            </th>
        }
    };
    let caption = move || {
        let shown = visible.with(Vec::len);
        text_with(
            k::instances::CAPTION,
            &[("region", &region_name(&region.get_value())), ("count", &grouped(shown))],
        )
    };
    let state = move || {
        let listing = store.listing.get();
        let any = store.ids.with(|ids| !ids.is_empty());
        if listing.wait.is_some() && !any {
            return Some(view! { <Waiting reading=store.listing/> });
        }
        if let Some(error) = listing.error.filter(|_| !any && listing.busy_since.is_none()) {
            return Some(view! {
                <ErrorView
                    what=k::instances::LIST_FAILED
                    error=error
                    action="kms:ListKmsInstances"
                    on_retry=move |()| store.list()
                />
            });
        }
        if listing.value.is_some() && visible.with(Vec::is_empty) {
            return Some(nothing(store, address, entries).into_any());
        }
        None
    };
    let first_time = move || store.ids.with(|ids| ids.is_empty()) && store.listing.with(Loaded::is_busy);
    view! {
        <div class="table-box__scroll" hidden=move || state().is_some()>
            <table class="data-table" data-rows="two-line" aria-busy=move || first_time().then_some("true")>
                <caption class="data-table__caption">{caption}</caption>
                <thead>
                    <tr>
                        {head(SortBy::Name, k::instances::NAME)}
                        {head(SortBy::State, k::instances::STATE)}
                        <th class="data-table__head" scope="col">{t(k::instances::VPCS_AND_ACCOUNTS)}</th>
                        <th class="data-table__head" scope="col" data-fold="4">{t(k::instances::KEYS)}</th>
                        {move || {
                            columns
                                .secrets
                                .get()
                                .then(|| view! {
                                    <th class="data-table__head" scope="col" data-fold="2">
                                        {t(k::instances::SECRETS)}
                                    </th>
                                })
                        }}
                        {move || {
                            columns
                                .zones
                                .get()
                                .then(|| view! {
                                    <th class="data-table__head" scope="col" data-fold="1">{t(k::instances::ZONES)}</th>
                                })
                        }}
                        {move || columns.expires.get().then(|| head(SortBy::Expires, k::instances::EXPIRES))}
                        <th class="data-table__head" scope="col">
                            <span class="visually-hidden">{t(k::common::ACTIONS)}</span>
                        </th>
                    </tr>
                </thead>
                <tbody>
                    {move || first_time().then(|| (0..5).map(|_| skeleton_row()).collect_view())}
                    <For each=move || visible.get() key=Clone::clone let:id>
                        <InstanceRowView store=store id=id region=region.get_value() columns=columns/>
                    </For>
                </tbody>
            </table>
        </div>
        {state}
        <ReadingLine reading=store.listing what=k::instances::THE_INSTANCES/>
    }
}

/// Cells of a row that is not known yet.
fn skeleton_row() -> impl IntoView {
    view! {
        <tr class="data-table__row" aria-hidden="true">
            <td class="data-table__cell">
                <span class="skeleton"></span>
                <span class="skeleton" data-width="short"></span>
            </td>
            <td class="data-table__cell">
                <span class="skeleton" data-width="short"></span>
            </td>
            <td class="data-table__cell">
                <span class="skeleton"></span>
            </td>
            <td class="data-table__cell" colspan="5">
                <span class="skeleton"></span>
            </td>
        </tr>
    }
}

/// Nothing in the table: no instance, none of this kind, or the filter hides all.
fn nothing(store: InstanceStore, address: Address, entries: Memo<Arc<Vec<Entry>>>) -> impl IntoView {
    let wanted = address.wanted();
    let kind = tab_kind(&address.tab());
    let of_kind = entries.with(|entries| count(entries, kind));
    if store.ids.with(|ids| ids.is_empty()) {
        return view! {
            <EmptyView
                picture="cube"
                title=Signal::derive(t(k::instances::NONE))
                words=Signal::derive(t(k::instances::NONE_WHY))
            />
        };
    }
    if of_kind == 0 {
        return view! {
            <EmptyView
                picture="cube"
                title=Signal::derive(t(k::instances::NONE_OF_KIND))
                words=Signal::derive(t(k::instances::NONE_OF_KIND_WHY))
            />
        };
    }
    let Wanted { search, .. } = wanted;
    let title = move || {
        if search.is_empty() {
            text(k::instances::NO_MATCH)
        } else {
            text_with(k::instances::NO_MATCH_FOR, &[("search", &search)])
        }
    };
    view! {
        <EmptyView
            picture="filter"
            title=Signal::derive(title)
            words=Signal::derive(move || counted(k::instances::NO_MATCH_WHY, of_kind))
        >
            <button class="button" type="button" on:click=move |_| address.clear()>
                {t(k::common::CLEAR_FILTERS)}
            </button>
        </EmptyView>
    }
    .into_any()
}
