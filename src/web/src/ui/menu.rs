//! A menu that hangs on a button. Its entries are data: the code that draws them and moves the keyboard among them is
//! a part that the first page does without.

pub mod entries;

use std::sync::Arc;

use leptos::prelude::*;

use super::popover::Popover;
use crate::chunks::{LazyPart, Part};
use crate::i18n::Key;
use crate::ui::view::view;

/// What an entry does when it is chosen.
pub type Action = Arc<dyn Fn() + Send + Sync>;

/// What stands in a menu.
#[derive(Clone)]
pub enum Entry {
    /// Words over a group of entries.
    Title(Key),
    /// Between two groups.
    Line,
    /// Does something.
    Item {
        /// Icon before the words.
        icon: &'static str,
        /// The words.
        label: Key,
        /// Whether it takes something away.
        danger: bool,
        /// What it does.
        action: Action,
    },
    /// Is on or off.
    Choice {
        /// The words.
        label: String,
        /// Whether it is on.
        on: bool,
        /// Whether it is one of several of which one is on; else it is on or off by itself.
        one_of: bool,
        /// What it does.
        action: Action,
    },
}

impl Entry {
    /// An entry that does something.
    pub fn item(icon: &'static str, label: Key, action: impl Fn() + Send + Sync + 'static) -> Self {
        Self::Item { icon, label, danger: false, action: Arc::new(action) }
    }

    /// An entry that takes something away.
    pub fn danger(icon: &'static str, label: Key, action: impl Fn() + Send + Sync + 'static) -> Self {
        Self::Item { icon, label, danger: true, action: Arc::new(action) }
    }

    /// An entry that is one of several.
    pub fn one_of(label: String, on: bool, action: impl Fn() + Send + Sync + 'static) -> Self {
        Self::Choice { label, on, one_of: true, action: Arc::new(action) }
    }

    /// An entry that is on or off by itself.
    pub fn on_off(label: String, on: bool, action: impl Fn() + Send + Sync + 'static) -> Self {
        Self::Choice { label, on, one_of: false, action: Arc::new(action) }
    }
}

/// What gives the entries, each time the menu opens.
pub type Entries = Arc<dyn Fn() -> Vec<Entry> + Send + Sync>;

/// The menu that is open, for the part that draws it.
#[derive(Clone)]
struct Content {
    label: Signal<String>,
    entries: Entries,
}

/// A button with a menu under it.
#[component]
pub fn Menu(
    /// Id of the popover, unique in the page.
    #[prop(into)]
    id: String,
    /// Class of the button.
    class: &'static str,
    /// Variant of the button.
    #[prop(optional)]
    variant: &'static str,
    /// Accessible name of the button and of the menu.
    #[prop(into)]
    label: Signal<String>,
    /// `start` hangs the menu on the left edge.
    #[prop(optional)]
    align: &'static str,
    /// Whether the button is a bare icon.
    #[prop(optional)]
    icon_only: bool,
    /// Whether the button stands in a list head.
    #[prop(optional)]
    small: bool,
    /// Whether the filter behind the button hides something.
    #[prop(into, optional)]
    active: Signal<bool>,
    /// What the button shows.
    #[prop(into)]
    face: ViewFn,
    /// The entries.
    entries: Entries,
) -> impl IntoView {
    let popover = Popover::new();
    let content = Content { label, entries };
    view! {
        <span class="popover-holder">
            <button
                class=class
                type="button"
                popovertarget=id.clone()
                data-variant=(!variant.is_empty()).then_some(variant)
                data-size=(small || (variant == "ghost" && icon_only)).then_some("small")
                data-icon-only=icon_only.then_some("")
                data-active=move || active.get().then_some("")
                aria-haspopup="menu"
                aria-expanded=popover.expanded()
                aria-label=label
                node_ref=popover.trigger
            >
                {face.run()}
            </button>
            {popover.view(
                id,
                "popover menu",
                align,
                move || {
                    provide_context(content.clone());
                    view! { <LazyPart part=Part::Menu place="popover__wait"/> }
                },
            )}
        </span>
    }
}
