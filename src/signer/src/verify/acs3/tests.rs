use super::verify;
use crate::{
    Call, Credential, NonceLog, Received, SessionToken, Signable, StoredKey, Verified, VerifyError,
    encode::encode_pairs,
    parse_date, sign,
    testdata::{Vector, vectors},
};
use jiff::{Timestamp, ToSpan};

/// A request in owned pieces, so that a test can change one of them.
#[derive(Clone)]
struct Wire {
    method: String,
    path: String,
    query: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Wire {
    fn of(vector: &Vector) -> Self {
        let signable = vector.signable();
        let mut headers = signable.headers.to_vec();
        headers.push(("Authorization".into(), vector.authorization.clone()));
        Self {
            method: signable.method.into(),
            path: signable.path.into(),
            query: encode_pairs(signable.query),
            headers,
            body: signable.body.to_vec(),
        }
    }

    fn set(&mut self, name: &str, value: &str) {
        self.headers.retain(|(candidate, _)| candidate != name);
        self.headers.push((name.into(), value.into()));
    }

    fn get(&self, name: &str) -> String {
        self.headers.iter().find(|(candidate, _)| candidate == name).unwrap().1.clone()
    }

    fn verify(&self, key: &StoredKey, log: &mut NonceLog, now: Timestamp) -> Result<Verified, VerifyError> {
        let received = Received {
            method: &self.method,
            path: &self.path,
            query: &self.query,
            headers: &self.headers,
            body: &self.body,
        };
        verify(&received, &|id: &str| (id != "unknown").then(|| key.clone()), log, now)
    }
}

fn stored(credential: &Credential) -> StoredKey {
    StoredKey {
        secret: credential.access_key_secret.clone(),
        active: true,
        session: credential
            .security_token
            .clone()
            .map(|token| SessionToken { token, expires_at: Timestamp::MAX }),
    }
}

/// A rightly signed request of our own: query `PageNumber=1&Text=a%20b`, form body `Recipient=x`.
fn sample(token: Option<&str>) -> (Wire, StoredKey, Timestamp) {
    let now = parse_date("2026-11-24T08:00:00Z").unwrap();
    let credential = Credential {
        access_key_id: "key-id".into(),
        access_key_secret: "key-secret".into(),
        security_token: token.map(Into::into),
    };
    let body = b"Recipient=x".to_vec();
    let call = Call {
        host: "kms.cn-hangzhou.localhost:4000",
        action: "Decrypt",
        version: "2016-01-20",
        content_type: Some("application/x-www-form-urlencoded"),
        body: &body,
    };
    let mut headers = call.headers(&credential, now, "nonce-1");
    let query = [("PageNumber".into(), "1".into()), ("Text".into(), "a b".into())];
    let signable = Signable { method: "POST", path: "/", query: &query, headers: &headers, body: &body };
    let signed = sign(&signable, &credential, &[]).unwrap();
    headers.push(("Authorization".into(), signed.authorization));
    let wire = Wire { method: "POST".into(), path: "/".into(), query: encode_pairs(&query), headers, body };
    (wire, stored(&credential), now)
}

#[test]
fn accepts_every_vector_once() {
    for vector in vectors() {
        let wire = Wire::of(&vector);
        let key = stored(&vector.credential());
        let now = parse_date(&vector.date).unwrap();
        let mut log = NonceLog::default();
        let verified = wire.verify(&key, &mut log, now).unwrap_or_else(|e| panic!("{}: {e}", vector.name));
        assert_eq!(verified.action, vector.headers["x-acs-action"]);
        assert_eq!(wire.verify(&key, &mut log, now), Err(VerifyError::NonceUsed), "{}", vector.name);
    }
}

#[test]
fn refuses_every_vector_with_one_byte_changed() {
    for vector in vectors() {
        let good = Wire::of(&vector);
        let key = stored(&vector.credential());
        let now = parse_date(&vector.date).unwrap();
        let mut log = NonceLog::default();
        let mut changed: Vec<(String, Wire)> = Vec::new();
        let mut change = |what: &str, edit: &dyn Fn(&mut Wire)| {
            let mut wire = good.clone();
            edit(&mut wire);
            changed.push((what.to_owned(), wire));
        };
        change("method", &|wire| wire.method = "PATCH".into());
        change("path", &|wire| wire.path.push('x'));
        change("query", &|wire| wire.query.push_str("&Extra=1"));
        change("body", &|wire| wire.body.push(b' '));
        for position in 0..good.query.len() {
            if good.query.as_bytes()[position].is_ascii_digit() {
                change("digit in query", &|wire| {
                    let digit = good.query.as_bytes()[position];
                    let other = if digit == b'7' { "6" } else { "7" };
                    wire.query.replace_range(position..=position, other);
                });
            }
        }
        for (index, (name, _)) in good.headers.iter().enumerate() {
            change(name, &|wire| wire.headers[index].1.push('0'));
            change(name, &|wire| {
                wire.headers.remove(index);
            });
        }
        for (what, wire) in changed {
            assert!(wire.verify(&key, &mut log, now).is_err(), "{}: {what}", vector.name);
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
        ("other spelling of a space", |w, _| w.query = "Text=a+b&PageNumber=%31".into(), "ok"),
        ("unsigned accept header", |w, _| w.set("Accept", "*/*"), "ok"),
        (
            "spaces after commas",
            |w, _| w.set("Authorization", &w.get("Authorization").replace(',', ",  ")),
            "ok",
        ),
        ("no authorization", |w, _| w.headers.retain(|(n, _)| n != "Authorization"), "IncompleteSignature"),
        ("algorithm only", |w, _| w.set("Authorization", "ACS3-HMAC-SHA256"), "IncompleteSignature"),
        (
            "other algorithm",
            |w, _| w.set("Authorization", &w.get("Authorization").replace("SHA256", "SM3")),
            "InvalidSignatureMethod",
        ),
        ("v4", |w, _| w.set("Authorization", "ACS4-HMAC-SHA256 Credential=a"), "InvalidSignatureMethod"),
        ("bearer", |w, _| w.set("Authorization", "Bearer abc"), "InvalidSignatureMethod"),
        (
            "doubled field",
            |w, _| w.set("Authorization", &format!("{},Credential=a", w.get("Authorization"))),
            "IncompleteSignature",
        ),
        (
            "unknown field",
            |w, _| w.set("Authorization", &format!("{},X=a", w.get("Authorization"))),
            "IncompleteSignature",
        ),
        (
            "header signed twice",
            |w, _| w.set("Authorization", &w.get("Authorization").replace("host;", "host;host;")),
            "IncompleteSignature",
        ),
        (
            "signed header absent",
            |w, _| w.set("Authorization", &w.get("Authorization").replace("host;", "host;user-agent;")),
            "IncompleteSignature",
        ),
        (
            "host not signed",
            |w, _| w.set("Authorization", &w.get("Authorization").replace("host;", "")),
            "IncompleteSignature",
        ),
        (
            "body of an unsigned type",
            |w, _| w.set("Authorization", &w.get("Authorization").replace("content-type;", "")),
            "IncompleteSignature",
        ),
        ("unsigned x-acs header", |w, _| w.set("X-Acs-Extra", "1"), "IncompleteSignature"),
        ("no action", |w, _| w.headers.retain(|(n, _)| n != "x-acs-action"), "MissingAction"),
        ("empty version", |w, _| w.set("x-acs-version", " "), "MissingVersion"),
        ("two actions", |w, _| w.headers.push(("X-ACS-Action".into(), "b".into())), "IncompleteSignature"),
        ("empty nonce", |w, _| w.set("x-acs-signature-nonce", " "), "IncompleteSignature"),
        ("endless nonce", |w, _| w.set("x-acs-signature-nonce", &"n".repeat(257)), "IncompleteSignature"),
        ("changed body", |w, _| w.body[0] = b'r', "IncompleteSignature"),
        (
            "body and its hash changed",
            |w, _| {
                w.body = b"Recipient=y".to_vec();
                w.set("x-acs-content-sha256", &crate::content_sha256(b"Recipient=y"));
            },
            "SignatureDoesNotMatch",
        ),
        (
            "unknown key",
            |w, _| w.set("Authorization", &w.get("Authorization").replace("key-id", "unknown")),
            "InvalidAccessKeyId.NotFound",
        ),
        ("disabled key", |_, key| key.active = false, "InvalidAccessKeyId.Inactive"),
        (
            "fraction in the date",
            |w, _| w.set("x-acs-date", "2026-11-24T08:00:00.5Z"),
            "InvalidTimeStamp.Format",
        ),
        ("another date", |w, _| w.set("x-acs-date", "2026-11-24T08:00:01Z"), "SignatureDoesNotMatch"),
        ("an hour old", |w, _| w.set("x-acs-date", "2026-11-24T07:00:00Z"), "InvalidTimeStamp.Expired"),
        ("wrong secret", |_, key| key.secret = "key-secreT".into(), "SignatureDoesNotMatch"),
        ("changed host", |w, _| w.set("host", "kms.cn-hangzhou.localhost:4001"), "SignatureDoesNotMatch"),
    ];
    for (name, edit, expected) in cases {
        let (mut wire, mut key, now) = sample(None);
        edit(&mut wire, &mut key);
        let found = wire.verify(&key, &mut NonceLog::default(), now).map_or_else(|e| e.code(), |_| "ok");
        assert_eq!(found, *expected, "{name}");
    }
}

#[test]
fn temporary_keys_need_their_own_living_token() {
    let (wire, key, now) = sample(Some("token-1"));
    let verify = |key: &StoredKey| wire.verify(key, &mut NonceLog::default(), now).map_err(|e| e.code());
    assert!(verify(&key).is_ok());

    let session = key.session.clone().unwrap();
    let other = SessionToken { token: "token-2".into(), ..session.clone() };
    let expired = SessionToken { expires_at: now, ..session };
    let mismatch = Err("InvalidSecurityToken.MismatchWithAccessKey");
    assert_eq!(verify(&StoredKey { session: Some(other), ..key.clone() }), mismatch);
    assert_eq!(verify(&StoredKey { session: None, ..key.clone() }), mismatch);
    assert_eq!(
        verify(&StoredKey { session: Some(expired), ..key.clone() }),
        Err("InvalidSecurityToken.Expired")
    );

    let (without, _, _) = sample(None);
    let found = without.verify(&key, &mut NonceLog::default(), now).map_err(|e| e.code());
    assert_eq!(found, Err("MissingSecurityToken"));
}

#[test]
fn the_clock_may_differ_by_fifteen_minutes_either_way() {
    let (wire, key, now) = sample(None);
    for (seconds, accepted) in [(0, true), (900, true), (-900, true), (901, false), (-901, false)] {
        let clock = now + seconds.seconds();
        let found = wire.verify(&key, &mut NonceLog::default(), clock);
        let expected = if accepted { Ok(()) } else { Err(VerifyError::DateExpired) };
        assert_eq!(found.map(|_| ()), expected, "{seconds} s");
    }
}

/// Signs the sample with a canonical query of the test's own making, then sends another query.
fn verify_signed_as(canonical_query: &str, sent_query: &str) -> Result<Verified, VerifyError> {
    let (mut wire, key, now) = sample(None);
    wire.query = "Text=wrong".into();
    let refused = wire.verify(&key, &mut NonceLog::default(), now).unwrap_err();
    let VerifyError::SignatureDoesNotMatch { canonical_request, .. } = refused else { panic!("{refused}") };
    let canonical = canonical_request.replacen("Text=wrong", canonical_query, 1);
    let signature =
        crate::acs3::signature(&"key-secret".into(), &crate::canonical::string_to_sign(&canonical));
    let authorization = wire.get("Authorization");
    let (head, _) = authorization.split_once("Signature=").unwrap();
    wire.set("Authorization", &format!("{head}Signature={signature}"));
    wire.query = sent_query.into();
    wire.verify(&key, &mut NonceLog::default(), now)
}

#[test]
fn raw_names_are_taken_as_a_second_reading_where_they_are_clear() {
    let cases = [
        // As documented, and as several official clients do.
        ("%234%23name=a%20b", "%234%23name=a+b", true),
        ("#4#name=a%20b", "%234%23name=a+b", true),
        ("中=1", "%E4%B8%AD=1", true),
        // One parameter that reads like two, and the other way round.
        ("a=1&b=2", "a=1&b=2", true),
        ("a=1&b=2", "a%3D1%26b=2", false),
        ("a=1&b=2", "a=1%26b%3D2", false),
        // A name that reads like another one's encoding.
        ("a%3D=1", "a%3D=1", true),
        ("a%3D=1", "a%253D=1", false),
        // A name that reads like the next line.
        ("a\nhost:x=1", "a%0Ahost:x=1", false),
        // Two names that a careless reader makes the same.
        ("\u{fffd}=1", "%FF=1", false),
    ];
    for (canonical, sent, accepted) in cases {
        let found = verify_signed_as(canonical, sent);
        assert_eq!(found.is_ok(), accepted, "{canonical} signed, {sent} sent: {found:?}");
    }
}

#[test]
fn the_mismatch_echoes_what_the_server_calculated() {
    let (wire, mut key, now) = sample(None);
    key.secret = "other".into();
    let text = wire.verify(&key, &mut NonceLog::default(), now).unwrap_err().to_string();
    assert!(text.starts_with(
        "Specified signature does not match our calculation. server StringToSign is [ACS3-HMAC-SHA256\n"
    ));
    assert!(text.contains("server CanonicalRequest is [POST\n/\nPageNumber=1&Text=a%20b\n"), "{text}");
    assert!(!text.contains("other") && !text.contains("key-secret"), "{text}");
}

#[test]
fn an_unsigned_content_type_is_tolerated() {
    // One official asynchronous client adds it after signing an empty body.
    let vector = vectors().into_iter().find(|vector| vector.name == "kms-list-kms-instances").unwrap();
    let mut wire = Wire::of(&vector);
    wire.set("Content-Type", "application/octet-stream");
    let now = parse_date(&vector.date).unwrap();
    assert!(wire.verify(&stored(&vector.credential()), &mut NonceLog::default(), now).is_ok());
}
