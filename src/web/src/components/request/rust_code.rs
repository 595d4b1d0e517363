//! The call as a Rust program. There is no official SDK for Rust, so it signs for itself; the scheme is published
//! (ACS3-HMAC-SHA256).

use super::call::Call;
use super::letters::is_hidden;

/// The program. It takes credentials from the environment alone.
pub fn program(call: &Call<'_>) -> String {
    let parameters: String = call
        .parameters
        .iter()
        .map(|(name, value)| format!("    ({}, {}),\n", literal(name), literal(value)))
        .collect();
    let (action, version) = (literal(call.operation), literal(call.product.version()));
    let (variable, endpoint) = (literal(&call.endpoint_variable()), literal(&call.endpoint()));
    format!(
        r#"// cargo add hex hmac jiff rand reqwest sha2
// cargo add tokio --features macros,rt-multi-thread
use std::env;
use std::error::Error;

use hmac::{{Hmac, KeyInit, Mac}};
use sha2::{{Digest, Sha256}};

const PARAMETERS: &[(&str, &str)] = &[
{parameters}];

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {{
    let endpoint = env::var({variable}).unwrap_or_else(|_| {endpoint}.into());
    let key_id = env::var("ALIBABA_CLOUD_ACCESS_KEY_ID")?;
    let key_secret = env::var("ALIBABA_CLOUD_ACCESS_KEY_SECRET")?;
    let host = endpoint.split_once("://").map_or("", |(_, host)| host);
    let pairs = PARAMETERS.iter().map(|(name, value)| format!("{{}}={{}}", encode(name), encode(value)));
    let body = pairs.collect::<Vec<_>>().join("&");
    let hash = hex::encode(Sha256::digest(&body));

    // Signed in the order of their names.
    let mut headers = vec![
        ("content-type", "application/x-www-form-urlencoded".into()),
        ("host", host.into()),
        ("x-acs-action", {action}.into()),
        ("x-acs-content-sha256", hash.clone()),
        ("x-acs-date", jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()),
    ];
    if let Ok(token) = env::var("ALIBABA_CLOUD_SECURITY_TOKEN") {{
        headers.push(("x-acs-security-token", token));
    }}
    headers.push(("x-acs-signature-nonce", format!("{{:032x}}", rand::random::<u128>())));
    headers.push(("x-acs-version", {version}.into()));

    let names = headers.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(";");
    let lines: String = headers.iter().map(|(name, value)| format!("{{name}}:{{value}}\n")).collect();
    let canonical = format!("POST\n/\n\n{{lines}}\n{{names}}\n{{hash}}");
    let to_sign = format!("ACS3-HMAC-SHA256\n{{}}", hex::encode(Sha256::digest(canonical)));
    let mut mac = Hmac::<Sha256>::new_from_slice(key_secret.as_bytes())?;
    mac.update(to_sign.as_bytes());
    let signature = hex::encode(mac.finalize().into_bytes());
    let authorization =
        format!("ACS3-HMAC-SHA256 Credential={{key_id}},SignedHeaders={{names}},Signature={{signature}}");

    let mut request = reqwest::Client::new().post(&endpoint).header("authorization", authorization);
    for (name, value) in headers {{
        request = request.header(name, value);
    }}
    let answer = request.body(body).send().await?;
    let (status, text) = (answer.status(), answer.text().await?);
    if !status.is_success() {{
        return Err(format!("{{status}}: {{text}}").into());
    }}
    println!("{{text}}");
    Ok(())
}}

fn encode(text: &str) -> String {{
    let mut out = String::new();
    for byte in text.bytes() {{
        match byte {{
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(byte.into()),
            _ => out.push_str(&format!("%{{byte:02X}}")),
        }}
    }}
    out
}}
"#
    )
}

/// As it is between hashes when it has quotes or line breaks, with escapes when raw text cannot hold it.
fn literal(text: &str) -> String {
    let hidden = |letter: char| letter != '\n' && is_hidden(letter);
    if text.contains(['"', '\\', '\n']) && !text.contains(hidden) {
        return raw(text);
    }
    let mut out = String::from('"');
    for letter in text.chars() {
        match letter {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '"' | '\\' => out.extend(['\\', letter]),
            _ if is_hidden(letter) => out.push_str(&format!("\\u{{{:x}}}", u32::from(letter))),
            _ => out.push(letter),
        }
    }
    out.push('"');
    out
}

fn raw(text: &str) -> String {
    // More hashes than follow any quote in the text.
    let longest = text.split('"').skip(1).map(|rest| rest.len() - rest.trim_start_matches('#').len()).max();
    let hashes = "#".repeat(longest.map_or(0, |longest| longest + 1));
    format!("r{hashes}\"{text}\"{hashes}")
}
