//! Answers as XML 1.0.
//!
//! A JSON object is a sequence of elements, one a member; a list repeats the element of its member, so a wrapped
//! list (`{"Keys":{"Key":[…]}}`) repeats the inner name and a bare one its own; null is nothing.

use serde_json::Value;

/// Stands for a character that XML 1.0 cannot carry, not even as a reference.
const UNSPEAKABLE: char = char::REPLACEMENT_CHARACTER;

/// A document with one root element.
///
/// It is well-formed whatever the names and texts are: characters that XML cannot carry become U+FFFD in a text and
/// `_` in a name. A line break that is a carriage return is written as a reference, or readers would change it.
pub fn document(root: &str, value: &Value) -> String {
    let mut out = String::from(r#"<?xml version="1.0" encoding="UTF-8"?>"#);
    element(&mut out, root, value);
    out
}

fn element(out: &mut String, name: &str, value: &Value) {
    match value {
        Value::Null => {}
        // A list inside a list has no name of its own; no answer of the cloud has one.
        Value::Array(items) => items.iter().for_each(|item| element(out, name, item)),
        Value::Object(members) => enclosed(out, name, |out| {
            members.iter().for_each(|(name, member)| element(out, name, member));
        }),
        Value::Bool(flag) => enclosed(out, name, |out| out.push_str(if *flag { "true" } else { "false" })),
        Value::Number(number) => enclosed(out, name, |out| out.push_str(&number.to_string())),
        Value::String(text) => enclosed(out, name, |out| write_text(out, text)),
    }
}

fn enclosed(out: &mut String, name: &str, content: impl FnOnce(&mut String)) {
    let name = element_name(name);
    out.push('<');
    out.push_str(&name);
    out.push('>');
    content(out);
    out.push_str("</");
    out.push_str(&name);
    out.push('>');
}

fn write_text(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            // Only `]]>` needs it, but a reader never minds.
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#13;"),
            c if is_character(c) => out.push(c),
            _ => out.push(UNSPEAKABLE),
        }
    }
}

/// The production `Char` of XML 1.0.
fn is_character(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Names of the cloud are letters and digits; others are made harmless.
fn element_name(name: &str) -> String {
    let mut safe: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.') { c } else { '_' })
        .collect();
    if !safe.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        safe.insert(0, '_');
    }
    safe
}

#[cfg(test)]
mod tests;
