//! Who asks: a page, or the command line.

use http::HeaderMap;

/// A page of the console as long as it is open. It only divides the waiting: nothing is allowed or kept by it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct CallerId(String);

impl CallerId {
    /// The id that the page gave itself in `X-Kmsc-Page`. Without one, all requests share a turn.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let given = headers.get("x-kmsc-page").and_then(|value| value.to_str().ok()).unwrap_or_default();
        Self(given.chars().take(64).collect())
    }

    #[cfg(test)]
    pub(crate) fn named(name: &str) -> Self {
        Self(name.to_owned())
    }
}
