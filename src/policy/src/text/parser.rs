//! From tokens to nodes. A loop over a list of open brackets: neither depth nor errors can stop it.
//!
//! After an error it goes on with what stands there, and says nothing more until a comma or a bracket fits again: one
//! error for each region that cannot be read.

use crate::sorted::sort_by_key;

use std::borrow::Cow;

use super::{
    Edit, Lines, Span,
    lexer::{self, Token, TokenKind},
    tree::{Node, NodeId, NodeKind, Problem, ProblemKind, Tree, value_kind},
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// A name or the end of the object; with the comma that came before.
    Name(Option<Span>),
    Colon,
    Value,
    AfterMember,
    /// A value or the end of the array; with the comma that came before.
    Item(Option<Span>),
    AfterItem,
}

struct Frame {
    node: NodeId,
    state: State,
    /// The member that is being read.
    member: Option<NodeId>,
}

struct Parser {
    source: Vec<u8>,
    nodes: Vec<Node>,
    problems: Vec<Problem>,
    frames: Vec<Frame>,
    /// How many of the frames are objects: whether a closer fits any must not cost their number.
    open_objects: usize,
    root: Option<NodeId>,
    /// Whether an error was told and nothing has fitted since.
    quiet: bool,
    /// Where the last token that means something ended.
    end: usize,
}

const VALUE: &[&str] = &["text", "{", "["];
const NAME: &[&str] = &["name in quotes", "}"];
const NAME_ONLY: &[&str] = &["name in quotes"];
const COLON: &[&str] = &[":"];
const IN_OBJECT: &[&str] = &[",", "}"];
const IN_ARRAY: &[&str] = &[",", "]"];
const ITEM: &[&str] = &["text", "{", "[", "]"];
const NOTHING: &[&str] = &["the end of the text"];
const QUOTE: &[&str] = &["\""];

pub(super) fn parse(source: Vec<u8>) -> Tree {
    let tokens = lexer::tokens(&source);
    let lines = Lines::new(&source);
    let mut parser = Parser {
        source,
        nodes: Vec::with_capacity(tokens.len() / 2),
        problems: Vec::new(),
        frames: Vec::new(),
        open_objects: 0,
        root: None,
        quiet: false,
        end: 0,
    };
    let mut trailing: Option<Span> = None;
    for token in &tokens {
        if token.kind == TokenKind::Comment {
            parser.comment(*token);
        }
        if token.kind.is_trivia() {
            continue;
        }
        if parser.root.is_some() && parser.frames.is_empty() {
            let start = trailing.map_or(token.span.start, |span| span.start);
            trailing = Some(Span::new(start, token.span.end));
            continue;
        }
        parser.take(*token);
        parser.end = token.span.end;
    }
    parser.finish(trailing);
    let Parser { source, nodes, mut problems, root, .. } = parser;
    sort_by_key(&mut problems, |problem| problem.span);
    Tree { source, tokens, nodes, root, problems, lines }
}

impl Parser {
    /// Reads a token in the state of the innermost bracket. Some tokens change that state first and are read again.
    fn take(&mut self, token: Token) {
        // Bound: each turn closes a bracket, or moves a state on that leads to reading the token.
        for _ in 0..self.frames.len() + 4 {
            if self.step(token) {
                return;
            }
        }
    }

    /// Whether the token was read.
    fn step(&mut self, token: Token) -> bool {
        let Some(frame) = self.frames.last() else {
            self.top(token);
            return true;
        };
        match (frame.state, token.kind) {
            (State::Name(comma), TokenKind::RightBrace) | (State::Item(comma), TokenKind::RightBracket) => {
                if let Some(comma) = comma {
                    self.extra_comma(comma);
                }
                self.close(token);
                true
            }
            (State::AfterMember, TokenKind::RightBrace) | (State::AfterItem, TokenKind::RightBracket) => {
                self.close(token);
                true
            }
            (_, TokenKind::RightBrace | TokenKind::RightBracket) => self.wrong_closer(token),
            (State::Name(_), _) => self.name(token),
            (State::Colon, TokenKind::Colon) => {
                self.set(State::Value);
                true
            }
            (State::Colon, TokenKind::Comma) => {
                self.unexpected(token, COLON);
                self.set(State::AfterMember);
                false
            }
            (State::Colon, _) => {
                self.unexpected(token, COLON);
                self.set(State::Value);
                false
            }
            (State::Value, TokenKind::Comma) => {
                self.unexpected(token, VALUE);
                self.set(State::AfterMember);
                false
            }
            (State::Item(comma), TokenKind::Comma) => {
                match comma {
                    Some(_) => self.extra_comma(token.span),
                    None => self.unexpected(token, VALUE),
                }
                self.quiet = false;
                true
            }
            (State::Value, TokenKind::Colon) | (State::Item(_), TokenKind::Colon) => {
                self.unexpected(token, VALUE);
                true
            }
            (State::Value, _) => {
                self.value(token, State::AfterMember);
                true
            }
            (State::Item(_), _) => {
                self.value(token, State::AfterItem);
                true
            }
            (State::AfterMember, TokenKind::Comma) => self.comma(State::Name(Some(token.span))),
            (State::AfterItem, TokenKind::Comma) => self.comma(State::Item(Some(token.span))),
            (State::AfterMember, TokenKind::Text | TokenKind::SingleQuoted | TokenKind::OpenText) => {
                self.unexpected(token, IN_OBJECT);
                self.set(State::Name(None));
                false
            }
            (State::AfterMember, _) => {
                self.unexpected(token, IN_OBJECT);
                self.broken(token);
                true
            }
            (State::AfterItem, TokenKind::Colon | TokenKind::Unknown) => {
                self.unexpected(token, IN_ARRAY);
                self.broken(token);
                true
            }
            (State::AfterItem, _) => {
                self.unexpected(token, IN_ARRAY);
                self.set(State::Item(None));
                false
            }
        }
    }

    fn comma(&mut self, state: State) -> bool {
        self.quiet = false;
        self.set(state);
        true
    }

    fn top(&mut self, token: Token) {
        if token.kind == TokenKind::LeftBrace || token.kind == TokenKind::LeftBracket {
            let node = self.open(token, None);
            self.root = Some(node);
            return;
        }
        let kind = value_kind(token.kind, token.span.of(&self.source));
        if kind.is_none() {
            self.problem(ProblemKind::Unexpected, token.span, &["{"], Vec::new());
        }
        let node = self.add(kind.unwrap_or(NodeKind::Broken), token.span, None);
        self.check_text(token);
        self.root = Some(node);
    }

    /// The name of a member, or what stands where one should.
    fn name(&mut self, token: Token) -> bool {
        match token.kind {
            TokenKind::Text | TokenKind::SingleQuoted | TokenKind::OpenText => {
                self.check_text(token);
                self.member(token, NodeKind::Text);
            }
            TokenKind::Word | TokenKind::Literal | TokenKind::Number => {
                self.unexpected(token, NAME_ONLY);
                self.member(token, NodeKind::Broken);
            }
            TokenKind::Comma => {
                match self.frames.last().map(|frame| frame.state) {
                    Some(State::Name(Some(_))) => self.extra_comma(token.span),
                    _ => self.unexpected(token, NAME),
                }
                self.quiet = false;
            }
            // A bracket where a name should stand: what is in it is read, and belongs to no name.
            TokenKind::LeftBrace | TokenKind::LeftBracket => {
                self.unexpected(token, NAME);
                self.set(State::AfterMember);
                let parent = self.frames.last().map(|frame| frame.node);
                self.open(token, parent);
            }
            _ => {
                self.unexpected(token, NAME);
                self.broken(token);
            }
        }
        true
    }

    fn member(&mut self, token: Token, kind: NodeKind) {
        let Some(object) = self.frames.last().map(|frame| frame.node) else { return };
        let member = self.add(NodeKind::Member, token.span, Some(object));
        self.add(kind, token.span, Some(member));
        if let Some(frame) = self.frames.last_mut() {
            frame.member = Some(member);
            frame.state = State::Colon;
        }
    }

    fn value(&mut self, token: Token, then: State) {
        let parent = self.frames.last().map(|frame| frame.member.unwrap_or(frame.node));
        self.set(then);
        match token.kind {
            TokenKind::LeftBrace | TokenKind::LeftBracket => {
                self.open(token, parent);
            }
            TokenKind::OpenText => {
                self.check_text(token);
                self.add(NodeKind::Text, token.span, parent);
            }
            kind => match value_kind(kind, token.span.of(&self.source)) {
                Some(kind) => {
                    self.check_text(token);
                    self.add(kind, token.span, parent);
                }
                None => {
                    self.unexpected(token, if then == State::AfterItem { ITEM } else { VALUE });
                    self.add(NodeKind::Broken, token.span, parent);
                }
            },
        }
    }

    fn open(&mut self, token: Token, parent: Option<NodeId>) -> NodeId {
        let (kind, state) = if token.kind == TokenKind::LeftBrace {
            (NodeKind::Object, State::Name(None))
        } else {
            (NodeKind::Array, State::Item(None))
        };
        let node = self.add(kind, token.span, parent);
        self.open_objects += usize::from(kind == NodeKind::Object);
        self.frames.push(Frame { node, state, member: None });
        node
    }

    fn close(&mut self, token: Token) {
        self.quiet = false;
        self.pop(token.span.end);
    }

    /// Ends the innermost bracket at a byte.
    fn pop(&mut self, end: usize) {
        let Some(frame) = self.frames.pop() else { return };
        let mut child = frame.node;
        let is_object = self.nodes.get(child.0).is_some_and(|node| node.kind == NodeKind::Object);
        self.open_objects -= usize::from(is_object);
        if let Some(node) = self.nodes.get_mut(child.0) {
            node.span.end = end.max(node.span.end);
        }
        // The member that the bracket is the value of ends with it; objects and arrays end at their own closers.
        let damaged = self.nodes.get(child.0).is_some_and(|node| node.damaged);
        while let Some(parent) = self.nodes.get(child.0).and_then(|node| node.parent) {
            let Some(node) = self.nodes.get_mut(parent.0) else { break };
            node.damaged |= damaged;
            if node.kind != NodeKind::Member {
                break;
            }
            node.span.end = node.span.end.max(end);
            child = parent;
        }
    }

    /// A closer of the other kind: closes what it can close, and what stands open inside, or is passed over.
    fn wrong_closer(&mut self, token: Token) -> bool {
        let wanted = if token.kind == TokenKind::RightBrace { NodeKind::Object } else { NodeKind::Array };
        let Some(frame) = self.frames.last() else { return true };
        let state = frame.state;
        let expected = match state {
            State::Name(_) => NAME,
            State::Colon => COLON,
            State::Value => VALUE,
            State::AfterMember => IN_OBJECT,
            State::Item(_) => ITEM,
            State::AfterItem => IN_ARRAY,
        };
        self.unexpected(token, expected);
        let fitting = match wanted {
            NodeKind::Object => self.open_objects,
            _ => self.frames.len() - self.open_objects,
        };
        let kind = |frame: &Frame| self.nodes.get(frame.node.0).map(|node| node.kind);
        if fitting == 0 {
            // Between a name and its value it has no node: the member will reach beyond it.
            if !matches!(state, State::Colon | State::Value) {
                self.broken(token);
            }
            return true;
        }
        // The same kind: only the state was wrong, as in `{"a":}`.
        if self.frames.last().and_then(kind) == Some(wanted) {
            self.close(token);
            return true;
        }
        self.pop(self.end);
        false
    }

    fn broken(&mut self, token: Token) {
        let parent = self.frames.last().map(|frame| frame.node);
        self.add(NodeKind::Broken, token.span, parent);
    }

    fn add(&mut self, kind: NodeKind, span: Span, parent: Option<NodeId>) -> NodeId {
        let id = NodeId(self.nodes.len());
        self.nodes.push(Node { kind, span, parent, children: Vec::new(), damaged: kind == NodeKind::Broken });
        if let Some(node) = parent.and_then(|parent| self.nodes.get_mut(parent.0)) {
            node.children.push(id);
            node.damaged |= kind == NodeKind::Broken;
            if node.kind == NodeKind::Member {
                node.span.end = node.span.end.max(span.end);
            }
        }
        id
    }

    fn set(&mut self, state: State) {
        if let Some(frame) = self.frames.last_mut() {
            frame.state = state;
            if matches!(state, State::Name(_) | State::Item(_)) {
                frame.member = None;
            }
        }
    }

    /// Marks what is being read as not understood.
    fn damage(&mut self) {
        let Some(frame) = self.frames.last() else { return };
        for id in [Some(frame.node), frame.member].into_iter().flatten() {
            if let Some(node) = self.nodes.get_mut(id.0) {
                node.damaged = true;
            }
        }
    }

    fn unexpected(&mut self, token: Token, expected: &'static [&'static str]) {
        self.damage();
        if !self.quiet {
            self.problem(ProblemKind::Unexpected, token.span, expected, Vec::new());
        }
        self.quiet = true;
    }

    fn extra_comma(&mut self, comma: Span) {
        self.problem(ProblemKind::ExtraComma, comma, VALUE, vec![Edit::delete(comma)]);
    }

    fn comment(&mut self, token: Token) {
        self.problem(ProblemKind::Comment, token.span, &[], vec![Edit::delete(token.span)]);
    }

    fn problem(&mut self, kind: ProblemKind, span: Span, expected: &'static [&'static str], fix: Vec<Edit>) {
        self.problems.push(Problem { kind, span, expected, fix });
    }

    /// What is wrong inside a text.
    fn check_text(&mut self, token: Token) {
        let bytes = token.span.of(&self.source);
        match token.kind {
            TokenKind::OpenText => {
                self.damage();
                if !self.quiet {
                    let at = token.span.end;
                    self.problem(ProblemKind::OpenText, Span::new(token.span.start, at), QUOTE, Vec::new());
                }
                self.quiet = true;
            }
            TokenKind::SingleQuoted => {
                let fix = std::str::from_utf8(bytes).ok().and_then(|text| {
                    let inner = text.strip_prefix('\'')?.strip_suffix('\'')?;
                    let inner = inner.replace("\\'", "'");
                    (!inner.contains(['"', '\\']))
                        .then(|| vec![Edit::replace(token.span, format!("\"{inner}\""))])
                });
                if fix.is_none() {
                    self.damage();
                }
                self.problem(ProblemKind::SingleQuotes, token.span, QUOTE, fix.unwrap_or_default());
            }
            TokenKind::Text => {
                if let Err(error) = std::str::from_utf8(bytes) {
                    let start = token.span.start + error.valid_up_to();
                    let length = error.error_len().unwrap_or(1);
                    self.damage();
                    self.problem(ProblemKind::NotUtf8, Span::new(start, start + length), &[], Vec::new());
                } else if let Some((span, fix)) = bad_escape(bytes, token.span.start) {
                    if fix.is_empty() {
                        self.damage();
                    }
                    self.problem(ProblemKind::BadEscape, span, &[], fix);
                }
            }
            _ => {}
        }
    }

    fn finish(&mut self, trailing: Option<Span>) {
        if let Some(trailing) = trailing {
            self.problem(ProblemKind::Trailing, trailing, NOTHING, Vec::new());
        }
        if self.frames.is_empty() {
            return;
        }
        let whole = Span::new(self.end, self.end);
        let state = self.frames.last().map(|frame| frame.state);
        let mut closers = String::new();
        for frame in self.frames.iter().rev() {
            let kind = self.nodes.get(frame.node.0).map(|node| node.kind);
            closers.push(if kind == Some(NodeKind::Array) { ']' } else { '}' });
        }
        let insert = Edit::insert(self.end, closers);
        let (expected, fix) = match state {
            Some(State::Name(Some(comma)) | State::Item(Some(comma))) => {
                (IN_OBJECT, vec![Edit::delete(comma), insert])
            }
            Some(State::AfterMember | State::Name(None)) => (IN_OBJECT, vec![insert]),
            Some(State::AfterItem | State::Item(None)) => (IN_ARRAY, vec![insert]),
            Some(State::Colon) => (COLON, Vec::new()),
            _ => (VALUE, Vec::new()),
        };
        // After another error nobody knows what the closers would close.
        let fix = if self.quiet { Vec::new() } else { fix };
        if fix.is_empty() {
            self.damage();
        }
        if !self.quiet {
            self.problem(ProblemKind::MissingClosers, whole, expected, fix);
        }
        while !self.frames.is_empty() {
            self.pop(self.end);
        }
    }
}

/// The first that JSON does not allow in a text that begins at `offset`, and what mends the text up to the first escape
/// that is none.
fn bad_escape(bytes: &[u8], offset: usize) -> Option<(Span, Vec<Edit>)> {
    let mut at = 1;
    let end = bytes.len().saturating_sub(1);
    let mut first = None;
    let mut fix = Vec::new();
    while at < end {
        let byte = bytes.get(at).copied()?;
        if byte < 0x20 {
            let span = Span::new(offset + at, offset + at + 1);
            let escape = if byte == b'\t' { "\\t".to_owned() } else { format!("\\u{byte:04x}") };
            first = first.or(Some(span));
            fix.push(Edit::replace(span, escape));
        }
        if byte != b'\\' {
            at += 1;
            continue;
        }
        match escape(bytes.get(at + 1..end).unwrap_or_default()) {
            (Some(_), length) => at += 1 + length,
            (None, length) => {
                first = first.or(Some(Span::new(offset + at, offset + at + 1 + length)));
                break;
            }
        }
    }
    first.map(|span| (span, fix))
}

/// What stands after a backslash, and how many bytes it takes; `None` for what is no escape or half a pair.
fn escape(rest: &[u8]) -> (Option<char>, usize) {
    let simple = match rest.first() {
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'/') => '/',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => {
            let Some(first) = hex(rest.get(1..5)) else { return (None, 1) };
            if let Some(letter) = char::from_u32(first) {
                return (Some(letter), 5);
            }
            let low = if rest.get(5..7) == Some(b"\\u") { hex(rest.get(7..11)) } else { None };
            return match low {
                Some(low) if first < 0xdc00 && (0xdc00..0xe000).contains(&low) => {
                    (char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (low - 0xdc00)), 11)
                }
                _ => (None, 5),
            };
        }
        // A whole scalar value, so that what follows is read as it stands.
        Some(_) => return (None, scalar_length(rest)),
        None => return (None, 0),
    };
    (Some(simple), 1)
}

fn scalar_length(rest: &[u8]) -> usize {
    1 + rest.iter().skip(1).take_while(|byte| **byte & 0b1100_0000 == 0b1000_0000).count()
}

fn hex(digits: Option<&[u8]>) -> Option<u32> {
    digits?.iter().try_fold(0, |value, digit| Some(value * 16 + char::from(*digit).to_digit(16)?))
}

/// What a text in quotes says; half surrogates, unknown escapes and bytes that are no UTF-8 become U+FFFD.
pub(super) fn unescape(bytes: &[u8]) -> Cow<'_, str> {
    let inner = match bytes.first() {
        Some(quote @ (b'"' | b'\'')) => {
            let inner = bytes.get(1..).unwrap_or_default();
            inner.strip_suffix(&[*quote]).unwrap_or(inner)
        }
        _ => bytes,
    };
    if !inner.contains(&b'\\') {
        return String::from_utf8_lossy(inner);
    }
    let mut text = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
        let (plain, after) = rest.split_at(at);
        text.push_str(&String::from_utf8_lossy(plain));
        let after = after.get(1..).unwrap_or_default();
        let (letter, length) = match (after.first(), escape(after)) {
            (Some(b'\''), _) => (Some('\''), 1),
            (_, found) => found,
        };
        text.push(letter.unwrap_or(char::REPLACEMENT_CHARACTER));
        rest = after.get(length..).unwrap_or_default();
    }
    text.push_str(&String::from_utf8_lossy(rest));
    Cow::Owned(text)
}

#[cfg(test)]
pub(super) mod tests;
