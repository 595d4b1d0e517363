//! The gateway refuses what is not signed rightly, and says so as the cloud does.

use kms_api::Product::{Kms, Vpc};
use kms_signer::{Signable, content_sha256, sign};
use kms_tests::{SdkClient, SdkRequest, TestCloud};

const PAGE: [(&str, &str); 2] = [("PageNumber", "1"), ("PageSize", "20")];

async fn verdict(client: &SdkClient, request: &SdkRequest) -> (u16, String) {
    client.send(request).await.verdict()
}

#[tokio::test]
async fn a_rightly_signed_call_is_answered() {
    let cloud = TestCloud::start().await;
    let answer = cloud.client().call(Kms, "ListKmsInstances", &PAGE).await;
    assert_eq!(answer.verdict(), (200, "OK".into()), "{}", answer.text());
    assert_eq!(answer.json()["TotalCount"], 8);
}

#[tokio::test]
async fn a_wrong_secret_is_refused() {
    let cloud = TestCloud::start().await;
    let mut client = cloud.client();
    client.credential.access_key_secret = "canary-secret-9b1e".into();
    let answer = client.call(Kms, "ListKmsInstances", &PAGE).await;
    assert_eq!(answer.verdict(), (400, "SignatureDoesNotMatch".into()));
    // As in the real cloud, the one who signed is shown what to compare with.
    let message = answer.json()["Message"].as_str().unwrap().to_owned();
    assert!(message.contains("server StringToSign is [ACS3-HMAC-SHA256\n"), "{message}");
    assert!(message.contains("server CanonicalRequest is [POST\n/\nPageNumber=1&PageSize=20\nhost:kms."));
}

#[tokio::test]
async fn an_unknown_key_is_refused() {
    let cloud = TestCloud::start().await;
    let mut client = cloud.client();
    client.credential.access_key_id = "nobody".into();
    let answer = client.call(Kms, "ListKmsInstances", &PAGE).await;
    assert_eq!(answer.verdict(), (404, "InvalidAccessKeyId.NotFound".into()));
}

#[tokio::test]
async fn a_replay_is_refused_and_a_forgery_burns_no_nonce() {
    let cloud = TestCloud::start().await;
    let client = cloud.client();
    let good = client.sign(Kms, "ListKmsInstances", &PAGE, &[]);
    let mut forged = good.clone();
    forged.query = "PageNumber=2&PageSize=20".into();
    assert_eq!(verdict(&client, &forged).await, (400, "SignatureDoesNotMatch".into()));
    assert_eq!(verdict(&client, &good).await, (200, "OK".into()));
    assert_eq!(verdict(&client, &good).await, (400, "SignatureNonceUsed".into()));
    cloud.clock.advance(15);
    assert_eq!(verdict(&client, &good).await, (400, "SignatureNonceUsed".into()));
    cloud.clock.advance(16);
    assert_eq!(verdict(&client, &good).await, (400, "InvalidTimeStamp.Expired".into()));
}

#[tokio::test]
async fn a_date_may_be_fifteen_minutes_off_either_way() {
    let cloud = TestCloud::start().await;
    let client = cloud.client();
    for (minutes, expected) in [
        (15, (200, "OK")),
        (16, (400, "InvalidTimeStamp.Expired")),
        (-15, (200, "OK")),
        (-16, (400, "InvalidTimeStamp.Expired")),
    ] {
        let request = client.sign(Kms, "ListKmsInstances", &PAGE, &[]);
        cloud.clock.advance(minutes);
        let (status, code) = verdict(&client, &request).await;
        assert_eq!((status, code.as_str()), expected, "{minutes} minutes");
        cloud.clock.advance(-minutes);
    }
}

#[tokio::test]
async fn a_date_in_another_spelling_is_refused() {
    let cloud = TestCloud::start().await;
    let client = cloud.client();
    for date in ["2026-11-24T08:00:00.000Z", "2026-11-24T16:00:00+08:00", "Tue, 24 Nov 2026 08:00:00 GMT"] {
        let mut request = client.sign(Kms, "ListKmsInstances", &PAGE, &[]);
        request.set("x-acs-date", date);
        assert_eq!(verdict(&client, &request).await, (400, "InvalidTimeStamp.Format".into()), "{date}");
    }
}

#[tokio::test]
async fn a_changed_body_byte_is_refused() {
    let cloud = TestCloud::start().await;
    let client = cloud.client();
    let mut request = client.sign(Kms, "GetKmsInstance", &[], &[("KmsInstanceId", "kst-1")]);
    *request.body.last_mut().unwrap() = b'2';
    assert_eq!(verdict(&client, &request).await, (400, "IncompleteSignature".into()));
    // Whoever also corrects the hash lacks the secret to sign it.
    let hash = content_sha256(&request.body);
    request.set("x-acs-content-sha256", &hash);
    assert_eq!(verdict(&client, &request).await, (400, "SignatureDoesNotMatch".into()));
}

#[tokio::test]
async fn a_header_of_the_protocol_that_is_not_signed_is_refused() {
    let cloud = TestCloud::start().await;
    let client = cloud.client();
    let mut request = client.sign(Kms, "ListKmsInstances", &PAGE, &[]);
    request.set("x-acs-extra", "1");
    assert_eq!(verdict(&client, &request).await, (400, "IncompleteSignature".into()));
    // Other headers are anybody's.
    let mut request = client.sign(Kms, "ListKmsInstances", &PAGE, &[]);
    request.set("accept", "text/plain").set("content-type", "application/octet-stream");
    assert_eq!(verdict(&client, &request).await, (200, "OK".into()));
}

#[tokio::test]
async fn a_request_signed_for_another_host_is_refused() {
    let cloud = TestCloud::start().await;
    let client = cloud.client();
    let mut request = client.sign(Kms, "ListKmsInstances", &PAGE, &[]);
    request.set("host", &request.get("host").replace("cn-hangzhou", "ap-southeast-1"));
    assert_eq!(verdict(&client, &request).await, (400, "SignatureDoesNotMatch".into()));
}

#[tokio::test]
async fn a_changed_operation_query_or_method_is_refused() {
    let cloud = TestCloud::start().await;
    let client = cloud.client();
    type Edit = fn(&mut SdkRequest);
    let edits: [(&str, Edit); 5] = [
        ("action", |r| {
            r.set("x-acs-action", "DescribeRegions");
        }),
        ("version", |r| {
            r.set("x-acs-version", "2016-04-28");
        }),
        ("query", |r| r.query.push_str("&Filters=x")),
        ("method", |r| r.method = "GET".into()),
        ("nonce", |r| {
            r.set("x-acs-signature-nonce", "another");
        }),
    ];
    for (what, edit) in edits {
        let mut request = client.sign(Kms, "ListKmsInstances", &PAGE, &[]);
        edit(&mut request);
        assert_eq!(verdict(&client, &request).await, (400, "SignatureDoesNotMatch".into()), "{what}");
    }
}

#[tokio::test]
async fn requests_without_a_signature_are_refused_and_other_schemes_are_named() {
    let cloud = TestCloud::start().await;
    let client = cloud.client();
    let with = |authorization: Option<&str>, query: &str| {
        let mut request = client.sign(Kms, "ListKmsInstances", &[], &[]);
        request.headers.retain(|(name, _)| name != "authorization");
        if let Some(value) = authorization {
            request.set("authorization", value);
        }
        request.query = query.to_owned();
        request
    };
    for (authorization, query, code) in [
        (None, "", "IncompleteSignature"),
        (None, "Action=ListKmsInstances", "IncompleteSignature"),
        (Some(""), "", "IncompleteSignature"),
        (Some("ACS3-HMAC-SHA256 Credential=a"), "", "IncompleteSignature"),
        (Some("acs id:c2ln"), "", "InvalidSignatureMethod"),
        (Some("ACS4-HMAC-SHA256 Credential=a/b"), "", "InvalidSignatureMethod"),
        (Some("Bearer token"), "", "InvalidSignatureMethod"),
        (None, "SignatureType=BEARERTOKEN&BearerToken=t&Action=ListKmsInstances", "InvalidSignatureMethod"),
        (None, "Signature=x&SignatureMethod=HMAC-SHA1&Action=ListKmsInstances", "IncompleteSignature"),
    ] {
        let (status, found) = verdict(&client, &with(authorization, query)).await;
        assert_eq!((status, found.as_str()), (400, code), "{authorization:?} {query}");
    }
}

#[tokio::test]
async fn other_spellings_of_the_same_query_are_the_same() {
    let cloud = TestCloud::start().await;
    let client = cloud.client();
    // Some clients escape everything, others nothing; some sign names raw.
    let mut request = client.sign(Kms, "ListKmsInstances", &PAGE, &[]);
    request.query = "PageSize=%32%30&%50ageNumber=1".into();
    assert_eq!(verdict(&client, &request).await, (200, "OK".into()));

    let mut request =
        client.sign(Vpc, "DescribeVpcs", &[("RegionId", "cn-hangzhou"), ("VpcName", "a b*~")], &[]);
    request.query = "RegionId=cn-hangzhou&VpcName=a+b*%7E".into();
    assert_eq!(verdict(&client, &request).await, (200, "OK".into()));
}

#[tokio::test]
async fn headers_that_are_signed_beyond_the_rule_are_no_fault() {
    let cloud = TestCloud::start().await;
    let client = cloud.client();
    let mut request = client.sign(Kms, "ListKmsInstances", &[], &[]);
    request.headers.retain(|(name, _)| name != "authorization");
    request.set("accept", "application/json").set("user-agent", "AlibabaCloud (test)");
    let headers = request.headers.clone();
    let signable = Signable { method: "POST", path: "/", query: &[], headers: &headers, body: b"" };
    let signed = sign(&signable, &client.credential, &["accept", "user-agent"]).unwrap();
    request.set("authorization", &signed.authorization);
    assert_eq!(verdict(&client, &request).await, (200, "OK".into()));
    request.set("x-acs-signature-nonce", "n2").set("user-agent", "someone else");
    assert_eq!(verdict(&client, &request).await, (400, "SignatureDoesNotMatch".into()));
}
