//! The older scheme, which signs parameters: the gateway takes it and refuses what is not signed rightly.

use kms_api::Product::{Kms, Sts, Vpc};
use kms_tests::{Rpc1Call, SdkClient, SdkRequest, TestCloud};

const PAGE: [(&str, &str); 2] = [("PageNumber", "1"), ("PageSize", "20")];

async fn verdict(client: &SdkClient, request: &SdkRequest) -> (u16, String) {
    client.send(request).await.verdict()
}

fn list(client: &SdkClient) -> SdkRequest {
    client.sign_rpc1(&Rpc1Call::new(Kms, "ListKmsInstances", &PAGE))
}

#[tokio::test]
async fn parameters_stand_in_query_form_or_both() {
    let cloud = TestCloud::start().await;
    let client = cloud.client();
    let base = Rpc1Call::new(Kms, "ListKmsInstances", &PAGE);
    let calls = [
        base,
        Rpc1Call { method: "GET", ..base },
        Rpc1Call { query: &[], form: &PAGE, ..base },
        Rpc1Call { query: &[], form: &PAGE, common_in_form: true, ..base },
        Rpc1Call { common_in_form: true, ..base },
        Rpc1Call { format: Some("json"), nonce: false, ..base },
    ];
    for call in calls {
        let answer = client.send(&client.sign_rpc1(&call)).await;
        assert_eq!(answer.verdict(), (200, "OK".into()), "{call:?}: {}", answer.text());
        assert_eq!(answer.json()["TotalCount"], 8, "{call:?}");
        assert_eq!(answer.header("content-type"), "application/json;charset=utf-8");
        assert_eq!(answer.json()["RequestId"], answer.header("x-acs-request-id"));
    }
}

#[tokio::test]
async fn a_wrong_secret_is_told_the_string_to_sign_behind_the_first_colon() {
    let cloud = TestCloud::start().await;
    let mut client = cloud.client();
    client.credential.access_key_secret = "canary-secret-9b1e".into();
    for method in ["GET", "POST"] {
        let call = Rpc1Call { method, ..Rpc1Call::new(Kms, "ListKmsInstances", &PAGE) };
        let request = client.sign_rpc1(&call);
        let answer = client.send(&request).await;
        assert_eq!(answer.verdict(), (400, "SignatureDoesNotMatch".into()));
        // An older official client compares this with its own text, and then names the secret as the culprit.
        let message = answer.member("Message").unwrap();
        let (head, tail) = message.split_once(':').unwrap();
        assert_eq!(head, "Specified signature is not matched with our calculation. server string to sign is");
        let pairs = kms_signer::encode::parse_form(request.query.as_bytes());
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let pairs: Vec<_> = pairs.into_iter().map(|(name, value)| (text(name), text(value))).collect();
        let signed = kms_signer::rpc1::sign(method, &pairs, &client.credential).unwrap();
        assert_eq!(tail, signed.string_to_sign);
    }
}

#[tokio::test]
async fn no_spelling_of_the_type_drops_a_signed_form() {
    let cloud = TestCloud::start().await;
    let client = cloud.client();
    let form = [("PageSize", "3")];
    for (content_type, verdict) in [
        ("application/x-www-form-urlencoded", (200, "OK")),
        ("application/x-www-form-urlencoded; x=é", (200, "OK")),
        ("APPLICATION/X-WWW-FORM-URLENCODED;charset=utf-8", (200, "OK")),
        ("text/plain", (400, "SignatureDoesNotMatch")),
    ] {
        let call = Rpc1Call { form: &form, ..Rpc1Call::new(Kms, "ListKmsInstances", &[]) };
        let mut request = client.sign_rpc1(&call);
        request.set("content-type", content_type);
        let answer = client.send(&request).await;
        let (status, code) = answer.verdict();
        assert_eq!((status, code.as_str()), verdict, "{content_type}");
        if status == 200 {
            assert_eq!(answer.json()["PageSize"], 3, "{content_type}");
        }
    }
    let mut twice =
        client.sign_rpc1(&Rpc1Call { form: &form, ..Rpc1Call::new(Kms, "ListKmsInstances", &[]) });
    twice.headers.push(("content-type".to_owned(), "text/plain".to_owned()));
    assert_eq!(client.send(&twice).await.verdict(), (400, "IncompleteSignature".into()));
}

#[tokio::test]
async fn each_fault_has_its_own_error() {
    let cloud = TestCloud::start().await;
    let client = cloud.client();
    type Edit = fn(&mut SdkRequest);
    let cases: &[(&str, Edit, u16, &str)] = &[
        ("nothing", |_| (), 200, "OK"),
        ("empty type", |r| r.set_parameter("SignatureType", Some("")), 400, "SignatureDoesNotMatch"),
        ("operation", |r| r.set_parameter("Action", Some("DescribeRegions")), 400, "SignatureDoesNotMatch"),
        ("version", |r| r.set_parameter("Version", Some("2016-04-28")), 400, "SignatureDoesNotMatch"),
        ("format", |r| r.set_parameter("Format", Some("json")), 400, "SignatureDoesNotMatch"),
        ("page", |r| r.set_parameter("PageNumber", Some("2")), 400, "SignatureDoesNotMatch"),
        ("more", |r| r.query.push_str("&Filters="), 400, "SignatureDoesNotMatch"),
        ("nonce", |r| r.set_parameter("SignatureNonce", Some("other")), 400, "SignatureDoesNotMatch"),
        ("method", |r| r.method = "GET".into(), 400, "SignatureDoesNotMatch"),
        ("signature", |r| r.set_parameter("Signature", Some("AAAA")), 400, "SignatureDoesNotMatch"),
        ("no signature", |r| r.set_parameter("Signature", None), 400, "IncompleteSignature"),
        ("no key", |r| r.set_parameter("AccessKeyId", None), 400, "IncompleteSignature"),
        ("no date", |r| r.set_parameter("Timestamp", None), 400, "IncompleteSignature"),
        (
            "SHA-256",
            |r| r.set_parameter("SignatureMethod", Some("HMAC-SHA256")),
            400,
            "InvalidSignatureMethod",
        ),
        ("bearer", |r| r.set_parameter("SignatureType", Some("BEARERTOKEN")), 400, "InvalidSignatureMethod"),
        ("key", |r| r.set_parameter("AccessKeyId", Some("nobody")), 404, "InvalidAccessKeyId.NotFound"),
        ("repeated", |r| r.query.push_str("&PageNumber=1"), 400, "InvalidParameter.Format"),
        (
            "offset",
            |r| r.set_parameter("Timestamp", Some("2026-11-24T16:00:00+08:00")),
            400,
            "InvalidTimeStamp.Format",
        ),
        (
            "an hour old",
            |r| r.set_parameter("Timestamp", Some("2026-11-24T07:00:00Z")),
            400,
            "InvalidTimeStamp.Expired",
        ),
    ];
    for (what, edit, status, code) in cases {
        let mut request = list(&client);
        edit(&mut request);
        assert_eq!(verdict(&client, &request).await, (*status, (*code).to_owned()), "{what}");
    }
}

#[tokio::test]
async fn operations_are_found_by_signed_parameters_only() {
    let cloud = TestCloud::start().await;
    let client = cloud.client();
    let base = Rpc1Call::new(Kms, "ListKmsInstances", &[]);
    let cases = [
        (Rpc1Call { version: "2001-01-01", ..base }, (400, "InvalidVersion")),
        (Rpc1Call { action: "listKmsInstances", ..base }, (404, "InvalidAction.NotFound")),
        (Rpc1Call { action: "DescribeVpcs", ..base }, (404, "InvalidAction.NotFound")),
        (
            Rpc1Call { version: "2016-04-28", action: "DescribeRegions", ..base },
            (404, "InvalidAction.NotFound"),
        ),
    ];
    for (call, (status, code)) in cases {
        let found = verdict(&client, &client.sign_rpc1(&call)).await;
        assert_eq!(found, (status, code.to_owned()), "{call:?}");
    }
    let mut path = list(&client);
    path.path = "/other".into();
    assert_eq!(verdict(&client, &path).await, (404, "InvalidApi.NotFound".into()));
}

#[tokio::test]
async fn a_replay_is_refused_and_a_forgery_burns_no_nonce() {
    let cloud = TestCloud::start().await;
    let client = cloud.client();
    let good = list(&client);
    let mut forged = good.clone();
    forged.set_parameter("PageNumber", Some("2"));
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
    for (minutes, code) in
        [(15, "OK"), (16, "InvalidTimeStamp.Expired"), (-15, "OK"), (-16, "InvalidTimeStamp.Expired")]
    {
        let request = list(&client);
        cloud.clock.advance(minutes);
        assert_eq!(verdict(&client, &request).await.1, code, "{minutes} minutes");
        cloud.clock.advance(-minutes);
    }
}

#[tokio::test]
async fn only_kms_goes_without_a_nonce() {
    let cloud = TestCloud::start().await;
    let client = cloud.client();
    let without =
        |product, action| client.sign_rpc1(&Rpc1Call { nonce: false, ..Rpc1Call::new(product, action, &[]) });
    let kms = without(Kms, "ListKmsInstances");
    assert_eq!(verdict(&client, &kms).await, (200, "OK".into()));
    assert_eq!(verdict(&client, &kms).await, (200, "OK".into()), "nothing is remembered of it");
    for (product, action) in [(Vpc, "DescribeVpcs"), (Sts, "GetCallerIdentity")] {
        let found = verdict(&client, &without(product, action)).await;
        assert_eq!(found, (400, "MissingSignatureNonce".into()), "{action}");
    }
}

#[tokio::test]
async fn headers_decide_nothing() {
    let cloud = TestCloud::start().await;
    let client = cloud.client();
    let forged = [
        ("x-acs-action", "DescribeRegions"),
        ("x-acs-version", "2016-04-28"),
        ("x-acs-date", "2001-01-01T00:00:00Z"),
        ("x-acs-signature-nonce", "1"),
        ("x-acs-content-sha256", "1"),
        ("x-acs-security-token", "token"),
        ("x-acs-accesskey-id", "nobody"),
        ("accept", "text/xml"),
    ];
    let mut all = list(&client);
    for (name, value) in forged {
        let mut one = list(&client);
        one.set(name, value);
        all.set(name, value);
        let answer = client.send(&one).await;
        assert_eq!(answer.json()["TotalCount"], 8, "{name}: {}", answer.text());
    }
    // A body that is no form is not signed, so it says nothing.
    all.set("content-type", "application/json");
    all.body = br#"{"PageNumber": 2}"#.to_vec();
    let answer = client.send(&all).await;
    assert_eq!((&answer.json()["TotalCount"], &answer.json()["PageNumber"]), (&8.into(), &1.into()));
}
