//! Texts for people, by key, in the languages of the console. The engine itself speaks in keys and parameters.
//!
//! With the feature `texts` they are compiled in. Without it they are [loaded](load): a page needs one language of
//! three.

#[cfg(feature = "texts")]
mod embedded;

use std::sync::OnceLock;

use crate::{
    finding::Params,
    sorted::Map,
    text::{ShapeError, read},
};

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

fn cell(language: Language) -> &'static OnceLock<Texts> {
    static TEXTS: [OnceLock<Texts>; 3] = [OnceLock::new(), OnceLock::new(), OnceLock::new()];
    let [english, chinese, indonesian] = &TEXTS;
    match language {
        Language::English => english,
        Language::Chinese => chinese,
        Language::Indonesian => indonesian,
    }
}

#[cfg(feature = "texts")]
fn texts(language: Language) -> Option<&'static Texts> {
    Some(cell(language).get_or_init(|| embedded::texts(language)))
}

#[cfg(not(feature = "texts"))]
fn texts(language: Language) -> Option<&'static Texts> {
    cell(language).get()
}

/// Hands in the texts of a language: one JSON object with those of all its files. Texts that are there stay.
///
/// # Errors
/// Texts that cannot be read.
pub fn load(language: Language, texts: &str) -> Result<(), ShapeError> {
    let texts = read(texts)?;
    cell(language).get_or_init(|| texts);
    Ok(())
}

/// The text of a key with its placeholders filled: `{name}` is the parameter of that name. A key without a text is its
/// own text.
pub fn message(language: Language, key: &str, params: &Params) -> String {
    let template = [language, Language::English].into_iter().find_map(|language| texts(language)?.get(key));
    template.map_or_else(|| key.to_owned(), |template| filled(template, params))
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
