//! Ids of 16 to 20 digits are the same text at both ends of the chain.

use kms_api::{
    Operation, RegionId,
    operations::instances::{
        BindVpc, GetKmsInstance, GetKmsInstanceResponse, KmsInstance, UpdateKmsInstanceBindVpc,
    },
};
use kms_signer::encode::parse_form;
use kms_tests::{AppOptions, ScriptedCloud, TestApp, TestCloud};
use proptest::{prelude::*, test_runner::TestRunner};
use serde_json::{Value, value::RawValue};
use tokio::runtime::Runtime;

fn runner() -> TestRunner {
    TestRunner::new(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })
}

/// Digits as account ids have them; many lie beyond 2^53, the longest beyond 2^64.
fn digits() -> impl Strategy<Value = String> {
    "[1-9][0-9]{15,19}"
}

fn binding(owner: &str) -> BindVpc {
    BindVpc {
        vpc_id: format!("vpc-{owner}").into(),
        v_switch_id: format!("vsw-{owner}").into(),
        region_id: "cn-hangzhou".into(),
        vpc_owner_id: kms_api::AccountId::parse(owner).unwrap(),
    }
}

#[test]
fn ids_survive_from_the_page_to_the_cloud() {
    let runtime = Runtime::new().unwrap();
    let (cloud, app) = runtime.block_on(async {
        let cloud = ScriptedCloud::answering("200 OK", "", "{\"RequestId\":\"R\"}").await;
        let app = TestApp::start_with(AppOptions::new(cloud.endpoints())).await;
        (cloud, app)
    });
    runner()
        .run(&(digits(), digits()), |(instance, owner)| {
            runtime.block_on(app.console().bind(&format!("kst-{instance}"), &[binding(&owner)])).unwrap();
            let request = cloud.requests().pop().unwrap();
            let (head, body) = request.split_once("\r\n\r\n").unwrap();
            prop_assert!(head.contains(UpdateKmsInstanceBindVpc::NAME));
            let form = parse_form(body.as_bytes());
            let value = |name: &str| {
                let pair = form.iter().find(|(found, _)| found == name.as_bytes()).unwrap();
                String::from_utf8(pair.1.clone()).unwrap()
            };
            prop_assert_eq!(value("KmsInstanceId"), format!("kst-{instance}"));
            // The raw text of the member: a number, digit for digit.
            let sent: Vec<std::collections::BTreeMap<String, Box<RawValue>>> =
                serde_json::from_str(&value("BindVpcs")).unwrap();
            prop_assert_eq!(sent[0]["VpcOwnerId"].get(), owner.as_str());
            Ok(())
        })
        .unwrap();
}

#[test]
fn ids_survive_from_the_cloud_to_the_page() {
    let runtime = Runtime::new().unwrap();
    runner()
        .run(&(digits(), any::<bool>()), |(owner, as_number)| {
            let quoted = if as_number { owner.clone() } else { format!("\"{owner}\"") };
            let body = format!(
                r#"{{"KmsInstance":{{"InstanceId":"kst-{owner}","BindVpcs":{{"BindVpc":[{{"VpcId":"vpc-{owner}","VpcOwnerId":{quoted}}}]}}}}}}"#
            );
            let instance: KmsInstance = runtime.block_on(async {
                let cloud = ScriptedCloud::answering("200 OK", "", &body).await;
                let app = TestApp::start_with(AppOptions::new(cloud.endpoints())).await;
                let request = GetKmsInstance { kms_instance_id: "kst-1".into() };
                let found: GetKmsInstanceResponse = app.console().call(&request).await.unwrap();
                found.kms_instance
            });
            prop_assert_eq!(instance.instance_id.to_string(), format!("kst-{owner}"));
            prop_assert_eq!(instance.bind_vpcs.bind_vpc[0].vpc_owner_id.as_str(), owner.as_str());
            Ok(())
        })
        .unwrap();
}

#[test]
fn ids_survive_the_gateway_and_the_sandbox() {
    let runtime = Runtime::new().unwrap();
    let (_cloud, app, id) = runtime.block_on(async {
        let cloud = TestCloud::start().await;
        let app = TestApp::start(&cloud).await;
        let id = app.console().instance_named("analytics").await.instance_id;
        (cloud, app, id)
    });
    // The sandbox names the owner that it was given when it refuses it.
    runner()
        .run(&digits(), |owner| {
            let (_, mut wanted) = runtime.block_on(app.console().v_switch_named("web", "web-k"));
            prop_assume!(wanted.vpc_owner_id.as_str() != owner);
            wanted.vpc_owner_id = kms_api::AccountId::parse(&owner).unwrap();
            let error = runtime.block_on(app.console().bind(&id, &[wanted])).unwrap_err();
            prop_assert_eq!(error.code.as_str(), "InvalidParameter");
            prop_assert!(error.message.contains(&owner), "{}", error.message);
            Ok(())
        })
        .unwrap();
}

#[tokio::test]
async fn owners_are_numbers_in_vpc_answers_and_text_in_instance_answers() {
    let cloud = TestCloud::start().await;
    let app = TestApp::start(&cloud).await;
    let console = app.console();
    let region = RegionId::from("cn-hangzhou");
    let answer = console
        .call_raw(
            kms_api::Product::Vpc,
            "DescribeVpcs",
            [("RegionId".to_owned(), region.to_string()), ("PageSize".to_owned(), "50".to_owned())].into(),
        )
        .await;
    assert!(answer.json()["Vpcs"]["Vpc"][0]["OwnerId"].is_number());
    let id = console.instance_named("payments-kms").await.instance_id;
    let parameters = [("KmsInstanceId".to_owned(), id.to_string())].into();
    let answer = console.call_raw(kms_api::Product::Kms, "GetKmsInstance", parameters).await;
    let bound = answer.json()["KmsInstance"]["BindVpcs"]["BindVpc"].clone();
    assert!(
        bound.as_array().is_some_and(|list| list.iter().all(|entry| entry["VpcOwnerId"].is_string())),
        "{bound}"
    );
    assert!(matches!(bound[0]["VpcId"], Value::String(_)));
}
