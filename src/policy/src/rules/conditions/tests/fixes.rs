//! Whatever a condition holds: its safe fixes come to an end, create no name twice, and keep what works as it is.

use std::collections::BTreeSet;

use proptest::{
    collection::{hash_map, vec},
    prelude::*,
    sample::select,
};

use super::{fixed, own_findings, with_condition};
use crate::{
    catalog::{Kind, tests::CATALOG},
    condition::Condition,
    document::{Document, Element},
    finding::Severity,
    lint::tests::{context, judge},
    text::apply,
};

const OPERATORS: &[&str] = &[
    "StringEquals",
    "StringNotEquals",
    "StringLike",
    "StringNotLike",
    "stringequals",
    "IpAddress",
    "NotIpAddress",
    "Bool",
    "DateLessThan",
    "NumericLessThan",
    "StringEqual",
];
const KEYS: &[&str] = &[
    "kms:tag",
    "kms:tag/x",
    "acs:SourceIp",
    "acs:VpcSourceIp",
    "acs:SourceVpc",
    "acs:MFAPresent",
    "acs:CurrentTime",
];
const VALUES: &[&str] = &[
    "a",
    "a*",
    "vpc-1",
    "203.0.113.0/25",
    "203.0.113.129/25",
    "10.0.0.0/8",
    "10.0.0.1/",
    "true",
    "False",
    "2030-01-01T00:00:00Z",
];

fn any_condition() -> impl Strategy<Value = String> {
    let values = vec(select(VALUES), 0..4).prop_map(|values| {
        let values: Vec<String> = values.iter().map(|value| format!("\"{value}\"")).collect();
        if let [one] = values.as_slice() { one.clone() } else { format!("[{}]", values.join(", ")) }
    });
    let keys = hash_map(select(KEYS), values.clone(), 0..4).prop_map(|keys| {
        let keys: Vec<String> = keys.iter().map(|(key, values)| format!("\"{key}\": {values}")).collect();
        format!("{{{}}}", keys.join(", "))
    });
    let operators = hash_map(select(OPERATORS), keys, 0..4);
    let loose = hash_map(select(KEYS), values, 0..2);
    (operators, loose).prop_map(|(operators, loose)| {
        let members: Vec<String> =
            operators.iter().chain(&loose).map(|(name, value)| format!("\"{name}\":{value}")).collect();
        format!("{{{}}}", members.join(","))
    })
}

/// Operators and keys under them, as often as they stand there.
fn names_of(text: &str) -> Vec<(String, String)> {
    let document = Document::parse(text, &CATALOG);
    assert!(document.tree().problems().is_empty(), "{text}");
    let statement = document.statements().get(1).expect("a statement");
    let condition = statement.element(Element::Condition);
    let operators = condition.into_iter().flat_map(|condition| document.tree().members(condition));
    let keys =
        statement.conditions.iter().map(|entry| (entry.operator.value.clone(), entry.key.value.clone()));
    operators.map(|member| (member.name.into_owned(), String::new())).chain(keys).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn safe_fixes_leave_one_name_each_and_come_to_an_end(condition in any_condition(), deny in any::<bool>()) {
        let text = with_condition(if deny { "Deny" } else { "Allow" }, &condition);
        let context = context(Kind::Key);
        let after = fixed(&text, &context);
        let names = names_of(&after);
        let different: BTreeSet<_> = names.iter().collect();
        prop_assert_eq!(names.len(), different.len(), "{}", after);
        prop_assert_eq!(&fixed(&after, &context), &after);
        let report = judge(&after, &context);
        for finding in own_findings(&report) {
            let mut spans: Vec<_> = finding.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span()).collect();
            spans.sort();
            prop_assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start), "{:?}", finding);
            if let Some(fix) = &finding.fix {
                let result = apply(after.as_bytes(), &fix.edits);
                prop_assert!(Document::parse(result, &CATALOG).tree().problems().is_empty(), "{:?}", fix);
            }
        }
    }

    #[test]
    fn what_can_be_read_keeps_its_meaning(condition in any_condition()) {
        let text = with_condition("Allow", &condition);
        let context = context(Kind::Key);
        let report = judge(&text, &context);
        if own_findings(&report).iter().any(|finding| finding.severity == Severity::Error) {
            return Ok(());
        }
        let meaning = |text: &str| Document::parse(text, &CATALOG).statements().get(1).expect("a statement").condition();
        let (before, after) = (meaning(&text), meaning(&fixed(&text, &context)));
        for key in KEYS {
            for value in VALUES.iter().chain(&["203.0.113.5", "203.0.113.200", "10.0.0.1", "b"]).copied().map(Some).chain([None]) {
                let holds = |condition: &Condition| {
                    condition.literals.iter().filter(|literal| literal.atom.key == **key).all(|literal| literal.holds(value))
                };
                prop_assert_eq!(holds(&before), holds(&after), "{} {:?}", key, value);
            }
        }
    }
}
