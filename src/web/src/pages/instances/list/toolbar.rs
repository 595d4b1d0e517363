//! Search, filters and columns of the list.

use std::sync::Arc;

use leptos::prelude::*;

use super::Columns;
use super::address::Address;
use super::model::Expires;
use crate::components::menus::ColumnsMenu;
use crate::i18n::{k, t, text, text_with};
use crate::number::grouped;
use crate::ui::icon;
use crate::ui::menu::{Entry, Menu};
use crate::ui::view::view;

/// The tools over the table.
#[component]
pub fn Toolbar(
    address: Address,
    shown: Memo<Vec<usize>>,
    known: Memo<usize>,
    of_kind: Memo<usize>,
    total: RwSignal<usize>,
    columns: Columns,
) -> impl IntoView {
    const STATES: [&str; 5] = ["Connected", "Connecting", "Uninitialized", "Disconnected", "Error"];
    let state_name = |status: &str| match status {
        "" => text(k::instances::FILTER_ALL),
        status => text(crate::components::status::instance_look(status).word),
    };
    let expires_name = |expires: Expires| match expires {
        Expires::Any => text(k::instances::EXPIRES_ANY),
        Expires::Soon => text(k::instances::EXPIRES_SOON),
        Expires::Expired => text(k::instances::EXPIRES_PAST),
    };
    let figures = move || {
        let (shown, known, total) = (shown.with(Vec::len), known.get(), total.get());
        if known < total {
            text_with(k::instances::READ_OF, &[("known", &grouped(known)), ("total", &grouped(total))])
        } else {
            text_with(
                k::instances::SHOWN_OF,
                &[("shown", &grouped(shown)), ("total", &grouped(of_kind.get()))],
            )
        }
    };
    let states = move || {
        let now = address.wanted().status;
        let one =
            |status| Entry::one_of(state_name(status), now == status, move || address.set_status(status));
        std::iter::once("").chain(STATES).map(one).collect()
    };
    let expiries = move || {
        let now = address.wanted().expires;
        [Expires::Any, Expires::Soon, Expires::Expired]
            .map(|one| Entry::one_of(expires_name(one), now == one, move || address.set_expires(one)))
            .into()
    };
    let shown_columns = move || {
        [
            (k::instances::SECRETS, columns.secrets),
            (k::instances::ZONES, columns.zones),
            (k::instances::EXPIRES, columns.expires),
        ]
        .map(|(label, shown)| {
            Entry::on_off(text(label), shown.get(), move || shown.update(|shown| *shown = !*shown))
        })
        .into()
    };
    view! {
        <div class="toolbar" role="search" aria-label=t(k::instances::FIND)>
            <div class="input" data-kind="search">
                {icon("search")}
                <input
                    class="input__control"
                    type="search"
                    autocomplete="off"
                    spellcheck="false"
                    aria-label=t(k::instances::FIND)
                    aria-keyshortcuts="/"
                    placeholder=t(k::instances::FIND_HINT)
                    prop:value=move || address.search()
                    on:input=move |event| address.set_search(&event_target_value(&event))
                />
                <kbd>"/"</kbd>
            </div>
            <Menu
                id="state-filter"
                class="filter-button"
                align="start"
                label=Signal::derive(move || {
                    format!("{} {}", text(k::instances::STATE), state_name(&address.wanted().status))
                })
                active=Signal::derive(move || !address.wanted().status.is_empty())
                face=move || view! {
                    {t(k::instances::STATE)}
                    " "
                    <b>{move || state_name(&address.wanted().status)}</b>
                    {icon("chevron-down")}
                }
                entries=Arc::new(states)
            />
            <Menu
                id="expires-filter"
                class="filter-button"
                align="start"
                label=Signal::derive(move || {
                    format!("{} {}", text(k::instances::EXPIRES), expires_name(address.wanted().expires))
                })
                active=Signal::derive(move || address.wanted().expires != Expires::Any)
                face=move || view! {
                    {t(k::instances::EXPIRES)}
                    " "
                    <b>{move || expires_name(address.wanted().expires)}</b>
                    {icon("chevron-down")}
                }
                entries=Arc::new(expiries)
            />
            <div class="toolbar__end">
                <span>{figures}</span>
                <ColumnsMenu entries=Arc::new(shown_columns)/>
            </div>
        </div>
    }
}
