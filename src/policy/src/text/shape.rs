//! Values of given shapes from a text, by the tree. `serde_json` reads the same and is compiled to three times the code.

use std::{cell::Cell, fmt, slice};

use serde::{
    Deserializer,
    de::{
        DeserializeOwned, DeserializeSeed, Error, Expected, IntoDeserializer, MapAccess, SeqAccess,
        Unexpected, Visitor, value,
    },
    forward_to_deserialize_any,
};

use super::{NodeId, NodeKind, Position, Tree};

/// Why a text is not of a shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShapeError(Box<Fault>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Fault {
    words: String,
    place: Option<Position>,
}

/// Reads a JSON text of a given shape.
///
/// # Errors
/// A text that is no JSON, or has another shape.
pub fn read<T: DeserializeOwned>(source: &str) -> Result<T, ShapeError> {
    let tree = Tree::parse(source);
    let root = sound_root(&tree)?;
    let last = Cell::new(root);
    let value = Value { tree: &tree, node: root, last: &last };
    T::deserialize(value).map_err(|error| error.at(tree.position(tree.span(last.get()).start)))
}

fn sound_root(tree: &Tree) -> Result<NodeId, ShapeError> {
    match tree.problems().first() {
        Some(problem) => Err(ShapeError::custom("a syntax error").at(tree.position(problem.span.start))),
        None => tree.root().ok_or_else(|| ShapeError::custom("an empty text")),
    }
}

impl ShapeError {
    fn at(mut self, place: Position) -> Self {
        self.0.place = Some(place);
        self
    }
}

impl fmt::Display for ShapeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.words)?;
        match self.0.place {
            Some(Position { line, column }) => {
                write!(formatter, " at line {line} column {column}")
            }
            None => Ok(()),
        }
    }
}

impl std::error::Error for ShapeError {}

impl Error for ShapeError {
    fn custom<T: fmt::Display>(words: T) -> Self {
        Self(Box::new(Fault { words: words.to_string(), place: None }))
    }

    // The words of serde show the value; all the printing of numbers with a fraction hangs on them.
    fn invalid_type(_found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::custom(format_args!("invalid type, expected {expected}"))
    }

    fn invalid_value(_found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::custom(format_args!("invalid value, expected {expected}"))
    }
}

/// A value of a tree.
#[derive(Clone, Copy)]
struct Value<'a> {
    tree: &'a Tree,
    node: NodeId,
    /// The node that was begun last, for errors.
    last: &'a Cell<NodeId>,
}

impl<'a> Value<'a> {
    fn kind(self) -> NodeKind {
        self.tree.kind(self.node)
    }

    /// The bytes of a number.
    fn number(self) -> &'a str {
        str::from_utf8(self.tree.span(self.node).of(self.tree.source())).unwrap_or_default()
    }

    fn natural(self) -> Option<u64> {
        if self.kind() == NodeKind::Number { self.number().parse().ok() } else { None }
    }

    fn children(self) -> Children<'a> {
        Children { nodes: self.tree.children(self.node).iter(), of: self, value: None }
    }

    /// It is not what a visitor wants.
    #[cold]
    fn is_not(self, expected: &dyn Expected) -> ShapeError {
        let found = match self.kind() {
            NodeKind::Object => "an object",
            NodeKind::Array => "an array",
            NodeKind::Text => "a text",
            NodeKind::Number => "a number",
            NodeKind::True | NodeKind::False => "a truth value",
            NodeKind::Null => "null",
            NodeKind::Member | NodeKind::Broken => "nothing",
        };
        ShapeError::custom(format_args!("invalid type: {found}, expected {expected}"))
    }
}

impl<'de> Deserializer<'de> for Value<'_> {
    type Error = ShapeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        match self.kind() {
            NodeKind::Object => self.deserialize_map(visitor),
            NodeKind::Array => self.deserialize_seq(visitor),
            NodeKind::Text => self.deserialize_str(visitor),
            NodeKind::True | NodeKind::False => self.deserialize_bool(visitor),
            NodeKind::Null => visitor.visit_unit(),
            NodeKind::Member | NodeKind::Broken => Err(self.is_not(&visitor)),
            NodeKind::Number => {
                let number = self.number();
                // The one of `serde_json` brings no tables along.
                match (number.parse(), number.parse(), serde_json::from_str(number)) {
                    (Ok(natural), ..) => visitor.visit_u64(natural),
                    (_, Ok(0) | Err(_), Ok(number)) => visitor.visit_f64(number),
                    (_, Ok(whole), _) => visitor.visit_i64(whole),
                    _ => Err(self.is_not(&visitor)),
                }
            }
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        match self.kind() {
            NodeKind::True => visitor.visit_bool(true),
            NodeKind::False => visitor.visit_bool(false),
            _ => Err(self.is_not(&visitor)),
        }
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        match self.natural() {
            Some(number) => visitor.visit_u64(number),
            None => Err(self.is_not(&visitor)),
        }
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        match self.tree.text(self.node) {
            Some(text) => visitor.visit_str(&text),
            None => Err(self.is_not(&visitor)),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        if self.kind() == NodeKind::Null { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        if self.kind() == NodeKind::Array {
            visitor.visit_seq(self.children())
        } else {
            Err(self.is_not(&visitor))
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        if self.kind() == NodeKind::Object {
            visitor.visit_map(self.children())
        } else {
            Err(self.is_not(&visitor))
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ShapeError> {
        self.deserialize_map(visitor)
    }

    /// Of variants without values.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ShapeError> {
        match self.tree.text(self.node) {
            Some(text) => {
                let text: value::StrDeserializer<'_, ShapeError> = (*text).into_deserializer();
                visitor.visit_enum(text)
            }
            None => Err(self.is_not(&visitor)),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u16 u32 u128 f32 f64 char bytes byte_buf unit unit_struct newtype_struct tuple
        tuple_struct
    }
}

/// What stands in an object or array.
struct Children<'a> {
    of: Value<'a>,
    nodes: slice::Iter<'a, NodeId>,
    /// Of the member whose name was read last.
    value: Option<NodeId>,
}

impl Children<'_> {
    fn read<'de, T: DeserializeSeed<'de>>(&self, node: NodeId, seed: T) -> Result<T::Value, ShapeError> {
        self.of.last.set(node);
        seed.deserialize(Value { node, ..self.of })
    }
}

impl<'de> SeqAccess<'de> for Children<'_> {
    type Error = ShapeError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, ShapeError> {
        match self.nodes.next() {
            Some(node) => self.read(*node, seed).map(Some),
            None => Ok(None),
        }
    }
}

impl<'de> MapAccess<'de> for Children<'_> {
    type Error = ShapeError;

    fn next_key_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, ShapeError> {
        let Some(node) = self.nodes.next() else { return Ok(None) };
        match self.of.tree.children(*node) {
            [name, value] => {
                self.value = Some(*value);
                self.read(*name, seed).map(Some)
            }
            _ => Err(ShapeError::custom("a member without value")),
        }
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, ShapeError> {
        match self.value.take() {
            Some(node) => self.read(node, seed),
            None => Err(ShapeError::custom("a value without name")),
        }
    }
}

#[cfg(test)]
mod tests;
