//! No credential leaves the proxy: not in an answer, not in a log line at any level, not in a debug text.

use kms_api::{Parameters, Product};
use kms_tests::{AppOptions, KEY_ID, KEY_SECRET, TestApp, TestCloud, logs};

#[tokio::test]
async fn credentials_are_found_in_no_answer_and_no_log_line() {
    let cloud = TestCloud::start().await;
    let mut options = AppOptions::in_front_of(&cloud);
    assert!(!format!("{options:?}").contains(KEY_SECRET));
    options.upstream = kms_proxy::UpstreamLimits::default();
    let good = TestApp::start_with(options.clone()).await;
    options.credential.security_token = Some("canary-token-77aa".into());
    let with_token = TestApp::start_with(options.clone()).await;
    options.credential.access_key_id = "CanaryUnknownKey0002".into();
    let unknown = TestApp::start_with(options).await;

    let canaries =
        [KEY_ID, KEY_SECRET, "CanaryUnknownKey0002", "canary-token-77aa", "parameter-canary", "Credential="];
    let mut verdicts = Vec::new();
    for app in [&good, &with_token, &unknown] {
        let console = app.console();
        let parameters = Parameters::from([("KmsInstanceId".to_owned(), "kst-parameter-canary".to_owned())]);
        for answer in [
            console.get("/", &[]).await,
            console.get("/config.json", &[]).await,
            console.get("/api/session", &[]).await,
            console.call_raw(Product::Kms, "GetKmsInstance", parameters.clone()).await,
            console.call_raw(Product::Kms, "Decrypt", parameters.clone()).await,
            console.call_raw(Product::Sts, "GetCallerIdentity", Parameters::new()).await,
        ] {
            verdicts.push(answer.verdict());
            let text = format!("{:?} {}", answer.headers, answer.text());
            for canary in canaries {
                assert!(!text.contains(canary), "{canary} in {text}");
            }
        }
    }
    // The three proxies really took three roads.
    assert!(verdicts.contains(&(403, "Forbidden.DKMSInstanceNotFound".into())));
    assert_eq!(verdicts.iter().filter(|(_, code)| code == "UpstreamSignature").count(), 6);

    let logs = logs::captured();
    assert!(
        logs.contains("kms_proxy::access") && logs.contains("kms_gateway::access"),
        "the log was captured"
    );
    assert!(logs.contains("TRACE") || logs.contains("DEBUG"), "the finest levels were captured too");
    for canary in canaries {
        let line = logs.lines().find(|line| line.contains(canary));
        assert_eq!(line, None, "{canary} in the log");
    }
}
