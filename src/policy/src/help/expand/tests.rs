use super::expand;
use crate::catalog::{Kind, Scope, tests::CATALOG};

#[test]
fn patterns_are_expanded_by_scope() {
    for (entry, kind, effective, outside) in [
        ("kms:Decrypt", Kind::Key, &["Decrypt"][..], &[][..]),
        ("KMS:decrypt", Kind::Key, &["Decrypt"], &[]),
        ("kms:*Encrypt", Kind::Key, &["AsymmetricEncrypt", "Encrypt", "ReEncrypt"], &[]),
        ("kms:GetSecret*", Kind::Secret, &["GetSecretPolicy", "GetSecretValue"], &[]),
        ("kms:?ncrypt", Kind::Secret, &[], &["Encrypt"]),
        ("kms:Nothing*", Kind::Key, &[], &[]),
        ("Decrypt", Kind::Key, &[], &[]),
        ("ram:*", Kind::Key, &[], &[]),
    ] {
        let expanded = expand(entry, kind, &CATALOG);
        let names = |out: bool| {
            let those = expanded.iter().filter(|(_, scope)| (*scope == Scope::Outside) == out);
            those.map(|(action, _)| action.name.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(names(false), effective, "{entry}");
        assert_eq!(names(true), outside, "{entry}");
    }
}
