//! The canonical request: the text that both sides hash.

use crate::{
    acs3::ALGORITHM,
    encode::{encode, is_plain},
};
use sha2::{Digest, Sha256};

/// How parameter names stand in the canonical query. Values are always encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Names {
    /// As documented.
    Encoded,
    /// As several official clients do; differs only for names with reserved characters, such as `#4#name`.
    Raw,
}

/// Sorted by unencoded name, then by value; `name=value` joined by `&`.
pub(crate) fn query<N: AsRef<[u8]>, V: AsRef<[u8]>>(pairs: &[(N, V)], names: Names) -> String {
    let mut sorted: Vec<_> = pairs.iter().map(|(name, value)| (name.as_ref(), value.as_ref())).collect();
    sorted.sort_unstable();
    sorted
        .into_iter()
        .map(|(name, value)| {
            let name = match names {
                Names::Encoded => encode(name),
                Names::Raw => String::from_utf8_lossy(name).into_owned(),
            };
            format!("{name}={}", encode(value))
        })
        .collect::<Vec<_>>()
        .join("&")
}

/// Whether [`Names::Raw`] may be tried: some name differs raw from encoded, and none can be mistaken raw.
///
/// Raw, `%`, `&`, `=` or a line break in a name would let a signature of one set of parameters vouch for another:
/// the name `a=1&b` reads like the parameters `a` and `b`, the name `a%3D` like the encoded name `a=`.
pub(crate) fn has_raw_reading<V>(pairs: &[(Vec<u8>, V)]) -> bool {
    let is_clear = |name: &[u8]| {
        std::str::from_utf8(name)
            .is_ok_and(|name| !name.contains(|c: char| matches!(c, '%' | '&' | '=') || c.is_control()))
    };
    pairs.iter().any(|(name, _)| !is_plain(name)) && pairs.iter().all(|(name, _)| is_clear(name))
}

/// The canonical value of one lower-case header name, or `None` when the request does not carry it.
/// Several values of one name, also under names that differ in case, are trimmed, sorted and joined by `,`.
pub(crate) fn header_value(headers: &[(String, String)], name: &str) -> Option<String> {
    let mut values: Vec<&str> = headers
        .iter()
        .filter(|(candidate, _)| candidate.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim())
        .collect();
    values.sort_unstable();
    (!values.is_empty()).then(|| values.join(","))
}

/// Joins the six parts. `headers` are sorted `(lower-case name, canonical value)` pairs.
pub(crate) fn request(
    method: &str,
    path: &str,
    query: &str,
    headers: &[(String, String)],
    payload_hash: &str,
) -> String {
    let path = if path.is_empty() { "/" } else { path };
    let lines: String = headers.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
    let names = signed_headers(headers);
    format!("{}\n{path}\n{query}\n{lines}\n{names}\n{payload_hash}", method.to_ascii_uppercase())
}

/// The names joined by `;`.
pub(crate) fn signed_headers(headers: &[(String, String)]) -> String {
    headers.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(";")
}

/// The algorithm name and the hash of the canonical request.
pub(crate) fn string_to_sign(canonical_request: &str) -> String {
    format!("{ALGORITHM}\n{}", hex::encode(Sha256::digest(canonical_request)))
}
