use kms_api::Product;
use serde_json::json;

use crate::call::Call;
use crate::testing::{HOME, OTHER, Refusal, account, assert_refused, call, key, root, texts, world};
use crate::world::World;

fn alias(operation: &str, name: &str, key: &str) -> Call {
    call(Product::Kms, operation, &[("AliasName", name), ("KeyId", key)])
}

/// `key-a` and `key-b`, one key of another account, and `alias/second` on `key-second`.
fn furnished() -> World {
    let mut world = world();
    for id in ["key-a", "key-b"] {
        world.keys.add(key(id, None));
    }
    let mut foreign = key("key-foreign", None);
    foreign.owner = account(OTHER);
    foreign.aliases.insert("alias/theirs".to_owned());
    world.keys.add(foreign);
    world
}

#[test]
fn aliases_come_move_and_go() {
    let mut world = furnished();
    let arn = format!("acs:kms:cn-hangzhou:{HOME}:key/key-b");
    let longest = format!("alias/{}", "x".repeat(249));
    // Operation, alias, key → the keys of all aliases afterwards.
    for (operation, name, key, expected) in [
        ("CreateAlias", "alias/a", "key-a", "second=key-second a=key-a"),
        ("CreateAlias", "alias/a/b_c-9", arn.as_str(), "second=key-second a=key-a a/b_c-9=key-b"),
        ("UpdateAlias", "alias/a/b_c-9", "key-a", "second=key-second a=key-a a/b_c-9=key-a"),
        ("UpdateAlias", "alias/a", "key-a", "second=key-second a=key-a a/b_c-9=key-a"),
        ("DeleteAlias", "alias/second", "", "a=key-a a/b_c-9=key-a"),
        ("CreateAlias", "alias/theirs", "key-b", "a=key-a a/b_c-9=key-a theirs=key-b"),
        (
            "CreateAlias",
            &longest,
            "key-b",
            &format!("a=key-a a/b_c-9=key-a theirs=key-b {}=key-b", "x".repeat(249)),
        ),
    ] {
        assert_eq!(world.call(&alias(operation, name, key)), Ok(json!({})), "{operation} {name}");
        let answer = world.call(&call(Product::Kms, "ListAliases", &[])).unwrap();
        let names = texts(&answer, "/Aliases/Alias", "AliasName");
        let keys = texts(&answer, "/Aliases/Alias", "KeyId");
        let told: Vec<String> = names
            .iter()
            .zip(keys)
            .map(|(name, key)| format!("{}={key}", name.trim_start_matches("alias/")))
            .collect();
        assert_eq!(told.join(" "), expected, "{operation} {name}");
    }
    let answer = world.call(&call(Product::Kms, "ListAliases", &[("PageSize", "1")])).unwrap();
    assert_eq!(texts(&answer, "/Aliases/Alias", "AliasArn"), [format!("acs:kms:cn-hangzhou:{HOME}:alias/a")]);
}

#[test]
fn refused_calls_change_nothing() {
    let exists: Refusal = (400, "AliasAlreadyExists", "AliasName Already Exists.");
    let no_alias: Refusal = (404, "Forbidden.AliasNotFound", "The specified Alias is not found.");
    let no_key: Refusal = (404, "Forbidden.KeyNotFound", "The specified Key is not found.");
    let missing: Refusal = (400, "MissingParameter", "needed but no provided");
    let invalid = |part| (400, "InvalidParameter", part);
    let name = invalid("AliasName begins with alias/");
    let foreign = format!("acs:kms:cn-hangzhou:{OTHER}:key/key-foreign");
    let long = format!("alias/{}", "x".repeat(250));
    let mut world = furnished();
    let before = world.clone();
    for (operation, alias_name, key, expected) in [
        ("CreateAlias", "", "key-a", missing),
        ("CreateAlias", "alias/a", "", missing),
        ("CreateAlias", "a", "key-a", name),
        ("CreateAlias", "alias/", "key-a", name),
        ("CreateAlias", "alias/ä", "key-a", name),
        ("CreateAlias", "alias/a b", "key-a", name),
        ("CreateAlias", &long, "key-a", name),
        ("CreateAlias", "alias/acs/oss", "key-a", invalid("must not begin with alias/acs")),
        ("CreateAlias", "alias/second", "key-a", exists),
        ("CreateAlias", "alias/second", "key-second", exists),
        ("CreateAlias", "alias/a", "key-none", no_key),
        ("CreateAlias", "alias/a", "key-foreign", no_key),
        ("CreateAlias", "alias/a", &foreign, no_key),
        (
            "CreateAlias",
            "alias/a",
            "alias/second",
            (400, "Unsupported.Alias", "Alias is not valid for this api."),
        ),
        (
            "CreateAlias",
            "alias/a",
            "key-leaving",
            (409, "Rejected.StateModifiedFailed", "Keystate modified failed."),
        ),
        (
            "UpdateAlias",
            "alias/second",
            "key-leaving",
            (409, "Rejected.PendingDeletion", "state is PendingDeletion."),
        ),
        ("UpdateAlias", "alias/none", "key-a", no_alias),
        ("UpdateAlias", "alias/second", "key-none", no_key),
        ("DeleteAlias", "alias/none", "", no_alias),
        ("DeleteAlias", "alias/theirs", "", no_alias),
        ("DeleteAlias", "", "", missing),
    ] {
        let case = format!("{operation} {alias_name} {key}");
        assert_refused(&case, &world.call(&alias(operation, alias_name, key)), expected);
        assert_eq!(world, before, "{case}");
    }
}

#[test]
fn lists_are_of_the_account_or_of_a_key() {
    let mut world = furnished();
    for number in 0..12 {
        let name = format!("alias/n{number:02}");
        assert!(world.call(&alias("CreateAlias", &name, "key-b")).is_ok());
    }
    // Operation, parameters → entries, all, first.
    for (operation, parameters, count, total, first) in [
        ("ListAliases", &[][..], 10, 13, "alias/second"),
        ("ListAliases", &[("PageNumber", "2")], 3, 13, "alias/n09"),
        ("ListAliasesByKeyId", &[("KeyId", "key-b")], 10, 12, "alias/n00"),
        (
            "ListAliasesByKeyId",
            &[("KeyId", "key-b"), ("PageSize", "5"), ("PageNumber", "3")],
            2,
            12,
            "alias/n10",
        ),
        ("ListAliasesByKeyId", &[("KeyId", "key-second")], 1, 1, "alias/second"),
    ] {
        let answer = world.call(&call(Product::Kms, operation, parameters)).unwrap();
        let names = texts(&answer, "/Aliases/Alias", "AliasName");
        let found = (names.len(), &answer["TotalCount"], names[0].as_str());
        assert_eq!(found, (count, &json!(total), first), "{operation} {parameters:?}");
    }
    let mut theirs = call(Product::Kms, "ListAliases", &[]);
    theirs.caller = root(OTHER);
    assert_eq!(texts(&world.call(&theirs).unwrap(), "/Aliases/Alias", "AliasName"), ["alias/theirs"]);
}
