//! Words of the cloud as messages; a word that is not known is shown as it is.

use crate::i18n::{Key, k, text, text_with};
use crate::state::resources::facts::{Rotation, days};

/// What a key is for, in words; the cloud's own word where it is not known.
pub fn usage(word: &str) -> Result<Key, &str> {
    match word {
        "ENCRYPT/DECRYPT" => Ok(k::keys::USAGE_ENCRYPT),
        "SIGN/VERIFY" => Ok(k::keys::USAGE_SIGN),
        other => Err(other),
    }
}

/// A word of the cloud with its message, else as it is.
pub fn word_or(found: Result<Key, &str>) -> String {
    match found {
        Ok(key) => text(key),
        Err(word) => word.to_owned(),
    }
}

/// `SOFTWARE` or `HSM`, in words.
pub fn protection_word(word: &str) -> Result<Key, &str> {
    if word == "SOFTWARE" { Ok(k::keys::PROTECTION_SOFTWARE) } else { Err(word) }
}

/// The type of a secret, in words.
pub fn type_word(word: &str) -> Result<Key, &str> {
    match word {
        "Generic" => Ok(k::secrets::TYPE_GENERIC),
        "Rds" => Ok(k::secrets::TYPE_RDS),
        "Redis" => Ok(k::secrets::TYPE_REDIS),
        "RAMCredentials" => Ok(k::secrets::TYPE_RAM),
        "ECS" => Ok(k::secrets::TYPE_ECS),
        "PolarDB" => Ok(k::secrets::TYPE_POLARDB),
        other => Err(other),
    }
}

/// How often, in words.
pub fn rotation_words(rotation: Rotation<'_>) -> String {
    match (rotation.switch, days(rotation.interval)) {
        ("Enabled", Some(days)) => text_with(k::keys::EVERY_DAYS, &[("count", &days.to_string())]),
        ("Enabled", None) => rotation.interval.to_owned(),
        ("Disabled" | "", _) => text(k::instance::OFF),
        (other, _) => other.to_owned(),
    }
}
