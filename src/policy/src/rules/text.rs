//! What rules share about names and texts of a document.

use crate::text::{NodeId, NodeKind, Span, Tree};

/// Whether a text holds characters that cannot be seen, or that pass for ASCII. Rule S19 names them, and rules that would
/// only say that nothing is called so stand back.
pub(crate) fn has_invisible(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(|letter| invisible(letter).is_some() || look_alike(letter).is_some())
}

/// What to write instead of a character that cannot be seen: a blank for the blanks that are not U+0020, nothing for what
/// has no width or only turns the direction. `None` for all others.
pub(crate) fn invisible(letter: char) -> Option<&'static str> {
    match letter {
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => Some(" "),
        '\u{2028}' | '\u{2029}' => Some(" "),
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180e}' => Some(""),
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => Some(""),
        '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' => Some(""),
        '\u{e0000}'..='\u{e01ef}' => Some(""),
        _ => None,
    }
}

/// Letters of other scripts with the ASCII letters that they are taken for.
const LOOK_ALIKES: &[(&str, &str)] = &[
    // Cyrillic.
    ("авекмнорстухіјѕһԁԛԝгп", "abekmhopctyxijshdqwrn"),
    ("АВЕКМНОРСТУХІЈЅԌԚԜ", "ABEKMHOPCTYXIJSGQW"),
    // Greek.
    ("αεικνορτυχγ", "aeikvoptuxy"),
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"),
    // Latin and the rest.
    ("ıȷɑɡɩʋℓⅰⅼⅽⅾⅿⅴⅹ", "ijagivlilcdmvx"),
    ("‐‑‒–—―−∕⁄∗：∶ː", "-------//*:::"),
];

/// The ASCII character that another one is taken for.
pub(crate) fn look_alike(letter: char) -> Option<char> {
    if letter.is_ascii() {
        return None;
    }
    // Full-width forms stand in the order of ASCII. Quote and backslash mean something else inside a text.
    if let '\u{ff01}'..='\u{ff5e}' = letter {
        let plain = char::from_u32(u32::from(letter) - 0xfee0)?;
        return (!matches!(plain, '"' | '\\')).then_some(plain);
    }
    LOOK_ALIKES
        .iter()
        .find_map(|(others, plain)| others.chars().zip(plain.chars()).find(|(other, _)| *other == letter))
        .map(|(_, plain)| plain)
}

/// The known name that another one is meant to be: equal but for letter case, or one edit away (a letter more, less or
/// wrong, or two neighbours swapped). `None` for the known names themselves.
pub(crate) fn meant<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    if known.contains(&name) {
        return None;
    }
    let by_case = known.iter().find(|known| known.eq_ignore_ascii_case(name));
    // One edit changes the length by one at most: most names need not be measured.
    let length = name.chars().count();
    let near = |known: &&str| known.len().abs_diff(length) <= 1 && strsim::osa_distance(known, name) <= 1;
    by_case.or_else(|| known.iter().find(|known| near(known))).copied()
}

/// Levels of a path that are shown, so that the path of a node costs the same at any depth.
const SHOWN_LEVELS: usize = 12;

/// Where a node stands: `Statement[1].Action[0]`, counted from 0. The path of a name is that of its member.
pub(crate) fn path(tree: &Tree, node: NodeId) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut at = node;
    while let Some(parent) = tree.parent(at) {
        if parts.len() == SHOWN_LEVELS {
            parts.push("…".to_owned());
            break;
        }
        if let Some(member) = tree.as_member(at) {
            parts.push(format!(".{}", shorten(&member.name)));
        } else if tree.kind(parent) == NodeKind::Array
            && let Ok(place) = tree.children(parent).binary_search(&at)
        {
            parts.push(format!("[{place}]"));
        }
        at = parent;
    }
    let path: String = parts.into_iter().rev().collect();
    path.strip_prefix('.').unwrap_or(&path).to_owned()
}

/// Scalar values of a text that a message shows.
const SHOWN: usize = 40;

/// A text as messages show it: the beginning of a long one, without line ends.
pub(crate) fn shorten(text: &str) -> String {
    let mut letters = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    let mut shown: String = letters.by_ref().take(SHOWN).collect();
    if letters.next().is_some() {
        shown.push('…');
    }
    shown
}

/// What stands in a range, as messages show it.
pub(crate) fn snippet(tree: &Tree, span: Span) -> String {
    // Enough bytes for the scalar values that are shown and one more.
    let end = span.end.min(span.start + 4 * (SHOWN + 1));
    let bytes = Span::new(span.start, end).of(tree.source());
    let whole = end == span.end;
    let text = String::from_utf8_lossy(bytes);
    if whole { shorten(&text) } else { shorten(&format!("{text}…")) }
}

#[cfg(test)]
mod tests;
