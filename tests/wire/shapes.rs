//! Every simulated operation answers in the shape of the catalogue, as JSON and as XML.

use kms_api::{Product, catalog};
use kms_tests::{
    KEY_ID, Rpc1Call, TestCloud,
    shape::{check_shape, check_xml_shape},
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

use examples::{Example, Outcome, PROGRAMME};

mod examples;

/// What earlier answers have told, by name.
type Told = BTreeMap<&'static str, String>;

/// Carries out the whole programme in one world, and shows each answer to `look`.
async fn carry_out(xml: bool, mut look: impl FnMut(&Example, &str)) -> Vec<String> {
    let cloud = TestCloud::start().await;
    let mut told = Told::new();
    let mut found = Vec::new();
    for example in PROGRAMME {
        let mut client = cloud.client();
        if !example.caller.is_empty() {
            client.credential.access_key_id = format!("{KEY_ID}.{}", example.caller);
        }
        let query: Vec<(&str, String)> =
            example.parameters.iter().map(|(name, value)| (*name, filled(value, &told))).collect();
        let query: Vec<(&str, &str)> = query.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = if xml {
            let call = Rpc1Call { format: None, ..Rpc1Call::new(example.product, example.operation, &query) };
            client.send(&client.sign_rpc1(&call)).await
        } else {
            client.call(example.product, example.operation, &query).await
        };
        let expected = match example.outcome {
            Outcome::Answer => (200, "OK".to_owned()),
            Outcome::Refusal(status, code) => (status, code.to_owned()),
        };
        let verdict = answer.verdict();
        if verdict != expected {
            found.push(format!("{}: {verdict:?} {}", example.operation, answer.text()));
            continue;
        }
        if example.outcome == Outcome::Answer {
            look(example, &answer.text());
        }
        for name in example.tells {
            match answer.first(name) {
                Some(value) => drop(told.insert(name, value)),
                None => found.push(format!("{} tells no {name}", example.operation)),
            }
        }
    }
    found
}

/// A value with what earlier answers told in place of `$Name`.
fn filled(value: &str, told: &Told) -> String {
    match value.strip_prefix('$') {
        Some(name) => told.get(name).cloned().unwrap_or_else(|| format!("no {name} was told")),
        None => value.to_owned(),
    }
}

#[tokio::test]
async fn every_simulated_operation_answers_in_the_shape_of_the_catalogue() {
    let missing: Vec<_> = kms_sandbox::simulated_operations()
        .filter(|known| !PROGRAMME.iter().any(|example| (example.product, example.operation) == *known))
        .collect();
    assert_eq!(missing, [], "these operations have no example");
    let mut found = Vec::new();
    let spec = |example: &Example| catalog::find(example.product, example.operation).unwrap();
    let as_json = |example: &Example, text: &str| {
        found.extend(check_shape(spec(example), &serde_json::from_str(text).unwrap()));
    };
    let refused = carry_out(false, as_json).await;
    assert_eq!(refused, Vec::<String>::new());
    let refused = carry_out(true, |example, text| found.extend(check_xml_shape(spec(example), text))).await;
    assert_eq!(refused, Vec::<String>::new());
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn the_check_sees_every_kind_of_difference() {
    let spec = catalog::find(Product::Vpc, "DescribeVpcs").unwrap();
    let id = "ID";
    let cases: &[(Value, Option<&str>)] = &[
        (
            json!({"RequestId": id, "TotalCount": 1, "Vpcs": {"Vpc": [{"VpcId": "v", "IsDefault": true}]}}),
            None,
        ),
        (json!({"RequestId": id, "Vpcs": {}}), None),
        (json!({"TotalCount": 1}), Some("DescribeVpcs has no RequestId")),
        (json!({"RequestId": id, "Total": 1}), Some("DescribeVpcs.Total is not in the catalogue")),
        (json!({"RequestId": id, "TotalCount": "1"}), Some("DescribeVpcs.TotalCount is \"1\", not int32")),
        (json!({"RequestId": id, "TotalCount": 1.5}), Some("DescribeVpcs.TotalCount is 1.5, not int32")),
        (
            json!({"RequestId": id, "TotalCount": 3_000_000_000_u32}),
            Some("DescribeVpcs.TotalCount is 3000000000, not int32"),
        ),
        (json!({"RequestId": id, "TotalCount": null}), Some("DescribeVpcs.TotalCount is null, not int32")),
        (json!({"RequestId": id, "Vpcs": []}), Some("DescribeVpcs.Vpcs is no object")),
        (
            json!({"RequestId": id, "Vpcs": {"Vpc": {}}}),
            Some("DescribeVpcs.Vpcs.Vpc is {}, not array<object>"),
        ),
        (json!({"RequestId": id, "Vpcs": {"Vpc": ["v"]}}), Some("DescribeVpcs.Vpcs.Vpc is no object")),
        (
            json!({"RequestId": id, "Vpcs": {"Vpc": [{"VpcId": 1}]}}),
            Some("DescribeVpcs.Vpcs.Vpc.VpcId is 1, not string"),
        ),
        (
            json!({"RequestId": id, "Vpcs": {"Vpc": [{"IsDefault": "true"}]}}),
            Some("DescribeVpcs.Vpcs.Vpc.IsDefault is \"true\", not boolean"),
        ),
        (json!({"RequestId": id, "RequestID": id}), Some("DescribeVpcs.RequestID is not in the catalogue")),
    ];
    for (answer, expected) in cases {
        let expected: Vec<String> = expected.iter().map(|text| (*text).to_owned()).collect();
        assert_eq!(check_shape(spec, answer), expected, "{answer}");
    }
    let cases = [
        ("<RequestId/><TotalCount>1</TotalCount><Vpcs><Vpc><VpcId>v</VpcId></Vpc><Vpc/></Vpcs>", None),
        ("<TotalCount>1</TotalCount>", Some("DescribeVpcs has no RequestId")),
        ("<RequestId/><Total/>", Some("DescribeVpcs.Total is not in the catalogue")),
        ("<RequestId/><TotalCount>x</TotalCount>", Some("DescribeVpcs.TotalCount is \"x\", not int32")),
        (
            "<RequestId/><TotalCount><A/></TotalCount>",
            Some("DescribeVpcs.TotalCount has elements, but it is int32"),
        ),
        ("<RequestId/><Vpcs/><Vpcs/>", Some("DescribeVpcs.Vpcs is repeated, but it is no list")),
        ("<RequestId/><Vpcs>x</Vpcs>", Some("DescribeVpcs.Vpcs has text between its elements")),
        (
            "<RequestId/><Vpcs><Vpc><IsDefault>True</IsDefault></Vpc></Vpcs>",
            Some("DescribeVpcs.Vpcs.Vpc.IsDefault is \"True\", not boolean"),
        ),
    ];
    for (content, expected) in cases {
        let found = check_xml_shape(spec, &format!("<DescribeVpcsResponse>{content}</DescribeVpcsResponse>"));
        assert_eq!(found.first().map(String::as_str), expected, "{content}");
    }
    let found = check_xml_shape(spec, "<KMS><RequestId/></KMS>");
    assert_eq!(found, ["the root is KMS, not DescribeVpcsResponse"]);
}
