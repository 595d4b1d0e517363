use super::{Answer, failure, new_request_id, success};
use crate::{
    fault::{Envelope, Fault},
    scheme::Format,
};
use http_body_util::BodyExt;
use serde_json::json;

async fn text(answer: Answer) -> String {
    String::from_utf8(answer.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
}

fn header(answer: &Answer, name: &str) -> Option<String> {
    answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned())
}

#[test]
fn request_ids_are_upper_case_uuids_of_version_4() {
    let ids: std::collections::BTreeSet<String> = (0..100).map(|_| new_request_id()).collect();
    assert_eq!(ids.len(), 100);
    for id in ids {
        let parts: Vec<usize> = id.split('-').map(str::len).collect();
        assert_eq!(parts, [8, 4, 4, 4, 12], "{id}");
        assert!(id.bytes().all(|b| b == b'-' || b.is_ascii_digit() || (b'A'..=b'F').contains(&b)), "{id}");
        assert_eq!(id.as_bytes()[14], b'4', "{id}");
        assert!(b"89AB".contains(&id.as_bytes()[19]), "{id}");
    }
}

#[tokio::test]
async fn the_same_answer_in_both_formats() {
    let head = r#"<?xml version="1.0" encoding="UTF-8"?>"#;
    let json = |json: &str| json.to_owned();
    let xml = |xml: &str| format!("{head}{xml}");
    let gateway = Fault::gateway(400, "Code", "a<b");
    let kms = Fault { envelope: Envelope::Kms, ..gateway.clone() };
    let cases = [
        (success(json!({"A": 1}), "OpResponse", Format::Json, "ID"), json(r#"{"A":1,"RequestId":"ID"}"#)),
        (
            success(json!({"A": 1}), "OpResponse", Format::Xml, "ID"),
            xml("<OpResponse><A>1</A><RequestId>ID</RequestId></OpResponse>"),
        ),
        (
            failure(&gateway, "host", Format::Json, "ID"),
            json(r#"{"Code":"Code","HostId":"host","Message":"a<b","Recommend":"","RequestId":"ID"}"#),
        ),
        (
            failure(&gateway, "host", Format::Xml, "ID"),
            xml("<Error><Code>Code</Code><HostId>host</HostId><Message>a&lt;b</Message>\
                 <Recommend></Recommend><RequestId>ID</RequestId></Error>"),
        ),
        (
            failure(&kms, "host", Format::Json, "ID"),
            json(r#"{"Code":"Code","HttpStatus":400,"Message":"a<b","RequestId":"ID"}"#),
        ),
        (
            failure(&kms, "host", Format::Xml, "ID"),
            xml("<KMS><Code>Code</Code><HttpStatus>400</HttpStatus><Message>a&lt;b</Message>\
                 <RequestId>ID</RequestId></KMS>"),
        ),
    ];
    for (answer, expected) in cases {
        assert_eq!(header(&answer, "x-acs-request-id").as_deref(), Some("ID"));
        let content_type = if expected.starts_with('<') {
            "text/xml;charset=utf-8"
        } else {
            "application/json;charset=utf-8"
        };
        assert_eq!(header(&answer, "content-type").as_deref(), Some(content_type));
        assert_eq!(text(answer).await, expected);
    }
}

#[test]
fn throttling_says_when_to_try_again() {
    let fault = Fault::gateway(400, "Throttling.User", "Request was denied due to user flow control.");
    let retry_after = |retry_after_ms| {
        let fault = Fault { retry_after_ms, ..fault.clone() };
        header(&failure(&fault, "host", Format::Json, "ID"), "x-acs-retry-after")
    };
    assert_eq!(retry_after(None), None);
    assert_eq!(retry_after(Some(700)).as_deref(), Some("700"));
    // Clients take a positive number only, and treat another as no throttling at all.
    assert_eq!(retry_after(Some(0)).as_deref(), Some("1"));
}
