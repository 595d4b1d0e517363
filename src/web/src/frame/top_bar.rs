//! Brand, region, account, help and personal settings.

use kms_api::session::Session;
use leptos::prelude::*;

use super::region_picker::RegionPicker;
use super::use_frame;
use crate::app::href;
use crate::components::copy::CopyButton;
use crate::i18n::{Key, Lang, k, lang, t, text_with};
use crate::number::short_account;
use crate::state::settings::Theme;
use crate::state::use_app;
use crate::ui::icon;
use crate::ui::icon::mark;
use crate::ui::menu::{Menu, MenuCheck, MenuRadio};
use crate::ui::view::view;

/// The bar under the band.
#[component]
pub fn TopBar() -> impl IntoView {
    let frame = use_frame();
    view! {
        <header class="top-bar">
            <span class="top-bar__menu">
                <button
                    class="button"
                    type="button"
                    data-variant="ghost"
                    data-icon-only=""
                    aria-label=t(k::frame::OPEN_MENU)
                    aria-expanded=move || frame.drawer.get().to_string()
                    on:click=move |_| frame.drawer.update(|open| *open = !*open)
                >
                    {icon("menu")}
                </button>
            </span>
            <a class="top-bar__brand" href=href("/")>
                {mark()}
                <span class="top-bar__name">{t(k::frame::PRODUCT)}</span>
            </a>
            <div class="top-bar__pickers">
                <RegionPicker/>
                <span class="top-bar__divider"></span>
                <AccountButton/>
            </div>
            <div class="top-bar__tools">
                <button
                    class="button"
                    type="button"
                    data-variant="ghost"
                    data-icon-only=""
                    aria-label=t(k::frame::HELP)
                    aria-keyshortcuts="?"
                    title=t(k::frame::HELP)
                    on:click=move |_| frame.help.set(true)
                >
                    {icon("help")}
                </button>
                <PersonalMenu/>
            </div>
        </header>
    }
}

/// The account that calls go to; opens its facts.
#[component]
fn AccountButton() -> impl IntoView {
    let app = use_app();
    let session = Memo::new(move |_| app.session.with(|session| session.value.clone()));
    move || {
        session.get().map(|session| {
            let Session { account_id, arn, profile, .. } = (*session).clone();
            let account = account_id.to_string();
            let (named, short) = (StoredValue::new(profile.clone()), short_account(&account));
            view! {
                <div class="combobox" data-collapse="">
                    <button
                        class="combobox__trigger"
                        type="button"
                        popovertarget="account-facts"
                        aria-label=move || text_with(k::frame::PROFILE, &[("name", &named.get_value())])
                    >
                        {icon("users")}
                        <span class="combobox__value">{profile}</span>
                        <span class="combobox__id">{short}</span>
                        {icon("chevrons-up-down")}
                    </button>
                    <div class="combobox__panel" id="account-facts" popover="auto">
                        <dl class="facts">
                            <div class="facts__item">
                                <dt class="facts__term">{t(k::frame::ACCOUNT)}</dt>
                                <dd class="facts__value">
                                    <span class="mono">{account.clone()}</span>
                                    <CopyButton value=account/>
                                </dd>
                            </div>
                            <div class="facts__item">
                                <dt class="facts__term">{t(k::frame::CALLER)}</dt>
                                <dd class="facts__value">
                                    <span class="mono">{arn.clone()}</span>
                                    <CopyButton value=arn/>
                                </dd>
                            </div>
                        </dl>
                    </div>
                </div>
            }
        })
    }
}

fn initials(name: &str) -> String {
    name.split(['.', ' ', '-', '_'])
        .filter_map(|part| part.chars().next())
        .take(2)
        .collect::<String>()
        .to_ascii_uppercase()
}

/// Theme, density and language.
#[component]
fn PersonalMenu() -> impl IntoView {
    let app = use_app();
    let settings = app.settings;
    let name = Memo::new(move |_| {
        app.session
            .with(|session| session.value.as_ref().map(|session| session.name.clone()))
            .unwrap_or_default()
    });
    let label = Signal::derive(move || text_with(k::frame::PERSONAL, &[("name", &name.get())]));
    let theme_name = |theme: Theme| -> Key {
        match theme {
            Theme::System => k::frame::THEME_SYSTEM,
            Theme::Light => k::frame::THEME_LIGHT,
            Theme::Dark => k::frame::THEME_DARK,
        }
    };
    let lang_name = |lang: Lang| -> Key {
        match lang {
            Lang::En => k::frame::LANG_EN,
            Lang::Zh => k::frame::LANG_ZH,
            Lang::Id => k::frame::LANG_ID,
        }
    };
    view! {
        <Menu
            id="personal-menu"
            class="avatar"
            label=label
            face=move || view! { <span>{move || initials(&name.get())}</span> }
        >
            <p class="menu__title" role="presentation">{t(k::frame::THEME)}</p>
            {Theme::ALL
                .into_iter()
                .map(|theme| {
                    view! {
                        <MenuRadio
                            label=Signal::derive(t(theme_name(theme)))
                            checked=Signal::derive(move || settings.theme.get() == theme)
                            on_choose=move |()| settings.set_theme(theme)
                        />
                    }
                })
                .collect_view()}
            <hr class="menu__line"/>
            <p class="menu__title" role="presentation">{t(k::frame::LANGUAGE)}</p>
            {Lang::ALL
                .into_iter()
                .map(|one| {
                    view! {
                        <MenuRadio
                            label=Signal::derive(t(lang_name(one)))
                            checked=Signal::derive(move || lang() == one)
                            on_choose=move |()| settings.set_lang(one)
                        />
                    }
                })
                .collect_view()}
            <hr class="menu__line"/>
            <MenuCheck
                label=Signal::derive(t(k::frame::COMFORTABLE))
                checked=settings.comfortable
                on_choose=move |()| settings.set_comfortable(!settings.comfortable.get_untracked())
            />
        </Menu>
    }
}
