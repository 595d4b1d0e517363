//! The operation itself: its parameters as people read them, and as the wire has them.

use kms_api::Parameters;

use super::call::Call;
use super::json::Json;

/// The name of the operation, then its parameters as JSON, with JSON texts opened up.
pub fn decoded(call: &Call<'_>) -> String {
    let parameters = call.parameters.iter().map(|(name, value)| {
        let shown = Json::open(value).unwrap_or_else(|| Json::Text(value.clone()));
        (name.clone(), shown)
    });
    let mut text = format!("{}\n", call.operation);
    Json::Object(parameters.collect()).write(0, &mut text);
    text
}

/// The parameters as the body of the request has them.
pub fn encoded(parameters: &Parameters) -> String {
    let mut body = String::new();
    for (name, value) in parameters {
        if !body.is_empty() {
            body.push('&');
        }
        encode(name, &mut body);
        body.push('=');
        encode(value, &mut body);
    }
    body
}

/// Percent-encoding as the cloud signs it: `A–Z a–z 0–9 - _ . ~` stay.
fn encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
}
