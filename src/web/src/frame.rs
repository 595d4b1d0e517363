//! The frame around every page: environment band, top bar, menu, page, call bar, messages.

pub mod account;
pub mod band;
pub mod call_bar;
pub mod messages;
pub mod nav;
pub mod region_panel;
pub mod region_picker;
pub mod shortcuts;
pub mod top_bar;

use leptos::prelude::*;

use crate::app::use_go;
use crate::bindings::{after_render, focus_selector};
use crate::chunks::{LazyOverlay, Part};
use crate::i18n::{k, t};
use crate::paths;
use crate::state::use_app;
use crate::ui::view::view;

/// What the frame knows of the page in it.
#[derive(Clone, Copy, Debug)]
pub struct FrameState {
    /// Whether the menu is open as a drawer, in a narrow window.
    pub drawer: RwSignal<bool>,
    /// Whether the list of calls is open.
    pub calls: RwSignal<bool>,
    /// Whether the list of shortcuts is open.
    pub help: RwSignal<bool>,
    /// Whether the keyboard is to go to the heading of a page that is still being loaded.
    pub heading_wanted: StoredValue<bool>,
}

/// The frame.
#[component]
pub fn Frame(
    /// The page.
    children: Children,
) -> impl IntoView {
    let state = FrameState {
        drawer: RwSignal::new(false),
        calls: RwSignal::new(false),
        help: RwSignal::new(false),
        heading_wanted: StoredValue::new(false),
    };
    provide_context(state);
    shortcuts::listen(state);
    let (app, go) = (use_app(), use_go());
    // Goes back to unsaved changes that Back walked away from; a navigation, no value.
    Effect::new(move |_| {
        if let Some(path) = app.resume.get() {
            app.resume.set(None);
            go.to(&path);
        }
    });
    focus_new_page(state);
    view! {
        <div class="frame" data-drawer=move || state.drawer.get().then_some("open")>
            <a class="skip-link" href="#content" rel="external" on:click=shortcuts::skip_to_content>
                {t(k::frame::SKIP)}
            </a>
            <band::EnvironmentBand/>
            <top_bar::TopBar/>
            <nav::SideNav/>
            <main class="page" id="content" tabindex="-1">
                <band::OfflineBand/>
                {children()}
            </main>
            <call_bar::CallBar/>
        </div>
        <LazyOverlay part=Part::CallDrawer open=state.calls/>
        <LazyOverlay part=Part::Help open=state.help/>
        <messages::Messages/>
    }
}

/// Puts the keyboard on the heading of a page that was just opened; tabs and layers of a page keep it where it is.
fn focus_new_page(frame: FrameState) {
    let location = leptos_router::hooks::use_location();
    // Focus is no value, so it is an effect.
    Effect::new(move |last: Option<String>| {
        let page = page_of(&location.pathname.get());
        if last.is_some_and(|last| last != page) {
            after_render(move || frame.heading_wanted.set_value(!focus_selector("#content h1")));
        }
        page
    });
}

/// The part of an address that names the page: everything up to the id; the editor of a policy is a page of its own.
fn page_of(path: &str) -> String {
    let parts: Vec<&str> = path.split('/').collect();
    let tabs = !path.ends_with(paths::EDIT_POLICY);
    let end = parts.iter().position(|part| tabs && *part == "r").map_or(parts.len(), |at| at + 4);
    parts.into_iter().take(end).collect::<Vec<_>>().join("/")
}

/// The state of the frame.
pub fn use_frame() -> FrameState {
    expect_context()
}
