//! Values of condition keys as files spell them.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{Error, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::Number;

use crate::{condition::Values, sorted::Map};

/// Numbers and truth values are taken for their text.
pub(crate) fn scalars<'de, D: Deserializer<'de>>(value: D) -> Result<Values, D::Error> {
    let values = Map::<String, Scalar>::deserialize(value)?;
    let text = |(key, value): (String, Scalar)| match value.0 {
        Some(text) => Ok((key, text)),
        None => Err(D::Error::custom(format!("`{key}` must be one text, number or truth value"))),
    };
    values.into_iter().map(text).collect()
}

/// The text of one value; nothing for null, arrays and objects.
struct Scalar(Option<String>);

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(value: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Scalar;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a text, number or truth value")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Scalar, E> {
                Ok(Scalar(Some(text.to_owned())))
            }

            fn visit_bool<E: Error>(self, value: bool) -> Result<Scalar, E> {
                self.visit_str(if value { "true" } else { "false" })
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Scalar, E> {
                Ok(Scalar(Some(number.to_string())))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Scalar, E> {
                Ok(Scalar(Some(number.to_string())))
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<Scalar, E> {
                Ok(Scalar(Number::from_f64(number).map(|number| number.to_string())))
            }

            fn visit_unit<E: Error>(self) -> Result<Scalar, E> {
                Ok(Scalar(None))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Scalar, A::Error> {
                while items.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Scalar(None))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Scalar, A::Error> {
                while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Scalar(None))
            }
        }
        value.deserialize_any(Reader)
    }
}
