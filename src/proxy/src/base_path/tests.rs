use super::BasePath;

#[test]
fn base_paths_begin_and_end_with_a_slash_and_hold_nothing_odd() {
    let cases = [
        ("", Some("/")),
        ("/", Some("/")),
        ("kms", Some("/kms/")),
        ("/kms/", Some("/kms/")),
        ("/tools/kms-1.0", Some("/tools/kms-1.0/")),
        ("//", None),
        ("/a//b", None),
        ("/../x", None),
        ("/.hidden", None),
        ("/a b", None),
        ("/\"><script>", None),
        ("/%2e", None),
    ];
    for (text, expected) in cases {
        let found = text.parse::<BasePath>().ok();
        assert_eq!(found.as_ref().map(BasePath::as_str), expected, "{text}");
    }
}

#[test]
fn strips_only_its_own_prefix() {
    let base: BasePath = "/kms".parse().unwrap();
    assert_eq!(base.strip("/kms/instances"), Some("instances"));
    assert_eq!(base.strip("/kms/"), Some(""));
    assert_eq!(base.strip("/kms"), None);
    assert_eq!(base.strip("/kmsx/instances"), None);
}
