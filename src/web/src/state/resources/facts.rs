//! What the cloud says of one key or secret, as far as both have it.

use kms_api::operations::keys::KeyMetadata;
use kms_api::operations::secrets::DescribeSecretResponse;

/// A tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Key.
    pub key: String,
    /// Value.
    pub value: String,
}

/// What `DescribeKey` or `DescribeSecret` answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Facts {
    /// A key.
    Key(Box<KeyMetadata>),
    /// A secret.
    Secret(Box<DescribeSecretResponse>),
}

/// How a key or secret is rotated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rotation<'a> {
    /// `Enabled`, `Disabled` or another word of the cloud.
    pub switch: &'a str,
    /// For example `2592000s`.
    pub interval: &'a str,
    /// UTC; empty for never.
    pub last: &'a str,
    /// UTC; empty while it is off.
    pub next: &'a str,
}

impl Facts {
    /// The instance that holds it; empty where it is in none.
    pub fn instance(&self) -> &str {
        match self {
            Self::Key(key) => &key.dkms_instance_id,
            Self::Secret(secret) => &secret.dkms_instance_id,
        }
    }

    /// Its ARN.
    pub fn arn(&self) -> &str {
        match self {
            Self::Key(key) => &key.arn,
            Self::Secret(secret) => &secret.arn,
        }
    }

    /// How it is rotated.
    pub fn rotation(&self) -> Rotation<'_> {
        match self {
            Self::Key(key) => Rotation {
                switch: &key.automatic_rotation,
                interval: &key.rotation_interval,
                last: &key.last_rotation_date,
                next: &key.next_rotation_date,
            },
            Self::Secret(secret) => Rotation {
                switch: &secret.automatic_rotation,
                interval: &secret.rotation_interval,
                last: &secret.last_rotation_date,
                next: &secret.next_rotation_date,
            },
        }
    }

    /// The key.
    pub fn key(&self) -> Option<&KeyMetadata> {
        if let Self::Key(key) = self { Some(key) } else { None }
    }

    /// The secret.
    pub fn secret(&self) -> Option<&DescribeSecretResponse> {
        if let Self::Secret(secret) = self { Some(secret) } else { None }
    }
}

/// Whole days of an interval of the cloud, `2592000s`; none for another form or for less than a day.
pub fn days(interval: &str) -> Option<u64> {
    let seconds: u64 = interval.strip_suffix('s')?.parse().ok()?;
    (seconds >= 86_400).then_some(seconds / 86_400)
}

#[cfg(test)]
mod tests {
    use super::days;

    #[test]
    fn intervals_are_read_as_days() {
        for (interval, expected) in [
            ("7776000s", Some(90)),
            ("86400s", Some(1)),
            ("100000s", Some(1)),
            ("86399s", None),
            ("365d", None),
            ("", None),
            ("s", None),
        ] {
            assert_eq!(days(interval), expected, "{interval}");
        }
    }
}
