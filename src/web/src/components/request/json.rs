//! JSON inside a parameter, opened up only when nothing of its meaning gets lost.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// A value with its members in the order of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number, by its digits.
    Whole(String),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// An object; no name stands twice.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// The value of a text that is an object or a list. None when it is neither, and when a reader could take it for
    /// something else afterwards: a name that stands twice, a number that is not whole, too deep.
    pub fn open(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok().filter(|value| matches!(value, Self::List(_) | Self::Object(_)))
    }

    /// Whether it is neither a list nor an object with something in it.
    pub fn is_flat(&self) -> bool {
        match self {
            Self::List(items) => items.is_empty(),
            Self::Object(members) => members.is_empty(),
            Self::Null | Self::Bool(_) | Self::Whole(_) | Self::Text(_) => true,
        }
    }

    /// Appends it, indented by two spaces a level.
    pub fn write(&self, depth: usize, out: &mut String) {
        let line = |out: &mut String, depth: usize| {
            out.push('\n');
            out.extend(std::iter::repeat_n("  ", depth));
        };
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
            Self::Whole(digits) => out.push_str(digits),
            Self::Text(text) => out.push_str(&json_text(text)),
            Self::List(items) if items.is_empty() => out.push_str("[]"),
            Self::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    out.push(if index == 0 { '[' } else { ',' });
                    line(out, depth + 1);
                    item.write(depth + 1, out);
                }
                line(out, depth);
                out.push(']');
            }
            Self::Object(members) if members.is_empty() => out.push_str("{}"),
            Self::Object(members) => {
                for (index, (name, member)) in members.iter().enumerate() {
                    out.push(if index == 0 { '{' } else { ',' });
                    line(out, depth + 1);
                    out.push_str(&json_text(name));
                    out.push_str(": ");
                    member.write(depth + 1, out);
                }
                line(out, depth);
                out.push('}');
            }
        }
    }
}

/// A text with the quotes of JSON.
fn json_text(text: &str) -> String {
    // Writing a text cannot fail.
    serde_json::to_string(text).unwrap_or_default()
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Json;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON with whole numbers and without double names")
    }

    fn visit_unit<E: Error>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Json, E> {
        Ok(Json::Bool(flag))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Json, E> {
        Ok(Json::Whole(number.to_string()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Json, E> {
        Ok(Json::Whole(number.to_string()))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
        let (mut object, mut names) = (Vec::new(), BTreeSet::new());
        while let Some((name, member)) = members.next_entry::<String, Json>()? {
            if !names.insert(name.clone()) {
                return Err(A::Error::custom("a name stands twice"));
            }
            object.push((name, member));
        }
        Ok(Json::Object(object))
    }
}
