//! Menus that several pages have.

use leptos::prelude::*;

use crate::i18n::{k, t, text_with};
use crate::ui::icon;
use crate::ui::menu::{Entries, Menu};
use crate::ui::view::view;

/// What else can be done with a thing.
#[component]
pub fn MoreMenu(
    /// Id of the popover, unique in the page.
    #[prop(into)]
    id: String,
    /// Name of the thing.
    name: Memo<String>,
    /// Variant of the button.
    #[prop(optional)]
    variant: &'static str,
    /// The entries.
    entries: Entries,
) -> impl IntoView {
    view! {
        <Menu
            id=id
            class="button"
            variant=variant
            icon_only=true
            label=Signal::derive(move || text_with(k::instances::MORE_NAMED, &[("name", &name.get())]))
            face=|| icon("dots")
            entries=entries
        />
    }
}

/// Which columns a table shows.
#[component]
pub fn ColumnsMenu(
    /// One entry for each column.
    entries: Entries,
) -> impl IntoView {
    view! {
        <Menu
            id="columns-menu"
            class="button"
            variant="ghost"
            label=Signal::derive(t(k::instances::COLUMNS))
            face=move || view! {
                {icon("columns")}
                {t(k::instances::COLUMNS)}
            }
            entries=entries
        />
    }
}
