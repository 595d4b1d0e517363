use crate::{
    Context,
    catalog::Kind,
    lint::tests::{OWNER, context, judge, owner_statement},
    messages::{Language, message},
    rules::security::tests::{allow, alone, check_fix, deny, found, says, with_owner},
};

/// A context with more, as context files spell it.
fn around(json: &str) -> Context {
    let mut context = context(Kind::Key);
    context.around = serde_json::from_str(json).expect(json);
    context
}

/// With a caller, and its session as JSON.
fn caller(who: &str, session: Option<&str>) -> Context {
    let session = session.map_or(String::new(), |session| format!(r#","session":{session}"#));
    around(&format!(r#"{{"me":{{"principal":"acs:ram::{OWNER}:{who}"{session}}}}}"#))
}

fn based(base: String) -> Context {
    Context { base: Some(base), ..context(Kind::Key) }
}

fn check(id: &str, context: &Context, cases: &[(String, bool)]) {
    for (text, expected) in cases {
        let times = found(text, context).iter().filter(|found| **found == id).count();
        assert_eq!(times, usize::from(*expected), "{id} {text}");
    }
}

fn network(operator: &str, key: &str, value: &str) -> String {
    format!(r#","Condition":{{"{operator}":{{"{key}":"{value}"}}}}"#)
}

#[test]
fn a_deny_can_lock_the_caller_out() {
    let inside = network("IpAddress", "acs:SourceIp", "203.0.113.0/24");
    let elsewhere = network("NotIpAddress", "acs:SourceIp", "203.0.113.0/24");
    let denied = |who: &str, rest: &str| with_owner(&[says("Deny", &[who], &["SetKeyPolicy"], rest)]);
    check(
        "KPL-L01",
        &caller("user/a", None),
        &[
            (denied("user/a", ""), true),
            (denied("*", ""), true),
            (denied("user/*", ""), true),
            (with_owner(&[deny(&["user/a"], &["Set*"]), deny(&["user/a"], &["*"])]), true),
            (denied("user/A", ""), false),
            (denied("role/a", ""), false),
            (denied("user/a", &inside), false),
            (with_owner(&[deny(&["user/a"], &["Delete*", "SetSecretPolicy"])]), false),
            (with_owner(&[allow(&["user/a"], &["SetKeyPolicy"])]), false),
        ],
    );
    check(
        "KPL-L01",
        &caller("user/a", Some(r#"{"acs:SourceIp":"203.0.113.7"}"#)),
        &[(denied("user/a", &inside), true), (denied("user/a", &elsewhere), false)],
    );
    check(
        "KPL-L01",
        &caller("user/a", Some("{}")),
        &[(denied("user/a", &inside), false), (denied("user/a", &elsewhere), true)],
    );
    check("KPL-L01", &caller("root", None), &[(denied("*", ""), true), (denied("user/a", ""), false)]);
    check("KPL-L01", &context(Kind::Key), &[(denied("*", ""), false)]);
    let text = with_owner(&[deny(&["user/a", "user/b"], &["Set*"])]);
    check_fix(
        "KPL-L01",
        &caller("user/a", None),
        false,
        &text,
        &[owner_statement(), deny(&["user/b"], &["Set*"]), deny(&["user/a"], &["SetDeletionProtection"])],
    );
}

#[test]
fn time_counts_for_the_caller() {
    let after = network("DateGreaterThan", "acs:CurrentTime", "2030-01-01T00:00:00Z");
    let text = with_owner(&[says("Deny", &["user/a"], &["*"], &after)]);
    let at = |clock: &str| {
        let mut context = caller("user/a", Some("{}"));
        context.around.clock = Some(clock.to_owned());
        context
    };
    check("KPL-L01", &at("2031-01-01T00:00:00Z"), &[(text.clone(), true)]);
    check("KPL-L01", &at("2029-01-01T00:00:00Z"), &[(text, false)]);
    let until = network("DateLessThan", "acs:CurrentTime", "2030-01-01T00:00:00Z");
    let text = alone(&[says("Allow", &["user/a"], &["SetKeyPolicy"], &until), allow(&["user/b"], &["Set*"])]);
    check("KPL-L06", &at("2031-01-01T00:00:00Z"), &[(text.clone(), true)]);
    check("KPL-L06", &at("2029-01-01T00:00:00Z"), &[(text, false)]);
}

#[test]
fn the_owner_account_is_not_denied() {
    let key = context(Kind::Key);
    check(
        "KPL-L02",
        &key,
        &[
            (with_owner(&[deny(&["*"], &["SetKeyPolicy"])]), true),
            (with_owner(&[deny(&["*!"], &["Set*"])]), true),
            (with_owner(&[deny(&["acs:ram::*:*", "user/a"], &["*"]), deny(&["*"], &["*"])]), true),
            (with_owner(&[deny(&["user/a"], &["*"])]), false),
            (with_owner(&[deny(&["acs:ram::5555666677778888:*"], &["*"])]), false),
            (with_owner(&[deny(&["*"], &["Delete*", "Get*"])]), false),
            (
                with_owner(&[says("Deny", &["*"], &["*"], &network("Bool", "acs:SecureTransport", "false"))]),
                false,
            ),
            (with_owner(&[deny(&["*"], &["*"])]).replace(r#""Deny""#, r#""deny""#), false),
        ],
    );
    check_fix(
        "KPL-L02",
        &key,
        false,
        &with_owner(&[deny(&["*"], &["Set*"])]),
        &[owner_statement(), deny(&["*"], &["SetDeletionProtection"])],
    );
    check_fix("KPL-L02", &key, false, &with_owner(&[deny(&["*"], &["SetKeyPolicy"])]), &[owner_statement()]);
}

#[test]
fn somebody_can_set_the_policy() {
    let key = context(Kind::Key);
    let readers = allow(&["role/a"], &["Get*"]);
    check(
        "KPL-L03",
        &key,
        &[
            (alone(std::slice::from_ref(&readers)), true),
            (alone(&[allow(&["*"], &["SetSecretPolicy"])]), true),
            (with_owner(&[deny(&["*!"], &["*"])]), true),
            (alone(&[allow(&["acs:ram::123:*"], &["*"])]), true),
            (alone(&[allow(&["role/a"], &["Set*"])]), false),
            (
                alone(&[says("Allow", &["*"], &["*"], &network("StringEquals", "acs:SourceVpc", "vpc-a"))]),
                false,
            ),
        ],
    );
    check_fix("KPL-L03", &key, false, &alone(std::slice::from_ref(&readers)), &[owner_statement(), readers]);
    let report = judge(&with_owner(&[deny(&["*"], &["*"])]), &key);
    let nobody = report.findings.iter().find(|finding| finding.id == "KPL-L03").expect("a finding");
    assert_eq!(nobody.fix, None, "the owner statement is there, and does not help");
    assert_eq!(nobody.spans.first().map(|span| span.start), Some(0), "it is about the whole document");
}

#[test]
fn the_owner_statement_stays() {
    let context = based(with_owner(&[]));
    let conditional = says("Allow", &["*"], &["*"], &network("StringEquals", "acs:SourceVpc", "vpc-a"));
    let administrators = allow(&["role/a", "role/b"], &["Set*"]);
    check(
        "KPL-L04",
        &context,
        &[
            (alone(std::slice::from_ref(&administrators)), true),
            (alone(&[allow(&["*"], &["Get*", "Set*"])]), true),
            (alone(&[conditional]), true),
            (with_owner(&[]), false),
            (alone(&[allow(&["role/a", "*"], &["Get*", "*"])]), false),
        ],
    );
    check(
        "KPL-L04",
        &based(alone(std::slice::from_ref(&administrators))),
        &[(alone(std::slice::from_ref(&administrators)), false)],
    );
    check_fix(
        "KPL-L04",
        &context,
        false,
        &alone(std::slice::from_ref(&administrators)),
        &[owner_statement(), administrators],
    );
}

#[test]
fn two_can_set_the_policy() {
    let key = context(Kind::Key);
    let setting = |who: &[&str]| alone(&[allow(who, &["SetKeyPolicy", "GetKeyPolicy"])]);
    check(
        "KPL-L05",
        &key,
        &[
            (setting(&["role/a"]), true),
            (setting(&["acs:ram::5555666677778888:user/a"]), true),
            (
                alone(&[
                    allow(&["role/a"], &["Set*"]),
                    allow(&["role/A"], &["S*"]),
                    allow(&["role/b"], &["Get*"]),
                ]),
                true,
            ),
            (setting(&["role/a", "user/b"]), false),
            (setting(&["role/a", "*"]), false),
            (setting(&["*"]), false),
            (setting(&["role/a*"]), false),
        ],
    );
    let one = allow(&["role/a"], &["Set*"]);
    check_fix("KPL-L05", &key, false, &alone(std::slice::from_ref(&one)), &[owner_statement(), one]);
}

#[test]
fn the_caller_reaches_its_own_policy() {
    let inside = network("IpAddress", "acs:SourceIp", "203.0.113.0/24");
    let elsewhere = network("NotIpAddress", "acs:SourceIp", "203.0.113.0/24");
    let vpc = network("StringEquals", "acs:SourceVpc", "vpc-a");
    let mfa = network("Bool", "acs:MFAPresent", "true");
    let owner = |rest: &str| alone(&[says("Allow", &["*"], &["*"], rest)]);
    let near = caller("user/a", Some(r#"{"acs:SourceIp":"203.0.113.7"}"#));
    let far = caller("user/a", Some(r#"{"acs:SourceIp":"198.51.100.7"}"#));
    let egress = |address: &str| {
        around(&format!(
            r#"{{"me":{{"principal":"acs:ram::{OWNER}:user/a"}},"net":{{"egress":"{address}"}}}}"#
        ))
    };
    check(
        "KPL-L06",
        &near,
        &[
            (owner(&inside), false),
            (owner(&elsewhere), true),
            (owner(&vpc), true),
            (owner(&mfa), false),
            (owner(""), false),
            (alone(&[says("Allow", &["*"], &["*"], &vpc), allow(&["user/a"], &["Set*"])]), false),
            (alone(&[says("Allow", &["user/b"], &["*"], &vpc), allow(&["user/c"], &["Set*"])]), false),
            (alone(&[says("Allow", &["*"], &["Get*"], &vpc), allow(&["user/c"], &["Set*"])]), false),
        ],
    );
    check("KPL-L06", &far, &[(owner(&inside), true), (owner(&elsewhere), false)]);
    check(
        "KPL-L06",
        &egress("198.51.100.7"),
        &[
            (owner(&inside), true),
            (owner(&elsewhere), false),
            (owner(&vpc), false),
            (with_owner(&[says("Deny", &["*"], &["*"], &elsewhere)]), true),
            (with_owner(&[says("Deny", &["*"], &["*"], &inside)]), false),
        ],
    );
    check(
        "KPL-L06",
        &egress("203.0.113.7"),
        &[(owner(&inside), false), (with_owner(&[says("Deny", &["*"], &["*"], &elsewhere)]), false)],
    );
    let report = judge(&owner(&inside), &far);
    let found = report.findings.iter().find(|finding| finding.id == "KPL-L06").expect("a finding");
    assert_eq!(
        message(Language::English, found.message, &found.params),
        "From here you would not match acs:SourceIp; changes would have to come from 203.0.113.0/24"
    );
    assert!(report.skipped.iter().any(|skipped| skipped.id == "KPL-L06" && skipped.reason == "net.egress"));
}
