use crate::{
    catalog::{Kind, tests::CATALOG},
    finding::Finding,
    lint::{
        fix_all_safe,
        tests::{OWNER, context, judge, owner_statement, policy},
    },
    messages::{Language, message},
    rules::structure::RULES,
    text::{Tree, apply},
};

/// Findings of these rules alone.
fn findings(text: &str) -> Vec<Finding> {
    let report = judge(text, &context(Kind::Key));
    let findings: Vec<Finding> =
        report.findings.into_iter().filter(|finding| finding.id.starts_with("KPL-S")).collect();
    for finding in &findings {
        for language in Language::ALL {
            let shown = message(language, finding.message, &finding.params);
            assert!(!shown.starts_with("KPL") && !has_placeholder(&shown, finding), "{shown}");
            if let Some(fix) = &finding.fix {
                let shown = message(language, fix.title, &fix.params);
                assert!(!shown.starts_with("fix."), "{shown}");
            }
        }
    }
    findings
}

/// Whether a name of letters still stands in braces that no parameter put there.
fn has_placeholder(shown: &str, finding: &Finding) -> bool {
    let is_name = |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase());
    let from_document = finding.params.values().any(|value| value.contains('{'));
    !from_document && shown.split('{').skip(1).any(|rest| rest.split('}').next().is_some_and(is_name))
}

fn check(text: &str, expected: &[&str]) {
    let mut ids: Vec<&str> = findings(text).iter().map(|finding| finding.id).collect();
    ids.sort_unstable();
    let mut expected = expected.to_vec();
    expected.sort_unstable();
    assert_eq!(ids, expected, "{text}");
}

/// A policy of the owner's statement and one that is spelt out.
fn beside(statement: &str) -> String {
    policy(&[&owner_statement(), statement])
}

/// A statement with one element replaced, left out (`""`) or added.
fn statement(element: &str, value: &str) -> String {
    let mut members = vec![
        ("Sid", r#""app""#.to_owned()),
        ("Effect", r#""Allow""#.to_owned()),
        ("Principal", format!(r#"{{"RAM":["acs:ram::{OWNER}:role/app"]}}"#)),
        ("Action", r#"["kms:DescribeKey"]"#.to_owned()),
        ("Resource", r#"["*"]"#.to_owned()),
    ];
    match members.iter_mut().find(|(name, _)| *name == element) {
        Some((_, old)) => value.clone_into(old),
        None => members.push((element, value.to_owned())),
    }
    let members = members.into_iter().filter(|(_, value)| !value.is_empty());
    format!(
        "{{{}}}",
        members.map(|(name, value)| format!("\"{name}\":{value}")).collect::<Vec<_>>().join(",")
    )
}

#[test]
fn every_rule_finds_its_case_and_no_other() {
    let good = policy(&[&owner_statement()]);
    let long = |length: usize| format!("\"{}\"", "a".repeat(length));
    let padded = |size: usize| format!("{good}{}", " ".repeat(size - good.len()));
    for (text, expected) in [
        // S01 has a table of its own below.
        (good.clone(), vec![]),
        (good.replace(r#""Version":"1","#, r#""Version":"1",,"#), vec!["KPL-S01"]),
        // S02
        (String::new(), vec!["KPL-S02"]),
        (" \r\n\t".to_owned(), vec!["KPL-S02"]),
        ("[]".to_owned(), vec!["KPL-S02"]),
        ("\"x\"".to_owned(), vec!["KPL-S02"]),
        ("hello".to_owned(), vec!["KPL-S01"]),
        // S03
        (beside(&statement("Effect", r#""Allow","Effect":"Deny""#)), vec!["KPL-S03"]),
        (
            beside(&statement(
                "Condition",
                r#"{"Bool":{"acs:SecureTransport":"true","acs:SecureTransport":"true"}}"#,
            )),
            vec!["KPL-S03"],
        ),
        (
            beside(&statement(
                "Condition",
                r#"{"Bool":{"acs:SecureTransport":"true","acs:MFAPresent":"true"}}"#,
            )),
            vec![],
        ),
        (beside(&statement("Effect", r#""Allow","\u0045ffect":"Allow""#)), vec!["KPL-S03"]),
        // S04
        (good.replace("Version", "version"), vec!["KPL-S04"]),
        (good.replace("Statement", "Statements"), vec!["KPL-S04"]),
        (good.replace("Sid", "sid"), vec!["KPL-S04"]),
        (good.replace("Effect", "Efect"), vec!["KPL-S04"]),
        (good.replace("RAM", "ram"), vec!["KPL-S04"]),
        (beside(&statement("Actions", r#""kms:Get*""#)), vec!["KPL-S04"]),
        (good.replace("RAM", "AWS"), vec![]),
        // S05
        (r#"{"Statement":[]}"#.to_owned(), vec!["KPL-S05", "KPL-S07"]),
        (r#"{"Version" "1","Statement":[]}"#.to_owned(), vec!["KPL-S01", "KPL-S07"]),
        (r#"{Version:"1","Statement":[]}"#.to_owned(), vec!["KPL-S01", "KPL-S07"]),
        // S06
        (good.replace(r#""1""#, "1"), vec!["KPL-S06"]),
        (good.replace(r#""1""#, "null"), vec!["KPL-S06"]),
        (good.replace(r#""1""#, r#""2012-10-17""#), vec!["KPL-S06"]),
        (good.replace(r#""1""#, r#""\u0031""#), vec![]),
        // S07
        (r#"{"Version":"1"}"#.to_owned(), vec!["KPL-S07"]),
        (policy(&[]), vec!["KPL-S07"]),
        // S08
        (beside(&statement("Id", r#""x""#)), vec!["KPL-S08"]),
        (good.replace(r#""Version""#, r#""Id":"x","Version""#), vec!["KPL-S08"]),
        (beside(&statement("Comment", r#""x""#)), vec!["KPL-S08"]),
        // S09, and what S08 says instead.
        (beside("{}"), vec!["KPL-S09", "KPL-S09", "KPL-S09", "KPL-S09", "KPL-S15"]),
        (beside(&statement("Effect", "")), vec!["KPL-S09"]),
        (beside(&statement("Principal", "")), vec!["KPL-S09"]),
        (beside(&statement("Action", "")), vec!["KPL-S09"]),
        (beside(&statement("Resource", "")), vec!["KPL-S09"]),
        (beside(&statement("Resource", r#""*""#).replace("Action", "NotAction")), vec!["KPL-S08"]),
        (beside(&statement("Resource", r#""*""#).replace("Resource", "NotResource")), vec!["KPL-S08"]),
        (beside(&statement("Resource", r#""*""#).replace("Principal", "NotPrincipal")), vec!["KPL-S08"]),
        // S10
        (beside(&statement("Effect", r#""allow""#)), vec!["KPL-S10"]),
        (beside(&statement("Effect", r#""Permit""#)), vec!["KPL-S10"]),
        (beside(&statement("Effect", "true")), vec!["KPL-S10"]),
        (beside(&statement("Effect", r#"["Allow"]"#)), vec!["KPL-S10"]),
        (beside(&statement("Effect", r#""Deny""#)), vec![]),
        // S11
        (beside(&statement("Resource", r#""acs:kms:*:*:key/*""#)), vec!["KPL-S11"]),
        (beside(&statement("Resource", r#"["*","key/x"]"#)), vec!["KPL-S11"]),
        (beside(&statement("Resource", r#"["*","*"]"#)), vec!["KPL-S11"]),
        (beside(&statement("Resource", r#""*""#)), vec![]),
        // S12
        (beside(&statement("Sid", "5")), vec!["KPL-S12"]),
        (beside(&statement("Sid", "null")), vec!["KPL-S12"]),
        (beside(&statement("Sid", r#"["a"]"#)), vec!["KPL-S12"]),
        (beside(&statement("Action", "1")), vec!["KPL-S12"]),
        (beside(&statement("Action", r#"[["kms:Get*"],"kms:List*"]"#)), vec!["KPL-S12"]),
        (beside(&statement("Action", r#"{"a":"b"}"#)), vec!["KPL-S12"]),
        (beside(&statement("Resource", "true")), vec!["KPL-S12"]),
        (beside(&statement("Principal", r#"{"RAM":1111222233334444}"#)), vec!["KPL-S12"]),
        (beside(&statement("Principal", r#""*""#)), vec![]),
        (beside(&statement("Condition", r#"{"NumericEquals":{"acs:X":5}}"#)), vec!["KPL-S12"]),
        (beside(&statement("Condition", r#"{"NumericEquals":{"acs:X":["5",6]}}"#)), vec!["KPL-S12"]),
        (beside(&statement("Condition", r#"{"NumericEquals":5}"#)), vec![]),
        (beside(&statement("Condition", r#"{"NumericEquals":{"acs:X":{"a":"b"}}}"#)), vec![]),
        (beside(r#""text""#), vec!["KPL-S12"]),
        (r#"{"Version":"1","Statement":"x"}"#.to_owned(), vec!["KPL-S12"]),
        (good.replace(['[', ']'], ""), vec!["KPL-S12"]),
        // S13
        (beside(&statement("Sid", &long(129))), vec!["KPL-S13"]),
        (beside(&statement("Sid", &long(128))), vec![]),
        (beside(&statement("Sid", r#""a#b""#)), vec!["KPL-S13"]),
        (beside(&statement("Sid", r#""é""#)), vec!["KPL-S13"]),
        (beside(&statement("Sid", r#""aZ 0_/+=.@-""#)), vec![]),
        // S14
        (policy(&[&owner_statement(), &owner_statement()]), vec!["KPL-S14"]),
        (policy(&[&owner_statement(), &owner_statement(), &owner_statement()]), vec!["KPL-S14"]),
        (beside(&statement("Sid", r#""KMS default key policy""#)), vec![]),
        // S15
        (beside(&statement("Sid", "")), vec!["KPL-S15"]),
        (beside(&statement("Sid", r#""""#)), vec!["KPL-S15"]),
        (beside(&statement("Sid", r#"" ""#)), vec![]),
        // S16
        (beside(&statement("Action", "[]")), vec!["KPL-S16"]),
        (beside(&statement("Principal", r#"{"RAM":[]}"#)), vec!["KPL-S16"]),
        (beside(&statement("Resource", "[]")), vec!["KPL-S16"]),
        (beside(&statement("Condition", r#"{"Bool":{"acs:MFAPresent":[]}}"#)), vec!["KPL-S16"]),
        (beside(&statement("Condition", r#"{"Bool":{}}"#)), vec![]),
        // S17 and S18
        (padded(32_769), vec!["KPL-S17"]),
        (padded(32_768), vec!["KPL-S18"]),
        (padded(29_492), vec!["KPL-S18"]),
        (padded(29_491), vec![]),
        // S19
        (beside(&statement("Sid", "\"a\u{200b}b\"")), vec!["KPL-S19"]),
        (beside(&statement("Sid", "\"a\u{a0}b\"")), vec!["KPL-S19"]),
        (beside(&statement("Sid", r#""a\u202eb""#)), vec!["KPL-S19"]),
        (beside(&statement("Sid", r#""a\\u202eb""#)), vec!["KPL-S13"]),
        (beside(&statement("Sid", r#""a\udb40\udc01b""#)), vec!["KPL-S19"]),
        (beside(&statement("Action", "\"kms:D\u{435}crypt\"")), vec!["KPL-S19"]),
        (beside(&statement("Action", "\"kms:解密\"")), vec![]),
        (
            beside(&statement("Principal", "{\"RAM\":\"acs:ram::1111222233334444:user/\u{430}\"}")),
            vec!["KPL-S19"],
        ),
        (format!("\u{feff}{good}"), vec!["KPL-S19"]),
        (good.replace("},", "},\u{a0}"), vec!["KPL-S01", "KPL-S19"]),
        (beside(&statement("Condition", "{\"StringEquals\":{\"kms:tag/x\":\"\u{435}é\"}}")), vec![]),
    ] {
        check(&text, &expected);
    }
}

#[test]
fn syntax_errors_have_their_own_words() {
    for (text, expected) in [
        (r#"{"Version":"1","Statement":[],}"#, "KPL-S01.comma"),
        ("{\"Version\":\"1\",\"Statement\":[]} // why", "KPL-S01.comment"),
        (r#"{'Version':"1","Statement":[]}"#, "KPL-S01.quotes"),
        (r#"{"Version":"1","Statement":["#, "KPL-S01.end"),
        ("{\"Version\":\"1\",\"Statement\":[{\"Sid\":\"a\n\"Effect\":\"Allow\"}]}", "KPL-S01.open"),
        (r#"{"Version":"\x","Statement":[]}"#, "KPL-S01.escape"),
        (r#"{"Version":"1","Statement":[]} {}"#, "KPL-S01.trailing"),
        (r#"{"Version" "1","Statement":[]}"#, "KPL-S01.colon"),
        (r#"{"Version":"1" "Statement":[]}"#, "KPL-S01.member"),
        (r#"{"Version":"1","Statement":["a" "b"]}"#, "KPL-S01.item"),
        (r#"{"Version":"1","Statement":[x]}"#, "KPL-S01.list"),
        (r#"{"Version":"1",Statement:[]}"#, "KPL-S01.name"),
        (r#"{"Version":x,"Statement":[]}"#, "KPL-S01"),
        ("hello", "KPL-S01.object"),
    ] {
        let first = findings(text).into_iter().find(|finding| finding.id == "KPL-S01");
        assert_eq!(first.map(|finding| finding.message), Some(expected), "{text}");
    }
}

#[test]
fn a_statement_that_cannot_be_read_is_left_alone() {
    let broken = r#"{"Sid":"x" "Effect":"allow","Action":[1],"Foo":[]}"#;
    check(&policy(&[broken]), &["KPL-S01"]);
    check(&policy(&[broken, &statement("Effect", r#""allow""#)]), &["KPL-S01", "KPL-S10"]);
}

/// What stands at the line and column of each finding.
#[test]
fn positions_are_those_of_editors() {
    let text =
        "{\r\n\t\"Version\":\t\"1\",\r\n\t\"Statement\": [ { \"Sid\": \"é😀\", \"Effect\": \"allow\" } ],\r}";
    let tree = Tree::parse(text);
    let mut found = Vec::new();
    for finding in findings(text) {
        let position = tree.position(finding.spans[0].start);
        found.push((finding.id, position.line, position.column));
    }
    assert_eq!(
        found,
        [
            ("KPL-S09", 3, 17),
            ("KPL-S09", 3, 17),
            ("KPL-S09", 3, 17),
            ("KPL-S13", 3, 26),
            ("KPL-S10", 3, 42),
            ("KPL-S01", 3, 53),
        ]
    );
}

/// Applies the only fix of the first finding of a rule.
fn fixed(text: &str, id: &str) -> Option<(bool, String)> {
    let fix = findings(text).into_iter().find(|finding| finding.id == id)?.fix?;
    Some((fix.safe, String::from_utf8_lossy(&apply(text.as_bytes(), &fix.edits)).into_owned()))
}

#[test]
fn fixes_mend_what_they_are_for() {
    let good = policy(&[&owner_statement()]);
    let app = |element: &str, value: &str| beside(&statement(element, value));
    let right = app("Resource", r#"["*"]"#);
    for (id, text, safe, expected) in [
        ("KPL-S01", good.replace("]}]}", "]}],}"), true, good.clone()),
        ("KPL-S03", app("Effect", r#""Deny","Effect":"Allow""#), false, right.clone()),
        (
            "KPL-S03",
            app("Action", r#"["kms:Get*"],"Action":["kms:List*"]"#),
            false,
            app("Action", r#"["kms:Get*", "kms:List*"]"#),
        ),
        ("KPL-S04", good.replace("Version", "version"), true, good.clone()),
        ("KPL-S04", app("Resource", r#"["*"],"resource":["*"]"#), false, right.clone()),
        (
            "KPL-S05",
            good.replace(r#""Version":"1","#, ""),
            true,
            good.replace(r#""Version":"1","#, r#""Version": "1", "#),
        ),
        ("KPL-S06", good.replace(r#""1""#, "1"), true, good.clone()),
        ("KPL-S08", app("Foo", "1"), false, right.clone()),
        ("KPL-S09", app("Resource", ""), true, app("Resource", r#" ["*"]"#)),
        ("KPL-S10", app("Effect", r#""ALLOW""#), true, right.clone()),
        ("KPL-S10", app("Effect", r#"" Allow""#), false, right.clone()),
        ("KPL-S11", app("Resource", r#"["a","*"]"#), true, right.clone()),
        ("KPL-S12", app("Sid", "5"), true, app("Sid", r#""5""#)),
        ("KPL-S12", app("Sid", r#"["app"]"#), true, right.clone()),
        ("KPL-S12", app("Resource", r#"[["*"]]"#), true, right.clone()),
        ("KPL-S12", format!(r#"{{"Version":"1","Statement":{}}}"#, owner_statement()), true, good.clone()),
        (
            "KPL-S12",
            format!(r#"{{"Version":"1","Statement":[[{}]]}}"#, owner_statement()),
            true,
            good.clone(),
        ),
        ("KPL-S13", app("Sid", r#""a#é""#), true, app("Sid", r#""a--""#)),
        (
            "KPL-S14",
            policy(&[
                &statement("Sid", r#""a""#),
                &statement("Sid", r#""a-2""#),
                &statement("Sid", r#""a""#),
            ]),
            true,
            policy(&[
                &statement("Sid", r#""a""#),
                &statement("Sid", r#""a-2""#),
                &statement("Sid", r#""a-3""#),
            ]),
        ),
        ("KPL-S15", app("Sid", r#""""#), true, app("Sid", r#""allow-read-role-app""#)),
        ("KPL-S16", app("Resource", "[]"), false, right.clone()),
        ("KPL-S16", app("Action", "[]"), false, good.clone()),
        ("KPL-S19", app("Sid", "\"a\\u200bpp\""), true, right.clone()),
        ("KPL-S19", format!("\u{feff}{good}"), true, good.clone()),
        ("KPL-S19", app("Action", "\"kms:D\u{435}crypt\""), false, app("Action", r#""kms:Decrypt""#)),
    ] {
        assert_eq!(fixed(&text, id), Some((safe, expected)), "{id} {text}");
    }
    for (id, text) in [
        ("KPL-S12", app("Sid", "null")),
        ("KPL-S12", app("Action", "[[]]")),
        ("KPL-S10", app("Effect", r#""Permit""#)),
    ] {
        assert_eq!(fixed(&text, id), None, "{id} {text}");
    }
}

#[test]
fn guided_fixes_give_what_they_promise() {
    for (id, text) in [
        ("KPL-S02", String::new()),
        ("KPL-S02", "[1]".to_owned()),
        ("KPL-S07", policy(&[])),
        ("KPL-S07", r#"{"Version":"1"}"#.to_owned()),
    ] {
        let (safe, mended) = fixed(&text, id).expect("a fix");
        assert!(!safe);
        check(&mended, &[]);
    }
    let (_, mended) =
        fixed(&beside(&statement("Resource", r#""*""#).replace("Action", "NotAction")), "KPL-S08")
            .expect("a fix");
    check(&mended, &[]);
    assert!(mended.contains("\"kms:Decrypt\"") && !mended.contains("\"kms:DescribeKey\""), "{mended}");
    let (_, mended) = fixed(&format!("{}{}", policy(&[&owner_statement()]), "\n ".repeat(16_000)), "KPL-S18")
        .expect("a fix");
    assert_eq!(mended, policy(&[&owner_statement()]).replace(": ", ":"));
}

#[test]
fn new_sids_are_legal_and_unlike_all_others() {
    let long = "a".repeat(128);
    let sid = |sid: &str| statement("Sid", sid);
    let text = policy(&[
        &sid(&format!("\"{long}\"")),
        &sid(&format!("\"{long}\"")),
        &sid(""),
        &sid(r#""""#),
        &sid(""),
    ]);
    let mut context = context(Kind::Key);
    // Statements that say the same would be merged.
    context.around.cfg.disabled.insert("KPL-X11".to_owned());
    let mended = fix_all_safe(text.as_bytes(), &context, &CATALOG);
    let mended = String::from_utf8(mended).expect("UTF-8");
    check(&mended, &[]);
    assert!(mended.contains(r#""allow-read-role-app-3""#), "{mended}");
}

#[test]
fn a_comma_that_goes_takes_nothing_with_it() {
    let text = policy(&[&statement("Resource", "").replace("]}", "],}").replace("\"]}", "\"],}")]);
    let text = text.replace(r#""kms:DescribeKey"]}"#, r#""kms:DescribeKey"],}"#);
    let mended = fix_all_safe(text.as_bytes(), &context(Kind::Key), &CATALOG);
    check(&String::from_utf8_lossy(&mended), &[]);
}

#[test]
fn hostile_shapes_cost_little() {
    for text in [
        format!(r#"{{"Version":"1","Statement":[{{"Condition":{}"#, r#"{"a":"#.repeat(100_000)),
        format!(r#"{{"Version":"1","Statement":[{}]}}"#, ["{}"; 3_000].join(",")),
        format!(r#"{{"Version":"1","Statement":[{}]}}"#, [r#"{"Sid":"a"}"#; 2_700].join(",")),
        format!(r#"{{"Version":"1","Statement":[{{{}}}]}}"#, [r#""a":1"#; 4_000].join(",")),
        format!(r#"{{"Version":"1","Statement":[{{"Action":[{}]}}]}}"#, ["\"\u{200b}\""; 5_000].join(",")),
    ] {
        judge(&text, &context(Kind::Key));
    }
}

#[test]
fn rules_are_listed_by_id() {
    let ids: Vec<String> = RULES.iter().map(|rule| rule.id.to_owned()).collect();
    let expected: Vec<String> = (1..=19).map(|number| format!("KPL-S{number:02}")).collect();
    assert_eq!(ids, expected);
}
