//! Faults of the simulated cloud, as a client meets them.

use std::time::{Duration, Instant};

use kms_api::Product::Kms;
use kms_tests::{SdkClient, TestCloud};

/// A cloud in which a fault waits.
async fn cloud_with(fault: &str) -> (TestCloud, SdkClient) {
    let cloud = TestCloud::start().await;
    cloud.with_world(|world| world.faults().add(fault.parse().unwrap()));
    let client = cloud.client();
    (cloud, client)
}

/// The id of an enabled instance with bound VPCs.
async fn instance(client: &SdkClient) -> String {
    let list = client.call(Kms, "ListKmsInstances", &[]).await.json();
    let ids = list["KmsInstances"]["KmsInstance"].as_array().unwrap().iter();
    let mut ids = ids.map(|one| one["KmsInstanceId"].as_str().unwrap().to_owned());
    ids.find(|id| id.starts_with("kst-hzz65a")).expect("payments-kms")
}

async fn bound(client: &SdkClient, id: &str) -> usize {
    let details = client.call(Kms, "GetKmsInstance", &[("KmsInstanceId", id)]).await.json();
    details.pointer("/KmsInstance/BindVpcs/BindVpc").and_then(|list| list.as_array()).map_or(0, Vec::len)
}

#[tokio::test]
async fn a_lost_answer_leaves_the_write_done_or_not() {
    for (fault, left) in [("lost-after", false), ("lost-before", true)] {
        let (_cloud, client) = cloud_with(&format!("{fault} on UpdateKmsInstanceBindVpc")).await;
        let id = instance(&client).await;
        assert!(bound(&client, &id).await > 0);
        let request =
            client.sign(Kms, "UpdateKmsInstanceBindVpc", &[("KmsInstanceId", &id), ("BindVpcs", "[]")], &[]);
        let error = client.try_send(&request).await.expect_err(fault);
        assert!(error.is_request(), "{fault}: {error:?}");
        assert_eq!(bound(&client, &id).await > 0, left, "{fault}");
        // The next one is answered.
        let again =
            client.call(Kms, "UpdateKmsInstanceBindVpc", &[("KmsInstanceId", &id), ("BindVpcs", "[]")]).await;
        assert_eq!(again.verdict(), (200, "OK".into()), "{fault}");
    }
}

#[tokio::test]
async fn half_an_answer_is_no_answer() {
    let (_cloud, client) = cloud_with("truncated").await;
    let error =
        client.try_send(&client.sign(Kms, "ListKmsInstances", &[], &[])).await.expect_err("half of it");
    assert!(error.is_body() || error.is_decode() || error.is_request(), "{error:?}");
}

#[tokio::test]
async fn garbage_is_neither_json_nor_xml() {
    let (_cloud, client) = cloud_with("garbage").await;
    let (status, body) = client.try_send(&client.sign(Kms, "ListKmsInstances", &[], &[])).await.unwrap();
    assert_eq!(status, 502);
    assert!(serde_json::from_slice::<serde_json::Value>(&body).is_err() && body.starts_with(b"<html>"));
}

#[tokio::test]
async fn a_slow_answer_comes_whole() {
    let (_cloud, client) = cloud_with("slow=300").await;
    let started = Instant::now();
    let answer = client.call(Kms, "ListKmsInstances", &[]).await;
    assert_eq!(answer.verdict(), (200, "OK".into()));
    // At least: how much longer is the machine's affair.
    assert!(started.elapsed() >= Duration::from_millis(300));
}

#[tokio::test]
async fn throttling_says_when_to_come_back() {
    let (_cloud, client) = cloud_with("throttle after 1 times 1").await;
    assert_eq!(client.call(Kms, "ListKmsInstances", &[]).await.verdict(), (200, "OK".into()));
    let refused = client.call(Kms, "ListKmsInstances", &[]).await;
    assert_eq!(refused.verdict(), (429, "Rejected.Throttling".into()));
    assert!(refused.header("x-acs-retry-after").parse::<u32>().is_ok_and(|millis| millis > 0));
    assert_eq!(client.call(Kms, "ListKmsInstances", &[]).await.verdict(), (200, "OK".into()));
}

#[tokio::test]
async fn a_wrong_clock_refuses_right_dates() {
    for (seconds, verdict) in [
        (899, (200, "OK")),
        (901, (400, "InvalidTimeStamp.Expired")),
        (-901, (400, "InvalidTimeStamp.Expired")),
    ] {
        let (_cloud, client) = cloud_with(&format!("clock-skew={seconds}")).await;
        let (status, code) = client.call(Kms, "ListKmsInstances", &[]).await.verdict();
        assert_eq!((status, code.as_str()), verdict, "{seconds}");
    }
}
