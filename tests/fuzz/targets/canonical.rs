//! What is signed, by both schemes: the canonical text tells all parameters back, no two sets of parameters share
//! one, every spelling of a request is verified and no other request is.

use super::ensure_same;
use crate::source::Source;
use jiff::Timestamp;
use kms_signer::{
    Call, Credential, NonceLog, Received, Signable, StoredKey, VerifyError,
    encode::{encode_pairs, parse_form},
    rpc1, sign, verify,
};

type Pairs = Vec<(String, String)>;

/// A request that one scheme has signed.
struct Signed {
    canonical_query: String,
    headers: Pairs,
    /// What follows the query.
    tail: String,
}

pub(crate) fn run(source: &mut Source) -> Result<(), String> {
    let pairs = own(source.pairs(true));
    let other = own(neighbour(source, &pairs));
    let acs3 = sign_acs3(&pairs)?;
    let rpc1 = sign_rpc1(&pairs)?;
    ensure_same("ACS3", &sorted(read(&acs3.canonical_query)?), &sorted(pairs.clone()))?;
    let mut signed = pairs.clone();
    signed.extend(common());
    ensure_same("RPC1", &sorted(read(&rpc1.canonical_query)?), &sorted(signed))?;

    let spelled = source.spell(&pairs);
    ensure_same(&format!("ACS3 of {spelled}"), &verify_acs3(&acs3, &spelled), &Ok(()))?;
    ensure_same(&format!("RPC1 of {spelled}"), &verify_rpc1(&rpc1, &spelled), &Ok(()))?;
    if sorted(pairs.clone()) == sorted(other.clone()) {
        return Ok(());
    }
    let spelled = source.spell(&other);
    let both = format!("{pairs:?} signed, {other:?} sent");
    for same in [
        sign_acs3(&other)?.canonical_query == acs3.canonical_query,
        sign_rpc1(&other)?.canonical_query == rpc1.canonical_query,
    ] {
        ensure_same(&format!("canonical text: {both}"), &same, &false)?;
    }
    ensure_same(&format!("ACS3: {both}"), &verify_acs3(&acs3, &spelled).is_ok(), &false)?;
    ensure_same(&format!("RPC1: {both}"), &verify_rpc1(&rpc1, &spelled).is_ok(), &false)
}

/// Without names of the protocol and names given twice.
fn own(pairs: Pairs) -> Pairs {
    let mut kept = Pairs::new();
    for pair in pairs {
        let is_common = pair.0 == "Signature" || common().iter().any(|(name, _)| *name == pair.0);
        if !is_common && kept.iter().all(|(name, _)| *name != pair.0) {
            kept.push(pair);
        }
    }
    kept
}

/// Parameters that a careless reader could take for the given ones.
fn neighbour(source: &mut Source, pairs: &Pairs) -> Pairs {
    let mut other = pairs.clone();
    let at = source.below(other.len());
    match source.below(7) {
        // The whole text as one pair, cut at some `=`.
        0 | 1 => {
            let text = if source.chance(50) { encode_pairs(pairs) } else { plain(pairs) };
            let cuts = text.matches('=').count();
            let cut = text.match_indices('=').map(|(at, _)| at).nth(source.below(cuts));
            let (name, value) = cut.map_or((text.as_str(), ""), |cut| text.split_at(cut));
            let value = value.strip_prefix('=').unwrap_or(value).to_owned();
            other = vec![(name.to_owned(), value)];
        }
        // One value read as further pairs, encoded or not.
        2 => {
            let text = plain(pairs);
            other = read(&text).unwrap_or_default();
        }
        3 => drop((at < other.len()).then(|| other.remove(at))),
        4 => other.push((source.text(3), source.text(3))),
        5 => {
            if let Some((name, value)) = other.get_mut(at) {
                std::mem::swap(name, value);
            }
        }
        _ => {
            let mut bytes = plain(pairs).into_bytes();
            source.mutate(&mut bytes);
            other = read(&String::from_utf8_lossy(&bytes)).unwrap_or_default();
        }
    }
    other
}

/// Joined without any encoding.
fn plain(pairs: &Pairs) -> String {
    pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

fn read(text: &str) -> Result<Pairs, String> {
    let utf8 = |bytes| String::from_utf8(bytes).map_err(|error| format!("{text}: {error}"));
    parse_form(text.as_bytes()).into_iter().map(|(name, value)| Ok((utf8(name)?, utf8(value)?))).collect()
}

fn sorted(mut pairs: Pairs) -> Pairs {
    pairs.sort_unstable();
    pairs
}

fn credential() -> Credential {
    Credential { access_key_id: "id".into(), access_key_secret: "secret".into(), security_token: None }
}

/// Common parameters of RPC1. Without a nonce, as one request is verified several times.
fn common() -> Pairs {
    let call = rpc1::Call { action: "ListKeys", version: "2016-01-20", format: Some("JSON") };
    call.parameters(&credential(), Timestamp::UNIX_EPOCH, None)
}

fn sign_acs3(query: &Pairs) -> Result<Signed, String> {
    let call = Call { host: "kms", action: "ListKeys", version: "2016-01-20", content_type: None, body: b"" };
    let mut headers = call.headers(&credential(), Timestamp::UNIX_EPOCH, "nonce");
    let signable = Signable { method: "POST", path: "/", query, headers: &headers, body: b"" };
    let signed = sign(&signable, &credential(), &[]).map_err(|error| error.to_string())?;
    headers.push(("authorization".into(), signed.authorization));
    let canonical_query = signed.canonical_request.lines().nth(2).unwrap_or_default().to_owned();
    Ok(Signed { canonical_query, headers, tail: String::new() })
}

fn sign_rpc1(own: &Pairs) -> Result<Signed, String> {
    let all: Pairs = own.iter().cloned().chain(common()).collect();
    let signed = rpc1::sign("POST", &all, &credential()).map_err(|error| error.to_string())?;
    let tail = format!("&{}&{}", encode_pairs(&common()), signed.authorization);
    Ok(Signed { canonical_query: signed.canonical_request, headers: Pairs::new(), tail })
}

fn verify_acs3(signed: &Signed, query: &str) -> Result<(), VerifyError> {
    let received = Received { method: "POST", path: "/", query, headers: &signed.headers, body: b"" };
    verify(&received, &stored, &mut NonceLog::default(), Timestamp::UNIX_EPOCH).map(|_| ())
}

fn verify_rpc1(signed: &Signed, query: &str) -> Result<(), VerifyError> {
    let query = format!("{query}{}", signed.tail);
    let received = Received { method: "POST", path: "/", query: &query, headers: &[], body: b"" };
    rpc1::verify(&received, &stored, &mut NonceLog::default(), Timestamp::UNIX_EPOCH).map(|_| ())
}

fn stored(_: &str) -> Option<StoredKey> {
    Some(StoredKey { secret: credential().access_key_secret, active: true, session: None })
}
