//! Any bytes as a tree that prints back byte for byte. Reading never fails: what is wrong is listed beside the tree.

mod lexer;
mod lines;
mod parser;
mod shape;
mod tree;

pub use lexer::{Token, TokenKind};
pub use lines::{Lines, Position};
#[cfg(test)]
pub(crate) use parser::tests::near_json;
use serde::{Deserialize, Serialize};

use crate::sorted::{Listed, sort_by_key};

pub use shape::{ShapeError, read};
pub use tree::{Member, NodeId, NodeKind, Problem, ProblemKind, Tree};

/// A range of bytes of the text, end excluded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    /// From `start` up to `end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Whether it holds nothing.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Whether both have a byte in common.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether a place lies inside or at either end.
    pub fn touches(self, offset: usize) -> bool {
        self.start <= offset && offset <= self.end
    }

    /// Whether the other lies inside.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The bytes of the range; none where the text is shorter.
    pub fn of(self, source: &[u8]) -> &[u8] {
        source.get(self.start..self.end).unwrap_or_default()
    }
}

/// One replacement in a text. Several never overlap and hold for the same text.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Edit {
    pub start: usize,
    pub end: usize,
    pub text: String,
}

impl Edit {
    /// Puts a text in the place of a range.
    pub fn replace(span: Span, text: impl Into<String>) -> Self {
        Self { start: span.start, end: span.end, text: text.into() }
    }

    /// Puts a text before the byte at `offset`.
    pub fn insert(offset: usize, text: impl Into<String>) -> Self {
        Self { start: offset, end: offset, text: text.into() }
    }

    /// Takes a range away.
    pub fn delete(span: Span) -> Self {
        Self::replace(span, "")
    }

    /// The range that goes.
    pub fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }
}

/// The text after some edits, which may come in any order. Edits that overlap one before them, or lie outside the text,
/// are left out.
pub fn apply(source: &[u8], edits: &[Edit]) -> Vec<u8> {
    let mut ordered: Vec<&Edit> = edits.iter().list();
    sort_by_key(&mut ordered, |edit| (edit.start, edit.end));
    let mut result = Vec::with_capacity(source.len());
    let mut at = 0;
    for edit in ordered {
        if edit.start < at || edit.end > source.len() || edit.end < edit.start {
            continue;
        }
        result.extend_from_slice(Span::new(at, edit.start).of(source));
        result.extend_from_slice(edit.text.as_bytes());
        at = edit.end;
    }
    result.extend_from_slice(Span::new(at, source.len()).of(source));
    result
}
