//! Finds the `<link>`, `<script>` and `<meta>` tags of our own `index.html`.
//!
//! Not a general HTML parser: it knows comments, quoted and bare attribute values, and nothing of
//! the content model, which is all that one hand-written page needs.

use std::ops::Range;

/// One start tag.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Tag {
    /// The element name as written.
    pub(crate) name: String,
    /// The bytes of the tag, from `<` to `>`.
    pub(crate) range: Range<usize>,
    /// In the order written.
    pub(crate) attributes: Vec<Attribute>,
}

/// One attribute of a tag.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Attribute {
    /// The name as written.
    pub(crate) name: String,
    /// Empty where the attribute has no value.
    pub(crate) value: String,
    /// The bytes of the value, without its quotes.
    pub(crate) range: Range<usize>,
}

impl Tag {
    /// The attribute called `name`.
    pub(crate) fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }

    /// The value of the attribute called `name`, or nothing.
    pub(crate) fn value(&self, name: &str) -> &str {
        self.attribute(name).map_or("", |attribute| &attribute.value)
    }
}

/// All start tags outside comments, in order.
pub(crate) fn tags(text: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = find(text, at, "<") {
        let rest = text.get(open..).unwrap_or_default();
        if rest.starts_with("<!--") {
            at = find(text, open, "-->").map_or(text.len(), |end| end + 3);
        } else if rest.chars().nth(1).is_some_and(|next| next.is_ascii_alphabetic()) {
            let tag = tag(text, open);
            at = tag.range.end;
            found.push(tag);
        } else {
            at = open + 1;
        }
    }
    found
}

fn tag(text: &str, open: usize) -> Tag {
    let mut at = open + 1;
    let name = take(text, &mut at, |c| !c.is_whitespace() && c != '>' && c != '/');
    let mut attributes = Vec::new();
    loop {
        take(text, &mut at, |c| c.is_whitespace() || c == '/');
        if at >= text.len() || starts(text, at, ">") {
            return Tag { name, range: open..(at + 1).min(text.len()), attributes };
        }
        let before = at;
        attributes.push(attribute(text, &mut at));
        // A stray `=` or quote must not hold the scanner in place.
        at = at.max(before + 1);
    }
}

fn attribute(text: &str, at: &mut usize) -> Attribute {
    let name = take(text, at, |c| !c.is_whitespace() && !matches!(c, '=' | '>' | '/'));
    if !starts(text, *at, "=") {
        return Attribute { name, value: String::new(), range: *at..*at };
    }
    *at += 1;
    let quote = ["\"", "'"].into_iter().find(|quote| starts(text, *at, quote));
    let (start, end) = match quote {
        Some(quote) => {
            let start = *at + 1;
            let end = find(text, start, quote).unwrap_or(text.len());
            *at = end + 1;
            (start, end)
        }
        None => {
            let start = *at;
            take(text, at, |c| !c.is_whitespace() && c != '>');
            (start, *at)
        }
    };
    Attribute { name, value: text.get(start..end).unwrap_or_default().to_owned(), range: start..end }
}

fn take(text: &str, at: &mut usize, keep: impl Fn(char) -> bool) -> String {
    let rest = text.get(*at..).unwrap_or_default();
    let taken = rest.split(|c| !keep(c)).next().unwrap_or_default();
    *at += taken.len();
    taken.to_owned()
}

fn find(text: &str, from: usize, what: &str) -> Option<usize> {
    text.get(from..)?.find(what).map(|found| from + found)
}

fn starts(text: &str, at: usize, what: &str) -> bool {
    text.get(at..).is_some_and(|rest| rest.starts_with(what))
}

#[cfg(test)]
mod tests;
