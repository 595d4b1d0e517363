//! Whether an answer has the shape that the catalogue tells of its operation: names, wrappers and types.
//!
//! Members may be absent, as in the real cloud; none may be there that the catalogue does not know, but `RequestId`.

use kms_api::catalog::{FieldSpec, OperationSpec};
use roxmltree::Node;
use serde_json::Value;

const REQUEST_ID: &str = "RequestId";

/// Where a JSON answer differs from its operation's description; empty when it does not.
pub fn check_shape(spec: &OperationSpec, answer: &Value) -> Vec<String> {
    let mut found = Vec::new();
    if !answer.get(REQUEST_ID).is_some_and(Value::is_string) {
        found.push(format!("{} has no {REQUEST_ID}", spec.name));
    }
    object(&spec.name, answer, &with_request_id(spec), &mut found);
    found
}

/// The same of an XML answer.
pub fn check_xml_shape(spec: &OperationSpec, answer: &str) -> Vec<String> {
    let document = match roxmltree::Document::parse(answer) {
        Ok(document) => document,
        Err(error) => return vec![format!("{}: {error}", spec.name)],
    };
    let root = document.root_element();
    let mut found = Vec::new();
    let expected = spec.xml_root.clone().unwrap_or_else(|| format!("{}Response", spec.name));
    if !root.has_tag_name(expected.as_str()) {
        found.push(format!("the root is {}, not {expected}", root.tag_name().name()));
    }
    if !root.children().any(|child| child.has_tag_name(REQUEST_ID)) {
        found.push(format!("{} has no {REQUEST_ID}", spec.name));
    }
    elements(&spec.name, root, &with_request_id(spec), &mut found);
    found
}

fn with_request_id(spec: &OperationSpec) -> Vec<FieldSpec> {
    let mut fields = spec.response.clone();
    if !fields.iter().any(|field| field.name == REQUEST_ID) {
        fields.push(FieldSpec {
            name: REQUEST_ID.to_owned(),
            kind: "string".to_owned(),
            description: String::new(),
            fields: Vec::new(),
        });
    }
    fields
}

fn object(path: &str, value: &Value, fields: &[FieldSpec], found: &mut Vec<String>) {
    let Value::Object(members) = value else {
        found.push(format!("{path} is no object"));
        return;
    };
    for (name, member) in members {
        let path = format!("{path}.{name}");
        match fields.iter().find(|field| field.name == *name) {
            Some(field) => json_value(&path, member, &field.kind, &field.fields, found),
            None => found.push(format!("{path} is not in the catalogue")),
        }
    }
}

fn json_value(path: &str, value: &Value, kind: &str, fields: &[FieldSpec], found: &mut Vec<String>) {
    match (kind, value) {
        ("string", Value::String(_)) | ("boolean", Value::Bool(_)) => {}
        ("int32", Value::Number(number)) if number.as_i64().is_some_and(|n| i32::try_from(n).is_ok()) => {}
        ("int64", Value::Number(number)) if number.is_i64() => {}
        ("object", value) => object(path, value, fields, found),
        (kind, Value::Array(items)) => match item_of(kind) {
            Some(item) => items.iter().for_each(|value| json_value(path, value, item, fields, found)),
            None => found.push(format!("{path} is a list, not {kind}")),
        },
        (kind, value) => found.push(format!("{path} is {value}, not {kind}")),
    }
}

fn elements(path: &str, parent: Node<'_, '_>, fields: &[FieldSpec], found: &mut Vec<String>) {
    if parent.children().any(|child| child.is_text()) {
        found.push(format!("{path} has text between its elements"));
    }
    for child in parent.children().filter(Node::is_element) {
        let name = child.tag_name().name();
        let path = format!("{path}.{name}");
        let Some(field) = fields.iter().find(|field| field.name == name) else {
            found.push(format!("{path} is not in the catalogue"));
            continue;
        };
        let item = item_of(&field.kind);
        if item.is_none() && child.prev_siblings().skip(1).any(|other| other.has_tag_name(name)) {
            found.push(format!("{path} is repeated, but it is no list"));
        }
        element(&path, child, item.unwrap_or(&field.kind), &field.fields, found);
    }
}

fn element(path: &str, node: Node<'_, '_>, kind: &str, fields: &[FieldSpec], found: &mut Vec<String>) {
    if kind == "object" {
        return elements(path, node, fields, found);
    }
    if node.children().any(|child| child.is_element()) {
        found.push(format!("{path} has elements, but it is {kind}"));
    }
    let text = node.text().unwrap_or_default();
    let fits = match kind {
        "string" => true,
        "boolean" => matches!(text, "true" | "false"),
        "int32" => text.parse::<i32>().is_ok(),
        "int64" => text.parse::<i64>().is_ok(),
        _ => false,
    };
    if !fits {
        found.push(format!("{path} is {text:?}, not {kind}"));
    }
}

/// The type of a list's items.
fn item_of(kind: &str) -> Option<&str> {
    kind.strip_prefix("array<")?.strip_suffix('>')
}
