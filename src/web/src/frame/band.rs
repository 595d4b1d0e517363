//! The band over the page: where changes go, and who makes them.

use kms_api::session::Environment;
use leptos::prelude::*;

use crate::components::time::relative;
use crate::i18n::{k, t, text, text_with};
use crate::number::short_account;
use crate::state::use_app;
use crate::ui::icon;
use crate::ui::view::view;

/// SIMULATOR or PROD, in words, colour and shape.
#[component]
pub fn EnvironmentBand() -> impl IntoView {
    let app = use_app();
    let session = Memo::new(move |_| app.session.with(|session| session.value.clone()));
    let simulator = move || {
        session.with(|session| {
            session.as_ref().is_none_or(|session| session.environment == Environment::Simulator)
        })
    };
    let account = move || {
        session.with(|session| session.as_ref().map(|session| short_account(session.account_id.as_str())))
    };
    let what = move || {
        if simulator() {
            text(k::frame::BAND_SIMULATOR)
        } else {
            text_with(k::frame::BAND_PROD, &[("account", &account().unwrap_or_default())])
        }
    };
    let what_short = move || {
        if simulator() {
            text(k::frame::BAND_SIMULATOR_SHORT)
        } else {
            text_with(k::frame::BAND_PROD_SHORT, &[("account", &account().unwrap_or_default())])
        }
    };
    let who = move || {
        session.with(|session| {
            session.as_ref().map(|session| text_with(k::frame::SIGNED_IN, &[("name", &session.name)]))
        })
    };
    view! {
        <div
            class="env-band"
            role="region"
            aria-label=t(k::frame::BAND)
            data-environment=move || if simulator() { "simulator" } else { "prod" }
        >
            {move || {
                session
                    .get()
                    .map(|_| {
                        let (chip, picture) = if simulator() {
                            (k::frame::CHIP_SIMULATOR, "flask")
                        } else {
                            (k::frame::CHIP_PROD, "bolt")
                        };
                        view! {
                            <span class="env-band__what">
                                <span class="env-band__chip">{icon(picture)} {text(chip)}</span>
                                <span class="env-band__text" data-long="">{what()}</span>
                                <span class="env-band__text" data-short="">{what_short()}</span>
                            </span>
                        }
                    })
            }}
            <span class="env-band__who">
                <span class="env-band__text" data-long="">{who}</span>
                <span class="env-band__text" data-short="">
                    {move || session.with(|session| session.as_ref().map(|session| session.name.clone()))}
                </span>
            </span>
        </div>
    }
}

/// Shown while the console's server does not answer.
#[component]
pub fn OfflineBand() -> impl IntoView {
    let app = use_app();
    move || {
        app.offline_since.get().map(|since| {
            view! {
                <div class="offline-band" role="status">
                    {icon("plug-off")}
                    <p>
                        <b>{text(k::frame::OFFLINE)}</b>
                        " "
                        {move || {
                            text_with(k::frame::OFFLINE_SINCE, &[("span", &relative(since, app.now.get()))])
                        }}
                    </p>
                </div>
            }
        })
    }
}
