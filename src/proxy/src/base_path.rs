//! The path that the console is mounted under.

use std::{fmt, str::FromStr};

/// A path that begins and ends with `/`, of plain segments only, so that it can be written into the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BasePath(String);

/// Why a text is no base path.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cannot use base path `{0}`: it must be `/` or segments of letters, digits, `-`, `_`, `.` and `~`")]
pub struct BasePathError(String);

impl BasePath {
    /// `/` or `/some/path/`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The rest of a request path below the base, or `None` when it lies elsewhere.
    pub(crate) fn strip<'a>(&self, path: &'a str) -> Option<&'a str> {
        path.strip_prefix(self.as_str())
    }
}

impl Default for BasePath {
    fn default() -> Self {
        Self("/".to_owned())
    }
}

impl FromStr for BasePath {
    type Err = BasePathError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let inner = text.trim_matches('/');
        if inner.is_empty() {
            return if text.is_empty() || text == "/" {
                Ok(Self::default())
            } else {
                Err(BasePathError(text.to_owned()))
            };
        }
        let is_plain = |segment: &str| {
            !segment.is_empty()
                && !segment.starts_with('.')
                && segment.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.~".contains(&b))
        };
        if inner.split('/').all(is_plain) {
            Ok(Self(format!("/{inner}/")))
        } else {
            Err(BasePathError(text.to_owned()))
        }
    }
}

impl fmt::Display for BasePath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests;
