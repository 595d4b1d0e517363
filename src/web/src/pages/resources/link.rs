//! The way to a key or a secret.

use leptos::prelude::*;

use crate::app::{href, use_go};
use crate::pages::policy::PolicyResource;
use crate::paths;
use crate::ui::view::view;

/// A link to a tab of a key or a secret.
///
/// The router would write the address without some of its escapes into the address bar, which a name with `%` does not
/// survive, so the click is its own.
#[component]
pub fn ResourceLink(
    /// Where it leads.
    of: PolicyResource,
    /// The tab.
    tab: &'static str,
    /// Class of the link.
    class: &'static str,
    /// Accessible name, where the words alone do not say it.
    #[prop(into, optional)]
    label: Signal<Option<String>>,
    /// The words.
    children: Children,
) -> impl IntoView {
    let go = use_go();
    let path = StoredValue::new(paths::resource(&of, tab));
    let open = move |event: web_sys::MouseEvent| {
        let is_plain = event.button() == 0
            && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
        if is_plain {
            event.prevent_default();
            go.to(&path.get_value());
        }
    };
    view! {
        <a class=class href=href(&path.get_value()) rel="external" aria-label=move || label.get() on:click=open>
            {children()}
        </a>
    }
}
