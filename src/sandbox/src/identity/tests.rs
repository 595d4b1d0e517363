use kms_api::Product;
use serde_json::json;

use super::Session;
use crate::seed::Seed;
use crate::testing::{call, now};
use crate::world::World;

#[test]
fn callers_by_name() {
    let world = World::seed(Seed::Default, now());
    let cases = [
        ("li.wei", Some("acs:ram::1147203918250263:user/li.wei")),
        ("zhang.min", Some("acs:ram::1147203918250263:user/zhang.min")),
        ("li.wei@1147203918250263", Some("acs:ram::1147203918250263:user/li.wei")),
        ("root", Some("acs:ram::1147203918250263:root")),
        ("root@1192583047163511", Some("acs:ram::1192583047163511:root")),
        ("li.wei@1192583047163511", None),
        ("root@1", None),
        ("root@somewhere", None),
        ("", None),
    ];
    for (name, arn) in cases {
        assert_eq!(world.caller(name).map(|caller| caller.arn()).as_deref(), arn, "{name}");
    }
    assert_eq!(world.persona().name(), "li.wei");
}

#[test]
fn access_keys() {
    let mut world = World::seed(Seed::Default, now());
    assert_eq!(world.access_key("LTAI-one"), None);
    world.add_access_key("LTAI-one", "first secret", "li.wei").unwrap();
    world.add_access_key("LTAI-one", "second secret", "root").unwrap();
    let key = world.access_key("LTAI-one").unwrap();
    assert_eq!((key.secret.as_str(), key.caller.name()), ("second secret", "root"));
    let nobody = world.add_access_key("LTAI-two", "x", "nobody").unwrap_err();
    assert_eq!(nobody.to_string(), "cannot find a caller named `nobody` in the simulated cloud");
    assert_eq!(world.access_key("LTAI-two"), None);
    let printed = format!("{world:?}");
    assert!(!printed.contains("second secret"), "a secret is printed");
}

#[test]
fn a_temporary_key_keeps_its_session_and_prints_no_token() {
    let mut world = World::seed(Seed::Default, now());
    let session = Session { token: "third token".into(), expires: now() };
    world.add_temporary_key("STS.three", "third secret", "li.wei", session.clone()).unwrap();
    assert_eq!(world.access_key("STS.three").unwrap().session, Some(session.clone()));
    assert!(world.add_temporary_key("STS.four", "x", "nobody", session).is_err());
    let printed = format!("{world:?}");
    assert!(printed.contains("STS.three") && !printed.contains("third token"), "a token is printed");
}

#[test]
fn caller_identity() {
    let mut world = World::seed(Seed::Default, now());
    let cases = [
        (
            "li.wei",
            json!({
                "AccountId": "1147203918250263", "Arn": "acs:ram::1147203918250263:user/li.wei",
                "IdentityType": "RAMUser", "PrincipalId": "216959339000147203", "UserId": "216959339000147203",
            }),
        ),
        (
            "root@1192583047163511",
            json!({
                "AccountId": "1192583047163511", "Arn": "acs:ram::1192583047163511:root",
                "IdentityType": "Account", "PrincipalId": "1192583047163511", "UserId": "1192583047163511",
            }),
        ),
    ];
    for (name, expected) in cases {
        let mut call = call(Product::Sts, "GetCallerIdentity", &[]);
        call.caller = world.caller(name).unwrap();
        assert_eq!(world.call(&call), Ok(expected), "{name}");
    }
}

#[test]
fn everybody_can_have_a_key() {
    let mut world = World::seed(Seed::Default, now());
    let callers = world.callers();
    let persona = world.persona().clone();
    assert!(callers.contains(&persona), "the persona is one of them");
    world.add_access_keys_for_all("sandbox", "one secret");
    for caller in &callers {
        let name = format!("{}@{}", caller.name(), caller.account);
        let key = world.access_key(&format!("sandbox.{name}")).expect(&name);
        assert_eq!((&key.secret[..], &key.caller, &key.session), ("one secret", caller, &None), "{name}");
        assert_eq!(world.caller(&name).as_ref(), Some(caller), "{name}");
    }
    let roots = callers.iter().filter(|caller| caller.name() == "root").count();
    assert_eq!((callers.len(), roots), (15, 4));
    let key = world.access_key("sandbox.etl-runner@1192583047163511").unwrap();
    assert_eq!(key.caller.arn(), "acs:ram::1192583047163511:user/etl-runner");
}
