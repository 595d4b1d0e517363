use super::{Call, sign};
use crate::{Credential, SignError, parse_date, testdata::rpc1_vectors};

#[test]
fn every_vector_agrees_at_every_stage() {
    let vectors = rpc1_vectors();
    assert_eq!(vectors.len(), 21);
    for vector in vectors {
        let name = &vector.name;
        let signed = sign(&vector.method, &vector.parameters(), &vector.credential()).unwrap();
        assert_eq!(signed.canonical_request, vector.canonical_request, "{name}: canonical request");
        assert_eq!(signed.string_to_sign, vector.string_to_sign, "{name}: string to sign");
        assert_eq!(signed.signature, vector.signature, "{name}: signature");
        assert_eq!(signed.authorization, vector.authorization, "{name}: authorization");
    }
}

#[test]
fn the_published_examples_are_reproduced() {
    let published = [
        ("rpc-official-doc-describeregions", "OLeaidS1JvxuMvnyHOwuJ+uX5qY="),
        ("rpc-official-doc-describededicatedhosts", "9NaGiOspFP5UPcwX8Iwt2YJXXuk="),
        ("rpc-official-doc-kms-createkey", "41wk2SSX1GJh7fwnc5eqOfiJPFg="),
    ];
    let vectors = rpc1_vectors();
    for (name, signature) in published {
        let vector = vectors.iter().find(|vector| vector.name == name).unwrap();
        let signed = sign(&vector.method, &vector.parameters(), &vector.credential()).unwrap();
        assert_eq!(signed.signature, signature, "{name}");
    }
}

#[test]
fn the_parameters_of_a_call_are_those_of_the_vectors() {
    for name in ["rpc-kms-list-kms-instances", "rpc-ram-get-role-sts", "rpc-official-doc-kms-createkey"] {
        let vector = rpc1_vectors().into_iter().find(|vector| vector.name == name).unwrap();
        let call = Call {
            action: &vector.query["Action"],
            version: &vector.query["Version"],
            format: vector.query.get("Format").map(String::as_str),
        };
        let date = parse_date(&vector.date).unwrap();
        let mut parameters = call.parameters(&vector.credential(), date, vector.nonce.as_deref());
        let common: Vec<String> = parameters.iter().map(|(name, _)| name.clone()).collect();
        parameters.extend(vector.query.clone().into_iter().filter(|(name, _)| !common.contains(name)));
        let signed = sign(&vector.method, &parameters, &vector.credential()).unwrap();
        assert_eq!(signed.authorization, vector.authorization, "{name}");
    }
}

#[test]
fn a_signature_in_the_parameters_is_left_out_and_a_repeated_name_refused() {
    let credential =
        Credential { access_key_id: "id".into(), access_key_secret: "s".into(), security_token: None };
    let pairs = |names: &[&str]| names.iter().map(|n| ((*n).to_owned(), "1".to_owned())).collect::<Vec<_>>();
    let plain = sign("GET", &pairs(&["B", "A"]), &credential).unwrap();
    assert_eq!(plain.canonical_request, "A=1&B=1");
    assert_eq!(sign("get", &pairs(&["Signature", "A", "B"]), &credential), Ok(plain));
    let repeated = Err(SignError::RepeatedParameter("A".into()));
    assert_eq!(sign("GET", &pairs(&["A", "B", "A"]), &credential), repeated);
}
