use std::sync::LazyLock;

use super::{Catalog, Kind, PUBLISHED_ACTIONS, PUBLISHED_CONDITIONS, Scope};

/// The catalogue that the project ships.
pub(crate) static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
    Catalog::parse(PUBLISHED_ACTIONS, PUBLISHED_CONDITIONS).expect("the catalogue of the project")
});

#[test]
fn scope_is_pattern_and_kind() {
    for (action, kind, expected) in [
        ("Decrypt", Kind::Key, Scope::Governed),
        ("Decrypt", Kind::Secret, Scope::Outside),
        ("GetSecretValue", Kind::Key, Scope::Outside),
        ("GetSecretValue", Kind::Secret, Scope::Governed),
        ("GetKmsInstance", Kind::Key, Scope::Outside),
        ("SetKeyPolicy", Kind::Key, Scope::Governed),
        ("SetSecretPolicy", Kind::Secret, Scope::NotConfirmed),
        ("ReEncrypt", Kind::Key, Scope::NotConfirmed),
        ("CreateSecret", Kind::Secret, Scope::Outside),
        ("TagResource", Kind::Key, Scope::Governed),
        ("TagResources", Kind::Key, Scope::Outside),
        ("ListTagResources", Kind::Key, Scope::Outside),
    ] {
        let found = CATALOG.action(action).expect(action);
        assert_eq!(CATALOG.scope_of(found, kind), expected, "{action} {kind:?}");
    }
}

#[test]
fn keys_have_families() {
    for (name, expected) in [
        ("acs:SourceIp", Some("acs:SourceIp")),
        ("acs:sourceip", None),
        ("kms:EncryptionContext:department", Some("kms:EncryptionContext:")),
        ("kms:EncryptionContext:", None),
        ("kms:tag", Some("kms:tag")),
        ("kms:tag/env", Some("kms:tag/")),
    ] {
        assert_eq!(CATALOG.key(name).map(|key| key.name.as_str()), expected, "{name}");
    }
}
