//! Ids as the cloud writes them. All of them are text in the program, whatever the wire does.

use std::fmt;
use std::ops::Deref;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Deref for $name {
            type Target = str;
            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_id! {
    /// A KMS instance, `kst-` and letters and digits.
    InstanceId
}
text_id! {
    /// A VPC, `vpc-` and letters and digits.
    VpcId
}
text_id! {
    /// A vSwitch, `vsw-` and letters and digits.
    VSwitchId
}
text_id! {
    /// A region, for example `cn-hangzhou`.
    RegionId
}

/// An Alibaba Cloud account: decimal digits, normally 16, up to 20.
///
/// Sixteen digits can pass 2^53, where a float starts to lose them, so the value is text from the first hop to
/// the last. On the wire it comes as text or as a number; both are read without a detour through a number type.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct AccountId(String);

/// Why a text is no account id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cannot read account id `{0}`: it must be 1 to 20 decimal digits")]
pub struct AccountIdError(String);

impl AccountId {
    /// Reads 1 to 20 decimal digits.
    ///
    /// # Errors
    /// Anything else, signs, spaces and fractions included.
    pub fn parse(text: &str) -> Result<Self, AccountIdError> {
        let good = (1..=20).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        if good { Ok(Self(text.to_owned())) } else { Err(AccountIdError(text.chars().take(40).collect())) }
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for AccountId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let text = raw.get();
        let digits = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text);
        Self::parse(digits).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests;
