use super::{check_required, collect};
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
        let fault = collect(query, FORM, body.as_bytes()).unwrap_err();
        assert_eq!(fault.code, "InvalidParameter.Format", "{query} {body}");
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
