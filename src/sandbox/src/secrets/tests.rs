use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use kms_api::{InstanceId, Product, RegionId};
use serde_json::Value;

use super::{DataType, Rotation, Secret, Secrets, Version, secret_arn};
use crate::call::{Call, Caller, Principal};
use crate::error::CloudError;
use crate::instances::State;
use crate::ram::{Account, CustomPolicy, PolicyRef, Role, User};
use crate::resource_policy::{Holder, ResourcePolicy};
use crate::testing::{Example, HOME, REGION, account, call, instance, key, now, world};
use crate::world::World;

/// Parameters with which the operations of secrets are carried out in [`furnished`].
pub(crate) const EXAMPLES: &[Example] = &[
    (
        "CreateSecret",
        &[
            ("SecretName", "new"),
            ("SecretData", "x"),
            ("VersionId", "v1"),
            ("SecretType", "Rds"),
            ("ExtendedConfig", r#"{"SecretSubType":"SingleUser"}"#),
            ("EnableAutomaticRotation", "true"),
            ("RotationInterval", "7d"),
            ("DKMSInstanceId", "kst-main"),
            ("EncryptionKeyId", "key-main"),
        ],
    ),
    ("DeleteSecret", &[("SecretName", "db")]),
    ("DescribeSecret", &[("SecretName", "rotating"), ("FetchTags", "true")]),
    ("GetSecretPolicy", &[("SecretName", "db")]),
    ("GetSecretValue", &[("SecretName", "rotating"), ("FetchExtendedConfig", "true")]),
    ("ListSecrets", &[("FetchTags", "true")]),
    ("ListSecretVersionIds", &[("SecretName", "db")]),
    ("RestoreSecret", &[("SecretName", "pending")]),
    ("SetSecretPolicy", &[("SecretName", "db"), ("Policy", POLICY)]),
    ("UpdateSecret", &[("SecretName", "db"), ("Description", "new")]),
];

/// The own account may do everything.
pub(super) const POLICY: &str = r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":"kms:*","Resource":"*","Principal":{"RAM":"acs:ram::1147203918250263:*"}}]}"#;

/// Begins every value of a secret in these tests, so that it is recognised wherever it turns up.
pub(super) const VALUE: &str = "tHe-VaLuE";

pub(super) fn secrets_call(operation: &str, parameters: &[(&str, &str)]) -> Call {
    call(Product::Kms, operation, parameters)
}

/// A secret with one version `v1`; inside an instance it has the default policy and the key `key-main` where that is.
pub(super) fn secret(world: &World, name: &str, instance: Option<&str>) -> Secret {
    let key = world.keys.get("key-main").filter(|_| instance == Some("kst-main"));
    let mut secret = Secret {
        name: name.to_owned(),
        owner: account(HOME),
        region: RegionId::from(REGION),
        kind: "Generic".to_owned(),
        description: String::new(),
        instance: instance.map(InstanceId::from),
        key: key.map(|key| key.id.clone()),
        created: now(),
        updated: now(),
        deletion: None,
        rotation: None,
        extended_config: None,
        owning_service: None,
        versions: Vec::new(),
        tags: BTreeMap::new(),
        policy: instance.map(|_| ResourcePolicy::of_owner(Holder::Secret, &account(HOME))),
    };
    add_version(world, &mut secret, "v1", &["ACSCurrent"]);
    secret
}

/// Adds a version with the value `tHe-VaLuE <secret> <version>`.
pub(super) fn add_version(world: &World, secret: &mut Secret, id: &str, stages: &[&str]) {
    let key = secret.key.as_ref().and_then(|id| world.keys.get(id));
    let text = format!("{VALUE} {} {id}", secret.name);
    let value = world.seal_value(&secrets_call("CreateSecret", &[]), key, &text).unwrap();
    secret.versions.push(Version {
        id: id.to_owned(),
        created: now(),
        stages: stages.iter().map(|stage| (*stage).to_owned()).collect::<BTreeSet<_>>(),
        data_type: DataType::Text,
        value,
    });
}

pub(super) fn days(days: i64) -> Timestamp {
    now() + SignedDuration::from_hours(24 * days)
}

/// The test world with secrets in every place and state.
pub(crate) fn furnished() -> World {
    let mut world = world();
    world.instances.add(instance("kst-gone", State::Disconnected { since: now() }));
    let mut expired = instance("kst-expired", State::Connected { since: now() });
    expired.expires = now();
    world.instances.add(expired);
    for (id, instance) in [("key-main", Some("kst-main")), ("key-default", None)] {
        world.keys.add(key(id, instance));
    }
    let mut db = secret(&world, "db", Some("kst-main"));
    db.versions.clear();
    add_version(&world, &mut db, "v1", &[]);
    add_version(&world, &mut db, "v2", &["ACSPrevious"]);
    add_version(&world, &mut db, "v3", &["ACSCurrent", "blue"]);
    let mut rotating = secret(&world, "rotating", Some("kst-main"));
    rotating.kind = "Rds".to_owned();
    rotating.owning_service = Some("rds".to_owned());
    rotating.extended_config = serde_json::from_str(r#"{"SecretSubType":"SingleUser"}"#).unwrap();
    rotating.rotation =
        Some(Rotation { seconds: 604_800, automatic: true, since: days(-8), last: Some(days(-8)) });
    rotating.tags = BTreeMap::from([("team".to_owned(), "pay".to_owned())]);
    let mut pending = secret(&world, "pending", Some("kst-main"));
    pending.deletion = Some(days(7));
    let mut bare = secret(&world, "bare", Some("kst-main"));
    bare.policy = None;
    let rest = [("plain", None), ("gone", Some("kst-gone")), ("expired", Some("kst-expired"))];
    let rest = rest.map(|(name, instance)| secret(&world, name, instance));
    [db, rotating, pending, bare].into_iter().chain(rest).for_each(|secret| world.secrets.add(secret));
    world
}

/// Gives user `ann` and role `ops` of an account a RAM policy with these statements.
pub(super) fn allow(world: &mut World, digits: &str, statements: &str) {
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
        document: format!(r#"{{"Version":"1","Statement":[{statements}]}}"#),
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

/// `root`, `ann` or `ops` of an account.
pub(super) fn who(name: &str, digits: &str) -> Caller {
    let principal = match name {
        "root" => Principal::Root,
        "ann" => Principal::User { name: "ann".to_owned(), id: "1".to_owned() },
        _ => Principal::AssumedRole {
            role: "ops".to_owned(),
            role_id: "2".to_owned(),
            session: "s".to_owned(),
            session_policy: None,
        },
    };
    Caller { account: account(digits), principal }
}

/// The value that a caller reads.
pub(super) fn read(
    world: &mut World,
    caller: Caller,
    parameters: &[(&str, &str)],
) -> Result<Value, CloudError> {
    world.call(&Call { caller, ..secrets_call("GetSecretValue", parameters) })
}

#[test]
fn secrets_are_saved_and_loaded() {
    let secrets = furnished().secrets;
    let saved = serde_json::to_string(&secrets).unwrap();
    assert_eq!(serde_json::from_str::<Secrets>(&saved).unwrap(), secrets);
}

#[test]
fn no_value_is_ever_shown() {
    let mut world = furnished();
    let parameters = [("SecretName", "new"), ("SecretData", VALUE), ("VersionId", "v1")];
    let create = secrets_call("CreateSecret", &parameters);
    world.call(&create).unwrap();
    let shown = [format!("{world:?}"), format!("{world:#?}"), format!("{create:?}")];
    for shown in shown {
        assert!(!shown.contains(VALUE), "a value is shown");
        assert!(shown.contains("new") || shown.contains("SecretName"));
    }
    // Nor does a refusal, whatever is wrong.
    let refused: &[(&str, &str)] = &[
        ("SecretName", "db"),
        ("SecretName", "a b"),
        ("SecretType", "Other"),
        ("SecretDataType", "binary"),
        ("SecretDataType", "bytes"),
        ("VersionId", ""),
        ("DKMSInstanceId", "kst-gone"),
        ("EncryptionKeyId", "key-none"),
        ("RotationInterval", "1d1"),
        ("Tags", "{"),
        ("ExtendedConfig", "["),
        ("Policy", "{"),
    ];
    for (name, value) in refused {
        let mut call = secrets_call("CreateSecret", &[("SecretName", "other"), ("VersionId", "v1")]);
        call.parameters.insert("SecretData".to_owned(), format!("{VALUE} *"));
        call.parameters.insert((*name).to_owned(), (*value).to_owned());
        let error = world.call(&call).expect_err(name);
        assert!(!format!("{error} {error:?}").contains(VALUE), "{name} {value}");
    }
}

#[test]
fn a_secret_is_gone_when_its_time_has_come() {
    // Seconds before or after seven days → whether it is still there.
    for (seconds, there) in [(-1, true), (0, false)] {
        let mut world = furnished();
        let mut describe = secrets_call("DescribeSecret", &[("SecretName", "pending")]);
        describe.now = days(7) + SignedDuration::from_secs(seconds);
        assert_eq!(world.call(&describe).is_ok(), there, "{seconds}");
        assert_eq!(world.secrets.inside(&"kst-main".into()).count(), if there { 4 } else { 3 });
    }
}

#[test]
fn a_released_instance_takes_its_secrets_and_keys_along() {
    let mut world = furnished();
    world.instances.get_mut(&"kst-main".into()).unwrap().charge = crate::instances::Charge::PayAsYouGo;
    let parameters = [("KmsInstanceId", "kst-main"), ("ForceDeleteWithoutBackup", "true")];
    world.call(&secrets_call("ReleaseKmsInstance", &parameters)).unwrap();
    let (home, region) = (account(HOME), RegionId::from(REGION));
    let names: Vec<&str> = world.secrets.owned(&home, &region).map(|secret| secret.name.as_str()).collect();
    assert_eq!(names, ["plain", "gone", "expired"]);
    let keys: Vec<&str> = world.keys.owned(&home, &region).map(|key| key.id.as_str()).collect();
    assert!(!keys.contains(&"key-main") && keys.contains(&"key-default"), "{keys:?}");
}

#[test]
fn arns() {
    let world = furnished();
    let secret = world.secret(&secrets_call("DescribeSecret", &[]), "db").unwrap();
    assert_eq!(secret_arn(secret), format!("acs:kms:cn-hangzhou:{HOME}:secret/db"));
}
