//! Classes of findings: word, shape, colour.

use leptos::prelude::*;

use crate::i18n::{Key, k};
use crate::policy::engine::Severity;
use crate::ui::glyph;

impl Severity {
    /// All, the heaviest first.
    pub const ALL: [Self; 4] = [Self::Error, Self::Security, Self::Warning, Self::Suggestion];

    /// For attributes.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Security => "security",
            Self::Warning => "warning",
            Self::Suggestion => "suggestion",
        }
    }

    /// One of it.
    pub fn one(self) -> Key {
        match self {
            Self::Error => k::policy::ERROR,
            Self::Security => k::policy::SECURITY,
            Self::Warning => k::policy::WARNING,
            Self::Suggestion => k::policy::SUGGESTION,
        }
    }

    /// Several of it.
    pub fn many(self) -> Key {
        match self {
            Self::Error => k::policy::ERRORS,
            Self::Security => k::policy::SECURITY,
            Self::Warning => k::policy::WARNINGS,
            Self::Suggestion => k::policy::SUGGESTIONS,
        }
    }
}

/// The shape of a class.
#[component]
pub fn SeverityGlyph(
    /// The class.
    severity: Severity,
) -> impl IntoView {
    match severity {
        Severity::Error => glyph("state-error", "error").into_any(),
        Severity::Security => glyph("state-security", "security").into_any(),
        Severity::Warning => glyph("state-warning", "warning").into_any(),
        Severity::Suggestion => glyph("state-tip", "tip").into_any(),
    }
}
