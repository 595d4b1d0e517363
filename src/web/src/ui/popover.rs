//! A panel that hangs on a button: the browser's own popover, which closes on Escape and on a press elsewhere.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::view::view;
use crate::bindings::focus;

/// A popover and its button. What stands in the panel finds it in the context.
#[derive(Clone, Copy, Debug)]
pub struct Popover {
    /// The panel.
    pub panel: NodeRef<html::Div>,
    /// The button; it names the panel in `popovertarget`.
    pub trigger: NodeRef<html::Button>,
    /// Whether the panel is open.
    pub open: RwSignal<bool>,
}

impl Popover {
    /// A closed one.
    pub fn new() -> Self {
        Self { panel: NodeRef::new(), trigger: NodeRef::new(), open: RwSignal::new(false) }
    }

    /// `aria-expanded` of the button.
    pub fn expanded(self) -> impl Fn() -> String + Send + Sync + 'static {
        move || self.open.get().to_string()
    }

    /// Closes the panel and puts the keyboard back on the button.
    pub fn close(self) {
        if let Some(panel) = self.panel.get_untracked() {
            drop(panel.hide_popover());
        }
        if let Some(trigger) = self.trigger.get_untracked() {
            focus(&trigger);
        }
    }

    /// The panel. Its content is made anew each time it opens.
    pub fn view(
        self,
        id: String,
        class: &'static str,
        align: &'static str,
        content: impl Fn() -> AnyView + Send + 'static,
    ) -> AnyView {
        // Before it opens, so that it opens with its content; a panel that closes keeps it until it is gone.
        let follow = move |event: web_sys::Event, wanted: &str| {
            if event.unchecked_ref::<web_sys::ToggleEvent>().new_state() == wanted {
                self.open.set(wanted == "open");
            }
        };
        view! {
            <div
                class=class
                id=id
                popover="auto"
                data-align=(!align.is_empty()).then_some(align)
                node_ref=self.panel
                on:beforetoggle=move |event: web_sys::Event| follow(event, "open")
                on:toggle=move |event: web_sys::Event| follow(event, "closed")
            >
                {move || {
                    self.open
                        .get()
                        .then(|| {
                            provide_context(self);
                            content()
                        })
                }}
            </div>
        }
    }
}
