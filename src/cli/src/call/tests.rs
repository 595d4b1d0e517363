use super::{lookup, parameters, split_parameters};
use kms_api::{Parameters, Product};
use std::ffi::OsString;

fn split(line: &str) -> (String, String) {
    let (own, parameters) = split_parameters(line.split(' ').map(OsString::from));
    let own: Vec<String> = own.into_iter().map(|text| text.into_string().unwrap()).collect();
    (own.join(" "), format!("{parameters:?}"))
}

#[test]
fn capitals_tell_parameters_from_options() {
    let cases = [
        ("k call Op --KeyId a --region r", "k call Op --region r", r#"[("KeyId", Some("a"))]"#),
        ("k call --KeyId=a=b Op", "k call Op", r#"[("KeyId", Some("a=b"))]"#),
        ("k call Op --Tag.1.Key --x", "k call Op", r#"[("Tag.1.Key", Some("--x"))]"#),
        ("k call Op --KeyId", "k call Op", r#"[("KeyId", None)]"#),
        ("k sign --KeyId a", "k sign --KeyId a", "[]"),
        ("k call -K a", "k call -K a", "[]"),
    ];
    for (line, own, parameters) in cases {
        assert_eq!(split(line), (own.to_owned(), parameters.to_owned()), "{line}");
    }
}

#[test]
fn operations_are_found_or_the_nearest_are_named() {
    let found = lookup::operation("GetKmsInstance", None).unwrap();
    assert_eq!((found.product, found.name.as_str()), (Product::Kms, "GetKmsInstance"));
    assert_eq!(lookup::operation("DescribeRegions", Some("vpc")).unwrap().product, Product::Vpc);
    let cases = [
        ("GetKmsInstanse", None, "cannot find operation `GetKmsInstanse`, did you mean GetKmsInstance or "),
        ("getkmsinstance", None, "cannot find operation `getkmsinstance`, did you mean GetKmsInstance or "),
        (
            "DescribeVpc",
            Some("Vpc"),
            "cannot find operation `DescribeVpc` of Vpc, did you mean DescribeVpcs or ",
        ),
        ("GetKmsInstance", Some("Vpc"), "cannot find operation `GetKmsInstance` of Vpc"),
        ("zzz", None, "cannot find operation `zzz`"),
        (
            "DescribeRegions",
            None,
            "cannot tell which DescribeRegions is meant: say --product Kms or --product Vpc or --product ResourceSharing",
        ),
        ("x", Some("Oss"), "cannot find product `Oss`: there are Kms, Vpc, Ram, Sts, ResourceSharing"),
    ];
    for (name, product, expected) in cases {
        let error = lookup::operation(name, product).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{error}");
    }
}

/// Operation, given parameters, error.
type Refused = (&'static str, &'static [(&'static str, Option<&'static str>)], &'static str);

#[test]
fn parameters_are_checked_against_the_operation() {
    let check = |operation: &str, given: &[(&str, Option<&str>)]| {
        let spec = lookup::operation(operation, None).unwrap();
        let given = given.iter().map(|(name, value)| ((*name).to_owned(), value.map(OsString::from)));
        parameters(spec, given.collect()).map_err(|error| error.to_string())
    };
    let expected = Parameters::from([("KmsInstanceId".to_owned(), "kst-1".to_owned())]);
    assert_eq!(check("GetKmsInstance", &[("KmsInstanceId", Some("kst-1"))]), Ok(expected));
    let cases: [Refused; 5] = [
        (
            "GetKmsInstance",
            &[("Zone", Some("x"))],
            "GetKmsInstance has no parameter `Zone`, it has KmsInstanceId",
        ),
        (
            "GetKmsInstance",
            &[("KmsInstanceID", Some("x"))],
            "GetKmsInstance has no parameter `KmsInstanceID`, did you mean KmsInstanceId?",
        ),
        (
            "GetCallerIdentity",
            &[("KeyId", Some("x"))],
            "GetCallerIdentity has no parameter `KeyId`, it has none",
        ),
        (
            "GetKmsInstance",
            &[("KmsInstanceId", None)],
            "cannot call GetKmsInstance: --KmsInstanceId has no value",
        ),
        (
            "GetKmsInstance",
            &[("KmsInstanceId", Some("1")), ("KmsInstanceId", Some("2"))],
            "cannot call GetKmsInstance: --KmsInstanceId is given twice",
        ),
    ];
    for (operation, given, expected) in cases {
        assert_eq!(check(operation, given), Err(expected.to_owned()));
    }
}

#[test]
fn secrets_in_answers_and_in_parameters_are_seen() {
    let sensitive = |operation: &str, parameter: &str| {
        let parameters = Parameters::from([(parameter.to_owned(), "x".to_owned())]);
        lookup::is_sensitive(lookup::operation(operation, None).unwrap(), &parameters)
    };
    for (operation, parameter, expected) in [
        ("GetSecretValue", "SecretName", true),
        ("Decrypt", "CiphertextBlob", true),
        ("GenerateDataKey", "KeyId", true),
        ("CreateClientKey", "AuthenticationMethod", true),
        ("AssumeRole", "RoleArn", true),
        ("CreateSecret", "SecretData", true),
        ("Encrypt", "Plaintext", true),
        ("CreateSecret", "SecretName", false),
        ("DescribeSecret", "SecretName", false),
        ("GetKmsInstance", "KmsInstanceId", false),
    ] {
        assert_eq!(sensitive(operation, parameter), expected, "{operation} {parameter}");
    }
}
