//! The XML writer: whatever an answer holds, another parser reads the same tree back.

use super::ensure_same;
use crate::source::Source;
use kms_gateway::xml::document;
use roxmltree::{Document, Node};
use serde_json::{Map, Number, Value};

/// Names as the cloud has them.
const NAMES: [&str; 8] =
    ["Keys", "Key", "KmsInstance", "VSwitchId", "RequestId", "Ipv6CidrBlock", "a", "_x-1.y"];

/// An element: text, or elements.
#[derive(Debug, PartialEq)]
enum Tree {
    Text(String),
    Elements(Vec<(String, Tree)>),
}

pub(crate) fn run(source: &mut Source) -> Result<(), String> {
    let value = object(source, 4);
    let text = document("Root", &value);
    let parsed = Document::parse(&text).map_err(|error| format!("{error}: {text}"))?;
    ensure_same(&text, &read(parsed.root_element()), &expected(&value))?;

    // With names that are none, the tree is another one, but still a tree.
    let name = source.text(4);
    let odd = Value::Object(Map::from_iter([(name.clone(), value)]));
    let text = document(&name, &odd);
    Document::parse(&text).map(|_| ()).map_err(|error| format!("{error}: {text}"))
}

fn object(source: &mut Source, depth: usize) -> Value {
    let count = source.below(5);
    (0..count).map(|_| (source.pick(&NAMES).to_owned(), value(source, depth))).collect::<Map<_, _>>().into()
}

fn value(source: &mut Source, depth: usize) -> Value {
    match source.below(if depth == 0 { 6 } else { 9 }) {
        0 => Value::Null,
        1 => source.chance(50).into(),
        2 => source.bits().into(),
        3 => Number::from_f64(f64::from_bits(source.bits())).map_or(Value::Null, Value::Number),
        4 | 5 => source.text(10).into(),
        6 => (0..source.below(4)).map(|_| value(source, depth - 1)).collect(),
        _ => object(source, depth - 1),
    }
}

fn expected(value: &Value) -> Tree {
    match value {
        Value::Object(members) => {
            let mut elements = Vec::new();
            members.iter().for_each(|(name, member)| add(name, member, &mut elements));
            if elements.is_empty() { Tree::Text(String::new()) } else { Tree::Elements(elements) }
        }
        Value::String(text) => {
            Tree::Text(text.chars().map(|c| if is_spoken(c) { c } else { '\u{fffd}' }).collect())
        }
        other => Tree::Text(other.to_string()),
    }
}

fn add(name: &str, value: &Value, elements: &mut Vec<(String, Tree)>) {
    match value {
        Value::Null => {}
        Value::Array(items) => items.iter().for_each(|item| add(name, item, elements)),
        value => elements.push((name.to_owned(), expected(value))),
    }
}

/// Whether XML 1.0 can carry the character.
fn is_spoken(c: char) -> bool {
    (c >= ' ' || "\t\n\r".contains(c)) && c != '\u{fffe}' && c != '\u{ffff}'
}

fn read(node: Node<'_, '_>) -> Tree {
    if node.children().any(|child| child.is_element()) {
        let elements = node.children().map(|child| (child.tag_name().name().to_owned(), read(child)));
        return Tree::Elements(elements.collect());
    }
    Tree::Text(node.children().filter_map(|child| child.text()).collect())
}
