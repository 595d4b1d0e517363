//! The table of a list, and what stands in its place when there is nothing to show.

use leptos::prelude::*;

use super::Wanted;
use super::row::ResourceRow;
use crate::api::read::{Loaded, Reading};
use crate::components::error_view::{EmptyView, ErrorView, ReadingLine, Waiting};
use crate::i18n::{Key, k, region_name, t, text_with};
use crate::number::grouped;
use crate::pages::policy::ResourceKind;
use crate::pages::resources::address::Address;
use crate::pages::resources::columns::Column;
use crate::state::resources::lists::Item;
use crate::state::resources::paged::Page;
use crate::state::resources::{ResourceList, ResourceStore};
use crate::ui::view::view;

/// The words of a kind in the states of its list.
struct States {
    caption: Key,
    name: Key,
    what: Key,
    failed: Key,
    action: &'static str,
    picture: &'static str,
    none: Key,
    none_why: Key,
    no_match: Key,
}

fn states(kind: ResourceKind) -> States {
    match kind {
        ResourceKind::Key => States {
            caption: k::keys::CAPTION,
            name: k::keys::NAME,
            what: k::keys::THE_KEYS,
            failed: k::keys::LIST_FAILED,
            action: "kms:ListKeys",
            picture: "key",
            none: k::keys::NONE,
            none_why: k::keys::NONE_WHY,
            no_match: k::keys::NO_MATCH,
        },
        ResourceKind::Secret => States {
            caption: k::secrets::CAPTION,
            name: k::secrets::NAME,
            what: k::secrets::THE_SECRETS,
            failed: k::secrets::LIST_FAILED,
            action: "kms:ListSecrets",
            picture: "lock-box",
            none: k::secrets::NONE,
            none_why: k::secrets::NONE_WHY,
            no_match: k::secrets::NO_MATCH,
        },
    }
}

/// The table.
#[component]
pub fn ResourceTable(
    store: ResourceStore,
    kind: ResourceKind,
    address: Address,
    wanted: Memo<Wanted>,
    list: Memo<Option<ResourceList>>,
    number: Memo<u32>,
    reading: Memo<Option<Reading<Page<Item>>>>,
    visible: Memo<Vec<Item>>,
    columns: StoredValue<Vec<Column>>,
) -> impl IntoView {
    let words = states(kind);
    let (caption, failed, action, what) = (words.caption, words.failed, words.action, words.what);
    let caption = move || {
        let shown = visible.with(Vec::len);
        let region = store.region();
        text_with(caption, &[("region", &region_name(&region)), ("count", &grouped(shown))])
    };
    let retry = move |()| {
        if let Some(list) = list.get_untracked() {
            list.list.read(number.get_untracked(), 0.0);
        }
    };
    let state = move || {
        if wanted.with(|wanted| *wanted == Wanted::NoInstance) {
            return Some(no_instance(address).into_any());
        }
        // The list of instances comes first, and may have to wait as well.
        let Some(reading) = reading.get() else {
            let listing = store.app.instances(&store.region()).listing;
            return listing
                .with(|listing| listing.wait.is_some())
                .then(|| view! { <Waiting reading=listing/> });
        };
        let page = reading.get();
        if page.value.is_none() && page.wait.is_some() {
            return Some(view! { <Waiting reading=reading/> });
        }
        if let Some(error) = page.error.filter(|_| page.value.is_none() && page.busy_since.is_none()) {
            return Some(view! { <ErrorView what=failed error=error action=action on_retry=retry/> });
        }
        (page.value.is_some() && visible.with(Vec::is_empty)).then(|| nothing(kind, address).into_any())
    };
    let has_state = Memo::new(move |_| state().is_some());
    let first_time = move || {
        !has_state.get()
            && visible.with(Vec::is_empty)
            && reading.get().is_none_or(|reading| reading.with(Loaded::is_busy))
    };
    view! {
        <div class="table-box__scroll" hidden=move || has_state.get()>
            <table class="data-table" data-rows="two-line" aria-busy=move || first_time().then_some("true")>
                <caption class="data-table__caption">{caption}</caption>
                <thead>
                    <tr>
                        <th class="data-table__head" scope="col">{t(words.name)}</th>
                        {columns
                            .get_value()
                            .into_iter()
                            .map(|column| move || {
                                column
                                    .shown
                                    .get()
                                    .then(|| view! {
                                        <th
                                            class="data-table__head"
                                            scope="col"
                                            data-fold=(!column.fold.is_empty()).then_some(column.fold)
                                        >
                                            {t(column.label)}
                                        </th>
                                    })
                            })
                            .collect_view()}
                        <th class="data-table__head" scope="col">
                            <span class="visually-hidden">{t(k::common::ACTIONS)}</span>
                        </th>
                    </tr>
                </thead>
                <tbody>
                    {move || first_time().then(|| (0..5).map(|_| skeleton_row()).collect_view())}
                    <For each=move || visible.get() key=Clone::clone let:item>
                        <ResourceRow store=store kind=kind item=item columns=columns/>
                    </For>
                </tbody>
            </table>
        </div>
        {state}
        {move || reading.get().map(|reading| view! { <ReadingLine reading=reading what=what/> })}
    }
}

/// Cells of a row that is not known yet; the style sheet shows them after a moment.
fn skeleton_row() -> impl IntoView {
    view! {
        <tr class="data-table__row late" aria-hidden="true">
            <td class="data-table__cell">
                <span class="skeleton" data-width="long"></span>
                <span class="skeleton"></span>
            </td>
            <td class="data-table__cell">
                <span class="skeleton" data-width="short"></span>
            </td>
            <td class="data-table__cell" colspan="10">
                <span class="skeleton"></span>
            </td>
        </tr>
    }
}

/// Nothing in the list: nothing exists, or the filter hides all.
fn nothing(kind: ResourceKind, address: Address) -> AnyView {
    let words = states(kind);
    if address.filters().is_empty() {
        let (none, none_why) = if address.is_default() {
            (k::keys::NO_DEFAULT, k::keys::NO_DEFAULT_WHY)
        } else {
            (words.none, words.none_why)
        };
        return view! {
            <EmptyView picture=words.picture title=Signal::derive(t(none)) words=Signal::derive(t(none_why))/>
        };
    }
    view! {
        <EmptyView
            picture="filter"
            title=Signal::derive(t(words.no_match))
            words=Signal::derive(t(k::resources::NO_MATCH_WHY))
        >
            <button class="button" type="button" on:click=move |_| address.clear()>
                {t(k::resources::CLEAR)}
            </button>
        </EmptyView>
    }
}

fn no_instance(address: Address) -> AnyView {
    view! {
        <EmptyView
            picture="cube"
            title=Signal::derive(t(k::instances::NONE))
            words=Signal::derive(t(k::keys::NO_INSTANCE_WHY))
        >
            <button class="button" type="button" on:click=move |_| address.set_tab("default")>
                {t(k::keys::TO_DEFAULT)}
            </button>
        </EmptyView>
    }
}
