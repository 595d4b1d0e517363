//! Values in the language of Terraform, laid out as its official formatter does.

use super::json::Json;
use super::letters::is_hidden;

/// A text in quotes, with nothing in it that is filled in.
pub fn text(text: &str) -> String {
    let mut out = String::from('"');
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let opens = matches!(letter, '$' | '%') && letters.peek() == Some(&'{');
        match letter {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '"' | '\\' => out.extend(['\\', letter]),
            // Doubled it stands for itself.
            _ if opens => out.extend([letter, letter]),
            _ if is_hidden(letter) => match u32::from(letter) {
                code @ ..=0xffff => out.push_str(&format!("\\u{code:04x}")),
                code => out.push_str(&format!("\\U{code:08x}")),
            },
            _ => out.push(letter),
        }
    }
    out.push('"');
    out
}

/// A value whose first line stands `depth` levels in.
pub fn value(json: &Json, depth: usize) -> String {
    let mut out = String::new();
    write(json, depth, &mut out);
    out
}

fn write(json: &Json, depth: usize, out: &mut String) {
    let line = |out: &mut String, depth: usize| {
        out.push('\n');
        out.extend(std::iter::repeat_n("  ", depth));
    };
    match json {
        Json::Null => out.push_str("null"),
        Json::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Json::Whole(digits) => out.push_str(digits),
        Json::Text(written) => out.push_str(&text(written)),
        Json::List(items) => match items.as_slice() {
            [] => out.push_str("[]"),
            [one] if one.is_flat() => {
                out.push('[');
                write(one, depth, out);
                out.push(']');
            }
            _ => {
                out.push('[');
                for item in items {
                    line(out, depth + 1);
                    write(item, depth + 1, out);
                    out.push(',');
                }
                line(out, depth);
                out.push(']');
            }
        },
        Json::Object(members) if members.is_empty() => out.push_str("{}"),
        Json::Object(members) => {
            out.push('{');
            for neighbours in members.chunk_by(|(_, one), (_, next)| one_line(one) && one_line(next)) {
                let names: Vec<_> = neighbours.iter().map(|(member, _)| name(member)).collect();
                let width = names.iter().map(|name| name.chars().count()).max().unwrap_or_default();
                for (name, (_, member)) in names.iter().zip(neighbours) {
                    line(out, depth + 1);
                    out.push_str(&format!("{name:<width$} = "));
                    write(member, depth + 1, out);
                }
            }
            line(out, depth);
            out.push('}');
        }
    }
}

/// Whether it is written on one line; the formatter aligns only such neighbours.
fn one_line(json: &Json) -> bool {
    match json {
        Json::List(items) => matches!(items.as_slice(), [one] if one.is_flat()) || items.is_empty(),
        _ => json.is_flat(),
    }
}

/// The name of a member: bare when it can be nothing else, since the words of the language are in small letters.
fn name(member: &str) -> String {
    let bare = member.starts_with(|first: char| first.is_ascii_uppercase())
        && member.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if bare { member.to_owned() } else { text(member) }
}
