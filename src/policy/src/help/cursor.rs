//! Where in a policy an offset lies, also in text that is not finished: read from the tokens alone, because a tree says
//! little about what is still missing.

use super::place::{LONGEST_WAY, Place, Step, place};
use crate::{
    sorted::Listed,
    text::{Span, Token, TokenKind, Tree, read},
};

/// What is written around an offset.
#[derive(Clone, Debug)]
pub(super) struct Cursor {
    pub(super) place: Place,
    /// Whether the name of a member is due, of the object at the place, and no value.
    pub(super) names: bool,
    /// What an insertion would replace.
    pub(super) span: Span,
    /// What was typed of the value so far, without quotes.
    pub(super) typed: String,
    /// Whether it stands in an array.
    pub(super) in_list: bool,
    /// Whether a text is there, or the beginning of one.
    pub(super) in_text: bool,
    /// Names of the same object or texts of the same array, but the one that would be replaced.
    pub(super) present: Vec<String>,
    /// Whether a comma is missing in front.
    pub(super) comma_before: bool,
    /// Whether a comma is missing behind.
    pub(super) comma_after: bool,
    /// Whether the colon of the name is already there.
    pub(super) has_colon: bool,
    /// Names of the object that is the value of the name that would be replaced.
    pub(super) inner: Vec<String>,
    /// The blanks that the line begins with.
    pub(super) indent: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Slot {
    Name,
    Colon,
    Value,
    After,
}

#[derive(Clone)]
struct Frame {
    is_object: bool,
    slot: Slot,
    /// The name of the member that is being read.
    name: Option<Span>,
    /// Names or texts so far.
    texts: Vec<Span>,
}

impl Frame {
    fn new(is_object: bool) -> Self {
        let slot = if is_object { Slot::Name } else { Slot::Value };
        Self { is_object, slot, name: None, texts: Vec::new() }
    }

    fn text(&mut self, span: Span) {
        match (self.is_object, self.slot) {
            // Behind a value only a name can follow: its comma is missing.
            (true, Slot::Name | Slot::After) => {
                self.name = Some(span);
                self.texts.push(span);
                self.slot = Slot::Colon;
            }
            (true, Slot::Colon | Slot::Value) => self.slot = Slot::After,
            (false, _) => {
                self.texts.push(span);
                self.slot = Slot::After;
            }
        }
    }
}

/// Brackets that are open.
#[derive(Default)]
struct Frames {
    frames: Vec<Frame>,
    objects: usize,
    arrays: usize,
    /// Whether a value of the top level began.
    began: bool,
}

impl Frames {
    fn take(&mut self, token: Token) {
        match token.kind {
            TokenKind::LeftBrace => self.open(true),
            TokenKind::LeftBracket => self.open(false),
            TokenKind::RightBrace => self.close(true),
            TokenKind::RightBracket => self.close(false),
            TokenKind::Comma => {
                if let Some(frame) = self.frames.last_mut() {
                    frame.slot = if frame.is_object { Slot::Name } else { Slot::Value };
                    frame.name = None;
                }
            }
            TokenKind::Colon => {
                if let Some(frame) = self.frames.last_mut().filter(|frame| frame.is_object) {
                    frame.slot = Slot::Value;
                }
            }
            kind if kind.is_trivia() => {}
            _ => match self.frames.last_mut() {
                Some(frame) => frame.text(token.span),
                None => self.began = true,
            },
        }
    }

    fn open(&mut self, is_object: bool) {
        self.began = true;
        if let Some(frame) = self.frames.last_mut() {
            frame.slot = Slot::After;
        }
        *if is_object { &mut self.objects } else { &mut self.arrays } += 1;
        self.frames.push(Frame::new(is_object));
    }

    /// A closer closes what stands open inside; one that fits nothing is passed over.
    fn close(&mut self, is_object: bool) {
        if *(if is_object { &self.objects } else { &self.arrays }) == 0 {
            return;
        }
        while let Some(frame) = self.frames.pop() {
            *if frame.is_object { &mut self.objects } else { &mut self.arrays } -= 1;
            if frame.is_object == is_object {
                return;
            }
        }
    }
}

impl Cursor {
    /// Reads the surroundings of an offset; `None` where nothing can be written, as in a comment.
    pub(super) fn at(tree: &Tree, offset: usize) -> Option<Self> {
        let source = tree.source();
        let tokens = tree.tokens();
        let offset = offset.min(source.len());
        let (first, last, span) = edited(tree, offset)?;
        let mut frames = Frames::default();
        for token in tokens.get(..first)? {
            frames.take(*token);
        }
        let before = Span::new(span.start, offset).of(source);
        let in_text = first < last;
        let typed = said(before);
        let indent = indent(source, span.start);
        let mut rest = behind(tree, last, span.end);
        rest.retain(|token| !token.kind.is_trivia());
        let next = rest.first().map(|token| token.kind);
        let Some(frame) = frames.frames.last() else {
            return (!frames.began).then(|| Self {
                place: Place::Policy,
                names: false,
                span,
                typed,
                in_list: false,
                in_text,
                present: Vec::new(),
                comma_before: false,
                comma_after: false,
                has_colon: false,
                inner: Vec::new(),
                indent,
            });
        };
        // `kms:` without quotes in an array: nothing that is put behind it would become a text.
        let previous = first.checked_sub(1).and_then(|at| tokens.get(at)).map(|token| token.kind);
        if !frame.is_object && previous == Some(TokenKind::Colon) {
            return None;
        }
        let names = match (frame.is_object, frame.slot) {
            (true, Slot::Name | Slot::After) => true,
            (true, Slot::Value) | (false, _) => false,
            (true, Slot::Colon) => return None,
        };
        let mut present: Vec<String> = frame.texts.iter().map(|span| said(span.of(source))).list();
        let (following, inner) = following(&rest, frame.is_object, names);
        if names || !frame.is_object {
            present.extend(following.iter().map(|span| said(span.of(source))));
        }
        let starts = !matches!(
            next,
            None | Some(
                TokenKind::Comma | TokenKind::Colon | TokenKind::RightBrace | TokenKind::RightBracket
            )
        );
        Some(Self {
            place: way(&frames.frames, names, source).map_or(Place::Other, |way| place(&way)),
            names,
            span,
            typed,
            in_list: !frame.is_object,
            in_text,
            present,
            comma_before: frame.slot == Slot::After,
            comma_after: starts,
            has_colon: names && next == Some(TokenKind::Colon),
            inner: inner.iter().map(|span| said(span.of(source))).list(),
            indent,
        })
    }
}

/// The steps to the object whose names are due, or to the value that is due.
fn way(frames: &[Frame], names: bool, source: &[u8]) -> Option<Vec<Step>> {
    let steps = if names { frames.len().checked_sub(1)? } else { frames.len() };
    if steps > LONGEST_WAY {
        return None;
    }
    let step = |frame: &Frame| match (frame.is_object, frame.name) {
        (false, _) => Some(Step::Item),
        (true, Some(name)) => Some(Step::Member(said(name.of(source)))),
        (true, None) => None,
    };
    frames.iter().take(steps).map(step).collect()
}

/// What is being edited at an offset: its tokens as a range, and the bytes to replace.
fn edited(tree: &Tree, offset: usize) -> Option<(usize, usize, Span)> {
    let tokens = tree.tokens();
    let source = tree.source();
    let after = tokens.partition_point(|token| token.span.end <= offset);
    let here = tokens.get(after).filter(|token| token.span.start < offset);
    let ends = after.checked_sub(1).and_then(|at| tokens.get(at)).filter(|token| token.span.end == offset);
    let loose = |token: &&Token| is_loose(token.kind);
    match (here, ends) {
        (Some(token), _) if matches!(token.kind, TokenKind::Text | TokenKind::SingleQuoted) => {
            // A quote was opened in front of other texts: what looks like a text is what stands between them.
            let next = tokens.get(after + 1).map(|token| token.kind);
            let stolen = matches!(next, Some(TokenKind::Word | TokenKind::Unknown | TokenKind::Number));
            let end = if stolen { written_end(source, offset, token.span.end) } else { token.span.end };
            Some((after, after + 1, Span::new(token.span.start, end)))
        }
        (Some(token), _) if token.kind == TokenKind::OpenText || is_open_single(token, source) => {
            let end = written_end(source, offset, token.span.end);
            Some((after, after + 1, Span::new(token.span.start, end)))
        }
        (None, Some(token)) if token.kind == TokenKind::OpenText || is_open_single(token, source) => {
            Some((after - 1, after, token.span))
        }
        (Some(token), _) if token.kind == TokenKind::Comment => None,
        // A comment goes on to the end of its line, also at the end of the text.
        (_, Some(token)) if token.kind == TokenKind::Comment && !token.span.of(source).ends_with(b"*/") => {
            None
        }
        (Some(token), _) if is_loose(token.kind) => Some((after, after + 1, token.span)),
        (_, Some(token)) if is_loose(token.kind) => Some((after - 1, after, token.span)),
        _ => match tokens.get(after).filter(|token| token.span.start == offset).filter(loose) {
            Some(token) => Some((after, after + 1, token.span)),
            None => {
                let first = if here.is_some() { after + 1 } else { after };
                Some((first, first, Span::new(offset, offset)))
            }
        },
    }
}

/// The tokens behind what is being edited. Where that ends inside a token, what follows is read anew.
fn behind(tree: &Tree, last: usize, end: usize) -> Vec<Token> {
    let cut =
        last.checked_sub(1).and_then(|at| tree.tokens().get(at)).is_some_and(|token| token.span.end > end);
    if !cut {
        return tree.tokens().get(last..).unwrap_or_default().to_vec();
    }
    let rest = tree.source().get(end..).unwrap_or_default();
    let moved = |token: &Token| {
        let span = Span::new(token.span.start + end, token.span.end + end);
        Token { span, ..*token }
    };
    Tree::parse(rest).tokens().iter().map(moved).list()
}

/// Something without quotes that may be the beginning of a text.
fn is_loose(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Word | TokenKind::Literal | TokenKind::Number)
}

fn is_open_single(token: &Token, source: &[u8]) -> bool {
    token.kind == TokenKind::Unknown && token.span.of(source).first() == Some(&b'\'')
}

/// Where the word that a place lies in ends.
fn written_end(source: &[u8], offset: usize, end: usize) -> usize {
    let rest = Span::new(offset, end).of(source);
    let is_written = |byte: &&u8| byte.is_ascii_alphanumeric() || b":*?/._-@+".contains(*byte);
    offset + rest.iter().take_while(is_written).count()
}

/// Names or texts behind a place up to the end of its object or array, and the names in the object that comes first, if
/// the place is a name.
fn following(tokens: &[Token], is_object: bool, names: bool) -> (Vec<Span>, Vec<Span>) {
    let (mut found, mut inner) = (Vec::new(), Vec::new());
    let mut depth = 0_usize;
    // The value of the name at the place lasts up to a comma.
    let mut first_value = names;
    let mut text: Option<Span> = None;
    for token in tokens {
        match token.kind {
            TokenKind::LeftBrace | TokenKind::LeftBracket => depth += 1,
            TokenKind::RightBrace | TokenKind::RightBracket => match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => break,
            },
            TokenKind::Comma if depth == 0 => first_value = false,
            TokenKind::Text if depth == 0 && !is_object => found.push(token.span),
            TokenKind::Colon => match (text, depth) {
                (Some(name), 0) if is_object => found.push(name),
                (Some(name), 1) if first_value => inner.push(name),
                _ => {}
            },
            _ => {}
        }
        text = Some(token.span).filter(|_| token.kind == TokenKind::Text);
    }
    (found, inner)
}

/// What a text says, whatever stands around it.
fn said(bytes: &[u8]) -> String {
    let inner = match bytes.split_first() {
        Some((quote @ (b'"' | b'\''), inner)) => inner.strip_suffix(&[*quote]).unwrap_or(inner),
        _ => bytes,
    };
    if inner.contains(&b'\\')
        && let Ok(text) = str::from_utf8(bytes)
        && let Ok(text) = read(text)
    {
        return text;
    }
    String::from_utf8_lossy(inner).into_owned()
}

fn indent(source: &[u8], offset: usize) -> String {
    let before = source.get(..offset).unwrap_or_default();
    let line = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let line = before.get(line..).unwrap_or_default();
    let blanks = line.iter().take_while(|byte| matches!(byte, b' ' | b'\t'));
    blanks.map(|byte| char::from(*byte)).collect()
}
