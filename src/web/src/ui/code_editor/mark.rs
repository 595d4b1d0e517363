//! What is shown at places of a text: findings, help and proposals. All places are bytes.

use std::fmt;
use std::future::Future;
use std::ops::Range;
use std::pin::Pin;
use std::sync::Arc;

use serde::Serialize;

use super::document::Change;

/// How grave a finding is, gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The text is wrong.
    Error,
    /// The text lets in more than it should.
    Security,
    /// The text may not do what is meant.
    Warning,
    /// The text could be better.
    Suggestion,
}

/// A finding at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The first byte.
    pub start: usize,
    /// The byte behind the last.
    pub end: usize,
    /// Its line, from 1.
    pub line: usize,
    /// Its column, from 1.
    pub column: usize,
    /// How grave it is.
    pub severity: Severity,
    /// The rule.
    pub id: String,
    /// What was found, in the reader's language.
    pub message: String,
    /// What the fix does, where there is one.
    pub fix_title: Option<String>,
}

/// Something that could be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// What a list shows.
    pub label: String,
    /// A few words about it.
    pub detail: String,
    /// A class for its look.
    pub kind: String,
    /// What taking it changes; the first change is where it is written.
    pub changes: Vec<Change>,
    /// Where the caret goes then, as a place in the new text; without it, behind what was written.
    pub caret: Option<usize>,
}

/// An explanation of a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// What it is about.
    pub place: Range<usize>,
    /// What is written there.
    pub title: String,
    /// Sentences, the most important first.
    pub lines: Vec<String>,
}

/// Answers later what belongs to a place.
pub struct Provider<T> {
    ask: Ask<T>,
}

type Ask<T> = Arc<dyn Fn(usize) -> Pin<Box<dyn Future<Output = T>>> + Send + Sync>;

impl<T: 'static> Provider<T> {
    /// Asks `ask` with a place.
    pub fn new<F: Future<Output = T> + 'static>(ask: impl Fn(usize) -> F + Send + Sync + 'static) -> Self {
        Self { ask: Arc::new(move |place| Box::pin(ask(place))) }
    }

    /// The answer for a place.
    pub async fn ask(&self, place: usize) -> T {
        (self.ask)(place).await
    }
}

impl<T> Clone for Provider<T> {
    fn clone(&self) -> Self {
        Self { ask: Arc::clone(&self.ask) }
    }
}

impl<T> fmt::Debug for Provider<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Provider").finish_non_exhaustive()
    }
}

/// The finding that F8 goes to from the caret, or Shift+F8 with `back`. The order is that of the text; after the last
/// comes the first. Several findings can stand at one place: `last` is the one that was visited last.
pub fn visit(marks: &[Mark], caret: usize, last: Option<usize>, back: bool) -> Option<usize> {
    let mut order: Vec<usize> = (0..marks.len()).collect();
    let start = |at: usize| marks.get(at).map_or(0, |mark| mark.start);
    order.sort_by_key(|at| (start(*at), *at));
    let place = order.iter().position(|at| Some(*at) == last && start(*at) == caret);
    let before = place.unwrap_or_else(|| order.partition_point(|at| start(*at) < caret));
    let next = match (back, place) {
        (true, _) => before + order.len().checked_sub(1)?,
        (false, Some(_)) => before + 1,
        (false, None) => before,
    };
    order.get(next.checked_rem(order.len())?).copied()
}

/// The findings with a fix at the caret, gravest first.
pub fn fixable(marks: &[Mark], caret: usize) -> Vec<usize> {
    let mut found: Vec<(Severity, usize)> = marks
        .iter()
        .enumerate()
        .filter(|(_, mark)| mark.fix_title.is_some() && (mark.start..=mark.end).contains(&caret))
        .map(|(at, mark)| (mark.severity, at))
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, at)| at).collect()
}

#[cfg(test)]
mod tests;
