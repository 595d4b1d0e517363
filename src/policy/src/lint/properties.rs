//! What must hold for any text.

use proptest::prelude::*;

use super::{
    fix_all_safe, lint,
    tests::{context, policy},
};
use crate::{
    catalog::{Kind, tests::CATALOG},
    document::Document,
    finding::{Finding, Severity},
    grants::Grants,
    text::{Edit, Span, apply, near_json},
};

/// As many as take a few seconds without optimisation.
const CASES: u32 = 100_000;

/// A value where a policy has a text, a list or an object, right or nearly so.
fn value() -> impl Strategy<Value = String> {
    let text = prop::sample::select(vec![
        r#""Allow""#,
        r#""allow""#,
        r#""Deny""#,
        r#""*""#,
        r#""kms:*""#,
        r#""kms:Decrypt""#,
        r#""kms:D\u0435crypt""#,
        r#""a""#,
        r#""""#,
        r#""é""#,
        "\"a\tb\tc\"",
        "'a'",
        "\"\u{200b}a\"",
        r#""acs:ram::1111222233334444:*""#,
        r#""acs:ram::1111222233334444:role/app""#,
        r#""2012-10-17""#,
        r#""1""#,
        "1",
        "true",
        "null",
        "x",
        "",
        r#""10.0.0.0/8""#,
        r#""vpc-*""#,
    ])
    .prop_map(str::to_owned);
    let list = |inner: BoxedStrategy<String>| {
        (prop::collection::vec(inner, 0..4), prop::sample::select(vec!["", "", "", ",", "]"]))
            .prop_map(|(items, end)| format!("[{}{end}]", items.join(",")))
    };
    let texts = list(text.clone().boxed()).boxed();
    let nested = list(prop_oneof![3 => text.clone().boxed(), 1 => texts.clone()].boxed());
    let object = (
        prop::sample::select(vec!["RAM", "ram", "AWS", "IpAddress", "StringEquals", "Bool"]),
        prop_oneof![
            texts.clone(),
            (prop::sample::select(vec!["acs:SourceIp", "acs:SourceVpc", "kms:tag/a"]), texts.clone())
                .prop_map(|(key, value)| format!("{{\"{key}\":{value}}}")),
        ],
    )
        .prop_map(|(name, value)| format!("{{\"{name}\":{value}}}"));
    prop_oneof![3 => text, 3 => texts, 1 => nested, 3 => object]
}

/// Members of an object, of which some names are wrong and some commas are missing or too many.
fn members(names: &'static [&'static str], value: BoxedStrategy<String>) -> impl Strategy<Value = String> {
    let comma =
        prop::sample::select(vec![",", ",", ",", ",", ",", ",,", " ", ", // c\n", ",\u{a0}", ",\r\n  "]);
    let member = (prop::sample::select(names), value, comma)
        .prop_map(|(name, value, comma)| format!("{name}:{value}{comma}"));
    prop::collection::vec(member, 0..7).prop_map(|members| {
        let text = members.concat();
        // The comma behind the last member goes more often than not.
        let text = if text.len() % 4 == 0 { text.as_str() } else { text.trim_end_matches([',', ' ']) };
        format!("{{{text}}}")
    })
}

/// A statement whose meaning is known, but for one element.
fn sound_but_for_one() -> impl Strategy<Value = String> {
    let effect = prop::sample::select(vec![r#""Allow""#, r#""Allow""#, r#""Deny""#]);
    (effect, 0..8_usize, value()).prop_map(|(effect, place, value)| {
        let mut members = [
            ("Sid", r#""a""#),
            ("Effect", effect),
            ("Principal", r#"{"RAM":["acs:ram::1111222233334444:role/app"]}"#),
            ("Action", r#"["kms:Decrypt", "kms:Get*"]"#),
            ("Resource", r#"["*"]"#),
        ];
        if let Some((_, old)) = members.get_mut(place) {
            *old = &value;
        }
        let members: Vec<String> =
            members.iter().map(|(name, value)| format!("\"{name}\": {value}")).collect();
        format!("{{{}}}", members.join(", "))
    })
}

/// Texts that are nearly policies.
fn near_policy() -> impl Strategy<Value = Vec<u8>> {
    let statement = members(
        &[
            r#""Sid""#,
            r#""Effect""#,
            r#""Principal""#,
            r#""Action""#,
            r#""Resource""#,
            r#""Condition""#,
            r#""sid""#,
            r#""Actions""#,
            r#""NotAction""#,
            r#""Foo""#,
            "'Sid'",
            "Effect",
            "\"Action\u{200b}\"",
        ],
        value().boxed(),
    );
    let statement = prop_oneof![statement, sound_but_for_one()];
    let list = prop::collection::vec(statement, 0..4).prop_map(|statements| statements.join(", ")).boxed();
    let list = prop_oneof![
        5 => list.clone().prop_map(|list| format!("[{list}]")),
        1 => list.clone(),
        1 => list.prop_map(|list| format!("[[{list}]]")),
    ];
    let root = members(
        &[r#""Version""#, r#""Statement""#, r#""Statement""#, r#""version""#, r#""Id""#],
        prop_oneof![1 => value(), 4 => list].boxed(),
    );
    (root, prop::option::of(0..200_usize)).prop_map(|(text, cut)| {
        let mut bytes = text.into_bytes();
        bytes.truncate(cut.unwrap_or(usize::MAX));
        bytes
    })
}

fn safe_edits(findings: &[Finding]) -> Vec<Span> {
    let fixes = findings.iter().filter_map(|finding| finding.fix.as_ref()).filter(|fix| fix.safe);
    fixes.flat_map(|fix| &fix.edits).map(Edit::span).collect()
}

fn check(bytes: &[u8]) -> Result<(), TestCaseError> {
    let context = context(Kind::Key);
    let report = lint(&Document::parse(bytes, &CATALOG), &context, &CATALOG);
    let whole = Span::new(0, bytes.len());
    for finding in &report.findings {
        prop_assert!(!finding.spans.is_empty(), "{finding:?}");
        for span in finding.spans.iter().chain(&finding.related) {
            prop_assert!(span.start <= span.end && whole.contains(*span), "{finding:?}");
        }
        let mut edits: Vec<Span> = finding.fix.iter().flat_map(|fix| &fix.edits).map(Edit::span).collect();
        edits.sort();
        prop_assert!(edits.iter().all(|edit| edit.start <= edit.end && whole.contains(*edit)), "{finding:?}");
        prop_assert!(edits.windows(2).all(|pair| pair[0].end <= pair[1].start), "{finding:?}");
    }
    let mut edits = safe_edits(&report.findings);
    edits.sort();
    prop_assert!(edits.windows(2).all(|pair| pair[0].end <= pair[1].start), "{edits:?}");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: crate::oracle::cases(CASES), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_judged(bytes in near_json()) {
        check(&bytes)?;
    }

    #[test]
    fn near_policies_are_judged(bytes in near_policy()) {
        check(&bytes)?;
    }

    #[test]
    fn safe_fixes_come_to_an_end(bytes in near_policy()) {
        let context = context(Kind::Key);
        let once = fix_all_safe(&bytes, &context, &CATALOG);
        let twice = fix_all_safe(&once, &context, &CATALOG);
        prop_assert_eq!(String::from_utf8_lossy(&once), String::from_utf8_lossy(&twice));
    }

    /// Neither all safe fixes nor a single one of them make a syntax error.
    #[test]
    fn safe_fixes_break_nothing(bytes in near_policy()) {
        let context = context(Kind::Key);
        let document = Document::parse(bytes.clone(), &CATALOG);
        let problems = |text: Vec<u8>| Document::parse(text, &CATALOG).tree().problems().len();
        let before = document.tree().problems().len();
        prop_assert!(problems(fix_all_safe(&bytes, &context, &CATALOG)) <= before);
        let fixes = lint(&document, &context, &CATALOG).findings.into_iter().filter_map(|finding| finding.fix);
        for fix in fixes.filter(|fix| fix.safe) {
            prop_assert!(problems(apply(&bytes, &fix.edits)) <= before, "{fix:?}");
        }
    }

    /// Repairs of errors may give access that was meant before; safe fixes of anything else give none.
    #[test]
    fn safe_fixes_of_no_errors_give_no_access(statements in prop::collection::vec(sound_but_for_one(), 1..4)) {
        let statements: Vec<&str> = statements.iter().map(String::as_str).collect();
        let text = policy(&statements);
        let context = context(Kind::Key);
        let document = Document::parse(text.as_str(), &CATALOG);
        // What could not be read gave nothing, and gives something as soon as it can be read.
        if !document.tree().problems().is_empty() {
            return Ok(());
        }
        let findings = lint(&document, &context, &CATALOG).findings.into_iter();
        let fixes = findings.filter(|finding| finding.severity > Severity::Error).filter_map(|finding| finding.fix);
        let edits: Vec<_> = fixes.filter(|fix| fix.safe).flat_map(|fix| fix.edits).collect();
        let mended = Document::parse(apply(text.as_bytes(), &edits), &CATALOG);
        let (before, after) = (
            Grants::new(&document, Kind::Key, &CATALOG),
            Grants::new(&mended, Kind::Key, &CATALOG),
        );
        for principal in after.entries() {
            for action in after.actions() {
                let (before, after) =
                    (before.grant(principal, &action.name), after.grant(principal, &action.name));
                prop_assert!(after <= before, "{principal} {}", action.name);
            }
        }
    }
}

/// Found by fuzzing.
#[test]
fn open_brackets_are_closed_before_anything_is_put_in() {
    for text in [
        r#"{"Version":"1","Statement":[{"Effect":"Allow","Principal":{"RAM":["x"],"Resource":["*"]//}"#,
        r#"{"Version":"1","Statement":[{"Effect":"Deny","ActiontEquals":{"n":"2.0""#,
    ] {
        let context = context(Kind::Key);
        let once = fix_all_safe(text.as_bytes(), &context, &CATALOG);
        let twice = fix_all_safe(&once, &context, &CATALOG);
        assert_eq!(String::from_utf8_lossy(&once), String::from_utf8_lossy(&twice));
        assert!(once.len() < 3 * text.len(), "{}", String::from_utf8_lossy(&once));
    }
}
