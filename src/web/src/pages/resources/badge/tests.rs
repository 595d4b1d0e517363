use kms_api::ApiError;

use super::*;

const OWNER: &str = "1147203918250263";

fn custom(statements: usize, outside: bool) -> Badge {
    Badge::Custom { statements, outside, findings: None }
}

#[test]
fn policies_are_told_in_a_few_words() {
    let own = r#"{"Effect":"Allow","Action":["kms:*"],"Principal":{"RAM":["acs:ram::1147203918250263:*"]},"Resource":["*"]}"#;
    let other = r#"{"Effect":"Allow","Action":"kms:Decrypt","Principal":{"RAM":"acs:ram::1192583047163511:role/etl"}}"#;
    let user = r#"{"Effect":"Allow","Action":"kms:Decrypt","Principal":{"RAM":"acs:ram::1147203918250263:user/app"}}"#;
    let of = |statements: &[&str]| format!(r#"{{"Version":"1","Statement":[{}]}}"#, statements.join(","));
    for (text, expected) in [
        (of(&[own]), Badge::Default),
        (of(&[&own.replace("[\"kms:*\"]", "\"kms:*\"")]), Badge::Default),
        (of(&[&own.replace("kms:*", "kms:Decrypt")]), custom(1, false)),
        (of(&[&own.replace("Allow", "Deny")]), custom(1, false)),
        (of(&[&own.replace("1147203918250263", "11472039182502630")]), custom(1, true)),
        (of(&[&own.replace("\"Resource\"", "\"Condition\":{},\"Resource\"")]), custom(1, false)),
        (of(&[own, user]), custom(2, false)),
        (of(&[own, user, other]), custom(3, true)),
        (of(&[own, &other.replace("Allow", "Deny")]), custom(2, false)),
        (of(&[&own.replace("acs:ram::1147203918250263:*", "*")]), custom(1, true)),
        (of(&[]), custom(0, false)),
        ("{}".to_owned(), Badge::Unreadable),
        (r#"{"Statement":{}}"#.to_owned(), Badge::Unreadable),
        ("<script>".to_owned(), Badge::Unreadable),
        (String::new(), Badge::Unreadable),
    ] {
        assert_eq!(judge(&text, OWNER), expected, "{text}");
    }
}

#[test]
fn some_errors_say_something_about_the_policy() {
    for (code, message, expected) in [
        (
            "Forbidden.KeyPolicyUnSupported",
            "The specified key does not support key policy.",
            Some(Badge::Unsupported),
        ),
        ("Forbidden.ResourceNotFound", "Policy not found.", Some(Badge::Missing)),
        ("Forbidden.ResourceNotFound", "Resource not found.", None),
        ("Forbidden.NoPermission", "This operation is forbidden by permission system.", Some(Badge::Denied)),
        ("Forbidden.KeyNotFound", "The specified Key is not found.", None),
        ("Rejected.Throttling", "QPS Limit Exceeded", None),
    ] {
        let error = CallError::Api(ApiError {
            code: code.to_owned(),
            message: message.to_owned(),
            ..ApiError::default()
        });
        let found = of_error(error.clone());
        assert_eq!(found, expected.ok_or(error), "{code} {message}");
    }
}
