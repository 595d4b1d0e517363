//! The account that calls go to, and who calls.

use leptos::prelude::*;

use crate::chunks::{LazyPart, Part};
use crate::components::copy::CopyButton;
use crate::i18n::{k, t, text_with};
use crate::number::short_account;
use crate::state::use_app;
use crate::ui::icon;
use crate::ui::popover::Popover;
use crate::ui::view::view;

/// Opens the facts of the account.
#[component]
pub fn AccountButton() -> impl IntoView {
    let app = use_app();
    let session = Memo::new(move |_| app.session.with(|session| session.value.clone()));
    move || {
        session.get().map(|session| {
            let popover = Popover::new();
            let short = short_account(session.account_id.as_str());
            let profile = session.profile.clone();
            let named = StoredValue::new(profile.clone());
            view! {
                <div class="popover-holder combobox" data-collapse="">
                    <button
                        class="combobox__trigger"
                        type="button"
                        popovertarget="account-facts"
                        aria-label=move || text_with(k::frame::PROFILE, &[("name", &named.get_value())])
                        aria-expanded=popover.expanded()
                        node_ref=popover.trigger
                    >
                        {icon("users")}
                        <span class="combobox__value">{profile}</span>
                        <span class="combobox__id">{short}</span>
                        {icon("chevrons-up-down")}
                    </button>
                    {popover.view(
                        "account-facts".to_owned(),
                        "popover combobox__panel",
                        "start",
                        || view! { <LazyPart part=Part::AccountFacts place="popover__wait"/> },
                    )}
                </div>
            }
        })
    }
}

/// The facts.
#[component]
pub fn AccountFacts() -> impl IntoView {
    let app = use_app();
    move || {
        let session = app.session.with(|session| session.value.clone())?;
        let fact = |label, value: String| {
            view! {
                <div class="facts__item">
                    <dt class="facts__term">{t(label)}</dt>
                    <dd class="facts__value">
                        <span class="mono">{value.clone()}</span>
                        <CopyButton value=value/>
                    </dd>
                </div>
            }
        };
        Some(view! {
            <dl class="facts">
                {fact(k::frame::ACCOUNT, session.account_id.to_string())}
                {fact(k::frame::CALLER, session.arn.clone())}
            </dl>
        })
    }
}
