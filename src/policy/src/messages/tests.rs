use std::collections::BTreeSet;

use super::{Language, filled, message, texts};
use crate::finding::Params;

/// `{name}` of a text.
fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

#[test]
fn every_language_says_the_same() {
    for file in Language::ALL.into_iter().flat_map(super::embedded::files) {
        serde_json::from_str::<super::Texts>(file).expect("a message file");
    }
    let texts = |language| texts(language).expect("compiled in");
    let english = texts(Language::English);
    for language in [Language::Chinese, Language::Indonesian] {
        let other = texts(language);
        let keys = |texts: &super::Texts| texts.keys().cloned().collect::<BTreeSet<_>>();
        assert_eq!(keys(english), keys(other), "{language:?}");
        for (key, text) in english {
            let other = other.get(key).expect("compared above");
            assert_eq!(placeholders(text), placeholders(other), "{language:?} {key}");
        }
    }
}

#[test]
fn placeholders_are_filled_once() {
    let params = Params::from([("a", "{b}".to_owned()), ("b", "x".to_owned())]);
    for (template, expected) in [
        ("{a} and {b}", "{b} and x"),
        ("{b}{b}", "xx"),
        ("{c}", "{c}"),
        ("an open {b", "an open {b"),
        ("nothing", "nothing"),
    ] {
        assert_eq!(filled(template, &params), expected, "{template}");
    }
}

#[test]
fn keys_have_texts() {
    assert_eq!(message(Language::English, "no.such.key", &Params::new()), "no.such.key");
    assert_eq!(message(Language::English, "fix.remove", &Params::new()), "Remove it");
}
