use kms_api::Product;
use serde_json::json;

use crate::keys::KeyState;
use crate::testing::{HOME, OTHER, account, assert_refused, call, key, root, texts, world};
use crate::world::World;

/// `key-second` and `key-leaving` of the test world, then keys that differ in one thing each.
fn furnished() -> World {
    let mut world = world();
    for id in ["key-plain", "key-off", "key-rsa", "key-hsm", "key-tagged"] {
        let mut key = key(id, None);
        match id {
            "key-off" => key.state = KeyState::Disabled,
            "key-rsa" => (key.spec, key.usage) = ("RSA_2048".into(), "SIGN/VERIFY".into()),
            "key-hsm" => key.protection = "HSM".into(),
            "key-tagged" => key.tags = [("env".to_owned(), "prod".to_owned())].into(),
            _ => {}
        }
        world.keys.add(key);
    }
    let mut foreign = key("key-foreign", None);
    foreign.owner = account(OTHER);
    world.keys.add(foreign);
    world
}

fn ids(world: &mut World, parameters: &[(&str, &str)]) -> String {
    let answer = world.call(&call(Product::Kms, "ListKeys", parameters)).expect("a list");
    texts(&answer, "/Keys/Key", "KeyId").join(" ").replace("key-", "")
}

#[test]
fn filters_narrow_the_list() {
    const ALL: &str = "second leaving plain off rsa hsm tagged";
    let mut world = furnished();
    for (filters, expected) in [
        ("[]", ALL),
        (r#"[{"Key":"KeyState","Values":["Disabled","PendingDeletion"]}]"#, "leaving off"),
        (r#"[{"Key":"KeySpec","Values":["RSA_2048"]}]"#, "rsa"),
        (r#"[{"Key":"KeyUsage","Values":["SIGN/VERIFY"]}]"#, "rsa"),
        (r#"[{"Key":"ProtectionLevel","Values":["HSM"]}]"#, "hsm"),
        (r#"[{"Key":"CreatorType","Values":["User"]}]"#, ALL),
        (r#"[{"Key":"CreatorType","Values":["Service"]}]"#, ""),
        (r#"[{"Key":"DKMSInstanceId","Values":["kst-second"]}]"#, "second leaving"),
        (
            r#"[{"Key":"DKMSInstanceId","Values":["kst-second"]},{"Key":"KeyState","Values":["Enabled"]}]"#,
            "second",
        ),
        (r#"[{"Key":"keyId","Values":["key-plain","key-foreign"]}]"#, "plain"),
        (r#"[{"Key":"AliasName","Values":["alias/second"]}]"#, "second"),
        (r#"[{"Key":"TagKey","Values":["env"]}]"#, "tagged"),
        (r#"[{"Key":"TagValue","Values":["prod"]}]"#, "tagged"),
        (r#"[{"Key":"KeyState","Values":[]}]"#, ""),
    ] {
        assert_eq!(ids(&mut world, &[("Filters", filters)]), expected, "{filters}");
    }
    let by_creator = |digits: &str| format!(r#"[{{"Key":"Creator","Values":["{digits}"]}}]"#);
    assert_eq!(ids(&mut world, &[("Filters", &by_creator(HOME))]), ALL);
    assert_eq!(ids(&mut world, &[("Filters", &by_creator(OTHER))]), "");
}

#[test]
fn pages_and_accounts() {
    let mut world = furnished();
    for number in 0..5 {
        world.keys.add(key(&format!("key-{number}"), None));
    }
    for (parameters, expected) in [
        (&[][..], "second leaving plain off rsa hsm tagged 0 1 2"),
        (&[("PageNumber", "2")], "3 4"),
        (&[("PageNumber", "3")], ""),
        (&[("PageNumber", "2"), ("PageSize", "4")], "rsa hsm tagged 0"),
    ] {
        assert_eq!(ids(&mut world, parameters), expected, "{parameters:?}");
    }
    let mut theirs = call(Product::Kms, "ListKeys", &[]);
    theirs.caller = root(OTHER);
    let answer = world.call(&theirs).unwrap();
    let entry =
        json!({"KeyId": "key-foreign", "KeyArn": format!("acs:kms:cn-hangzhou:{OTHER}:key/key-foreign")});
    let expected = json!({"Keys": {"Key": [entry]}, "PageNumber": 1, "PageSize": 10, "TotalCount": 1});
    assert_eq!(answer, expected);
    theirs.region = "cn-beijing".into();
    assert_eq!(world.call(&theirs).unwrap()["TotalCount"], json!(0));
}

#[test]
fn bad_filters_and_pages_are_refused() {
    let many = |count: usize| vec![r#"{"Key":"KeyState","Values":[]}"#; count].join(",");
    let values =
        |count: usize| format!(r#"[{{"Key":"KeyState","Values":[{}]}}]"#, vec![r#""x""#; count].join(","));
    let mut world = furnished();
    for good in [format!("[{}]", many(10)), values(10)] {
        assert_eq!(ids(&mut world, &[("Filters", &good)]), "");
    }
    let invalid = |part| (400, "InvalidParameter", part);
    for (name, value, expected) in [
        ("Filters", "Enabled".to_owned(), invalid("Filters is not a list")),
        ("Filters", r#"[{"Key":"Name","Values":["x"]}]"#.to_owned(), invalid("unknown variant `Name`")),
        ("Filters", r#"[{"Key":"KeyState"}]"#.to_owned(), invalid("missing field `Values`")),
        ("Filters", format!("[{}]", many(11)), invalid("at most 10 conditions with 10 values")),
        ("Filters", values(11), invalid("at most 10 conditions with 10 values")),
        ("PageSize", "101".to_owned(), invalid("PageSize must be")),
        ("PageNumber", "0".to_owned(), invalid("PageNumber must be")),
    ] {
        let answer = world.call(&call(Product::Kms, "ListKeys", &[(name, &value)]));
        assert_refused(&value, &answer, expected);
    }
}
