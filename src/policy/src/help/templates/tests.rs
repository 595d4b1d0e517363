use super::{ParameterKind, TemplateError, TemplateValues, example, render, template, templates};
use crate::{
    catalog::{Kind, tests::CATALOG},
    document::{Document, Effect, Validity},
    lint::tests::OWNER,
    messages::{Language, message},
};

fn values(pairs: &[(&str, &[&str])]) -> TemplateValues {
    let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    pairs.iter().map(|(name, texts)| ((*name).to_owned(), owned(texts))).collect()
}

/// Everything that a template can take.
fn all_values(id: &str) -> TemplateValues {
    let parameters = template(id).expect(id).parameters.iter();
    let value = |kind| match kind {
        ParameterKind::Account => "2222333344445555",
        ParameterKind::User => "alice",
        ParameterKind::Role => "dev",
        ParameterKind::Principal => "acs:ram::1111222233334444:role/ops",
        ParameterKind::Vpc => "vpc-1",
        ParameterKind::Moment => "2030-01-01T00:00:00Z",
    };
    parameters.map(|parameter| (parameter.name.to_owned(), vec![value(parameter.kind).to_owned()])).collect()
}

fn rendered(id: &str, values: &TemplateValues, kind: Kind) -> Result<String, TemplateError> {
    render(template(id).expect(id), values, kind, Some(OWNER), &CATALOG)
}

#[test]
fn every_template_is_a_sound_statement() {
    for kind in [Kind::Key, Kind::Secret] {
        for template in templates() {
            let text = rendered(template.id, &all_values(template.id), kind).expect(template.id);
            let text =
                if template.whole { text } else { format!(r#"{{"Version":"1","Statement":[{text}]}}"#) };
            let document = Document::parse(text.as_str(), &CATALOG);
            assert_eq!(document.tree().problems(), [], "{text}");
            let [statement] = document.statements() else { panic!("{text}") };
            assert_eq!(statement.validity, Validity::Sound, "{text}");
            assert!(!statement.has_unknown_principals && !statement.has_unknown_actions, "{text}");
            let denies = template.id.starts_with("deny") || template.id == "outside-vpc";
            assert_eq!(statement.effect, Some(if denies { Effect::Deny } else { Effect::Allow }));
            assert!(
                statement
                    .known_actions()
                    .all(|pattern| { CATALOG.in_scope(kind).any(|action| pattern.covers(&action.name)) }),
                "{text}"
            );
            assert!(example(template, kind, None, &CATALOG).is_some(), "{}", template.id);
        }
    }
}

#[test]
fn documents_are_as_expected() {
    for (id, given, kind, expected) in [
        (
            "default",
            values(&[]),
            Kind::Key,
            r#"{"Version":"1","Statement":[{"Sid":"kms default key policy","Effect":"Allow","Principal":{"RAM":["acs:ram::1111222233334444:*"]},"Action":["kms:*"],"Resource":["*"]}]}"#,
        ),
        (
            "outside-user",
            values(&[("account", &["2222333344445555"]), ("user", &["bob", "eve"])]),
            Kind::Secret,
            r#"{"Sid":"OutsideUsers","Effect":"Allow","Principal":{"RAM":["acs:ram::2222333344445555:user/bob","acs:ram::2222333344445555:user/eve"]},"Action":["kms:List*","kms:Describe*","kms:GetSecretValue"],"Resource":["*"]}"#,
        ),
        (
            "outside-vpc",
            values(&[("vpc", &["vpc-1", "vpc-2"])]),
            Kind::Secret,
            r#"{"Sid":"OutsideVpc","Effect":"Deny","Principal":{"RAM":["acs:ram::1111222233334444:*"]},"Action":["kms:GetSecretValue"],"Resource":["*"],"Condition":{"StringNotEquals":{"acs:SourceVpc":["vpc-1","vpc-2"]}}}"#,
        ),
        (
            "limited-time",
            values(&[("role", &["dev"]), ("until", &["2030-01-01T00:00:00Z"])]),
            Kind::Secret,
            r#"{"Sid":"LimitedTime","Effect":"Allow","Principal":{"RAM":["acs:ram::1111222233334444:role/dev"]},"Action":["kms:List*","kms:Describe*","kms:GetSecretValue"],"Resource":["*"],"Condition":{"DateLessThan":{"acs:CurrentTime":"2030-01-01T00:00:00Z"}}}"#,
        ),
        (
            "deny-destroy",
            values(&[]),
            Kind::Key,
            r#"{"Sid":"NeverDestroy","Effect":"Deny","Principal":{"RAM":["acs:ram::1111222233334444:*"]},"Action":["kms:DeleteAlias","kms:DeleteKeyMaterial","kms:DisableKey","kms:ScheduleKeyDeletion"],"Resource":["*"]}"#,
        ),
    ] {
        let text = rendered(id, &given, kind).expect(id);
        let found: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let expected: serde_json::Value = serde_json::from_str(expected).expect("JSON");
        assert_eq!(found, expected, "{id}");
    }
}

#[test]
fn wrong_values_are_refused() {
    use TemplateError::{Missing, TooMany, Unknown, Value};
    let value = |name, value: &str| Value { name, value: value.to_owned() };
    for (id, given, expected) in [
        ("user-role", values(&[]), Missing("role")),
        ("user-role", values(&[("role", &[])]), Missing("role")),
        ("user-role", values(&[("role", &["a"]), ("rule", &["b"])]), Unknown("rule".to_owned())),
        ("user-role", values(&[("role", &["a*"])]), value("role", "a*")),
        ("user-role", values(&[("role", &["a/b"])]), value("role", "a/b")),
        ("user-role", values(&[("role", &["a b"])]), value("role", "a b")),
        ("user-role", values(&[("role", &[""])]), value("role", "")),
        ("outside-user", values(&[("account", &["1"]), ("user", &["a"])]), value("account", "1")),
        ("outside-user", values(&[("account", &[OWNER]), ("user", &["a"])]), value("account", OWNER)),
        (
            "outside-user",
            values(&[("account", &["2222333344445555", "2222333344445556"]), ("user", &["a"])]),
            TooMany("account"),
        ),
        ("outside-vpc", values(&[("vpc", &["vpc-"])]), value("vpc", "vpc-")),
        ("limited-time", values(&[("role", &["a"]), ("until", &["tomorrow"])]), value("until", "tomorrow")),
        (
            "deny-policy-change",
            values(&[("principal", &["acs:ram::1111222233334444:root"])]),
            value("principal", "acs:ram::1111222233334444:root"),
        ),
    ] {
        assert_eq!(rendered(id, &given, Kind::Key), Err(expected), "{id} {given:?}");
    }
    let owner = template("owner").expect("owner");
    let no_owner = render(owner, &values(&[]), Kind::Key, None, &CATALOG);
    assert_eq!(no_owner, Err(TemplateError::NoOwner));
}

#[test]
fn every_language_names_them() {
    for language in Language::ALL {
        for template in templates() {
            let parameters =
                template.parameters.iter().map(|parameter| format!("template.parameter.{}", parameter.name));
            let own = ["", ".about"].map(|part| format!("template.{}{part}", template.id));
            for key in parameters.chain(own) {
                assert_ne!(message(language, &key, &crate::finding::Params::new()), key, "{language:?}");
            }
        }
    }
}
