//! The texts of all languages, compiled in.

use super::{Language, Texts};

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

pub(super) fn files(language: Language) -> [&'static str; 12] {
    match language {
        Language::English => all_files!("en"),
        Language::Chinese => all_files!("zh"),
        Language::Indonesian => all_files!("id"),
    }
}

pub(super) fn texts(language: Language) -> Texts {
    // A test reads every file of every language, so none is left out here.
    files(language)
        .into_iter()
        .filter_map(|file| serde_json::from_str::<Texts>(file).ok())
        .flatten()
        .collect()
}
