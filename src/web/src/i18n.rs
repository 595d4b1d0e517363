//! Texts of the console in the reader's language.
//!
//! `boot.js` loads one locale file beside the wasm; [`load`] takes it over. A text is known by a [`Key`] constant of
//! [`k`]. Reading a text inside a closure follows a change of language.

use std::cell::RefCell;

use leptos::prelude::*;

mod format;
pub mod k {
    //! One constant per message, made by the build script from `locales/en`.
    use super::Key;
    include!(concat!(env!("OUT_DIR"), "/keys.rs"));
    /// The key of a name that comes from the cloud, in one of the looked-up namespaces.
    pub fn find(name: &str) -> Option<Key> {
        LOOKED_UP.iter().find(|(known, _)| *known == name).map(|(_, key)| *key)
    }
    pub(super) fn count() -> usize {
        COUNT
    }
}

/// A message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key(u16);

/// The languages of the console.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// 简体中文.
    Zh,
    /// Bahasa Indonesia.
    Id,
}

impl Lang {
    /// All, in the order of the menu.
    pub const ALL: [Self; 3] = [Self::En, Self::Zh, Self::Id];

    /// File stem of the locale file.
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh",
            Self::Id => "id",
        }
    }

    /// BCP 47 tag for `lang` and `Intl`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh-CN",
            Self::Id => "id",
        }
    }

    /// The language with this code; English when unknown.
    pub fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|lang| code.starts_with(lang.code())).unwrap_or_default()
    }
}

struct Locale {
    lang: Lang,
    messages: Vec<String>,
}

thread_local! {
    static LOCALE: RefCell<Option<ArcRwSignal<Locale>>> = const { RefCell::new(None) };
}

fn locale() -> ArcRwSignal<Locale> {
    LOCALE.with_borrow_mut(|slot| {
        slot.get_or_insert_with(|| ArcRwSignal::new(Locale { lang: Lang::En, messages: vec![] })).clone()
    })
}

/// Takes over a locale file: a list of messages, in the order of their keys.
///
/// # Errors
/// When the file cannot be read or does not fit this build.
pub fn load(lang: Lang, file: &str) -> Result<(), String> {
    let messages: Vec<String> = serde_json::from_str(file).map_err(|error| error.to_string())?;
    if messages.len() != k::count() {
        return Err(format!("locale file has {} messages, this build has {}", messages.len(), k::count()));
    }
    locale().set(Locale { lang, messages });
    Ok(())
}

/// The language in use; tracked.
pub fn lang() -> Lang {
    locale().with(|locale| locale.lang)
}

/// A message without parameters; tracked.
pub fn text(key: Key) -> String {
    locale().with(|locale| locale.messages.get(usize::from(key.0)).cloned().unwrap_or_default())
}

/// A message with parameters; tracked.
pub fn text_with(key: Key, arguments: &[(&str, &str)]) -> String {
    locale().with(|locale| {
        let message = locale.messages.get(usize::from(key.0)).map_or("", String::as_str);
        format::format(message, locale.lang, arguments)
    })
}

/// A message with one count; tracked.
pub fn counted(key: Key, count: usize) -> String {
    text_with(key, &[("count", &crate::number::grouped(count))])
}

/// A message as a closure for `view!`, following a change of language.
pub fn t(key: Key) -> impl Fn() -> String + Copy + Send + Sync + 'static {
    move || text(key)
}

/// Display name of a region; its id when the name is not known.
pub fn region_name(id: &str) -> String {
    k::find(&format!("regions.{id}")).map_or_else(|| id.to_owned(), text)
}
