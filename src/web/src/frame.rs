//! The frame around every page: environment band, top bar, menu, page, call bar, messages.

pub mod band;
pub mod call_bar;
pub mod messages;
pub mod nav;
pub mod region_picker;
pub mod shortcuts;
pub mod top_bar;

use leptos::prelude::*;

use crate::app::use_go;
use crate::i18n::{k, t};
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
}

/// The frame.
#[component]
pub fn Frame(
    /// The page.
    children: Children,
) -> impl IntoView {
    let state =
        FrameState { drawer: RwSignal::new(false), calls: RwSignal::new(false), help: RwSignal::new(false) };
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
        <call_bar::CallDrawer/>
        <shortcuts::Help/>
        <messages::Messages/>
    }
}

/// The state of the frame.
pub fn use_frame() -> FrameState {
    expect_context()
}
