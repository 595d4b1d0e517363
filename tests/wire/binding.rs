//! The rules of binding VPCs, through page, proxy, gateway and sandbox.

use kms_api::operations::instances::BindVpc;
use kms_tests::{Console, TestApp, TestCloud};

async fn started() -> (TestCloud, TestApp, Console) {
    let cloud = TestCloud::start().await;
    let app = TestApp::start(&cloud).await;
    let console = app.console();
    (cloud, app, console)
}

async fn free_ips(console: &Console, vpc: &str, v_switch: &str) -> i64 {
    console.v_switch_named(vpc, v_switch).await.0.available_ip_address_count
}

fn ids(bindings: &[BindVpc]) -> Vec<String> {
    let mut ids: Vec<_> = bindings.iter().map(|binding| binding.vpc_id.to_string()).collect();
    ids.sort_unstable();
    ids
}

#[tokio::test]
async fn the_list_replaces_all_additional_vpcs() {
    let (_cloud, _app, console) = started().await;
    let before = console.instance_named("payments-kms").await;
    let id = &before.instance_id;
    assert_eq!(before.bind_vpcs.bind_vpc.len(), 2);
    let (_, app_a) = console.v_switch_named("app-a", "a-k").await;
    let (_, app_e) = console.v_switch_named("app-e", "e-k").await;

    console.bind(id, &[app_a.clone(), app_e.clone()]).await.unwrap();
    let after = console.instance(id).await;
    assert_eq!(
        ids(&after.bind_vpcs.bind_vpc),
        ids(&[app_a.clone(), app_e]),
        "what is not in the list is gone"
    );
    assert_eq!(
        (&after.vpc_id, &after.vswitch_ids),
        (&before.vpc_id, &before.vswitch_ids),
        "the primary VPC stays"
    );
    assert!(after.bind_vpcs.bind_vpc.contains(&app_a));

    console.bind(id, &[]).await.unwrap();
    assert!(console.instance(id).await.bind_vpcs.bind_vpc.is_empty());
    console.bind(id, &before.bind_vpcs.bind_vpc).await.unwrap();
    assert_eq!(ids(&console.instance(id).await.bind_vpcs.bind_vpc), ids(&before.bind_vpcs.bind_vpc));
}

#[tokio::test]
async fn a_vswitch_is_changed_by_the_same_call() {
    let (_cloud, _app, console) = started().await;
    let id = console.instance_named("analytics").await.instance_id;
    let (_, first) = console.v_switch_named("app-d", "d-k").await;
    let (_, second) = console.v_switch_named("app-d", "d-j").await;
    console.bind(&id, &[first]).await.unwrap();
    console.bind(&id, std::slice::from_ref(&second)).await.unwrap();
    assert_eq!(console.instance(&id).await.bind_vpcs.bind_vpc, [second]);
}

#[tokio::test]
async fn a_binding_takes_one_address_and_gives_it_back() {
    let (_cloud, _app, console) = started().await;
    let id = console.instance_named("analytics").await.instance_id;
    let (v_switch, binding) = console.v_switch_named("app-b", "b-j").await;
    let free = v_switch.available_ip_address_count;
    console.bind(&id, std::slice::from_ref(&binding)).await.unwrap();
    assert_eq!(free_ips(&console, "app-b", "b-j").await, free - 1);
    console.bind(&id, std::slice::from_ref(&binding)).await.unwrap();
    assert_eq!(free_ips(&console, "app-b", "b-j").await, free - 1, "the same list takes no second one");
    console.bind(&id, &[]).await.unwrap();
    assert_eq!(free_ips(&console, "app-b", "b-j").await, free);
}

#[tokio::test]
async fn a_vswitch_without_a_free_address_is_refused() {
    let (_cloud, _app, console) = started().await;
    let id = console.instance_named("analytics").await.instance_id;
    let (full, binding) = console.v_switch_named("app-b", "b-h").await;
    assert_eq!(full.available_ip_address_count, 0);
    let error = console.bind(&id, &[binding]).await.unwrap_err();
    assert_eq!((error.status, error.code.as_str()), (400, "InvalidParameter"));
    assert!(error.message.contains("no free IP address"), "{}", error.message);
    assert!(console.instance(&id).await.bind_vpcs.bind_vpc.is_empty());
}

#[tokio::test]
async fn the_primary_vpc_cannot_be_bound_or_moved() {
    let (_cloud, _app, console) = started().await;
    let before = console.instance_named("payments-kms").await;
    let (_, core) = console.v_switch_named("core", "core-k").await;
    assert_eq!(core.vpc_id, before.vpc_id);
    let mut wanted = before.bind_vpcs.bind_vpc.clone();
    wanted.push(core);
    let error = console.bind(&before.instance_id, &wanted).await.unwrap_err();
    assert_eq!((error.status, error.code.as_str()), (400, "InvalidParameter"));
    assert!(error.message.contains("primary VPC"), "{}", error.message);
    assert_eq!(console.instance(&before.instance_id).await, before);
}

#[tokio::test]
async fn primary_additional_and_outside_accounts_share_one_quota() {
    let (_cloud, _app, console) = started().await;
    // Four units: the primary VPC takes one, three are left.
    let id = console.instance_named("analytics").await.instance_id;
    let quota = console.vpc_quota(&id).await;
    assert_eq!((quota.resource_quota, quota.used_quantity), (4, 1));
    let mut wanted = Vec::new();
    for (vpc, v_switch) in [("app-a", "a-k"), ("app-e", "e-k"), ("web", "web-k"), ("metrics", "metrics-i")] {
        wanted.push(console.v_switch_named(vpc, v_switch).await.1);
    }
    let error = console.bind(&id, &wanted).await.unwrap_err();
    assert_eq!((error.status, error.code.as_str()), (400, "Rejected.ShareQuotaExceedLimit"));
    assert!(console.instance(&id).await.bind_vpcs.bind_vpc.is_empty(), "a refused list changes nothing");
    wanted.pop();
    console.bind(&id, &wanted).await.unwrap();
    assert_eq!(console.vpc_quota(&id).await.used_quantity, 4);

    // Eight units: the primary VPC, two outside accounts' worth of sharing and the bindings count together.
    let shared = console.instance_named("payments-kms").await;
    let used = console.vpc_quota(&shared.instance_id).await;
    let bound = i64::try_from(shared.bind_vpcs.bind_vpc.len()).unwrap();
    assert_eq!(used.used_quantity, 1 + bound + 1, "one account outside has a share");
}

#[tokio::test]
async fn shared_vswitches_of_other_accounts_can_be_bound_and_private_ones_not() {
    let (_cloud, _app, console) = started().await;
    let id = console.instance_named("analytics").await.instance_id;
    let (_, shared) = console.v_switch_named("data", "shared-k").await;
    let home = console.get("/api/session", &[]).await.json()["AccountId"].as_str().unwrap().to_owned();
    assert_ne!(shared.vpc_owner_id.as_str(), home);
    console.bind(&id, std::slice::from_ref(&shared)).await.unwrap();
    assert_eq!(console.instance(&id).await.bind_vpcs.bind_vpc, std::slice::from_ref(&shared));

    let visible: Vec<_> = console
        .v_switches(&console.vpc_named("data").await)
        .await
        .into_iter()
        .map(|s| s.v_switch_name)
        .collect();
    assert!(!visible.contains(&"private-k".to_owned()), "{visible:?}");
    let claimed = BindVpc { vpc_owner_id: kms_api::AccountId::parse(&home).unwrap(), ..shared };
    let error = console.bind(&id, &[claimed]).await.unwrap_err();
    assert_eq!(error.code, "InvalidParameter", "owned by somebody else: {}", error.message);
}

#[tokio::test]
async fn a_vswitch_belongs_to_its_vpc_and_a_vpc_to_its_region() {
    let (_cloud, _app, console) = started().await;
    let id = console.instance_named("analytics").await.instance_id;
    let (_, web) = console.v_switch_named("web", "web-k").await;
    let (_, other) = console.v_switch_named("app-a", "a-k").await;
    let (_, abroad) = console.in_region("ap-southeast-1").v_switch_named("sg-web", "sg-web-a").await;
    let in_another_region = BindVpc { region_id: "ap-southeast-1".into(), ..web.clone() };
    let mixed = BindVpc { v_switch_id: other.v_switch_id, ..web.clone() };
    let unknown = BindVpc { vpc_id: "vpc-none".into(), ..web.clone() };
    for (what, wanted) in [
        ("abroad", vec![abroad]),
        ("another region", vec![in_another_region]),
        ("vSwitch of another VPC", vec![mixed]),
        ("unknown VPC", vec![unknown]),
        ("twice", vec![web.clone(), web]),
    ] {
        let error = console.bind(&id, &wanted).await.unwrap_err();
        assert_eq!(
            (error.status, error.code.as_str()),
            (400, "InvalidParameter"),
            "{what}: {}",
            error.message
        );
    }
    assert!(console.instance(&id).await.bind_vpcs.bind_vpc.is_empty());
}

#[tokio::test]
async fn only_a_connected_instance_takes_bindings() {
    let (cloud, _app, console) = started().await;
    let (_, web) = console.v_switch_named("web", "web-k").await;
    for name in ["legacy", "archive", "staging"] {
        let instance = console.instance_named(name).await;
        let error = console.bind(&instance.instance_id, std::slice::from_ref(&web)).await.unwrap_err();
        let found = (error.status, error.code.as_str());
        assert_eq!(found, (403, "Forbidden.DKMSInstanceStateInvalid"), "{name} is {}", instance.status);
    }
    // Enabling takes its time; then the same call passes.
    cloud.clock.advance(30);
    let staging = console.instance_named("staging").await;
    assert_eq!(staging.status, "Connected");
    console.bind(&staging.instance_id, &[web]).await.unwrap();
}

#[tokio::test]
async fn text_that_is_no_list_is_refused() {
    let (_cloud, _app, console) = started().await;
    let id = console.instance_named("analytics").await.instance_id;
    for text in ["", "{}", "[", "[1]", "null", "[{}]", r#"[{"VpcId":"vpc-1"}]"#, r#"{"BindVpc":[]}"#] {
        let parameters =
            [("KmsInstanceId".to_owned(), id.to_string()), ("BindVpcs".to_owned(), text.to_owned())].into();
        let answer = console.call_raw(kms_api::Product::Kms, "UpdateKmsInstanceBindVpc", parameters).await;
        let (status, code) = answer.verdict();
        assert_eq!(status, 400, "{text}: {}", answer.text());
        assert!(code == "InvalidParameter" || code == "MissingParameter", "{text}: {code}");
    }
}

#[tokio::test]
async fn two_regions_are_two_worlds() {
    let (_cloud, _app, console) = started().await;
    let abroad = console.in_region("ap-southeast-1");
    assert_eq!(console.instances().await.len(), 8);
    assert_eq!(abroad.instances().await.len(), 2);
    let here = console.instance_named("analytics").await;
    let error = abroad.bind(&here.instance_id, &[]).await.unwrap_err();
    assert_eq!(error.code, "Forbidden.DKMSInstanceNotFound");
}
