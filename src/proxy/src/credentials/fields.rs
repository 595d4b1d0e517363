//! Settings of a profile, or of the environment, as texts that are wiped when dropped.

use super::CredentialsError;
use kms_signer::{Credential, Secret};
use serde::{
    Deserialize, Deserializer,
    de::{Error, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use std::{collections::BTreeMap, fmt};
use zeroize::Zeroizing;

/// Named texts. Prints only the names.
#[derive(Clone, Default)]
pub(super) struct Fields(BTreeMap<String, Zeroizing<String>>);

impl fmt::Debug for Fields {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_set().entries(self.0.keys()).finish()
    }
}

impl Fields {
    pub(super) fn insert(&mut self, name: &str, value: &str) {
        self.0.insert(name.to_owned(), Zeroizing::new(value.to_owned()));
    }

    /// The first of these that is there and not empty, without white space around it.
    pub(super) fn get(&self, names: &[&str]) -> Option<&str> {
        names.iter().filter_map(|name| self.0.get(*name)).map(|value| value.trim()).find(|v| !v.is_empty())
    }

    /// As [`Fields::get`], owned.
    pub(super) fn text(&self, names: &[&str]) -> Option<String> {
        self.get(names).map(str::to_owned)
    }

    /// Whether a setting says yes, in any case of letters.
    pub(super) fn is_true(&self, names: &[&str]) -> bool {
        self.get(names).is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }

    /// The key of a profile, with or without token.
    pub(super) fn credential(&self, profile: &str) -> Result<Credential, CredentialsError> {
        let missing = |member| CredentialsError::Missing { profile: profile.to_owned(), member };
        Ok(Credential {
            access_key_id: self.text(&["access_key_id"]).ok_or_else(|| missing("access_key_id"))?,
            access_key_secret: self
                .get(&["access_key_secret"])
                .ok_or_else(|| missing("access_key_secret"))?
                .into(),
            security_token: self.get(&["sts_token", "security_token"]).map(Secret::from),
        })
    }

    /// White space in keys: around one it is cut off, within one nothing can be right. Says which key, never what it is.
    pub(super) fn warnings(&self, place: &str) -> Vec<String> {
        let keys = ["access_key_id", "access_key_secret", "sts_token", "security_token"];
        keys.into_iter()
            .filter_map(|name| {
                let value = self.0.get(name)?;
                let trimmed = value.trim();
                if trimmed.contains(char::is_whitespace) {
                    Some(format!(
                        "{name} of {place} has white space within it; it was probably copied in pieces"
                    ))
                } else if trimmed.len() != value.len() {
                    Some(format!("{name} of {place} has white space around it, which was left out"))
                } else {
                    None
                }
            })
            .collect()
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Fields;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a profile")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields = Fields::default();
                while let Some(name) = map.next_key::<String>()? {
                    if let Scalar(Some(text)) = map.next_value()? {
                        fields.0.insert(name, text);
                    }
                }
                Ok(fields)
            }
        }
        deserializer.deserialize_map(Members)
    }
}

/// Text, number or truth value as text; nothing of lists and objects.
struct Scalar(Option<Zeroizing<String>>);

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Scalar;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a value")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Scalar, E> {
                Ok(Scalar(Some(Zeroizing::new(text.to_owned()))))
            }

            fn visit_bool<E: Error>(self, flag: bool) -> Result<Scalar, E> {
                self.visit_str(if flag { "true" } else { "false" })
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Scalar, E> {
                self.visit_str(&number.to_string())
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Scalar, E> {
                self.visit_str(&number.to_string())
            }

            fn visit_f64<E: Error>(self, _: f64) -> Result<Scalar, E> {
                Ok(Scalar(None))
            }

            fn visit_unit<E: Error>(self) -> Result<Scalar, E> {
                Ok(Scalar(None))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Scalar, A::Error> {
                while list.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Scalar(None))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Scalar, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Scalar(None))
            }
        }
        deserializer.deserialize_any(Any)
    }
}
