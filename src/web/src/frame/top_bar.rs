//! Brand, region, account, help and personal settings.

use std::sync::Arc;

use leptos::prelude::*;

use super::account::AccountButton;
use super::region_picker::RegionPicker;
use super::use_frame;
use crate::app::href;
use crate::i18n::{Key, Lang, k, lang, t, text, text_with};
use crate::state::settings::Theme;
use crate::state::use_app;
use crate::ui::icon;
use crate::ui::icon::mark;
use crate::ui::menu::{Entry, Menu};
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
    let entries =
        move || {
            let mut entries = vec![Entry::Title(k::frame::THEME)];
            entries.extend(Theme::ALL.map(|theme| {
                let on = settings.theme.get() == theme;
                Entry::one_of(text(theme_name(theme)), on, move || settings.set_theme(theme))
            }));
            entries.extend([Entry::Line, Entry::Title(k::frame::LANGUAGE)]);
            entries.extend(Lang::ALL.map(|one| {
                Entry::one_of(text(lang_name(one)), lang() == one, move || settings.set_lang(one))
            }));
            let comfortable = settings.comfortable.get();
            let set = move || settings.set_comfortable(!comfortable);
            entries.extend([Entry::Line, Entry::on_off(text(k::frame::COMFORTABLE), comfortable, set)]);
            entries
        };
    view! {
        <Menu
            id="personal-menu"
            class="avatar"
            label=label
            face=move || view! { <span>{move || initials(&name.get())}</span> }
            entries=Arc::new(entries)
        />
    }
}
