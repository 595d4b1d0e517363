use kms_api::Product;

use super::key_arn;
use crate::testing::{HOME, OTHER, account, call, key, world};
use crate::world::World;

/// `key-own` and `key-far` (in Beijing) of the home account, `key-other` of the other one; each has an alias.
fn furnished() -> World {
    let mut world = world();
    for (id, owner, region) in [
        ("key-own", HOME, "cn-hangzhou"),
        ("key-far", HOME, "cn-beijing"),
        ("key-other", OTHER, "cn-hangzhou"),
    ] {
        let mut key = key(id, None);
        key.owner = account(owner);
        key.region = region.into();
        key.aliases.insert(id.replace("key-", "alias/"));
        world.keys.add(key);
    }
    world
}

#[test]
fn keys_are_found_by_id_arn_and_alias() {
    let world = furnished();
    let arn = |account: &str, region: &str, id: &str| format!("acs:kms:{region}:{account}:key/{id}");
    let found = |id| Ok(id);
    let (no_key, no_alias, refused) =
        (Err("Forbidden.KeyNotFound"), Err("Forbidden.AliasNotFound"), Err("Unsupported.Alias"));
    let own = arn(HOME, "cn-hangzhou", "key-own");
    // Operation, text → id, or code.
    for (operation, text, expected) in [
        ("EnableKey", "key-own", found("key-own")),
        ("EnableKey", &own, found("key-own")),
        ("EnableKey", "key-none", no_key),
        ("EnableKey", "", no_key),
        ("EnableKey", "key-far", no_key),
        ("EnableKey", &arn(HOME, "cn-beijing", "key-far"), no_key),
        ("EnableKey", "key-other", no_key),
        ("EnableKey", &arn(OTHER, "cn-hangzhou", "key-other"), found("key-other")),
        ("EnableKey", &arn(HOME, "cn-hangzhou", "key-other"), no_key),
        ("EnableKey", &arn(OTHER, "cn-hangzhou", "key-own"), no_key),
        ("EnableKey", "acs:kms:", no_key),
        ("EnableKey", &own.replace("key/", "alias/"), no_key),
        ("EnableKey", "alias/own", refused),
        ("DescribeKey", "alias/own", found("key-own")),
        ("Encrypt", "alias/own", found("key-own")),
        ("GenerateDataKey", "alias/own", found("key-own")),
        ("DescribeKey", "alias/none", no_alias),
        ("DescribeKey", "alias/far", no_alias),
        ("DescribeKey", "alias/other", no_alias),
        ("DescribeKey", "own", no_key),
    ] {
        let call = call(Product::Kms, operation, &[]);
        let answer = world.key(&call, text);
        let answer = answer.as_ref().map(|key| key.id.as_str()).map_err(|error| error.code.as_str());
        assert_eq!(answer, expected, "{operation} {text}");
        if let Ok(id) = expected {
            let target = world.find_key(&call, text).unwrap();
            let key = world.keys.get(id).unwrap();
            assert_eq!((target.arn, target.owner), (key_arn(key), key.owner.clone()), "{text}");
        }
    }
}

#[test]
fn only_keys_inside_an_instance_have_a_policy() {
    let mut world = furnished();
    world.keys.add(key("key-in", Some("kst-main")));
    let call = call(Product::Kms, "EnableKey", &[]);
    for (id, has) in [("key-own", false), ("key-in", true)] {
        assert_eq!(world.find_key(&call, id).unwrap().policy.is_some(), has, "{id}");
    }
}
