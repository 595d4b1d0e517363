pub(crate) mod samples;

use proptest::prelude::*;
use samples::{Change, change, policy_text};

use super::*;
use crate::{
    canonical::CanonicalStatement,
    catalog::tests::CATALOG,
    document::Effect,
    text::{Edit, apply},
};

fn read(text: impl Into<Vec<u8>>) -> Document {
    Document::parse(text, &CATALOG)
}

type Edits = Result<Vec<Edit>, EditError>;
type Edited = fn(&Document) -> Edits;

fn after(text: &str, change: impl Fn(&Document) -> Edits) -> String {
    match change(&read(text)) {
        Ok(edits) => String::from_utf8(apply(text.as_bytes(), &edits)).expect("UTF-8"),
        Err(error) => error.to_string(),
    }
}

fn new() -> NewStatement {
    NewStatement {
        sid: Some("n".to_owned()),
        effect: Effect::Deny,
        principals: vec!["p".to_owned()],
        actions: vec!["a".to_owned(), "b".to_owned()],
        conditions: vec![NewCondition {
            operator: "O".to_owned(),
            key: "k".to_owned(),
            values: vec!["v".to_owned()],
        }],
    }
}

const LINES: &str = r#"{
    "Version": "1",
    "Statement": [
        // the first
        {"Effect": "Allow", "Action": "a"},
        // the second
        {
            "Sid": "two",
            "Principal": {
                "RAM": [
                    "p"
                ]
            },
            "Condition": {
                "O": {"k": ["v", "w"]},
                "P": {"k": "v"}
            }
        }
    ]
}"#;

#[test]
fn statements_follow_the_neighbours() {
    let one = r#"{"Statement":[{"Effect":"Allow"}]}"#;
    let new_text = r#"{"Sid":"n","Effect":"Deny","Principal":{"RAM":["p"]},"Action":["a","b"],"Resource":["*"],"Condition":{"O":{"k":["v"]}}}"#;
    let added = |text: &str, place| after(text, |document| add(document, place, &new()));
    assert_eq!(added(one, 9), one.replace("]}", &format!(",{new_text}]}}")));
    assert_eq!(added(r#"{"Statement":[]}"#, 0), format!(r#"{{"Statement":[{new_text}]}}"#));
    let lines = r#"{
            "Sid": "n",
            "Effect": "Deny",
            "Principal": {
                "RAM": ["p"]
            },
            "Action": ["a", "b"],
            "Resource": ["*"],
            "Condition": {
                "O": {
                    "k": ["v"]
                }
            }
        }"#;
    assert_eq!(
        added(LINES, 2),
        LINES.replace("        }\n    ]", &format!("        }},\n        {lines}\n    ]"))
    );
    let empty = "{\n    \"Statement\": []\n}";
    assert_eq!(added(empty, 0), empty.replace("[]", &format!("[\n        {lines}\n    ]")));
    assert_eq!(added(&empty.replace('\n', "\r\n"), 0), added(empty, 0).replace('\n', "\r\n"));
}

#[test]
fn moving_keeps_bytes() {
    let text = "[{\"a\":1}, /* x */ {\"b\" : 2},\n {\"c\":3}]";
    let policy = |list: &str| format!("{{\"Statement\":{list}}}");
    for (from, to, expected) in [
        (0, 1, "[ /* x */ {\"b\" : 2},\n {\"a\":1},\n {\"c\":3}]"),
        (1, 0, "[{\"b\" : 2},{\"a\":1}, /* x */ {\"c\":3}]"),
        (0, 9, "[ /* x */ {\"b\" : 2},\n {\"c\":3},\n {\"a\":1}]"),
        (2, 0, "[{\"c\":3},{\"a\":1}, /* x */ {\"b\" : 2}]"),
        (1, 1, text),
    ] {
        let found = after(&policy(text), |document| move_to(document, from, to));
        assert_eq!(found, policy(expected), "{from} {to}");
    }
    assert_eq!(
        after(LINES, |document| move_to(document, 0, 1)),
        LINES.replace("{\"Effect\": \"Allow\", \"Action\": \"a\"},\n        ", "").replace(
            "        }\n    ]",
            "        },\n        {\"Effect\": \"Allow\", \"Action\": \"a\"}\n    ]"
        )
    );
}

#[test]
fn elements_and_entries() {
    let line = r#"{"Statement":[{"Effect":"Allow","Action":"a","Principal":{}}]}"#;
    let cases: [(&str, Edited, &str, &str); 14] = [
        (line, |d| set_sid(d, 0, Some("s")), r#"{"Effect""#, r#"{"Sid":"s","Effect""#),
        (LINES, |d| set_sid(d, 1, None), "\"Sid\": \"two\",\n            ", ""),
        (
            LINES,
            |d| set_effect(d, 1, Effect::Deny),
            "\"two\",\n",
            "\"two\",\n            \"Effect\": \"Deny\",\n",
        ),
        (line, |d| set_effect(d, 0, Effect::Deny), "Allow", "Deny"),
        (line, |d| add_principal(d, 0, "p"), "{}", r#"{"RAM":["p"]}"#),
        (LINES, |d| add_principal(d, 1, "q"), "\"p\"\n", "\"p\",\n                    \"q\"\n"),
        (LINES, |d| add_principal(d, 1, "p"), "", ""),
        (
            LINES,
            |d| remove_principal(d, 1, 0),
            "\n                    \"p\"\n                ",
            "\n                    \n                ",
        ),
        (LINES, |d| replace_principal(d, 1, 0, "q"), "\"p\"\n", "\"q\"\n"),
        (line, |d| add_action(d, 0, "b"), r#""a""#, r#"["a", "b"]"#),
        (line, |d| remove_action(d, 0, 0), r#""a""#, "[]"),
        (line, |d| set_actions(d, 0, &["b", "c"]), r#""a""#, r#"["b","c"]"#),
        (
            LINES,
            |d| set_actions(d, 1, &["b"]),
            "            \"Condition\"",
            "            \"Action\": [\"b\"],\n            \"Condition\"",
        ),
        (LINES, |d| set_principals(d, 1, &["q", "r"]), "\"p\"\n", "\"q\",\n                    \"r\"\n"),
    ];
    for (text, change, old, new) in cases {
        let expected = if old.is_empty() { text.to_owned() } else { text.replacen(old, new, 1) };
        assert_eq!(after(text, change), expected, "{old} -> {new}");
    }
}

#[test]
fn conditions() {
    let line = r#"{"Statement":[{"Condition":{"O":{"k":"v"}}}]}"#;
    let cases: [(&str, Edited, &str, &str); 11] = [
        (line, |d| add_condition(d, 0, "O", "l", &["w"]), r#"{"k":"v"}"#, r#"{"k":"v","l":["w"]}"#),
        (line, |d| add_condition(d, 0, "P", "l", &["w"]), r#"{"k":"v"}"#, r#"{"k":"v"},"P":{"l":["w"]}"#),
        (line, |d| remove_condition(d, 0, 0), r#""Condition":{"O":{"k":"v"}}"#, ""),
        (line, |d| replace_condition(d, 0, 0, "P", "l", &["w"]), r#""O":{"k":"v"}"#, r#""P":{"l":"w"}"#),
        (line, |d| add_condition_value(d, 0, 0, "w"), r#""v""#, r#"["v","w"]"#),
        (LINES, |d| remove_condition_value(d, 1, 0, 0), r#""v", "#, ""),
        (LINES, |d| remove_condition(d, 1, 0), "\"O\": {\"k\": [\"v\", \"w\"]},\n                ", ""),
        (
            LINES,
            |d| replace_condition(d, 1, 1, "O", "l", &["x"]),
            "\"w\"]},\n                \"P\": {\"k\": \"v\"}",
            "\"w\"], \"l\": [\"x\"]}",
        ),
        (LINES, |d| replace_condition(d, 1, 0, "O", "k", &["w", "x"]), r#""v", "w""#, r#""w", "x""#),
        (
            LINES,
            |d| add_condition(d, 1, "Q", "k", &["v"]),
            "\"k\": \"v\"}\n",
            "\"k\": \"v\"},\n                \"Q\": {\n                    \"k\": [\"v\"]\n                }\n",
        ),
        (
            LINES,
            |d| add_condition(d, 0, "Q", "k", &["v"]),
            "\"a\"}",
            r#""a", "Condition": {"Q": {"k": ["v"]}}}"#,
        ),
    ];
    for (text, change, old, new) in cases {
        assert_eq!(after(text, change), text.replacen(old, new, 1), "{old} -> {new}");
    }
}

#[test]
fn refusals() {
    let policy = |statement: &str| format!(r#"{{"Version":"1","Statement":[{statement}]}}"#);
    let principal = EditError::Shape(Element::Principal);
    let condition = EditError::Shape(Element::Condition);
    let cases: Vec<(String, Edited, EditError)> = vec![
        ("{}".to_owned(), |d| add(d, 0, &new()), EditError::NoList),
        (r#"{"Statement":{}}"#.to_owned(), |d| remove(d, 0), EditError::NoList),
        (policy(""), |d| remove(d, 0), EditError::NoStatement(0)),
        (policy("{\"a\" 1}"), |d| remove(d, 0), EditError::Unreadable(0)),
        (policy("{\"a\" 1}"), |d| add(d, 1, &new()), EditError::Unreadable(0)),
        (policy("{ // why"), |d| add(d, 1, &new()), EditError::Unreadable(0)),
        (r#"{"Statement":["a"#.to_owned(), |d| add(d, 1, &new()), EditError::Unreadable(0)),
        (policy("7"), |d| set_sid(d, 0, None), EditError::Unreadable(0)),
        (policy(""), |d| add_json(d, 0, "[1]"), EditError::NotAnObject),
        (policy(""), |d| add_json(d, 0, "{,}"), EditError::NotAnObject),
        (policy(r#"{"Sid":"a","Sid":"b"}"#), |d| set_sid(d, 0, None), EditError::Shape(Element::Sid)),
        (policy(r#"{"Principal":"*"}"#), |d| add_principal(d, 0, "p"), principal),
        (policy(r#"{"Principal":{"RAM":[1]}}"#), |d| add_principal(d, 0, "p"), principal),
        (policy(r#"{"Principal":{"AWS":"p"}}"#), |d| set_principals(d, 0, &["p"]), principal),
        (policy(r#"{"Principal":{"RAM":"p"}}"#), |d| remove_principal(d, 0, 1), EditError::NoEntry(1)),
        (policy(r#"{"Action":1}"#), |d| add_action(d, 0, "a"), EditError::Shape(Element::Action)),
        (policy(r#"{"Condition":{"O":1}}"#), |d| add_condition(d, 0, "O", "k", &["v"]), condition),
        (policy(r#"{"Condition":{"O":{"k":1}}}"#), |d| add_condition_value(d, 0, 0, "v"), condition),
        (policy(r#"{"Condition":{"O":{},"O":{}}}"#), |d| add_condition(d, 0, "O", "k", &["v"]), condition),
        (
            policy(r#"{"Condition":{"O":{"k":"v"}}}"#),
            |d| add_condition(d, 0, "O", "k", &["v"]),
            EditError::Exists,
        ),
        (
            policy(r#"{"Condition":{"O":{"k":"v"}}}"#),
            |d| remove_condition_value(d, 0, 0, 0),
            EditError::NoValues,
        ),
        (policy("{}"), |d| add_condition(d, 0, "O", "k", &[]), EditError::NoValues),
        (policy("{}"), |d| remove_condition(d, 0, 0), EditError::NoEntry(0)),
    ];
    for (text, change, expected) in cases {
        assert_eq!(change(&read(text.clone())), Err(expected), "{text}");
    }
}

#[test]
fn copies_get_a_free_sid() {
    let text = r#"{"Statement":[{"Sid":"a"},{"Sid":"a-2"}]}"#;
    let expected = r#"{"Statement":[{"Sid":"a"}, {"Sid":"a-3"}, {"Sid":"a-2"}]}"#;
    assert_eq!(after(text, |document| duplicate(document, 0)).replace(' ', ""), expected.replace(' ', ""));
}

fn forms(document: &Document) -> Vec<CanonicalStatement> {
    document.statements().iter().map(|statement| CanonicalStatement::new(document, statement)).collect()
}

fn texts(document: &Document) -> Vec<Vec<u8>> {
    let bytes = |statement: &Statement| document.span(statement.node).of(document.tree().source()).to_vec();
    document.statements().iter().map(bytes).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: crate::oracle::cases(100_000), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_change_is_what_was_meant_and_nothing_else(text in policy_text(), change in change()) {
        let document = read(text.clone());
        prop_assert!(document.tree().problems().is_empty());
        if let Change::Within(at, _) = change
            && document.statements().get(at).is_some_and(|statement| statement.effect.is_none())
        {
            let changed = read(apply(text.as_bytes(), &change.edits(&document).unwrap_or_default()));
            prop_assert!(changed.tree().problems().is_empty());
            return Ok(());
        }
        let Some(expected) = change.expected(&document) else {
            prop_assert!(change.edits(&document).is_err(), "{text}");
            return Ok(());
        };
        let edits = change.edits(&document).expect("a change that is possible");
        let changed = read(apply(text.as_bytes(), &edits));
        let shown = String::from_utf8_lossy(changed.tree().source()).into_owned();
        prop_assert!(changed.tree().problems().is_empty(), "{shown}");
        prop_assert_eq!(forms(&changed), expected, "{}", shown);
        let (old, new) = (texts(&document), texts(&changed));
        let mut others = old.clone();
        match change {
            Change::Add(place, _) => {
                let mut new = new;
                new.remove(place.min(old.len()));
                prop_assert_eq!(new, old);
            }
            Change::Duplicate(at) => {
                let mut new = new;
                new.remove(at + 1);
                prop_assert_eq!(new, old);
            }
            Change::Remove(at) => {
                others.remove(at);
                prop_assert_eq!(new, others);
            }
            Change::Move(from, to) => {
                let moved = others.remove(from);
                others.insert(to.min(others.len()), moved);
                prop_assert_eq!(new, others);
            }
            Change::Within(at, _) => {
                let mut new = new;
                new.remove(at);
                others.remove(at);
                prop_assert_eq!(new, others);
            }
        }
    }

    #[test]
    fn hostile_texts_are_refused_or_changed(
        text in policy_text(),
        cut in any::<prop::sample::Index>(),
        junk in prop::collection::vec(any::<u8>(), 0..3),
        change in change(),
    ) {
        let mut text = text.into_bytes();
        let at = cut.index(text.len());
        text.splice(at..at, junk);
        let document = read(text.clone());
        if let Ok(edits) = change.edits(&document) {
            let changed = read(apply(&text, &edits));
            // How many errors a text has that nobody can mend by rule is a guess of the reader.
            let certain = document.tree().problems().iter().all(|problem| !problem.fix.is_empty());
            // A copy copies what is wrong inside.
            let copies = if matches!(change, Change::Duplicate(_)) { 2 } else { 1 };
            let (before, after) = (document.tree().problems().len(), changed.tree().problems().len());
            prop_assert!(!certain || after <= copies * before);
        }
    }
}
