//! Policies by the grammar, from few names so that statements meet, and the same spoilt.

use std::sync::LazyLock;

use super::words::{
    ACTIONS, ELEMENTS, KEYS, Key, ODD_ACTIONS, ODD_OPERATORS, ODD_PRINCIPALS, ODD_VALUES, PIECES, PRINCIPALS,
    STRINGS, WORDS,
};
use crate::source::Source;

/// Size of the large texts, above the limit of the service.
const LARGE: usize = 40_000;

fn of(source: &mut Source, list: &[&'static str]) -> &'static str {
    source.pick(list)
}

/// A name from one list, or with this chance from the other.
fn either(source: &mut Source, odd: usize, plain: &[&'static str], others: &[&'static str]) -> &'static str {
    if source.chance(odd) { of(source, others) } else { of(source, plain) }
}

fn quote(out: &mut String, text: &str) {
    out.push('"');
    out.push_str(text);
    out.push('"');
}

/// A list of texts, or one text alone.
fn list(source: &mut Source, out: &mut String, mut text: impl FnMut(&mut Source) -> &'static str) {
    let count = 1 + source.below(5) / 2;
    if count == 1 && source.chance(40) {
        return quote(out, text(source));
    }
    out.push('[');
    for at in 0..count {
        if at > 0 {
            out.push(',');
        }
        let text = text(source);
        quote(out, text);
    }
    out.push(']');
}

fn key(source: &mut Source) -> &'static Key {
    let at = source.below(KEYS.len());
    let [first, ..] = &KEYS;
    KEYS.get(at).unwrap_or(first)
}

fn condition(source: &mut Source, out: &mut String, odd: usize) {
    out.push('{');
    for at in 0..1 + source.below(2) {
        if at > 0 {
            out.push(',');
        }
        // Few keys, so that the statements of a policy share some.
        let key = if source.chance(50) { &KEYS[0] } else { key(source) };
        let operator = either(source, odd, key.operators, &ODD_OPERATORS);
        let operator = if source.chance(odd / 2) { of(source, STRINGS) } else { operator };
        quote(out, operator);
        out.push_str(":{");
        let name = if source.chance(odd) { of(source, &WORDS) } else { key.name };
        quote(out, name);
        out.push(':');
        list(source, out, |source| either(source, odd, key.values, &ODD_VALUES));
        out.push('}');
    }
    out.push('}');
}

/// A statement; `odd` is the chance in a hundred that a part of it is not as it should be.
pub(super) fn statement(source: &mut Source, odd: usize, effect: Option<&str>) -> String {
    let mut out = String::with_capacity(320);
    let gap = of(source, &["", "", "", " ", "\n  ", "\r\n\t"]);
    out.push('{');
    let first = if source.chance(80) { 0 } else { source.below(ELEMENTS.len()) };
    let mut is_first = true;
    for turn in 0..ELEMENTS.len() {
        let element = (first + turn) % ELEMENTS.len();
        let absent = match element {
            0 => source.chance(50),
            5 => source.chance(55),
            _ => source.chance(odd / 2),
        };
        if absent {
            continue;
        }
        if !is_first {
            out.push(',');
        }
        is_first = false;
        out.push_str(gap);
        let name = ELEMENTS.get(element).copied().unwrap_or_default();
        let name = if source.chance(odd / 3) { of(source, &WORDS) } else { name };
        quote(&mut out, name);
        out.push(':');
        if source.chance(odd / 4) {
            out.push_str(of(source, &["null", "1", "true", "{}", "[]", "\"\"", "[[]]", "{\"RAM\":[1]}"]));
            continue;
        }
        match element {
            0 => quote(&mut out, of(source, &["s", "t", "kms default key policy", "é中", "a\\tb"])),
            1 => {
                let text = effect.unwrap_or(if source.chance(35) { "Deny" } else { "Allow" });
                let text =
                    if source.chance(odd) { of(source, &["deny", "allow", "", "Permit"]) } else { text };
                quote(&mut out, text);
            }
            2 => {
                out.push_str("{\"RAM\":");
                list(source, &mut out, |source| either(source, odd, &PRINCIPALS, &ODD_PRINCIPALS));
                out.push('}');
            }
            3 => list(source, &mut out, |source| either(source, odd, &ACTIONS, &ODD_ACTIONS)),
            4 => out.push_str(if source.chance(50) { "[\"*\"]" } else { "\"*\"" }),
            _ => condition(source, &mut out, odd),
        }
    }
    out.push('}');
    out
}

/// A policy of some statements.
pub(super) fn joined<'a>(statements: impl Iterator<Item = &'a str>) -> String {
    let mut out = String::with_capacity(600);
    out.push_str("{\"Version\":\"1\",\"Statement\":[");
    for (at, statement) in statements.enumerate() {
        if at > 0 {
            out.push(',');
        }
        out.push_str(statement);
    }
    out.push_str("]}");
    out
}

/// A policy by the grammar.
pub(super) fn policy(source: &mut Source, odd: usize) -> String {
    let statements: Vec<_> = (0..1 + source.below(3)).map(|_| statement(source, odd, None)).collect();
    joined(statements.iter().map(String::as_str))
}

/// Any text: a policy, mostly spoilt, or pieces in no order; in one of `rare` cases grown to a large one.
pub(super) fn any(source: &mut Source, rare: usize) -> Vec<u8> {
    let mut bytes = match source.below(10) {
        0 => pieces(source, 30),
        1 => (0..source.below(40)).flat_map(|_| source.bits().to_le_bytes()).collect(),
        2 => source.text(60).into_bytes(),
        3 => policy(source, 30).into_bytes(),
        _ => policy(source, 5).into_bytes(),
    };
    if source.chance(80) {
        spoil(source, &mut bytes);
    }
    if source.below(rare) == 0 {
        grow(source, &mut bytes);
    }
    bytes
}

/// Policies, statements and beginnings of statements, ready to be spoilt: writing one takes longer than reading it.
static READY: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let one = |number| {
        let source = &mut Source::new(0, number);
        match number % 8 {
            0 => policy(source, 5).into_bytes(),
            1 => policy(source, 30).into_bytes(),
            2 => statement(source, 30, None).into_bytes(),
            3 | 4 => statement(source, 3, None).into_bytes(),
            _ => {
                let mut bytes = statement(source, 3, None).into_bytes();
                let start = source.below(bytes.len());
                let mut part = bytes.split_off(start);
                part.truncate(20 + source.below(80));
                part
            }
        }
    };
    (0..1_024).map(one).collect()
});

fn ready(source: &mut Source) -> &'static [u8] {
    let at = source.below(READY.len());
    READY.get(at).map(Vec::as_slice).unwrap_or_default()
}

/// As [`any`], made faster and with fewer ways to differ.
pub(super) fn quick(source: &mut Source, rare: usize) -> Vec<u8> {
    let mut bytes = match source.below(20) {
        0 | 1 => pieces(source, 20),
        2 => (0..source.below(8)).flat_map(|_| source.bits().to_le_bytes()).collect(),
        _ => {
            let ready = ready(source);
            let mut bytes = Vec::with_capacity(ready.len() + 32);
            bytes.extend_from_slice(ready);
            bytes
        }
    };
    if source.chance(95) {
        spoil(source, &mut bytes);
    }
    if source.below(rare) == 0 {
        grow(source, &mut bytes);
    }
    bytes
}

fn pieces(source: &mut Source, most: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    for _ in 0..source.below(most + 1) {
        if source.chance(20) {
            bytes.push(b'"');
            bytes.extend_from_slice(source.pick(&WORDS).as_bytes());
            bytes.push(b'"');
        } else {
            bytes.extend_from_slice(source.pick(&PIECES));
        }
    }
    bytes
}

/// Repeats a part of a text until it is large: many statements, a long list, deep brackets, a long name.
fn grow(source: &mut Source, bytes: &mut Vec<u8>) {
    let at = source.below(bytes.len());
    let length = if source.chance(50) { 1 + source.below(8) } else { 1 + source.below(400) };
    let end = (at + length).min(bytes.len());
    let part = bytes.get(at..end).unwrap_or_default();
    if !part.is_empty() {
        let more = part.repeat(LARGE / part.len());
        bytes.splice(at..at, more);
    }
}

/// Changes some places: bytes, pieces, names, parts that go, come twice or move.
pub(super) fn spoil(source: &mut Source, bytes: &mut Vec<u8>) {
    for _ in 0..1 + source.below(4) {
        let at = source.below(bytes.len() + 1);
        let end = (at + source.below(12)).min(bytes.len());
        match source.below(9) {
            0 | 1 => {
                let piece = source.pick(&PIECES);
                bytes.splice(at..at, piece.iter().copied());
            }
            2 => {
                let piece = source.pick(&PIECES);
                bytes.splice(at..end, piece.iter().copied());
            }
            3 => drop(bytes.drain(at..end)),
            4 => source.mutate(bytes),
            5 => {
                let to = source.below(bytes.len() + 1);
                let part = bytes.get(at..end).unwrap_or_default().to_vec();
                bytes.splice(to..to, part);
            }
            6 => rename(source, bytes, at),
            7 if source.chance(30) => bytes.truncate(at),
            7 => {
                let more = pieces(source, 4);
                bytes.splice(at..at, more);
            }
            _ => {
                // The end of another policy behind the beginning of this one.
                let other = ready(source);
                let from = source.below(other.len());
                bytes.truncate(at);
                bytes.extend_from_slice(other.get(from..).unwrap_or_default());
            }
        }
    }
}

/// Another text between the next two quotes.
fn rename(source: &mut Source, bytes: &mut Vec<u8>, from: usize) {
    let quote = |from: usize, bytes: &[u8]| {
        bytes.get(from..)?.iter().position(|byte| *byte == b'"').map(|length| from + length)
    };
    let Some(open) = quote(from, bytes) else { return };
    let Some(close) = quote(open + 1, bytes) else { return };
    let word = match source.below(4) {
        0 => of(source, &ODD_PRINCIPALS),
        1 => of(source, &ODD_ACTIONS),
        2 => of(source, &ODD_VALUES),
        _ => of(source, &WORDS),
    };
    bytes.splice(open + 1..close, word.bytes());
}
