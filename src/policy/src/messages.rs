//! Texts for people, by key, in the languages of the console. The engine itself speaks in keys and parameters.

use std::sync::OnceLock;

use crate::{finding::Params, sorted::Map};

/// A language of the console.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    #[default]
    English,
    Chinese,
    Indonesian,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::English, Self::Chinese, Self::Indonesian];

    /// By its tag: `en`, `zh`, `id`, also with a region.
    pub fn by_tag(tag: &str) -> Option<Self> {
        match tag.split(['-', '_']).next()? {
            "en" => Some(Self::English),
            "zh" => Some(Self::Chinese),
            "id" => Some(Self::Indonesian),
            _ => None,
        }
    }
}

type Texts = Map<String, String>;

macro_rules! files {
    ($language:literal: $($name:literal),*) => {
        [$(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/locales/", $language, "/", $name, ".json"))),*]
    };
}

macro_rules! all_files {
    ($language:literal) => {
        files!($language: "structure", "actions", "principals", "conditions", "security", "lockout", "quota", "fixes",
            "words", "explain", "help", "analysis")
    };
}

fn files(language: Language) -> [&'static str; 12] {
    match language {
        Language::English => all_files!("en"),
        Language::Chinese => all_files!("zh"),
        Language::Indonesian => all_files!("id"),
    }
}

fn texts(language: Language) -> &'static Texts {
    static TEXTS: [OnceLock<Texts>; 3] = [OnceLock::new(), OnceLock::new(), OnceLock::new()];
    let [english, chinese, indonesian] = &TEXTS;
    let cell = match language {
        Language::English => english,
        Language::Chinese => chinese,
        Language::Indonesian => indonesian,
    };
    cell.get_or_init(|| {
        // A test reads every file of every language, so none is left out here.
        files(language)
            .into_iter()
            .filter_map(|file| serde_json::from_str::<Texts>(file).ok())
            .flatten()
            .collect()
    })
}

/// The text of a key with its placeholders filled: `{name}` is the parameter of that name. A key without a text is its
/// own text.
pub fn message(language: Language, key: &str, params: &Params) -> String {
    let Some(template) = texts(language).get(key).or_else(|| texts(Language::English).get(key)) else {
        return key.to_owned();
    };
    filled(template, params)
}

/// A template with its placeholders filled, each once: what a parameter holds is put in as it is.
fn filled(template: &str, params: &Params) -> String {
    let mut text = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        match after.split_once('}') {
            Some((name, after)) => {
                match params.get(name) {
                    Some(value) => text.push_str(value),
                    None => text.extend(["{", name, "}"]),
                }
                rest = after;
            }
            None => {
                text.push('{');
                rest = after;
            }
        }
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests;
