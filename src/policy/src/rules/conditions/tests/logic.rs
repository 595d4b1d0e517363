//! Conditions that contradict each other, are over, or change nothing.

use super::*;

#[test]
fn contradictions() {
    check(&[
        (
            "Deny",
            r#"{"StringEquals":{"kms:tag":"a"},"StringEqualsIgnoreCase":{"kms:tag":"b"}}"#,
            &["KPL-C10"],
            "",
        ),
        (
            "Allow",
            r#"{"StringEquals":{"kms:tag":"a"},"StringEqualsIgnoreCase":{"kms:tag":["b","A"]}}"#,
            &[],
            "",
        ),
        ("Allow", r#"{"StringEquals":{"kms:tag":"a"},"StringLike":{"kms:tag":"b*"}}"#, &[], ""),
        (
            "Allow",
            r#"{"StringEquals":{"kms:Foo":"10"},"NumericEquals":{"kms:Foo":"1e1"}}"#,
            &["KPL-C03", "KPL-C03"],
            "",
        ),
        (
            "Allow",
            r#"{"StringEquals":{"kms:Foo":"10"},"NumericEquals":{"kms:Foo":"11"}}"#,
            &["KPL-C03", "KPL-C03", "KPL-C10"],
            "",
        ),
        ("Allow", r#"{"StringNotEquals":{"kms:tag":"a"}}"#, &["KPL-C12"], ""),
        ("Allow", r#"{"StringNotEquals":{"kms:tag":"a"},"Bool":{"acs:MFAPresent":"true"}}"#, &[], ""),
        ("Deny", r#"{"StringNotEquals":{"kms:tag":"a"}}"#, &[], ""),
    ]);
}

#[test]
fn times() {
    let key = "acs:CurrentTime";
    let limits = |operator: &str, text: &str| format!(r#""{operator}":{{"{key}":"{text}"}}"#);
    let (early, late) = ("2030-01-01T00:00:00Z", "2030-01-01T08:00:00Z");
    for (conditions, clock, expected, is_skipped) in [
        (vec![limits("DateLessThan", early)], Some(late), Some("KPL-C13"), false),
        (vec![limits("DateLessThan", early)], Some(early), Some("KPL-C13"), false),
        (vec![limits("DateLessThanEquals", early)], Some(early), None, false),
        (vec![limits("DateEquals", early)], Some(late), Some("KPL-C13"), false),
        (vec![limits("DateLessThan", late)], Some(early), None, false),
        (vec![limits("DateLessThan", late)], None, None, true),
        (vec![limits("DateGreaterThan", early)], Some(late), None, false),
        (vec![limits("DateGreaterThan", early)], None, None, false),
        (
            vec![limits("DateGreaterThan", late), limits("DateLessThan", early)],
            None,
            Some("KPL-C13.empty"),
            false,
        ),
        (
            vec![limits("DateGreaterThan", late), limits("DateLessThanEquals", late)],
            None,
            Some("KPL-C13.empty"),
            false,
        ),
        (vec![limits("DateGreaterThanEquals", late), limits("DateLessThanEquals", late)], None, None, true),
        // The same moment in two zones.
        (
            vec![limits("DateGreaterThan", late), limits("DateLessThan", "2030-01-01T16:00:00+08:00")],
            None,
            Some("KPL-C13.empty"),
            false,
        ),
        (vec![limits("DateNotEquals", early), limits("Bool", "x")], Some(late), None, false),
    ] {
        let text = with_condition("Deny", &format!("{{{}}}", conditions.join(",")));
        let mut context = context(Kind::Key);
        context.around.clock = clock.map(str::to_owned);
        let report = judge(&text, &context);
        let found: Vec<&str> = report
            .findings
            .iter()
            .filter(|finding| finding.id == "KPL-C13")
            .map(|finding| finding.message)
            .collect();
        assert_eq!(found, expected.into_iter().collect::<Vec<_>>(), "{conditions:?} {clock:?}");
        let skipped =
            report.skipped.iter().any(|skipped| skipped.id == "KPL-C13" && skipped.reason == "clock");
        assert_eq!(skipped, is_skipped, "{conditions:?} {clock:?}");
    }
}

#[test]
fn parts_without_effect() {
    check(&[
        ("Allow", "{}", &["KPL-C15"], "gone"),
        ("Allow", r#"{"StringEquals":{}}"#, &["KPL-C15"], "gone"),
        ("Allow", r#"{"StringEquals":{},"Bool":{}}"#, &["KPL-C15", "KPL-C15"], "gone"),
        (
            "Allow",
            r#"{"StringEquals":{},"Bool":{"acs:MFAPresent":"true"}}"#,
            &["KPL-C15"],
            r#"{"Bool":{"acs:MFAPresent":"true"}}"#,
        ),
        (
            "Allow",
            r#"{"StringEquals":{"kms:tag":["a","b","a","a","b"]}}"#,
            &["KPL-C15.repeated"; 3],
            r#"{"StringEquals":{"kms:tag":["a","b"]}}"#,
        ),
        (
            "Allow",
            r#"{"StringLike":{"kms:tag":"a"}}"#,
            &["KPL-C15.exact"],
            r#"{"StringEquals":{"kms:tag":"a"}}"#,
        ),
        (
            "Deny",
            r#"{"StringNotLike":{"kms:tag":"a","kms:tag/x":"b","kms:tag/y":"*"}}"#,
            &["KPL-C15.exact", "KPL-C15.exact"],
            r#"{"StringNotLike":{"kms:tag/y":"*"},"StringNotEquals": {"kms:tag":"a","kms:tag/x":"b"}}"#,
        ),
        // The place is taken: the same key already stands under the exact operator.
        ("Allow", r#"{"StringLike":{"kms:tag":"a"},"StringEquals":{"kms:tag":"a"}}"#, &["KPL-C15.exact"], ""),
        ("Allow", r#"{"StringLike":{"kms:tag":["a","b*"]}}"#, &[], ""),
        ("Allow", r#"{"Bool":{"acs:MFAPresent":["true","false"]}}"#, &["KPL-C15.either"], ""),
        ("Allow", r#"{"Bool":{"acs:MFAPresent":["true"]}}"#, &[], ""),
    ]);
}

/// Requests to compare conditions on.
const REQUESTS: &[(&str, &[&str])] = &[
    ("kms:tag", &["a", "A", "b", "a*", ""]),
    ("kms:tag/x", &["b", "c"]),
    ("kms:tag/y", &["c"]),
    ("acs:SourceIp", &["203.0.113.0", "203.0.113.200", "203.0.114.0", "198.51.100.7", "10.1.2.3", "::1"]),
    ("acs:MFAPresent", &["true", "false"]),
];

#[test]
fn safe_fixes_of_what_works_keep_the_meaning() {
    for condition in [
        "{}",
        r#"{"StringEquals":{},"Bool":{"acs:MFAPresent":["true","true"]}}"#,
        r#"{"StringNotLike":{"kms:tag":"a","kms:tag/x":"b","kms:tag/y":"*"}}"#,
        r#"{"StringLike":{"kms:tag":["a","a"]},"StringEquals":{"kms:tag/x":["b","b"]}}"#,
        r#"{"IpAddress":{"acs:SourceIp":["203.0.113.7/25","203.0.113.128/25","198.51.100.7","198.51.100.7/32"]}}"#,
        r#"{"NotIpAddress":{"acs:SourceIp":["203.0.113.7/24"]}}"#,
    ] {
        for effect in ["Allow", "Deny"] {
            let text = with_condition(effect, condition);
            let after = fixed(&text, &context(Kind::Key));
            assert_ne!(after, text, "{condition}");
            let literals = |text: &str| {
                let document = Document::parse(text, &CATALOG);
                document.statements().get(1).expect("a statement").condition()
            };
            let (before, after) = (literals(&text), literals(&after));
            for (key, values) in REQUESTS {
                for value in values.iter().copied().map(Some).chain([None]) {
                    let holds = |condition: &Condition| {
                        condition
                            .literals
                            .iter()
                            .filter(|literal| literal.atom.key == *key)
                            .all(|literal| literal.holds(value))
                    };
                    assert_eq!(holds(&before), holds(&after), "{condition} {key} {value:?}");
                }
            }
        }
    }
}

#[test]
fn the_shared_gateway_is_named_once() {
    let vpc = r#"{"StringEquals":{"acs:SourceVpc":"vpc-1"}}"#;
    let statement = |sid: &str| {
        format!(
            r#"{{"Sid":"{sid}","Effect":"Deny","Principal":{{"RAM":["acs:ram::{OWNER}:role/r"]}},"Action":["kms:Decrypt"],"Resource":["*"],"Condition":{vpc}}}"#
        )
    };
    let report = judge(&policy(&[&owner_statement(), &statement("a"), &statement("b")]), &context(Kind::Key));
    let found = own_findings(&report);
    assert_eq!(messages(&report), ["KPL-C14"]);
    assert_eq!(found.first().map(|finding| finding.related.len()), Some(1));
}

#[test]
fn settings_decide_what_is_wide() {
    let text = with_condition("Allow", r#"{"IpAddress":{"acs:SourceIp":"128.0.0.0/8"}}"#);
    let mut context = context(Kind::Key);
    let mut settings = Settings::default();
    settings.min_prefix.v4 = 16;
    context.around.cfg = settings;
    assert_eq!(messages(&judge(&text, &context)), ["KPL-C08"]);
}

#[test]
fn vectors() {
    let anyone = format!(
        r#"{{"Sid":"v","Effect":"Allow","Principal":{{"RAM":["*"]}},"Action":["kms:DescribeKey"],"Resource":["*"],"Condition":{}}}"#,
        r#"{"StringEquals":{"acs:SourceVpc":"vpc-1"}}"#
    );
    for (number, text, expected) in [
        (15, policy(&[&owner_statement(), &anyone]), &["KPL-C14"][..]),
        (17, with_condition("Allow", r#"{"IpAddress":{"acs:SourceIp":"10.0.0.0/8"}}"#), &["KPL-C06"]),
        (
            18,
            with_condition("Allow", r#"{"StringEquals":{"acs:SourceVpc":"vpc-*"}}"#),
            &["KPL-C11", "KPL-C14"],
        ),
        (
            19,
            with_condition(
                "Allow",
                r#"{"IpAddress":{"acs:SourceIp":"203.0.113.0/24"},"StringEquals":{"acs:SourceVpc":"vpc-1"}}"#,
            ),
            &["KPL-C10", "KPL-C14"],
        ),
    ] {
        let report = judge(&text, &context(Kind::Key));
        let mut ids: Vec<&str> =
            report.findings.iter().map(|finding| finding.id).filter(|id| is_own(id)).collect();
        ids.sort_unstable();
        assert_eq!(ids, expected, "vector {number}");
    }
}

#[test]
fn fixes_of_hostile_conditions_stay_small() {
    for unit in [
        r#""StringLike":{"kms:tag":"a"},"StringEquals":{"kms:tag":"a"},"#,
        r#""IpAddress":{"acs:VpcSourceIp":"10.0.0.0/8"},"#,
        r#""acs:SourceVpc":"vpc-1","#,
        r#""stringequal":{"acs:Sourceip":"a*"},"#,
    ] {
        let condition = format!("{{{}\"Bool\":{{}}}}", unit.repeat(30_000 / unit.len()));
        let report = judge(&with_condition("Allow", &condition), &context(Kind::Key));
        let fixes: usize = report
            .findings
            .iter()
            .filter_map(|finding| finding.fix.as_ref())
            .flat_map(|fix| &fix.edits)
            .map(|edit| edit.text.len())
            .sum();
        assert!(fixes < 500_000, "{unit} {fixes}");
    }
    let values = r#""a*","#.repeat(5_000);
    judge(
        &with_condition("Allow", &format!(r#"{{"StringEquals":{{"kms:tag":[{values}"b"],"k":"c"}}}}"#)),
        &context(Kind::Key),
    );
}
