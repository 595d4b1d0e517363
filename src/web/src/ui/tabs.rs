//! Tabs of the ARIA pattern: one of them in the tab order, arrows move.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use crate::bindings::focus;
use crate::ui::view::view;

/// One tab.
#[derive(Clone)]
pub struct Tab {
    /// Stable name; also part of the ids of tab and panel.
    pub name: &'static str,
    /// The words.
    pub label: Signal<String>,
    /// What stands behind the words.
    pub count: Signal<Option<String>>,
    /// Why the tab cannot be opened.
    pub off: Signal<Option<String>>,
}

/// A row of tabs.
#[component]
pub fn Tabs(
    /// Accessible name of the row.
    #[prop(into)]
    label: Signal<String>,
    /// The tabs, in order.
    tabs: Vec<Tab>,
    /// The open one.
    #[prop(into)]
    current: Signal<String>,
    /// Whether arrows open the tab they reach, because its data is there.
    #[prop(optional)]
    automatic: bool,
    /// Opens a tab.
    #[prop(into)]
    on_open: Callback<&'static str>,
) -> impl IntoView {
    let row = NodeRef::<html::Div>::new();
    let move_to = move |event: KeyboardEvent| {
        let Some(row) = row.get_untracked() else { return };
        let Ok(list) = row.query_selector_all("[role=tab]") else { return };
        let tabs: Vec<HtmlElement> =
            (0..list.length()).filter_map(|index| list.item(index)?.dyn_into().ok()).collect();
        let count = tabs.len();
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        let at = tabs.iter().position(|tab| tab.is_same_node(target.as_ref())).unwrap_or(0);
        let next = match event.key().as_str() {
            "ArrowRight" => (at + 1) % count.max(1),
            "ArrowLeft" => (at + count.saturating_sub(1)) % count.max(1),
            "Home" => 0,
            "End" => count.saturating_sub(1),
            _ => return,
        };
        event.prevent_default();
        if let Some(tab) = tabs.get(next) {
            focus(tab);
            if automatic {
                tab.click();
            }
        }
    };
    view! {
        <div class="tabs" role="tablist" aria-label=label node_ref=row on:keydown=move_to>
            {tabs
                .into_iter()
                .map(|tab| {
                    let Tab { name, label, count, off } = tab;
                    let selected = Memo::new(move |_| current.with(|current| current == name));
                    view! {
                        <button
                            class="tabs__tab"
                            type="button"
                            role="tab"
                            id=format!("tab-{name}")
                            aria-controls=move || selected.get().then(|| format!("panel-{name}"))
                            aria-selected=move || selected.get().to_string()
                            aria-disabled=move || off.get().map(|_| "true")
                            title=move || off.get()
                            tabindex=move || if selected.get() { "0" } else { "-1" }
                            on:click=move |_| if off.get_untracked().is_none() { on_open.run(name) }
                        >
                            <span>{label}</span>
                            {move || count.get().map(|count| view! { <span class="tabs__count">{count}</span> })}
                        </button>
                    }
                })
                .collect_view()}
        </div>
    }
}
