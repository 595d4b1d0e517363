use super::{Kind, judge};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode};
use kms_api::error::Origin;
use proptest::prelude::*;
use serde_json::json;
use std::time::Duration;

/// Kind of the failure and code; `ok` for a success.
fn judged(status: u16, body: &(impl ToString + ?Sized)) -> String {
    let status = StatusCode::from_u16(status).unwrap();
    match judge(status, &HeaderMap::new(), Bytes::from(body.to_string())) {
        Ok(_) => "ok".to_owned(),
        Err(failure) => format!("{:?} {}", failure.kind, failure.error.public.code),
    }
}

#[test]
fn answers_are_judged_by_status_and_shape() {
    let deep = "[".repeat(100_000);
    let cases = [
        (200, r#"{"RequestId":"A"}"#, "ok"),
        (200, "{}", "ok"),
        (200, r#"{"A":1,"A":2}"#, "Ambiguous BadUpstreamAnswer"),
        (200, "[]", "Ambiguous BadUpstreamAnswer"),
        (200, "", "Ambiguous BadUpstreamAnswer"),
        (200, "<html>", "Ambiguous BadUpstreamAnswer"),
        (204, "{}", "Ambiguous BadUpstreamAnswer"),
        (302, r#"{"RequestId":"A"}"#, "Refused BadUpstreamAnswer"),
        (400, r#"{"Code":"InvalidParameter","Message":"m"}"#, "Refused InvalidParameter"),
        (503, r#"{"code":"ServiceUnavailable"}"#, "Ambiguous ServiceUnavailable"),
        (502, "<html>Bad Gateway</html>", "Ambiguous BadUpstreamAnswer"),
        (429, "<html>Slow down</html>", "Throttled BadUpstreamAnswer"),
        (500, "", "Ambiguous BadUpstreamAnswer"),
        (400, r#"{"Message":"no code"}"#, "Ambiguous BadUpstreamAnswer"),
        (400, r#"{"Code":7}"#, "Ambiguous BadUpstreamAnswer"),
        (400, r#"{"Code":null,"Message":"m"}"#, "Ambiguous BadUpstreamAnswer"),
        (400, r#"{"Code":"not a code\u0007"}"#, "Ambiguous BadUpstreamAnswer"),
        (400, r#"{"Code":"A","Code":"B"}"#, "Ambiguous BadUpstreamAnswer"),
        (400, r#"{"Code":"A","code":"B"}"#, "Ambiguous BadUpstreamAnswer"),
        (400, r#"[{"Code":"A"}]"#, "Ambiguous BadUpstreamAnswer"),
        (400, r#""Code""#, "Ambiguous BadUpstreamAnswer"),
        (400, &deep, "Ambiguous BadUpstreamAnswer"),
        (400, &format!(r#"{{"Code":"A","Deep":{deep}"#), "Refused A"),
    ];
    for (status, body, expected) in cases {
        assert_eq!(judged(status, body), expected, "{status} {body:.60}");
    }
}

#[test]
fn what_a_fault_proves_is_read_from_its_code() {
    let cases = [
        (400, "Throttling", Kind::Throttled),
        (400, "Throttling.User", Kind::Throttled),
        (400, "throttling.api", Kind::Throttled),
        (429, "Rejected.Throttling", Kind::Throttled),
        (503, "Throttling.Api", Kind::Throttled),
        (400, "InvalidTimeStamp.Expired", Kind::Clock),
        (400, "IllegalTimestamp", Kind::Clock),
        (403, "RequestTimeTooSkewed", Kind::Clock),
        (400, "InvalidSecurityToken.Expired", Kind::Expired),
        (400, "InvalidSecurityToken.Malformed", Kind::Refused),
        (400, "SignatureNonceUsed", Kind::NonceUsed),
        (400, "SignatureDoesNotMatch", Kind::Refused),
        (500, "InternalFailure", Kind::Ambiguous),
        (503, "SerivceUnvailableTemporary", Kind::Ambiguous),
        (503, "ServiceUnavailableTemporary", Kind::Ambiguous),
        (500, "SomethingNew", Kind::Ambiguous),
        (403, "Forbidden.RAM", Kind::Refused),
        (404, "Forbidden.DKMSInstanceNotFound", Kind::Refused),
    ];
    for (status, code, expected) in cases {
        let body = json!({"Code": code, "Message": "m"}).to_string();
        let status = StatusCode::from_u16(status).unwrap();
        let failure = judge(status, &HeaderMap::new(), body.into()).unwrap_err();
        assert_eq!(failure.kind, expected, "{code}");
    }
}

#[test]
fn code_text_and_request_id_are_kept_from_every_envelope() {
    let cases = [
        r#"{"HttpStatus":400,"Code":"C.D","Message":"a <b> & c","RequestId":"R"}"#,
        r#"{"requestId":"R","code":"C.D","message":"a <b> & c","Recommend":{"x":[1]}}"#,
        "\u{feff} {\"RequestId\":\"R\",\"Code\":\"C.D\",\"Message\":\"a <b> & c\",\"HostId\":\"cut he",
        "<?xml version='1.0' encoding='UTF-8'?><Error><RequestId>R</RequestId><HostId>h</HostId><Code>C.D</Code>\
         <Message>a &lt;b&gt; &amp; c</Message><Recommend><Code>X</Code></Recommend></Error>",
        "<KMS><HttpStatus>400</HttpStatus><Code>C.D</Code><Message><![CDATA[a <b> & c]]></Message><RequestId>R</RequestId></KMS>",
        "<Error xmlns='x'><Code>C.D</Code><Message>a &#60;b&#x3e; &amp; c</Message><RequestId>R</RequestId><HostId>cut",
    ];
    for body in cases {
        let error = judge(StatusCode::BAD_REQUEST, &HeaderMap::new(), body.into()).unwrap_err().error.public;
        let found = (error.code.as_str(), error.message.as_str(), error.request_id.as_str(), error.status);
        assert_eq!(found, ("C.D", "a <b> & c", "R", 400), "{body}");
        assert_eq!(error.origin, Origin::Cloud);
    }
}

#[test]
fn other_xml_is_no_error_of_the_cloud() {
    for body in [
        "<html><Code>C</Code></html>",
        "<Code>C</Code>",
        "<Error><Code>A</Code><Code>B</Code></Error>",
        "<Error><Inner><Code>A</Code></Inner></Error>",
        "<Error><Code>A</Message></Error>",
        "<!DOCTYPE x [<!ENTITY a 'b'>]><Error><Code>&a;</Code></Error>",
    ] {
        assert_eq!(judged(400, body), "Ambiguous BadUpstreamAnswer", "{body}");
    }
}

#[test]
fn members_of_another_type_are_left_out_and_long_or_odd_text_is_cut() {
    let body = json!({"Code": "C", "Message": {"a": 1}, "RequestId": 7}).to_string();
    let mut headers = HeaderMap::new();
    headers.insert("x-acs-request-id", HeaderValue::from_static("FROM-HEADER"));
    let error = judge(StatusCode::BAD_REQUEST, &headers, body.into()).unwrap_err().error.public;
    assert_eq!((error.message.as_str(), error.request_id.as_str()), ("", "FROM-HEADER"));

    let long = format!("\u{1b}[31m{}", "x".repeat(10_000));
    let body = json!({"Code": "C", "Message": long, "RequestId": "i".repeat(1_000)}).to_string();
    let error = judge(StatusCode::BAD_REQUEST, &headers, body.into()).unwrap_err().error.public;
    assert_eq!((error.message.len(), error.request_id.len()), (4096, 64));
    assert!(error.message.starts_with(" [31mx"), "{:.20}", error.message);

    let error = judge(StatusCode::BAD_GATEWAY, &headers, "<html>".into()).unwrap_err().error;
    assert_eq!((error.public.request_id.as_str(), error.public.status), ("FROM-HEADER", 502));
}

#[test]
fn the_pause_and_the_date_of_a_refusal_are_kept() {
    let mut headers = HeaderMap::new();
    headers.insert("x-acs-retry-after", HeaderValue::from_static("700"));
    headers.insert("date", HeaderValue::from_static("Tue, 24 Nov 2026 08:00:00 GMT"));
    let body = json!({"Code": "Throttling.User"}).to_string();
    let failure = judge(StatusCode::BAD_REQUEST, &headers, body.clone().into()).unwrap_err();
    assert_eq!(failure.retry_after, Some(Duration::from_millis(700)));
    assert_eq!(failure.date.as_deref(), Some("Tue, 24 Nov 2026 08:00:00 GMT"));
    for odd in ["-1", "", "soon", "99999999999999999999999"] {
        headers.insert("x-acs-retry-after", HeaderValue::from_static(odd));
        let failure = judge(StatusCode::BAD_REQUEST, &headers, body.clone().into()).unwrap_err();
        assert_eq!(failure.retry_after, None, "{odd}");
    }
}

#[test]
fn faults_of_signature_and_credentials_lose_their_text() {
    for code in [
        "SignatureDoesNotMatch",
        "IncompleteSignature",
        "InvalidSignatureMethod",
        "SignatureNonceUsed",
        "InvalidTimeStamp.Expired",
        "InvalidTimeStamp.Format",
        "IllegalTimestamp",
        "InvalidAccessKeyId.NotFound",
        "InvalidAccessKeyId.Inactive",
        "InvalidAccessKeySecret",
        "InvalidSecurityToken.Expired",
        "MissingSecurityToken",
        "signaturedoesnotmatch",
    ] {
        let json = json!({"Code": code, "Message": "canary POST\n/\nPolicy=…", "RequestId": "R"}).to_string();
        let xml =
            format!("<Error><Code>{code}</Code><Message>canary</Message><RequestId>R</RequestId></Error>");
        for body in [json, xml] {
            let failure = judge(StatusCode::BAD_REQUEST, &HeaderMap::new(), body.into()).unwrap_err();
            let text = format!("{failure:?}");
            assert!(!text.contains("canary"), "{code}: {text}");
            let error = failure.error;
            assert_eq!(error.public.code, "UpstreamSignature", "{code}");
            assert_eq!((error.public.request_id.as_str(), error.public.status), ("R", 502));
            assert_eq!(error.internal.unwrap(), format!("the cloud's code is {code}"));
        }
    }
    for message in
        ["server string to sign is:x", "server CanonicalRequest is [x]", "server StringToSign is [x]"]
    {
        let body = json!({"Code": "Other", "Message": message});
        assert_eq!(judged(400, &body), "Refused UpstreamSignature");
    }
}

proptest! {
    #[test]
    fn no_body_makes_it_panic(status in 200_u16..600, bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let status = StatusCode::from_u16(status).unwrap();
        drop(judge(status, &HeaderMap::new(), bytes.into()));
    }

    #[test]
    fn no_cut_and_no_changed_byte_makes_it_panic(xml in any::<bool>(), cut in 0_usize..200, at in 0_usize..200, byte in any::<u8>()) {
        let whole = if xml {
            "<?xml version='1.0'?><Error a='b'><Code>C</Code><Message>&lt;&#65;<![CDATA[x]]></Message><RequestId>R</RequestId></Error>"
        } else {
            r#"{"Code":"C","Message":"m\u00e9\n","RequestId":"R","AccessDeniedDetail":{"a":[1,2.5e3,true,null]}}"#
        };
        let mut bytes: Vec<u8> = whole.bytes().take(cut).collect();
        if let Some(place) = bytes.get_mut(at) {
            *place = byte;
        }
        drop(judge(StatusCode::BAD_REQUEST, &HeaderMap::new(), bytes.into()));
    }
}
