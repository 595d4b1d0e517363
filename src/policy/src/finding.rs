//! What lint says.

use serde::{Deserialize, Serialize};

use crate::{
    sorted::Map,
    text::{Edit, Span},
};

/// How much a finding weighs, the heaviest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The service will refuse the document, or a part of it cannot work.
    Error,
    /// It works, and gives more than it should.
    Security,
    /// It works, but probably not as meant.
    Warning,
    /// Style or clarity; access stays the same.
    Suggestion,
}

impl Severity {
    /// As formats and flags spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Security => "security",
            Self::Warning => "warning",
            Self::Suggestion => "suggestion",
        }
    }
}

/// Values for the placeholders of a message. Names and texts of the document are put in as they are.
pub type Params = Map<&'static str, String>;

/// What would mend a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// Key of the title in the message files, such as `fix.remove`.
    pub title: &'static str,
    pub params: Params,
    /// None overlaps another.
    pub edits: Vec<Edit>,
    /// Whether it may be applied without asking: it is part of "fix all safe".
    pub safe: bool,
}

impl Fix {
    /// May be applied without asking.
    pub fn safe(title: &'static str, edits: Vec<Edit>) -> Self {
        Self { title, params: Params::new(), edits, safe: true }
    }

    /// Changes what the policy says, or guesses: a person has to agree.
    pub fn guided(title: &'static str, edits: Vec<Edit>) -> Self {
        Self { safe: false, ..Self::safe(title, edits) }
    }

    /// With a value for a placeholder of the title.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.params.insert(name, value.into());
        self
    }
}

/// One thing that a rule found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Of the rule: `KPL-S01`.
    pub id: &'static str,
    pub severity: Severity,
    /// Key of the text in the message files: the id, or the id and a variant, `KPL-S01.comment`.
    pub message: &'static str,
    pub params: Params,
    /// What it is about; the first is where an editor goes to.
    pub spans: Vec<Span>,
    /// What else helps to understand it.
    pub related: Vec<Span>,
    pub fix: Option<Fix>,
}

impl Finding {
    /// Without parameters, related places and fix; the message is that of the rule.
    pub fn new(id: &'static str, severity: Severity, span: Span) -> Self {
        Self {
            id,
            severity,
            message: id,
            params: Params::new(),
            spans: vec![span],
            related: Vec::new(),
            fix: None,
        }
    }

    /// With another message.
    #[must_use]
    pub fn saying(mut self, message: &'static str) -> Self {
        self.message = message;
        self
    }

    /// With a value for a placeholder of the message.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "numbers and texts are handed in as they come")]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.params.insert(name, value.to_string());
        self
    }

    /// With a fix; one without edits is none.
    #[must_use]
    pub fn fixed_by(mut self, fix: impl Into<Option<Fix>>) -> Self {
        self.fix = fix.into().filter(|fix| !fix.edits.is_empty());
        self
    }

    /// With a related place.
    #[must_use]
    pub fn related_to(mut self, span: Span) -> Self {
        self.related.push(span);
        self
    }
}

/// A rule that could not be judged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Skipped {
    pub id: &'static str,
    /// `syntax`, or the missing part of the context, such as `base` or `net.quota`.
    pub reason: &'static str,
}
