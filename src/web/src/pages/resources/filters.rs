//! What the cloud can filter keys and secrets by, and how filters stand in the address. Pure.

use kms_api::operations::filter::{Filter, MOST};

use crate::i18n::{Key, k};
use crate::pages::policy::ResourceKind;

/// A property that a list can be filtered by.
#[derive(Debug)]
pub struct Field {
    /// Name in the address.
    pub name: &'static str,
    /// Name in `Filters`.
    pub wire: &'static str,
    /// Name for people.
    pub label: Key,
    /// The values that there are; none where any text can be one.
    pub values: &'static [(&'static str, Option<Key>)],
}

impl Field {
    /// A value for people.
    pub fn word(&self, value: &str) -> Option<Key> {
        self.values.iter().find(|(known, _)| *known == value).and_then(|(_, word)| *word)
    }
}

const fn free(name: &'static str, wire: &'static str, label: Key) -> Field {
    Field { name, wire, label, values: &[] }
}

/// Name of the instance filter in the address and in both lists.
pub const INSTANCE: &str = "instance";

const INSTANCE_FIELD: Field = free(INSTANCE, "DKMSInstanceId", k::keys::INSTANCE);
const CREATOR: Field = free("creator", "Creator", k::keys::CREATOR);
const TAG_KEY: Field = free("tag_key", "TagKey", k::resources::TAG_KEY);
const TAG_VALUE: Field = free("tag_value", "TagValue", k::resources::TAG_VALUE);

const KEY_FIELDS: &[Field] = &[
    free("id", "keyId", k::keys::ID),
    free("alias", "AliasName", k::keys::ALIAS),
    Field {
        name: "state",
        wire: "KeyState",
        label: k::keys::STATE,
        values: &[
            ("Enabled", Some(k::keys::STATE_ENABLED)),
            ("Disabled", Some(k::keys::STATE_DISABLED)),
            ("PendingDeletion", Some(k::keys::STATE_DELETION)),
            ("PendingImport", Some(k::keys::STATE_IMPORT)),
        ],
    },
    Field {
        name: "spec",
        wire: "KeySpec",
        label: k::keys::SPEC,
        values: &[
            ("Aliyun_AES_256", None),
            ("Aliyun_AES_192", None),
            ("Aliyun_AES_128", None),
            ("Aliyun_SM4", None),
            ("RSA_2048", None),
            ("RSA_3072", None),
            ("RSA_4096", None),
            ("EC_P256", None),
            ("EC_P256K", None),
            ("EC_SM2", None),
        ],
    },
    Field {
        name: "usage",
        wire: "KeyUsage",
        label: k::keys::USAGE,
        values: &[
            ("ENCRYPT/DECRYPT", Some(k::keys::USAGE_ENCRYPT)),
            ("SIGN/VERIFY", Some(k::keys::USAGE_SIGN)),
        ],
    },
    Field {
        name: "protection",
        wire: "ProtectionLevel",
        label: k::keys::PROTECTION,
        values: &[("SOFTWARE", Some(k::keys::PROTECTION_SOFTWARE)), ("HSM", None)],
    },
    Field {
        name: "creator_type",
        wire: "CreatorType",
        label: k::keys::CREATOR_TYPE,
        values: &[("User", Some(k::keys::CREATOR_USER)), ("Service", Some(k::keys::CREATOR_SERVICE))],
    },
    INSTANCE_FIELD,
    CREATOR,
    TAG_KEY,
    TAG_VALUE,
];

const SECRET_FIELDS: &[Field] = &[
    free("name", "SecretName", k::secrets::NAME),
    free("description", "Description", k::keys::DESCRIPTION),
    Field {
        name: "type",
        wire: "SecretType",
        label: k::secrets::TYPE,
        values: &[
            ("Generic", Some(k::secrets::TYPE_GENERIC)),
            ("Rds", Some(k::secrets::TYPE_RDS)),
            ("Redis", Some(k::secrets::TYPE_REDIS)),
            ("RAMCredentials", Some(k::secrets::TYPE_RAM)),
            ("ECS", Some(k::secrets::TYPE_ECS)),
            ("PolarDB", Some(k::secrets::TYPE_POLARDB)),
        ],
    },
    INSTANCE_FIELD,
    CREATOR,
    TAG_KEY,
    TAG_VALUE,
];

/// What a list can be filtered by; the first is the one that people look for most.
pub fn fields(kind: ResourceKind) -> &'static [Field] {
    match kind {
        ResourceKind::Key => KEY_FIELDS,
        ResourceKind::Secret => SECRET_FIELDS,
    }
}

/// The filters of an address, by what it says of each name. What is too much for the cloud is left out.
pub fn read(kind: ResourceKind, values_of: impl Fn(&str) -> Vec<String>) -> Vec<Filter> {
    let filter = |field: &Field| {
        let mut values: Vec<String> = vec![];
        for value in values_of(field.name) {
            if !value.is_empty() && !values.contains(&value) && values.len() < MOST {
                values.push(value);
            }
        }
        (!values.is_empty()).then(|| Filter { key: field.wire.to_owned(), values })
    };
    fields(kind).iter().filter_map(filter).take(MOST).collect()
}

/// The field of a filter.
pub fn field_of(kind: ResourceKind, filter: &Filter) -> Option<&'static Field> {
    fields(kind).iter().find(|field| field.wire == filter.key)
}

/// Whether an instance is chosen.
pub fn has_instance(filters: &[Filter]) -> bool {
    filters.iter().any(|filter| filter.key == INSTANCE_FIELD.wire)
}

/// The same filters for what is in one of these instances.
pub fn inside(filters: &[Filter], instances: Vec<String>) -> Vec<Filter> {
    let mut filters = filters.to_vec();
    filters.push(Filter { key: INSTANCE_FIELD.wire.to_owned(), values: instances });
    filters
}

#[cfg(test)]
mod tests;
