//! The test vectors of the rules: small documents, each with the findings that it must have.

use std::collections::BTreeMap;

use super::{
    fix_all_safe,
    tests::{OWNER, context, judge, owner_statement, policy},
};
use crate::{
    catalog::{Kind, tests::CATALOG},
    context::{Context, Instance, Key, Me, Net, Quota, Resource},
    text::{Tree, apply},
};

enum Expect {
    Exactly(&'static [&'static str]),
    Including(&'static [&'static str]),
    Without(&'static [&'static str]),
}
use Expect::{Exactly, Including, Without};

struct Vector {
    name: &'static str,
    text: String,
    context: Context,
    expect: Expect,
}

/// All that is known of a resource in a connected instance.
fn resource(kind: Kind) -> Context {
    let mut context = context(kind);
    let key = Key {
        usage: Some("ENCRYPT/DECRYPT".to_owned()),
        spec: Some("Aliyun_AES_256".to_owned()),
        origin: Some("Aliyun_KMS".to_owned()),
    };
    context.around.res = Some(Resource {
        instance: Some(Some(Instance { id: "kst-hzz0000example".to_owned(), state: "Connected".to_owned() })),
        key: (kind == Kind::Key).then_some(key),
        policy_name: Some("default".to_owned()),
    });
    context
}

fn with(kind: Kind, change: impl FnOnce(&mut Context)) -> Context {
    let mut context = resource(kind);
    change(&mut context);
    context
}

/// A statement for the role `app` of the owner account, with other values for some elements.
fn statement(changes: &[(&str, &str)]) -> String {
    let role = format!(r#"{{"RAM":["acs:ram::{OWNER}:role/app"]}}"#);
    let mut members = BTreeMap::from([
        ("Sid", r#""app""#),
        ("Effect", r#""Allow""#),
        ("Principal", role.as_str()),
        ("Action", r#"["kms:DescribeKey"]"#),
        ("Resource", r#"["*"]"#),
    ]);
    members.extend(changes.iter().copied());
    let members: Vec<String> =
        members.into_iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
    format!("{{{}}}", members.join(","))
}

/// The owner's statement and another.
fn beside(changes: &[(&str, &str)]) -> String {
    policy(&[&owner_statement(), &statement(changes)])
}

/// An outside user.
fn outside(account: &str) -> String {
    format!("acs:ram::{account}:user/partner")
}

#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn vectors() -> Vec<Vector> {
    let good = policy(&[&owner_statement()]);
    let (key, secret) = (|| resource(Kind::Key), || resource(Kind::Secret));
    let vector = |name, text: String, context, expect| Vector { name, text, context, expect };
    let owner = format!("acs:ram::{OWNER}:*");
    let two = |one: &str, two: &str| format!(r#"{{"RAM":["{one}","{two}"]}}"#);
    let ram = |entry: &str| format!(r#"{{"RAM":["{entry}"]}}"#);
    let condition = |condition| beside(&[("Condition", condition)]);
    let padded = |size: usize| format!("{good}{}", " ".repeat(size - good.len()));
    let broken = [
        r#"{"Sid":"one" "Effect":"Allow"}"#,
        r#"{"Sid":"two","Effect" "Allow"}"#,
        r#"{"Sid":"three","Effect":}"#,
    ];
    vec![
        vector("1", good.clone(), key(), Exactly(&[])),
        vector("2", good.replace("]}]}", "]}],}"), key(), Exactly(&["KPL-S01"])),
        vector("3", good.replace(r#":"1""#, ":1"), key(), Exactly(&["KPL-S06"])),
        vector("4", good.replace("Version", "version"), key(), Exactly(&["KPL-S04"])),
        vector("5", good.replace(r#":"1""#, r#":"2012-10-17""#), key(), Exactly(&["KPL-S06"])),
        vector("6", policy(&[]), key(), Exactly(&["KPL-S07"])),
        vector("7", good.replace(r#"["kms:*"]"#, r#""*""#), key(), Exactly(&["KPL-A02", "KPL-L03"])),
        vector("8", beside(&[("Action", r#"["kms:Decrpt"]"#)]), key(), Exactly(&["KPL-A03"])),
        vector("9", beside(&[("Action", r#""kms:Encrypt""#)]), secret(), Exactly(&["KPL-A04"])),
        vector(
            "10",
            beside(&[("Action", r#"["kms:Decrypt","kms:DescribeKey"]"#)]),
            with(Kind::Key, |context| {
                if let Some(key) = context.around.res.as_mut().and_then(|res| res.key.as_mut()) {
                    key.usage = Some("SIGN/VERIFY".to_owned());
                    key.spec = Some("EC_P256".to_owned());
                }
            }),
            Exactly(&["KPL-A09"]),
        ),
        vector(
            "11",
            beside(&[("Principal", &ram(&format!("acs:ram::{OWNER}:role/app")).replace("RAM", "AWS"))]),
            key(),
            Exactly(&["KPL-P01"]),
        ),
        vector(
            "12",
            beside(&[("Principal", &ram(&format!("acs:ram::{OWNER}:group/dev")))]),
            key(),
            Exactly(&["KPL-P03"]),
        ),
        vector(
            "13",
            beside(&[("Principal", &ram("acs:ram::119285303511****:*"))]),
            key(),
            Exactly(&["KPL-P04"]),
        ),
        vector("14", beside(&[("Principal", &ram("*"))]), key(), Exactly(&["KPL-P06", "KPL-X06"])),
        vector(
            "15",
            beside(&[
                ("Principal", &ram("*")),
                ("Condition", r#"{"StringEquals":{"acs:SourceVpc":"vpc-bp1example0000000000"}}"#),
            ]),
            key(),
            Exactly(&["KPL-C14", "KPL-P06"]),
        ),
        vector(
            "16",
            good.replace(&ram(&owner), &two(&owner, &outside("5555666677778888"))),
            key(),
            Exactly(&[
                "KPL-P08", "KPL-Q04", "KPL-X01", "KPL-X02", "KPL-X03", "KPL-X04", "KPL-X05", "KPL-X08",
            ]),
        ),
        vector(
            "17",
            condition(r#"{"IpAddress":{"acs:SourceIp":"10.0.0.0/8"}}"#),
            key(),
            Exactly(&["KPL-C06"]),
        ),
        vector(
            "18",
            condition(r#"{"StringEquals":{"acs:SourceVpc":"vpc-*"}}"#),
            key(),
            Exactly(&["KPL-C11", "KPL-C14"]),
        ),
        vector(
            "19",
            condition(
                r#"{"IpAddress":{"acs:SourceIp":"8.8.8.0/24"},"StringEquals":{"acs:SourceVpc":"vpc-bp1example0000000000"}}"#,
            ),
            key(),
            Exactly(&["KPL-C10", "KPL-C14"]),
        ),
        vector(
            "20",
            beside(&[("Effect", r#""Deny""#), ("Principal", &ram(&owner)), ("Action", r#"["kms:*"]"#)]),
            with(Kind::Key, |context| {
                context.around.me =
                    Some(Me { principal: format!("acs:ram::{OWNER}:user/alice"), session: None });
            }),
            Exactly(&["KPL-L01", "KPL-L02", "KPL-L03", "KPL-X10"]),
        ),
        vector(
            "21",
            policy(&[&statement(&[("Action", r#"["kms:Set*","kms:Get*","kms:List*"]"#)])]),
            with(Kind::Key, |context| context.base = Some(good.clone())),
            Exactly(&["KPL-L04", "KPL-L05", "KPL-X03"]),
        ),
        vector(
            "22",
            policy(&[
                &owner_statement(),
                &statement(&[("Sid", r#""kms default key policy""#)]),
                &statement(&[
                    ("Sid", &format!("\"{}\"", "s".repeat(129))),
                    ("Principal", &ram(&format!("acs:ram::{OWNER}:role/web"))),
                    ("Action", r#"["kms:ListKeyVersions"]"#),
                ]),
            ]),
            key(),
            Exactly(&["KPL-S13", "KPL-S14"]),
        ),
        vector("23", good.clone(), key(), Exactly(&[])),
        vector("24 at the limit", padded(32_768), key(), Without(&["KPL-S17"])),
        vector("24 above", padded(32_769), key(), Exactly(&["KPL-S17"])),
        vector(
            "25",
            beside(&[("Action", r#"["kms:Get*"]"#)]),
            secret(),
            Exactly(&["KPL-A08", "KPL-A10", "KPL-X07"]),
        ),
        vector("26", beside(&[("Sid", "\"né\"")]).replace(',', ",\r\n\t"), key(), Exactly(&["KPL-S13"])),
        vector(
            "27",
            policy(&[broken[0], broken[1], broken[2], &statement(&[("Effect", r#""allow""#)])]),
            key(),
            Exactly(&["KPL-S01", "KPL-S01", "KPL-S01", "KPL-S10"]),
        ),
        vector(
            "28",
            beside(&[("Principal", &two(&outside("5555666677778888"), &outside("9999000011112222")))]),
            with(Kind::Key, |context| {
                context.around.net = Some(Net { quota: Some(Quota { limit: 5, used: 4 }), ..Net::default() });
            }),
            Including(&["KPL-Q01"]),
        ),
        vector(
            "29",
            good.clone(),
            with(Kind::Key, |context| {
                if let Some(res) = context.around.res.as_mut() {
                    res.instance = Some(None);
                }
            }),
            Exactly(&["KPL-Q03"]),
        ),
    ]
}

/// Ids, sorted.
fn sorted<'a>(ids: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut ids: Vec<&str> = ids.into_iter().collect();
    ids.sort_unstable();
    ids
}

#[test]
fn vectors_give_what_they_must() {
    for Vector { name, text, context, expect } in vectors() {
        let report = judge(&text, &context);
        let found = sorted(report.findings.iter().map(|finding| finding.id));
        match expect {
            Exactly(ids) => assert_eq!(found, sorted(ids.iter().copied()), "vector {name}: {text}"),
            Including(ids) => {
                for id in sorted(ids.iter().copied()) {
                    assert!(found.contains(&id), "vector {name} lacks {id}, has {found:?}");
                }
            }
            Without(ids) => assert!(!ids.iter().any(|id| found.contains(id)), "vector {name}: {found:?}"),
        }
    }
}

/// Vector 2 says what its fix gives.
#[test]
fn the_extra_comma_goes() {
    let text = policy(&[&owner_statement()]).replace("]}]}", "]}],}");
    let report = judge(&text, &resource(Kind::Key));
    let fix = report.findings.into_iter().find_map(|finding| finding.fix).expect("a fix");
    assert!(fix.safe);
    let mended = apply(text.as_bytes(), &fix.edits);
    assert_eq!(String::from_utf8_lossy(&mended), policy(&[&owner_statement()]));
}

/// Vector 26: positions are those of an editor.
#[test]
fn positions_count_lines_and_scalar_values() {
    let text = "{\"Version\":\"1\",\r\n\t\"Statement\":[\r\n\t\t{ \"Sid\":\"né\", \"Effect\":\"allow\" }]}";
    let tree = Tree::parse(text);
    let report = judge(text, &resource(Kind::Key));
    let of = |id: &str| {
        let finding = report.findings.iter().find(|finding| finding.id == id).expect("a finding");
        let position = tree.position(finding.spans[0].start);
        (position.line, position.column)
    };
    assert_eq!((of("KPL-S13"), of("KPL-S10")), ((3, 11), (3, 26)));
}

/// Vector 30: what all safe fixes leave, they leave as it is.
#[test]
fn safe_fixes_come_to_an_end() {
    for Vector { name, text, context, .. } in vectors() {
        let once = fix_all_safe(text.as_bytes(), &context, &CATALOG);
        let twice = fix_all_safe(&once, &context, &CATALOG);
        assert_eq!(String::from_utf8_lossy(&once), String::from_utf8_lossy(&twice), "vector {name}");
    }
}
