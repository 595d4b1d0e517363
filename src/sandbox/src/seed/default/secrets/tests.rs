use std::collections::BTreeSet;

use kms_api::{Product, RegionId};
use serde_json::Value;

use super::{DATA, HANGZHOU, HOME, OUTSIDE, PARTNER, PENDING, SHARED};
use crate::call::Call;
use crate::secrets::secret_arn;
use crate::seed::builder::{SINGAPORE, account};
use crate::seed::{Seed, build};
use crate::testing::{call, now, root};
use crate::world::World;

fn secrets_call(region: &str, operation: &str, parameters: &[(&str, &str)]) -> Call {
    let mut call = call(Product::Kms, operation, parameters);
    call.region = RegionId::from(region);
    call
}

/// Names of all secrets of a region, page by page.
fn names(world: &mut World, region: &str) -> Vec<String> {
    let mut all = Vec::new();
    for number in 1..=5 {
        let parameters = [("PageSize", "100"), ("PageNumber", &number.to_string())];
        let answer = world.call(&secrets_call(region, "ListSecrets", &parameters)).unwrap();
        let page = answer["SecretList"]["Secret"].as_array().unwrap().clone();
        all.extend(page.iter().map(|secret| secret["SecretName"].as_str().unwrap().to_owned()));
    }
    all
}

#[test]
fn every_value_can_be_read_and_none_is_shown() {
    let mut world = build(Seed::Default, now());
    let shown = format!("{world:?}");
    let mut read = 0;
    for region in [HANGZHOU, SINGAPORE] {
        for name in names(&mut world, region) {
            let versions = [("SecretName", name.as_str()), ("IncludeDeprecated", "true")];
            let told = world.call(&secrets_call(region, "ListSecretVersionIds", &versions)).unwrap();
            let secret = world.secret(&secrets_call(region, "", &[]), &name).unwrap();
            let pending = secret.deletion.is_some();
            for version in told["VersionIds"]["VersionId"].as_array().unwrap() {
                let parameters =
                    [("SecretName", name.as_str()), ("VersionId", version["VersionId"].as_str().unwrap())];
                let answer = world.call(&secrets_call(region, "GetSecretValue", &parameters));
                assert_eq!(answer.is_err(), pending, "{name}: {answer:?}");
                let Ok(answer) = answer else { continue };
                let value = answer["SecretData"].as_str().unwrap();
                assert!(value.len() >= 24 && !shown.contains(value), "{name} is shown");
                read += 1;
            }
        }
    }
    assert!(read > 103, "{read} values");
}

/// The figures of the instances are in the table of the other tests; here is that they are made of real secrets.
#[test]
fn as_many_secrets_as_the_figures_say() {
    let mut world = build(Seed::Default, now());
    let counts =
        [("ledger-core", 44), ("edge-signing", 5), ("analytics", 9), ("payments-kms", 18), ("hsm-root", 6)];
    let mut hangzhou = OUTSIDE.len();
    for (instance, count) in counts {
        let id = world.instances.all().iter().find(|found| found.name == instance).unwrap().id.clone();
        let filter = format!(r#"[{{"Key":"DKMSInstanceId","Values":["{id}"]}}]"#);
        let answer = world.call(&secrets_call(HANGZHOU, "ListSecrets", &[("Filters", &filter)])).unwrap();
        assert_eq!(answer["TotalCount"], Value::from(count), "{instance}");
        hangzhou += count;
    }
    let all = names(&mut world, HANGZHOU);
    assert_eq!(all.len(), hangzhou);
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), hangzhou, "names are unique");
    assert_eq!(names(&mut world, SINGAPORE).len(), 21);
}

#[test]
fn secrets_of_every_kind() {
    let world = build(Seed::Default, now());
    let regions = [HANGZHOU, SINGAPORE].map(RegionId::from);
    let home = account(HOME);
    let all: Vec<_> = regions.iter().flat_map(|region| world.secrets.owned(&home, region)).collect();
    let count =
        |test: &dyn Fn(&crate::secrets::Secret) -> bool| all.iter().filter(|secret| test(secret)).count();
    assert_eq!(count(&|secret| secret.deletion.is_some()), PENDING.len());
    assert_eq!(count(&|secret| secret.instance.is_none()), OUTSIDE.len());
    assert!(count(&|secret| secret.kind == "Rds" && secret.rotation.is_some()) > 3);
    assert!(count(&|secret| secret.owning_service.is_some()) > 3);
    assert!(count(&|secret| secret.versions.len() == 3) > 10);
    assert!(count(&|secret| !secret.tags.is_empty()) > 30 && count(&|secret| secret.tags.is_empty()) > 10);
    assert!(count(&|secret| secret.versions[0].data_type == crate::secrets::DataType::Binary) > 3);
    assert!(all.iter().all(|secret| secret.created < now() && secret.updated >= secret.created));
    let hangzhou: Vec<_> = world.secrets.owned(&home, &regions[0]).map(|secret| secret.created).collect();
    assert!(hangzhou.is_sorted(), "oldest first");
    for secret in all.iter().filter(|secret| secret.instance.is_some()) {
        let key = world.keys.get(secret.key.as_ref().unwrap()).unwrap();
        assert_eq!(key.instance, secret.instance, "{}", secret.name);
        assert!(key.created <= secret.created && key.aliases.iter().any(|alias| alias.ends_with("/main")));
    }
    for other in [DATA, PARTNER] {
        let names = |secret: &crate::secrets::Secret| {
            secret.policy.as_ref().is_some_and(|policy| policy.accounts().contains(&account(other)))
        };
        let expected = SHARED.iter().filter(|row| row.2 == other).count();
        assert_eq!(count(&names), expected, "{other}");
    }
}

#[test]
fn other_accounts_see_what_is_open_to_them() {
    let mut world = build(Seed::Default, now());
    let arns: Vec<String> = world
        .secrets
        .owned(&account(HOME), &RegionId::from(HANGZHOU))
        .filter(|secret| {
            secret.policy.as_ref().is_some_and(|policy| policy.accounts().contains(&account(PARTNER)))
        })
        .map(secret_arn)
        .collect();
    assert_eq!(arns.len(), 1);
    let mut describe = secrets_call(HANGZHOU, "DescribeSecret", &[("SecretName", &arns[0])]);
    describe.caller = root(PARTNER);
    let error = world.call(&describe).unwrap_err();
    assert_eq!(error.code, "Forbidden.NoPermission", "the policy names a user, and reading only");
}
