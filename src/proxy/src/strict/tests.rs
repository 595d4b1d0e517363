use super::check_object;

#[test]
fn objects_without_doubled_members_pass() {
    let cases = [
        (r#"{}"#, true),
        (r#"{"a":1,"b":[1.5,-2,true,null,"x"],"c":{"a":1}}"#, true),
        (r#"{"a":18446744073709551615,"b":99999999999999999999}"#, true),
        (r#"{"a":1,"a":2}"#, false),
        (r#"{"x":{"a":1,"\u0061":2}}"#, false),
        (r#"{"x":[{"a":1,"b":2,"a":3}]}"#, false),
        (r#"[]"#, false),
        (r#""text""#, false),
        (r#"{} {}"#, false),
        (r#"{"a":1"#, false),
        ("", false),
        ("{\"a\":\"\u{0}\"}", false),
    ];
    for (json, expected) in cases {
        assert_eq!(check_object(json.as_bytes(), 16).is_ok(), expected, "{json}");
    }
    assert!(check_object(b"{\"a\":\"\xff\"}", 16).is_err(), "not UTF-8");
}

#[test]
fn nesting_has_a_limit() {
    let nested = |levels: usize| format!("{}1{}", r#"{"a":"#.repeat(levels), "}".repeat(levels));
    assert!(check_object(nested(4).as_bytes(), 4).is_ok());
    assert!(check_object(nested(5).as_bytes(), 4).is_err());
    assert!(check_object(format!(r#"{{"a":{}{}}}"#, "[".repeat(4), "]".repeat(4)).as_bytes(), 4).is_err());
}
