use super::{Format, Scheme};
use http::HeaderMap;
use kms_signer::encode::parse_form;

#[test]
fn the_authorization_header_goes_before_parameters() {
    /// Header name, its value, query, scheme or code.
    type Case<'a> = (&'static str, &'static str, &'a str, Result<Scheme, &'a str>);
    let invalid = Err("InvalidSignatureMethod");
    let cases: &[Case<'_>] = &[
        ("authorization", "ACS3-HMAC-SHA256 Credential=a", "", Ok(Scheme::Acs3)),
        ("authorization", "ACS3-HMAC-SHA256 Credential=a", "Signature=x", Ok(Scheme::Acs3)),
        ("authorization", "", "", Ok(Scheme::Acs3)),
        ("authorization", "Basic eA==", "", Ok(Scheme::Acs3)),
        ("authorization", "acs id:c2ln", "", invalid),
        ("authorization", "ACS4-HMAC-SHA256 Credential=a/b", "", invalid),
        ("authorization", "ACS3-HMAC-SM3 Credential=a", "", invalid),
        ("authorization", "ACS3-RSA-SHA256 Credential=a", "", invalid),
        ("authorization", "Bearer token", "", invalid),
        ("x-acs-bearer-token", "token", "", invalid),
        ("accept", "*/*", "BearerToken=t&AccessKeyId=a", invalid),
        ("accept", "*/*", "SignatureType=BEARERTOKEN&Signature=a", invalid),
        ("accept", "*/*", "Action=ListKeys&Signature=x", Ok(Scheme::Rpc1)),
        ("accept", "*/*", "SignatureMethod=", Ok(Scheme::Rpc1)),
        ("accept", "*/*", "AccessKeyId=a", Ok(Scheme::Rpc1)),
        ("x-acs-action", "ListKeys", "SignatureVersion=1.0", Ok(Scheme::Rpc1)),
        ("accept", "*/*", "Action=ListKeys&signature=x", Ok(Scheme::Acs3)),
        ("accept", "*/*", "", Ok(Scheme::Acs3)),
    ];
    for (name, value, query, expected) in cases {
        let headers = HeaderMap::from_iter([(name.parse().unwrap(), value.parse().unwrap())]);
        let found = Scheme::of(&headers, &parse_form(query.as_bytes()));
        assert_eq!(
            found.as_ref().map_err(|fault| &*fault.code),
            expected.as_ref().map_err(|e| *e),
            "{value} {query}"
        );
    }
}

#[test]
fn without_json_the_answer_is_xml() {
    let cases = [
        ("", Some(Format::Xml)),
        ("Format=", Some(Format::Xml)),
        ("Format=XML", Some(Format::Xml)),
        ("Format=xml", Some(Format::Xml)),
        ("Format=JSON", Some(Format::Json)),
        ("Format=json", Some(Format::Json)),
        ("format=json", Some(Format::Xml)),
        ("Format=yaml", None),
    ];
    for (query, expected) in cases {
        assert_eq!(Format::of(&parse_form(query.as_bytes())).ok(), expected, "{query}");
    }
}
