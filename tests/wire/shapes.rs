//! Every simulated operation answers in the shape of the catalogue, as JSON and as XML.

use kms_api::{Product, catalog};
use kms_tests::{
    Rpc1Call, TestCloud,
    shape::{check_shape, check_xml_shape},
};
use serde_json::{Value, json};

/// Product, operation, query.
type Example = (Product, &'static str, &'static [(&'static str, &'static str)]);

/// One call of each simulated operation that succeeds in the seed `default`. Whoever simulates an operation adds
/// one here, with as full an answer as there is.
const EXAMPLES: &[Example] = &[
    (Product::Kms, "DescribeRegions", &[]),
    (Product::Kms, "GetKmsInstance", &[("KmsInstanceId", INSTANCE)]),
    (Product::Kms, "GetKmsInstanceQuotaInfos", &[("KmsInstanceId", INSTANCE)]),
    (Product::Kms, "ListKmsInstances", &[]),
    (Product::Kms, "UpdateKmsInstanceBindVpc", &[("KmsInstanceId", INSTANCE), ("BindVpcs", "[]")]),
    (Product::Ram, "GetAccountAlias", &[]),
    (Product::Ram, "GetPolicy", &[("PolicyName", "kms-bind-vpcs"), ("PolicyType", "Custom")]),
    (Product::Ram, "GetRole", &[("RoleName", "deploy")]),
    (Product::Ram, "GetUser", &[("UserName", "li.wei")]),
    (Product::Ram, "ListGroups", &[]),
    (Product::Ram, "ListGroupsForUser", &[("UserName", "zhao.lei")]),
    (Product::Ram, "ListPoliciesForGroup", &[("GroupName", "kms-operators")]),
    (Product::Ram, "ListPoliciesForRole", &[("RoleName", "deploy")]),
    (Product::Ram, "ListPoliciesForUser", &[("UserName", "li.wei")]),
    (Product::Ram, "ListRoles", &[("MaxItems", "2")]),
    (Product::Ram, "ListUsers", &[("MaxItems", "2")]),
    (
        Product::Sts,
        "AssumeRole",
        &[("RoleArn", ROLE), ("RoleSessionName", "shape"), ("SourceIdentity", "shape")],
    ),
    (Product::Sts, "GetCallerIdentity", &[]),
    (Product::Vpc, "DescribeRegions", &[]),
    (Product::Vpc, "DescribeVSwitches", &[("RegionId", "cn-hangzhou"), ("PageSize", "50")]),
    (Product::Vpc, "DescribeVpcs", &[("RegionId", "cn-hangzhou"), ("PageSize", "50")]),
];

/// `payments-kms` of the seed.
const INSTANCE: &str = "kst-hzz65aea77egdlsikd9a1";

/// A role of the seed that the persona may assume.
const ROLE: &str = "acs:ram::1147203918250263:role/deploy";

#[tokio::test]
async fn every_simulated_operation_answers_in_the_shape_of_the_catalogue() {
    let mut found = Vec::new();
    for (product, operation) in kms_sandbox::simulated_operations() {
        let Some((.., query)) = EXAMPLES.iter().find(|(p, name, _)| (*p, *name) == (product, operation))
        else {
            found.push(format!("{operation} has no example"));
            continue;
        };
        let spec = catalog::find(product, operation).unwrap();
        // A world of its own for each format: an example may change it.
        let cloud = TestCloud::start().await;
        let json = cloud.client().call(product, operation, query).await;
        match json.verdict() {
            (200, _) => found.extend(check_shape(spec, &json.json())),
            refused => found.push(format!("{operation} is refused: {refused:?}")),
        }
        let cloud = TestCloud::start().await;
        let client = cloud.client();
        let call = Rpc1Call { format: None, ..Rpc1Call::new(product, operation, query) };
        let xml = client.send(&client.sign_rpc1(&call)).await;
        match xml.verdict() {
            (200, _) => found.extend(check_xml_shape(spec, &xml.text())),
            refused => found.push(format!("{operation} is refused as XML: {refused:?}")),
        }
    }
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
