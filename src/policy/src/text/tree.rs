//! The tree: nodes over tokens, in flat lists, so that depth costs no stack.

use std::borrow::Cow;

use serde::Serialize;

use super::{
    Edit, Lines, Position, Span,
    lexer::{Token, TokenKind},
};

/// A node of one tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub(super) usize);

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NodeKind {
    /// Its children are members and what could not be read between them.
    Object,
    /// Its children are values and what could not be read between them.
    Array,
    /// A text in quotes.
    Text,
    Number,
    True,
    False,
    Null,
    /// A name and a value, either of which may be missing.
    Member,
    /// What could not be read.
    Broken,
}

#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) kind: NodeKind,
    pub(super) span: Span,
    pub(super) parent: Option<NodeId>,
    pub(super) children: Vec<NodeId>,
    /// Whether something below could not be read.
    pub(super) damaged: bool,
}

/// What is wrong with the text as JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProblemKind {
    /// Something else was expected.
    Unexpected,
    /// A comma before a closing bracket, or two in a row.
    ExtraComma,
    Comment,
    /// A text in single quotes.
    SingleQuotes,
    /// The text ends before its brackets are closed.
    MissingClosers,
    /// A text without a closing quote.
    OpenText,
    /// A character that must be written as an escape, an escape that does not exist, or half a surrogate pair.
    BadEscape,
    /// Bytes that are no UTF-8.
    NotUtf8,
    /// Something after the end of the value.
    Trailing,
}

/// A syntax error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    pub kind: ProblemKind,
    pub span: Span,
    /// What could stand here, such as `,` or `text`.
    pub expected: &'static [&'static str],
    /// What mends it without changing anything else; empty where nothing does.
    pub fix: Vec<Edit>,
}

/// A member of an object.
#[derive(Clone, Debug)]
pub struct Member<'a> {
    pub node: NodeId,
    /// The node of the name.
    pub key: NodeId,
    /// The name, with escapes resolved.
    pub name: Cow<'a, str>,
    pub value: Option<NodeId>,
}

/// A text and what it says.
#[derive(Clone, Debug)]
pub struct Tree {
    pub(super) source: Vec<u8>,
    pub(super) tokens: Vec<Token>,
    pub(super) nodes: Vec<Node>,
    pub(super) root: Option<NodeId>,
    pub(super) problems: Vec<Problem>,
    pub(super) lines: Lines,
}

impl Tree {
    /// Reads any bytes.
    pub fn parse(source: impl Into<Vec<u8>>) -> Self {
        super::parser::parse(source.into())
    }

    /// The text, put together again from the tokens.
    pub fn print(&self) -> Vec<u8> {
        let mut text = Vec::with_capacity(self.source.len());
        for token in &self.tokens {
            text.extend_from_slice(token.span.of(&self.source));
        }
        text
    }

    /// The text as it was given.
    pub fn source(&self) -> &[u8] {
        &self.source
    }

    /// All tokens; every byte is in exactly one.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The value of the text, if it has one.
    pub fn root(&self) -> Option<NodeId> {
        self.root
    }

    /// Syntax errors, in the order of the text.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// What a node is.
    pub fn kind(&self, node: NodeId) -> NodeKind {
        self.node(node).map_or(NodeKind::Broken, |node| node.kind)
    }

    /// The bytes of a node, quotes and brackets included.
    pub fn span(&self, node: NodeId) -> Span {
        self.node(node).map_or_else(Span::default, |node| node.span)
    }

    /// The member, object or array that a node stands in.
    pub fn parent(&self, node: NodeId) -> Option<NodeId> {
        self.node(node)?.parent
    }

    /// Members of an object, items of an array, name and value of a member; and what could not be read.
    pub fn children(&self, node: NodeId) -> &[NodeId] {
        self.node(node).map_or(&[], |node| &node.children)
    }

    /// Whether something in a node could not be read, so that its meaning is not known.
    pub fn is_damaged(&self, node: NodeId) -> bool {
        self.node(node).is_none_or(|node| node.damaged)
    }

    /// The members of an object, in the order of the text; names that occur twice come twice.
    pub fn members(&self, object: NodeId) -> impl DoubleEndedIterator<Item = Member<'_>> {
        let children = if self.kind(object) == NodeKind::Object { self.children(object) } else { &[] };
        children.iter().filter_map(|child| self.as_member(*child))
    }

    /// A node read as member.
    pub fn as_member(&self, node: NodeId) -> Option<Member<'_>> {
        if self.kind(node) != NodeKind::Member {
            return None;
        }
        let mut children = self.children(node).iter().copied();
        let key = children.next()?;
        Some(Member { node, key, name: self.name(key)?, value: children.next() })
    }

    /// The value of a member by its exact name; of several the last, as parsers of JSON have it.
    pub fn get(&self, object: NodeId, name: &str) -> Option<NodeId> {
        self.members(object).rfind(|member| member.name == name).and_then(|member| member.value)
    }

    /// Items of an array.
    pub fn items(&self, array: NodeId) -> &[NodeId] {
        if self.kind(array) == NodeKind::Array { self.children(array) } else { &[] }
    }

    /// What a text node says, with escapes resolved; bytes that are no UTF-8 become U+FFFD.
    pub fn text(&self, node: NodeId) -> Option<Cow<'_, str>> {
        if self.kind(node) == NodeKind::Text { self.name(node) } else { None }
    }

    /// The name of a member may stand without quotes: that is an error, and still a name.
    fn name(&self, node: NodeId) -> Option<Cow<'_, str>> {
        if !matches!(self.kind(node), NodeKind::Text | NodeKind::Broken) {
            return None;
        }
        Some(super::parser::unescape(self.span(node).of(&self.source)))
    }

    /// Line and column of a byte.
    pub fn position(&self, offset: usize) -> Position {
        self.lines.position(&self.source, offset)
    }

    /// The innermost node that an offset lies in or touches.
    pub fn node_at(&self, offset: usize) -> Option<NodeId> {
        let mut found = self.root.filter(|root| self.span(*root).touches(offset))?;
        while let Some(child) =
            self.children(found).iter().rev().find(|child| self.span(**child).touches(offset))
        {
            found = *child;
        }
        Some(found)
    }

    /// The token that holds the byte at an offset.
    pub fn token_at(&self, offset: usize) -> Option<(usize, Token)> {
        let at = self.tokens.partition_point(|token| token.span.end <= offset);
        self.tokens.get(at).map(|token| (at, *token))
    }

    fn node(&self, node: NodeId) -> Option<&Node> {
        self.nodes.get(node.0)
    }
}

pub(super) fn value_kind(token: TokenKind, bytes: &[u8]) -> Option<NodeKind> {
    Some(match token {
        TokenKind::Text | TokenKind::SingleQuoted => NodeKind::Text,
        TokenKind::Number => NodeKind::Number,
        TokenKind::Literal => match bytes {
            b"true" => NodeKind::True,
            b"false" => NodeKind::False,
            _ => NodeKind::Null,
        },
        _ => return None,
    })
}
