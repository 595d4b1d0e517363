use kms_api::Product;
use kms_api::catalog::{self, FieldSpec};
use serde_json::Value;

use super::simulated_operations;
use crate::error::CloudError;
use crate::instances::life;
use crate::seed::Seed;
use crate::testing::{Example, HOME, account, assert_refused, call, now, world};
use crate::world::World;
use crate::{keys, secrets, tags};

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

/// Says where an answer differs from its description: unknown members and values of another type.
fn differences(path: &str, value: &Value, fields: &[FieldSpec], found: &mut Vec<String>) {
    let Value::Object(members) = value else {
        found.push(format!("{path} is no object"));
        return;
    };
    for (name, member) in members {
        let path = format!("{path}.{name}");
        let Some(field) = fields.iter().find(|field| field.name == *name) else {
            found.push(format!("{path} is not in the catalogue"));
            continue;
        };
        match (field.kind.as_str(), member) {
            ("string", Value::String(_))
            | ("int32" | "int64", Value::Number(_))
            | ("boolean", Value::Bool(_)) => {}
            ("object", member) => differences(&path, member, &field.fields, found),
            ("array<string>", Value::Array(items)) if items.iter().all(Value::is_string) => {}
            ("array<object>", Value::Array(items)) => {
                items.iter().for_each(|item| differences(&path, item, &field.fields, found));
            }
            (kind, member) => found.push(format!("{path} is {member}, not {kind}")),
        }
    }
}

/// What is answered in the default seed to `li.wei` or whoever is named: product, operation, caller, parameters.
type InSeed<'a> = (Product, &'a str, &'a str, &'a [(&'a str, &'a str)]);

const IN_SEED: &[InSeed<'_>] = &[
    (Product::Ram, "GetAccountAlias", "", &[]),
    (Product::Ram, "GetPolicy", "", &[("PolicyName", "kms-bind-vpcs"), ("PolicyType", "Custom")]),
    (Product::Ram, "GetRole", "", &[("RoleName", "deploy")]),
    (Product::Ram, "GetUser", "", &[("UserName", "zhang.min")]),
    (Product::Ram, "ListGroups", "", &[]),
    (Product::Ram, "ListGroupsForUser", "", &[("UserName", "wang.fang")]),
    (Product::Ram, "ListPoliciesForGroup", "", &[("GroupName", "kms-operators")]),
    (Product::Ram, "ListPoliciesForRole", "", &[("RoleName", "app-ledger")]),
    (Product::Ram, "ListPoliciesForUser", "", &[("UserName", "zhang.min")]),
    (Product::Ram, "ListRoles", "", &[("MaxItems", "2")]),
    (Product::Ram, "ListUsers", "", &[("MaxItems", "2")]),
    (
        Product::Sts,
        "AssumeRole",
        "",
        &[("RoleArn", "acs:ram::1147203918250263:role/deploy"), ("RoleSessionName", "roll-out")],
    ),
];

/// Parameters with which operations are carried out in the test world, by part; the others need [`COMMON`] only.
const EXAMPLES: &[&[Example]] = &[keys::EXAMPLES, life::EXAMPLES, secrets::EXAMPLES, tags::tests::EXAMPLES];
const COMMON: &[(&str, &str)] =
    &[("KmsInstanceId", "kst-main"), ("RegionId", "cn-hangzhou"), ("BindVpcs", "[]")];

#[test]
fn answers_have_the_shape_of_the_catalogue() {
    for (product, operation) in simulated_operations() {
        let spec = catalog::find(product, operation).expect(operation);
        let in_seed = IN_SEED.iter().filter(|example| (example.0, example.1) == (product, operation));
        let mut answers: Vec<_> = in_seed.map(carried_out).collect();
        if answers.is_empty() {
            let example = EXAMPLES.iter().copied().flatten().find(|(name, _)| *name == operation);
            let parameters = example.map_or(COMMON, |(_, parameters)| parameters);
            let mut world = life::with_bought_instance(secrets::furnished());
            if operation == "OpenKmsService" {
                world.without_kms.insert(account(HOME));
            }
            let answer = world.call(&call(product, operation, parameters));
            if operation == "UpdateKmsInstance" {
                assert_eq!(answer, Err(CloudError::unknown_operation()));
                continue;
            }
            answers.push(answer.expect(operation));
        }
        for answer in answers {
            let mut found = Vec::new();
            differences(operation, &answer, &spec.response, &mut found);
            assert_eq!(found, Vec::<String>::new());
        }
    }
}

fn carried_out((product, operation, caller, parameters): &InSeed<'_>) -> Value {
    let mut world = World::seed(Seed::Default, now());
    let mut call = call(*product, operation, parameters);
    let named = (!caller.is_empty()).then(|| world.caller(caller).expect(caller));
    call.caller = named.unwrap_or_else(|| world.persona().clone());
    world.call(&call).expect(operation)
}
