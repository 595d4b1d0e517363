//! A failed call is made again when that is safe, and only then. Each case is a cloud that fails at first.

use kms_api::{Parameters, Product};
use kms_proxy::UpstreamLimits;
use kms_tests::{Answer, AppOptions, ScriptedCloud, TestApp};
use serde_json::json;
use std::time::Instant;

const READ: &str = "GetKmsInstance";
const WRITE: &str = "UpdateKmsInstanceBindVpc";

/// The answer to a call whose first tries fail in this way, and how many calls the cloud got.
async fn call(
    operation: &str,
    failures: usize,
    status: &'static str,
    headers: &str,
    body: &str,
) -> (Answer, Vec<String>) {
    let (headers, body) = (headers.to_owned(), body.to_owned());
    let cloud = ScriptedCloud::deciding(move |_, number| {
        if number < failures {
            (status, headers.clone(), body.clone())
        } else {
            ("200 OK", String::new(), "{}".to_owned())
        }
    })
    .await;
    let mut options = AppOptions::new(cloud.endpoints());
    options.upstream = UpstreamLimits::default();
    let app = TestApp::start_with(options).await;
    let mut parameters = Parameters::from([("KmsInstanceId".to_owned(), "kst-1".to_owned())]);
    if operation == WRITE {
        parameters.insert("BindVpcs".to_owned(), "[]".to_owned());
    }
    let answer = app.console().call_raw(Product::Kms, operation, parameters).await;
    (answer, cloud.requests())
}

fn code(code: &str) -> String {
    json!({"Code": code, "Message": "m", "RequestId": "R"}).to_string()
}

#[tokio::test]
async fn reads_get_over_what_passes_and_writes_are_sent_once() {
    let cases = [
        ("429 Too Many Requests", code("Rejected.Throttling"), 429, "Rejected.Throttling"),
        ("400 Bad Request", code("Throttling.User"), 400, "Throttling.User"),
        ("500 Internal Server Error", code("InternalFailure"), 500, "InternalFailure"),
        ("503 Service Unavailable", code("SerivceUnvailableTemporary"), 503, "SerivceUnvailableTemporary"),
        ("502 Bad Gateway", "<html>".to_owned(), 502, "BadUpstreamAnswer"),
        ("200 OK", "{\"cut\":".to_owned(), 502, "BadUpstreamAnswer"),
    ];
    for (status, body, expected_status, expected_code) in cases {
        let (answer, requests) = call(READ, 2, status, "", &body).await;
        assert_eq!((answer.verdict(), requests.len()), ((200, "OK".into()), 3), "{status}");
        let (answer, requests) = call(READ, 3, status, "", &body).await;
        let verdict = (expected_status, expected_code.to_owned());
        assert_eq!((answer.verdict(), requests.len()), (verdict.clone(), 3), "{status}");
        let (answer, requests) = call(WRITE, 1, status, "", &body).await;
        assert_eq!((answer.verdict(), requests.len()), (verdict, 1), "{status}");
    }
}

#[tokio::test]
async fn refusals_are_final() {
    for (status, refusal) in [
        ("403 Forbidden", "Forbidden.RAM"),
        ("400 Bad Request", "InvalidParameter"),
        ("400 Bad Request", "SignatureDoesNotMatch"),
        ("404 Not Found", "InvalidAccessKeyId.NotFound"),
    ] {
        for operation in [READ, WRITE] {
            let (_, requests) = call(operation, 1, status, "", &code(refusal)).await;
            assert_eq!(requests.len(), 1, "{operation} {refusal}");
        }
    }
}

#[tokio::test]
async fn each_try_has_a_nonce_of_its_own() {
    let (_, requests) = call(READ, 2, "503 Service Unavailable", "", &code("ServiceUnavailable")).await;
    let mut nonces: Vec<&str> = requests
        .iter()
        .filter_map(|request| request.lines().find_map(|line| line.strip_prefix("x-acs-signature-nonce: ")))
        .collect();
    nonces.sort_unstable();
    nonces.dedup();
    assert_eq!(nonces.len(), 3);
}

#[tokio::test]
async fn the_pause_that_the_cloud_asks_for_is_kept() {
    let started = Instant::now();
    let (answer, requests) =
        call(READ, 1, "400 Bad Request", "x-acs-retry-after: 1200\r\n", &code("Throttling.Api")).await;
    assert_eq!((answer.status.as_u16(), requests.len()), (200, 2));
    assert!(started.elapsed().as_millis() >= 1_200, "{:?}", started.elapsed());
    let started = Instant::now();
    let (answer, requests) =
        call(READ, 1, "400 Bad Request", "x-acs-retry-after: 60000\r\n", &code("Throttling.Api")).await;
    assert_eq!((answer.verdict(), requests.len()), ((400, "Throttling.Api".into()), 1));
    assert!(started.elapsed().as_secs() < 5, "longer than anybody would wait");
}

#[tokio::test]
async fn a_wrong_clock_is_set_by_the_cloud_s_date() {
    let date = "date: Tue, 24 Nov 2026 11:30:00 GMT\r\n";
    let (answer, requests) = call(READ, 1, "400 Bad Request", date, &code("InvalidTimeStamp.Expired")).await;
    assert_eq!((answer.status.as_u16(), requests.len()), (200, 2));
    assert!(requests[0].contains("\r\nx-acs-date: 2026-11-24T08:00:00Z\r\n"), "{}", requests[0]);
    assert!(requests[1].contains("\r\nx-acs-date: 2026-11-24T11:30:00Z\r\n"), "{}", requests[1]);

    let (answer, requests) = call(READ, 1, "400 Bad Request", "", &code("InvalidTimeStamp.Expired")).await;
    assert_eq!(
        (answer.verdict(), requests.len()),
        ((502, "UpstreamSignature".into()), 1),
        "no date to go by"
    );
    let (answer, requests) = call(WRITE, 1, "400 Bad Request", date, &code("InvalidTimeStamp.Expired")).await;
    assert_eq!((answer.verdict(), requests.len()), ((502, "UpstreamSignature".into()), 1));
}
