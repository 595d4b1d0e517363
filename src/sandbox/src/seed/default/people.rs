//! People, roles and policies of the default seed.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::ram::{Account, CustomPolicy, Group, PolicyRef, Role, User};
use crate::seed::builder::{COLLEAGUE, DATA, HOME, Numbers, PARTNER, PERSONA, account, days};
use crate::world::World;

/// Policies: those of the account begin with `own:`.
type Policies = &'static [&'static str];

/// Name, id, display name, comments, days old, policies. Without an id the seed makes one up.
type UserRow = (&'static str, &'static str, &'static str, &'static str, i64, Policies);

/// Name, description, trust, longest session, days old, policies.
type RoleRow = (&'static str, &'static str, Trust, u32, i64, Policies);

/// Who may assume a role.
#[derive(Clone, Copy)]
enum Trust {
    /// Everybody of an account whom a RAM policy allows it.
    Account(&'static str),
    /// As `Account`, with this external id.
    External(&'static str, &'static str),
    /// One user of an account.
    User(&'static str, &'static str),
    /// A service of the cloud.
    Service(&'static str),
}

const HOME_USERS: &[UserRow] = &[
    (PERSONA.0, PERSONA.1, "Li Wei", "platform lead", 400, &["AdministratorAccess"]),
    (
        COLLEAGUE.0,
        COLLEAGUE.1,
        "Zhang Min",
        "key management",
        400,
        &["AliyunKMSFullAccess", "AliyunVPCReadOnlyAccess", "AliyunRAMReadOnlyAccess"],
    ),
    ("sun.lan", "", "Sun Lan", "internal audit", 280, &["ReadOnlyAccess"]),
    ("wang.fang", "", "Wang Fang", "on call", 260, &[]),
    ("zhao.lei", "", "Zhao Lei", "on call", 120, &["AliyunSTSAssumeRoleAccess"]),
    (
        "svc-payments",
        "",
        "payments service",
        "application user, no sign-in",
        320,
        &["AliyunKMSCryptoUserAccess", "AliyunKMSSecretUserAccess"],
    ),
];

const HOME_ROLES: &[RoleRow] = &[
    (
        "app-ledger",
        "Ledger services: keys and secrets in use",
        Trust::Service("ecs.aliyuncs.com"),
        3_600,
        310,
        &["AliyunKMSCryptoUserAccess", "AliyunKMSSecretUserAccess"],
    ),
    (
        "app-storefront",
        "Storefront: reads its secrets",
        Trust::Service("ecs.aliyuncs.com"),
        3_600,
        290,
        &["AliyunKMSSecretUserAccess"],
    ),
    (
        "deploy",
        "Roll-outs by the pipeline and by people on call",
        Trust::Account(HOME),
        7_200,
        350,
        &["AliyunVPCReadOnlyAccess", "own:kms-bind-vpcs"],
    ),
    (
        "partner-review",
        "Read access for the partner's auditors",
        Trust::External(PARTNER, "review-2026"),
        3_600,
        90,
        &["AliyunKMSReadOnlyAccess"],
    ),
    (
        "data-platform",
        "Lets the pipeline of the data account use keys",
        Trust::User(DATA, "etl-runner"),
        43_200,
        200,
        &["AliyunKMSCryptoUserAccess"],
    ),
];

const DATA_USERS: &[UserRow] = &[
    ("chen.jie", "", "Chen Jie", "data platform lead", 500, &["AdministratorAccess"]),
    ("etl-runner", "", "ETL pipeline", "application user, no sign-in", 480, &["AliyunSTSAssumeRoleAccess"]),
    (
        "liu.yan",
        "",
        "Liu Yan",
        "network sharing",
        300,
        &["AliyunResourceSharingFullAccess", "AliyunVPCReadOnlyAccess"],
    ),
];

const DATA_ROLES: &[RoleRow] = &[(
    "warehouse-load",
    "Nightly loads",
    Trust::Account(DATA),
    3_600,
    470,
    &["AliyunKMSCryptoUserAccess", "AliyunSTSAssumeRoleAccess"],
)];

const PARTNER_USERS: &[UserRow] = &[
    ("ops", "", "Partner operations", "", 700, &["AdministratorAccess"]),
    ("reviewer", "", "Partner review", "", 90, &["AliyunSTSAssumeRoleAccess"]),
];

const PARTNER_ROLES: &[RoleRow] = &[(
    "hub-gateway",
    "Gateway of the hub",
    Trust::Service("ecs.aliyuncs.com"),
    3_600,
    650,
    &["AliyunKMSSecretUserAccess"],
)];

/// What people on call may do: look, and bind VPCs.
const BIND_VPCS: &str = r#"{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["kms:List*", "kms:GetKmsInstance*", "kms:UpdateKmsInstanceBindVpc"],
      "Resource": "*"
    },
    {
      "Effect": "Deny",
      "Action": "kms:GetSecretValue",
      "Resource": "*"
    }
  ]
}"#;

pub(super) fn add(world: &mut World, now: Timestamp) {
    let accounts = [
        (HOME, "orchid-retail", HOME_USERS, HOME_ROLES),
        (DATA, "orchid-data", DATA_USERS, DATA_ROLES),
        (PARTNER, "", PARTNER_USERS, PARTNER_ROLES),
    ];
    for (owner, alias, users, roles) in accounts {
        let people = Account {
            alias: (!alias.is_empty()).then(|| alias.to_owned()),
            users: users.iter().map(|row| (row.0.to_owned(), user(row, owner, now))).collect(),
            roles: roles.iter().map(|row| (row.0.to_owned(), role(row, owner, now))).collect(),
            ..Account::default()
        };
        world.accounts.insert(account(owner), people);
    }
    if let Some(home) = world.accounts.get_mut(&account(HOME)) {
        home.groups.insert("kms-operators".to_owned(), operators(now));
        home.policies.insert("kms-bind-vpcs".to_owned(), bind_vpcs(now));
    }
}

fn user((name, id, display_name, comments, age, policies): &UserRow, owner: &str, now: Timestamp) -> User {
    let created = days(now, -age);
    User {
        id: if id.is_empty() { digits("2", &[owner, "user", name], 18) } else { (*id).to_owned() },
        display_name: (*display_name).to_owned(),
        comments: (*comments).to_owned(),
        created,
        updated: created,
        policies: attached(policies, created),
    }
}

fn role((name, description, trust, longest, age, policies): &RoleRow, owner: &str, now: Timestamp) -> Role {
    let created = days(now, -age);
    Role {
        id: digits("3", &[owner, "role", name], 18),
        description: (*description).to_owned(),
        trust: trust.document(),
        max_session_seconds: *longest,
        created,
        updated: created,
        policies: attached(policies, created),
    }
}

fn operators(now: Timestamp) -> Group {
    let created = days(now, -300);
    let members = [("wang.fang", -260), ("zhao.lei", -118)];
    Group {
        id: format!("g-{}", Numbers::from_texts(&[HOME, "kms-operators"]).letters(16)),
        comments: "People on call".to_owned(),
        created,
        updated: days(now, -118),
        members: members.map(|(name, joined)| (name.to_owned(), days(now, joined))).into(),
        policies: attached(&["AliyunVPCReadOnlyAccess", "own:kms-bind-vpcs"], created),
    }
}

fn bind_vpcs(now: Timestamp) -> CustomPolicy {
    CustomPolicy {
        description: "Look at instances and bind VPCs".to_owned(),
        document: BIND_VPCS.to_owned(),
        version: "v2".to_owned(),
        created: days(now, -300),
        updated: days(now, -75),
    }
}

fn attached(policies: &[&str], since: Timestamp) -> BTreeMap<PolicyRef, Timestamp> {
    let read = |name: &&str| match name.strip_prefix("own:") {
        Some(name) => PolicyRef::Custom(name.to_owned()),
        None => PolicyRef::System((*name).to_owned()),
    };
    policies.iter().map(|name| (read(name), since)).collect()
}

impl Trust {
    fn document(self) -> String {
        let (principal, condition) = match self {
            Self::Account(account) => (format!(r#""RAM": "acs:ram::{account}:root""#), String::new()),
            Self::User(account, name) => {
                (format!(r#""RAM": "acs:ram::{account}:user/{name}""#), String::new())
            }
            Self::Service(name) => (format!(r#""Service": "{name}""#), String::new()),
            Self::External(account, id) => (
                format!(r#""RAM": "acs:ram::{account}:root""#),
                format!(r#", "Condition": {{ "StringEquals": {{ "sts:ExternalId": "{id}" }} }}"#),
            ),
        };
        format!(
            r#"{{ "Version": "1", "Statement": [ {{ "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {{ {principal} }}{condition} }} ] }}"#
        )
    }
}

/// An id of so many digits that depends on texts.
fn digits(head: &str, texts: &[&str], length: usize) -> String {
    let mut numbers = Numbers::from_texts(texts);
    let rest = (head.len()..length).map(|_| numbers.below(10).to_string());
    std::iter::once(head.to_owned()).chain(rest).collect()
}
