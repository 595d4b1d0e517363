use super::*;

const PRINCIPAL: &str = r#""Principal":{"RAM":["acs:ram::1147203918250263:*"]}"#;

fn resource(statement: &str) -> Result<Document, String> {
    Document::parse_resource(&format!(r#"{{"Version":"1","Statement":[{statement}]}}"#))
}

#[test]
fn reads_the_policy_that_the_cloud_writes() {
    let text = format!(
        r#"{{"Sid":"kms default key policy","Effect":"Allow",{PRINCIPAL},"Action":["kms:*"],"Resource":["*"]}}"#
    );
    let read = resource(&text).unwrap();
    let [statement] = read.statements.as_slice() else { panic!("{read:?}") };
    assert_eq!(statement.name, "kms default key policy");
    assert!(statement.allow && statement.conditions.is_empty() && !statement.all_but_actions);
    assert_eq!(statement.principals, ["acs:ram::1147203918250263:*"]);
}

#[test]
fn refuses_what_key_policies_do_not_have() {
    let long = "x".repeat(129);
    for (statement, part) in [
        (format!(r#"{{"Effect":"allow",{PRINCIPAL},"Action":"kms:*","Resource":"*"}}"#), "Effect"),
        (format!(r#"{{"Effect":"Allow",{PRINCIPAL},"Action":"*","Resource":"*"}}"#), "kms:"),
        (format!(r#"{{"Effect":"Allow",{PRINCIPAL},"Action":"ecs:*","Resource":"*"}}"#), "kms:"),
        (format!(r#"{{"Effect":"Allow",{PRINCIPAL},"Action":[],"Resource":"*"}}"#), "Action"),
        (format!(r#"{{"Effect":"Allow",{PRINCIPAL},"NotAction":"kms:*","Resource":"*"}}"#), "NotAction"),
        (format!(r#"{{"Effect":"Allow",{PRINCIPAL},"Action":"kms:*","Resource":"acs:kms:*"}}"#), "Resource"),
        (format!(r#"{{"Effect":"Allow",{PRINCIPAL},"Action":"kms:*"}}"#), "Resource"),
        (format!(r#"{{"Effect":"Allow",{PRINCIPAL},"Action":"kms:*","Resource":"*","Id":"x"}}"#), "Id"),
        (
            format!(r#"{{"Sid":"{long}","Effect":"Allow",{PRINCIPAL},"Action":"kms:*","Resource":"*"}}"#),
            "Sid",
        ),
        (format!(r#"{{"Sid":"a!","Effect":"Allow",{PRINCIPAL},"Action":"kms:*","Resource":"*"}}"#), "Sid"),
        (r#"{"Effect":"Allow","Action":"kms:*","Resource":"*"}"#.to_owned(), "Principal"),
        (
            r#"{"Effect":"Allow","Principal":{"RAM":"*"},"Action":"kms:*","Resource":"*"}"#.to_owned(),
            "Principal",
        ),
        (
            r#"{"Effect":"Allow","Principal":{"Service":"x"},"Action":"kms:*","Resource":"*"}"#.to_owned(),
            "Service",
        ),
        (
            r#"{"Effect":"Allow","Principal":{"RAM":"acs:ram::12:user/"},"Action":"kms:*","Resource":"*"}"#
                .to_owned(),
            "Principal",
        ),
        ("[]".to_owned(), "object"),
    ] {
        let error = resource(&statement).expect_err(&statement);
        assert!(error.contains(part), "{statement}: {error}");
    }
    for text in ["", "[]", "{}", r#"{"Version":"2","Statement":[]}"#, r#"{"Version":"1","Statement":[]}"#] {
        assert!(Document::parse_resource(text).is_err(), "{text}");
    }
}

#[test]
fn counts_bytes_and_not_letters() {
    let sized = |bytes: usize| {
        let head = format!(
            r#"{{"Version":"1","Statement":[{{"Effect":"Allow",{PRINCIPAL},"Action":"kms:*","Resource":"*"}}]"#
        );
        format!("{head}{}}}", " ".repeat(bytes - head.len() - 1))
    };
    assert!(Document::parse_resource(&sized(MAX_RESOURCE_POLICY_BYTES)).is_ok());
    assert!(Document::parse_resource(&sized(MAX_RESOURCE_POLICY_BYTES + 1)).is_err());
}

#[test]
fn reads_policies_of_the_other_kinds() {
    let ram = r#"{"Version":"1","Statement":[{"Effect":"Deny","NotAction":["kms:Get*"],"Resource":"acs:kms:*:*:key/*"}]}"#;
    assert!(Document::parse_ram(ram).unwrap().statements.iter().all(|one| one.all_but_actions && !one.allow));
    let trust = r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"RAM":["acs:ram::12:root"]}}]}"#;
    assert_eq!(Document::parse_trust(trust).unwrap().statements.len(), 1);
    for policy in crate::ram::system::ALL {
        assert!(Document::parse_ram(policy.document).is_ok(), "{}", policy.name);
    }
}
