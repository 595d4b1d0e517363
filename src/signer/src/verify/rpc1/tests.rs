use super::verify;
use crate::{
    Credential, NonceLog, Received, SessionToken, StoredKey, Verified, VerifyError,
    encode::{encode_pairs, parse_form},
    parse_date, rpc1,
    testdata::{Rpc1Vector, rpc1_vectors},
};
use jiff::{Timestamp, ToSpan};

/// A request in owned pieces, so that a test can change one of them.
#[derive(Clone)]
struct Wire {
    method: String,
    query: String,
    headers: Vec<(String, String)>,
    body: String,
}

impl Wire {
    fn of(vector: &Rpc1Vector) -> Self {
        let query: Vec<_> = vector.query.iter().collect();
        Self {
            method: vector.method.clone(),
            query: format!("{}&{}", encode_pairs(&query), vector.authorization),
            headers: vector.headers.clone().into_iter().collect(),
            body: vector.body.clone(),
        }
    }

    /// Replaces a parameter of the query, adds it, or takes it out.
    fn set(&mut self, name: &str, value: Option<&str>) {
        let mut pairs = parse_form(self.query.as_bytes());
        pairs.retain(|(candidate, _)| candidate != name.as_bytes());
        pairs.extend(value.map(|value| (name.into(), value.into())));
        self.query = encode_pairs(&pairs);
    }

    fn verify(&self, key: &StoredKey, log: &mut NonceLog, now: Timestamp) -> Result<Verified, VerifyError> {
        let received = Received {
            method: &self.method,
            path: "/",
            query: &self.query,
            headers: &self.headers,
            body: self.body.as_bytes(),
        };
        verify(&received, &|id: &str| (id != "unknown").then(|| key.clone()), log, now)
    }
}

fn stored(credential: &Credential) -> StoredKey {
    let session = credential.security_token.clone();
    StoredKey {
        secret: credential.access_key_secret.clone(),
        active: true,
        session: session.map(|token| SessionToken { token, expires_at: Timestamp::MAX }),
    }
}

/// A rightly signed request of our own: most in the query, `Recipient` in the form body.
fn sample(token: Option<&str>, nonce: Option<&str>) -> (Wire, StoredKey, Timestamp) {
    let now = parse_date("2026-11-24T08:00:00Z").unwrap();
    let credential = Credential {
        access_key_id: "key-id".into(),
        access_key_secret: "key-secret".into(),
        security_token: token.map(Into::into),
    };
    let call = rpc1::Call { action: "Decrypt", version: "2016-01-20", format: Some("JSON") };
    let mut parameters = call.parameters(&credential, now, nonce);
    parameters.push(("Text".into(), "a b".into()));
    parameters.push(("SignatureType".into(), String::new()));
    let query = encode_pairs(&parameters);
    parameters.push(("Recipient".into(), "x".into()));
    let signed = rpc1::sign("POST", &parameters, &credential).unwrap();
    let wire = Wire {
        method: "POST".into(),
        query: format!("{query}&{}", signed.authorization),
        headers: vec![("Content-Type".into(), "application/x-www-form-urlencoded".into())],
        body: "Recipient=x".into(),
    };
    (wire, stored(&credential), now)
}

#[test]
fn accepts_every_vector_once() {
    for vector in rpc1_vectors() {
        let wire = Wire::of(&vector);
        let key = stored(&vector.credential());
        let now = parse_date(&vector.date).unwrap();
        let mut log = NonceLog::default();
        let verified = wire.verify(&key, &mut log, now).unwrap_or_else(|e| panic!("{}: {e}", vector.name));
        assert_eq!(verified.action, vector.query["Action"]);
        assert_eq!(verified.has_nonce, vector.nonce.is_some());
        let again = wire.verify(&key, &mut log, now).map(|_| ());
        // Without a nonce there is nothing to remember.
        let expected = if vector.nonce.is_some() { Err(VerifyError::NonceUsed) } else { Ok(()) };
        assert_eq!(again, expected, "{}", vector.name);
    }
}

#[test]
fn accepts_every_vector_as_a_form_and_in_other_spellings() {
    for vector in rpc1_vectors().into_iter().filter(|vector| vector.method == "POST") {
        let mut wire = Wire::of(&vector);
        let key = stored(&vector.credential());
        let now = parse_date(&vector.date).unwrap();
        wire.body = if wire.body.is_empty() { wire.query } else { format!("{}&{}", wire.query, wire.body) };
        wire.body = wire.body.replace("%20", "+").replace("%2A", "*").replace("%3A", ":").replace("%2C", ",");
        wire.query = String::new();
        wire.headers =
            vec![("CONTENT-TYPE".into(), "Application/X-WWW-form-urlencoded; charset=utf-8".into())];
        let found = wire.verify(&key, &mut NonceLog::default(), now);
        assert!(found.is_ok(), "{}: {found:?}", vector.name);
    }
}

#[test]
fn refuses_every_vector_with_one_parameter_changed() {
    for vector in rpc1_vectors() {
        let good = Wire::of(&vector);
        let key = stored(&vector.credential());
        let now = parse_date(&vector.date).unwrap();
        let mut log = NonceLog::default();
        let mut refused = |what: &str, edit: &dyn Fn(&mut Wire)| {
            let mut wire = good.clone();
            edit(&mut wire);
            assert!(wire.verify(&key, &mut log, now).is_err(), "{}: {what}", vector.name);
        };
        refused("method", &|w| w.method = if w.method == "GET" { "POST" } else { "GET" }.into());
        refused("more", &|w| w.query.push_str("&Extra="));
        refused("case", &|w| w.set("Format", Some("jSON")));
        for (name, value) in &vector.query {
            refused(name, &|wire| wire.set(name, Some(&format!("{value}0"))));
            refused(name, &|wire| wire.set(name, None));
            refused(name, &|wire| wire.query.push_str(&format!("&{}", encode_pairs(&[(name, value)]))));
        }
        if !vector.body_params.is_empty() {
            refused("body", &|wire| wire.body.push('0'));
            refused("content type", &|wire| wire.headers.retain(|(name, _)| name == "host"));
        }
        assert!(good.verify(&key, &mut log, now).is_ok(), "{}: refusals burn no nonce", vector.name);
    }
}

#[test]
fn each_fault_has_its_own_error() {
    type Edit = fn(&mut Wire, &mut StoredKey);
    let cases: &[(&str, Edit, &str)] = &[
        ("nothing", |_, _| (), "ok"),
        ("lower-case method is canonical", |w, _| w.method = "post".into(), "ok"),
        (
            "headers of the other scheme decide nothing",
            |w, _| w.headers.push(("x-acs-action".into(), "ListKeys".into())),
            "ok",
        ),
        (
            "another method name",
            |w, _| w.set("SignatureMethod", Some("HMAC-SHA256")),
            "InvalidSignatureMethod",
        ),
        ("another version", |w, _| w.set("SignatureVersion", Some("2.0")), "InvalidSignatureMethod"),
        ("bearer token", |w, _| w.set("SignatureType", Some("BEARERTOKEN")), "InvalidSignatureMethod"),
        ("no method name", |w, _| w.set("SignatureMethod", None), "IncompleteSignature"),
        ("no version of the scheme", |w, _| w.set("SignatureVersion", None), "IncompleteSignature"),
        ("no signature", |w, _| w.set("Signature", None), "IncompleteSignature"),
        ("empty signature", |w, _| w.set("Signature", Some("")), "IncompleteSignature"),
        ("no key", |w, _| w.set("AccessKeyId", None), "IncompleteSignature"),
        ("no date", |w, _| w.set("Timestamp", None), "IncompleteSignature"),
        ("empty nonce", |w, _| w.set("SignatureNonce", Some("")), "IncompleteSignature"),
        ("endless nonce", |w, _| w.set("SignatureNonce", Some(&"n".repeat(257))), "IncompleteSignature"),
        ("no action", |w, _| w.set("Action", None), "MissingAction"),
        ("no API version", |w, _| w.set("Version", Some("")), "MissingVersion"),
        ("name twice in the query", |w, _| w.query.push_str("&Text=a%20b"), "InvalidParameter.Format"),
        ("name in query and form", |w, _| w.body.push_str("&Text=a%20b"), "InvalidParameter.Format"),
        ("unknown key", |w, _| w.set("AccessKeyId", Some("unknown")), "InvalidAccessKeyId.NotFound"),
        ("disabled key", |_, key| key.active = false, "InvalidAccessKeyId.Inactive"),
        (
            "token for a permanent key",
            |w, _| w.set("SecurityToken", Some("t")),
            "InvalidSecurityToken.MismatchWithAccessKey",
        ),
        (
            "fraction in the date",
            |w, _| w.set("Timestamp", Some("2026-11-24T08:00:00.5Z")),
            "InvalidTimeStamp.Format",
        ),
        ("an hour old", |w, _| w.set("Timestamp", Some("2026-11-24T07:00:00Z")), "InvalidTimeStamp.Expired"),
        ("another date", |w, _| w.set("Timestamp", Some("2026-11-24T08:00:01Z")), "SignatureDoesNotMatch"),
        ("no nonce any more", |w, _| w.set("SignatureNonce", None), "SignatureDoesNotMatch"),
        ("another action", |w, _| w.set("Action", Some("ListKeys")), "SignatureDoesNotMatch"),
        ("changed body", |w, _| w.body = "Recipient=y".into(), "SignatureDoesNotMatch"),
        ("body that is no form", |w, _| w.headers.clear(), "SignatureDoesNotMatch"),
        ("wrong secret", |_, key| key.secret = "key-secreT".into(), "SignatureDoesNotMatch"),
        ("signature not encoded", |w, _| w.query = w.query.replace("%2B", "+"), "SignatureDoesNotMatch"),
    ];
    for (name, edit, expected) in cases {
        let (mut wire, mut key, now) = sample(None, Some("nonce-17"));
        assert!(wire.query.contains("%2B"), "the sample's signature has a plus sign");
        edit(&mut wire, &mut key);
        let found = wire.verify(&key, &mut NonceLog::default(), now).map_or_else(|e| e.code(), |_| "ok");
        assert_eq!(found, *expected, "{name}");
    }
}

#[test]
fn temporary_keys_need_their_own_living_token() {
    let (wire, key, now) = sample(Some("token+1"), None);
    let verify = |key: &StoredKey| wire.verify(key, &mut NonceLog::default(), now).map_err(|e| e.code());
    assert!(verify(&key).is_ok());
    let session = key.session.clone().unwrap();
    let other = SessionToken { token: "token+2".into(), ..session.clone() };
    let expired = SessionToken { expires_at: now, ..session };
    let mismatch = Err("InvalidSecurityToken.MismatchWithAccessKey");
    assert_eq!(verify(&StoredKey { session: Some(other), ..key.clone() }), mismatch);
    assert_eq!(verify(&StoredKey { session: None, ..key.clone() }), mismatch);
    let expired = StoredKey { session: Some(expired), ..key.clone() };
    assert_eq!(verify(&expired), Err("InvalidSecurityToken.Expired"));

    let (without, _, _) = sample(None, None);
    let found = without.verify(&key, &mut NonceLog::default(), now).map_err(|e| e.code());
    assert_eq!(found, Err("MissingSecurityToken"));
}

#[test]
fn the_clock_may_differ_by_fifteen_minutes_either_way() {
    let (wire, key, now) = sample(None, None);
    for (seconds, accepted) in [(0, true), (900, true), (-900, true), (901, false), (-901, false)] {
        let clock = now + seconds.seconds();
        let found = wire.verify(&key, &mut NonceLog::default(), clock);
        let expected = if accepted { Ok(()) } else { Err(VerifyError::DateExpired) };
        assert_eq!(found.map(|_| ()), expected, "{seconds} s");
    }
}

#[test]
fn the_mismatch_tells_the_string_to_sign_behind_its_first_colon() {
    for vector in rpc1_vectors() {
        let mut key = stored(&vector.credential());
        key.secret = "canary".into();
        let now = parse_date(&vector.date).unwrap();
        let error = Wire::of(&vector).verify(&key, &mut NonceLog::default(), now).unwrap_err().to_string();
        let (head, tail) = error.split_once(':').unwrap();
        assert_eq!(head, "Specified signature is not matched with our calculation. server string to sign is");
        assert_eq!(tail, vector.string_to_sign, "{}", vector.name);
        assert!(!error.contains("canary"));
    }
}
