use proptest::prelude::*;

use crate::text::{NodeKind, ProblemKind, Tree, apply};

fn problems(text: &str) -> Vec<(ProblemKind, &str)> {
    let tree = Tree::parse(text);
    let of = |span: crate::text::Span| text.get(span.start..span.end).unwrap_or("?");
    tree.problems().iter().map(|problem| (problem.kind, of(problem.span))).collect()
}

#[test]
fn one_error_for_each_region() {
    use ProblemKind::{
        BadEscape, Comment, ExtraComma, MissingClosers, OpenText, SingleQuotes, Trailing, Unexpected,
    };
    for (text, expected) in [
        (r#"{"a":1,"b":["x"]}"#, vec![]),
        (r#"{"a":1,}"#, vec![(ExtraComma, ",")]),
        (r#"["a",,"b",]"#, vec![(ExtraComma, ","), (ExtraComma, ",")]),
        ("{\"a\":1 // why\n}", vec![(Comment, "// why")]),
        (r#"{"a" 1}"#, vec![(Unexpected, "1")]),
        (r#"{"a":}"#, vec![(Unexpected, "}")]),
        (r#"{"a":,"b":1}"#, vec![(Unexpected, ",")]),
        (r#"{"a":1 "b":2 "c":3}"#, vec![(Unexpected, "\"b\"")]),
        (r#"{"a":1 "b":2,"c" 3}"#, vec![(Unexpected, "\"b\""), (Unexpected, "3")]),
        (r#"{'a':1}"#, vec![(SingleQuotes, "'a'")]),
        (r#"{a:1}"#, vec![(Unexpected, "a")]),
        (r#"{"a":[1}"#, vec![(Unexpected, "}")]),
        (r#"{"a":[1"#, vec![(MissingClosers, "")]),
        (r#"{"a":1}}"#, vec![(Trailing, "}")]),
        (r#"{"a":1} {"b":2}"#, vec![(Trailing, "{\"b\":2}")]),
        ("{\"a\":\"b\n}", vec![(OpenText, "\"b")]),
        (r#"{"a":True}"#, vec![(Unexpected, "True")]),
        (r#"{"a":01}"#, vec![(Unexpected, "01")]),
        (r#"{"a":"\x"}"#, vec![(BadEscape, "\\x")]),
        (r#"{"a":"\ud800"}"#, vec![(BadEscape, "\\ud800")]),
        ("{\"a\":\"\t\"}", vec![(BadEscape, "\t")]),
        ("", vec![]),
        ("hello", vec![(Unexpected, "hello")]),
        ("]", vec![(Unexpected, "]")]),
    ] {
        assert_eq!(problems(text), expected, "{text}");
    }
}

#[test]
fn fixes_leave_no_problem() {
    for text in [
        r#"{"a":1,}"#,
        r#"["a",,"b",]"#,
        "/* x */{\"a\":[1, // why\n]}",
        r#"{'a':'it\'s'}"#,
        r#"{"a":[1"#,
        r#"{"a":[{"b":"c"},"#,
        "{\"a\":\"x\ty\tz\u{1}\"}",
    ] {
        let tree = Tree::parse(text);
        let edits: Vec<_> = tree.problems().iter().flat_map(|problem| problem.fix.clone()).collect();
        let mended = apply(text.as_bytes(), &edits);
        assert_eq!(
            Tree::parse(mended.clone()).problems(),
            [],
            "{text} → {}",
            String::from_utf8_lossy(&mended)
        );
    }
}

#[test]
fn depth_costs_no_stack() {
    for open in ["[", "{\"a\":", "[{\"a\":["] {
        let text = open.repeat(100_000);
        let tree = Tree::parse(text.as_str());
        assert_eq!(tree.print(), text.as_bytes());
        assert_eq!(tree.problems().len(), 1);
    }
}

#[test]
fn texts_are_unescaped() {
    for (text, expected) in [
        (r#""a""#, "a"),
        (r#""\u0061\n\"\\""#, "a\n\"\\"),
        (r#""\ud83d\ude00""#, "😀"),
        (r#""\ud83dx""#, "\u{fffd}x"),
        (r#""\é""#, "\u{fffd}"),
    ] {
        let tree = Tree::parse(text);
        let root = tree.root().expect("a value");
        assert_eq!(tree.text(root).as_deref(), Some(expected), "{text}");
    }
}

/// Bytes that look like policies, so that cases get past the first bracket.
pub(crate) fn near_json() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        8 => prop::sample::select(vec![
            "{", "}", "[", "]", ":", ",", "\"a\"", "\"Statement\"", "\"Effect\"", "\"Allow\"", "'x'", "//c\n", "/*", "1",
            "true", "null", "1e5", "-", "\"\\u00", "\\", "\"", "\u{feff}", "\u{202e}", " ", "\r\n", "é", "#",
        ]).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..4),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: crate::oracle::cases(100_000), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn prints_what_it_read(bytes in near_json()) {
        let tree = Tree::parse(bytes.clone());
        prop_assert_eq!(tree.print(), &bytes[..]);
        // What serde_json reads is no error here, and the other way round, but for names that occur twice.
        // It refuses numbers such as `1e5111`, which are JSON and too large for it alone.
        let read = serde_json::from_slice::<serde_json::Value>(&bytes);
        let too_large = read.as_ref().is_err_and(|error| error.to_string().starts_with("number out of range"));
        let valid = read.is_ok();
        if valid {
            prop_assert_eq!(tree.problems(), []);
        }
        if tree.root().is_some() && tree.problems().is_empty() && !too_large && !bytes.starts_with(b"\xef\xbb\xbf") {
            prop_assert!(valid);
        }
    }
}

#[test]
fn large_numbers_are_json() {
    let bytes = b"1e5111";
    assert_eq!(Tree::parse(bytes.as_slice()).problems(), []);
    let read = serde_json::from_slice::<serde_json::Value>(bytes).expect_err("too large for it");
    assert!(read.to_string().starts_with("number out of range"), "{read}");
}

#[test]
fn closers_that_fit_nothing_do_not_cost_the_depth() {
    for (open, close) in [("[", "}"), ("{\"a\":", "]")] {
        let text = format!("{}{}", open.repeat(100_000), close.repeat(100_000));
        assert_eq!(Tree::parse(text.as_str()).problems().len(), 1);
    }
}

#[test]
fn a_closer_between_name_and_value_is_not_beside_the_member() {
    for text in [r#"{"a"]:1}"#, r#"{"a":]1}"#, r#"{"a"]]:1}"#] {
        let tree = Tree::parse(text);
        let root = tree.root().expect("an object");
        let kinds = |node| tree.children(node).iter().map(|child| tree.kind(*child)).collect::<Vec<_>>();
        assert_eq!(kinds(root), [NodeKind::Member], "{text}");
        let member = tree.members(root).next().expect("a member");
        assert_eq!(kinds(member.node), [NodeKind::Text, NodeKind::Number], "{text}");
        assert!(tree.is_damaged(member.node) && tree.is_damaged(root), "{text}");
        assert_eq!(tree.problems().len(), 1, "{text}");
    }
}
