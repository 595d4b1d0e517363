use serde_json::Value;

use super::read;
use crate::{Context, PUBLISHED_ACTIONS, PUBLISHED_CONDITIONS, Request};

#[test]
fn any_value_is_read_as_serde_json_reads_it() {
    for text in [
        PUBLISHED_ACTIONS,
        PUBLISHED_CONDITIONS,
        r#"{"a":[1,-2,3.5,1e3,18446744073709551615,18446744073709551616,-0],"b":{},"c":[[],null,true,false]}"#,
        r#""\u00e9\n\ud83d\ude00""#,
        " 7 ",
    ] {
        let expected: Value = serde_json::from_str(text).expect("JSON");
        assert_eq!(read::<Value>(text), Ok(expected), "{text}");
    }
    for text in ["", "{", "[1,]", "{} {}", r#""\x""#, "nul", "01", "{'a':1}", "/**/1"] {
        assert!(serde_json::from_str::<Value>(text).is_err() && read::<Value>(text).is_err(), "{text}");
    }
}

#[test]
fn shapes_are_read_as_serde_json_reads_them() {
    for text in [
        r#"{"kind":"key"}"#,
        r#"{"kind":"secret","owner":null,"base":"{}"}"#,
        r#"{"kind":"key","around":{"res":{"instance":null},"me":{"principal":"p","session":{"b":"1","a":"2"}}}}"#,
        r#"{"kind":"key","around":{"res":{"instance":{"id":"i","state":"Connected"}},"net":{"bound_vpcs":["b","a","b"]}}}"#,
        r#"{"kind":"key","around":{"cfg":{"minPrefix":{"v4":9},"sizeWarningPercent":80},"net":{"quota":{"limit":1,"used":0}}}}"#,
    ] {
        let expected: Context = serde_json::from_str(text).expect("a context");
        assert_eq!(read::<Context>(text), Ok(expected), "{text}");
    }
    let request = r#"{"principal":"acs:ram::1111222233334444:root","via":"sts","action":"kms:Decrypt",
        "context":{"a":"x","b":true,"c":1,"d":1.50,"e":-3,"f":1e3},"open":["k"]}"#;
    assert_eq!(read::<Request>(request), Ok(serde_json::from_str(request).expect("a request")));
}

#[test]
fn other_shapes_are_refused_at_their_place() {
    for (text, expected) in [
        (r#"{"kind":"alias"}"#, "unknown variant `alias`, expected `key` or `secret` at line 1 column 9"),
        (r#"{"owner":"1"}"#, "missing field `kind` at line 1 column 10"),
        ("[]", "invalid type: an array, expected struct Context at line 1 column 1"),
        ("{\"kind\":\"key\",\n\"owner\":1}", "invalid type: a number, expected a string at line 2 column 9"),
        (r#"{"kind":"key","kind":"key"}"#, "duplicate field `kind` at line 1 column 15"),
        (r#"{"kind":"key","#, "a syntax error at line 1 column 15"),
        ("", "an empty text"),
    ] {
        assert!(serde_json::from_str::<Context>(text).is_err(), "{text}");
        assert_eq!(
            read::<Context>(text).map_err(|error| error.to_string()),
            Err(expected.to_owned()),
            "{text}"
        );
    }
    for text in [
        r#"{"kind":"key","base":true}"#,
        r#"{"kind":"key","around":{"net":{"bound_vpcs":{}}}}"#,
        r#"{"kind":"key","around":{"cfg":{"sizeWarningPercent":300}}}"#,
        r#"{"kind":"key","around":{"cfg":{"maxPolicyAdmins":-1}}}"#,
        r#"{"kind":"key","around":{"clok":"x"}}"#,
        r#"{"kind":1}"#,
    ] {
        assert!(serde_json::from_str::<Context>(text).is_err() && read::<Context>(text).is_err(), "{text}");
    }
}
