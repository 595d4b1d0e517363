use std::collections::BTreeSet;

use kms_api::Product;
use serde_json::{Value, json};

use crate::call::Call;
use crate::error::CloudError;
use crate::instances::State;
use crate::testing::{OTHER, Refusal, account, assert_refused, call, instance, key, world};
use crate::world::World;

/// A call about resources of a kind; `more` is `Name=value` with spaces between.
fn tagging(operation: &str, kind: &str, more: &str) -> Call {
    let mut parameters = vec![("RegionId", "cn-hangzhou"), ("ResourceType", kind)];
    parameters.extend(more.split_whitespace().map(|pair| pair.split_once('=').unwrap()));
    call(Product::Kms, operation, &parameters)
}

/// Rows as `id key=value`.
fn rows(answer: &Result<Value, CloudError>) -> Vec<String> {
    let rows = answer.as_ref().unwrap()["TagResources"]["TagResource"].as_array().unwrap().clone();
    let text = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
    rows.iter()
        .map(|row| format!("{} {}={}", text(row, "ResourceId"), text(row, "TagKey"), text(row, "TagValue")))
        .collect()
}

/// Two tagged keys, one key of another account, an instance that was never enabled.
fn furnished() -> World {
    let mut world = world();
    for (id, tags) in [("key-a", &[("env", "prod"), ("team", "pay")][..]), ("key-b", &[("env", "test")])] {
        let mut key = key(id, None);
        key.tags = tags.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        world.keys.add(key);
    }
    let mut foreign = key("key-foreign", None);
    foreign.owner = account(OTHER);
    world.keys.add(foreign);
    world.instances.add(instance("kst-new", State::Uninitialized));
    world
}

#[test]
fn tags_are_set_replaced_and_taken_away() {
    // Operation, parameters → tags of `key-a` and `key-b` afterwards; each case begins anew.
    for (operation, more, expected) in [
        (
            "TagResources",
            "ResourceId.1=key-b Tag.1.Key=x Tag.1.Value=1",
            "a env=prod,a team=pay,b env=test,b x=1",
        ),
        (
            "TagResources",
            "ResourceId.1=key-b Tag.1.Key=env Tag.1.Value=new",
            "a env=prod,a team=pay,b env=new",
        ),
        ("TagResources", "ResourceId.1=key-b Tag.1.Key=x", "a env=prod,a team=pay,b env=test,b x="),
        (
            "TagResources",
            "ResourceId.1=key-a ResourceId.2=key-b Tag.1.Key=x Tag.1.Value=1 Tag.7.Key=y Tag.7.Value=2",
            "a env=prod,a team=pay,a x=1,a y=2,b env=test,b x=1,b y=2",
        ),
        ("UntagResources", "ResourceId.1=key-a ResourceId.2=key-b TagKey.1=env", "a team=pay"),
        ("UntagResources", "ResourceId.1=key-a TagKey.1=none", "a env=prod,a team=pay,b env=test"),
        ("UntagResources", "ResourceId.1=key-a TagKey.1=env All=true", "a team=pay,b env=test"),
        ("UntagResources", "ResourceId.1=key-a All=true", "b env=test"),
    ] {
        let mut world = furnished();
        assert_eq!(world.call(&tagging(operation, "key", more)), Ok(json!({})), "{more}");
        let told = rows(&world.call(&tagging("ListTagResources", "key", ""))).join(",").replace("key-", "");
        assert_eq!(told, expected, "{more}");
    }
}

#[test]
fn lists_name_resources_and_tags() {
    let mut world = furnished();
    for (more, expected) in [
        ("", &["key-a env=prod", "key-a team=pay", "key-b env=test"][..]),
        ("ResourceId.1=key-b", &["key-b env=test"]),
        ("ResourceId.2=key-a ResourceId.1=key-b", &["key-b env=test", "key-a env=prod", "key-a team=pay"]),
        ("ResourceId.1=key-second", &[]),
        ("Tag.1.Key=env Tag.1.Value=prod", &["key-a env=prod", "key-a team=pay"]),
        ("Tag.1.Key=team", &["key-a env=prod", "key-a team=pay"]),
        ("Tag.1.Key=team Tag.2.Key=env Tag.2.Value=test", &[]),
        ("ResourceId.1=key-b Tag.1.Key=team", &[]),
    ] {
        assert_eq!(rows(&world.call(&tagging("ListTagResources", "key", more))), expected, "{more}");
    }
}

#[test]
fn instances_have_tags_too() {
    let mut world = furnished();
    let tag = tagging("TagResources", "instance", "ResourceId.1=kst-main Tag.1.Key=x Tag.1.Value=1");
    assert_eq!(world.call(&tag), Ok(json!({})));
    let all = world.call(&tagging("ListTagResources", "instance", ""));
    assert_eq!(rows(&all), ["kst-main x=1"]);
    assert_eq!(
        world.call(&tagging("UntagResources", "instance", "ResourceId.1=kst-main All=true")),
        Ok(json!({}))
    );
    assert_eq!(rows(&world.call(&tagging("ListTagResources", "instance", ""))), Vec::<String>::new());
}

#[test]
fn lists_go_on_after_200_rows() {
    // Tags added to the three that there are → sizes of the pages.
    for (more, expected) in [(197, &[200][..]), (198, &[200, 1]), (397, &[200, 200]), (450, &[200, 200, 53])]
    {
        let mut world = furnished();
        for number in 0..more {
            let mut key = key(&format!("key-{number:03}"), None);
            key.tags.insert("number".to_owned(), number.to_string());
            world.keys.add(key);
        }
        let (mut token, mut sizes, mut seen) = (String::new(), Vec::new(), BTreeSet::new());
        loop {
            let more = if token.is_empty() { String::new() } else { format!("NextToken={token}") };
            let answer = world.call(&tagging("ListTagResources", "key", &more));
            let found = rows(&answer);
            sizes.push(found.len());
            seen.extend(found);
            match answer.unwrap().get("NextToken") {
                Some(next) => token = next.as_str().unwrap().to_owned(),
                None => break,
            }
        }
        assert_eq!((sizes.as_slice(), seen.len()), (expected, more + 3));
    }
}

#[test]
fn refused_calls_change_nothing() {
    let missing: Refusal = (400, "MissingParameter", "The parameter needed but no provided.");
    let unknown: Refusal = (404, "InvalidResourceId.NotFound", "The specified ResourceId is not found.");
    let key_invalid: Refusal = (400, "InvalidParameter.TagKey", "The specified parameter is not valid.");
    let value_invalid: Refusal = (400, "InvalidParameter.TagValue", "The specified parameter is not valid.");
    let twice: Refusal = (400, "Duplicate.TagKey", "The specified tagKey is duplicate.");
    let invalid = |part| (400, "InvalidParameter", part);
    let ids: Vec<String> = (1..=51).map(|number| format!("ResourceId.{number}=key-a")).collect();
    let keys: Vec<String> = (1..=21).map(|number| format!("Tag.{number}.Key=k{number}")).collect();
    let many: Vec<String> = (1..=19).map(|number| format!("Tag.{number}.Key=k{number}")).collect();
    let untag: Vec<String> = (1..=21).map(|number| format!("TagKey.{number}=k{number}")).collect();
    let on_a = |more: &str| format!("ResourceId.1=key-a {more}");
    // Operation, kind, parameters → refusal.
    let cases: Vec<(&str, &str, String, Refusal)> = vec![
        ("TagResources", "", on_a("Tag.1.Key=x"), missing),
        ("TagResources", "vault", on_a("Tag.1.Key=x"), invalid("ResourceType does not know vault.")),
        ("TagResources", "key", "Tag.1.Key=x".into(), missing),
        ("TagResources", "key", on_a(""), missing),
        ("TagResources", "key", on_a("Tag.1.Value=x"), key_invalid),
        ("TagResources", "key", on_a("Tag.1.Key=acs:x"), key_invalid),
        ("TagResources", "key", on_a("Tag.1.Key=aliyunx"), key_invalid),
        ("TagResources", "key", on_a("Tag.1.Key=x*"), key_invalid),
        ("TagResources", "key", on_a(&format!("Tag.1.Key={}", "x".repeat(129))), key_invalid),
        ("TagResources", "key", on_a(&format!("Tag.1.Key=x Tag.1.Value={}", "x".repeat(129))), value_invalid),
        ("TagResources", "key", on_a("Tag.1.Key=x Tag.2.Key=x"), twice),
        ("TagResources", "key", on_a(&keys.join(" ")), key_invalid),
        ("TagResources", "key", on_a(&many.join(" ")), (400, "Rejected.LimitExceeded", "resource limit")),
        ("TagResources", "key", format!("{} Tag.1.Key=x", ids.join(" ")), invalid("at most 50 resources")),
        ("TagResources", "key", on_a("ResourceId.2=key-none Tag.1.Key=x"), unknown),
        ("TagResources", "key", on_a("ResourceId.2=key-foreign Tag.1.Key=x"), unknown),
        (
            "TagResources",
            "instance",
            on_a("Tag.1.Key=x"),
            (403, "Forbidden.DKMSInstanceNotFound", "not found"),
        ),
        ("UntagResources", "key", on_a(""), missing),
        ("UntagResources", "key", on_a(&untag.join(" ")), invalid("at most 20 tags")),
        ("UntagResources", "key", on_a("ResourceId.2=key-none TagKey.1=env"), unknown),
        ("ListTagResources", "key", "ResourceId.1=key-none".into(), unknown),
        ("ListTagResources", "key", "Tag.1.Key=x Tag.2.Key=x".into(), twice),
        ("ListTagResources", "key", "NextToken=what".into(), invalid("NextToken")),
        ("ListTagResources", "instance", "ResourceId.1=kst-new".into(), (400, "Rejected.Uninitialized", "")),
    ];
    let mut world = furnished();
    let before = world.clone();
    for (operation, kind, more, expected) in cases {
        let case = format!("{operation} {kind} {more}");
        assert_refused(&case, &world.call(&tagging(operation, kind, &more)), expected);
        assert_eq!(world, before, "{case}");
    }
    let elsewhere =
        call(Product::Kms, "ListTagResources", &[("RegionId", "cn-beijing"), ("ResourceType", "key")]);
    assert_refused("region", &world.call(&elsewhere), invalid("RegionId is not the region"));
}
