//! The texts of the page: `src/web/locales/{language}/{namespace}.json`, each an object of messages.
//! The page loads them as one file a language: `{"namespace": {"key": "message"}}`.

use std::{
    collections::BTreeMap,
    fmt::{self, Formatter},
    fs,
    path::Path,
};

use anyhow::{Context, Result, bail};
use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, Visitor},
};

/// The languages of the console. English is the one that the others are compared with.
pub(crate) const LANGUAGES: [&str; 3] = ["en", "zh", "id"];

/// A message by its place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    /// The file, without its ending.
    pub(crate) namespace: String,
    /// The key in it.
    pub(crate) name: String,
}

/// A message and where it stands.
#[derive(Debug)]
pub(crate) struct Text {
    /// The words, with `{parameters}`.
    pub(crate) words: String,
    /// Language and file, as `en/menu.json`.
    pub(crate) file: String,
    /// The line in it, from 1.
    pub(crate) line: usize,
}

/// All messages of one language.
pub(crate) type Texts = BTreeMap<Key, Text>;

/// One namespace file: keys and messages, no key twice.
#[derive(Debug)]
struct Namespace(Vec<(String, String)>);

/// Reads the messages of `language` from the folder of all languages.
pub(crate) fn read(folder: &Path, language: &str) -> Result<Texts> {
    let home = folder.join(language);
    let mut texts = Texts::new();
    for entry in fs::read_dir(&home).with_context(|| format!("cannot read {}", home.display()))? {
        let path = entry?.path();
        let (Some(namespace), Some(file)) = (path.file_stem(), path.file_name()) else { continue };
        let (namespace, file) = (namespace.to_string_lossy(), file.to_string_lossy());
        if !file.ends_with(".json") {
            bail!("{language}/{file} is no .json file");
        }
        let source = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        add(&mut texts, &namespace, &format!("{language}/{file}"), &source)?;
    }
    Ok(texts)
}

fn add(texts: &mut Texts, namespace: &str, file: &str, source: &str) -> Result<()> {
    let Namespace(messages) = serde_json::from_str(source).with_context(|| format!("cannot parse {file}"))?;
    for (name, words) in messages {
        // The line of a key is looked for by its name: JSON readers keep no places.
        let line = source.lines().position(|line| line.contains(&format!("\"{name}\""))).unwrap_or(0) + 1;
        texts.insert(
            Key { namespace: namespace.to_owned(), name },
            Text { words, file: file.to_owned(), line },
        );
    }
    Ok(())
}

/// The file of a language, as the page loads it: the messages alone, in the order of their keys. The build script of the
/// page counts them in the same order.
pub(crate) fn merged(texts: &Texts) -> Result<String> {
    let words: Vec<&str> = texts.values().map(|text| text.words.as_str()).collect();
    Ok(serde_json::to_string(&words)?)
}

/// The names of the parameters in a message, sorted, each once: `{count}`, `{count, plural, …}`.
/// The forms of a plural stand in braces as well; their words are no names.
pub(crate) fn parameters(words: &str) -> Vec<&str> {
    let is_name = |text: &&str| {
        !text.is_empty()
            && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    };
    let blocks = words.split('{').skip(1);
    let names = blocks.filter_map(|block| block.split(['}', ',']).next().map(str::trim)).filter(is_name);
    let mut found: Vec<&str> = names.collect();
    found.sort_unstable();
    found.dedup();
    found
}

impl fmt::Display for Key {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.namespace, self.name)
    }
}

impl<'de> Deserialize<'de> for Namespace {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Messages;
        impl<'de> Visitor<'de> for Messages {
            type Value = Namespace;

            fn expecting(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object of messages")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Namespace, A::Error> {
                let mut messages: Vec<(String, String)> = Vec::new();
                while let Some((key, words)) = map.next_entry::<String, String>()? {
                    if messages.iter().any(|(known, _)| *known == key) {
                        return Err(A::Error::custom(format!("the key `{key}` stands twice")));
                    }
                    messages.push((key, words));
                }
                Ok(Namespace(messages))
            }
        }
        deserializer.deserialize_map(Messages)
    }
}

#[cfg(test)]
mod tests;
