//! The Rust program of "Show request", run.

use jiff::Timestamp;
use kms_api::{Parameters, Product};
use kms_tests::{KEY_ID, KEY_SECRET, TestCloud};
use serde_json::Value;
use tokio::process::Command;

#[tokio::test]
async fn the_rust_program_does_what_the_call_says() {
    let call = include_str!("../../src/web/testdata/request/key-policy/call.json");
    let call: Value = serde_json::from_str(call).unwrap();
    let parameters: Parameters = serde_json::from_value(call["Parameters"].clone()).unwrap();
    let cloud = TestCloud::start().await;
    let client = cloud.client();
    let read = async || {
        let answer = client.call(Product::Kms, "GetKeyPolicy", &[("KeyId", &parameters["KeyId"])]).await;
        answer.member("Policy").unwrap()
    };
    assert_ne!(read().await, parameters["Policy"]);

    // The program looks at the real clock.
    cloud.clock.advance(Timestamp::now().duration_since(cloud.clock.now()).as_mins());
    let run = async |secret: &str| {
        Command::new(env!("CARGO_BIN_EXE_request"))
            .env_remove("ALIBABA_CLOUD_SECURITY_TOKEN")
            .env("ALIBABA_CLOUD_ACCESS_KEY_ID", KEY_ID)
            .env("ALIBABA_CLOUD_ACCESS_KEY_SECRET", secret)
            .env("KMS_ENDPOINT", format!("http://{}", cloud.address()))
            .env("NO_PROXY", "127.0.0.1")
            .output()
            .await
            .unwrap()
    };
    let refused = run("another secret").await;
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("SignatureDoesNotMatch"), "{refused:?}");
    let done = run(KEY_SECRET).await;
    assert!(done.status.success(), "{done:?}");
    assert!(String::from_utf8_lossy(&done.stdout).contains("RequestId"), "{done:?}");
    assert_eq!(read().await, parameters["Policy"]);
}
