//! The RPC protocol: envelopes, request ids, where parameters may stand, which operations there are.

use kms_api::Product::{Kms, Sts, Vpc};
use kms_tests::{Answer, TestCloud, raw::exchange};
use std::time::Duration;

fn assert_request_id(answer: &Answer) {
    let id = answer.json()["RequestId"].as_str().unwrap().to_owned();
    assert_eq!(id.len(), 36, "{id}");
    assert_eq!(id, id.to_uppercase());
    assert_eq!(answer.header("x-acs-request-id"), id);
    assert_eq!(answer.header("content-type"), "application/json;charset=utf-8");
}

#[tokio::test]
async fn successes_carry_a_request_id_in_body_and_header() {
    let cloud = TestCloud::start().await;
    let answer = cloud.client().call(Sts, "GetCallerIdentity", &[]).await;
    assert_request_id(&answer);
    let json = answer.json();
    assert_eq!(json["IdentityType"], "RAMUser");
    assert!(json["AccountId"].is_string());
}

#[tokio::test]
async fn gateway_and_kms_have_envelopes_of_their_own() {
    let cloud = TestCloud::start().await;
    let client = cloud.client();

    let gateway = client.call(Kms, "NoSuchOperation", &[]).await;
    assert_request_id(&gateway);
    let json = gateway.json();
    let mut members: Vec<_> = json.as_object().unwrap().keys().map(String::as_str).collect();
    members.sort_unstable();
    assert_eq!(members, ["Code", "HostId", "Message", "Recommend", "RequestId"]);
    assert!(json["HostId"].as_str().unwrap().starts_with("kms.cn-hangzhou.localhost"));

    let own = client.call(Kms, "GetKmsInstance", &[("KmsInstanceId", "kst-none")]).await;
    assert_request_id(&own);
    let json = own.json();
    let mut members: Vec<_> = json.as_object().unwrap().keys().map(String::as_str).collect();
    members.sort_unstable();
    assert_eq!(members, ["Code", "HttpStatus", "Message", "RequestId"]);
    assert_eq!(json["HttpStatus"], own.status.as_u16());
}

#[tokio::test]
async fn operations_are_found_by_signed_headers_only() {
    let cloud = TestCloud::start().await;
    let client = cloud.client();
    let not_found = (404, "InvalidAction.NotFound".to_owned());

    assert_eq!(client.call(Kms, "NoSuchOperation", &[]).await.verdict(), not_found);
    assert_eq!(client.call(Kms, "DescribeVpcs", &[]).await.verdict(), not_found, "of another product");
    let at_kms = client.sign_as("kms", "2016-04-28", "DescribeRegions", "POST", &[], &[]);
    assert_eq!(client.send(&at_kms).await.verdict(), not_found, "at the endpoint of another product");
    let version = client.sign_as("kms", "2001-01-01", "ListKmsInstances", "POST", &[], &[]);
    assert_eq!(client.send(&version).await.verdict(), (400, "InvalidVersion".into()));
    let ignored =
        client.call(Kms, "DescribeRegions", &[("Action", "NoSuchOperation"), ("Version", "1")]).await;
    assert_eq!(ignored.verdict(), (200, "OK".into()));
    let mut path = client.sign(Kms, "DescribeRegions", &[], &[]);
    path.path = "/other".into();
    assert_eq!(client.send(&path).await.verdict(), (400, "SignatureDoesNotMatch".into()));
}

#[tokio::test]
async fn a_known_operation_that_is_not_simulated_says_so() {
    let cloud = TestCloud::start().await;
    let answer = cloud.client().call(Kms, "CreateClientKey", &[("AapName", "x")]).await;
    assert_eq!(answer.verdict(), (501, "OperationNotSimulated".into()));
    assert!(answer.json()["Message"].as_str().unwrap().contains("CreateClientKey"));
}

#[tokio::test]
async fn parameters_stand_in_query_form_or_both() {
    let cloud = TestCloud::start().await;
    let client = cloud.client();
    let (region, size) = (("RegionId", "cn-hangzhou"), ("PageSize", "7"));
    for (query, form) in
        [(vec![region, size], vec![]), (vec![], vec![region, size]), (vec![region], vec![size])]
    {
        let answer = client.send(&client.sign(Vpc, "DescribeVpcs", &query, &form)).await;
        assert_eq!(answer.json()["PageSize"], 7, "{query:?} {form:?}: {}", answer.text());
    }
    let twice = client.send(&client.sign(Vpc, "DescribeVpcs", &[region], &[region])).await;
    assert_eq!(twice.verdict(), (400, "InvalidParameter.Format".into()));

    let get = client.sign_as("vpc", "2016-04-28", "DescribeVpcs", "GET", &[region, size], &[]);
    assert_eq!(client.send(&get).await.json()["PageSize"], 7);
    let put = client.sign_as("vpc", "2016-04-28", "DescribeVpcs", "PUT", &[region, size], &[]);
    assert_eq!(client.send(&put).await.verdict(), (400, "UnsupportedHTTPMethod".into()));
}

#[tokio::test]
async fn missing_parameters_are_named() {
    let cloud = TestCloud::start().await;
    let client = cloud.client();
    let answer = client.call(Kms, "GetKmsInstance", &[]).await;
    assert_eq!(answer.verdict(), (400, "MissingKmsInstanceId".into()));
    assert_eq!(answer.json()["Message"], "KmsInstanceId is mandatory for this action.");
    let answer = client.call(Kms, "UpdateKmsInstanceBindVpc", &[("KmsInstanceId", "kst-1")]).await;
    assert_eq!(answer.verdict(), (400, "MissingBindVpcs".into()));
}

#[tokio::test]
async fn the_region_is_the_host_s_then_the_parameter_s_then_the_default() {
    let cloud = TestCloud::start().await;
    let mut client = cloud.client();
    let list = [("PageNumber", "1"), ("PageSize", "100")];
    let count = |answer: Answer| answer.json()["TotalCount"].as_u64().unwrap();
    assert_eq!(count(client.call(Kms, "ListKmsInstances", &list).await), 8);
    client.region = "ap-southeast-1".into();
    assert_eq!(count(client.call(Kms, "ListKmsInstances", &list).await), 2);
    client.region = "no-region".into();
    assert_eq!(count(client.call(Kms, "ListKmsInstances", &list).await), 8);
    let vpcs = |region| [("RegionId", region), ("PageSize", "50")];
    let there = count(client.call(Vpc, "DescribeVpcs", &vpcs("ap-southeast-1")).await);
    assert_eq!(there, 4);
}

#[tokio::test]
async fn chunked_bodies_are_read() {
    let cloud = TestCloud::start().await;
    let client = cloud.client();
    let request = client.sign(Vpc, "DescribeVpcs", &[], &[("RegionId", "cn-hangzhou"), ("PageSize", "3")]);
    let mut text = request.head("/") + "transfer-encoding: chunked\r\n\r\n";
    for piece in request.body.chunks(10) {
        text.push_str(&format!("{:x}\r\n{}\r\n", piece.len(), String::from_utf8_lossy(piece)));
    }
    text.push_str("0\r\n\r\n");
    let found = exchange(cloud.address(), &text, Duration::from_secs(5)).await;
    assert!(found.received.starts_with("HTTP/1.1 200 OK"), "{}", found.received);
    assert!(found.received.contains("\"PageSize\":3"), "{}", found.received);
}

#[tokio::test]
async fn too_long_is_said_clearly() {
    let cloud = TestCloud::start().await;
    let client = cloud.client();
    let long = "x".repeat(64_000);
    let answer = client.call(Kms, "ListKmsInstances", &[("Filters", &long)]).await;
    assert_eq!(answer.verdict(), (414, "RequestURITooLong".into()));
    // No HTTP library of this language sends more than 65,534 bytes; others do.
    let line = format!("POST /?Filters={} HTTP/1.1\r\nhost: localhost\r\n\r\n", "x".repeat(100_000));
    let found = exchange(cloud.address(), &line, Duration::from_secs(5)).await;
    assert!(found.received.starts_with("HTTP/1.1 414"), "{}", found.received);
    assert!(found.received.contains(r#""Code":"RequestURITooLong""#), "{}", found.received);
    assert!(found.received.contains("\r\nx-acs-request-id: "), "{}", found.received);
    let found = exchange(cloud.address(), "no HTTP\r\n\r\n", Duration::from_secs(5)).await;
    assert!(found.received.starts_with("HTTP/1.1 400"), "{}", found.received);
    assert!(found.received.contains(r#""Code":"InvalidRequest""#), "{}", found.received);

    let within = "x".repeat(100_000);
    let answer = client.send(&client.sign(Kms, "GetKmsInstance", &[], &[("KmsInstanceId", &within)])).await;
    assert_eq!(answer.verdict(), (403, "Forbidden.DKMSInstanceNotFound".into()));
    let beyond = "x".repeat(300_000);
    let answer = client.send(&client.sign(Kms, "GetKmsInstance", &[], &[("KmsInstanceId", &beyond)])).await;
    assert_eq!(answer.verdict(), (413, "RequestBodyTooLarge".into()));
}
