use super::{LOOK_ALIKES, has_invisible, look_alike, meant, path, shorten};
use crate::text::Tree;

#[test]
fn characters_that_deceive() {
    for (text, expected) in [
        ("kms:Decrypt", false),
        ("kms:Decrypt\u{200b}", true),
        ("kms:D\u{435}crypt", true),
        ("kms\u{ff1a}Decrypt", true),
        ("user/a\u{a0}b", true),
        ("用户", false),
        ("é", false),
    ] {
        assert_eq!(has_invisible(text), expected, "{text:?}");
    }
    for (others, plain) in LOOK_ALIKES {
        assert_eq!(others.chars().count(), plain.chars().count(), "{others}");
        assert!(plain.is_ascii() && others.chars().all(|letter| !letter.is_ascii()), "{others} {plain}");
    }
    assert_eq!(look_alike('\u{ff02}'), None);
}

#[test]
fn names_that_are_meant() {
    let known = ["Sid", "Effect", "Action", "RAM"];
    for (name, expected) in [
        ("Action", None),
        ("action", Some("Action")),
        ("Actions", Some("Action")),
        ("Acton", Some("Action")),
        ("Aciton", Some("Action")),
        ("ram", Some("RAM")),
        ("AWS", None),
        ("Id", None),
        ("NotAction", None),
        ("", None),
    ] {
        assert_eq!(meant(name, &known), expected, "{name}");
    }
}

#[test]
fn paths_lead_to_nodes() {
    let text = r#"{"Statement":[{},{"Condition":{"IpAddress":{"acs:SourceIp":["a","b"]}}}]}"#;
    let tree = Tree::parse(text);
    for (find, expected) in [
        (r#""b""#, "Statement[1].Condition.IpAddress.acs:SourceIp[1]"),
        (r#""acs"#, "Statement[1].Condition.IpAddress.acs:SourceIp"),
        (r#""Statement"#, "Statement"),
    ] {
        let at = text.find(find).expect("it is there") + 1;
        let node = tree.node_at(at).expect("a node");
        assert_eq!(path(&tree, node), expected);
    }
    let deep = Tree::parse("[".repeat(100_000));
    let node = deep.node_at(50_000).expect("a node");
    assert!(path(&deep, node).starts_with('…'));
    assert_eq!(shorten(&"é\n".repeat(50)).chars().count(), 41);
}
