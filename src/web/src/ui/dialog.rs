//! Modal layers on the native `<dialog>`: the browser gives the top layer, the inert page and the focus trap.

use leptos::html;
use leptos::prelude::*;

use crate::bindings::{after_render, focus, focus_selector, focused};
use crate::ui::view::view;

/// Shows the dialog as long as it is in the page, and gives the keyboard back when it goes.
///
/// `first` finds the element that gets the keyboard; the browser's own choice when it is empty.
/// `back` finds the place for the keyboard when the element that had it is gone.
pub fn use_modal(
    dialog: NodeRef<html::Dialog>,
    first: &'static str,
    back: impl Fn() + Send + Sync + 'static,
) {
    let opener = StoredValue::new_local(focused());
    dialog.on_load(move |dialog| {
        if !dialog.open() {
            drop(dialog.show_modal());
        }
        after_render(move || {
            if !first.is_empty() {
                focus_selector(first);
            }
        });
    });
    on_cleanup(move || {
        let opener = opener.try_get_value().flatten();
        after_render(move || match opener.filter(|opener| opener.is_connected()) {
            Some(opener) => focus(&opener),
            None => back(),
        });
    });
}

/// A small question or form in the middle of the window.
#[component]
pub fn Dialog(
    /// Title; also the accessible name.
    #[prop(into)]
    title: Signal<String>,
    /// Id of the title element, unique in the page.
    id: &'static str,
    /// Selector of the element that gets the keyboard first.
    #[prop(optional)]
    first: &'static str,
    /// `picker` for the wide form.
    #[prop(optional)]
    size: &'static str,
    /// `second` when it stands on a panel.
    #[prop(optional)]
    layer: &'static str,
    /// Escape and the close button.
    #[prop(into)]
    on_close: Callback<()>,
    /// Accessible name of the close button.
    #[prop(into)]
    close_label: Signal<String>,
    /// Everything below the head.
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::new();
    use_modal(dialog, first, || {});
    view! {
        <dialog
            class="dialog"
            data-size=size
            data-layer=layer
            aria-labelledby=id
            node_ref=dialog
            on:cancel=move |event: web_sys::Event| {
                event.prevent_default();
                event.stop_propagation();
                on_close.run(());
            }
        >
            <div class="dialog__head">
                <div>
                    <h2 class="dialog__title" id=id>{title}</h2>
                </div>
                <button
                    class="button"
                    type="button"
                    data-variant="ghost"
                    data-icon-only=""
                    aria-label=close_label
                    on:click=move |_| on_close.run(())
                >
                    {super::icon("close")}
                </button>
            </div>
            {children()}
        </dialog>
    }
}
