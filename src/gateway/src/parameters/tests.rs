use super::{ParameterError, check_required, collect, kind_of, normalise};
use kms_api::{Product, catalog};

const FORM: Option<&str> = Some("application/x-www-form-urlencoded; charset=UTF-8");

#[test]
fn query_and_form_are_one_set_of_parameters() {
    /// Query, content type, body, parameters.
    type Case<'a> = (&'a str, Option<&'a str>, &'a str, &'a [(&'a str, &'a str)]);
    let cases: &[Case<'_>] = &[
        ("A=1&B=x+y", None, "", &[("A", "1"), ("B", "x y")]),
        ("A=1", FORM, "B=%E4%B8%AD", &[("A", "1"), ("B", "中")]),
        ("", FORM, "B=", &[("B", "")]),
        ("A=1", Some("application/json"), "{}", &[("A", "1")]),
        ("A=1", None, "B=2", &[("A", "1")]),
    ];
    for (query, content_type, body, expected) in cases {
        let found = collect(query, *content_type, body.as_bytes()).unwrap();
        let expected = expected.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        assert_eq!(found, expected, "{query} {content_type:?} {body}");
    }
}

#[test]
fn what_two_readers_could_read_differently_is_refused() {
    for (query, body) in [("A=1&A=1", ""), ("A=1", "A=2"), ("A=%FF", ""), ("", "%C3=1")] {
        let error = collect(query, FORM, body.as_bytes()).unwrap_err();
        let expected = if query.is_empty() || query.contains('%') {
            ParameterError::NotUtf8
        } else {
            ParameterError::Repeated("A".into())
        };
        assert_eq!(error, expected, "{query} {body}");
    }
}

#[test]
fn required_parameters_are_named_when_absent() {
    let spec = catalog::find(Product::Kms, "UpdateKmsInstanceBindVpc").unwrap();
    let check = |query| check_required(spec, &collect(query, None, b"").unwrap()).map_err(|f| f.code);
    assert_eq!(check("BindVpcs=[]"), Err("MissingKmsInstanceId".into()));
    assert_eq!(check("KmsInstanceId=kst-1"), Err("MissingBindVpcs".into()));
    assert_eq!(check("KmsInstanceId=kst-1&BindVpcs=[]"), Ok(()));
    assert_eq!(check("KmsInstanceId.1=kst-1&BindVpcs=[]"), Ok(()));
}

#[test]
fn resource_sharing_names_them_in_its_own_words() {
    let spec = catalog::find(Product::ResourceSharing, "ListResourceShares").unwrap();
    let fault = check_required(spec, &collect("", None, b"").unwrap()).unwrap_err();
    assert_eq!(fault.code, "MissingParameter.ResourceOwner");
    assert_eq!(fault.message, "You must specify ResourceOwner.");
}

#[test]
fn booleans_and_only_they_are_written_in_small_letters() {
    let cases = [
        ("SetDeletionProtection", "EnableDeletionProtection=True", "true"),
        ("SetDeletionProtection", "EnableDeletionProtection=FALSE", "false"),
        ("SetDeletionProtection", "EnableDeletionProtection=false", "false"),
        ("SetDeletionProtection", "EnableDeletionProtection=Yes", "Yes"),
        ("SetDeletionProtection", "DeletionProtectionDescription=True", "True"),
        ("TagResources", "Tag.1.Value=True", "True"),
        ("TagResources", "Unknown=True", "True"),
    ];
    for (operation, query, expected) in cases {
        let spec = catalog::find(Product::Kms, operation).unwrap();
        let mut parameters = collect(query, None, b"").unwrap();
        normalise(spec, &mut parameters);
        assert_eq!(parameters.into_values().next().unwrap(), expected, "{query}");
    }
}

#[test]
fn types_are_found_behind_numbers_and_members() {
    let cases = [
        ("Tag.1.Key", Some("string")),
        ("Tag.1", Some("object")),
        ("Tag", Some("array<object>")),
        ("ResourceId.2", Some("string")),
        ("ResourceId.x", None),
        ("Tag.1.Nothing", None),
        ("Nothing.1", None),
        ("", None),
    ];
    let spec = catalog::find(Product::Kms, "TagResources").unwrap();
    for (name, expected) in cases {
        assert_eq!(kind_of(spec, name), expected, "{name}");
    }
    let spec = catalog::find(Product::Kms, "UpdateSecret").unwrap();
    assert_eq!(kind_of(spec, "ExtendedConfig.CustomData"), Some("map"));
}
