use super::*;

fn texts(source: &str) -> Result<Texts> {
    let mut texts = Texts::new();
    add(&mut texts, "tab", "en/tab.json", "{\n  \"vpcs\": \"VPCs\"\n}")?;
    add(&mut texts, "menu", "en/menu.json", source)?;
    Ok(texts)
}

#[test]
fn merges_in_the_order_of_keys() {
    let texts = texts("{\n  \"title\": \"KMS\",\n  \"also\": \"A\"\n}").unwrap();
    assert_eq!(merged(&texts).unwrap(), r#"["A","KMS","VPCs"]"#);
    let places: Vec<_> =
        texts.iter().map(|(key, text)| format!("{key} {}:{}", text.file, text.line)).collect();
    assert_eq!(places, ["menu.also en/menu.json:3", "menu.title en/menu.json:2", "tab.vpcs en/tab.json:2"]);
}

#[test]
fn refuses_what_is_no_message() {
    for (source, part) in [
        (r#"{"a": 1}"#, "expected a string"),
        (r#"{"a": {"b": "x"}}"#, "expected a string"),
        (r#"["x"]"#, "an object of messages"),
        (r#"{"a": "x", "a": "y"}"#, "stands twice"),
        (r#"{"a": "#, "cannot parse en/menu.json"),
    ] {
        let error = format!("{:#}", texts(source).unwrap_err());
        assert!(error.contains(part), "{source}: {error}");
    }
}

#[test]
fn finds_parameters() {
    for (words, expected) in [
        ("plain", &[][..]),
        ("{count} of {limit}", &["count", "limit"]),
        ("{b} {a} {b}", &["a", "b"]),
        ("{count, plural, one {# VPC} other {# VPCs}}", &["count"]),
        ("{n, plural, one {# VPC in {zone_id}} other {# VPCs}}", &["n", "zone_id"]),
    ] {
        assert_eq!(parameters(words), expected, "{words}");
    }
}
