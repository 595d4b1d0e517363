use super::{accepted_encodings, content_type, is_plain};
use http::{HeaderMap, HeaderValue, header};

#[test]
fn encodings_are_taken_as_the_client_weighs_them() {
    let cases: &[(&str, &[&str])] = &[
        ("", &[]),
        ("gzip, deflate, br, zstd", &["br", "gzip"]),
        ("gzip", &["gzip"]),
        ("br;q=0, gzip;q=0.5", &["gzip"]),
        ("BR", &["br"]),
        ("*", &["br", "gzip"]),
        ("*;q=0", &[]),
        ("br;q=0, *", &["gzip"]),
        ("identity", &[]),
        ("gzipped", &[]),
    ];
    for (text, expected) in cases {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_str(text).unwrap());
        let found: Vec<_> = accepted_encodings(&headers).into_iter().map(|e| e.name).collect();
        assert_eq!(found, *expected, "{text}");
    }
    assert!(accepted_encodings(&HeaderMap::new()).is_empty());
}

#[test]
fn only_plain_names_reach_the_file_system() {
    for (segment, expected) in [
        ("app-0123.js", true),
        ("a_b", true),
        ("", false),
        (".", false),
        ("..", false),
        (".env", false),
        ("%2e%2e", false),
        ("a\\b", false),
        ("a:b", false),
        ("a\0b", false),
        ("é", false),
    ] {
        assert_eq!(is_plain(segment), expected, "{segment:?}");
    }
}

#[test]
fn only_known_kinds_are_served() {
    assert_eq!(content_type("assets/app.wasm"), Some(("application/wasm", true)));
    assert_eq!(content_type("assets/app.js.br"), None);
    assert_eq!(content_type("assets/app"), None);
    assert_eq!(content_type("secrets.toml"), None);
}
