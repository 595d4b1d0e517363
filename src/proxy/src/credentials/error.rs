//! Why there are no credentials.

use std::{io, path::PathBuf, sync::Arc};

/// Why there are no credentials. No text holds a secret.
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
    #[error("cannot find profile `{profile}` in {}", .files.iter().map(|file| format!("`{}`", file.display())).collect::<Vec<_>>().join(" or "))]
    NoProfile {
        /// The profile looked for.
        profile: String,
        /// The files looked into.
        files: Vec<PathBuf>,
    },
    /// A way to credentials that this program does not go.
    #[error(
        "cannot use profile `{profile}`: its mode `{mode}` is not supported, use AK, StsToken, RamRoleArn, EcsRamRole or OIDC"
    )]
    Mode {
        /// The profile's name.
        profile: String,
        /// Its mode.
        mode: String,
    },
    /// A profile without something that its mode needs.
    #[error("cannot use profile `{profile}`: it has no {member}")]
    Missing {
        /// The profile's name.
        profile: String,
        /// What is missing.
        member: &'static str,
    },
    /// A setting that cannot be meant.
    #[error("cannot use {setting}: {cause}")]
    Setting {
        /// Variable or member.
        setting: &'static str,
        /// What is wrong with it.
        cause: String,
    },
    /// Temporary credentials were not given out.
    #[error(transparent)]
    Issue(#[from] IssueError),
}

/// Why temporary credentials were not given out. Clones, since several callers may wait for the same ones.
#[derive(Clone, Debug, thiserror::Error)]
#[error("cannot get credentials from {from}: {cause}")]
pub struct IssueError {
    pub(crate) from: Arc<str>,
    pub(crate) cause: Arc<str>,
}

impl IssueError {
    pub(crate) fn new(from: &str, cause: impl std::fmt::Display) -> Self {
        Self { from: from.into(), cause: cause.to_string().into() }
    }
}
