use kms_api::RegionId;

use super::*;
use crate::ram::{Account, CustomPolicy, PolicyRef, Role, User};
use crate::testing::{HOME, OTHER, account, call, now, root};

const ACTION: &str = "kms:Encrypt";
const OPEN: &str = r#"{"Effect":"Allow","Action":"kms:*","Resource":"*"}"#;

fn document(statements: &str) -> String {
    format!(r#"{{"Version":"1","Statement":[{statements}]}}"#)
}

fn resource(effect: &str, principal: &str, action: &str) -> String {
    format!(
        r#"{{"Sid":"one","Effect":"{effect}","Principal":{{"RAM":"{principal}"}},"Action":"{action}","Resource":"*"}}"#
    )
}

/// A world in which user `ann` and role `ops` of both accounts have this RAM policy.
fn world(ram: &str) -> World {
    let mut world = World::empty(root(HOME), RegionId::from("cn-hangzhou"));
    for digits in [HOME, OTHER] {
        let policies = [(PolicyRef::Custom("mine".to_owned()), now())];
        let user = User {
            id: "1".to_owned(),
            display_name: String::new(),
            comments: String::new(),
            created: now(),
            updated: now(),
            policies: policies.clone().into(),
        };
        let role = Role {
            id: "2".to_owned(),
            description: String::new(),
            trust: String::new(),
            max_session_seconds: 3_600,
            created: now(),
            updated: now(),
            policies: policies.into(),
        };
        let policy = CustomPolicy {
            description: String::new(),
            document: document(ram),
            version: "v1".to_owned(),
            created: now(),
            updated: now(),
        };
        let new = Account {
            users: [("ann".to_owned(), user)].into(),
            roles: [("ops".to_owned(), role)].into(),
            policies: [("mine".to_owned(), policy)].into(),
            ..Account::default()
        };
        world.accounts.insert(account(digits), new);
    }
    world
}

fn caller(who: &str) -> Caller {
    let (name, digits) = who.split_once('@').unwrap_or((who, HOME));
    let principal = match name {
        "root" => Principal::Root,
        "ann" => Principal::User { name: "ann".to_owned(), id: "1".to_owned() },
        session => Principal::AssumedRole {
            role: "ops".to_owned(),
            role_id: "2".to_owned(),
            session: "s".to_owned(),
            session_policy: session.strip_prefix("ops").filter(|text| !text.is_empty()).map(document),
        },
    };
    Caller { account: account(digits), principal }
}

#[test]
fn ram_and_resource_policies_are_weighed() {
    let own = format!("acs:ram::{HOME}:*");
    let other_ann = format!("acs:ram::{OTHER}:user/ann");
    let other_role = format!("acs:ram::{OTHER}:role/ops");
    let away = format!("ann@{OTHER}");
    let away_role = format!("ops@{OTHER}");
    let only_get = r#"{"Effect":"Allow","Action":"kms:Get*","Resource":"*"}"#;
    let deny = r#"{"Effect":"Allow","Action":"*","Resource":"*"},{"Sid":"no crypto","Effect":"Deny","Action":"kms:encrypt","Resource":"*"}"#;
    let elsewhere = r#"{"Effect":"Allow","Action":"kms:*","Resource":"acs:kms:*:*:key/other"}"#;
    let allow_all = resource("Allow", &own, "kms:*");
    let narrow = r#"ops{"Effect":"Allow","Action":"kms:Decrypt","Resource":"*"}"#;
    let wide = r#"ops{"Effect":"Allow","Action":"kms:E*","Resource":"*"}"#;
    // Caller, RAM policy, policy of the resource, what the refusal says (none: allowed).
    for (who, ram, policy, refused) in [
        ("ann", OPEN, "", None),
        ("ann", only_get, allow_all.as_str(), None),
        ("ann", only_get, "", Some("neither")),
        ("ann", elsewhere, "", Some("neither")),
        ("ann", deny, allow_all.as_str(), Some("no crypto of the RAM policy mine")),
        ("ann", OPEN, &resource("Deny", &own, "kms:Enc*"), Some("denied by \"one\"")),
        ("ann", OPEN, &resource("Deny", &own, "kms:Decrypt"), None),
        ("ann", OPEN, &resource("Deny", &format!("acs:ram::{HOME}:user/bob"), "kms:*"), None),
        ("root", only_get, "", None),
        ("root", only_get, &resource("Deny", &own, "kms:*"), Some("denied by \"one\"")),
        ("root", only_get, &resource("Deny", &format!("acs:ram::{HOME}:user/ann"), "kms:*"), None),
        ("ann", only_get, &resource("Allow", &format!("acs:ram::{HOME}:user/a*"), "kms:*"), None),
        ("ann", only_get, &resource("Allow", &format!("acs:ram::{HOME}:user/b*"), "kms:*"), Some("neither")),
        ("ann", only_get, &resource("Allow", &format!("acs:ram::{HOME}:user/Ann"), "kms:*"), Some("neither")),
        ("ops", only_get, &resource("Allow", &format!("acs:ram::{HOME}:role/OPS"), "kms:*"), None),
        (&away, OPEN, "", Some("belongs to another account")),
        (&away, OPEN, &allow_all, Some("belongs to another account")),
        (&away, OPEN, &resource("Allow", &other_ann, "kms:*"), None),
        (&away, only_get, &resource("Allow", &other_ann, "kms:*"), Some("no RAM policy")),
        (&away_role, OPEN, &resource("Allow", &other_role, "kms:*"), None),
        (&away_role, OPEN, &resource("Allow", &other_ann, "kms:*"), Some("belongs to another account")),
        (&format!("root@{OTHER}"), only_get, "", Some("belongs to another account")),
        (
            &format!("root@{OTHER}"),
            only_get,
            &resource("Allow", &format!("acs:ram::{OTHER}:*"), "kms:*"),
            None,
        ),
        ("ops", OPEN, "", None),
        (narrow, OPEN, "", Some("session")),
        (narrow, OPEN, &allow_all, Some("session")),
        (wide, OPEN, "", None),
    ] {
        let case = format!("{who} | {ram} | {policy}");
        let mut call = call(Product::Kms, "Encrypt", &[]);
        call.caller = caller(who);
        let policy = (!policy.is_empty()).then(|| Document::parse_resource(&document(policy)).unwrap());
        let arn = format!("acs:kms:cn-hangzhou:{HOME}:key/key-1");
        let target = Target { arn, owner: account(HOME), policy, keys: Keys::default() };
        match (world(ram).authorise(&call, ACTION, &target), refused) {
            (Ok(()), None) => {}
            (Err(error), Some(part)) => {
                assert_eq!((error.status, error.code.as_str()), (403, "Forbidden.NoPermission"), "{case}");
                assert!(error.message.contains(part), "{case}: {error}");
            }
            (answer, _) => panic!("{case}: {answer:?}"),
        }
    }
}

#[test]
fn conditions_see_the_call() {
    let allow = |condition: &str| {
        format!(r#"{{"Effect":"Allow","Action":"kms:*","Resource":"*","Condition":{condition}}}"#)
    };
    for (condition, allowed) in [
        (r#"{"IpAddress":{"acs:SourceIp":"203.0.113.0/24"}}"#, true),
        (r#"{"IpAddress":{"acs:SourceIp":"10.0.0.0/8"}}"#, false),
        (r#"{"DateLessThan":{"acs:CurrentTime":"2026-11-22T08:00:01Z"}}"#, true),
        (r#"{"DateLessThan":{"acs:CurrentTime":"2026-11-22T08:00:00Z"}}"#, false),
        (r#"{"StringEquals":{"kms:tag/env":"prod"}}"#, true),
        (r#"{"StringEquals":{"kms:tag/env":"test"}}"#, false),
        (r#"{"StringEquals":{"kms:tag/env":"prod"},"IpAddress":{"acs:SourceIp":"10.0.0.0/8"}}"#, false),
    ] {
        let mut call = call(Product::Kms, "Encrypt", &[]);
        call.caller = caller("ann");
        let mut target = Target::own(&call, "*");
        target.keys.add("kms:tag/env", "prod");
        assert_eq!(
            world(&allow(condition)).authorise(&call, ACTION, &target).is_ok(),
            allowed,
            "{condition}"
        );
    }
}

#[test]
fn every_product_refuses_in_its_own_words() {
    let world = world(r#"{"Effect":"Allow","Action":"ecs:*","Resource":"*"}"#);
    for (product, operation, status, code) in [
        (Product::Kms, "GetKmsInstance", 403, "Forbidden.NoPermission"),
        (Product::Kms, "UpdateKmsInstanceBindVpc", 403, "Forbidden.NoPermission"),
        (Product::Vpc, "DescribeVpcs", 403, "Forbidden.RAM"),
    ] {
        let mut call = call(product, operation, &[("KmsInstanceId", "kst-none"), ("BindVpcs", "[]")]);
        call.caller = caller("ann");
        let error = world.clone().call(&call).expect_err(operation);
        assert_eq!((error.status, error.code.as_str()), (status, code), "{operation}");
    }
    for (product, operation) in [(Product::Kms, "DescribeRegions"), (Product::Sts, "GetCallerIdentity")] {
        let mut call = call(product, operation, &[]);
        call.caller = caller("ann");
        assert!(world.clone().call(&call).is_ok(), "{operation}");
    }
}
