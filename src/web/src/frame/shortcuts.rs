//! Keys that work everywhere, and the list of them.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, MouseEvent};

use super::nav::use_region;
use super::{FrameState, use_frame};
use crate::app::use_go;
use crate::bindings::{document, focus, focus_selector, now};
use crate::i18n::{Key, k, t};
use crate::paths;
use crate::ui::dialog::Dialog;
use crate::ui::view::view;

/// After `g`, the second key counts for this long, in ms.
const SECOND_KEY: f64 = 1500.0;

/// Regions of the frame, in the order of F6.
const REGIONS: [&str; 4] = [".top-bar", ".side-nav", "#content", ".call-bar"];

/// Moves the keyboard into the page.
pub fn skip_to_content(event: MouseEvent) {
    event.prevent_default();
    if !focus_selector("#content h1") {
        focus_selector("#content");
    }
}

fn is_typing(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| {
        target
            .matches("input:not([type=checkbox]), textarea, select, [role=listbox], [contenteditable]")
            .unwrap_or(false)
    })
}

/// Moves the keyboard to the first thing in a region that takes it: what is hidden does not.
fn focus_first(region: &Element) -> bool {
    let Ok(found) = region.query_selector_all("h1, a[href], button, input") else { return false };
    (0..found.length()).filter_map(|at| found.item(at)?.dyn_into::<Element>().ok()).any(|element| {
        focus(&element);
        element.is_same_node(document().active_element().as_deref())
    })
}

fn next_region(back: bool) {
    let document = document();
    let active = document.active_element();
    let inside = |selector: &str| {
        active.as_ref().is_some_and(|active| active.closest(selector).ok().flatten().is_some())
    };
    let at = REGIONS.iter().position(|selector| inside(selector));
    let count = REGIONS.len();
    for step in 1..=count {
        let next = match (at, back) {
            (Some(at), false) => (at + step) % count,
            (Some(at), true) => (at + count * 2 - step) % count,
            (None, _) => step - 1,
        };
        let Some(selector) = REGIONS.get(next) else { continue };
        let Ok(Some(region)) = document.query_selector(selector) else { continue };
        if focus_first(&region) {
            return;
        }
    }
}

/// Listens for the keys.
pub fn listen(frame: FrameState) {
    let go = use_go();
    let region = use_region();
    let go_pressed = StoredValue::new(0.0);
    let handle = window_event_listener(ev::keydown, move |event| {
        if event.default_prevented() || event.ctrl_key() || event.meta_key() {
            return;
        }
        let modal = document().query_selector("dialog[open]").ok().flatten().is_some();
        match event.key().as_str() {
            "F6" if !modal => next_region(event.shift_key()),
            "." if event.alt_key() => {
                // In a panel the same key shows the call that the form will make.
                if !focus_selector_click("dialog[open] .fold-button") && !modal {
                    frame.calls.set(true);
                }
            }
            _ if event.alt_key() || is_typing(&event) || modal => return,
            "/" if focus_selector("#content input[type=search]") => {}
            "?" => frame.help.set(true),
            "g" => {
                go_pressed.set_value(now());
                return;
            }
            key @ ("i" | "k" | "s") if now() - go_pressed.get_value() < SECOND_KEY => {
                let kind = match key {
                    "i" => paths::INSTANCES,
                    "k" => paths::KEYS,
                    _ => paths::SECRETS,
                };
                go.to(&paths::list(&region.get_untracked(), kind));
            }
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || handle.remove());
}

fn focus_selector_click(selector: &str) -> bool {
    let Ok(Some(element)) = document().query_selector(selector) else { return false };
    let Ok(button) = element.dyn_into::<web_sys::HtmlElement>() else { return false };
    button.click();
    true
}

/// The list of keys.
#[component]
pub fn Help() -> impl IntoView {
    let frame = use_frame();
    let keys: [(&str, Key); 14] = [
        ("/", k::shortcuts::SEARCH),
        ("?", k::shortcuts::HELP),
        ("g i", k::shortcuts::GO_INSTANCES),
        ("g k", k::shortcuts::GO_KEYS),
        ("g s", k::shortcuts::GO_SECRETS),
        ("F6", k::shortcuts::NEXT_REGION),
        ("Alt .", k::shortcuts::SHOW_REQUEST),
        ("Esc", k::shortcuts::CLOSE),
        ("Space", k::shortcuts::TICK),
        ("Ctrl A", k::shortcuts::TICK_ALL),
        ("Enter", k::shortcuts::ADD),
        ("Delete", k::shortcuts::REMOVE),
        ("F2", k::shortcuts::CHANGE_VSWITCH),
        ("Alt → ←", k::shortcuts::MOVE),
    ];
    move || {
        frame.help.get().then(|| {
            view! {
                <Dialog
                    title=Signal::derive(t(k::frame::HELP))
                    id="help-title"
                    on_close=move |()| frame.help.set(false)
                    close_label=Signal::derive(t(k::common::CLOSE))
                >
                    <div class="dialog__body" data-lined="" tabindex="0" role="region" aria-labelledby="help-title">
                        <dl class="facts">
                            {keys
                                .into_iter()
                                .map(|(key, label)| {
                                    view! {
                                        <div class="facts__item">
                                            <dt class="facts__term">
                                                <kbd>{key}</kbd>
                                            </dt>
                                            <dd class="facts__value">{t(label)}</dd>
                                        </div>
                                    }
                                })
                                .collect_view()}
                        </dl>
                    </div>
                </Dialog>
            }
        })
    }
}
