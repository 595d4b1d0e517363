use super::*;

fn check(kind: ResourceKind, address: &[(&str, &str)], expected: &[(&str, &[&str])]) {
    let values_of =
        |name: &str| address.iter().filter(|(one, _)| *one == name).map(|(_, v)| (*v).to_owned()).collect();
    let found = read(kind, values_of);
    let found: Vec<(&str, Vec<&str>)> = found
        .iter()
        .map(|filter| (filter.key.as_str(), filter.values.iter().map(String::as_str).collect()))
        .collect();
    let expected: Vec<(&str, Vec<&str>)> =
        expected.iter().map(|(key, values)| (*key, values.to_vec())).collect();
    assert_eq!(found, expected, "{address:?}");
}

#[test]
fn an_address_gives_filters() {
    let (key, secret) = (ResourceKind::Key, ResourceKind::Secret);
    check(key, &[], &[]);
    check(key, &[("state", "")], &[]);
    check(key, &[("page", "2"), ("tab", "default")], &[]);
    check(key, &[("id", "a"), ("id", "b"), ("id", "a")], &[("keyId", &["a", "b"])]);
    check(
        key,
        &[("tag_key", "team"), ("state", "Enabled"), ("instance", "kst-1")],
        &[("KeyState", &["Enabled"]), ("DKMSInstanceId", &["kst-1"]), ("TagKey", &["team"])],
    );
    // Each list has its own: a key has no type, a secret no alias.
    check(key, &[("type", "Rds")], &[]);
    check(secret, &[("type", "Rds"), ("alias", "a")], &[("SecretType", &["Rds"])]);
    check(secret, &[("name", "a/b c"), ("name", "<b>")], &[("SecretName", &["a/b c", "<b>"])]);
    let many: Vec<(&str, &str)> =
        ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"].map(|value| ("id", value)).into();
    check(key, &many, &[("keyId", &["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"])]);
}

#[test]
fn every_field_is_known_by_one_name_and_to_the_cloud() {
    let catalogue = include_str!("../../../../../api/catalog/kms.json");
    let description = |operation: &str| {
        catalogue.lines().find(|line| line.contains(&format!("\"operation\":\"{operation}\""))).unwrap()
    };
    for (kind, operation) in [(ResourceKind::Key, "ListKeys"), (ResourceKind::Secret, "ListSecrets")] {
        let told = description(operation);
        for field in fields(kind) {
            assert!(told.contains(field.wire), "{operation} knows no {}", field.wire);
            assert_eq!(fields(kind).iter().filter(|one| one.name == field.name).count(), 1, "{}", field.name);
            let filter = Filter { key: field.wire.to_owned(), values: vec![] };
            assert_eq!(field_of(kind, &filter).map(|found| found.name), Some(field.name));
        }
    }
}
