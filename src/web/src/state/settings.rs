//! Settings of this browser: language, theme, density, and two habits of the panel.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::http;
use crate::bindings::{document, link, locale_text, store, stored};
use crate::i18n::{self, Lang};

/// Light, dark, or as the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// All, in the order of the menu.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    fn stored_as(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }
}

/// Names in local storage; `boot.js` reads the first two.
mod names {
    pub(super) const THEME: &str = "kmsc.theme";
    pub(super) const LANG: &str = "kmsc.lang";
    pub(super) const COMFORTABLE: &str = "kmsc.comfortable";
    pub(super) const AUTOMATIC: &str = "kmsc.automatic-vswitch";
    pub(super) const REGION: &str = "kmsc.region";
}

/// The settings, each a signal that takes effect at once.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Light, dark or system.
    pub theme: RwSignal<Theme>,
    /// Taller rows.
    pub comfortable: RwSignal<bool>,
    /// Propose a vSwitch for each VPC that is moved, and do not ask.
    pub automatic: RwSignal<bool>,
    /// Whether a locale file could not be loaded.
    pub locale_failed: RwSignal<bool>,
}

impl Settings {
    /// As kept in this browser.
    pub fn from_browser() -> Self {
        let theme = match stored(names::THEME).as_deref() {
            Some("light") => Theme::Light,
            Some("dark") => Theme::Dark,
            _ => Theme::System,
        };
        let flag = |name| stored(name).is_some_and(|value| value == "true");
        let settings = Self {
            theme: RwSignal::new(theme),
            comfortable: RwSignal::new(flag(names::COMFORTABLE)),
            automatic: RwSignal::new(flag(names::AUTOMATIC)),
            locale_failed: RwSignal::new(false),
        };
        settings.mark_page();
        settings
    }

    /// Takes over the locale file that came with the page.
    ///
    /// # Errors
    /// When there is none or it does not fit.
    pub fn load_first_locale() -> Result<(), String> {
        let lang =
            document().document_element().and_then(|html| html.get_attribute("lang")).unwrap_or_default();
        let file = locale_text().ok_or("no locale file was loaded")?;
        i18n::load(Lang::from_code(&lang), &file)
    }

    /// Changes the theme.
    pub fn set_theme(self, theme: Theme) {
        self.theme.set(theme);
        store(names::THEME, theme.stored_as());
        self.mark_page();
    }

    /// Changes the density.
    pub fn set_comfortable(self, comfortable: bool) {
        self.comfortable.set(comfortable);
        store(names::COMFORTABLE, comfortable.then_some("true"));
        self.mark_page();
    }

    /// Changes whether vSwitches are proposed without a dialog.
    pub fn set_automatic(self, automatic: bool) {
        self.automatic.set(automatic);
        store(names::AUTOMATIC, automatic.then_some("true"));
    }

    /// Changes the language: loads its file, then swaps every text at once.
    pub fn set_lang(self, lang: Lang) {
        spawn_local(async move {
            let Some(address) = link(&format!("locale-{}", lang.code())) else { return };
            let answer = http::get(&address).await;
            let loaded = answer.is_ok_and(|(status, file)| status == 200 && i18n::load(lang, &file).is_ok());
            self.locale_failed.set(!loaded);
            if loaded {
                store(names::LANG, Some(lang.code()));
                if let Some(html) = document().document_element() {
                    drop(html.set_attribute("lang", lang.tag()));
                }
            }
        });
    }

    /// The region of the last visit.
    pub fn last_region() -> Option<String> {
        stored(names::REGION)
    }

    /// Keeps the region for the next visit.
    pub fn keep_region(region: &str) {
        store(names::REGION, Some(region));
    }

    /// Style sheets read theme and density from the root element.
    fn mark_page(self) {
        let Some(html) = document().document_element() else { return };
        let mark = |name: &str, value: Option<&str>| {
            drop(value.map_or_else(|| html.remove_attribute(name), |value| html.set_attribute(name, value)));
        };
        mark("data-theme", self.theme.get_untracked().stored_as());
        mark("data-density", self.comfortable.get_untracked().then_some("comfortable"));
    }
}
