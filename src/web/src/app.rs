//! Start, routes, and the frame around every page.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::Router;
use leptos_router::hooks::use_navigate;

use crate::api::client::session;
use crate::api::read;
use crate::bindings::{meta, set_title};
use crate::chunks::load_when_idle;
use crate::components::error_view::ErrorView;
use crate::frame::Frame;
use crate::i18n::{k, text};
use crate::routes::Pages;
use crate::state::settings::Settings;
use crate::state::{App, use_app};
use crate::ui::view::view;

/// Where the console is served, as the server wrote it into the page.
fn base_path() -> &'static str {
    let base = meta("kms-base").unwrap_or_default();
    let base = if base.starts_with('/') { base } else { "/".to_owned() };
    let base = if base.ends_with('/') { base } else { format!("{base}/") };
    Box::leak(base.into_boxed_str())
}

/// The whole app.
#[component]
pub fn Root() -> impl IntoView {
    // Without texts there is nothing to show; `boot.js` puts its own words into the page when the start fails.
    if let Err(error) = Settings::load_first_locale() {
        leptos::logging::error!("{error}");
    }
    let app = App::new(base_path());
    provide_context(app);
    read_session(app);
    load_when_idle();
    let base = app.base.trim_end_matches('/');
    view! {
        <Router base=base>
            <Frame>
                {move || {
                    let failed = app.session.with(|session| {
                        session.error.clone().filter(|_| session.value.is_none() && !session.is_busy())
                    });
                    failed
                        .map(|error| {
                            view! {
                                <div class="page__body">
                                    <ErrorView
                                        what=k::frame::SESSION_FAILED
                                        error=error
                                        on_retry=move |()| read_session(app)
                                    />
                                </div>
                            }
                        })
                }}
                <Pages/>
            </Frame>
        </Router>
    }
}

fn read_session(app: App) {
    read::start(app.session, move || session(app.base));
}

/// What the router gives to open an address.
pub type Navigate = Box<dyn Fn(&str, NavigateOptions) + Send + Sync>;

/// Opens pages from event handlers.
#[derive(Clone, Copy)]
pub struct Go {
    navigate: StoredValue<Navigate>,
}

impl Go {
    /// Opens a path of `paths`.
    pub fn to(self, path: &str) {
        self.open(path, false);
    }

    /// Opens a path in place of the current one, so that Back does not come here again.
    pub fn replace(self, path: &str) {
        self.open(path, true);
    }

    fn open(self, path: &str, replace: bool) {
        self.navigate.with_value(|navigate| {
            navigate(path, NavigateOptions { replace, scroll: false, ..Default::default() })
        });
    }
}

/// Opens pages from event handlers; must be called inside a component.
pub fn use_go() -> Go {
    Go { navigate: StoredValue::new(Box::new(use_navigate())) }
}

/// Names the window after the page, as long as the page is open.
pub fn use_title(title: impl Fn() -> String + Send + Sync + 'static) {
    // The title is outside the view, so it is written by an effect.
    Effect::new(move |_| set_title(&format!("{} · {}", title(), text(k::frame::PRODUCT))));
}

/// The address of a path for a link.
pub fn href(path: &str) -> String {
    format!("{}{}", use_app().base.trim_end_matches('/'), path)
}
