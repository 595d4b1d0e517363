//! Resources, by a parser and evaluator of HCL.

use hcl::eval::{Context, Evaluate};
use hcl::{Block, Body, Expression};
use kms_api::Parameters;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{call, hostile, parameters};
use crate::components::request::form::Form;

fn write(operation: &str, parameters: &Parameters) -> Option<String> {
    Form::Terraform.write(&call(operation, parameters)).ok()
}

/// Any JSON without floats, as a text with line breaks.
pub(super) fn json_text() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        hostile().prop_map(Value::from),
    ];
    let tree = leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec((hostile(), inner), 0..4).prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    });
    vec(tree, 0..3).prop_map(|items| serde_json::to_string_pretty(&Value::from(items)).unwrap())
}

fn block<'a>(body: &'a Body, kind: &str) -> &'a Block {
    body.blocks().find(|block| block.identifier() == kind).unwrap()
}

fn attribute(body: &Body, name: &str) -> Value {
    let found = body.attributes().find(|attribute| attribute.key() == name);
    evaluate(found.unwrap().expr())
}

fn evaluate(expression: &Expression) -> Value {
    let value = expression.evaluate(&Context::new()).unwrap();
    serde_json::to_value(value).unwrap()
}

/// The policy: a structure, or the very text.
fn policy(resource: &Block) -> Result<Value, String> {
    let found = resource.body().attributes().find(|attribute| attribute.key() == "policy").unwrap();
    match found.expr() {
        Expression::FuncCall(call) => {
            assert_eq!((call.name.to_string().as_str(), call.args.len()), ("jsonencode", 1));
            Ok(evaluate(&call.args[0]))
        }
        text => Err(evaluate(text).as_str().unwrap().to_owned()),
    }
}

fn import(body: &Body) -> Value {
    attribute(block(body, "import").body(), "id")
}

proptest! {
    #![proptest_config(super::config())]

    #[test]
    fn policies_survive(policy_text in prop_oneof![json_text(), hostile()], name in hostile()) {
        let given = parameters(&[("Policy", &policy_text), ("SecretName", &name)]);
        let written = write("SetSecretPolicy", &given).unwrap();
        let body: Body = hcl::from_str(&written).unwrap_or_else(|error| panic!("{error}: {written}"));
        let resource = block(&body, "resource");
        match policy(resource) {
            Ok(structure) => {
                prop_assert_eq!(structure, serde_json::from_str::<Value>(&policy_text).unwrap());
            }
            Err(text) => prop_assert_eq!(&text, &policy_text),
        }
        prop_assert_eq!(import(&body), json!(name));
        prop_assert_eq!(attribute(resource.body(), "secret_name"), json!(name));
        let hidden = ['\u{202e}', '\u{feff}', '\u{7f}'];
        prop_assert!(!written.contains(hidden), "hidden: {}", written);
    }
}

#[test]
fn a_policy_that_could_be_read_twice_stays_a_text() {
    for (text, opens) in [
        (r#"{"Version":"1"}"#, true),
        (r#"{"Version":"1","Version":"2"}"#, false),
        (r#"{"Version":1.0}"#, false),
        ("{", false),
        ("", false),
    ] {
        let given = parameters(&[("KeyId", "key-1"), ("Policy", text)]);
        let body: Body = hcl::from_str(&write("SetKeyPolicy", &given).unwrap()).unwrap();
        assert_eq!(policy(block(&body, "resource")).is_ok(), opens, "{text}");
    }
}

#[test]
fn bindings_are_blocks() {
    let check = |wire: &str, expected: &[Value]| {
        let given = parameters(&[("BindVpcs", wire), ("KmsInstanceId", "kst-1")]);
        let body: Body = hcl::from_str(&write("UpdateKmsInstanceBindVpc", &given).unwrap()).unwrap();
        assert_eq!(import(&body), json!("kst-1"));
        let blocks = block(&body, "resource").body().blocks();
        let found: Vec<Value> = blocks
            .filter(|block| block.identifier() == "bind_vpcs")
            .map(|block| {
                let attributes = block.body().attributes();
                attributes.map(|attribute| (attribute.key().to_owned(), evaluate(attribute.expr()))).collect()
            })
            .collect();
        assert_eq!(found, expected);
    };
    check("[]", &[]);
    let one = |number: u64| {
        json!({
            "vpc_id": format!("vpc-{number}"),
            "vswitch_id": "vsw-\"${a}",
            "region_id": "cn-hangzhou",
            "vpc_owner_id": "9007199254740993",
        })
    };
    let wire = |number: u64| {
        format!(
            r#"{{"VpcId":"vpc-{number}","VSwitchId":"vsw-\"${{a}}","RegionId":"cn-hangzhou","VpcOwnerId":9007199254740993}}"#
        )
    };
    check(&format!("[{},{}]", wire(1), wire(2)), &[one(1), one(2)]);
}

#[test]
fn only_what_is_set_is_managed() {
    let policy = ("Policy", "{}");
    for (operation, given, demanded) in [
        ("SetKeyPolicy", vec![("KeyId", "key-1"), policy], &[][..]),
        ("SetSecretPolicy", vec![("SecretName", "s"), policy], &["secret_data", "version_id"]),
        (
            "UpdateKmsInstanceBindVpc",
            vec![("KmsInstanceId", "kst-1"), ("BindVpcs", "[]")],
            &["vpc_id", "vswitch_ids", "zone_ids"],
        ),
    ] {
        let body: Body = hcl::from_str(&write(operation, &parameters(&given)).unwrap()).unwrap();
        let resource = block(&body, "resource").body();
        let lifecycle = block(resource, "lifecycle").body();
        assert_eq!(attribute(lifecycle, "prevent_destroy"), json!(true));
        let ignored =
            lifecycle.attributes().find(|one| one.key() == "ignore_changes").unwrap().expr().to_string();
        let set: Vec<_> = resource.attributes().map(|one| one.key()).collect();
        for name in demanded {
            assert!(set.contains(name) && ignored.contains(name), "{operation}: {name}");
        }
    }
}

#[test]
fn what_the_provider_cannot_do_has_no_resource() {
    for (operation, given) in [
        ("GetKmsInstance", vec![("KmsInstanceId", "kst-1")]),
        ("SetKeyPolicy", vec![("KeyId", "key-1"), ("Policy", "{}"), ("PolicyName", "other")]),
        ("UpdateKmsInstanceBindVpc", vec![("KmsInstanceId", "kst-1"), ("BindVpcs", "{}")]),
        ("UpdateKmsInstanceBindVpc", vec![("KmsInstanceId", "kst-1"), ("BindVpcs", r#"[{"Other":"1"}]"#)]),
        ("UpdateKmsInstanceBindVpc", vec![("KmsInstanceId", "kst-1"), ("BindVpcs", "[1]")]),
    ] {
        assert_eq!(write(operation, &parameters(&given)), None, "{operation} {given:?}");
    }
}

#[test]
fn imports_are_by_id() {
    for (operation, name, given, id, by_hand) in [
        ("SetKeyPolicy", "KeyId", "key-1", "key-1", Some("key-1")),
        ("SetKeyPolicy", "KeyId", "acs:kms:cn-hangzhou:1:key/key-1", "key-1", Some("key-1")),
        ("SetSecretPolicy", "SecretName", "acs:kms:cn-hangzhou:1:secret/a/b c", "a/b c", Some("'a/b c'")),
        ("SetSecretPolicy", "SecretName", "it's", "it's", Some(r"'it'\''s'")),
        // Would end the comment, or change how it looks.
        ("SetSecretPolicy", "SecretName", "a\nb", "a\nb", None),
        ("SetSecretPolicy", "SecretName", "a\u{202e}b", "a\u{202e}b", None),
    ] {
        let written = write(operation, &parameters(&[(name, given), ("Policy", "{}")])).unwrap();
        let body: Body = hcl::from_str(&written).unwrap();
        assert_eq!(import(&body), json!(id));
        let line = written.lines().find_map(|line| line.strip_prefix("# terraform import alicloud_kms_"));
        assert_eq!(line.and_then(|line| line.split_once(".this ")).map(|(_, id)| id), by_hand);
    }
}
