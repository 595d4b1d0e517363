use super::*;

fn check(text: &str, expected: &[(&str, &[(&str, &str)])]) {
    let found = tags(text);
    let seen: Vec<_> = found
        .iter()
        .map(|tag| {
            let attributes: Vec<_> =
                tag.attributes.iter().map(|a| (a.name.as_str(), a.value.as_str())).collect();
            (tag.name.as_str(), attributes)
        })
        .collect();
    let expected: Vec<_> = expected.iter().map(|(name, attributes)| (*name, attributes.to_vec())).collect();
    assert_eq!(seen, expected, "tags of {text}");
    for tag in &found {
        let written = text.get(tag.range.clone()).unwrap();
        assert!(written.starts_with('<') && written.ends_with('>'), "range of {written}");
        for attribute in &tag.attributes {
            let written = text.get(attribute.range.clone()).unwrap();
            assert_eq!(written, attribute.value, "range of {}", attribute.name);
        }
    }
}

#[test]
fn finds_tags_and_their_attributes() {
    check("", &[]);
    check("a < b", &[]);
    check(
        r#"<link rel="stylesheet" href="./a.css">"#,
        &[("link", &[("rel", "stylesheet"), ("href", "./a.css")])],
    );
    check("<link rel='x' id=y crossorigin>", &[("link", &[("rel", "x"), ("id", "y"), ("crossorigin", "")])]);
    check("<script src=\"./b.js\"></script>", &[("script", &[("src", "./b.js")])]);
    check("<br/><meta charset=\"utf-8\" />", &[("br", &[]), ("meta", &[("charset", "utf-8")])]);
    check("<!doctype html><!-- <link href=\"./no\"> --><p>一</p>", &[("p", &[])]);
    check("<a title=\"1 > 2\"\n  href=./c>", &[("a", &[("title", "1 > 2"), ("href", "./c")])]);
}

#[test]
fn survives_broken_markup() {
    for text in ["<", "<a", "<a b", "<a b=", "<a b=\"", "<!--", "<a =>", "<a \"x\">", "<a/"] {
        tags(text);
    }
}
