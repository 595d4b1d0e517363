//! A cloud that is slow, odd or hostile does not harm the proxy, and the page gets one clear code.

use crate::calls::closed_port;
use kms_api::{ApiError, Parameters, Product, error::Origin};
use kms_proxy::Endpoints;
use kms_tests::{Answer, AppOptions, ScriptedCloud, TestApp, TestCloud};
use serde_json::json;
use std::time::{Duration, Instant};

/// Parameters of a write.
fn binding() -> Parameters {
    [("KmsInstanceId", "kst-1"), ("BindVpcs", "[]")].map(|(n, v)| (n.to_owned(), v.to_owned())).into()
}

async fn ask(cloud: &ScriptedCloud) -> Answer {
    ask_with(AppOptions::new(cloud.endpoints())).await
}

async fn ask_with(options: AppOptions) -> Answer {
    let app = TestApp::start_with(options).await;
    app.console().call_raw(Product::Kms, "ListKmsInstances", Parameters::new()).await
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let target = ScriptedCloud::answering("200 OK", "", "{}").await;
    for status in ["301 Moved", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"] {
        let location = format!("location: http://{}/\r\n", target.address());
        let cloud = ScriptedCloud::answering(status, &location, "{}").await;
        assert_eq!(ask(&cloud).await.verdict(), (502, "BadUpstreamAnswer".into()), "{status}");
        assert_eq!(cloud.requests().len(), 1, "{status}");
    }
    assert_eq!(target.requests().len(), 0);
}

#[tokio::test]
async fn cookies_of_the_cloud_are_neither_kept_nor_passed_on() {
    let cloud = ScriptedCloud::answering("200 OK", "set-cookie: a=b\r\nx-evil: 1\r\n", "{}").await;
    let app = TestApp::start_with(AppOptions::new(cloud.endpoints())).await;
    for _ in 0..2 {
        let answer = app.console().call_raw(Product::Kms, "ListKmsInstances", Parameters::new()).await;
        assert_eq!((answer.header("set-cookie"), answer.header("x-evil")), (String::new(), String::new()));
    }
    assert!(cloud.requests().iter().all(|request| !request.to_lowercase().contains("\r\ncookie:")));
}

#[tokio::test]
async fn answers_that_cannot_be_read_are_one_error() {
    let huge = format!("{{\"a\":\"{}\"}}", "x".repeat(2 * 1024 * 1024));
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(100), "]".repeat(100));
    for (status, body) in [
        ("200 OK", ""),
        ("200 OK", "<html>hello</html>"),
        ("200 OK", "[]"),
        ("200 OK", "{\"a\":1,\"a\":2}"),
        ("200 OK", &huge),
        ("200 OK", &deep),
        ("204 No Content", ""),
        ("502 Bad Gateway", "<html>Bad Gateway</html>"),
        ("400 Bad Request", "{\"Message\":\"no code\"}"),
    ] {
        let cloud = ScriptedCloud::answering(status, "", body).await;
        let found = ask(&cloud).await.verdict();
        assert_eq!(found, (502, "BadUpstreamAnswer".into()), "{status} {:.40}", body);
    }
    for garbage in ["", "not http at all\r\n\r\n", "HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{}"] {
        let cloud = ScriptedCloud::sending(vec![(Duration::ZERO, garbage.to_owned())]).await;
        assert_eq!(ask(&cloud).await.verdict(), (502, "BadUpstreamAnswer".into()), "{garbage:?}");
    }
}

#[tokio::test]
async fn an_answer_of_the_largest_size_passes() {
    let body = format!("{{\"a\":\"{}\"}}", "x".repeat(2 * 1024 * 1024 - 8));
    let cloud = ScriptedCloud::answering("200 OK", "", &body).await;
    let mut options = AppOptions::new(cloud.endpoints());
    options.upstream = kms_proxy::UpstreamLimits::default();
    assert_eq!(ask_with(options).await.body.len(), body.len());
}

#[tokio::test]
async fn a_slow_cloud_is_given_up_in_the_time_of_one_call_and_a_write_is_sent_once() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n".to_owned();
    let never = Duration::from_secs(30);
    let scripts = [
        ("no head", vec![(never, head.clone())]),
        ("half a head", vec![(Duration::ZERO, "HTTP/1.1 200".to_owned()), (never, String::new())]),
        ("no body", vec![(Duration::ZERO, head.clone()), (never, String::new())]),
    ];
    for (what, script) in scripts {
        let cloud = ScriptedCloud::sending(script).await;
        let started = Instant::now();
        assert_eq!(ask(&cloud).await.verdict(), (504, "UpstreamTimeout".into()), "{what}");
        assert!(started.elapsed() < Duration::from_secs(5), "{what}: {:?}", started.elapsed());
        assert!(cloud.requests().len() <= 2, "{what}: {:?}", cloud.requests());

        let sent = cloud.requests().len();
        let app = TestApp::start_with(AppOptions::new(cloud.endpoints())).await;
        let found = app.console().call_raw(Product::Kms, "UpdateKmsInstanceBindVpc", binding()).await;
        assert_eq!(found.verdict(), (504, "UpstreamTimeout".into()), "{what}");
        assert_eq!(cloud.requests().len() - sent, 1, "{what}");
    }
    // Byte by byte is no way around the time for the whole answer.
    let drops = (0..40).map(|_| (Duration::from_millis(100), " ".to_owned()));
    let script =
        std::iter::once((Duration::ZERO, head.replace("length: 2", "length: 40"))).chain(drops).collect();
    let cloud = ScriptedCloud::sending(script).await;
    assert_eq!(ask(&cloud).await.verdict(), (504, "UpstreamTimeout".into()));
}

#[tokio::test]
async fn a_cloud_that_is_not_there_is_another_error_than_a_slow_one() {
    let answer = ask_with(AppOptions::new(Endpoints::simulated(closed_port().await))).await;
    assert_eq!(answer.verdict(), (502, "UpstreamUnreachable".into()));
    assert!(answer.json()["Message"].as_str().unwrap().contains("nothing was carried out"));
}

#[tokio::test]
async fn what_is_wrong_with_the_signature_never_reaches_the_page() {
    // The real gateway of the simulated cloud, called with a wrong secret: its text echoes every parameter.
    let cloud = TestCloud::start().await;
    let mut options = AppOptions::in_front_of(&cloud);
    options.credential.access_key_secret = "wrong".into();
    let app = TestApp::start_with(options).await;
    let canary = Parameters::from([("KmsInstanceId".to_owned(), "kst-parameter-canary".to_owned())]);
    let answer = app.console().call_raw(Product::Kms, "GetKmsInstance", canary).await;
    assert_eq!(answer.verdict(), (502, "UpstreamSignature".into()));
    let error: ApiError = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!((error.origin, error.request_id.len()), (Origin::Console, 36));
    let logs = kms_tests::logs::captured();
    for text in [answer.text(), logs] {
        for leak in ["StringToSign", "CanonicalRequest", "SignatureDoesNotMatch: ", "does not match our"] {
            assert!(!text.contains(leak), "{leak}");
        }
    }
    assert!(!answer.text().contains("parameter-canary"));
}

#[tokio::test]
async fn every_fault_of_credentials_has_the_same_face() {
    for code in [
        "SignatureDoesNotMatch",
        "IncompleteSignature",
        "InvalidAccessKeyId.NotFound",
        "InvalidAccessKeyId.Inactive",
        "InvalidSecurityToken.Expired",
        "InvalidSecurityToken.Malformed",
        "InvalidTimeStamp.Expired",
        "SignatureNonceUsed",
    ] {
        let body = json!({"Code": code, "Message": "echo-canary", "RequestId": "R-1"}).to_string();
        let cloud = ScriptedCloud::answering("400 Bad Request", "", &body).await;
        let answer = ask(&cloud).await;
        assert_eq!(answer.verdict(), (502, "UpstreamSignature".into()), "{code}");
        assert!(!answer.text().contains("echo-canary") && answer.text().contains("R-1"), "{}", answer.text());
    }
    assert!(!kms_tests::logs::captured().contains("echo-canary"));
}

#[tokio::test]
async fn a_write_goes_on_when_the_page_is_closed() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}".to_owned();
    let cloud = ScriptedCloud::sending(vec![(Duration::from_millis(300), head)]).await;
    let app = TestApp::start_with(AppOptions::new(cloud.endpoints())).await;
    let console = app.console();
    let call = console.call_raw(Product::Kms, "UpdateKmsInstanceBindVpc", binding());
    assert!(tokio::time::timeout(Duration::from_millis(150), call).await.is_err());
    let deadline = Instant::now() + Duration::from_secs(5);
    let finished = "operation=UpdateKmsInstanceBindVpc";
    while !kms_tests::logs::captured()
        .lines()
        .any(|l| l.contains("kms_proxy::access") && l.contains(finished))
    {
        assert!(Instant::now() < deadline, "the write was dropped with the page");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
