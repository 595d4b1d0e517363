use std::collections::{BTreeMap, BTreeSet};

use kms_api::{Product, RegionId};

use crate::keys::{Key, KeyState, Keys};
use crate::seed::builder::{DATA, HANGZHOU, HOME, NEWCOMER, PARTNER, SINGAPORE, account};
use crate::seed::{Seed, build};
use crate::testing::{call, now, root};
use crate::world::World;

fn keys(world: &World) -> Vec<&Key> {
    let regions = [HANGZHOU, SINGAPORE].map(RegionId::from);
    let mut all = Vec::new();
    for region in &regions {
        for owner in [HOME, DATA, PARTNER] {
            all.extend(world.keys.owned(&account(owner), region));
        }
    }
    all
}

#[test]
fn keys_are_sound() {
    let world = build(Seed::Default, now());
    let mut seen = BTreeSet::new();
    for key in keys(&world) {
        let id = &key.id;
        assert!(seen.insert(id.clone()), "{id} twice");
        assert!(key.versions.iter().all(|version| seen.insert(version.id.clone())), "{id}: a version twice");
        let place = (key.owner.clone(), key.region.clone());
        assert!(
            key.aliases.iter().all(|alias| seen.insert(format!("{place:?}{alias}"))),
            "{id}: an alias twice"
        );
        assert_eq!(key.policy.is_some(), key.instance.is_some(), "{id}");
        assert!(key.created <= now() && key.versions.is_sorted_by_key(|version| version.created), "{id}");
        assert!(!matches!(key.state, KeyState::PendingDeletion { at } if at <= now()), "{id}");
        if let Some(instance) = &key.instance {
            let instance = world.instances.get(instance).unwrap();
            let may = key.owner == instance.owner || instance.outside_accounts.contains(&key.owner);
            assert!(may && key.region == instance.region && key.created >= instance.created, "{id}");
        }
    }
}

#[test]
fn every_kind_of_key_occurs() {
    let world = build(Seed::Default, now());
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let all = keys(&world);
    for key in &all {
        let more = [
            (key.versions.len() > 1, "rotated"),
            (key.deletion_protection.is_some(), "protected"),
            (!key.tags.is_empty(), "tagged"),
            (!key.aliases.is_empty(), "named"),
            (key.instance.is_none(), "default"),
            (key.owner == account(DATA), "of another account"),
            (key.policy.as_ref().is_some_and(|policy| policy.text().contains("Deny")), "denying"),
        ];
        let words = [key.state.as_str(), key.spec.as_str(), key.protection.as_str()];
        for word in words.into_iter().chain(more.into_iter().filter_map(|(yes, word)| yes.then_some(word))) {
            *counts.entry(word).or_default() += 1;
        }
    }
    for word in [
        "Enabled",
        "Disabled",
        "PendingDeletion",
        "PendingImport",
        "Aliyun_AES_256",
        "Aliyun_SM4",
        "RSA_2048",
        "RSA_3072",
        "EC_P256",
        "EC_SM2",
        "SOFTWARE",
        "HSM",
        "rotated",
        "protected",
        "tagged",
        "named",
        "default",
        "of another account",
        "denying",
    ] {
        assert!(counts.contains_key(word), "{word}: {counts:?}");
    }
    assert!(counts["Enabled"] * 10 > all.len() * 8, "most keys are in use: {counts:?}");
}

#[test]
fn policies_name_the_outside_accounts_of_the_figures() {
    let world = build(Seed::Default, now());
    let named = |name: &str| {
        let instance = world.instances.all().iter().find(|instance| instance.name == name).unwrap();
        let mut accounts = BTreeSet::new();
        crate::keys::add_named_accounts(&world, &instance.id, &mut accounts);
        accounts.remove(&account(HOME));
        (accounts, instance.outside_accounts.clone())
    };
    let accounts = |digits: &[&str]| digits.iter().map(|digits| account(digits)).collect::<BTreeSet<_>>();
    for (name, by_policy, by_share) in [
        ("payments-kms", &[DATA][..], &[][..]),
        ("ledger-core", &[DATA, PARTNER], &[DATA]),
        ("legacy", &[], &[DATA]),
        ("analytics", &[], &[]),
    ] {
        assert_eq!(named(name), (accounts(by_policy), accounts(by_share)), "{name}");
    }
}

#[test]
fn names_of_the_first_keys_can_be_relied_on() {
    let mut world = build(Seed::Default, now());
    for (region, alias) in [
        (HANGZHOU, "alias/payments-kms/main"),
        (HANGZHOU, "alias/ledger-core/main"),
        (HANGZHOU, "alias/object-storage"),
        (SINGAPORE, "alias/sg-core/main"),
    ] {
        let mut encrypt = call(Product::Kms, "Encrypt", &[("KeyId", alias), ("Plaintext", "aGVsbG8=")]);
        encrypt.region = RegionId::from(region);
        assert!(world.call(&encrypt).is_ok(), "{alias}");
    }
    let mut status = call(Product::Kms, "DescribeAccountKmsStatus", &[]);
    status.caller = root(NEWCOMER);
    assert_eq!(world.call(&status).unwrap()["AccountStatus"], "NotEnabled");
}

#[test]
fn whoever_a_policy_names_in_another_account_can_use_the_key() {
    let mut world = build(Seed::Default, now());
    for (account, name) in [(DATA, "chen.jie"), (PARTNER, "ops")] {
        let principal = format!("acs:ram::{account}:user/{name}");
        let all = keys(&world);
        let (mut open, mut closed) = (Vec::new(), Vec::new());
        for key in all.iter().filter(|key| key.instance.is_some() && key.owner == self::account(HOME)) {
            let named = key.policy.as_ref().is_some_and(|policy| policy.text().contains(&principal));
            if named && key.state == KeyState::Enabled && key.spec.starts_with("Aliyun") {
                open.push(format!("acs:kms:{}:{HOME}:key/{}", key.region, key.id));
            } else if !named && closed.is_empty() {
                closed.push(format!("acs:kms:{}:{HOME}:key/{}", key.region, key.id));
            }
        }
        assert!(!open.is_empty() && !closed.is_empty(), "{principal}");
        for (arn, allowed) in open.iter().map(|arn| (arn, true)).chain(closed.iter().map(|arn| (arn, false)))
        {
            let mut encrypt = call(Product::Kms, "Encrypt", &[("KeyId", arn), ("Plaintext", "aGVsbG8=")]);
            encrypt.caller = world.caller(&format!("{name}@{account}")).unwrap();
            let answer = world.call(&encrypt);
            assert_eq!(answer.is_ok(), allowed, "{principal} {arn}: {answer:?}");
        }
    }
}

#[test]
fn keys_of_the_seed_are_saved_and_loaded() {
    let world = build(Seed::Default, now());
    let saved = serde_json::to_string(&world.keys).unwrap();
    assert_eq!(serde_json::from_str::<Keys>(&saved).unwrap(), world.keys);
}

#[test]
#[ignore = "a measurement: run it in release form, with --nocapture"]
fn default_is_fast_and_small() {
    let started = std::time::Instant::now();
    let world = build(Seed::Default, now());
    let bytes = serde_json::to_string(&world.keys).unwrap().len();
    println!("seed: {:?}, {} keys, {bytes} bytes as JSON", started.elapsed(), keys(&world).len());
}
