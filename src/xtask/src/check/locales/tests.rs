use super::*;

fn key(name: &str) -> Key {
    let (namespace, name) = name.split_once('.').unwrap();
    Key { namespace: namespace.to_owned(), name: name.to_owned() }
}

fn texts(language: &str, pairs: &[(&str, &str)]) -> Texts {
    let text = |words: &str| Text { words: words.to_owned(), file: format!("{language}/menu.json"), line: 1 };
    pairs.iter().map(|(name, words)| (key(name), text(words))).collect()
}

fn source(text: &str) -> Source {
    Source { path: "f".to_owned(), text: text.to_owned() }
}

#[test]
fn languages_must_agree() {
    let check = |en: &[(&str, &str)], zh: &[(&str, &str)], expected: &[&str]| {
        let found = disagreements("l", &[("en", texts("en", en)), ("zh", texts("zh", zh))]);
        let found: Vec<_> =
            found.into_iter().map(|finding| format!("{}: {}", finding.place, finding.words)).collect();
        assert_eq!(found, expected);
    };
    check(&[("menu.a", "A {n}")], &[("menu.a", "{n} 甲")], &[]);
    check(&[("menu.a", "A")], &[], &["l/en/menu.json:1: `menu.a` is missing in zh"]);
    check(&[], &[("menu.a", "甲")], &["l/zh/menu.json:1: `menu.a` is missing in en"]);
    check(&[("menu.a", "A")], &[("menu.a", " ")], &["l/zh/menu.json:1: `menu.a` is empty"]);
    check(
        &[("menu.a", "A {n}")],
        &[("menu.a", "甲 {m}")],
        &["l/zh/menu.json:1: `menu.a` has the parameters [\"m\"], en/menu.json has [\"n\"]"],
    );
}

#[test]
fn messages_must_be_shown() {
    let check = |name: &str, code: &str, used: bool| {
        let found = unused("l", &texts("en", &[(name, "words")]), &[source(code)]);
        assert_eq!(found.is_empty(), used, "{name} in {code}");
    };
    check("menu.a", "t(k::menu::A)", true);
    check("menu.a", "t(k::menu::AB)", false);
    check("menu.a", "t(k::submenu::A)", false);
    check("menu.a", "// k::menu::A is gone", false);
    check("errors.NotFound", "find(&format!(\"errors.{code}\"))", true);
    check("regions.cn-hangzhou", "find(&format!(\"errors.{code}\"))", false);
}
