//! The languages agree: the same keys, the same parameters, and no message that nothing shows.
//!
//! The page names a message by a constant of its namespace, `k::menu::TITLE` for the key `title` of
//! `menu.json`. A key with a hyphen or a capital letter is a name that comes from the cloud; the page
//! looks it up by text, `"errors.…"`.

use std::collections::BTreeSet;

use anyhow::Result;

use super::{
    Finding,
    source::{Source, rust_sources},
};
use crate::{
    web::{
        locales::{Key, LANGUAGES, Text, Texts, parameters, read},
        stage::locale_folder,
    },
    workspace::Workspace,
};

/// Every text that is missing, differs or is never shown.
pub(super) fn findings(workspace: &Workspace) -> Result<Vec<Finding>> {
    let folder = locale_folder(workspace);
    let shown = workspace.shown(&folder);
    let mut languages = Vec::new();
    for language in LANGUAGES {
        languages.push((language, read(&folder, language)?));
    }
    let sources = rust_sources(workspace, "src/web/src")?;
    let mut findings = disagreements(&shown, &languages);
    if let Some((_, reference)) = languages.first() {
        findings.extend(unused(&shown, reference, &sources));
    }
    Ok(findings)
}

fn disagreements(folder: &str, languages: &[(&str, Texts)]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let keys: BTreeSet<&Key> = languages.iter().flat_map(|(_, texts)| texts.keys()).collect();
    for key in keys {
        let Some(first) = languages.iter().find_map(|(_, texts)| texts.get(key)) else { continue };
        for (language, texts) in languages {
            let (text, words) = match texts.get(key) {
                None => (first, format!("`{key}` is missing in {language}")),
                Some(text) if text.words.trim().is_empty() => (text, format!("`{key}` is empty")),
                Some(text) if parameters(&text.words) != parameters(&first.words) => {
                    let (here, there) = (parameters(&text.words), parameters(&first.words));
                    (text, format!("`{key}` has the parameters {here:?}, {} has {there:?}", first.file))
                }
                Some(_) => continue,
            };
            findings.push(Finding::new(place(folder, text), words));
        }
    }
    findings
}

fn unused(folder: &str, texts: &Texts, sources: &[Source]) -> Vec<Finding> {
    let lines: Vec<&str> = sources.iter().flat_map(Source::code).map(|(_, line)| line).collect();
    let paths: BTreeSet<&str> = lines.iter().flat_map(|line| line.split(|c: char| !is_path(c))).collect();
    let is_shown = |key: &Key| {
        if is_name_of_the_cloud(&key.name) {
            let looked_up = format!("\"{}.", key.namespace);
            return lines.iter().any(|line| line.contains(&looked_up));
        }
        let wanted = format!("{}::{}", key.namespace, key.name.to_uppercase());
        paths.iter().any(|path| *path == wanted || path.ends_with(&format!("::{wanted}")))
    };
    texts
        .iter()
        .filter(|(key, _)| !is_shown(key))
        .map(|(key, text)| Finding::new(place(folder, text), format!("nothing shows `{key}`")))
        .collect()
}

/// As the build script of the page decides it.
fn is_name_of_the_cloud(key: &str) -> bool {
    key.bytes().any(|byte| byte == b'-' || byte.is_ascii_uppercase())
}

fn is_path(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | ':')
}

fn place(folder: &str, text: &Text) -> String {
    format!("{folder}/{}:{}", text.file, text.line)
}

#[cfg(test)]
mod tests;
