//! From bytes to tokens: every byte belongs to exactly one token.

use super::Span;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Blanks, tabs and line ends of JSON.
    Space,
    /// U+FEFF at the beginning of the text.
    Bom,
    /// `// …` or `# …` up to the end of the line, or `/* … */`; JSON has no comments.
    Comment,
    LeftBrace,
    RightBrace,
    LeftBracket,
    RightBracket,
    Colon,
    Comma,
    /// In double quotes, closed.
    Text,
    /// In double quotes, ended by the end of the line or of the text.
    OpenText,
    /// In single quotes, closed; no JSON.
    SingleQuoted,
    /// A number as JSON spells it.
    Number,
    /// `true`, `false` or `null`.
    Literal,
    /// Letters, digits and the like without quotes.
    Word,
    /// Any other bytes.
    Unknown,
}

impl TokenKind {
    /// Whether it stands between tokens without meaning anything.
    pub fn is_trivia(self) -> bool {
        matches!(self, Self::Space | Self::Bom | Self::Comment)
    }
}

/// A token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    pub kind: TokenKind,
    pub span: Span,
}

const BOM: &[u8] = "\u{feff}".as_bytes();

pub(super) fn tokens(source: &[u8]) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(source.len() / 6);
    let mut at = 0;
    while at < source.len() {
        let (kind, end) = next(source, at);
        // INVARIANT: every token has at least one byte, so the loop ends.
        let end = end.max(at + 1).min(source.len());
        tokens.push(Token { kind, span: Span::new(at, end) });
        at = end;
    }
    tokens
}

fn next(source: &[u8], at: usize) -> (TokenKind, usize) {
    let byte = |offset: usize| source.get(at + offset).copied();
    let one = |kind| (kind, at + 1);
    let run = |from: usize, fits: fn(u8) -> bool| from + count(source, from, fits);
    match byte(0).unwrap_or_default() {
        b' ' | b'\t' | b'\n' | b'\r' => {
            (TokenKind::Space, run(at, |byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')))
        }
        b'{' => one(TokenKind::LeftBrace),
        b'}' => one(TokenKind::RightBrace),
        b'[' => one(TokenKind::LeftBracket),
        b']' => one(TokenKind::RightBracket),
        b':' => one(TokenKind::Colon),
        b',' => one(TokenKind::Comma),
        b'"' => quoted(source, at, b'"'),
        b'\'' => quoted(source, at, b'\''),
        b'#' => (TokenKind::Comment, run(at, is_in_line)),
        b'/' if byte(1) == Some(b'/') => (TokenKind::Comment, run(at, is_in_line)),
        b'/' if byte(1) == Some(b'*') => {
            let rest = source.get(at + 2..).unwrap_or_default();
            let closed = rest.windows(2).position(|pair| pair == b"*/");
            (TokenKind::Comment, closed.map_or(source.len(), |length| at + 2 + length + 2))
        }
        _ if at == 0 && source.starts_with(BOM) => (TokenKind::Bom, BOM.len()),
        first if is_word(first) => {
            let end = run(at, is_word);
            let word = Span::new(at, end).of(source);
            let kind = match word {
                b"true" | b"false" | b"null" => TokenKind::Literal,
                _ if is_number(word) => TokenKind::Number,
                _ => TokenKind::Word,
            };
            (kind, end)
        }
        _ => (TokenKind::Unknown, run(at, |byte| !is_word(byte) && !b" \t\n\r{}[]:,\"'#/".contains(&byte))),
    }
}

fn count(source: &[u8], from: usize, fits: fn(u8) -> bool) -> usize {
    source.get(from..).unwrap_or_default().iter().take_while(|byte| fits(**byte)).count()
}

fn is_in_line(byte: u8) -> bool {
    !matches!(byte, b'\n' | b'\r')
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+' | b'.' | b'$' | b'*')
}

/// A text ends at its quote, or before the end of the line: JSON has no line ends inside a text.
fn quoted(source: &[u8], at: usize, quote: u8) -> (TokenKind, usize) {
    let mut end = at + 1;
    loop {
        match source.get(end) {
            Some(byte) if *byte == quote => {
                let kind = if quote == b'"' { TokenKind::Text } else { TokenKind::SingleQuoted };
                return (kind, end + 1);
            }
            Some(b'\\') if source.get(end + 1).is_some_and(|next| is_in_line(*next)) => end += 2,
            Some(byte) if is_in_line(*byte) => end += 1,
            _ => {
                let kind = if quote == b'"' { TokenKind::OpenText } else { TokenKind::Unknown };
                return (kind, end);
            }
        }
    }
}

/// `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`
fn is_number(word: &[u8]) -> bool {
    let digits = |text: &[u8]| text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let rest = word.strip_prefix(b"-").unwrap_or(word);
    let whole = digits(rest);
    if whole == 0 || (whole > 1 && rest.first() == Some(&b'0')) {
        return false;
    }
    let mut rest = rest.get(whole..).unwrap_or_default();
    if let Some(fraction) = rest.strip_prefix(b".") {
        let length = digits(fraction);
        if length == 0 {
            return false;
        }
        rest = fraction.get(length..).unwrap_or_default();
    }
    if let Some(exponent) = rest.strip_prefix(b"e").or_else(|| rest.strip_prefix(b"E")) {
        let exponent =
            exponent.strip_prefix(b"+").or_else(|| exponent.strip_prefix(b"-")).unwrap_or(exponent);
        let length = digits(exponent);
        if length == 0 {
            return false;
        }
        rest = exponent.get(length..).unwrap_or_default();
    }
    rest.is_empty()
}
