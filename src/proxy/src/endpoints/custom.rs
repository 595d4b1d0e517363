//! Hosts that an operator writes. Scheme, port, path and capitals would all change the `Host` that is signed, so
//! they are refused, with the host that was probably meant.

use super::EndpointError;
use reqwest::Url;

/// The host, if `text` is nothing else.
///
/// # Errors
/// [`EndpointError::NotBare`] with the corrected text, or [`EndpointError::NotAHost`] when there is none.
pub(super) fn bare_host(text: &str) -> Result<String, EndpointError> {
    let corrected = corrected(text).ok_or_else(|| EndpointError::NotAHost(text.to_owned()))?;
    if corrected == text {
        return Ok(corrected);
    }
    let local = is_local(&corrected);
    Err(EndpointError::NotBare { given: text.to_owned(), corrected, local })
}

/// What is left without scheme, path, capitals and, beyond this machine, port.
fn corrected(text: &str) -> Option<String> {
    let lower = text.trim().to_ascii_lowercase();
    let without_scheme = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest);
    let host = without_scheme.split(['/', '?', '#']).next()?;
    let is_made_of_host_characters = sample(host).bytes().all(|byte| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b':' | b'[' | b']')
    });
    if host.is_empty() || !is_made_of_host_characters {
        return None;
    }
    let url = Url::parse(&format!("https://{}/", sample(host))).ok()?;
    if is_loopback(url.host_str()?) {
        return Some(host.to_owned());
    }
    // An address in brackets has colons of its own, and no endpoint of the cloud is one.
    match host.split_once(':') {
        Some((name, _)) if !name.is_empty() && !host.starts_with('[') => Some(name.to_owned()),
        Some(_) => None,
        None => Some(host.to_owned()),
    }
}

/// Whether a pattern leads to this machine.
pub(super) fn is_local(pattern: &str) -> bool {
    Url::parse(&format!("https://{}/", sample(pattern)))
        .is_ok_and(|url| url.host_str().is_some_and(is_loopback))
}

/// The pattern with a region in it; which one makes no difference to its shape.
fn sample(pattern: &str) -> String {
    pattern.replace("{region}", "cn-hangzhou")
}

/// Whether a host name means this machine, without asking anyone.
pub(crate) fn is_loopback(host: &str) -> bool {
    let name = host.trim_start_matches('[').trim_end_matches(']');
    name == "localhost"
        || name.ends_with(".localhost")
        || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}
