//! A small part of ICU message syntax: `{name}` and `{count, plural, one {# VPC} other {# VPCs}}`.

use super::Lang;

/// Fills a message. An argument that is missing stays visible as its name in braces.
pub(super) fn format(message: &str, lang: Lang, arguments: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(message.len() + 16);
    fill(message, lang, arguments, "", &mut out);
    out
}

fn fill(message: &str, lang: Lang, arguments: &[(&str, &str)], number: &str, out: &mut String) {
    let mut rest = message;
    while let Some((before, block, after)) = next_block(rest) {
        push(before, number, out);
        let mut parts = block.splitn(3, ',').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let value = arguments.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        match (value, parts.next(), parts.next()) {
            (Some(value), Some("plural"), Some(forms)) => {
                fill(plural_form(forms, lang, value), lang, arguments, value, out);
            }
            (Some(value), _, _) => out.push_str(value),
            (None, _, _) => {
                out.push('{');
                out.push_str(name);
                out.push('}');
            }
        }
        rest = after;
    }
    push(rest, number, out);
}

/// `#` stands for the number of the plural around it.
fn push(text: &str, number: &str, out: &mut String) {
    if number.is_empty() { out.push_str(text) } else { out.push_str(&text.replace('#', number)) }
}

/// Splits at the first balanced `{…}`.
fn next_block(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let mut depth = 1;
    for (index, character) in rest.char_indices() {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((before, rest.get(..index)?, rest.get(index + 1..)?));
        }
    }
    None
}

/// English has a form for one; Chinese and Indonesian have a single form.
fn plural_form<'a>(forms: &'a str, lang: Lang, value: &str) -> &'a str {
    let wanted = if lang == Lang::En && value == "1" { "one" } else { "other" };
    let mut rest = forms;
    let mut other = "";
    while let Some((label, form, after)) = next_block(rest) {
        match label.trim() {
            label if label == wanted => return form,
            "other" => other = form,
            _ => {}
        }
        rest = after;
    }
    other
}

#[cfg(test)]
mod tests;
