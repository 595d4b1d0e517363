//! S19: characters that cannot be seen, or that pass for others.

use std::collections::HashMap;

use super::readable;
use crate::{
    document::{Effect, Element},
    finding::Fix,
    lint::Pass,
    rules::text::{invisible, look_alike, path},
    sorted::Listed,
    text::{Edit, NodeId, NodeKind, Span, TokenKind, Tree},
};

/// What is known of a text by where it stands.
#[derive(Clone, Copy, Default)]
struct Place {
    node: Option<NodeId>,
    /// Whether it is an action or the ARN of a principal: these are ASCII, so look-alikes have no business there.
    is_ascii: bool,
    /// Whether what it says may change without giving anybody access.
    is_harmless: bool,
}

/// Invisible characters anywhere but in comments; look-alikes in actions and ARNs.
pub(super) fn deceiving(pass: &mut Pass<'_>) {
    let tree = pass.tree();
    let suspects: Vec<_> =
        tree.tokens().iter().filter(|token| may_deceive(token.kind, token.span.of(tree.source()))).list();
    if suspects.is_empty() {
        return;
    }
    let places = places(pass);
    for token in suspects {
        let place = places.get(&token.span.start).copied().unwrap_or_default();
        let mut spans = Vec::new();
        let mut edits = Vec::new();
        let mut first = None;
        for (letter, span) in scalars(tree, token.span) {
            let plain = match (invisible(letter), look_alike(letter)) {
                (Some(plain), _) => plain.to_owned(),
                (None, Some(plain)) if place.is_ascii => plain.to_string(),
                _ => continue,
            };
            first = first.or(Some(letter));
            spans.push(span);
            edits.push(Edit::replace(span, plain));
        }
        let (Some(letter), Some(span)) = (first, spans.first().copied()) else { continue };
        // Between tokens they break the text, so nothing that was read changes its meaning.
        let is_text = matches!(token.kind, TokenKind::Text | TokenKind::OpenText | TokenKind::SingleQuoted);
        let safe = !is_text || place.is_harmless;
        let fix = Fix { safe, ..Fix::safe("fix.visible", edits) };
        let finding = pass.finding(span).with("hex", format!("{:04X}", u32::from(letter))).fixed_by(fix);
        let mut finding = match place.node.filter(|_| is_text) {
            Some(node) => finding.with("path", path(tree, node)),
            None => finding.saying("KPL-S19.between"),
        };
        finding.spans = spans;
        pass.report(finding);
    }
}

/// Whether a token is worth reading letter by letter.
fn may_deceive(kind: TokenKind, bytes: &[u8]) -> bool {
    match kind {
        TokenKind::Bom => true,
        TokenKind::Unknown => !bytes.is_ascii(),
        TokenKind::Text | TokenKind::OpenText | TokenKind::SingleQuoted => {
            !bytes.is_ascii() || bytes.windows(2).any(|pair| pair == b"\\u")
        }
        _ => false,
    }
}

/// Places of all texts, by where they begin.
fn places(pass: &Pass<'_>) -> HashMap<usize, Place> {
    let tree = pass.tree();
    let mut places = HashMap::new();
    let mut open: Vec<NodeId> = tree.root().into_iter().list();
    while let Some(node) = open.pop() {
        if matches!(tree.kind(node), NodeKind::Text | NodeKind::Broken) {
            places.insert(tree.span(node).start, Place { node: Some(node), ..Place::default() });
        }
        open.extend(tree.children(node));
    }
    for statement in readable(pass.document()) {
        let actions = statement.actions.iter().map(|entry| entry.text.node);
        let principals = statement.principals.iter().map(|entry| entry.text.node);
        for node in actions.chain(principals) {
            // A Deny that is understood can only take access away.
            let is_harmless = statement.effect == Some(Effect::Deny);
            let place = Place { node: Some(node), is_ascii: true, is_harmless };
            places.insert(tree.span(node).start, place);
        }
        if let Some(sid) = statement.element(Element::Sid) {
            places
                .insert(tree.span(sid).start, Place { node: Some(sid), is_ascii: false, is_harmless: true });
        }
    }
    places
}

/// The letters of a token with the bytes of each; an escape is the letter that it stands for.
fn scalars(tree: &Tree, token: Span) -> Vec<(char, Span)> {
    let mut scalars = Vec::new();
    let mut at = token.start;
    // Bytes that are no UTF-8 are an error of their own.
    for chunk in token.of(tree.source()).utf8_chunks() {
        let mut rest = chunk.valid();
        while let Some(letter) = rest.chars().next() {
            let (letter, length) = match (letter, escaped(rest)) {
                ('\\', Some(escaped)) => escaped,
                ('\\', None) => (letter, letter.len_utf8() + next_length(rest)),
                _ => (letter, letter.len_utf8()),
            };
            scalars.push((letter, Span::new(at, at + length)));
            at += length;
            rest = rest.get(length..).unwrap_or_default();
        }
        at += chunk.invalid().len();
    }
    scalars
}

/// Bytes of the second letter.
fn next_length(text: &str) -> usize {
    text.chars().nth(1).map_or(0, char::len_utf8)
}

/// The letter of `\u` and four digits, or of a pair of them, and its bytes.
fn escaped(text: &str) -> Option<(char, usize)> {
    let unit = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u").filter(|digits| !digits.starts_with('+'))?;
        u16::from_str_radix(digits, 16).ok()
    };
    let first = unit(0)?;
    if let Some(letter) = char::from_u32(u32::from(first)) {
        return Some((letter, 6));
    }
    let pair = [first, unit(6)?];
    let letter = char::decode_utf16(pair).next()?.ok()?;
    Some((letter, 12))
}
