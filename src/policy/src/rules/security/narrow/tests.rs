use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::{
    Document, Identity,
    catalog::{Kind, tests::CATALOG},
    document::Effect,
    fix_all_safe,
    lint::tests::{OWNER, context, judge},
    rules::security::tests::{alone, says},
    text::apply,
};

const CONDITION: &str = r#","Condition":{"Bool":{"acs:SecureTransport":"true"}}"#;
const IDENTITIES: [&str; 5] = [
    "acs:ram::1111222233334444:user/a",
    "acs:ram::1111222233334444:role/a",
    "acs:ram::1111222233334444:role/b",
    "acs:ram::5555666677778888:user/a",
    "acs:ram::5555666677778888:user/b",
];

/// Who may do what, with and without the condition being met.
fn access(text: &[u8], kind: Kind) -> BTreeSet<(&'static str, String, bool)> {
    let document = Document::parse(text, &CATALOG);
    let mut access = BTreeSet::new();
    for who in IDENTITIES {
        let identity = Identity::parse(who).expect(who);
        for action in CATALOG.in_scope(kind) {
            for met in [false, true] {
                let applies = |effect: Effect| {
                    document.statements().iter().any(|statement| {
                        statement.effect == Some(effect)
                            && (met || statement.condition().is_always())
                            && statement.known_principals().any(|principal| principal.covers(&identity))
                            && statement.known_actions().any(|pattern| pattern.covers(&action.name))
                    })
                };
                if applies(Effect::Allow) && !applies(Effect::Deny) {
                    access.insert((who, action.name.clone(), met));
                }
            }
        }
    }
    access
}

fn some_of(choices: &'static [&'static str]) -> impl Strategy<Value = Vec<&'static str>> {
    prop::collection::vec(prop::sample::select(choices), 1..4)
}

fn statement() -> impl Strategy<Value = String> {
    let who = some_of(&[
        "*",
        "user/a",
        "role/a",
        "role/b",
        "acs:ram::5555666677778888:user/a",
        "acs:ram::5555666677778888:*",
        "*!",
        "acs:none",
    ]);
    let actions = some_of(&[
        "*",
        "Get*",
        "Delete*",
        "D*",
        "Decrypt",
        "DisableKey",
        "SetKeyPolicy",
        "GetSecretValue",
        "Unknown",
        "Tag*",
    ]);
    (prop::bool::weighted(0.8), who, actions, prop::bool::weighted(0.3)).prop_map(
        |(allows, who, actions, conditional)| {
            let rest = if conditional { CONDITION } else { "" };
            says(if allows { "Allow" } else { "Deny" }, &who, &actions, rest)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn safe_fixes_never_add_access(
        statements in prop::collection::vec(statement(), 1..5),
        secret: bool,
    ) {
        let kind = if secret { Kind::Secret } else { Kind::Key };
        let text = alone(&statements);
        let before = access(text.as_bytes(), kind);
        for finding in judge(&text, &context(kind)).findings {
            let Some(fix) = finding.fix else { continue };
            let fixed = apply(text.as_bytes(), &fix.edits);
            let readable = Document::parse(fixed.clone(), &CATALOG).tree().problems().is_empty();
            prop_assert!(readable, "{} {text}", finding.id);
            let after = access(&fixed, kind);
            if finding.id == "KPL-X11" {
                prop_assert_eq!(&after, &before, "{}", text);
            } else if finding.id.starts_with("KPL-X") {
                prop_assert!(after.is_subset(&before), "{} {text}", finding.id);
            }
        }
        let once = fix_all_safe(text.as_bytes(), &context(kind), &CATALOG);
        prop_assert!(access(&once, kind).is_subset(&before), "{text}\n{}", String::from_utf8_lossy(&once));
        prop_assert_eq!(fix_all_safe(&once, &context(kind), &CATALOG), once);
    }
}

#[test]
fn new_statements_look_like_the_old_ones() {
    let text = format!(
        r#"{{
  "Version": "1",
  "Statement": [
    {{
      "Sid": "all",
      "Effect": "Allow",
      "Principal": {{
        "RAM": [
          "acs:ram::{OWNER}:*",
          "acs:ram::{OWNER}:role/a"
        ]
      }},
      "Action": ["kms:Delete*", "kms:Decrypt"],
      "Resource": ["*"]
    }},
    {{
      "Sid": "all-2",
      "Effect": "Deny",
      "Principal": {{"RAM": "acs:ram::{OWNER}:user/b"}},
      "Action": "kms:*",
      "Resource": "*"
    }}
  ]
}}
"#
    );
    let report = judge(&text, &context(Kind::Key));
    let finding = report.findings.into_iter().find(|finding| finding.id == "KPL-X04").expect("a finding");
    let fixed = apply(text.as_bytes(), &finding.fix.expect("a fix").edits);
    let expected = text.replace(&format!(",\n          \"acs:ram::{OWNER}:role/a\""), "").replacen(
        "    {\n      \"Sid\": \"all-2\"",
        &format!(
            r#"    {{
      "Sid": "all-3",
      "Effect": "Allow",
      "Principal": {{
        "RAM": ["acs:ram::{OWNER}:role/a"]
      }},
      "Action": ["kms:Decrypt"],
      "Resource": ["*"]
    }},
    {{
      "Sid": "all-2""#
        ),
        1,
    );
    assert_eq!(String::from_utf8_lossy(&fixed), expected);
}

#[test]
fn a_free_sid_is_short_enough() {
    let long = "x".repeat(128);
    let text = alone(&[says("Allow", &["*"], &["*"], &format!(r#","Sid":"{long}""#))]);
    let document = Document::parse(text, &CATALOG);
    assert_eq!(super::free_sid(&document, "y"), "y");
    assert_eq!(super::free_sid(&document, &long), format!("{}-2", "x".repeat(126)));
}
