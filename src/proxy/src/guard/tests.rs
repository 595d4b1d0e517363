use super::{check_origin, check_target};
use axum::{body::Body, extract::Request};
use http::{HeaderMap, HeaderName, HeaderValue, Method};

fn headers(extra: &[(&str, &str)], json: bool) -> HeaderMap {
    let base: &[(&str, &str)] =
        if json { &[("content-type", "application/json"), ("x-kmsc", "1")] } else { &[] };
    [("host", "127.0.0.1:8080")]
        .iter()
        .chain(base)
        .chain(extra)
        .map(|(name, value)| (HeaderName::try_from(*name).unwrap(), HeaderValue::from_str(value).unwrap()))
        .collect()
}

#[test]
fn posts_come_from_our_own_page() {
    let cases: &[(&[(&str, &str)], bool)] = &[
        (&[("sec-fetch-site", "same-origin")], true),
        (&[("sec-fetch-site", "same-origin"), ("sec-fetch-dest", "empty")], true),
        (&[("sec-fetch-site", "same-origin"), ("sec-fetch-dest", "document")], false),
        (&[("sec-fetch-site", "same-site")], false),
        (&[("sec-fetch-site", "cross-site")], false),
        (&[("sec-fetch-site", "none")], false),
        (&[("sec-fetch-site", "cross-site"), ("origin", "http://127.0.0.1:8080")], false),
        (&[("origin", "http://127.0.0.1:8080")], true),
        (&[("origin", "http://127.0.0.1:8081")], false),
        (&[("origin", "https://127.0.0.1:8080")], false),
        (&[("origin", "http://localhost:8080")], false),
        (&[("origin", "null")], false),
        (&[], true),
        (&[("cookie", "a=b")], false),
    ];
    for (extra, expected) in cases {
        let found = check_origin(&Method::POST, &headers(extra, true)).is_ok();
        assert_eq!(found, *expected, "{extra:?}");
    }
}

#[test]
fn posts_need_what_no_form_of_another_site_can_send() {
    let same = ("sec-fetch-site", "same-origin");
    let cases: &[(&[(&str, &str)], bool)] = &[
        (&[same, ("content-type", "application/json; charset=utf-8"), ("x-kmsc", "1")], true),
        (&[same, ("content-type", "application/json")], false),
        (&[same, ("content-type", "application/json"), ("x-kmsc", "0")], false),
        (&[same, ("content-type", "text/plain"), ("x-kmsc", "1")], false),
        (&[same, ("content-type", "application/x-www-form-urlencoded"), ("x-kmsc", "1")], false),
        (&[same, ("content-type", "application/jsonx"), ("x-kmsc", "1")], false),
        (&[same, ("x-kmsc", "1")], false),
    ];
    for (extra, expected) in cases {
        let found = check_origin(&Method::POST, &headers(extra, false)).is_ok();
        assert_eq!(found, *expected, "{extra:?}");
    }
}

#[test]
fn reads_are_not_navigated_to_nor_embedded() {
    let cases: &[(&[(&str, &str)], bool)] = &[
        (&[], true),
        (&[("sec-fetch-site", "same-origin"), ("sec-fetch-dest", "empty")], true),
        (&[("sec-fetch-site", "none"), ("sec-fetch-dest", "document")], false),
        (&[("sec-fetch-site", "same-origin"), ("sec-fetch-dest", "script")], false),
        (&[("sec-fetch-site", "cross-site"), ("sec-fetch-dest", "empty")], false),
    ];
    for (extra, expected) in cases {
        let found = check_origin(&Method::GET, &headers(extra, false)).is_ok();
        assert_eq!(found, *expected, "{extra:?}");
    }
}

#[test]
fn the_host_is_a_name_of_this_machine() {
    let cases = [
        ("127.0.0.1:8080", "/", true),
        ("localhost", "/", true),
        ("[::1]:8080", "/", true),
        ("console.localhost:8080", "/", true),
        ("evil.example", "/", false),
        ("evil.example:8080", "/", false),
        ("127.0.0.1.evil.example", "/", false),
        ("user@127.0.0.1", "/", false),
        ("10.0.0.1:8080", "/", false),
        ("", "/", false),
        ("localhost", "http://evil.example/", false),
        ("localhost", "http://localhost/", true),
    ];
    for (host, target, expected) in cases {
        let request = Request::builder().uri(target).header("host", host).body(Body::empty()).unwrap();
        assert_eq!(check_target(&request).is_ok(), expected, "{host} {target}");
    }
    let two = Request::builder().uri("/").header("host", "localhost").header("host", "localhost");
    assert!(check_target(&two.body(Body::empty()).unwrap()).is_err());
    let none = Request::builder().uri("/").body(Body::empty()).unwrap();
    assert!(check_target(&none).is_err());
    let long = format!("/{}", "x".repeat(9000));
    let long = Request::builder().uri(long).header("host", "localhost").body(Body::empty()).unwrap();
    assert_eq!(check_target(&long).unwrap_err().public.status, 414);
}
