use super::*;

fn source(text: &str) -> Source {
    Source { path: "f".to_owned(), text: text.to_owned() }
}

#[test]
fn judges_views() {
    for (text, count) in [
        (r#"<p class="a">"#, 0),
        (r#"<p style="color: red">"#, 1),
        ("<p style='color: red'>", 1),
        (r#"<p style:--fill="3">"#, 0),
        (r#"<p data-style="x">"#, 0),
        (r#"// style="x" would be blocked"#, 0),
        ("<div inner_html=text>", 1),
        ("node.set_inner_html(text)", 1),
    ] {
        assert_eq!(view_findings(&source(text)).len(), count, "{text}");
    }
}

#[test]
fn judges_the_page() {
    for (text, count) in [
        (r#"<script src="./boot.js"></script>"#, 0),
        ("<script>alert(1)</script>", 1),
        ("<style>p{}</style>", 1),
        (r#"<body onload="x()">"#, 1),
        (r#"<p style="color:red">"#, 1),
        (r#"<base href="/">"#, 1),
    ] {
        assert_eq!(page_findings(&source(text)).len(), count, "{text}");
    }
}

#[test]
fn wants_every_sheet_linked_once() {
    let link = |name: &str| format!("<link rel=\"stylesheet\" href=\"./style/{name}.css\">");
    let sheets = ["style/layers.css".to_owned(), "style/a.css".to_owned()];
    for (names, expected) in [
        (&["layers", "a"][..], &[][..]),
        (&["layers"], &["style/a.css: index.html does not link it"]),
        (&["layers", "a", "a"], &["style/a.css: index.html links it more than once"]),
        (&["a", "layers"], &["f: the first style sheet must be style/layers.css"]),
    ] {
        let page = source(&names.iter().map(|name| link(name)).collect::<String>());
        let found = sheet_findings(&page, &sheets);
        let found: Vec<_> =
            found.iter().map(|finding| format!("{}: {}", finding.place, finding.words)).collect();
        assert_eq!(found, expected, "{names:?}");
    }
}
