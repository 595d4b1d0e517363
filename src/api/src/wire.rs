//! Spellings of the wire that differ from the plain type.

/// A value that travels as a JSON *text* inside a parameter, for example `BindVpcs`.
pub mod json_text {
    use serde::de::{DeserializeOwned, Error as _};
    use serde::ser::Error as _;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// Writes the value as JSON, and that JSON as one text.
    pub fn serialize<T: Serialize, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&serde_json::to_string(value).map_err(S::Error::custom)?)
    }

    /// Reads one text and the JSON inside it.
    pub fn deserialize<'de, T: DeserializeOwned, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<T, D::Error> {
        let text = String::deserialize(deserializer)?;
        serde_json::from_str(&text).map_err(D::Error::custom)
    }
}

/// An account id that travels as a 64-bit JSON number.
pub mod account_number {
    use serde::ser::Error as _;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use serde_json::value::RawValue;

    use crate::AccountId;

    /// Writes the digits as a number, without going through a number type.
    pub fn serialize<S: Serializer>(account: &AccountId, serializer: S) -> Result<S::Ok, S::Error> {
        // A number must not begin with a zero; such an id cannot be one of the cloud's.
        let digits = account.as_str();
        if digits.starts_with('0') && digits.len() > 1 {
            return Err(S::Error::custom("an account id that begins with 0 is no JSON number"));
        }
        RawValue::from_string(digits.to_owned()).map_err(S::Error::custom)?.serialize(serializer)
    }

    /// Reads a number or a text.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<AccountId, D::Error> {
        AccountId::deserialize(deserializer)
    }
}

/// A number that the wire writes as text, for example `SecretNum`.
pub mod number_text {
    use serde::{Deserialize, Deserializer, Serializer};
    use serde_json::value::RawValue;

    /// Writes the number as text.
    pub fn serialize<S: Serializer>(number: &i64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(number)
    }

    /// Reads a number or a text; a text that is no number counts as 0, as for a field that is missing.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Ok(raw.get().trim_matches('"').trim().parse().unwrap_or(0))
    }
}

/// A list that older revisions of the cloud wrote as one text, for example `ZoneIds`.
pub mod text_or_list {
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use serde_json::value::RawValue;

    /// Writes a list.
    pub fn serialize<S: Serializer>(list: &[String], serializer: S) -> Result<S::Ok, S::Error> {
        list.serialize(serializer)
    }

    /// Reads a list, or one text with commas.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        if !raw.get().starts_with('"') {
            return serde_json::from_str(raw.get()).map_err(D::Error::custom);
        }
        let text: String = serde_json::from_str(raw.get()).map_err(D::Error::custom)?;
        Ok(text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect())
    }
}
