//! What a `<textarea>` makes of a text. It knows one kind of line break and turns every other into it; the text must keep
//! its own. So what is in the field is compared with what should be in it, and only the difference reaches the text.

use std::borrow::Cow;
use std::sync::Arc;

use super::document::{Change, difference_between};
use super::offsets::Offsets;

/// The text as the field holds it.
pub fn shown(text: &str) -> Cow<'_, str> {
    if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The change of the text that a reader made in the field; nothing when there is none.
pub fn typed(text: &str, field: &str) -> Option<Change> {
    let change = difference_between(&shown(text), field);
    if change.start == change.end && change.text.is_empty() {
        return None;
    }
    let inserted = match line_break(text) {
        "\n" => change.text,
        own => change.text.replace('\n', own),
    };
    Some(Change { start: kept(text, change.start), end: kept(text, change.end), text: inserted })
}

/// The byte of the text at a unit of the field.
pub fn byte_of(text: &str, unit: usize) -> usize {
    kept(text, Offsets::new(&Arc::from(shown(text))).byte(unit))
}

/// The unit of the field at a byte of the text.
pub fn unit_of(text: &str, byte: usize) -> usize {
    let before = text.get(..text.floor_char_boundary(byte.min(text.len()))).unwrap_or_default();
    // Between the two halves of a line break is behind it, for the field has no such place.
    shown(before).chars().map(char::len_utf16).sum()
}

/// The first line break of a text.
fn line_break(text: &str) -> &'static str {
    match text.split_once(['\r', '\n']) {
        Some((before, after)) => {
            let is_return = text.as_bytes().get(before.len()) == Some(&b'\r');
            match (is_return, after.starts_with('\n')) {
                (true, true) => "\r\n",
                (true, false) => "\r",
                (false, _) => "\n",
            }
        }
        None => "\n",
    }
}

/// The byte of the text at a byte of what is shown: each pair of return and line feed is one byte there.
fn kept(text: &str, shown: usize) -> usize {
    let mut byte = shown;
    for (pair, _) in text.match_indices("\r\n") {
        if pair >= byte {
            break;
        }
        byte += 1;
    }
    byte
}

#[cfg(test)]
mod tests;
