use serde_json::json;

use crate::call::Call;
use crate::secrets::tests::{allow, furnished, secret, secrets_call, who};
use crate::testing::{HOME, OTHER, Refusal, account, assert_refused, texts};
use crate::world::World;

fn list(parameters: &[(&str, &str)]) -> Call {
    secrets_call("ListSecrets", parameters)
}

const ALL: [&str; 7] = ["db", "rotating", "pending", "bare", "plain", "gone", "expired"];

/// The secrets of [`furnished`], and one of another account.
fn crowd() -> World {
    let mut world = furnished();
    let mut foreign = secret(&world, "foreign", Some("kst-main"));
    foreign.owner = account(OTHER);
    let mut far = secret(&world, "far", None);
    far.region = "cn-beijing".into();
    far.description = "Far away".to_owned();
    world.secrets.add(foreign);
    world.secrets.add(far);
    let arn = format!("acs:kms:cn-hangzhou:{HOME}:secret/db");
    let db = world.secrets.get_mut(&arn).unwrap();
    "main database".clone_into(&mut db.description);
    db.tags.insert("env".to_owned(), "prod".to_owned());
    world
}

#[test]
fn pages() {
    let mut world = crowd();
    // Number, size → names.
    for (number, size, names) in [
        ("", "", &ALL[..]),
        ("1", "100", &ALL),
        ("1", "3", &ALL[..3]),
        ("3", "3", &ALL[6..]),
        ("4", "3", &[]),
    ] {
        let answer = world.call(&list(&[("PageNumber", number), ("PageSize", size)])).unwrap();
        assert_eq!(texts(&answer, "/SecretList/Secret", "SecretName"), names, "{number} {size}");
        assert_eq!(answer["TotalCount"], json!(7), "{number} {size}");
    }
    let answer = world.call(&list(&[])).unwrap();
    assert_eq!((&answer["PageNumber"], &answer["PageSize"]), (&json!(1), &json!(10)));
}

#[test]
fn entries() {
    let mut world = crowd();
    let time = "2026-11-22T08:00:00Z";
    let entry = |name: &str| json!({"SecretName": name, "SecretType": "Generic", "CreateTime": time, "UpdateTime": time});
    let mut rotating = entry("rotating");
    rotating["SecretType"] = json!("Rds");
    rotating["OwingService"] = json!("rds");
    let mut pending = entry("pending");
    pending["PlannedDeleteTime"] = json!("2026-11-29T08:00:00Z");
    for (tags, with) in [("", false), ("false", false), ("true", true)] {
        let answer = world.call(&list(&[("FetchTags", tags)])).unwrap();
        for (index, (mut expected, own)) in [
            (entry("db"), json!([{"TagKey": "env", "TagValue": "prod"}])),
            (rotating.clone(), json!([{"TagKey": "team", "TagValue": "pay"}])),
            (pending.clone(), json!([])),
        ]
        .into_iter()
        .enumerate()
        {
            if with {
                expected["Tags"] = json!({"Tag": own});
            }
            assert_eq!(answer["SecretList"]["Secret"][index], expected, "{tags}");
        }
    }
}

#[test]
fn filters() {
    let mut world = crowd();
    for (filters, names) in [
        (r#"[]"#, &ALL[..]),
        (r#"[{"Key":"SecretName","Values":["db"]}]"#, &["db"]),
        (r#"[{"Key":"SecretName","Values":["in"]}]"#, &["rotating", "pending", "plain"]),
        (r#"[{"Key":"SecretName","Values":["db","gone"]}]"#, &["db", "gone"]),
        (r#"[{"Key":"SecretName","Values":["DB"]}]"#, &[]),
        (r#"[{"Key":"Description","Values":["database"]}]"#, &["db"]),
        (r#"[{"Key":"TagKey","Values":["team","env"]}]"#, &["db", "rotating"]),
        (r#"[{"Key":"TagKey","Values":["tea"]}]"#, &[]),
        (r#"[{"Key":"TagValue","Values":["prod"]}]"#, &["db"]),
        (r#"[{"Key":"DKMSInstanceId","Values":["kst-main"]}]"#, &["db", "rotating", "pending", "bare"]),
        (r#"[{"Key":"DKMSInstanceId","Values":["kst-"]}]"#, &[]),
        (r#"[{"Key":"SecretType","Values":["Rds","Redis"]}]"#, &["rotating"]),
        (r#"[{"Key":"Creator","Values":["1147203918250263"]}]"#, &ALL),
        (r#"[{"Key":"Creator","Values":["1192583047163511"]}]"#, &[]),
        (
            r#"[{"Key":"DKMSInstanceId","Values":["kst-main"]},{"Key":"SecretName","Values":["a","b"]}]"#,
            &["db", "rotating", "bare"],
        ),
    ] {
        let answer = world.call(&list(&[("Filters", filters)])).unwrap();
        assert_eq!(texts(&answer, "/SecretList/Secret", "SecretName"), names, "{filters}");
        assert_eq!(answer["TotalCount"], json!(names.len()), "{filters}");
    }
}

#[test]
fn refusals() {
    let values = |count: usize| {
        let values: Vec<String> = (0..count).map(|number| number.to_string()).collect();
        json!([{"Key": "SecretName", "Values": values}]).to_string()
    };
    let conditions =
        |count: usize| json!(vec![json!({"Key": "SecretName", "Values": ["a"]}); count]).to_string();
    let (many_values, many_conditions) = (values(11), conditions(11));
    let invalid = |part| (400, "InvalidParameter", part);
    let cases: [(&str, &str, Refusal); 10] = [
        ("Filters", "{}", invalid("Filters is not a list")),
        ("Filters", "x", invalid("Filters is not a list")),
        ("Filters", r#"[{"Key":"secretName","Values":["a"]}]"#, invalid("Filters is not a list")),
        ("Filters", r#"[{"Key":"SecretName","Value":["a"]}]"#, invalid("Filters is not a list")),
        ("Filters", r#"[{"Key":"SecretName","Values":[]}]"#, invalid("1 to 10 values")),
        ("Filters", &many_values, invalid("1 to 10 values")),
        ("Filters", &many_conditions, invalid("at most 10 conditions")),
        ("FetchTags", "1", invalid("FetchTags must be true or false")),
        ("PageNumber", "0", invalid("PageNumber")),
        ("PageSize", "101", invalid("PageSize")),
    ];
    for (name, value, refusal) in cases {
        assert_refused(&format!("{name} {value}"), &crowd().call(&list(&[(name, value)])), refusal);
    }
    for filters in [values(10), conditions(10)] {
        assert!(crowd().call(&list(&[("Filters", &filters)])).is_ok(), "{filters}");
    }
}

#[test]
fn a_list_is_of_the_caller() {
    let mut world = crowd();
    allow(
        &mut world,
        OTHER,
        r#"{"Effect":"Allow","Action":"kms:ListSecrets","Resource":"acs:kms:*:*:secret"}"#,
    );
    let mut call = list(&[]);
    call.caller = who("ann", OTHER);
    assert_eq!(texts(&world.call(&call).unwrap(), "/SecretList/Secret", "SecretName"), ["foreign"]);
    call.region = "cn-beijing".into();
    assert_eq!(world.call(&call).unwrap()["TotalCount"], json!(0));
    allow(&mut world, OTHER, r#"{"Effect":"Allow","Action":"kms:ListSecrets","Resource":"acs:kms:*:*:key"}"#);
    assert_refused("resource", &world.call(&call), (403, "Forbidden.NoPermission", "kms:ListSecrets"));
}
