//! `POST api/call/{Operation}`: what is forwarded, and what is refused before anything is signed.

use kms_api::{Parameters, Product, error::Origin, session::Session};
use kms_proxy::Endpoints;
use kms_tests::{AppOptions, ScriptedCloud, TestApp, TestCloud};
use serde_json::json;

/// A proxy whose cloud must never be asked.
async fn watched() -> (TestApp, ScriptedCloud) {
    let cloud = ScriptedCloud::answering("200 OK", "", "{}").await;
    let app = TestApp::start_with(AppOptions::new(cloud.endpoints())).await;
    (app, cloud)
}

#[tokio::test]
async fn an_answer_of_the_cloud_passes_byte_for_byte() {
    // Digits beyond a float, odd spacing, an unknown member: all of it is the cloud's business.
    let body = "{ \"RequestId\":\"R\",  \"OwnerId\":18446744073709551615, \"New\":1.50 }\n";
    let cloud = ScriptedCloud::answering("200 OK", "", body).await;
    let app = TestApp::start_with(AppOptions::new(cloud.endpoints())).await;
    let answer = app.console().call_raw(Product::Kms, "ListKmsInstances", Parameters::new()).await;
    assert_eq!(answer.text(), body);
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn reads_travel_in_the_query_and_writes_in_the_form_body() {
    let (app, cloud) = watched().await;
    let console = app.console();
    let id = Parameters::from([("KmsInstanceId".to_owned(), "kst-a b".to_owned())]);
    console.call_raw(Product::Kms, "GetKmsInstance", id.clone()).await;
    let mut write = id;
    write.insert("BindVpcs".to_owned(), "[{\"VpcId\":\"中\"}]".to_owned());
    console.call_raw(Product::Kms, "UpdateKmsInstanceBindVpc", write).await;

    let requests = cloud.requests();
    let [read, write] = requests.as_slice() else { panic!("{requests:?}") };
    assert!(read.starts_with("POST /?KmsInstanceId=kst-a%20b HTTP/1.1\r\n"), "{read}");
    assert!(read.contains("\r\nx-acs-action: GetKmsInstance\r\n"), "{read}");
    let port = cloud.address().port();
    assert!(read.contains(&format!("\r\nhost: kms.cn-hangzhou.localhost:{port}\r\n")), "{read}");
    assert!(write.starts_with("POST / HTTP/1.1\r\n"), "{write}");
    let body = "\r\n\r\nBindVpcs=%5B%7B%22VpcId%22%3A%22%E4%B8%AD%22%7D%5D&KmsInstanceId=kst-a%20b";
    assert!(write.ends_with(body), "{write}");
    assert!(write.contains("\r\ncontent-type: application/x-www-form-urlencoded\r\n"), "{write}");
}

#[tokio::test]
async fn only_operations_of_the_list_are_signed() {
    let (app, cloud) = watched().await;
    let console = app.console();
    for (product, operation) in [
        (Product::Kms, "GetSecretValue"),
        (Product::Kms, "Decrypt"),
        (Product::Kms, "GenerateDataKey"),
        (Product::Kms, "ScheduleKeyDeletion"),
        (Product::Sts, "AssumeRole"),
        (Product::Ram, "CreateAccessKey"),
        (Product::Vpc, "ListKmsInstances"),
        (Product::Kms, "DescribeVpcs"),
        (Product::Kms, "listkmsinstances"),
        (Product::Kms, "NoSuchOperation"),
        (Product::Kms, "ListKmsInstances%20"),
    ] {
        let answer = console.call_raw(product, operation, Parameters::new()).await;
        assert_eq!(answer.verdict(), (403, "NotAllowed".into()), "{product:?} {operation}");
        let error: kms_api::ApiError = serde_json::from_slice(&answer.body).unwrap();
        assert_eq!((error.origin, error.status), (Origin::Console, 403));
        assert_eq!(error.request_id.len(), 36);
    }
    assert_eq!(cloud.requests(), Vec::<String>::new());
}

#[tokio::test]
async fn requests_of_another_shape_are_refused() {
    let (app, cloud) = watched().await;
    let console = app.console();
    let region = json!("cn-hangzhou");
    for body in [
        "".to_owned(),
        "[]".to_owned(),
        "{".to_owned(),
        json!({"Product": "Kms"}).to_string(),
        json!({"Product": "Kms", "Region": "cn-nowhere"}).to_string(),
        json!({"Product": "Kms", "Region": "cn-hangzhou.evil.example/"}).to_string(),
        json!({"Product": "Oss", "Region": region}).to_string(),
        json!({"Product": "Kms", "Region": region, "Host": "evil.example"}).to_string(),
        json!({"Product": "Kms", "Region": region, "Parameters": {"Unknown": "1"}}).to_string(),
        json!({"Product": "Kms", "Region": region, "Parameters": {"Action": "Decrypt"}}).to_string(),
        json!({"Product": "Kms", "Region": region, "Parameters": {"SignatureMethod": "x"}}).to_string(),
        json!({"Product": "Kms", "Region": region, "Parameters": {"PageSize": 20}}).to_string(),
        json!({"Product": "Kms", "Region": region, "Parameters": {"PageSize": null}}).to_string(),
        json!({"Product": "Kms", "Region": region, "Parameters": {"Filters": "x".repeat(4097)}}).to_string(),
        r#"{"Product":"Kms","Region":"cn-hangzhou","Parameters":{"PageSize":"1","PageSize":"2"}}"#.to_owned(),
        r#"{"Product":"Kms","Product":"Kms","Region":"cn-hangzhou"}"#.to_owned(),
        format!(
            r#"{{"Product":"Kms","Region":"cn-hangzhou","Parameters":{}1{}}}"#,
            "[".repeat(40),
            "]".repeat(40)
        ),
        "{\"Product\":\"Kms\",\"Region\":\"cn-hangzhou\"} {}".to_owned(),
    ] {
        let answer = console.post("/api/call/ListKmsInstances", &body, &[]).await;
        assert_eq!(answer.verdict(), (400, "BadRequest".into()), "{body}: {}", answer.text());
    }
    assert_eq!(cloud.requests(), Vec::<String>::new());
}

#[tokio::test]
async fn the_body_limit_is_72_kib() {
    let (app, cloud) = watched().await;
    let console = app.console();
    let bare = json!({"Product": "Kms", "Region": "cn-hangzhou", "Parameters": {"BindVpcs": ""}}).to_string();
    let body = |bytes: usize| bare.replace("\"\"", &format!("\"{}\"", "x".repeat(bytes - bare.len())));
    let path = "/api/call/UpdateKmsInstanceBindVpc";
    let answer = console.post(path, &body(72 * 1024), &[]).await;
    assert_eq!(answer.verdict(), (200, "OK".into()), "{}", answer.text());
    assert_eq!(cloud.requests().len(), 1);
    let answer = console.post(path, &body(72 * 1024 + 1), &[]).await;
    assert_eq!(answer.verdict(), (413, "BodyTooLarge".into()));
    assert_eq!(cloud.requests().len(), 1);
    // The largest policy fits, even one that is all quotes.
    let parameters = json!({"KeyId": "key-1", "Policy": "\"".repeat(32_768)});
    let largest = json!({"Product": "Kms", "Region": "cn-hangzhou", "Parameters": parameters}).to_string();
    let answer = console.post("/api/call/SetKeyPolicy", &largest, &[]).await;
    assert_eq!(answer.verdict(), (200, "OK".into()), "{}", answer.text());
}

#[tokio::test]
async fn errors_of_the_cloud_pass_with_code_text_and_request_id() {
    let cloud = TestCloud::start().await;
    let app = TestApp::start(&cloud).await;
    let error = app.console().bind("kst-none", &[]).await.unwrap_err();
    assert_eq!(error.code, "Forbidden.DKMSInstanceNotFound");
    assert_eq!(error.message, "The specified DKMS Instance is not found.");
    assert_eq!((error.status, error.origin), (403, Origin::Cloud));
    assert_eq!(error.request_id.len(), 36);
}

#[tokio::test]
async fn the_session_is_asked_once_and_kept() {
    let body = r#"{"AccountId":"12345678901234567890","Arn":"acs:ram::12345678901234567890:user/li.wei","IdentityType":"RAMUser"}"#;
    let cloud = ScriptedCloud::answering("200 OK", "", body).await;
    let app = TestApp::start_with(AppOptions::new(cloud.endpoints())).await;
    for _ in 0..3 {
        let answer = app.console().get("/api/session", &[]).await;
        let session: Session = serde_json::from_slice(&answer.body).unwrap();
        assert_eq!((session.name.as_str(), session.account_id.as_str()), ("li.wei", "12345678901234567890"));
        assert_eq!((session.identity_type.as_str(), session.profile.as_str()), ("RAMUser", "test"));
        assert_eq!(answer.header("cache-control"), "no-store");
    }
    assert_eq!(cloud.requests().len(), 1);
}

#[tokio::test]
async fn a_session_that_cannot_be_had_is_asked_for_again() {
    let app = TestApp::start_with(AppOptions::new(Endpoints::simulated(closed_port().await))).await;
    for _ in 0..2 {
        let answer = app.console().get("/api/session", &[]).await;
        assert_eq!(answer.verdict(), (502, "UpstreamUnreachable".into()));
    }
}

#[tokio::test]
async fn other_addresses_and_methods_under_api_are_errors_in_json() {
    let (app, _cloud) = watched().await;
    let console = app.console();
    assert_eq!(console.get("/api/nothing", &[]).await.verdict(), (404, "BadRequest".into()));
    assert_eq!(console.get("/api/call/ListKmsInstances", &[]).await.verdict(), (405, "BadRequest".into()));
    assert_eq!(console.post("/api/session", "{}", &[]).await.verdict(), (405, "BadRequest".into()));
    assert_eq!(console.post("/instances", "{}", &[]).await.verdict(), (405, "BadRequest".into()));
}

/// A port that nobody listens on.
pub(crate) async fn closed_port() -> u16 {
    tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port()
}
