use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::{
    catalog::tests::CATALOG,
    edit::tests::samples::{Change, change, laid_out, policy_of, policy_text},
    format::minify,
    text::{Tree, apply},
};

fn read(text: impl Into<Vec<u8>>) -> Document {
    Document::parse(text, &CATALOG)
}

fn merged(base: &str, mine: &str, theirs: &str) -> (String, Vec<Conflict>) {
    let merged = merge(base.as_bytes(), mine.as_bytes(), theirs.as_bytes(), &CATALOG);
    (String::from_utf8(merged.text).expect("UTF-8"), merged.conflicts)
}

/// `a:Allow:p,q:x,y` or `a:Deny:p:x:v` with a condition; no Sid where it is empty.
fn statement(text: &str) -> String {
    let mut parts = text.split(':');
    let mut next = || parts.next().unwrap_or_default();
    let (sid, effect) = (next(), next());
    let list = |texts: &str, prefix: &str| {
        let texts: Vec<String> = texts
            .split(',')
            .filter(|text| !text.is_empty())
            .map(|text| format!("\"{prefix}{text}\""))
            .collect();
        format!("[{}]", texts.join(","))
    };
    let (principals, actions, value) =
        (list(next(), "acs:ram::1111222233334444:user/"), list(next(), "kms:"), next());
    let sid = if sid.is_empty() { String::new() } else { format!("\"Sid\":\"{sid}\",") };
    let condition = if value.is_empty() {
        String::new()
    } else {
        format!(r#","Condition":{{"StringEquals":{{"acs:SourceVpc":["{value}"]}}}}"#)
    };
    format!(
        r#"{{{sid}"Effect":"{effect}","Principal":{{"RAM":{principals}}},"Action":{actions},"Resource":["*"]{condition}}}"#
    )
}

fn policy(text: &str) -> String {
    policy_of(&text.split_whitespace().map(statement).collect::<Vec<_>>())
}

/// Base, mine, theirs, the result, and the elements in conflict (`*` for a whole statement).
#[test]
fn statements_and_elements() {
    for (base, mine, theirs, expected, conflicts) in [
        // Different elements, and lists as sets.
        ("a:Allow:p:x", "a:Allow:p,q:x", "a:Allow:p:x,y", "a:Allow:p,q:x,y", ""),
        ("a:Allow:p:x", "a:Allow:p,q:x", "a:Allow:p,r:x", "a:Allow:p,r,q:x", ""),
        ("a:Allow:p,q:x", "a:Allow:p:x", "a:Allow:p,q,r:x", "a:Allow:p,r:x", ""),
        ("a:Allow:p,q:x", "a:Allow:p:x", "a:Allow:q:x", "a:Allow:p:x", "Principal"),
        ("a:Allow:p:x", "a:Deny:p:x", "b:Allow:p:x", "b:Deny:p:x", ""),
        ("a:Allow:p:x", "a:Deny:p:x", "a:Allow:p:x:v", "a:Deny:p:x:v", "Effect"),
        ("a:Deny:p:x", "a:Deny:p,q:x", "a:Allow:p:x", "a:Deny:p,q:x", "Effect"),
        ("a:Deny:p:x", "a:Allow:p,q:x", "a:Allow:p:x", "a:Allow:p,q:x", ""),
        ("a:Allow:p:x:u", "a:Allow:p:x", "a:Allow:p:x,y:u", "a:Allow:p:x,y", ""),
        ("a:Allow:p:x:u", "a:Allow:p:x:v", "a:Allow:p:x:w", "a:Allow:p:x:v", "Condition"),
        ("a:Allow:p:x:u", "a:Allow:p:x", "a:Allow:p:x:w", "a:Allow:p:x", "Condition"),
        // Removed and changed.
        ("a:Allow:p:x b:Allow:q:y", "b:Allow:q:y", "a:Allow:p:x b:Allow:q:y,z", "b:Allow:q:y,z", ""),
        ("a:Allow:p:x b:Allow:q:y", "b:Allow:q:y", "a:Deny:p:x b:Allow:q:y", "b:Allow:q:y", "*"),
        ("a:Allow:p:x b:Allow:q:y", "a:Deny:p:x b:Allow:q:y", "b:Allow:q:y", "a:Deny:p:x b:Allow:q:y", "*"),
        ("a:Allow:p:x b:Allow:q:y", "a:Allow:p:x", "b:Allow:q:y", "", ""),
        // Added.
        (
            "a:Allow:p:x",
            "a:Allow:p:x b:Allow:q:y",
            "a:Allow:p:x c:Allow:q:y",
            "a:Allow:p:x b:Allow:q:y c:Allow:q:y",
            "",
        ),
        (
            "a:Allow:p:x",
            "a:Deny:p:x b:Allow:q:y",
            "a:Allow:p:x b:Allow:q:y c:Allow:q:y",
            "a:Deny:p:x b:Allow:q:y c:Allow:q:y",
            "",
        ),
        ("a:Allow:p:x", "a:Allow:p:x b:Allow:q:y", "b:Allow:q:z a:Allow:p:x", "b:Allow:q:y a:Allow:p:x", "*"),
        ("", "a:Allow:p:x b:Allow:p:y", "c:Allow:p:z", "a:Allow:p:x b:Allow:p:y c:Allow:p:z", ""),
        ("a:Allow:p:x", "a:Allow:p:x b:Allow:q:y", "", "b:Allow:q:y", ""),
        ("a:Allow:p:x", "b:Deny:q:y a:Allow:p:x", "a:Allow:p:x,z", "b:Deny:q:y a:Allow:p:x,z", ""),
        // By meaning, and by position.
        (":Allow:p:x :Allow:q:y", ":Allow:q:y", ":Allow:p:x :Allow:q:y,z", ":Allow:q:y,z", ""),
        (
            ":Allow:p:x :Allow:q:y",
            "n:Allow:p:x :Allow:q:y",
            ":Allow:p:x,z :Allow:q:y",
            "n:Allow:p:x,z :Allow:q:y",
            "",
        ),
        (":Allow:p:x", ":Allow:p:x,y", "c:Deny:r:z :Allow:p:x", "c:Deny:r:z :Allow:p:x,y", ""),
        // Sids.
        ("a:Allow:p:x", "b:Allow:p:x", "c:Allow:p:x", "b:Allow:p:x", "Sid"),
        ("a:Allow:p:x", "b:Allow:p:x", "a:Allow:p:x,y", "b:Allow:p:x,y", ""),
        (
            "a:Allow:p:x b:Allow:q:y",
            "c:Allow:p:x b:Allow:q:y",
            "a:Allow:p:x c:Allow:q:y",
            "c:Allow:p:x c:Allow:q:y",
            "Sid",
        ),
    ] {
        for style in [0, 1] {
            let theirs = laid_out(&policy(theirs), style, false);
            let (text, found) = merged(&policy(base), &policy(mine), &theirs);
            let names: Vec<_> = found.iter().map(|found| found.element.as_deref().unwrap_or("*")).collect();
            assert_eq!(names.join(" "), conflicts, "{base} | {mine} | {theirs}");
            let one_line = minify(&Tree::parse(text.clone())).expect("no error");
            assert_eq!(String::from_utf8_lossy(&one_line), policy(expected), "{base} | {mine} | {theirs}");
            assert_eq!(text.contains('\n'), style == 1);
        }
    }
}

#[test]
fn conflicts_are_data() {
    let (_, found) = merged(
        &policy("a:Allow:p:x b:Allow:q:y"),
        &policy("n:Deny:r:z a:Deny:p:x b:Allow:q:y"),
        &policy("b:Allow:q:y,z"),
    );
    let json = serde_json::to_value(found).expect("JSON");
    let (base, mine) = (statement("a:Allow:p:x"), statement("a:Deny:p:x"));
    let expected = serde_json::json!([{
        "statement": {"sid": "a", "base": 0, "mine": 1, "theirs": null, "merged": 1},
        "element": null, "base": base, "mine": mine, "theirs": null, "merged": mine,
    }]);
    assert_eq!(json, expected);
}

#[test]
fn members_of_the_document() {
    let text = policy("a:Allow:p:x");
    let with = |old: &str, new: &str| text.replace(old, new);
    let more = with("kms:x", "kms:*");
    let (version, id) = (r#""Version":"1""#, r#""Version":"1","Id":"i""#);
    for (base, mine, theirs, expected, conflicts) in [
        (&text, with(version, id), more.clone(), more.replace("}]}", r#"}],"Id":"i"}"#), ""),
        (&text, with("\"1\"", "\"2\""), with("\"1\"", "\"3\""), with("\"1\"", "\"2\""), "Version"),
        (&text, with("\"1\"", "\"2\""), more.clone(), more.replace("\"1\"", "\"2\""), ""),
        (&text, with(r#""Version":"1","#, ""), more.clone(), more.replace(r#""Version":"1","#, ""), ""),
    ] {
        let (found, of) = merged(base, &mine, &theirs);
        let names: Vec<_> = of.iter().map(|found| found.element.as_deref().unwrap_or("*")).collect();
        assert_eq!(names.join(" "), conflicts);
        assert_eq!(found, expected);
    }
}

#[test]
fn what_cannot_be_read_is_one_conflict() {
    let text = policy("a:Allow:p:x");
    for (base, mine, theirs) in [
        (text.clone(), text.replace("Allow", "Deny"), "{".to_owned()),
        (text.clone(), "nonsense".to_owned(), text.replace("kms:x", "kms:y")),
        (String::new(), text.clone(), text.replace("kms:x", "kms:y")),
        (text.clone(), text.replace("[\"kms:x\"]", "[\"kms:x\""), text.replace("kms:x", "kms:y")),
        (text.clone(), format!("{text}x"), text.replace("kms:x", "kms:y")),
    ] {
        let (found, conflicts) = merged(&base, &mine, &theirs);
        assert_eq!(found, mine);
        assert_eq!(conflicts.len(), 1);
        assert!(conflicts[0].statement.is_none() && conflicts[0].element.is_none());
    }
}

#[test]
fn outside_the_grammar_a_statement_is_one_value() {
    let policy = |text: &str| policy_of(&[text.to_owned(), statement("b:Allow:q:y")]);
    let base = policy(r#"{"Sid":"a","NotAction":"x"}"#);
    let mine = policy(r#"{"Sid":"a","NotAction":"y"}"#);
    let theirs = policy(r#"{"Sid":"a","NotAction":"z"}"#);
    let (text, conflicts) = merged(&base, &mine, &theirs);
    assert_eq!(text, mine);
    assert_eq!(conflicts[0].theirs.as_deref(), Some(r#"{"Sid":"a","NotAction":"z"}"#));
    let theirs = base.replace("kms:y", "kms:z");
    assert_eq!(merged(&base, &mine, &theirs), (mine.replace("kms:y", "kms:z"), Vec::new()));
}

/// What some changes and another layout make of a text.
fn changed(text: &str, changes: &[Change], style: Option<u8>) -> String {
    let mut text = text.to_owned();
    for change in changes {
        let edits = change.edits(&read(text.clone())).unwrap_or_default();
        text = String::from_utf8(apply(text.as_bytes(), &edits)).expect("UTF-8");
    }
    match style {
        Some(style) => {
            let minified = minify(&Tree::parse(text)).expect("no error");
            laid_out(&String::from_utf8(minified).expect("UTF-8"), style, false)
        }
        None => text,
    }
}

fn three() -> impl Strategy<Value = (String, String, String)> {
    let side = || (prop::collection::vec(change(), 0..4), prop::option::weighted(0.3, 0..4_u8));
    (policy_text(), side(), side()).prop_map(|(base, mine, theirs)| {
        let of = |(changes, style): (Vec<Change>, Option<u8>)| changed(&base, &changes, style);
        let (mine, theirs) = (of(mine), of(theirs));
        (base, mine, theirs)
    })
}

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases: crate::oracle::cases(cases),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases(100_000))]

    #[test]
    fn one_change_alone_is_taken_as_it_is(
        base in prop::collection::vec(any::<u8>(), 0..30),
        other in prop::collection::vec(any::<u8>(), 0..30),
    ) {
        for (mine, theirs) in [(&base, &other), (&other, &base), (&other, &other)] {
            let merged = merge(&base, mine, theirs, &CATALOG);
            prop_assert_eq!(&merged.text, &other);
            prop_assert!(merged.conflicts.is_empty());
        }
    }
}

proptest! {
    #![proptest_config(cases(100_000))]

    #[test]
    fn any_bytes_are_merged(
        (base, mine, theirs) in three(),
        cuts in prop::array::uniform3(prop::option::weighted(0.5, any::<prop::sample::Index>())),
        junk in prop::collection::vec(any::<u8>(), 0..3),
    ) {
        let [base, mine, theirs] = [base, mine, theirs].map(String::into_bytes);
        let mut texts = [base, mine, theirs];
        for (text, cut) in texts.iter_mut().zip(cuts) {
            if let Some(cut) = cut {
                let at = cut.index(text.len());
                text.splice(at..at, junk.clone());
            }
        }
        let [base, mine, theirs] = texts;
        let merged = merge(&base, &mine, &theirs, &CATALOG);
        let whole = |conflict: &Conflict| conflict.statement.is_none() && conflict.element.is_none();
        if merged.conflicts.iter().any(whole) {
            prop_assert_eq!(merged.text, mine);
            prop_assert_eq!(merged.conflicts.len(), 1);
        }
    }
}

proptest! {
    #![proptest_config(cases(100_000))]

    #[test]
    fn both_sides_count_alike_and_nothing_is_lost((base, mine, theirs) in three()) {
        let (text, conflicts) = merged(&base, &mine, &theirs);
        let (other, other_conflicts) = merged(&base, &theirs, &mine);
        // Every text here can be read, so no merge gives up.
        let whole = |conflict: &Conflict| conflict.statement.is_none() && conflict.element.is_none();
        prop_assert!(!conflicts.iter().any(whole), "{base}\n{mine}\n{theirs}");
        prop_assert_eq!(conflicts.is_empty(), other_conflicts.is_empty(), "{}\n{}\n{}", base, mine, theirs);
        let (document, other) = (read(text.clone()), read(other));
        if conflicts.is_empty() {
            let meaning = |document: &Document| canonical(document).without_order();
            prop_assert_eq!(meaning(&document), meaning(&other), "{}\n{}\n{}", base, mine, theirs);
        }
        prop_assert!(document.tree().problems().is_empty());
        let [base_forms, mine_forms, theirs_forms, merged_forms] =
            [read(base.clone()), read(mine.clone()), read(theirs.clone()), document].map(|document| {
                let forms = document.statements().iter().map(|found| CanonicalStatement::new(&document, found));
                forms.collect::<BTreeSet<_>>()
            });
        let read_base = read(base.clone());
        let meanings: BTreeSet<_> = base_forms.iter().cloned().map(CanonicalStatement::without_sid).collect();
        // Of statements that say the same it is not known which one a side changed.
        let tells_apart = meanings.len() == read_base.statements().len();
        for form in base_forms.intersection(&mine_forms).filter(|form| theirs_forms.contains(form)) {
            let kept = merged_forms.contains(form);
            prop_assert!(!tells_apart || kept, "{base}\n{mine}\n{theirs}\n{text}");
        }
        let entries = |forms: &BTreeSet<CanonicalStatement>| {
            let plain = forms.iter().filter_map(|form| match form {
                CanonicalStatement::Plain(plain) => Some(plain),
                CanonicalStatement::Other(_) => None,
            });
            plain.flat_map(|plain| plain.actions.iter().chain(&plain.principals).cloned()).collect::<BTreeSet<_>>()
        };
        if conflicts.is_empty() {
            let known = entries(&base_forms);
            for entry in entries(&mine_forms).union(&entries(&theirs_forms)) {
                prop_assert!(known.contains(entry) || entries(&merged_forms).contains(entry), "{text}");
            }
        }
    }
}
