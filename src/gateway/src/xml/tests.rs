use super::document;
use serde_json::{Value, json};

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>"#;

#[test]
fn lists_repeat_the_element_of_their_member() {
    let cases: &[(Value, &str)] = &[
        (json!({}), "<R></R>"),
        (json!({"A": "x", "B": 12, "C": true, "D": null}), "<R><A>x</A><B>12</B><C>true</C></R>"),
        (
            json!({"Keys": {"Key": [{"Id": "1"}, {"Id": "2"}]}}),
            "<R><Keys><Key><Id>1</Id></Key><Key><Id>2</Id></Key></Keys></R>",
        ),
        (json!({"Bare": ["a", "b"]}), "<R><Bare>a</Bare><Bare>b</Bare></R>"),
        (json!({"Keys": {"Key": []}, "Bare": []}), "<R><Keys></Keys></R>"),
        (json!({"OwnerId": 1_147_203_918_250_263_u64}), "<R><OwnerId>1147203918250263</OwnerId></R>"),
    ];
    for (value, expected) in cases {
        assert_eq!(document("R", value), format!("{HEAD}{expected}"), "{value}");
    }
}

#[test]
fn texts_cannot_end_their_element_or_break_the_document() {
    let cases = [
        ("<b>&amp;]]>", "&lt;b&gt;&amp;amp;]]&gt;"),
        ("\"'", "\"'"),
        (" a\tb\nc\r\n", " a\tb\nc&#13;\n"),
        ("\0\u{1}\u{b}\u{1f}", "\u{fffd}\u{fffd}\u{fffd}\u{fffd}"),
        ("\u{fffe}\u{ffff}\u{7f}", "\u{fffd}\u{fffd}\u{7f}"),
        ("中🔑", "中🔑"),
    ];
    for (text, expected) in cases {
        let found = document("R", &json!(text));
        assert_eq!(found, format!("{HEAD}<R>{expected}</R>"), "{text:?}");
    }
}

#[test]
fn names_that_are_no_names_are_made_harmless() {
    for (name, expected) in [("a><b", "a__b"), ("1", "_1"), ("", "_"), ("#4#x", "_4_x"), ("-", "_-")] {
        assert_eq!(document(name, &json!({})), format!("{HEAD}<{expected}></{expected}>"), "{name}");
    }
}
