//! Profile files: the JSON of the command-line tool, and the shared ini file in both of its spellings.

use super::{CredentialsError, fields::Fields};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// Where profiles are looked for under the home folder, in this order. Official clients disagree on the name of the ini
/// file, so both are read and the first one wins.
pub(super) const PLACES: [&str; 3] =
    [".aliyun/config.json", ".alibabacloud/credentials", ".alibabacloud/credentials.ini"];

/// A profile's name and settings.
pub(super) type Named = (String, Fields);

/// Reads a profile: the wanted one, or the file's own current one.
///
/// # Errors
/// The file cannot be read. A profile that is not there is `None`, with the name that was looked for.
pub(super) fn read(file: &Path, wanted: Option<&str>) -> Result<Result<Named, String>, CredentialsError> {
    let text = std::fs::read_to_string(file)
        .map(SecretString::from)
        .map_err(|error| CredentialsError::Read(file.to_owned(), error))?;
    let text = text.expose_secret().trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('{') {
        from_json(text, wanted, file)
    } else {
        from_ini(text, wanted, file)
    }
}

/// The error for a profile that is in none of the files.
pub(super) fn no_profile(profile: &str, files: &[PathBuf]) -> CredentialsError {
    CredentialsError::NoProfile { profile: profile.to_owned(), files: files.to_vec() }
}

fn from_json(
    text: &str,
    wanted: Option<&str>,
    file: &Path,
) -> Result<Result<Named, String>, CredentialsError> {
    #[derive(Deserialize)]
    struct ProfileList {
        #[serde(default)]
        current: String,
        #[serde(default)]
        profiles: Vec<Fields>,
    }
    // The text of a JSON error may repeat a value; that there is one must do.
    let list: ProfileList =
        serde_json::from_str(text).map_err(|_| CredentialsError::Format(file.to_owned()))?;
    let wanted = wanted.unwrap_or(if list.current.is_empty() { "default" } else { &list.current });
    let found = list.profiles.into_iter().find(|profile| profile.get(&["name"]) == Some(wanted));
    Ok(found.map(|fields| (wanted.to_owned(), fields)).ok_or_else(|| wanted.to_owned()))
}

fn from_ini(
    text: &str,
    wanted: Option<&str>,
    file: &Path,
) -> Result<Result<Named, String>, CredentialsError> {
    let wanted = wanted.unwrap_or("default");
    let mut is_wanted = false;
    let mut found: Option<Fields> = None;
    for line in text.lines().map(without_comment).filter(|line| !line.is_empty()) {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            is_wanted = name.trim() == wanted;
            if is_wanted {
                found.get_or_insert_default();
            }
        } else if let Some((key, value)) = line.split_once('=') {
            if is_wanted {
                found.get_or_insert_default().insert(key.trim(), value.trim());
            }
        } else {
            return Err(CredentialsError::Format(file.to_owned()));
        }
    }
    Ok(found.map(|fields| (wanted.to_owned(), fields)).ok_or_else(|| wanted.to_owned()))
}

/// Cuts a comment: at the start of a line, or after white space. A secret may well hold a `#`.
pub(super) fn without_comment(line: &str) -> &str {
    let mut previous = ' ';
    for (position, character) in line.char_indices() {
        if matches!(character, '#' | ';') && previous.is_whitespace() {
            return line.get(..position).unwrap_or(line).trim();
        }
        previous = character;
    }
    line.trim()
}
