use kms_api::Product;

use crate::call::Call;
use crate::seed::Seed;
use crate::testing::{HOME, OTHER, account, assert_refused, call, now, world};
use crate::world::World;

#[test]
fn unknown_operations() {
    let cases = [
        (Product::Kms, "NoSuchOperation"),
        (Product::Kms, "getkmsinstance"),
        (Product::Kms, "DescribeVpcs"),
        (Product::Ram, "CreateUser"),
    ];
    for (product, operation) in cases {
        let answer = world().call(&call(product, operation, &[]));
        assert_refused(operation, &answer, (404, "InvalidAction.NotFound", "Specified api is not found"));
        assert!(!answer.unwrap_err().kms_own);
    }
}

/// A call of somebody of the default seed.
fn by(world: &World, who: &str, operation: &str, parameters: &[(&str, &str)]) -> Call {
    let caller = world.caller(who).expect(who);
    Call { caller, ..call(Product::Kms, operation, parameters) }
}

/// A key of `analytics`, made by the persona.
fn new_key(world: &mut World) -> String {
    let instance = world.instances.all().iter().find(|instance| instance.name == "analytics").unwrap();
    let create = by(world, "li.wei", "CreateKey", &[("DKMSInstanceId", instance.id.as_str())]);
    world.call(&create).unwrap()["KeyMetadata"]["KeyId"].as_str().unwrap().to_owned()
}

#[test]
fn whoever_may_not_ask_learns_nothing_about_what_exists() {
    let mut world = World::seed(Seed::Default, now());
    let key = new_key(&mut world);
    let foreign = |id: &str| format!("acs:kms:cn-hangzhou:{HOME}:key/{id}");
    // Outside instances nothing but RAM decides.
    let create = by(&world, "li.wei", "CreateKey", &[]);
    let plain = world.call(&create).unwrap()["KeyMetadata"]["KeyId"].as_str().unwrap().to_owned();
    for (who, there, missing) in [
        ("wang.fang", plain, "00000000-0000-4000-8000-000000000000".to_owned()),
        ("ops@1385720946158274", foreign(&key), foreign("key-nowhere")),
    ] {
        let mut told = |id: &str| {
            let call = by(&world, who, "ScheduleKeyDeletion", &[("KeyId", id), ("PendingWindowInDays", "7")]);
            let error = world.call(&call).expect_err(who);
            (error.status, error.code, error.message.replace(id, "…"))
        };
        assert_eq!(told(&there), told(&missing), "{who}");
    }
}

#[test]
fn a_deny_of_the_key_reaches_its_aliases_and_tags() {
    let mut world = World::seed(Seed::Default, now());
    let key = new_key(&mut world);
    let tag = [
        ("RegionId", "cn-hangzhou"),
        ("ResourceType", "key"),
        ("ResourceId.1", key.as_str()),
        ("Tag.1.Key", "a"),
    ];
    let alias = [("AliasName", "alias/denied"), ("KeyId", key.as_str())];
    let name = [("AliasName", "alias/denied")];
    let calls = [("CreateAlias", &alias[..]), ("DeleteAlias", &name[..]), ("TagResources", &tag[..])];
    for (operation, parameters) in calls {
        let call = by(&world, "zhang.min", operation, parameters);
        assert!(world.call(&call).is_ok(), "{operation}");
    }
    let deny = format!(
        r#"{{"Version":"1","Statement":[{{"Effect":"Deny","Principal":{{"RAM":"acs:ram::{HOME}:user/zhang.min"}},"Action":"kms:*","Resource":"*"}}]}}"#
    );
    for (operation, parameters) in
        [("SetKeyPolicy", &[("KeyId", key.as_str()), ("Policy", &deny)][..]), ("CreateAlias", &alias[..])]
    {
        let call = by(&world, "li.wei", operation, parameters);
        world.call(&call).expect(operation);
    }
    for (operation, parameters) in calls {
        let call = by(&world, "zhang.min", operation, parameters);
        assert_refused(operation, &world.call(&call), (403, "Forbidden.NoPermission", "denied by"));
    }
}

#[test]
fn secrets_are_sealed_with_a_key_of_ones_own_and_nothing_else_of_the_call() {
    let mut world = World::seed(Seed::Default, now());
    let key = new_key(&mut world);
    let theirs = world.keys.get(&key).unwrap().clone();
    let instance = theirs.instance.clone().unwrap();
    let theirs = crate::keys::Key { id: "key-theirs".to_owned(), owner: account(OTHER), ..theirs };
    let arn = crate::keys::key_arn(&theirs);
    world.keys.add(theirs);
    for (name, key, good) in [("own", key.as_str(), true), ("other", arn.as_str(), false)] {
        let parameters = [
            ("SecretName", name),
            ("SecretData", "value"),
            ("VersionId", "v1"),
            ("DKMSInstanceId", instance.as_str()),
            ("EncryptionKeyId", key),
            ("EncryptionContext", r#"{"a":"b"}"#),
        ];
        let call = by(&world, "li.wei", "CreateSecret", &parameters);
        let answer = world.call(&call);
        if good {
            answer.expect(name);
            let read = by(&world, "li.wei", "GetSecretValue", &[("SecretName", name)]);
            assert_eq!(world.call(&read).expect(name)["SecretData"], "value");
        } else {
            assert_refused(name, &answer, (404, "Forbidden.ResourceNotFound", ""));
        }
    }
}

#[test]
fn two_writers_make_two_things() {
    let mut world = World::seed(Seed::Default, now());
    world.faults().add("on CreateKey second-writer=Description:rival".parse().unwrap());
    let ids = |world: &World| -> Vec<String> {
        world.keys.owned(&account(HOME), &"cn-hangzhou".into()).map(|key| key.id.clone()).collect()
    };
    let before = ids(&world).len();
    let create = by(&world, "li.wei", "CreateKey", &[]);
    world.answer(&create).0.unwrap();
    let after = ids(&world);
    let unique: std::collections::BTreeSet<_> = after.iter().collect();
    assert_eq!((after.len(), unique.len()), (before + 2, before + 2));
}
