use super::{encode, encode_pairs, parse_form};
use proptest::prelude::*;

#[test]
fn encodes_every_special_character_as_the_cloud_does() {
    let cases = [
        ("", ""),
        ("AZaz09-_.~", "AZaz09-_.~"),
        (" ", "%20"),
        ("*", "%2A"),
        ("/", "%2F"),
        ("+", "%2B"),
        ("%", "%25"),
        ("!'()", "%21%27%28%29"),
        ("\0", "%00"),
        ("中", "%E4%B8%AD"),
        ("🔑", "%F0%9F%94%91"),
        ("a b&c=d", "a%20b%26c%3Dd"),
    ];
    for (plain, expected) in cases {
        assert_eq!(encode(plain), expected, "{plain:?}");
    }
}

#[test]
fn decodes_every_spelling_seen_on_the_wire() {
    let cases: [(&str, &[(&str, &str)]); 10] = [
        ("", &[]),
        ("a", &[("a", "")]),
        ("a=", &[("a", "")]),
        ("=a", &[("", "a")]),
        ("a=1&&b=2&", &[("a", "1"), ("b", "2")]),
        ("a=1&a=2", &[("a", "1"), ("a", "2")]),
        ("a=b=c", &[("a", "b=c")]),
        ("a=x+y%20z", &[("a", "x y z")]),
        ("a=/?!'()@:,*$~", &[("a", "/?!'()@:,*$~")]),
        ("a=%zz%2&%41=%e4%b8%AD", &[("a", "%zz%2"), ("A", "中")]),
    ];
    for (wire, expected) in cases {
        let found = parse_form(wire.as_bytes());
        let expected: Vec<_> =
            expected.iter().map(|(n, v)| (n.as_bytes().to_vec(), v.as_bytes().to_vec())).collect();
        assert_eq!(found, expected, "{wire}");
    }
}

proptest! {
    #[test]
    fn what_was_encoded_decodes_to_itself(pairs in prop::collection::vec((".{1,12}", ".{0,40}"), 0..8)) {
        let wire = encode_pairs(&pairs);
        let found = parse_form(wire.as_bytes());
        let expected: Vec<_> =
            pairs.iter().map(|(n, v)| (n.as_bytes().to_vec(), v.as_bytes().to_vec())).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn encoded_text_is_plain_ascii_and_three_bytes_an_escape(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let text = encode(&bytes);
        prop_assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.~%".contains(&b)));
        let escapes = text.bytes().filter(|&b| b == b'%').count();
        prop_assert_eq!(text.len(), bytes.len() + 2 * escapes);
        prop_assert_eq!(text.bytes().any(|b| b.is_ascii_lowercase()), bytes.iter().any(u8::is_ascii_lowercase));
    }

    #[test]
    fn decoding_never_fails_and_never_grows(wire in prop::collection::vec(any::<u8>(), 0..300)) {
        let total: usize = parse_form(&wire).iter().map(|(n, v)| n.len() + v.len()).sum();
        prop_assert!(total <= wire.len());
    }
}
