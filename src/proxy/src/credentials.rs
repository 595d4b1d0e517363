//! Where the proxy's credentials come from: the environment or a profile file, never the browser.

use kms_signer::{Credential, Secret};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
};

/// Name that the environment has as a profile.
const ENVIRONMENT: &str = "environment";

/// Credentials and the name of the profile that they are from.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Profile name, shown to the person at the console.
    pub name: String,
    /// What requests are signed with.
    pub credential: Credential,
}

/// What the start command says about credentials.
#[derive(Clone, Debug, Default)]
pub struct CredentialSource {
    /// Profile name; without it the file's own current one, or `default`.
    pub profile: Option<String>,
    /// A file to read instead of looking in the usual places.
    pub file: Option<PathBuf>,
}

/// Why there are no credentials. No text holds a value from the file.
#[derive(Debug, thiserror::Error)]
pub enum CredentialsError {
    /// Nothing found anywhere.
    #[error(
        "cannot find credentials: set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or name a file with --credentials-file"
    )]
    NotFound,
    /// The file cannot be read.
    #[error("cannot read credentials file `{}`", .0.display())]
    Read(PathBuf, #[source] io::Error),
    /// The file is not what its name says.
    #[error("cannot read credentials file `{}`: it is neither a profile list in JSON nor an ini file", .0.display())]
    Format(PathBuf),
    /// No such profile.
    #[error("cannot find profile `{profile}` in `{}`", .file.display())]
    NoProfile {
        /// The profile looked for.
        profile: String,
        /// The file looked into.
        file: PathBuf,
    },
    /// A profile that needs a further exchange before it can sign.
    #[error("cannot use profile `{profile}`: its mode `{mode}` is not supported, use AK or StsToken")]
    Mode {
        /// The profile's name.
        profile: String,
        /// Its mode.
        mode: String,
    },
    /// A profile without key id or secret.
    #[error("cannot use profile `{0}`: it has no access key id or no access key secret")]
    Incomplete(String),
}

/// Finds credentials. A file that is named is the only place looked into, and so are files once a profile is
/// named; otherwise the environment comes first.
///
/// # Errors
/// See [`CredentialsError`].
pub fn load(
    source: &CredentialSource,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<Profile, CredentialsError> {
    let variable = |name: &str| environment(name).filter(|value| !value.is_empty());
    if source.file.is_none() && source.profile.is_none() {
        let pair = (variable("ALIBABA_CLOUD_ACCESS_KEY_ID"), variable("ALIBABA_CLOUD_ACCESS_KEY_SECRET"));
        if let (Some(access_key_id), Some(secret)) = pair {
            let credential = Credential {
                access_key_id,
                access_key_secret: secret.into(),
                security_token: variable("ALIBABA_CLOUD_SECURITY_TOKEN").map(Secret::from),
            };
            return Ok(Profile { name: ENVIRONMENT.to_owned(), credential });
        }
    }
    let wanted = source.profile.clone().or_else(|| variable("ALIBABA_CLOUD_PROFILE"));
    if let Some(file) = &source.file {
        return from_file(file, wanted.as_deref());
    }
    let home = variable("HOME").map(PathBuf::from).ok_or(CredentialsError::NotFound)?;
    [".aliyun/config.json", ".alibabacloud/credentials", ".alibabacloud/credentials.ini"]
        .into_iter()
        .map(|place| home.join(place))
        .find(|file| file.is_file())
        .map_or(Err(CredentialsError::NotFound), |file| from_file(&file, wanted.as_deref()))
}

fn from_file(file: &Path, wanted: Option<&str>) -> Result<Profile, CredentialsError> {
    let text = std::fs::read_to_string(file)
        .map(SecretString::from)
        .map_err(|error| CredentialsError::Read(file.to_owned(), error))?;
    let text = text.expose_secret();
    let (name, fields) = if text.trim_start().starts_with('{') {
        from_json(text, wanted, file)?
    } else {
        from_ini(text, wanted, file)?
    };
    let field = |key: &str| fields.get(key).filter(|value| !value.is_empty());
    let mode = field("mode").or_else(|| field("type")).map_or("AK", String::as_str);
    let security_token = match mode {
        "AK" | "access_key" => None,
        "StsToken" | "sts" => field("sts_token").or_else(|| field("security_token")),
        other => return Err(CredentialsError::Mode { profile: name, mode: other.to_owned() }),
    };
    let (Some(id), Some(secret)) = (field("access_key_id"), field("access_key_secret")) else {
        return Err(CredentialsError::Incomplete(name));
    };
    let credential = Credential {
        access_key_id: id.clone(),
        access_key_secret: secret.as_str().into(),
        security_token: security_token.map(|token| token.as_str().into()),
    };
    Ok(Profile { name, credential })
}

type Fields = BTreeMap<String, String>;

fn from_json(text: &str, wanted: Option<&str>, file: &Path) -> Result<(String, Fields), CredentialsError> {
    #[derive(Deserialize)]
    struct ProfileList {
        #[serde(default)]
        current: String,
        profiles: Vec<serde_json::Map<String, serde_json::Value>>,
    }
    let list: ProfileList =
        serde_json::from_str(text).map_err(|_| CredentialsError::Format(file.to_owned()))?;
    let wanted = wanted.unwrap_or(&list.current);
    let profile = list
        .profiles
        .into_iter()
        .find(|profile| profile.get("name").and_then(|name| name.as_str()) == Some(wanted))
        .ok_or_else(|| no_profile(wanted, file))?;
    let fields = profile
        .into_iter()
        .filter_map(|(key, value)| value.as_str().map(|text| (key, text.to_owned())))
        .collect();
    Ok((wanted.to_owned(), fields))
}

fn from_ini(text: &str, wanted: Option<&str>, file: &Path) -> Result<(String, Fields), CredentialsError> {
    let wanted = wanted.unwrap_or("default");
    let mut section: Option<&str> = None;
    let mut found: Option<Fields> = None;
    for line in text.lines().map(without_comment).filter(|line| !line.is_empty()) {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            section = Some(name.trim());
            if section == Some(wanted) {
                found.get_or_insert_default();
            }
        } else if let Some((key, value)) = line.split_once('=') {
            if section == Some(wanted) {
                found.get_or_insert_default().insert(key.trim().to_owned(), value.trim().to_owned());
            }
        } else {
            return Err(CredentialsError::Format(file.to_owned()));
        }
    }
    found.map(|fields| (wanted.to_owned(), fields)).ok_or_else(|| no_profile(wanted, file))
}

fn no_profile(profile: &str, file: &Path) -> CredentialsError {
    CredentialsError::NoProfile { profile: profile.to_owned(), file: file.to_owned() }
}

/// Cuts a comment: at the start of a line, or after white space. A secret may well hold a `#`.
fn without_comment(line: &str) -> &str {
    let mut previous = ' ';
    for (position, character) in line.char_indices() {
        if matches!(character, '#' | ';') && previous.is_whitespace() {
            return line.get(..position).unwrap_or(line).trim();
        }
        previous = character;
    }
    line.trim()
}

#[cfg(test)]
mod tests;
