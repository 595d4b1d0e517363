mod fixes;
mod logic;

use crate::{
    catalog::{Kind, tests::CATALOG},
    condition::Condition,
    context::{Context, Net, Settings},
    document::Document,
    finding::{Finding, Severity},
    lint::{
        Report, fix_all_safe,
        tests::{OWNER, assert_readable, context, judge, owner_statement, policy},
    },
    rules,
    text::apply,
};

/// A policy whose second statement has a condition, for a role of the owner.
fn with_condition(effect: &str, condition: &str) -> String {
    let statement = format!(
        r#"{{"Sid":"s","Effect":"{effect}","Principal":{{"RAM":["acs:ram::{OWNER}:role/r"]}},"Action":["kms:Decrypt"],"Resource":["*"],"Condition":{condition}}}"#
    );
    policy(&[&owner_statement(), &statement])
}

fn is_own(id: &str) -> bool {
    id.starts_with("KPL-C") || id.starts_with("KPL-Q")
}

fn own_findings(report: &Report) -> Vec<&Finding> {
    report.findings.iter().filter(|finding| finding.id.starts_with("KPL-C")).collect()
}

fn messages(report: &Report) -> Vec<&'static str> {
    let found = own_findings(report);
    found.iter().for_each(|finding| assert_readable(finding));
    found.iter().map(|finding| finding.message).collect()
}

/// The text after all safe fixes of these rules.
fn fixed(text: &str, context: &Context) -> String {
    let mut own = context.clone();
    let others = rules::all().map(|rule| rule.id).filter(|id| !is_own(id));
    own.around.cfg.disabled.extend(others.map(str::to_owned));
    String::from_utf8(fix_all_safe(text.as_bytes(), &own, &CATALOG)).expect("text")
}

/// Effect, condition, messages of the findings, condition after all safe fixes (empty: unchanged).
type Case = (&'static str, &'static str, &'static [&'static str], &'static str);

fn check(cases: &[Case]) {
    for (effect, condition, expected, after) in cases {
        let text = with_condition(effect, condition);
        let context = context(Kind::Key);
        let report = judge(&text, &context);
        assert_eq!(messages(&report), *expected, "{effect} {condition}");
        let result = fixed(&text, &context);
        let wanted = match *after {
            "" => text.clone(),
            "gone" => text.replace(&format!(r#","Condition":{condition}"#), ""),
            after => with_condition(effect, after),
        };
        assert_eq!(result, wanted, "{effect} {condition}");
        assert_eq!(fixed(&result, &context), result, "again: {effect} {condition}");
    }
}

#[test]
fn levels() {
    check(&[
        ("Allow", r#""x""#, &["KPL-C01"], ""),
        ("Allow", r#"[]"#, &["KPL-C01"], ""),
        (
            "Allow",
            r#"{"acs:SourceVpc":"vpc-1"}"#,
            &["KPL-C01.operator"],
            r#"{"StringEquals": {"acs:SourceVpc":"vpc-1"}}"#,
        ),
        (
            "Allow",
            r#"{"acs:SourceIp":["203.0.113.0/24"],"Bool":{"acs:MFAPresent":"true"}}"#,
            &["KPL-C01.operator"],
            r#"{"IpAddress": {"acs:SourceIp":["203.0.113.0/24"]},"Bool":{"acs:MFAPresent":"true"}}"#,
        ),
        (
            "Allow",
            r#"{"StringEquals":{"kms:tag":"a"},"acs:SourceVpc":"vpc-1"}"#,
            &["KPL-C01.operator"],
            r#"{"StringEquals":{"kms:tag":"a","acs:SourceVpc": "vpc-1"}}"#,
        ),
        (
            "Allow",
            r#"{"kms:tag":"a","acs:SourceVpc":"vpc-1"}"#,
            &["KPL-C01.operator", "KPL-C01.operator"],
            r#"{"StringEquals": {"kms:tag":"a","acs:SourceVpc": "vpc-1"}}"#,
        ),
        ("Allow", r#"{"acs:CurrentTime":"2030-01-01T00:00:00Z"}"#, &["KPL-C01"], ""),
        ("Allow", r#"{"StringEquals":"vpc-1"}"#, &["KPL-C01"], ""),
        ("Allow", r#"{"StringEquals":{"kms:tag":{"a":"b"}}}"#, &["KPL-C01"], ""),
        ("Allow", r#"{"StringEquals":{"kms:tag":[["b"]]}}"#, &["KPL-C01"], ""),
        ("Allow", r#"{"StringEquals":{"kms:tag":["b"]}}"#, &[], ""),
    ]);
    // A number in the place of a text is for another rule.
    let report = judge(&with_condition("Allow", r#"{"StringEquals":{"kms:tag":5}}"#), &context(Kind::Key));
    assert!(messages(&report).is_empty());
}

#[test]
fn names() {
    check(&[
        ("Allow", r#"{"StringMatches":{"kms:tag":"a"}}"#, &["KPL-C02"], ""),
        (
            "Allow",
            r#"{"stringequals":{"kms:tag":"a"}}"#,
            &["KPL-C02.suggest"],
            r#"{"StringEquals":{"kms:tag":"a"}}"#,
        ),
        (
            "Allow",
            r#"{"StringEqual":{"kms:tag":"a"}}"#,
            &["KPL-C02.suggest"],
            r#"{"StringEquals":{"kms:tag":"a"}}"#,
        ),
        (
            "Allow",
            r#"{"StringEqual":{"kms:tag":"a"},"StringEquals":{"kms:tag":"b"}}"#,
            &["KPL-C02.suggest"],
            "",
        ),
        ("Allow", r#"{"StringEquals":{"kms:ViaService":"a"}}"#, &["KPL-C03"], ""),
        ("Allow", r#"{"StringEquals":{"kms:Tag":"a"}}"#, &["KPL-C03.suggest"], ""),
        ("Allow", r#"{"StringEquals":{"kms:EncryptonContext:a":"a"}}"#, &["KPL-C03.suggest"], ""),
        ("Allow", r#"{"StringEquals":{"kms:EncryptionContext:a":"a"}}"#, &[], ""),
        ("Allow", r#"{"StringEquals":{"ecs:tag":"a"}}"#, &["KPL-C03.prefix.suggest"], ""),
        ("Allow", r#"{"StringEquals":{"whatever":"a"}}"#, &["KPL-C03.prefix"], ""),
        ("Allow", r#"{"IpAddress":{"sourceip":"203.0.113.7"}}"#, &["KPL-C03.prefix.suggest"], ""),
    ]);
    for (key, severity) in
        [("kms:Foo", Severity::Warning), ("acs:Foo", Severity::Warning), ("x:y", Severity::Error)]
    {
        let text = with_condition("Allow", &format!(r#"{{"StringEquals":{{"{key}":"a"}}}}"#));
        let report = judge(&text, &context(Kind::Key));
        let found: Vec<Severity> = own_findings(&report).iter().map(|finding| finding.severity).collect();
        assert_eq!(found, [severity], "{key}");
    }
}

#[test]
fn types() {
    check(&[
        (
            "Allow",
            r#"{"StringEquals":{"acs:SourceIp":"203.0.113.7"}}"#,
            &["KPL-C04"],
            r#"{"IpAddress":{"acs:SourceIp":"203.0.113.7"}}"#,
        ),
        (
            "Deny",
            r#"{"StringNotLike":{"acs:SourceIp":"203.0.113.7"}}"#,
            &["KPL-C04"],
            r#"{"NotIpAddress":{"acs:SourceIp":"203.0.113.7"}}"#,
        ),
        (
            "Allow",
            r#"{"NumericLessThan":{"acs:CurrentTime":"2030-01-01T00:00:00Z"}}"#,
            &["KPL-C04"],
            r#"{"DateLessThan":{"acs:CurrentTime":"2030-01-01T00:00:00Z"}}"#,
        ),
        (
            "Allow",
            r#"{"StringEquals":{"kms:tag":"a","acs:SourceIp":"203.0.113.7"}}"#,
            &["KPL-C04"],
            r#"{"StringEquals":{"kms:tag":"a"},"IpAddress": {"acs:SourceIp":"203.0.113.7"}}"#,
        ),
        (
            "Allow",
            r#"{"StringEquals":{"acs:SourceIp":"203.0.113.7"},"IpAddress":{"acs:VpcSourceIp":"10.0.0.0/8"}}"#,
            &["KPL-C04", "KPL-C10.network", "KPL-C09", "KPL-C14"],
            r#"{"IpAddress":{"acs:VpcSourceIp":"10.0.0.0/8","acs:SourceIp":"203.0.113.7"}}"#,
        ),
        ("Allow", r#"{"StringEquals":{"acs:SourceIp":"everywhere"}}"#, &["KPL-C04"], ""),
        ("Deny", r#"{"StringNotEquals":{"acs:MFAPresent":"true"}}"#, &["KPL-C04"], ""),
        (
            "Allow",
            r#"{"IpAddress":{"acs:SourceVpc":"vpc-1"}}"#,
            &["KPL-C04", "KPL-C14"],
            r#"{"StringEquals":{"acs:SourceVpc":"vpc-1"}}"#,
        ),
        ("Allow", r#"{"IpAddress":{"acs:SourceIp":"203.0.113.7"}}"#, &[], ""),
    ]);
}

#[test]
fn values() {
    check(&[
        ("Allow", r#"{"IpAddress":{"acs:SourceIp":"203.0.113.300"}}"#, &["KPL-C05.ip"], ""),
        (
            "Allow",
            r#"{"IpAddress":{"acs:SourceIp":["203.0.113.7/","2001:db8::1/"]}}"#,
            &["KPL-C05.ip", "KPL-C05.ip"],
            r#"{"IpAddress":{"acs:SourceIp":["203.0.113.7/32","2001:db8::1/128"]}}"#,
        ),
        (
            "Allow",
            r#"{"Bool":{"acs:SecureTransport":"TRUE"}}"#,
            &["KPL-C05.boolean"],
            r#"{"Bool":{"acs:SecureTransport":"true"}}"#,
        ),
        ("Allow", r#"{"Bool":{"acs:SecureTransport":"yes"}}"#, &["KPL-C05.boolean"], ""),
        ("Allow", r#"{"DateLessThan":{"acs:CurrentTime":"2030-01-01"}}"#, &["KPL-C05.date"], ""),
        ("Allow", r#"{"NumericLessThan":{"kms:Foo":"many"}}"#, &["KPL-C03", "KPL-C05.number"], ""),
        ("Allow", r#"{"NumericLessThan":{"kms:Foo":"5"}}"#, &["KPL-C03"], ""),
        ("Allow", r#"{"StringEquals":{"acs:SourceVpc":"vsw-1"}}"#, &["KPL-C14", "KPL-C05.vpc"], ""),
        ("Allow", r#"{"StringEquals":{"acs:SourceVpc":"vpc-"}}"#, &["KPL-C14", "KPL-C05.vpc"], ""),
        ("Allow", r#"{"StringLike":{"acs:SourceVpc":"vpc-a*"}}"#, &["KPL-C14"], ""),
        ("Allow", r#"{"StringEquals":{"acs:SourceVpc":"vpc-bp1x"}}"#, &["KPL-C14"], ""),
    ]);
}

#[test]
fn wildcards() {
    check(&[
        ("Allow", r#"{"StringEquals":{"kms:tag":"a*"}}"#, &["KPL-C11"], ""),
        (
            "Deny",
            r#"{"StringEquals":{"kms:tag":["a","b?"]}}"#,
            &["KPL-C11"],
            r#"{"StringLike":{"kms:tag":["a","b?"]}}"#,
        ),
        // Such a Deny would deny less.
        ("Deny", r#"{"StringNotEquals":{"kms:tag":"a*"}}"#, &["KPL-C11"], ""),
        ("Deny", r#"{"StringEqualsIgnoreCase":{"kms:tag":"a*"}}"#, &["KPL-C11"], ""),
        ("Deny", r#"{"StringEquals":{"kms:tag":"a"}}"#, &[], ""),
    ]);
    let text = with_condition("Allow", r#"{"StringEquals":{"kms:tag":["a*","b*"]}}"#);
    let report = judge(&text, &context(Kind::Key));
    let fixes: Vec<bool> = own_findings(&report).iter().map(|finding| finding.fix.is_some()).collect();
    assert_eq!(fixes, [true, false]);
}

#[test]
fn networks() {
    check(&[
        (
            "Allow",
            r#"{"IpAddress":{"acs:SourceIp":["127.0.0.1","fe80::/10"]}}"#,
            &["KPL-C06.pair", "KPL-C06.pair"],
            "",
        ),
        ("Allow", r#"{"IpAddress":{"acs:SourceIp":["100.64.0.0/10","192.0.2.1"]}}"#, &[], ""),
        (
            "Allow",
            r#"{"IpAddress":{"acs:SourceIp":"203.0.113.7/24"}}"#,
            &["KPL-C07"],
            r#"{"IpAddress":{"acs:SourceIp":"203.0.113.0/24"}}"#,
        ),
        (
            "Deny",
            r#"{"NotIpAddress":{"acs:SourceIp":["203.0.113.0/25", "198.51.100.7", "203.0.113.128/25", "203.0.113.9"]}}"#,
            &["KPL-C07.joined"],
            r#"{"NotIpAddress":{"acs:SourceIp":["203.0.113.0/24", "198.51.100.7"]}}"#,
        ),
        // Neighbours that are not the halves of one range.
        ("Allow", r#"{"IpAddress":{"acs:SourceIp":["203.0.1.0/24","203.0.2.0/24"]}}"#, &[], ""),
        (
            "Allow",
            r#"{"IpAddress":{"acs:SourceIp":["203.0.1.0/24","203.0.1.0/24"]}}"#,
            &["KPL-C15.repeated"],
            r#"{"IpAddress":{"acs:SourceIp":["203.0.1.0/24"]}}"#,
        ),
        ("Allow", r#"{"IpAddress":{"acs:SourceIp":"0.0.0.0/0"}}"#, &["KPL-C08"], ""),
        ("Allow", r#"{"IpAddress":{"acs:SourceIp":["203.0.113.7","::/0"]}}"#, &["KPL-C08"], ""),
        ("Allow", r#"{"IpAddress":{"acs:SourceIp":"128.0.0.0/7"}}"#, &["KPL-C08"], ""),
        ("Allow", r#"{"IpAddress":{"acs:SourceIp":"128.0.0.0/8"}}"#, &[], ""),
        ("Deny", r#"{"IpAddress":{"acs:SourceIp":"0.0.0.0/0"}}"#, &[], ""),
        (
            "Allow",
            r#"{"IpAddress":{"acs:SourceIp":"0.0.0.0/0"},"StringEquals":{"acs:SourceVpc":"vpc-1"}}"#,
            &["KPL-C10.network", "KPL-C14"],
            "",
        ),
        ("Allow", r#"{"IpAddress":{"acs:VpcSourceIp":"10.0.0.0/8"}}"#, &["KPL-C09", "KPL-C14"], ""),
        (
            "Allow",
            r#"{"IpAddress":{"acs:VpcSourceIp":"10.0.0.0/8"},"StringEquals":{"acs:SourceVpc":"vpc-1"}}"#,
            &["KPL-C14"],
            "",
        ),
    ]);
}

/// The text after the guided fix of a message.
fn after_fix(text: &str, context: &Context, message: &str) -> String {
    let report = judge(text, context);
    let finding = report.findings.iter().find(|finding| finding.message == message).expect(message);
    let fix = finding.fix.as_ref().expect("a fix");
    assert!(!fix.safe, "{message}");
    String::from_utf8(apply(text.as_bytes(), &fix.edits)).expect("text")
}

#[test]
fn guided_fixes() {
    let mut context = context(Kind::Key);
    context.around.net =
        Some(Net { bound_vpcs: Some(["vpc-1".to_owned(), "vpc-2".to_owned()].into()), ..Net::default() });
    context.around.clock = Some("2031-01-01T00:00:00Z".to_owned());
    for (condition, message, expected) in [
        (
            r#"{"IpAddress":{"acs:SourceIp":"10.0.0.0/8"}}"#,
            "KPL-C06.pair",
            r#"{"IpAddress":{"acs:VpcSourceIp":"10.0.0.0/8"}}"#,
        ),
        (
            r#"{"IpAddress":{"acs:SourceIp":["10.0.0.0/8","203.0.113.7"]}}"#,
            "KPL-C06.pair",
            r#"{"IpAddress":{"acs:SourceIp":["203.0.113.7"]}}"#,
        ),
        (
            r#"{"IpAddress":{"acs:SourceIp":["203.0.113.7","0.0.0.0/0"]}}"#,
            "KPL-C08",
            r#"{"IpAddress":{"acs:SourceIp":["203.0.113.7"]}}"#,
        ),
        (
            r#"{"IpAddress":{"acs:VpcSourceIp":"10.0.0.0/8"}}"#,
            "KPL-C09",
            r#"{"IpAddress":{"acs:VpcSourceIp":"10.0.0.0/8"},"StringEquals": {"acs:SourceVpc": ["vpc-1", "vpc-2"]}}"#,
        ),
        (r#"{"StringEquals":{"kms:Tag":"a"}}"#, "KPL-C03.suggest", r#"{"StringEquals":{"kms:tag":"a"}}"#),
        (
            r#"{"StringEquals":{"kms:tags/env":"a"}}"#,
            "KPL-C03.suggest",
            r#"{"StringEquals":{"kms:tag/env":"a"}}"#,
        ),
        (
            r#"{"StringEquals":{"kms:tag":"a*","acs:SourceVpc":"vpc-1"}}"#,
            "KPL-C11",
            r#"{"StringEquals":{"acs:SourceVpc":"vpc-1"},"StringLike": {"kms:tag":"a*"}}"#,
        ),
    ] {
        let result = after_fix(&with_condition("Allow", condition), &context, message);
        assert_eq!(result, with_condition("Allow", expected), "{condition}");
    }
    let ended = with_condition("Allow", r#"{"DateLessThan":{"acs:CurrentTime":"2030-01-01T00:00:00Z"}}"#);
    assert_eq!(after_fix(&ended, &context, "KPL-C13"), policy(&[&owner_statement()]));
}

#[test]
fn a_statement_for_two_worlds_is_split() {
    let condition = r#"{"IpAddress":{"acs:SourceIp":"203.0.113.7"},"StringEquals":{"acs:SourceVpc":"vpc-1","kms:tag":"a"}}"#;
    let context = context(Kind::Key);
    let result = after_fix(&with_condition("Allow", condition), &context, "KPL-C10.network");
    let document = Document::parse(result.as_bytes(), &CATALOG);
    assert!(document.tree().problems().is_empty(), "{result}");
    let conditions: Vec<Vec<String>> = document
        .statements()
        .iter()
        .map(|statement| statement.conditions.iter().map(|entry| entry.key.value.clone()).collect())
        .collect();
    assert_eq!(conditions, [vec![], vec!["acs:SourceIp", "kms:tag"], vec!["acs:SourceVpc", "kms:tag"]]);
    let names: Vec<Option<&str>> =
        document.statements().iter().skip(1).map(|statement| statement.name()).collect();
    assert_eq!(names, [Some("s"), Some("s-2")]);
    assert!(!messages(&judge(&result, &context)).contains(&"KPL-C10.network"));
}
