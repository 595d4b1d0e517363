mod between;

use serde_json::Value;

use crate::{
    Context, Document, Fix, Principal, Severity,
    access::Grant,
    catalog::{Kind, tests::CATALOG},
    fix_all_safe,
    grants::Grants,
    lint::tests::{OWNER, context, judge, owner_statement, policy},
    messages::{Language, message},
    text::apply,
};

const OTHER: &str = "5555666677778888";
const VPC: &str = r#","Condition":{"StringEquals":{"acs:SourceVpc":"vpc-a"}}"#;

/// A statement with principals of the owner account (`user/a`) or whole ARNs, and actions without prefix.
pub(in crate::rules) fn says(effect: &str, who: &[&str], actions: &[&str], rest: &str) -> String {
    let arn = |who: &&str| {
        let whole = who.starts_with("acs:") || *who == "*!";
        if whole { who.trim_end_matches('!').to_owned() } else { format!("acs:ram::{OWNER}:{who}") }
    };
    let who: Vec<String> = who.iter().map(arn).collect();
    let actions: Vec<String> = actions.iter().map(|action| format!("kms:{action}")).collect();
    format!(
        r#"{{"Effect":"{effect}","Principal":{{"RAM":{}}},"Action":{},"Resource":["*"]{rest}}}"#,
        serde_json::to_string(&who).expect("texts"),
        serde_json::to_string(&actions).expect("texts"),
    )
}

pub(in crate::rules) fn allow(who: &[&str], actions: &[&str]) -> String {
    says("Allow", who, actions, "")
}

pub(in crate::rules) fn deny(who: &[&str], actions: &[&str]) -> String {
    says("Deny", who, actions, "")
}

/// A policy of the owner statement and some more.
pub(in crate::rules) fn with_owner(statements: &[String]) -> String {
    let owner = owner_statement();
    let all: Vec<&str> =
        std::iter::once(owner.as_str()).chain(statements.iter().map(String::as_str)).collect();
    policy(&all)
}

pub(in crate::rules) fn alone(statements: &[String]) -> String {
    policy(&statements.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Ids of the findings of these rules, each as often as it was found.
pub(in crate::rules) fn found(text: &str, context: &Context) -> Vec<&'static str> {
    let findings = judge(text, context).findings;
    let about_access = |id: &str| id.starts_with("KPL-X") || id.starts_with("KPL-L");
    let mut ids: Vec<&str> =
        findings.iter().map(|finding| finding.id).filter(|id| about_access(id)).collect();
    ids.sort_unstable();
    for finding in &findings {
        let english = message(Language::English, finding.message, &finding.params);
        let complete = !english.contains('{') && english != finding.message;
        assert!(!about_access(finding.id) || complete, "{english}");
    }
    ids
}

fn outside(who: &str) -> String {
    format!("acs:ram::{OTHER}:{who}")
}

/// Whether a rule speaks up, for each text.
fn check(id: &str, context: &Context, cases: &[(String, usize)]) {
    for (text, expected) in cases {
        let times = found(text, context).iter().filter(|found| **found == id).count();
        assert_eq!(times, *expected, "{id} {text}");
    }
}

fn fix_of(id: &str, text: &str, context: &Context) -> Fix {
    let report = judge(text, context);
    let finding = report.findings.into_iter().find(|finding| finding.id == id && finding.fix.is_some());
    finding.and_then(|finding| finding.fix).unwrap_or_else(|| panic!("no fix of {id} for {text}"))
}

/// The first fix of a rule leaves these statements (without Sid); `safe` is whether nobody need be asked.
pub(in crate::rules) fn check_fix(id: &str, context: &Context, safe: bool, text: &str, expected: &[String]) {
    let mut context = context.clone();
    // Fixes of other suggestions may come first.
    context.around.cfg.disabled.extend(["KPL-A08", "KPL-S15"].map(str::to_owned));
    let fix = fix_of(id, text, &context);
    assert_eq!(fix.safe, safe, "{id} {text}");
    let title = message(Language::English, fix.title, &fix.params);
    assert!(!title.contains('{') && title != fix.title, "{title}");
    let fixed = String::from_utf8(apply(text.as_bytes(), &fix.edits)).expect("text");
    assert_eq!(meaning(&fixed), meaning(&alone(expected)), "{id} {text}\n{fixed}");
}

/// Statements as JSON, without Sid.
fn meaning(text: &str) -> Vec<Value> {
    let document: Value = serde_json::from_str(text).unwrap_or_else(|_| panic!("JSON: {text}"));
    let mut statements = document["Statement"].as_array().expect("statements").clone();
    statements.iter_mut().for_each(|one| drop(one.as_object_mut().expect("a statement").remove("Sid")));
    statements
}

const ADMINISTRATOR: [&str; 9] = [
    "List*",
    "Describe*",
    "PutSecretValue",
    "Update*",
    "DeleteSecret",
    "RestoreSecret",
    "RotateSecret",
    "TagResource",
    "UntagResource",
];

#[test]
fn full_control_is_for_the_owner_account() {
    let (key, secret) = (context(Kind::Key), context(Kind::Secret));
    check(
        "KPL-X01",
        &key,
        &[
            (with_owner(&[allow(&["role/a"], &["*"])]), 1),
            (with_owner(&[allow(&["role/a", "*", "user/b"], &["*"])]), 2),
            (with_owner(&[allow(&[&outside("user/a")], &["*"])]), 1),
            (with_owner(&[allow(&["role/a"], &["?*", "Decrypt"])]), 1),
            (with_owner(&[allow(&["role/a"], &["D*", "G*", "S*"])]), 0),
            (with_owner(&[allow(&["*"], &["*"])]), 0),
            (with_owner(&[deny(&["role/a"], &["*"])]), 0),
            (with_owner(&[allow(&["role/a"], &["*"]), deny(&["role/a"], &["*"])]), 0),
        ],
    );
    let mixed = alone(&[allow(&["role/a", "*"], &["*"])]);
    check_fix(
        "KPL-X01",
        &secret,
        false,
        &mixed,
        &[allow(&["*"], &["*"]), allow(&["role/a"], &ADMINISTRATOR)],
    );
    let user = outside("user/a");
    let user_actions = ["List*", "Describe*", "GetSecretValue"];
    check_fix(
        "KPL-X01",
        &secret,
        false,
        &alone(&[allow(&[&user], &["*"])]),
        &[allow(&[&user], &user_actions)],
    );
}

#[test]
fn managing_and_using_are_two_roles() {
    let key = context(Kind::Key);
    check(
        "KPL-X02",
        &key,
        &[
            (with_owner(&[allow(&["role/a"], &["Decrypt", "DisableKey"])]), 1),
            (
                with_owner(&[allow(&["role/a"], &["Decrypt"]), allow(&["role/b", "role/A"], &["EnableKey"])]),
                1,
            ),
            (with_owner(&[says("Allow", &["role/a"], &["Decrypt", "Set*"], VPC)]), 1),
            (with_owner(&[allow(&["role/a"], &["Decrypt", "TagResource"])]), 0),
            (with_owner(&[allow(&["role/a"], &["Decrypt", "PutSecretValue"])]), 0),
            (with_owner(&[allow(&["role/a"], &["Decrypt"]), allow(&["role/b"], &["DisableKey"])]), 0),
            (with_owner(&[allow(&["role/a"], &["Decrypt", "DisableKey"]), deny(&["*"], &["Disable*"])]), 0),
            (with_owner(&[allow(&["*"], &["Decrypt", "DisableKey"])]), 0),
        ],
    );
    let text = with_owner(&[allow(&["role/a"], &["Decrypt", "DisableKey", "Set*"])]);
    check_fix("KPL-X02", &key, false, &text, &[owner_statement(), allow(&["role/a"], &["Decrypt"])]);
}

#[test]
fn whoever_sets_the_policy_is_named() {
    let key = context(Kind::Key);
    let admin = |who: &[&str]| with_owner(&[allow(who, &["SetKeyPolicy"])]);
    check(
        "KPL-X03",
        &key,
        &[
            (admin(&["role/a"]), 1),
            (with_owner(&[allow(&["role/a"], &["Set*"])]), 1),
            (with_owner(&[]), 0),
            (with_owner(&[allow(&["role/a"], &["SetDeletionProtection"])]), 0),
            (with_owner(&[allow(&["role/a"], &["SetSecretPolicy"])]), 0),
            (with_owner(&[allow(&["role/a"], &["Set*"]), deny(&["role/a"], &["SetKeyPolicy"])]), 0),
            (admin(&["user/a", "user/b", "user/c", "*"]), 3),
            // Four holders, and that they are more than three.
            (admin(&["user/a", "user/b", "user/c", "user/d"]), 5),
        ],
    );
    let based = |base: String| Context { base: Some(base), ..context(Kind::Key) };
    check(
        "KPL-X03",
        &based(admin(&["role/a"])),
        &[(admin(&["role/A"]), 0), (admin(&["role/a", "role/b"]), 1)],
    );
    check("KPL-X03", &based(admin(&["role/a*"])), &[(admin(&["role/ab"]), 0), (admin(&["role/b"]), 1)]);
    check("KPL-X03", &based(with_owner(&[])), &[(admin(&["role/a"]), 1)]);
    check(
        "KPL-X03",
        &context(Kind::Secret),
        &[
            (with_owner(&[allow(&["role/a"], &["SetSecretPolicy"])]), 1),
            (with_owner(&[allow(&["role/a"], &["SetKeyPolicy"])]), 0),
        ],
    );
    let two = with_owner(&[allow(&["role/a", "role/b"], &["Get*", "Set*"])]);
    check_fix(
        "KPL-X03",
        &key,
        false,
        &two,
        &[
            owner_statement(),
            allow(&["role/b"], &["Get*", "Set*"]),
            allow(&["role/a"], &["Get*", "SetDeletionProtection"]),
        ],
    );
    check_fix(
        "KPL-X03",
        &key,
        false,
        &admin(&["role/a", "role/b"]),
        &[owner_statement(), allow(&["role/b"], &["SetKeyPolicy"])],
    );
}

#[test]
fn destroying_is_given_by_name() {
    let key = context(Kind::Key);
    let account = outside("*");
    check(
        "KPL-X04",
        &key,
        &[
            (with_owner(&[allow(&["role/a"], &["Delete*"])]), 1),
            (with_owner(&[allow(&["role/a", "role/b"], &["Delete*", "Disable*"])]), 2),
            (with_owner(&[allow(&["role/a"], &["ScheduleKeyDeletio?"])]), 1),
            (with_owner(&[allow(&[&account], &["DisableKey"])]), 1),
            (with_owner(&[allow(&["role/a"], &["DisableKey"])]), 0),
            (with_owner(&[allow(&["role/a"], &["Cancel*"])]), 0),
            (with_owner(&[allow(&["*"], &["Delete*"])]), 0),
            (with_owner(&[allow(&["role/a"], &["Disable*"]), deny(&["role/a"], &["DisableKey"])]), 0),
        ],
    );
    check(
        "KPL-X04",
        &context(Kind::Secret),
        &[
            (with_owner(&[allow(&["role/a"], &["Delete*"])]), 1),
            (with_owner(&[allow(&["role/a"], &["Disable*"])]), 0),
        ],
    );
    check_fix(
        "KPL-X04",
        &key,
        true,
        &with_owner(&[allow(&["role/a"], &["*ableKey", "Decrypt", "DescribeKe?"])]),
        &[owner_statement(), allow(&["role/a"], &["EnableKey", "Decrypt", "DescribeKe?"])],
    );
    // The owner account keeps what it has.
    check_fix(
        "KPL-X04",
        &key,
        true,
        &alone(&[allow(&["*", "role/a"], &["Dis*", "Decrypt", "Delete*"])]),
        &[allow(&["*"], &["Dis*", "Decrypt", "Delete*"]), allow(&["role/a"], &["Decrypt"])],
    );
    check_fix(
        "KPL-X04",
        &key,
        false,
        &with_owner(&[allow(&["role/a"], &["Delete*", "Disable*"])]),
        &[owner_statement()],
    );
    check_fix(
        "KPL-X04",
        &key,
        false,
        &with_owner(&[allow(&[&account], &["DisableKey", "Decrypt"])]),
        &[owner_statement(), allow(&[&account], &["Decrypt"])],
    );
}

#[test]
fn other_accounts_do_not_manage() {
    let key = context(Kind::Key);
    let (one, two, account) = (outside("user/a"), outside("user/b"), outside("*"));
    check(
        "KPL-X05",
        &key,
        &[
            (with_owner(&[allow(&[&one], &["EnableKey"])]), 1),
            (with_owner(&[allow(&[&one, &account, "role/a"], &["*"])]), 2),
            (with_owner(&[allow(&[&one], &["TagResource"])]), 1),
            (with_owner(&[allow(&[&one], &["Decrypt", "Describe*", "Get*", "List*"])]), 0),
            (with_owner(&[allow(&["role/a"], &["EnableKey"])]), 0),
            (with_owner(&[allow(&["*!", "acs:ram::*:user/a"], &["EnableKey"])]), 0),
            (with_owner(&[allow(&[&one], &["E*"]), deny(&[&account], &["EnableKey"])]), 0),
        ],
    );
    let mixed = alone(&[allow(&["*", &one, &two], &["DescribeKey", "E*", "EnableKey"])]);
    check_fix(
        "KPL-X05",
        &key,
        true,
        &mixed,
        &[
            allow(&["*"], &["DescribeKey", "E*", "EnableKey"]),
            allow(&[&one, &two], &["DescribeKey", "Encrypt", "ExportDataKey"]),
        ],
    );
    check_fix("KPL-X05", &key, false, &with_owner(&[allow(&[&one], &["Set*"])]), &[owner_statement()]);
}

#[test]
fn any_account_gets_nothing() {
    let key = context(Kind::Key);
    check(
        "KPL-X06",
        &key,
        &[
            (with_owner(&[allow(&["*!"], &["ListKeys"])]), 1),
            (
                with_owner(&[
                    allow(&["acs:ram::*:*", "role/a"], &["Decrypt", "Encrypt"]),
                    allow(&["*!"], &["Get*"]),
                ]),
                1,
            ),
            (with_owner(&[says("Allow", &["*!"], &["Decrypt"], VPC), allow(&["*!"], &["Encrypt"])]), 1),
            (with_owner(&[says("Allow", &["*!"], &["Decrypt"], VPC)]), 0),
            (with_owner(&[allow(&["*!"], &["GetSecretValue"])]), 0),
            (with_owner(&[allow(&["acs:ram::*:user/a"], &["Decrypt"])]), 0),
            (with_owner(&[allow(&["*!"], &["Decrypt"]), deny(&["*!"], &["D*"])]), 0),
            (with_owner(&[allow(&["*!"], &["Decrypt"]), says("Deny", &["*!"], &["*"], VPC)]), 0),
            (with_owner(&[allow(&["*!"], &["Decrypt"]), deny(&["*"], &["*"])]), 1),
        ],
    );
    let text = with_owner(&[allow(&["*!", "role/a"], &["Decrypt"])]);
    check_fix("KPL-X06", &key, false, &text, &[owner_statement(), allow(&["role/a"], &["Decrypt"])]);
}

#[test]
fn secret_values_are_given_by_name() {
    let secret = context(Kind::Secret);
    let unowned = Context::new(Kind::Secret);
    check(
        "KPL-X07",
        &secret,
        &[
            (with_owner(&[allow(&["role/a"], &["Get*"])]), 1),
            (with_owner(&[allow(&["role/a"], &["*"])]), 1),
            (with_owner(&[allow(&["role/a"], &["GetSecretValue"])]), 0),
            (with_owner(&[allow(&["role/a"], &["GetSecretP*"])]), 0),
            (with_owner(&[]), 0),
            (with_owner(&[allow(&["role/a"], &["Get*"]), deny(&["role/a"], &["GetSecretValue"])]), 0),
        ],
    );
    check("KPL-X07", &unowned, &[(with_owner(&[]), 0), (with_owner(&[allow(&["role/a"], &["Get*"])]), 1)]);
    check("KPL-X07", &context(Kind::Key), &[(with_owner(&[allow(&["role/a"], &["Get*"])]), 0)]);
    check_fix(
        "KPL-X07",
        &secret,
        true,
        &with_owner(&[allow(&["role/a"], &["Get*"])]),
        &[owner_statement(), allow(&["role/a"], &["GetSecretPolicy"])],
    );
    check_fix(
        "KPL-X07",
        &secret,
        false,
        &with_owner(&[allow(&["role/a"], &["GetSecretV*"])]),
        &[owner_statement()],
    );
}

#[test]
fn plaintext_leaves_under_conditions_only() {
    let key = context(Kind::Key);
    let one = outside("user/a");
    check(
        "KPL-X08",
        &key,
        &[
            (with_owner(&[allow(&[&one], &["GenerateAndExportDataKey"])]), 1),
            (with_owner(&[allow(&[&one, &outside("*")], &["ExportDataKey", "G*"])]), 2),
            (with_owner(&[says("Allow", &[&one], &["ExportDataKey"], VPC)]), 0),
            (with_owner(&[allow(&[&one], &["ExportDataKey"]), says("Deny", &[&one], &["*"], VPC)]), 0),
            (with_owner(&[allow(&["role/a"], &["ExportDataKey"])]), 0),
            (with_owner(&[allow(&["*!"], &["ExportDataKey"])]), 0),
            (with_owner(&[allow(&[&one], &["GenerateDataKey", "Decrypt"])]), 0),
        ],
    );
    let mut bound = context(Kind::Secret);
    bound.around = serde_json::from_str(r#"{"net":{"bound_vpcs":["vpc-a"]}}"#).expect("a context");
    let text = alone(&[allow(&["*", &one], &["GetSecretValue"])]);
    check_fix(
        "KPL-X08",
        &bound,
        false,
        &text,
        &[
            allow(&["*"], &["GetSecretValue"]),
            says(
                "Allow",
                &[&one],
                &["GetSecretValue"],
                r#","Condition":{"StringEquals":{"acs:SourceVpc":["vpc-a"]}}"#,
            ),
        ],
    );
}
