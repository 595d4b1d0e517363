//! Rules that compare: a draft with the saved policy, a statement with another.

use super::*;

#[test]
fn new_access_is_named() {
    let based = |base: &[String]| Context { base: Some(with_owner(base)), ..context(Kind::Key) };
    let one = outside("user/a");
    let conditional = |actions: &[&str]| says("Allow", &[&one], actions, VPC);
    for (base, draft, expected) in [
        (vec![], vec![allow(&[&one], &["Decrypt"])], 1),
        (vec![], vec![allow(&[&one, &outside("user/b")], &["Decrypt"])], 2),
        (vec![conditional(&["Decrypt"])], vec![allow(&[&one], &["Decrypt"])], 1),
        (vec![allow(&[&one], &["Encrypt"])], vec![allow(&[&one], &["Encrypt", "Decrypt"])], 1),
        (vec![allow(&[&one], &["Decrypt"]), deny(&[&one], &["*"])], vec![allow(&[&one], &["Decrypt"])], 1),
        (vec![allow(&[&one], &["Decrypt"])], vec![conditional(&["Decrypt"])], 0),
        (vec![allow(&[&one], &["D*"])], vec![allow(&[&one], &["DescribeKey", "Decrypt"])], 0),
        (vec![allow(&[&outside("*")], &["Decrypt"])], vec![allow(&[&one], &["Decrypt"])], 0),
        (vec![], vec![allow(&["role/a"], &["*"])], 0),
    ] {
        check("KPL-X09", &based(&base), &[(with_owner(&draft), expected)]);
    }
    let severity = |who: &str, action: &str| {
        let context = Context { base: Some(alone(&[allow(&["role/b"], &["*"])])), ..context(Kind::Key) };
        let report = judge(&alone(&[allow(&[who], &[action])]), &context);
        report.findings.into_iter().find(|finding| finding.id == "KPL-X09").map(|finding| finding.severity)
    };
    for (who, action, expected) in [
        ("role/a", "ListKeys", Severity::Suggestion),
        ("role/a", "Describe*", Severity::Suggestion),
        ("role/a", "Decrypt", Severity::Security),
        (one.as_str(), "ListKeys", Severity::Security),
        ("*!", "ListKeys", Severity::Security),
    ] {
        assert_eq!(severity(who, action), Some(expected), "{who} {action}");
    }
    let text = with_owner(&[allow(&[&one], &["Encrypt", "Decrypt"])]);
    let context = based(&[allow(&[&one], &["Encrypt"])]);
    check_fix("KPL-X09", &context, false, &text, &[owner_statement(), allow(&[&one], &["Encrypt"])]);
}

#[test]
fn an_allow_under_a_deny_never_applies() {
    let key = context(Kind::Key);
    let tricky =
        |denied: &str| with_owner(&[allow(&["role/a"], &["Get*", "Decrypt"]), deny(&["role/a"], &[denied])]);
    check(
        "KPL-X10",
        &key,
        &[
            (
                with_owner(&[allow(&["role/a"], &["Decrypt"]), deny(&["*"], &["*"])])
                    .replace("kms default", "x"),
                2,
            ),
            (
                with_owner(&[
                    allow(&["role/a", "role/b"], &["Decrypt"]),
                    deny(&["role/A"], &["Decrypt", "Encrypt"]),
                ]),
                1,
            ),
            (with_owner(&[allow(&["role/a"], &["Decrypt", "Encrypt"]), deny(&["role/a"], &["Enc*"])]), 1),
            (
                with_owner(&[says("Allow", &["role/a"], &["Decrypt"], VPC), deny(&["role/a"], &["Decrypt"])]),
                1,
            ),
            (tricky("Get*"), 1),
            (tricky("G*"), 1),
            (tricky("*"), 1),
            (tricky("GetKeyPolicy"), 0),
            (tricky("Ge?*"), 0),
            (tricky("GetK*"), 0),
            (with_owner(&[allow(&["role/a"], &["Decrypt"]), says("Deny", &["role/a"], &["*"], VPC)]), 0),
            (with_owner(&[deny(&["user/a"], &["*"])]), 0),
            (
                with_owner(&[
                    allow(&["role/a", "role/b"], &["Decrypt", "Encrypt"]),
                    deny(&["role/a"], &["Decrypt"]),
                ]),
                0,
            ),
        ],
    );
    let text = with_owner(&[allow(&["role/a", "role/b"], &["Decrypt"]), deny(&["role/a"], &["*"])]);
    check_fix(
        "KPL-X10",
        &key,
        false,
        &text,
        &[owner_statement(), allow(&["role/b"], &["Decrypt"]), deny(&["role/a"], &["*"])],
    );
}

#[test]
fn statements_that_say_one_thing_are_one() {
    let key = context(Kind::Key);
    let (decrypt, encrypt) = (["Decrypt"], ["Encrypt"]);
    check(
        "KPL-X11",
        &key,
        &[
            (with_owner(&[allow(&["role/a"], &decrypt), allow(&["role/b"], &decrypt)]), 1),
            (with_owner(&[allow(&["role/a"], &decrypt), allow(&["role/a"], &encrypt)]), 1),
            (with_owner(&[deny(&["role/a"], &decrypt), deny(&["role/a"], &encrypt)]), 1),
            (with_owner(&[allow(&["role/a"], &decrypt), allow(&["role/a"], &decrypt)]), 1),
            (
                with_owner(&[
                    says("Allow", &["role/a"], &decrypt, VPC),
                    allow(&["role/a", "role/b"], &["D*"]),
                ]),
                1,
            ),
            (with_owner(&[allow(&["role/a"], &decrypt), allow(&["role/b"], &encrypt)]), 0),
            (with_owner(&[allow(&["role/a"], &decrypt), deny(&["role/a"], &encrypt)]), 0),
            (with_owner(&[allow(&["role/a"], &decrypt), says("Allow", &["role/a"], &encrypt, VPC)]), 0),
            (with_owner(&[allow(&["role/a"], &decrypt), allow(&["acs:none"], &decrypt)]), 0),
            (with_owner(&[allow(&["user/a"], &["*"])]), 1),
            (with_owner(&[allow(&["user/a"], &decrypt)]), 0),
        ],
    );
    check_fix(
        "KPL-X11",
        &key,
        true,
        &with_owner(&[allow(&["role/a"], &decrypt), allow(&["role/b"], &decrypt)]),
        &[owner_statement(), allow(&["role/a", "role/b"], &decrypt)],
    );
    let text = alone(&[allow(&["role/a"], &decrypt), allow(&["role/a", "role/b"], &["Decrypt", "Encrypt"])]);
    check_fix("KPL-X11", &key, true, &text, &[allow(&["role/a", "role/b"], &["Decrypt", "Encrypt"])]);
    let single = r#"{"Effect":"Allow","Principal":{"RAM":"acs:ram::1111222233334444:role/a"},"Action":"kms:Decrypt","Resource":"*"}"#;
    check_fix(
        "KPL-X11",
        &key,
        true,
        &alone(&[single.to_owned(), allow(&["role/a"], &encrypt)]),
        &[single.replace("\"kms:Decrypt\"", "[\"kms:Decrypt\",\"kms:Encrypt\"]")],
    );
    // A chain of any length ends as one statement.
    let chain: Vec<String> = (0..40).map(|number| allow(&[&format!("role/r{number}")], &decrypt)).collect();
    let fixed = fix_all_safe(alone(&chain).as_bytes(), &key, &CATALOG);
    assert_eq!(meaning(&String::from_utf8_lossy(&fixed)).len(), 1);
}

#[test]
fn rules_on_access_wait_for_the_syntax() {
    let report = judge(&with_owner(&[allow(&["*!"], &["*"])]).replace("]}]}", "],}]}"), &context(Kind::Key));
    for id in ["KPL-X01", "KPL-X06", "KPL-X10", "KPL-X11", "KPL-L03"] {
        assert!(report.findings.iter().all(|finding| finding.id != id));
        assert!(report.skipped.iter().any(|skipped| skipped.id == id && skipped.reason == "syntax"), "{id}");
    }
}

#[test]
fn vectors() {
    let (key, secret) = (context(Kind::Key), context(Kind::Secret));
    let outsider = owner_statement().replace(":*\"]", &format!(":*\",\"{}\"]", outside("user/a")));
    let mut user = context(Kind::Key);
    user.around =
        serde_json::from_str(&format!(r#"{{"me":{{"principal":"acs:ram::{OWNER}:user/a"}}}}"#)).expect("me");
    let based = Context { base: Some(with_owner(&[])), ..context(Kind::Key) };
    for (text, context, expected) in [
        (with_owner(&[]), &key, vec![]),
        (with_owner(&[]), &secret, vec![]),
        (with_owner(&[]).replace("kms:*", "*"), &key, vec!["KPL-L03"]),
        (with_owner(&[allow(&["*!"], &["DescribeKey"])]), &key, vec!["KPL-X06"]),
        (with_owner(&[says("Allow", &["*!"], &["DescribeKey"], VPC)]), &key, vec![]),
        (policy(&[&outsider]), &key, vec!["KPL-X01", "KPL-X02", "KPL-X03", "KPL-X04", "KPL-X05", "KPL-X08"]),
        (with_owner(&[deny(&["*"], &["*"])]), &user, vec!["KPL-L01", "KPL-L02", "KPL-L03", "KPL-X10"]),
        (
            alone(&[allow(&["role/a"], &["Set*", "Get*", "List*"])]),
            &based,
            vec!["KPL-L04", "KPL-L05", "KPL-X03"],
        ),
        (with_owner(&[allow(&["role/a"], &["Get*"])]), &secret, vec!["KPL-X07"]),
    ] {
        assert_eq!(found(&text, context), expected, "{text}");
        let once = fix_all_safe(text.as_bytes(), context, &CATALOG);
        assert_eq!(fix_all_safe(&once, context, &CATALOG), once, "{text}");
    }
}

/// Fixes of several findings are applied together, and what somebody may do by name stays.
#[test]
fn fixes_fit_together() {
    let (key, secret) = (context(Kind::Key), context(Kind::Secret));
    let own = allow(&["*"], &["*"]);
    for (text, context, who, kept) in [
        (alone(&[allow(&["role/a"], &["*"]), own.clone()]), &key, "*", "DeleteAlias"),
        (alone(&[allow(&["role/a"], &["*", "Decrypt"]), own.clone()]), &key, "role/a", "Decrypt"),
        (alone(&[allow(&["role/a"], &["*", "Get*"]), own.clone()]), &secret, "role/a", "GetSecretPolicy"),
        (
            alone(&[allow(&["role/a"], &["DisableKey"]), allow(&["role/a"], &["*"]), own.clone()]),
            &key,
            "role/a",
            "DisableKey",
        ),
        (alone(&[allow(&["role/a", "*"], &["*", "Delete*"])]), &key, "*", "DisableKey"),
        (alone(&[allow(&["*", &outside("user/a")], &["*"])]), &key, &outside("user/a"), "Decrypt"),
    ] {
        let fixed = fix_all_safe(text.as_bytes(), context, &CATALOG);
        let document = Document::parse(fixed.clone(), &CATALOG);
        let grants = Grants::new(&document, context.kind, &CATALOG);
        let who = if who.starts_with("acs:") { who.to_owned() } else { format!("acs:ram::{OWNER}:{who}") };
        let principal = Principal::parse(&who).expect("a principal");
        let fixed = String::from_utf8_lossy(&fixed);
        assert_eq!(grants.grant(&principal, kept), Grant::Always, "{who} {kept}\n{text}\n{fixed}");
        assert_eq!(fix_all_safe(fixed.as_bytes(), context, &CATALOG), fixed.as_bytes(), "{text}");
        for id in ["KPL-X04", "KPL-X05", "KPL-X07"] {
            assert!(!found(&fixed, context).contains(&id), "{id} {fixed}");
        }
    }
}
