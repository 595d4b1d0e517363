//! The catalogue is whole, and the typed calls agree with it.
use std::collections::BTreeSet;

use crate::catalog::{FieldSpec, find, operations};
use crate::operation::to_parameters;
use crate::operations::identity::{GetCallerIdentity, GetCallerIdentityResponse};
use crate::operations::instances::*;
use crate::operations::people::{
    ListRoles, ListRolesResponse, ListUsers, ListUsersResponse, Role, Roles, User, Users,
};
use crate::operations::regions::*;
use crate::operations::vpcs::*;
use crate::operations::{aliases::*, filter::Filter, keys::*, policies::*, secrets::*, tags::*};
use crate::{AccountId, Operation, Product};
use serde::Serialize;
use serde_json::Value;

#[test]
fn every_operation_of_the_five_products_is_there_once() {
    let count = |product| operations().iter().filter(|spec| spec.product == product).count();
    let counts: Vec<usize> = Product::ALL.into_iter().map(count).collect();
    assert_eq!(counts, [64, 6, 11, 2, 18]);
    let names: BTreeSet<_> = operations().iter().map(|spec| (spec.product, spec.name.as_str())).collect();
    assert_eq!(names.len(), 101);
    for spec in operations() {
        assert_eq!(spec.version, spec.product.version(), "{}", spec.name);
    }
}

/// Every member that a value has on the wire must stand in the catalogue at the same place.
fn assert_known(path: &str, value: &Value, fields: &[FieldSpec]) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let field = fields.iter().find(|field| field.name == *name);
                let field = field.unwrap_or_else(|| panic!("{path}.{name} is not in the catalogue"));
                if let Value::Number(_) = member {
                    assert!(field.kind.starts_with("int"), "{path}.{name} is {} on the wire", field.kind);
                }
                if let (Value::String(_), kind) = (member, field.kind.as_str()) {
                    assert_eq!(kind, "string", "{path}.{name}");
                }
                assert_known(&format!("{path}.{name}"), member, &field.fields);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| assert_known(path, item, fields)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn check<O: Operation>(request: &O, answer: &impl Serialize) {
    let spec = find(O::PRODUCT, O::NAME).unwrap_or_else(|| panic!("{} is not in the catalogue", O::NAME));
    for name in to_parameters(request).unwrap().keys() {
        assert!(spec.accepts(name), "{} has no parameter {name}", O::NAME);
    }
    for required in spec.request.iter().filter(|param| param.required) {
        assert!(
            to_parameters(request).unwrap().contains_key(&required.name),
            "{} {}",
            O::NAME,
            required.name
        );
    }
    assert_known(O::NAME, &serde_json::to_value(answer).unwrap(), &spec.response);
}

fn account() -> AccountId {
    AccountId::parse("1147203918250263").unwrap()
}

#[test]
fn typed_calls_agree_with_the_catalogue() {
    check(
        &ListKmsInstances { page_number: 1, page_size: 100 },
        &ListKmsInstancesResponse {
            kms_instances: KmsInstances { kms_instance: vec![KmsInstanceRef::default()] },
            ..Default::default()
        },
    );
    let bound = BindVpc { vpc_owner_id: account(), ..Default::default() };
    check(
        &GetKmsInstance { kms_instance_id: "kst-1".into() },
        &GetKmsInstanceResponse {
            kms_instance: KmsInstance { bind_vpcs: BindVpcs { bind_vpc: vec![bound] }, ..Default::default() },
        },
    );
    check(
        &GetKmsInstanceQuotaInfos { kms_instance_id: "kst-1".into(), resource_type: Some("vpc".into()) },
        &GetKmsInstanceQuotaInfosResponse {
            kms_instance_quota_infos: vec![QuotaInfo::default()],
            ..Default::default()
        },
    );
    check(&UpdateKmsInstanceBindVpc { kms_instance_id: "kst-1".into(), bind_vpcs: vec![] }, &Empty {});
    let vpc = Vpc {
        owner_id: account(),
        v_switch_ids: VSwitchIds { v_switch_id: vec!["vsw-1".into()] },
        tags: Tags { tag: vec![Tag::default()] },
        ..Default::default()
    };
    check(
        &DescribeVpcs {
            region_id: "cn-hangzhou".into(),
            vpc_id: Some("vpc-1".into()),
            page_number: 1,
            page_size: 50,
        },
        &DescribeVpcsResponse { vpcs: Vpcs { vpc: vec![vpc] }, ..Default::default() },
    );
    let v_switch = VSwitch { owner_id: account(), ..Default::default() };
    check(
        &DescribeVSwitches {
            region_id: "cn-hangzhou".into(),
            vpc_id: Some("vpc-1".into()),
            v_switch_id: Some("vsw-1".into()),
            page_number: 1,
            page_size: 50,
        },
        &DescribeVSwitchesResponse {
            v_switches: VSwitches { v_switch: vec![v_switch] },
            ..Default::default()
        },
    );
    let named = Region {
        region_id: "cn-hangzhou".into(),
        local_name: "China (Hangzhou)".into(),
        region_endpoint: "vpc.aliyuncs.com".into(),
    };
    let bare = Region { local_name: String::new(), region_endpoint: String::new(), ..named.clone() };
    check(
        &DescribeVpcRegions { accept_language: Some("en-US".into()) },
        &DescribeRegionsResponse { regions: Regions { region: vec![named] } },
    );
    check(&DescribeKmsRegions {}, &DescribeRegionsResponse { regions: Regions { region: vec![bare] } });
    check(
        &ListUsers { marker: Some("m".into()), max_items: 1000 },
        &ListUsersResponse { users: Users { user: vec![User::default()] }, ..Default::default() },
    );
    check(
        &ListRoles { marker: Some("m".into()), max_items: 1000 },
        &ListRolesResponse { roles: Roles { role: vec![Role::default()] }, ..Default::default() },
    );
    check(
        &GetCallerIdentity {},
        &GetCallerIdentityResponse {
            account_id: account(),
            user_id: Some("1".into()),
            role_id: Some("2".into()),
            ..Default::default()
        },
    );
}

#[test]
fn typed_calls_on_keys_and_secrets_agree_with_the_catalogue() {
    let (page_number, page_size) = (1, 100);
    let filter = |key: &str| vec![Filter { key: key.to_owned(), values: vec!["a".to_owned()] }];
    check(
        &ListKeys { filters: filter("KeyState"), page_number, page_size },
        &ListKeysResponse { keys: Keys { key: vec![KeyRef::default()] }, ..Default::default() },
    );
    check(&DescribeKey { key_id: "k".into() }, &DescribeKeyResponse::default());
    check(
        &ListKeyVersions { key_id: "k".into(), page_number, page_size },
        &ListKeyVersionsResponse {
            key_versions: KeyVersions { key_version: vec![KeyVersion::default()] },
            ..Default::default()
        },
    );
    let aliases =
        ListAliasesResponse { aliases: Aliases { alias: vec![Alias::default()] }, ..Default::default() };
    check(&ListAliases { page_number, page_size }, &aliases);
    check(&ListAliasesByKeyId { key_id: "k".into(), page_number, page_size }, &aliases);
    let tags = SecretTags { tag: vec![SecretTag::default()] };
    check(
        &ListSecrets { fetch_tags: true, filters: filter("SecretName"), page_number, page_size },
        &ListSecretsResponse {
            secret_list: SecretList {
                secret: vec![SecretEntry { tags: tags.clone(), ..Default::default() }],
            },
            ..Default::default()
        },
    );
    check(
        &DescribeSecret { fetch_tags: true, secret_name: "s".into() },
        &DescribeSecretResponse { tags, ..Default::default() },
    );
    let version = SecretVersion {
        version_stages: VersionStages { version_stage: vec!["ACSCurrent".into()] },
        ..Default::default()
    };
    check(
        &ListSecretVersionIds { include_deprecated: true, page_number, page_size, secret_name: "s".into() },
        &ListSecretVersionIdsResponse {
            version_ids: VersionIds { version_id: vec![version] },
            ..Default::default()
        },
    );
    let policy = PolicyResponse { policy: "{}".into() };
    check(&GetKeyPolicy { key_id: "k".into() }, &policy);
    check(&GetSecretPolicy { secret_name: "s".into() }, &policy);
    check(&SetKeyPolicy { key_id: "k".into(), policy: "{}".into() }, &Empty {});
    check(&SetSecretPolicy { policy: "{}".into(), secret_name: "s".into() }, &Empty {});
    check(
        &ListTagResources {
            next_token: Some("t".into()),
            region_id: "cn-hangzhou".into(),
            resource_id: vec!["k".into()],
            resource_type: "key".into(),
        },
        &ListTagResourcesResponse {
            tag_resources: TagResources { tag_resource: vec![TagResource::default()] },
            ..Default::default()
        },
    );
}

#[test]
fn answers_of_older_revisions_are_read() {
    for (text, vpcs, zones) in [
        (r#"{"KmsInstance":{"InstanceId":"kst-1"}}"#, 0, 0),
        (r#"{"KmsInstance":{"InstanceId":"kst-1","BindVpcs":{},"ZoneIds":"a,b"}}"#, 0, 2),
        (r#"{"KmsInstance":{"BindVpcs":{"BindVpc":[]},"SecretNum":"10","ZoneIds":["a"]}}"#, 0, 1),
        (
            r#"{"KmsInstance":{"BindVpcs":{"BindVpc":[{"VpcId":"v","VpcOwnerId":9007199254740993}]},"New":1}}"#,
            1,
            0,
        ),
    ] {
        let read: GetKmsInstanceResponse = serde_json::from_str(text).unwrap();
        assert_eq!(read.kms_instance.bind_vpcs.bind_vpc.len(), vpcs, "{text}");
        assert_eq!(read.kms_instance.zone_ids.len(), zones, "{text}");
        for bound in &read.kms_instance.bind_vpcs.bind_vpc {
            assert_eq!(bound.vpc_owner_id.as_str(), "9007199254740993");
        }
    }
}
