use crate::{
    catalog::Kind,
    context::{Context, Instance, Net, Quota, Resource},
    finding::Severity,
    lint::{
        Report,
        tests::{OWNER, assert_readable, context, judge, owner_statement, policy},
    },
};

const ONE: &str = "5555666677778881";
const TWO: &str = "5555666677778882";

fn statement(effect: &str, principals: &[String], actions: &str) -> String {
    let principals = principals.iter().map(|text| format!("\"{text}\"")).collect::<Vec<_>>().join(",");
    format!(
        r#"{{"Sid":"s","Effect":"{effect}","Principal":{{"RAM":[{principals}]}},"Action":{actions},"Resource":["*"]}}"#
    )
}

/// An Allow of `kms:Decrypt` beside the owner statement.
fn allowing(principals: &[String]) -> String {
    policy(&[&owner_statement(), &statement("Allow", principals, r#"["kms:Decrypt"]"#)])
}

fn user(account: &str) -> String {
    format!("acs:ram::{account}:user/u")
}

fn messages(report: &Report) -> Vec<&'static str> {
    let found = report.findings.iter().filter(|finding| finding.id.starts_with("KPL-Q"));
    found.inspect(|finding| assert_readable(finding)).map(|finding| finding.message).collect()
}

/// Reasons for which a rule was not judged.
fn skipped(report: &Report, id: &str) -> Vec<&'static str> {
    report.skipped.iter().filter(|skipped| skipped.id == id).map(|skipped| skipped.reason).collect()
}

/// With an instance that works, and the right name.
fn placed() -> Context {
    let mut context = context(Kind::Key);
    context.around.res = Some(Resource {
        instance: Some(Some(Instance { id: "kst-1".to_owned(), state: "Connected".to_owned() })),
        policy_name: Some("default".to_owned()),
        ..Resource::default()
    });
    context
}

fn with_free_units(free: u64) -> Context {
    let mut context = placed();
    let quota = Some(Quota { limit: 10 + free, used: 10 });
    context.around.net = Some(Net { quota, ..Net::default() });
    context
}

#[test]
fn accounts_take_units() {
    let (one, two) = (user(ONE), user(TWO));
    let own = user(OWNER);
    for (draft, base, free, expected) in [
        // Vector 28.
        (vec![&one, &two], Some(vec![]), 1, &["KPL-Q01", "KPL-Q02", "KPL-Q04", "KPL-Q04"][..]),
        (vec![&one, &two], Some(vec![&one]), 1, &["KPL-Q04", "KPL-Q02", "KPL-Q04"]),
        (vec![&one, &two], Some(vec![]), 2, &["KPL-Q02", "KPL-Q04", "KPL-Q04"]),
        (vec![&one], Some(vec![&one]), 0, &["KPL-Q04"]),
        (vec![&one], None, 0, &["KPL-Q01.all", "KPL-Q02.all", "KPL-Q04"]),
        (vec![&one], None, 1, &["KPL-Q02.all", "KPL-Q04"]),
        (vec![&own], Some(vec![&one, &two]), 0, &["KPL-Q02.freed"]),
        (vec![&one, &one], Some(vec![]), 1, &["KPL-Q02", "KPL-Q04", "KPL-Q04"]),
        (vec![&own], None, 0, &[]),
    ] {
        let text =
            |principals: &[&String]| allowing(&principals.iter().copied().cloned().collect::<Vec<_>>());
        let mut context = with_free_units(free);
        context.base = base.as_deref().map(text);
        let report = judge(&text(&draft), &context);
        assert_eq!(messages(&report), expected, "{draft:?} {base:?} {free}");
    }
}

#[test]
fn a_quota_that_is_used_up_counts_as_nothing_free() {
    let mut context = placed();
    context.around.net = Some(Net { quota: Some(Quota { limit: 5, used: 9 }), ..Net::default() });
    let report = judge(&allowing(&[user(ONE)]), &context);
    let found = report.findings.iter().find(|finding| finding.id == "KPL-Q01").expect("a finding");
    assert_eq!(found.severity, Severity::Error);
    assert_eq!(found.params.get("free").map(String::as_str), Some("0"));
}

#[test]
fn without_a_quota_units_are_not_judged() {
    let report = judge(&allowing(&[user(ONE)]), &placed());
    assert_eq!(messages(&report), ["KPL-Q04"]);
    for id in ["KPL-Q01", "KPL-Q02"] {
        assert_eq!(skipped(&report, id), ["net.quota"], "{id}");
    }
}

#[test]
fn the_resource_has_to_be_in_a_working_instance() {
    let instance = |state: &str| Some(Some(Instance { id: "kst-1".to_owned(), state: state.to_owned() }));
    for (kind, instance, name, expected, unknown) in [
        // Vector 29: a default key is outside any instance.
        (Kind::Key, Some(None), Some("default"), &["KPL-Q03"][..], &[][..]),
        (Kind::Secret, Some(None), Some("default"), &["KPL-Q03.secret"], &[]),
        (Kind::Key, instance("Connected"), Some("default"), &[], &[]),
        (Kind::Key, instance("Disconnected"), Some("default"), &["KPL-Q03.state"], &[]),
        (Kind::Key, instance("connected"), None, &["KPL-Q03.state"], &["res.policy_name"]),
        (Kind::Key, instance("Connected"), Some("mine"), &["KPL-Q03.name"], &[]),
        (Kind::Key, None, Some("mine"), &["KPL-Q03.name"], &["res.instance"]),
        (Kind::Key, Some(None), Some("mine"), &["KPL-Q03", "KPL-Q03.name"], &[]),
        (Kind::Key, None, None, &[], &["res.instance", "res.policy_name"]),
    ] {
        let mut context = context(kind);
        context.around.res = Some(Resource { instance, policy_name: name.map(str::to_owned), key: None });
        let report = judge(&policy(&[&owner_statement()]), &context);
        let mut found = messages(&report);
        found.sort_unstable();
        assert_eq!(found, expected, "{:?}", context.around.res);
        assert_eq!(skipped(&report, "KPL-Q03"), unknown, "{:?}", context.around.res);
    }
}

#[test]
fn outside_users_and_roles_need_a_ram_policy() {
    let role = format!("acs:ram::{ONE}:role/r");
    let whole = format!("acs:ram::{ONE}:*");
    let decrypt = r#"["kms:Decrypt"]"#;
    for (effect, principals, actions, expected) in [
        ("Allow", vec![user(ONE)], decrypt, 1),
        ("Allow", vec![user(ONE), role.clone(), user(TWO)], decrypt, 3),
        ("Allow", vec![whole], decrypt, 0),
        ("Allow", vec![user(OWNER)], decrypt, 0),
        ("Allow", vec!["acs:ram::*:user/u".to_owned()], decrypt, 0),
        ("Allow", vec!["acs:ram::123:user/u".to_owned()], decrypt, 0),
        ("Deny", vec![user(ONE)], decrypt, 0),
        // Nothing that a policy of a key decides.
        ("Allow", vec![user(ONE)], r#"["kms:GetSecretValue","kms:Decrpt"]"#, 0),
    ] {
        let text = policy(&[&owner_statement(), &statement(effect, &principals, actions)]);
        let report = judge(&text, &placed());
        assert_eq!(messages(&report), vec!["KPL-Q04"; expected], "{effect} {principals:?} {actions}");
    }
}

#[test]
fn the_ram_policy_comes_along() {
    let text = policy(&[
        &owner_statement(),
        &statement("Allow", &[user(ONE)], r#"["kms:decrypt","kms:Get*","kms:Decrypt","kms:GetSecretValue"]"#),
    ]);
    let report = judge(&text, &placed());
    let found = report.findings.iter().find(|finding| finding.id == "KPL-Q04").expect("a finding");
    let policy = found.params.get("policy").expect("a policy");
    let policy: serde_json::Value = serde_json::from_str(policy).expect("JSON");
    let expected = serde_json::json!({
        "Version": "1",
        "Statement": [{
            "Effect": "Allow",
            "Action": ["kms:Decrypt", "kms:Get*"],
            "Resource": [format!("acs:kms:*:{OWNER}:key/*")],
        }],
    });
    assert_eq!(policy, expected);
    assert!(found.fix.is_none());
}

#[test]
fn vpcs_should_be_bound() {
    let with_vpcs = |values: &str| {
        format!(
            r#"{{"Sid":"s","Effect":"Allow","Principal":{{"RAM":["acs:ram::{OWNER}:role/r"]}},"Action":["kms:Decrypt"],"Resource":["*"],"Condition":{{"StringLike":{{"acs:SourceVpc":{values}}}}}}}"#
        )
    };
    for (values, expected) in
        [(r#"["vpc-1"]"#, 0), (r#"["vpc-1","vpc-2"]"#, 1), (r#""vpc-2""#, 1), (r#"["vpc-*","vsw-1"]"#, 0)]
    {
        let text = policy(&[&owner_statement(), &with_vpcs(values)]);
        let mut context = placed();
        let report = judge(&text, &context);
        assert_eq!(
            (messages(&report), skipped(&report, "KPL-Q05")),
            (vec![], vec!["net.bound_vpcs"]),
            "{values}"
        );
        let bound = Some(["vpc-1".to_owned()].into());
        context.around.net = Some(Net { bound_vpcs: bound, ..Net::default() });
        assert_eq!(messages(&judge(&text, &context)), vec!["KPL-Q05"; expected], "{values}");
    }
}
