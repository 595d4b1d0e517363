//! Answers as XML: for whom, with which roots, and that nobody's text can break them.

use kms_api::Product::{Kms, Vpc};
use kms_tests::{Answer, Rpc1Call, SdkClient, TestCloud};

async fn call(client: &SdkClient, call: Rpc1Call<'_>) -> Answer {
    client.send(&client.sign_rpc1(&call)).await
}

fn root(answer: &Answer) -> String {
    assert_eq!(answer.header("content-type"), "text/xml;charset=utf-8");
    assert_eq!(answer.member("RequestId").unwrap(), answer.header("x-acs-request-id"));
    let text = answer.text();
    roxmltree::Document::parse(&text).unwrap().root_element().tag_name().name().to_owned()
}

#[tokio::test]
async fn calls_signed_by_parameters_get_xml_unless_they_ask_for_json() {
    let cloud = TestCloud::start().await;
    let client = cloud.client();
    let base = Rpc1Call::new(Kms, "ListKmsInstances", &[]);
    for format in [None, Some("XML"), Some("xml"), Some("Xml"), Some("")] {
        for method in ["GET", "POST"] {
            let answer = call(&client, Rpc1Call { format, method, ..base }).await;
            assert_eq!(root(&answer), "ListKmsInstancesResponse", "{format:?}");
            assert_eq!(answer.member("TotalCount").as_deref(), Some("8"));
        }
    }
    for format in ["JSON", "json", "Json"] {
        let answer = call(&client, Rpc1Call { format: Some(format), ..base }).await;
        assert_eq!(answer.json()["TotalCount"], 8, "{format}");
    }
    let answer = call(&client, Rpc1Call { format: Some("yaml"), ..base }).await;
    assert_eq!(
        (root(&answer).as_str(), answer.verdict()),
        ("Error", (400, "InvalidParameter.Format".into()))
    );
    // The other scheme has no such choice.
    for format in ["XML", "JSON"] {
        let answer = client.call(Kms, "ListKmsInstances", &[("Format", format)]).await;
        assert_eq!(answer.json()["TotalCount"], 8);
        assert_eq!(answer.header("content-type"), "application/json;charset=utf-8");
    }
}

#[tokio::test]
async fn roots_tell_who_answers() {
    let cloud = TestCloud::start().await;
    let client = cloud.client();
    let xml = |product, action, query| Rpc1Call { format: None, ..Rpc1Call::new(product, action, query) };
    assert_eq!(root(&call(&client, xml(Kms, "DescribeRegions", &[])).await), "KMS");
    assert_eq!(root(&call(&client, xml(Vpc, "DescribeRegions", &[])).await), "DescribeRegionsResponse");

    let own = call(&client, xml(Kms, "GetKmsInstance", &[("KmsInstanceId", "kst-none")])).await;
    assert_eq!(root(&own), "KMS");
    assert_eq!(own.verdict(), (403, "Forbidden.DKMSInstanceNotFound".into()));
    assert_eq!(own.member("HttpStatus").as_deref(), Some("403"));

    let gateway = call(&client, xml(Kms, "NoSuchOperation", &[])).await;
    assert_eq!(root(&gateway), "Error");
    assert_eq!(gateway.verdict(), (404, "InvalidAction.NotFound".into()));
    assert!(gateway.member("HostId").unwrap().starts_with("kms.cn-hangzhou.localhost"));
    assert_eq!(gateway.member("Recommend").as_deref(), Some(""));
}

#[tokio::test]
async fn refusals_before_the_signature_are_answered_as_asked_too() {
    let cloud = TestCloud::start().await;
    let client = cloud.client();
    for (format, is_xml) in [(None, true), (Some("JSON"), false)] {
        let mut request =
            client.sign_rpc1(&Rpc1Call { format, ..Rpc1Call::new(Kms, "ListKmsInstances", &[]) });
        request.set_parameter("Signature", Some("x"));
        let answer = client.send(&request).await;
        assert_eq!(answer.verdict(), (400, "SignatureDoesNotMatch".into()));
        assert_eq!(answer.header("content-type").starts_with("text/xml"), is_xml);
        request.set_parameter("Filters", Some(&"x".repeat(64_000)));
        let answer = client.send(&request).await;
        assert_eq!(answer.verdict(), (414, "RequestURITooLong".into()));
        assert_eq!(answer.header("content-type").starts_with("text/xml"), is_xml);
        assert_eq!(answer.member("RequestId").unwrap(), answer.header("x-acs-request-id"));
    }
}

#[tokio::test]
async fn text_of_the_caller_cannot_break_the_document() {
    let cloud = TestCloud::start().await;
    let client = cloud.client();
    // The string to sign is the one text that echoes; `HostId` is a header that nobody signs.
    let mut request =
        client.sign_rpc1(&Rpc1Call { format: None, ..Rpc1Call::new(Kms, "ListKmsInstances", &[]) });
    request.set_parameter("Filters", Some("]]></Message><Code>OK</Code>\u{0}\u{b}"));
    request.set("host", "<a>&\"");
    let answer = client.send(&request).await;
    assert_eq!(root(&answer), "Error");
    assert_eq!(answer.verdict(), (400, "SignatureDoesNotMatch".into()));
    assert_eq!(answer.member("HostId").as_deref(), Some("<a>&\""));
    let mut repeated =
        client.sign_rpc1(&Rpc1Call { format: None, ..Rpc1Call::new(Kms, "ListKmsInstances", &[]) });
    repeated.query.push_str("&%00%3Cb%3E=1&%00%3Cb%3E=2");
    let answer = client.send(&repeated).await;
    let message = answer.member("Message").unwrap();
    assert_eq!(message, "The parameter \u{fffd}<b> is given more than once.");
}
