//! Turns the English locale files into one constant per message, so that a wrong key is a compile error, and fails
//! the build when another language lacks a message or a parameter.
//!
//! A message is known by its place in the sorted list of `namespace.key`; the locale files are read in the same order
//! at run time (`i18n.rs`), so no key text is in the bundle.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

type Messages = BTreeMap<String, BTreeMap<String, String>>;

fn main() -> Result<(), String> {
    println!("cargo:rerun-if-changed=locales");
    let english = read("en")?;
    for language in ["zh", "id"] {
        compare(language, &english, &read(language)?)?;
    }
    let out = env::var("OUT_DIR").map_err(|error| error.to_string())?;
    fs::write(Path::new(&out).join("keys.rs"), constants(&english)).map_err(|error| error.to_string())
}

fn read(language: &str) -> Result<Messages, String> {
    let folder = Path::new("locales").join(language);
    let mut messages = Messages::new();
    for entry in fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))? {
        let path = entry.map_err(|error| error.to_string())?.path();
        let Some(namespace) = path.file_stem().and_then(|stem| stem.to_str()) else { continue };
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let keys = serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        messages.insert(namespace.to_owned(), keys);
    }
    Ok(messages)
}

/// Names of the parameters in a message: `{count}`, `{count, plural, …}`.
fn parameters(message: &str) -> BTreeSet<&str> {
    message
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split(['}', ',']).next())
        .filter(|name| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'))
        .collect()
}

fn compare(language: &str, english: &Messages, other: &Messages) -> Result<(), String> {
    let flat = |messages: &Messages| -> BTreeMap<String, String> {
        messages
            .iter()
            .flat_map(|(namespace, keys)| {
                keys.iter().map(move |(key, text)| (format!("{namespace}.{key}"), text.clone()))
            })
            .collect()
    };
    let (english, other) = (flat(english), flat(other));
    let mut faults: Vec<String> = english
        .keys()
        .filter(|key| !other.contains_key(*key))
        .map(|key| format!("{key} is missing"))
        .chain(
            other.keys().filter(|key| !english.contains_key(*key)).map(|key| format!("{key} is not in en")),
        )
        .collect();
    for (key, text) in &english {
        if let Some(translated) = other.get(key)
            && parameters(text) != parameters(translated)
        {
            faults.push(format!("{key} has other parameters than en"));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(format!("locales/{language}: {}", faults.join("; "))) }
}

fn constants(messages: &Messages) -> String {
    let mut code = String::new();
    let mut lookup = String::from("pub(super) const LOOKED_UP: &[(&str, Key)] = &[\n");
    let mut index = 0;
    for (namespace, keys) in messages {
        let _ = writeln!(code, "pub mod {namespace} {{");
        for (key, text) in keys {
            // Names that come from the cloud, such as error codes and regions, are looked up by text.
            if key.bytes().any(|byte| byte == b'-' || byte.is_ascii_uppercase()) {
                let _ = writeln!(lookup, "    (\"{namespace}.{key}\", Key({index})),");
                index += 1;
                continue;
            }
            let name = key.to_uppercase();
            let _ = writeln!(
                code,
                "    /// {}\n    pub const {name}: super::Key = super::Key({index});",
                text.replace('\n', " ")
            );
            index += 1;
        }
        code.push_str("}\n");
    }
    format!(
        "{code}{lookup}];\n/// How many messages a locale file has.\npub(super) const COUNT: usize = {index};\n"
    )
}
