use serde_json::{Value, json};

use crate::{
    catalog::Kind,
    context::{Context, Directory},
    finding::Finding,
    lint::tests::{OWNER, context, judge, owner_statement, policy},
    text,
};

const WHOLE: &str = "acs:ram::1111222233334444:*";
const ROLE: &str = "acs:ram::1111222233334444:role/etl";
const USER: &str = "acs:ram::1111222233334444:user/li.wei";
const OUTSIDE_USER: &str = "acs:ram::2222333344445555:user/li.wei";
const OUTSIDE: &str = "acs:ram::2222333344445555:*";

fn statement(effect: &str, principal: &Value) -> String {
    json!({"Sid": "s", "Effect": effect, "Principal": principal, "Action": ["kms:DescribeKey"], "Resource": ["*"]})
        .to_string()
}

fn with(effect: &str, principal: &Value) -> String {
    policy(&[&owner_statement(), &statement(effect, principal)])
}

fn listing(principals: &[&str]) -> String {
    with("Allow", &json!({"RAM": principals}))
}

fn found(text: &str, context: &Context) -> Vec<Finding> {
    let findings = judge(text, context).findings;
    findings.into_iter().filter(|finding| finding.id.starts_with("KPL-P")).collect()
}

fn ids(text: &str, context: &Context) -> Vec<&'static str> {
    let mut ids: Vec<_> = found(text, context).into_iter().map(|finding| finding.id).collect();
    ids.sort_unstable();
    ids
}

/// `Principal` of the last statement after some edits.
fn principal(text: &[u8]) -> Value {
    let policy: Value = serde_json::from_slice(text).expect("still JSON");
    let statements = policy.get("Statement").and_then(Value::as_array).expect("statements");
    statements.last().and_then(|last| last.get("Principal")).expect("a principal").clone()
}

/// What the fix of the only finding with this id does, and whether it asks first.
fn fixed(text: &str, context: &Context, id: &str) -> Option<(Value, bool)> {
    let findings = found(text, context);
    let fix = findings.iter().find(|finding| finding.id == id).expect("a finding").fix.as_ref()?;
    Some((principal(&text::apply(text.as_bytes(), &fix.edits)), fix.safe))
}

#[test]
fn shapes() {
    const P01: &[&str] = &["KPL-P01"];
    for (shape, expected, after) in [
        (json!({"RAM": [ROLE]}), &[][..], None),
        (json!({"RAM": ROLE}), &[], None),
        (json!(ROLE), P01, Some((json!({"RAM": [ROLE]}), true))),
        (json!([ROLE, USER]), P01, Some((json!({"RAM": [ROLE, USER]}), true))),
        (json!("acs:ram::123:*"), P01, Some((json!({"RAM": ["acs:ram::123:*"]}), false))),
        (json!("*"), &["KPL-P01", "KPL-P06"], Some((json!({"RAM": ["*"]}), false))),
        (json!({"AWS": [ROLE]}), P01, Some((json!({"RAM": [ROLE]}), true))),
        (json!({"AWS": ROLE}), P01, Some((json!({"RAM": ROLE}), true))),
        (json!({"RAM": [ROLE], "Service": ["ecs.aliyuncs.com"]}), P01, Some((json!({"RAM": [ROLE]}), false))),
        // The statement goes, since it is for nobody.
        (json!({"Service": ["ecs.aliyuncs.com"]}), P01, Some((json!({"RAM": [WHOLE]}), false))),
        (json!({"AWS": ["*"]}), P01, Some((json!({"RAM": [WHOLE]}), false))),
        (json!({}), P01, None),
        (json!(7), P01, None),
        // Misspelt names are named by another rule.
        (json!({"ram": [ROLE]}), &[], None),
        (json!({"RAMM": [ROLE]}), &[], None),
        (json!({"ARM": [ROLE]}), &[], None),
    ] {
        let text = with("Allow", &shape);
        assert_eq!(ids(&text, &context(Kind::Key)), expected, "{shape}");
        if !expected.is_empty() {
            assert_eq!(fixed(&text, &context(Kind::Key), "KPL-P01"), after, "{shape}");
        }
    }
}

#[test]
fn forms() {
    let safe = |text: &str| Some((text.to_owned(), true));
    let asks = |text: &str| Some((text.to_owned(), false));
    for (entry, expected, after) in [
        ("acs:ram:cn-hangzhou:1111222233334444:role/etl", Some("KPL-P02.region"), safe(ROLE)),
        ("asc:ram::1111222233334444:role/etl", Some("KPL-P02"), safe(ROLE)),
        ("ACS:RAM::1111222233334444:role/etl", Some("KPL-P02"), safe(ROLE)),
        ("arn:acs:ram::1111222233334444:role/etl", Some("KPL-P02"), safe(ROLE)),
        ("acs:ram:cn-hangzhou:*:*", Some("KPL-P02.region"), asks("acs:ram::*:*")),
        ("acs:ram:1111222233334444:role/etl", Some("KPL-P02.part"), asks(ROLE)),
        ("acs:ram::1111222233334444:role/ etl", Some("KPL-P02.space"), asks(ROLE)),
        ("acs:ram::1111222233334444", Some("KPL-P02.part"), None),
        ("arn:aws:iam::111122223333:root", Some("KPL-P02"), None),
        ("acs\u{200b}:ram::1111222233334444:role/etl", None, None),
        ("acs:ram::1111222233334444:group/dev", Some("KPL-P03"), None),
        ("acs:ram::1111222233334444:root", Some("KPL-P03"), asks(WHOLE)),
        ("acs:sts::1111222233334444:assumed-role/etl/s1", Some("KPL-P03"), asks(ROLE)),
        ("ecs.aliyuncs.com", Some("KPL-P03"), None),
        ("acs:ram::119285303511****:*", Some("KPL-P04"), None),
        ("acs:ram::<account>:user/x", Some("KPL-P04"), None),
        ("acs:ram::1111111111111111:*", Some("KPL-P04"), None),
        ("acs:ram::111122223333444:*", Some("KPL-P05"), None),
        ("acs:ram::111122223333444a:*", Some("KPL-P05.letters"), None),
        (ROLE, None, None),
    ] {
        for effect in ["Allow", "Deny"] {
            let text = with(effect, &json!({"RAM": [entry]}));
            let findings = found(&text, &context(Kind::Key));
            let messages: Vec<_> = findings.iter().map(|finding| finding.message).collect();
            assert_eq!(messages, expected.as_slice(), "{entry}");
            let Some(finding) = findings.first() else { continue };
            let after = after.as_ref().map(|(entry, safe)| (json!({"RAM": [entry]}), *safe));
            assert_eq!(fixed(&text, &context(Kind::Key), finding.id), after, "{entry}");
        }
    }
}

#[test]
fn other_accounts() {
    let mut trusting = context(Kind::Key);
    trusting.around.cfg.trusted_accounts.insert("2222333344445555".to_owned());
    for (entry, expected, when_trusted) in [
        ("*", &["KPL-P06"][..], &["KPL-P06"][..]),
        ("acs:ram::*:*", &["KPL-P06"], &["KPL-P06"]),
        ("acs:ram::*:user/x", &["KPL-P06"], &["KPL-P06"]),
        (OUTSIDE_USER, &["KPL-P08"], &[]),
        (OUTSIDE, &["KPL-P08", "KPL-P09"], &["KPL-P09"]),
        (WHOLE, &[], &[]),
        (ROLE, &[], &[]),
    ] {
        assert_eq!(ids(&listing(&[entry]), &context(Kind::Key)), expected, "{entry}");
        assert_eq!(ids(&listing(&[entry]), &trusting), when_trusted, "{entry}");
        assert_eq!(ids(&with("Deny", &json!({"RAM": [entry]})), &context(Kind::Key)), [""; 0], "{entry}");
    }
    for (entry, id, after) in [
        ("*", "KPL-P06", json!({"RAM": [WHOLE]})),
        ("acs:ram::*:role/etl", "KPL-P06", json!({"RAM": [ROLE]})),
        (OUTSIDE_USER, "KPL-P08", json!({"RAM": [WHOLE]})),
    ] {
        assert_eq!(fixed(&listing(&[entry]), &context(Kind::Key), id), Some((after, false)), "{entry}");
    }
    assert_eq!(
        fixed(&listing(&[ROLE, OUTSIDE_USER]), &context(Kind::Key), "KPL-P08"),
        Some((json!({"RAM": [ROLE]}), false))
    );
    assert_eq!(ids(&listing(&[OUTSIDE]), &Context::new(Kind::Key)), [""; 0]);
    let messages: Vec<_> =
        found(&listing(&[OUTSIDE]), &context(Kind::Secret)).iter().map(|finding| finding.message).collect();
    assert_eq!(messages, ["KPL-P08", "KPL-P09.secret"]);
    let both = listing(&[OUTSIDE_USER, "acs:ram::2222333344445555:role/etl"]);
    assert_eq!(ids(&both, &context(Kind::Key)), ["KPL-P08", "KPL-P08"]);
}

fn directory(users: Option<&[&str]>, roles: Option<&[&str]>) -> Context {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let mut context = context(Kind::Key);
    context.around.dir = Some(Directory { users: users.map(owned), roles: roles.map(owned) });
    context
}

#[test]
fn names_with_wildcards() {
    let known = directory(Some(&["ci-1", "ci-2", "li.wei"]), Some(&["CI-3"]));
    for (entry, context, expected, after) in [
        ("user/ci-*", &known, &["KPL-P07"][..], Some(&["user/ci-1", "user/ci-2"][..])),
        ("user/li.we?", &known, &["KPL-P07"], Some(&["user/li.wei"])),
        ("role/ci-*", &known, &["KPL-P07"], Some(&["role/CI-3"])),
        ("role/x*", &known, &["KPL-P07"], None),
        ("user/ci-*", &directory(None, None), &["KPL-P07"], None),
        ("user/li.wei", &known, &[], None),
    ] {
        let entry = format!("acs:ram::{OWNER}:{entry}");
        let text = listing(&[&entry]);
        assert_eq!(ids(&text, context), expected, "{entry}");
        if expected.is_empty() {
            continue;
        }
        let after = after.map(|names| {
            let names: Vec<_> = names.iter().map(|name| format!("acs:ram::{OWNER}:{name}")).collect();
            (json!({"RAM": names}), false)
        });
        assert_eq!(fixed(&text, context, "KPL-P07"), after, "{entry}");
    }
    assert_eq!(ids(&listing(&["acs:ram::*:user/x*"]), &known), ["KPL-P06", "KPL-P07"]);
    assert_eq!(ids(&with("Deny", &json!({"RAM": ["acs:ram::*:user/x*"]})), &known), ["KPL-P07"]);
}

#[test]
fn names_that_do_not_exist() {
    let known = directory(Some(&["li.wei", "bob", "rob"]), Some(&["ETL"]));
    for (entry, expected, after) in [
        ("user/li.wei", None, None),
        ("role/etl", None, None),
        ("user/Li.Wei", Some("KPL-P10.suggest"), Some("user/li.wei")),
        ("user/li.we", Some("KPL-P10.suggest"), Some("user/li.wei")),
        ("user/bobb", Some("KPL-P10.suggest"), Some("user/bob")),
        ("role/elt", Some("KPL-P10.suggest"), Some("role/ETL")),
        ("user/nobody", Some("KPL-P10"), None),
        ("*", None, None),
    ] {
        let text = listing(&[ROLE, &format!("acs:ram::{OWNER}:{entry}")]);
        let findings = found(&text, &known);
        let findings: Vec<_> = findings.iter().filter(|finding| finding.id == "KPL-P10").collect();
        assert_eq!(findings.iter().map(|finding| finding.message).next(), expected, "{entry}");
        if expected.is_none() {
            continue;
        }
        let rest = after.map(|name| format!("acs:ram::{OWNER}:{name}"));
        let list: Vec<_> = [ROLE.to_owned()].into_iter().chain(rest).collect();
        assert_eq!(fixed(&text, &known, "KPL-P10"), Some((json!({"RAM": list}), false)), "{entry}");
    }
    let outside = found(&listing(&[OUTSIDE_USER]), &directory(Some(&[]), Some(&[])));
    assert!(outside.iter().all(|finding| finding.id != "KPL-P10"), "{outside:?}");
}

#[test]
fn unknown_parts_of_the_directory_are_listed_where_they_matter() {
    for (context, entries, expected) in [
        (context(Kind::Key), &[WHOLE][..], &[][..]),
        (context(Kind::Key), &[ROLE, USER], &["dir.roles", "dir.users"]),
        (directory(None, Some(&["etl"])), &[ROLE, USER], &["dir.users"]),
        (directory(Some(&["li.wei"]), None), &[ROLE, USER], &["dir.roles"]),
        (directory(Some(&["li.wei"]), None), &[USER], &[]),
        (Context::new(Kind::Key), &[USER], &["res.owner"]),
    ] {
        let skipped = judge(&listing(entries), &context).skipped;
        let reasons: Vec<_> =
            skipped.iter().filter(|skipped| skipped.id == "KPL-P10").map(|skipped| skipped.reason).collect();
        assert_eq!(reasons, expected, "{entries:?}");
    }
}

#[test]
fn repeats() {
    let upper = "acs:ram::1111222233334444:role/ETL";
    let upper_user = "acs:ram::1111222233334444:user/LI.WEI";
    for (entries, after) in [
        (&[ROLE, ROLE][..], &[ROLE][..]),
        (&[ROLE, upper], &[ROLE]),
        (&[USER, upper_user], &[USER, upper_user]),
        (&[ROLE, WHOLE], &[WHOLE]),
        (&[WHOLE, ROLE, USER, WHOLE], &[WHOLE]),
        (&[ROLE, USER, ROLE, USER], &[ROLE, USER]),
        (&[ROLE, "*"], &[ROLE, "*"]),
        (&[OUTSIDE_USER, WHOLE], &[OUTSIDE_USER, WHOLE]),
        (
            &["acs:ram::1111222233334444:user/ci-*", "acs:ram::1111222233334444:user/ci-1"],
            &["acs:ram::1111222233334444:user/ci-*", "acs:ram::1111222233334444:user/ci-1"],
        ),
    ] {
        let count = ids(&listing(entries), &context(Kind::Key)).iter().filter(|id| **id == "KPL-P11").count();
        assert_eq!(count, entries.len() - after.len(), "{entries:?}");
        let mut text = listing(entries).into_bytes();
        for _ in 0..8 {
            let source = String::from_utf8(text.clone()).expect("texts of tests are UTF-8");
            let fixes = found(&source, &context(Kind::Key)).into_iter().filter_map(|finding| finding.fix);
            let edits: Vec<_> = fixes.filter(|fix| fix.safe).flat_map(|fix| fix.edits).collect();
            text = text::apply(&text, &edits);
        }
        assert_eq!(principal(&text), json!({"RAM": after}), "{entries:?}");
    }
}

/// The vectors of the rule list, as far as they are about principals.
#[test]
fn vectors() {
    let vpc = json!({"StringEquals": {"acs:SourceVpc": "vpc-bp1"}});
    let narrowed = statement("Allow", &json!({"RAM": ["*"]}));
    let mut narrowed: Value = serde_json::from_str(&narrowed).expect("a statement");
    if let Some(members) = narrowed.as_object_mut() {
        members.insert("Condition".to_owned(), vpc);
    }
    let shared =
        owner_statement().replace(&format!("\"{WHOLE}\""), &format!("\"{WHOLE}\",\"{OUTSIDE_USER}\""));
    for (text, expected) in [
        (policy(&[&owner_statement()]), &[][..]),
        (with("Allow", &json!({"AWS": [ROLE]})), &["KPL-P01"]),
        (listing(&["acs:ram::1111222233334444:group/dev"]), &["KPL-P03"]),
        (listing(&["acs:ram::119285303511****:*"]), &["KPL-P04"]),
        (listing(&["*"]), &["KPL-P06"]),
        (policy(&[&owner_statement(), &narrowed.to_string()]), &["KPL-P06"]),
        (policy(&[&shared]), &["KPL-P08"]),
    ] {
        assert_eq!(ids(&text, &context(Kind::Key)), expected, "{text}");
    }
}
