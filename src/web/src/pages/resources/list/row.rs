//! One row of a list. It fills itself as its facts arrive.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::use_go;
use crate::components::copy::{IdText, copy_aloud};
use crate::components::facts::Fact;
use crate::components::menus::MoreMenu;
use crate::i18n::{k, t, text_with};
use crate::pages::policy::{PolicyResource, ResourceKind};
use crate::pages::resources::columns::{Cells, Column};
use crate::pages::resources::link::ResourceLink;
use crate::pages::resources::names::{can_have_policy, display_name};
use crate::paths;
use crate::state::resources::ResourceStore;
use crate::state::resources::lists::Item;
use crate::state::use_app;
use crate::ui::fold::{FoldButton, FoldRow};
use crate::ui::icon;
use crate::ui::menu::Entry;
use crate::ui::view::view;

/// A row.
#[component]
pub fn ResourceRow(
    store: ResourceStore,
    kind: ResourceKind,
    item: Item,
    columns: StoredValue<Vec<Column>>,
) -> impl IntoView {
    let resource = store.resource(kind, &item.id);
    let id = StoredValue::new(item.id.clone());
    let facts = resource.facts;
    let open = RwSignal::new(false);
    let fold = StoredValue::new(format!("more-{}", paths::escaped(&item.id)));
    let name = Memo::new(move |_| id.with_value(|id| display_name(store, kind, id)));
    let of = PolicyResource { region: store.region(), kind, id: item.id.clone() };
    let failed = Memo::new(move |_| {
        facts.with(|facts| facts.error.is_some() && facts.value.is_none() && !facts.is_busy())
    });
    let retried = resource.clone();
    let cells = StoredValue::new(Cells { store, resource, item });
    let cell = move |make: fn(&Cells) -> AnyView| move || cells.with_value(make);
    let policy_of = of.clone();
    view! {
        <tr class="data-table__row" aria-busy=move || facts.with(|f| f.value.is_none() && f.is_busy()).then_some("true")>
            <th class="data-table__cell" scope="row">
                <ResourceLink of=of.clone() tab="overview" class="data-table__name">
                    <span title=name>{name}</span>
                </ResourceLink>
                <span class="data-table__second">{move || cells.with_value(second_line)}</span>
            </th>
            {columns
                .get_value()
                .into_iter()
                .map(|column| move || {
                    column
                        .shown
                        .get()
                        .then(|| view! {
                            <td
                                class="data-table__cell"
                                data-fold=(!column.fold.is_empty()).then_some(column.fold)
                            >
                                {cell(column.make)}
                            </td>
                        })
                })
                .collect_view()}
            <td class="data-table__cell data-table__actions">
                {move || {
                    failed
                        .get()
                        .then(|| {
                            let retried = retried.clone();
                            view! {
                                <button
                                    class="text-button"
                                    type="button"
                                    aria-label=move || text_with(k::instances::RETRY_NAMED, &[("name", &name.get())])
                                    on:click=move |_| store.read_facts(&retried, 0.0)
                                >
                                    {icon("refresh")}
                                    {t(k::common::RETRY)}
                                </button>
                            }
                        })
                }}
                <ResourceLink
                    of=policy_of
                    tab="policy"
                    class="text-button"
                    label=Signal::derive(move || {
                        Some(text_with(k::resources::POLICY_NAMED, &[("name", &name.get())]))
                    })
                >
                    {t(k::resources::POLICY)}
                </ResourceLink>
                <FoldButton
                    open=open
                    controls=fold.get_value()
                    label=Signal::derive(move || text_with(k::common::MORE_FACTS, &[("name", &name.get())]))
                />
                <RowMenu cells=cells of=of name=name/>
            </td>
        </tr>
        <FoldRow open=open id=fold.get_value()>
            {columns
                .get_value()
                .into_iter()
                .filter(|column| !column.fold.is_empty())
                .map(|column| view! { <Fact term=column.label>{cell(column.make)}</Fact> })
                .collect_view()}
        </FoldRow>
    }
}

/// The id of a key under its alias; the service that manages a secret.
fn second_line(cells: &Cells) -> AnyView {
    let (store, id) = (cells.store, cells.item.id.clone());
    let Some(secret) = &cells.item.secret else {
        return (move || {
            let aliases = store.aliases_of(&id);
            if aliases.is_empty() {
                return view! { <span>{t(k::keys::NO_ALIAS)}</span> };
            }
            let more = aliases.len() - 1;
            view! {
                <IdText id=id.clone()/>
                {(more > 0)
                    .then(|| view! {
                        <span class="tag" title=aliases.join(", ")>
                            {text_with(k::keys::MORE_ALIASES, &[("count", &more.to_string())])}
                        </span>
                    })}
            }
        })
        .into_any();
    };
    if secret.owing_service.is_empty() {
        return ().into_any();
    }
    let service = secret.owing_service.clone();
    view! { <span>{move || text_with(k::secrets::MANAGED_BY, &[("service", &service)])}</span> }
}

#[component]
fn RowMenu(cells: StoredValue<Cells>, of: PolicyResource, name: Memo<String>) -> impl IntoView {
    let (app, go) = (use_app(), use_go());
    let menu = format!("menu-{}", paths::escaped(&of.id));
    let of = StoredValue::new(of);
    let said = move |value: String| copy_aloud(app, &value);
    let open = move |tab: &str| go.to(&of.with_value(|of| paths::resource(of, tab)));
    let entries = move || {
        let is_key = of.with_value(|of| of.kind == ResourceKind::Key);
        let picture = if is_key { "key" } else { "lock-box" };
        let mut entries = vec![Entry::item(picture, k::instances::DETAILS, move || open("overview"))];
        if cells.with_value(|cells| can_have_policy(&cells.resource)) {
            entries
                .push(Entry::item("list-check", k::resources::EDIT_POLICY, move || open(paths::EDIT_POLICY)));
        }
        let copy_label = if is_key { k::instances::COPY_ID } else { k::secrets::COPY_NAME };
        entries.push(Entry::item("copy", copy_label, move || said(of.with_value(|of| of.id.clone()))));
        let facts = cells.with_value(|cells| cells.resource.facts);
        if let Some(facts) = facts.with(|facts| facts.value.clone()) {
            entries.push(Entry::item("copy", k::instances::COPY_ARN, move || said(facts.arn().to_owned())));
        }
        entries
    };
    view! {
        <MoreMenu id=menu name=name variant="ghost" entries=Arc::new(entries)/>
    }
}
