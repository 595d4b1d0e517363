use crate::operation::to_parameters;
use crate::operations::filter::Filter;
use crate::operations::instances::{BindVpcRequest, ListKmsInstances, UpdateKmsInstanceBindVpc};
use crate::operations::keys::ListKeys;
use crate::operations::tags::ListTagResources;
use crate::operations::vpcs::DescribeVpcs;
use crate::{AccountId, Operation};

fn check<O: Operation>(operation: &O, expected: &[(&str, &str)]) {
    let written = to_parameters(operation).unwrap();
    let written: Vec<(&str, &str)> =
        written.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    assert_eq!(written, expected, "{}", O::NAME);
}

#[test]
fn parameters_are_flat_text() {
    check(&ListKmsInstances { page_number: 2, page_size: 100 }, &[("PageNumber", "2"), ("PageSize", "100")]);
    check(
        &DescribeVpcs { region_id: "cn-hangzhou".into(), vpc_id: None, page_number: 1, page_size: 50 },
        &[("PageNumber", "1"), ("PageSize", "50"), ("RegionId", "cn-hangzhou")],
    );
    check(
        &UpdateKmsInstanceBindVpc { kms_instance_id: "kst-1".into(), bind_vpcs: vec![] },
        &[("BindVpcs", "[]"), ("KmsInstanceId", "kst-1")],
    );
    check(
        &ListKeys { filters: vec![], page_number: 1, page_size: 100 },
        &[("PageNumber", "1"), ("PageSize", "100")],
    );
    let filter = Filter { key: "keyId".into(), values: vec!["a\"b".into(), "c".into()] };
    check(
        &ListKeys { filters: vec![filter], page_number: 1, page_size: 100 },
        &[
            ("Filters", r#"[{"Key":"keyId","Values":["a\"b","c"]}]"#),
            ("PageNumber", "1"),
            ("PageSize", "100"),
        ],
    );
    check(
        &ListTagResources {
            next_token: None,
            region_id: "cn-hangzhou".into(),
            resource_id: vec!["k1".into(), "k2".into()],
            resource_type: "key".into(),
        },
        &[
            ("RegionId", "cn-hangzhou"),
            ("ResourceId.1", "k1"),
            ("ResourceId.2", "k2"),
            ("ResourceType", "key"),
        ],
    );
}

#[test]
fn bind_vpcs_is_a_bare_array_with_the_owner_as_a_number() {
    let request = UpdateKmsInstanceBindVpc {
        kms_instance_id: "kst-1".into(),
        bind_vpcs: vec![BindVpcRequest {
            vpc_id: "vpc-1".into(),
            v_switch_id: "vsw-1".into(),
            region_id: "cn-hangzhou".into(),
            vpc_owner_id: AccountId::parse("9007199254740993").unwrap(),
        }],
    };
    check(
        &request,
        &[
            (
                "BindVpcs",
                r#"[{"VpcId":"vpc-1","VSwitchId":"vsw-1","RegionId":"cn-hangzhou","VpcOwnerId":9007199254740993}]"#,
            ),
            ("KmsInstanceId", "kst-1"),
        ],
    );
}
