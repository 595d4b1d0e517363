// cargo add hex hmac jiff rand reqwest sha2
// cargo add tokio --features macros,rt-multi-thread
use std::env;
use std::error::Error;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

const PARAMETERS: &[(&str, &str)] = &[
    ("BindVpcs", r#"[{"VpcId":"vpc-bp1cfptjoa19unetviq03","VSwitchId":"vsw-bp9r36iz4mtfk8d5hlo42","RegionId":"cn-hangzhou","VpcOwnerId":1192583047163511}]"#),
    ("KmsInstanceId", "kst-hzz65aea77egdlsikd9a1"),
];

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let endpoint = env::var("KMS_ENDPOINT").unwrap_or_else(|_| "https://kms.cn-hangzhou.aliyuncs.com".into());
    let key_id = env::var("ALIBABA_CLOUD_ACCESS_KEY_ID")?;
    let key_secret = env::var("ALIBABA_CLOUD_ACCESS_KEY_SECRET")?;
    let host = endpoint.split_once("://").map_or("", |(_, host)| host);
    let pairs = PARAMETERS.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value)));
    let body = pairs.collect::<Vec<_>>().join("&");
    let hash = hex::encode(Sha256::digest(&body));

    // Signed in the order of their names.
    let mut headers = vec![
        ("content-type", "application/x-www-form-urlencoded".into()),
        ("host", host.into()),
        ("x-acs-action", "UpdateKmsInstanceBindVpc".into()),
        ("x-acs-content-sha256", hash.clone()),
        ("x-acs-date", jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()),
    ];
    if let Ok(token) = env::var("ALIBABA_CLOUD_SECURITY_TOKEN") {
        headers.push(("x-acs-security-token", token));
    }
    headers.push(("x-acs-signature-nonce", format!("{:032x}", rand::random::<u128>())));
    headers.push(("x-acs-version", "2016-01-20".into()));

    let names = headers.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(";");
    let lines: String = headers.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
    let canonical = format!("POST\n/\n\n{lines}\n{names}\n{hash}");
    let to_sign = format!("ACS3-HMAC-SHA256\n{}", hex::encode(Sha256::digest(canonical)));
    let mut mac = Hmac::<Sha256>::new_from_slice(key_secret.as_bytes())?;
    mac.update(to_sign.as_bytes());
    let signature = hex::encode(mac.finalize().into_bytes());
    let authorization =
        format!("ACS3-HMAC-SHA256 Credential={key_id},SignedHeaders={names},Signature={signature}");

    let mut request = reqwest::Client::new().post(&endpoint).header("authorization", authorization);
    for (name, value) in headers {
        request = request.header(name, value);
    }
    let answer = request.body(body).send().await?;
    let (status, text) = (answer.status(), answer.text().await?);
    if !status.is_success() {
        return Err(format!("{status}: {text}").into());
    }
    println!("{text}");
    Ok(())
}

fn encode(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(byte.into()),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
