//! What the cloud is to filter by: a form that adds a condition, two menus, and the conditions as chips.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;

use super::address::Address;
use super::filters::{Field, INSTANCE, field_of, fields};
use crate::bindings::{after_render, focus_selector};
use crate::i18n::{Key, k, t, text, text_with};
use crate::number::short_id;
use crate::pages::policy::ResourceKind;
use crate::state::instances::InstanceStore;
use crate::ui::icon;
use crate::ui::menu::{Entry, Menu};
use crate::ui::view::view;

/// Up to so many instances can be chosen from a menu.
const MENU_INSTANCES: usize = 30;

/// Name of an instance, as far as it is known; tracked.
pub fn instance_name(instances: InstanceStore, id: &str) -> String {
    let row = instances.row(&id.into());
    let name = row.detail.with(|detail| detail.value.as_ref().map(|value| value.instance_name.clone()));
    name.filter(|name| !name.is_empty()).unwrap_or_else(|| short_id(id))
}

/// A value of a filter for people; tracked.
fn word(instances: InstanceStore, field: &Field, value: &str) -> String {
    match field.word(value) {
        Some(key) => text(key),
        None if field.name == INSTANCE => instance_name(instances, value),
        None => value.to_owned(),
    }
}

/// The tools over the table; `children` stand at their end.
#[component]
pub fn Toolbar(
    address: Address,
    kind: ResourceKind,
    instances: InstanceStore,
    label: Key,
    children: Children,
) -> impl IntoView {
    let quick = if kind == ResourceKind::Key { "state" } else { "type" };
    let quick = fields(kind).iter().find(|field| field.name == quick);
    let quick_values = move || {
        let values = quick.map_or(&[][..], |field| field.values);
        values.iter().map(|(value, _)| (*value).to_owned()).collect()
    };
    let instance = fields(kind).iter().find(|field| field.name == INSTANCE);
    let few = move || instances.ids.with(|ids| (1..=MENU_INSTANCES).contains(&ids.len()));
    let some_instances = move || few() && !address.is_default();
    // A menu of ids would help nobody: the names are read behind what is in sight.
    let alive = StoredValue::new(());
    Effect::new(move |_| {
        if few() {
            instances.read_behind(move || alive.try_get_value().is_some());
        }
    });
    view! {
        <div class="toolbar" role="search" aria-label=t(label)>
            <FilterForm address=address kind=kind label=label/>
            {quick.map(|field| choice(address, instances, field, Arc::new(quick_values)))}
            {move || {
                let field = instance.filter(|_| some_instances())?;
                let ids = move || instances.ids.with(|ids| ids.iter().map(ToString::to_string).collect());
                Some(choice(address, instances, field, Arc::new(ids)))
            }}
            <div class="toolbar__end">{children()}</div>
        </div>
        <Chips address=address kind=kind instances=instances/>
    }
}

/// A menu in which several values of a field can be chosen.
fn choice(
    address: Address,
    instances: InstanceStore,
    field: &'static Field,
    values: Arc<dyn Fn() -> Vec<String> + Send + Sync>,
) -> impl IntoView {
    let chosen = move || {
        let words: Vec<String> =
            address.all(field.name).iter().map(|value| word(instances, field, value)).collect();
        if words.is_empty() { text(k::instances::FILTER_ALL) } else { words.join(", ") }
    };
    let entries = move || {
        let on = address.all(field.name);
        let entry = |value: String| {
            let label = word(instances, field, &value);
            Entry::on_off(label, on.contains(&value), move || address.toggle(field.name, &value))
        };
        values().into_iter().map(entry).collect()
    };
    view! {
        <Menu
            id=format!("{}-filter", field.name)
            class="filter-button"
            align="start"
            label=Signal::derive(move || format!("{} {}", text(field.label), chosen()))
            active=Signal::derive(move || !address.all(field.name).is_empty())
            face=move || view! {
                {t(field.label)}
                " "
                <b class="filter-button__value">{chosen}</b>
                {icon("chevron-down")}
            }
            entries=Arc::new(entries)
        />
    }
}

/// Adds a condition: a property, a value, Add.
#[component]
fn FilterForm(address: Address, kind: ResourceKind, label: Key) -> impl IntoView {
    let at = RwSignal::new(0_usize);
    let field = Memo::new(move |_| at.get().min(fields(kind).len() - 1));
    let field = move || fields(kind).get(field.get());
    let typed = NodeRef::<html::Input>::new();
    let picked = NodeRef::<html::Select>::new();
    let add = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let Some(field) = untrack(field) else { return };
        let value = if field.values.is_empty() {
            typed.get_untracked().map(|input| input.value().trim().to_owned())
        } else {
            picked.get_untracked().map(|select| select.value())
        };
        let value = value.unwrap_or_default();
        if !value.is_empty() && !untrack(|| address.all(field.name)).contains(&value) {
            address.toggle(field.name, &value);
        }
        if let Some(input) = typed.get_untracked() {
            input.set_value("");
        }
    };
    let control = move || {
        let field = field()?;
        let name = move || text(field.label);
        Some(if field.values.is_empty() {
            view! {
                <div class="input" data-kind="search" data-filter="">
                    {icon("search")}
                    <input
                        class="input__control"
                        type="search"
                        autocomplete="off"
                        spellcheck="false"
                        aria-label=name
                        aria-keyshortcuts="/"
                        node_ref=typed
                    />
                    <kbd>"/"</kbd>
                </div>
            }
        } else {
            view! {
                <span class="pick" data-filter="">
                    <select class="pick__control" aria-label=name node_ref=picked>
                        {field
                            .values
                            .iter()
                            .map(|(value, word)| {
                                let word = *word;
                                view! {
                                    <option value=*value>
                                        {move || word.map_or_else(|| (*value).to_owned(), text)}
                                    </option>
                                }
                            })
                            .collect_view()}
                    </select>
                    {icon("chevron-down")}
                </span>
            }
        })
    };
    view! {
        <form class="filter-form" aria-label=t(label) on:submit=add>
            <span class="pick" data-field="">
                <select
                    class="pick__control"
                    aria-label=t(k::resources::FILTER_BY)
                    on:change=move |event| at.set(event_target_value(&event).parse().unwrap_or(0))
                >
                    {fields(kind)
                        .iter()
                        .enumerate()
                        .map(|(index, field)| {
                            view! {
                                <option value=index.to_string()>{t(field.label)}</option>
                            }
                        })
                        .collect_view()}
                </select>
                {icon("chevron-down")}
            </span>
            {control}
            <button class="button" type="submit">
                {t(k::resources::ADD_FILTER)}
            </button>
        </form>
    }
}

/// The conditions, each value with its own way out.
#[component]
fn Chips(address: Address, kind: ResourceKind, instances: InstanceStore) -> impl IntoView {
    let chip = move |field: &'static Field, value: String, first: bool| {
        let shown = StoredValue::new(value);
        let words = move || shown.with_value(|value| word(instances, field, value));
        let remove = move |_| {
            address.toggle(field.name, &shown.get_value());
            // What had the keyboard is gone.
            after_render(|| {
                if !focus_selector(".chips .chip__remove") {
                    focus_selector(".filter-form .pick__control");
                }
            });
        };
        view! {
            <li class="chips__item">
                {(!first).then(|| view! { <span class="chips__or">{t(k::resources::OR)}</span> })}
                <span class="chip" data-tone="accent">
                    <span class="chip__field">{t(field.label)}</span>
                    <span class="chip__value">{words}</span>
                    <button
                        class="chip__remove"
                        type="button"
                        aria-label=move || text_with(
                            k::resources::REMOVE_FILTER,
                            &[("field", &text(field.label)), ("value", &words())],
                        )
                        on:click=remove
                    >
                        {icon("close")}
                    </button>
                </span>
            </li>
        }
    };
    move || {
        let filters = address.filters();
        (!filters.is_empty()).then(|| {
            view! {
                <div class="chips">
                    <ul class="chips__list" aria-label=t(k::resources::FILTERS)>
                        {filters
                            .into_iter()
                            .filter_map(|filter| Some((field_of(kind, &filter)?, filter.values)))
                            .flat_map(|(field, values)| {
                                let named = move |(index, value)| chip(field, value, index == 0);
                                values.into_iter().enumerate().map(named)
                            })
                            .collect_view()}
                    </ul>
                    <button class="text-button" data-variant="muted" type="button" on:click=move |_| address.clear()>
                        {t(k::resources::CLEAR)}
                    </button>
                </div>
            }
        })
    }
}
