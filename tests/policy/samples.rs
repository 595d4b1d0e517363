//! Policies to measure with: as people write them, at a size, and documents that are as hard as can be.

use serde_json::{Value, json};

use crate::random::Random;

pub(crate) const OWNER: &str = "1111222233334444";
const ACCOUNTS: &[&str] = &[OWNER, OWNER, OWNER, "2222333344445555", "3333444455556666", "4444555566667777"];
const TEAMS: &[&str] = &["payments", "ledger", "risk", "search", "billing", "mobile", "archive", "reports"];
const DUTIES: &[&str] = &["reader", "writer", "backup", "deploy", "audit", "rotation"];
const ACTIONS: &[&[&str]] = &[
    &["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey"],
    &["kms:Decrypt", "kms:DescribeKey"],
    &["kms:List*", "kms:Describe*"],
    &["kms:Get*", "kms:TagResource", "kms:UntagResource"],
    &["kms:AsymmetricSign", "kms:AsymmetricVerify", "kms:GetPublicKey"],
    &["kms:*Alias"],
    &["kms:EnableKey", "kms:DisableKey", "kms:UpdateKeyDescription"],
];

/// A policy of about so many bytes, as minified JSON.
pub(crate) fn policy(bytes: usize) -> String {
    let mut random = Random::new(u64::try_from(bytes).unwrap_or_default());
    let mut statements = vec![json!({
        "Sid": "kms default key policy",
        "Effect": "Allow",
        "Principal": {"RAM": [format!("acs:ram::{OWNER}:*")]},
        "Action": ["kms:*"],
        "Resource": ["*"],
    })];
    let mut length = print(&statements).len();
    loop {
        let statement = statement(&mut random, statements.len());
        length += statement.to_string().len() + 1;
        if length > bytes {
            return print(&statements);
        }
        statements.push(statement);
    }
}

/// The same policy after a day's work: someone new, an action more, a condition less, a statement gone.
pub(crate) fn draft(saved: &str) -> String {
    let mut policy: Value = serde_json::from_str(saved).unwrap_or_default();
    if let Some(Value::Array(statements)) = policy.get_mut("Statement") {
        let last = statements.len().saturating_sub(1);
        if last > 2 {
            statements.remove(last / 2);
        }
        let last = statements.len().saturating_sub(1);
        if let Some(Value::Array(principals)) =
            statements.get_mut(last).and_then(|one| one.pointer_mut("/Principal/RAM"))
        {
            principals.push(json!("acs:ram::2222333344445555:user/newcomer"));
        }
        if let Some(Value::Array(actions)) =
            statements.get_mut(last / 3 + 1).and_then(|one| one.get_mut("Action"))
        {
            actions.push(json!("kms:DescribeKey"));
        }
        let conditional = statements
            .iter_mut()
            .rev()
            .find_map(|one| one.as_object_mut().filter(|one| one.contains_key("Condition")));
        if let Some(statement) = conditional {
            statement.remove("Condition");
        }
    }
    policy.to_string()
}

fn print(statements: &[Value]) -> String {
    json!({"Version": "1", "Statement": statements}).to_string()
}

fn principal(random: &mut Random) -> String {
    let (account, team, duty) = (random.of(ACCOUNTS), random.of(TEAMS), random.of(DUTIES));
    match random.below(12) {
        0 => format!("acs:ram::{account}:role/{team}-*"),
        1..=4 => format!("acs:ram::{account}:user/{team}.{duty}"),
        _ => format!("acs:ram::{account}:role/{team}-{duty}"),
    }
}

fn statement(random: &mut Random, place: usize) -> Value {
    let principals: Vec<String> = (0..=random.below(3)).map(|_| principal(random)).collect();
    let mut statement = json!({
        "Sid": format!("{} {place}", random.of(TEAMS)),
        "Effect": if random.percent(8) { "Deny" } else { "Allow" },
        "Principal": {"RAM": principals},
        "Action": random.of(ACTIONS),
        "Resource": ["*"],
    });
    let condition = match random.below(8) {
        0 => json!({"StringEquals": {"acs:SourceVpc": [format!("vpc-bp1{place:04}")]}}),
        1 => {
            json!({"IpAddress": {"acs:SourceIp": [format!("203.0.113.{}", place % 256), "198.51.100.0/24"]}})
        }
        2 => json!({"DateLessThan": {"acs:CurrentTime": ["2027-01-01T00:00:00+08:00"]}}),
        3 => json!({"StringLike": {"kms:EncryptionContext:project": [format!("{}-*", random.of(TEAMS))]}}),
        _ => return statement,
    };
    if let Some(statement) = statement.as_object_mut() {
        statement.insert("Condition".to_owned(), condition);
    }
    statement
}

/// The same bytes of a policy for AWS IAM, for a peer that knows only that.
pub(crate) fn iam_policy(bytes: usize) -> String {
    let mut random = Random::new(1);
    let mut statements: Vec<Value> = Vec::new();
    loop {
        let place = statements.len();
        let mut statement = json!({
            "Sid": format!("Statement{place}"),
            "Effect": if random.percent(8) { "Deny" } else { "Allow" },
            "Action": random.of(IAM_ACTIONS),
            "Resource": [format!("arn:aws:kms:eu-west-1:123456789012:key/{}-{place}", random.of(TEAMS))],
        });
        if random.percent(40)
            && let Some(statement) = statement.as_object_mut()
        {
            let condition = json!({"IpAddress": {"aws:SourceIp": [format!("203.0.113.{}", place % 256)]}});
            statement.insert("Condition".to_owned(), condition);
        }
        statements.push(statement);
        let text = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
        if text.len() >= bytes {
            return text;
        }
    }
}

const IAM_ACTIONS: &[&[&str]] = &[
    &["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey"],
    &["kms:Decrypt", "kms:DescribeKey"],
    &["kms:Describe*"],
    &["kms:Get*", "kms:TagResource"],
    &["kms:Sign", "kms:Verify", "kms:GetPublicKey"],
];

/// The same bytes of a Cedar policy set, one policy for each statement.
pub(crate) fn cedar_policies(bytes: usize) -> String {
    let mut random = Random::new(1);
    let mut text = String::new();
    let mut place = 0;
    while text.len() < bytes {
        let effect = if random.percent(8) { "forbid" } else { "permit" };
        let who = format!("{}-{}", random.of(TEAMS), random.of(DUTIES));
        let actions = random.of(CEDAR_ACTIONS);
        let when = match random.below(8) {
            0 => format!(" when {{ context.vpc == \"vpc-bp1{place:04}\" }}"),
            1 => format!(" when {{ context.ip.isInRange(ip(\"203.0.113.{}/32\")) }}", place % 256),
            2 => " when { context.time < 1798732800 }".to_owned(),
            3 => format!(" when {{ context.project like \"{}-*\" }}", random.of(TEAMS)),
            _ => String::new(),
        };
        text.push_str(&format!(
            "{effect}(principal == User::\"{who}\", action in [{actions}], resource == Key::\"k{place}\"){when};\n"
        ));
        place += 1;
    }
    text
}

const CEDAR_ACTIONS: &[&str] = &[
    r#"Action::"Encrypt", Action::"Decrypt", Action::"GenerateDataKey""#,
    r#"Action::"Decrypt", Action::"DescribeKey""#,
    r#"Action::"DescribeKey""#,
];

/// The schema of [`cedar_policies`].
pub(crate) const CEDAR_SCHEMA: &str = r#"entity User; entity Key;
action Encrypt, Decrypt, GenerateDataKey, DescribeKey appliesTo {
  principal: [User], resource: [Key],
  context: { vpc: String, ip: ipaddr, time: Long, project: String }
};"#;

/// Documents of 32 KiB that are made to be slow, by name.
pub(crate) fn hostile(bytes: usize) -> Vec<(&'static str, String)> {
    let repeat = |head: &str, item: &dyn Fn(usize) -> String, tail: &str| {
        let mut text = head.to_owned();
        for place in 0.. {
            let next = item(place);
            if text.len() + next.len() + 1 + tail.len() > bytes {
                break;
            }
            if place > 0 {
                text.push(',');
            }
            text.push_str(&next);
        }
        text + tail
    };
    let statement = format!(
        r#"{{"Version":"1","Statement":[{{"Effect":"Allow","Principal":{{"RAM":["acs:ram::{OWNER}:*"]}},"Resource":["*"],"Action":"#
    );
    let condition = format!(r#"{statement}["kms:*"],"Condition":{{"StringLike":{{"acs:SourceVpc":["#);
    vec![
        ("misnamed elements", repeat(r#"{"Version":"1","Statement":[{"#, &|_| r#""a":1"#.to_owned(), "}]}")),
        ("wildcard values", repeat(&condition, &|_| r#""*a""#.to_owned(), "]}}}]}")),
        (
            "action patterns",
            repeat(&format!("{statement}["), &|place| format!(r#""kms:*{place:x}*""#), "]}]}"),
        ),
        (
            "names with patterns",
            repeat(
                r#"{"Version":"1","Statement":[{"Effect":"Allow","Resource":["*"],"Action":["kms:*"],"Principal":{"RAM":["#,
                &|place| format!(r#""acs:ram::{OWNER}:user/*{place:x}*""#),
                "]}}]}",
            ),
        ),
        ("open brackets", "[".repeat(bytes)),
        ("quotes", "\"".repeat(bytes)),
        ("commas", ",".repeat(bytes)),
    ]
}
