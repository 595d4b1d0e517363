use proptest::prelude::*;

use super::{Style, format, minify};
use crate::{canonical, catalog::tests::CATALOG, document::Document, text::Tree};

fn pretty(text: impl Into<Vec<u8>>) -> Option<String> {
    let formatted = format(&Tree::parse(text), Style::Pretty).ok()?;
    Some(String::from_utf8_lossy(&formatted).into_owned())
}

#[test]
fn layout() {
    let long = format!(r#"["{}","b"]"#, "a".repeat(71));
    let fits = format!(r#"["{}", "b"]"#, "a".repeat(71));
    let longer = format!(r#"["{}","b"]"#, "a".repeat(72));
    let broken = format!("[\n  \"{}\",\n  \"b\"\n]", "a".repeat(72));
    for (text, expected) in [
        ("", ""),
        ("{ }", "{}"),
        ("[\n]", "[]"),
        (r#"{"b":1.50e+1,"a":"\u0041/\/"}"#, "{\n  \"b\": 1.50e+1,\n  \"a\": \"\\u0041/\\/\"\n}"),
        (r#"{"a":["x","y"]}"#, "{\n  \"a\": [\"x\", \"y\"]\n}"),
        (r#"[1,[],{}]"#, "[\n  1,\n  [],\n  {}\n]"),
        (
            r#"{"a":{"b":[{"c":null}]}}"#,
            "{\n  \"a\": {\n    \"b\": [\n      {\n        \"c\": null\n      }\n    ]\n  }\n}",
        ),
        (&long, &fits),
        (&longer, &broken),
        ("\u{feff}[\"é\"]", "[\"é\"]"),
    ] {
        assert_eq!(pretty(text).as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn nothing_is_lost() {
    for (text, at) in [("[1,]", 2), ("[1 /* why */]", 3), ("{\"a\":1", 6), ("[\"\\x\"]", 2)] {
        let tree = Tree::parse(text);
        for style in [Style::Pretty, Style::Minified] {
            let error = format(&tree, style).expect_err(text);
            assert_eq!(error.0.span.start, at, "{text}");
        }
    }
}

#[test]
fn depth_costs_no_square() {
    let text = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let formatted = format(&Tree::parse(text.clone()), Style::Pretty).expect("no error");
    assert!(formatted.len() < 30_000_000);
    assert_eq!(minify(&Tree::parse(formatted)).expect("no error"), text.into_bytes());
}

fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("-1.0E-2".to_owned()),
        "\"[a-z\u{e9} ]{0,40}\"",
        Just(r#""\n\u00e9""#.to_owned()),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(" ,"))),
            prop::collection::vec(("[a-c]{0,2}", inner), 0..4).prop_map(|members| {
                let members: Vec<String> =
                    members.into_iter().map(|(name, value)| format!("\"{name}\"\t:{value}\n")).collect();
                format!("{{{}}}", members.join(","))
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: crate::oracle::cases(100_000), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn stable_and_the_same_to_a_reader(text in json()) {
        let tree = Tree::parse(text.clone());
        let formatted = format(&tree, Style::Pretty).expect("no error");
        let minified = minify(&tree).expect("no error");
        let again = |text: &[u8], style| format(&Tree::parse(text), style).expect("no error");
        prop_assert_eq!(&again(&formatted, Style::Pretty), &formatted);
        prop_assert_eq!(&again(&minified, Style::Pretty), &formatted);
        prop_assert_eq!(&again(&formatted, Style::Minified), &minified);
        let read = |text: &[u8]| Document::parse(text, &CATALOG);
        prop_assert!(canonical::same_statements(&read(text.as_bytes()), &read(&formatted)));
        prop_assert!(canonical::same_statements(&read(text.as_bytes()), &read(&minified)));
    }

    #[test]
    fn any_bytes_are_refused_or_kept(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
        let blank = |byte: &u8| !byte.is_ascii_whitespace();
        if let Ok(formatted) = format(&Tree::parse(bytes.clone()), Style::Pretty) {
            let kept: Vec<u8> = formatted.into_iter().filter(blank).collect();
            let before: Vec<u8> = bytes.into_iter().filter(blank).collect();
            prop_assert_eq!(kept, before);
        }
    }
}
