use super::judge;
use bytes::Bytes;
use http::StatusCode;
use kms_api::error::Origin;
use serde_json::json;

fn code_of(status: u16, body: &impl ToString) -> String {
    match judge(StatusCode::from_u16(status).unwrap(), Bytes::from(body.to_string())) {
        Ok(_) => "ok".to_owned(),
        Err(error) => error.public.code,
    }
}

#[test]
fn answers_are_judged_by_status_and_shape() {
    let cases = [
        (200, r#"{"RequestId":"A"}"#, "ok"),
        (200, "{}", "ok"),
        (200, r#"{"A":1,"A":2}"#, "BadUpstreamAnswer"),
        (200, "[]", "BadUpstreamAnswer"),
        (200, "", "BadUpstreamAnswer"),
        (200, "<html>", "BadUpstreamAnswer"),
        (204, "{}", "BadUpstreamAnswer"),
        (302, r#"{"RequestId":"A"}"#, "BadUpstreamAnswer"),
        (400, r#"{"Code":"InvalidParameter","Message":"m"}"#, "InvalidParameter"),
        (503, r#"{"code":"ServiceUnavailable"}"#, "ServiceUnavailable"),
        (502, "<html>Bad Gateway</html>", "BadUpstreamAnswer"),
        (400, r#"{"Message":"no code"}"#, "BadUpstreamAnswer"),
        (400, r#"{"Code":7}"#, "BadUpstreamAnswer"),
    ];
    for (status, body, expected) in cases {
        assert_eq!(code_of(status, &body), expected, "{status} {body}");
    }
}

#[test]
fn the_cloud_s_own_errors_pass_with_text_and_request_id() {
    let body = json!({"HttpStatus": 400, "Code": "Rejected.ShareQuotaExceedLimit", "Message": "m", "RequestId": "R"});
    let error = judge(StatusCode::BAD_REQUEST, body.to_string().into()).unwrap_err().public;
    assert_eq!((error.message.as_str(), error.request_id.as_str(), error.status), ("m", "R", 400));
    assert_eq!(error.origin, Origin::Cloud);
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
        let body = json!({"Code": code, "Message": "canary POST\n/\nPolicy=…", "RequestId": "R"});
        let error = judge(StatusCode::BAD_REQUEST, body.to_string().into()).unwrap_err();
        let text = format!("{error:?}");
        assert!(!text.contains("canary"), "{code}: {text}");
        assert_eq!(error.public.code, "UpstreamSignature", "{code}");
        assert_eq!((error.public.request_id.as_str(), error.public.status), ("R", 502));
    }
    for message in
        ["server string to sign is:x", "server CanonicalRequest is [x]", "server StringToSign is [x]"]
    {
        assert_eq!(code_of(400, &json!({"Code": "Other", "Message": message})), "UpstreamSignature");
    }
}
