//! The same text with other blanks. Nothing but blanks changes: names, texts and numbers stay as they are spelt.

use thiserror::Error;

use crate::{
    sorted::Listed,
    text::{Problem, Span, Token, TokenKind, Tree},
};

/// How a text is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// Two spaces for each level; a list of texts stands on one line where it fits into 80 columns.
    Pretty,
    /// Without blanks.
    Minified,
}

/// Why a text is not laid out anew: some of it would be lost, or change its meaning.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the text has a syntax error at byte {}", .0.span.start)]
pub struct FormatError(pub Problem);

const COLUMNS: usize = 80;

/// Deeper levels are not indented further: the blanks of a hostile text would need the square of its size.
const DEEPEST_INDENT: usize = 64;

/// Lays a text out.
///
/// # Errors
/// The first syntax error. Comments are among them: JSON has none, and a line of their own is not always at hand.
pub fn format(tree: &Tree, style: Style) -> Result<Vec<u8>, FormatError> {
    if let Some(problem) = tree.problems().first() {
        return Err(FormatError(problem.clone()));
    }
    let tokens: Vec<Token> = tree.tokens().iter().filter(|token| !token.kind.is_trivia()).copied().list();
    Ok(match style {
        Style::Minified => tokens.iter().flat_map(|token| token.span.of(tree.source())).copied().list(),
        Style::Pretty => Printer::new(tree.source()).print(&tokens),
    })
}

/// Without blanks.
///
/// # Errors
/// As [`format`].
pub fn minify(tree: &Tree) -> Result<Vec<u8>, FormatError> {
    format(tree, Style::Minified)
}

struct Printer<'a> {
    source: &'a [u8],
    text: Vec<u8>,
    line_start: usize,
    depth: usize,
}

impl<'a> Printer<'a> {
    fn new(source: &'a [u8]) -> Self {
        Self { source, text: Vec::with_capacity(source.len() * 2), line_start: 0, depth: 0 }
    }

    fn print(mut self, tokens: &[Token]) -> Vec<u8> {
        let mut rest = tokens;
        while let Some((token, after)) = rest.split_first() {
            rest = after;
            let next = after.first().map(|next| next.kind);
            match token.kind {
                TokenKind::LeftBrace | TokenKind::LeftBracket => {
                    let empty = matches!(next, Some(TokenKind::RightBrace | TokenKind::RightBracket));
                    let length = if empty { Some(1) } else { self.one_line(*token, after) };
                    self.put(token.span);
                    if let Some(length) = length {
                        let (items, others) = after.split_at_checked(length).unwrap_or((after, &[]));
                        self.list(items);
                        rest = others;
                    } else {
                        self.depth += 1;
                        self.new_line();
                    }
                }
                TokenKind::RightBrace | TokenKind::RightBracket => {
                    self.depth = self.depth.saturating_sub(1);
                    self.new_line();
                    self.put(token.span);
                }
                TokenKind::Comma => {
                    self.put(token.span);
                    self.new_line();
                }
                TokenKind::Colon => self.text.extend_from_slice(b": "),
                _ => self.put(token.span),
            }
        }
        self.text
    }

    /// How many tokens up to the closing bracket stand on this line too, if it is a list of texts that fits.
    fn one_line(&self, open: Token, after: &[Token]) -> Option<usize> {
        if open.kind != TokenKind::LeftBracket {
            return None;
        }
        let line = self.text.get(self.line_start..).unwrap_or_default();
        let mut column = columns(line) + 1;
        for (at, token) in after.iter().enumerate() {
            column += match token.kind {
                TokenKind::Text => columns(token.span.of(self.source)),
                TokenKind::Comma => 2,
                TokenKind::RightBracket => {
                    let comma = after.get(at + 1).is_some_and(|next| next.kind == TokenKind::Comma);
                    return (column + 1 + usize::from(comma) <= COLUMNS).then_some(at + 1);
                }
                _ => return None,
            };
            if column > COLUMNS {
                return None;
            }
        }
        None
    }

    fn list(&mut self, items: &[Token]) {
        for token in items {
            self.put(token.span);
            if token.kind == TokenKind::Comma {
                self.text.push(b' ');
            }
        }
    }

    fn put(&mut self, span: Span) {
        self.text.extend_from_slice(span.of(self.source));
    }

    fn new_line(&mut self) {
        self.text.push(b'\n');
        self.line_start = self.text.len();
        let indent = 2 * self.depth.min(DEEPEST_INDENT);
        self.text.resize(self.line_start + indent, b' ');
    }
}

/// Characters, not bytes.
fn columns(text: &[u8]) -> usize {
    text.iter().filter(|byte| **byte & 0b1100_0000 != 0b1000_0000).count()
}

#[cfg(test)]
mod tests;
