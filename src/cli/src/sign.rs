//! `kms-console sign`: shows every stage of a signature, for those who write a client of their own.

use anyhow::{Context, Result, bail};
use kms_signer::{
    ALGORITHM, Credential, Signable, Signed, content_sha256,
    encode::{is_form, parse_form},
    rpc1, sign,
};
use serde::Deserialize;
use serde_json::json;
use std::{
    collections::BTreeMap,
    io::{Read, Write},
    path::PathBuf,
};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// File with the request as JSON; without it standard input is read.
    file: Option<PathBuf>,
}

/// A request in the format of the signature vectors. Members that name expected results are ignored.
#[derive(Deserialize)]
struct SignRequest {
    /// `ACS3-HMAC-SHA256`, which is the default, or `RPC-HMAC-SHA1`.
    scheme: Option<String>,
    method: String,
    #[serde(default)]
    path: String,
    /// Decoded.
    #[serde(default)]
    query: BTreeMap<String, String>,
    /// Exactly the headers to sign; those that the scheme needs are added from the members below when absent.
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    body: Option<String>,
    /// Decoded fields of a form body, for a scheme that signs them; without them the body itself is read.
    body_params: Option<BTreeMap<String, String>>,
    access_key_id: String,
    access_key_secret: String,
    security_token: Option<String>,
    nonce: Option<String>,
    date: Option<String>,
    /// Names to sign, where not all given headers are meant.
    signed_headers: Option<Vec<String>>,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    let text = match &args.file {
        Some(file) => {
            std::fs::read_to_string(file).with_context(|| format!("cannot read `{}`", file.display()))?
        }
        None => {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text).context("cannot read standard input")?;
            text
        }
    };
    let signed = sign_text(&text)?;
    let answer = json!({
        "canonical_request": signed.canonical_request,
        "string_to_sign": signed.string_to_sign,
        "signature": signed.signature,
        "authorization": signed.authorization,
    });
    writeln!(std::io::stdout(), "{answer}").context("cannot write to standard output")
}

fn sign_text(text: &str) -> Result<Signed> {
    // The text of a JSON error may repeat a value, and a secret is among them: its place must do.
    let request: SignRequest = serde_json::from_str(text).map_err(|error| {
        anyhow::anyhow!(
            "cannot read the request: it does not have the vector format (line {}, column {})",
            error.line(),
            error.column()
        )
    })?;
    match request.scheme.as_deref() {
        None | Some(ALGORITHM) => sign_headers(request),
        Some(rpc1::SCHEME) => sign_parameters(request),
        Some(other) => {
            bail!("cannot sign with scheme `{other}`: only {ALGORITHM} and {} are supported", rpc1::SCHEME)
        }
    }
}

fn sign_headers(request: SignRequest) -> Result<Signed> {
    let body = request.body.unwrap_or_default();
    let mut headers: Vec<(String, String)> = request.headers.into_iter().collect();
    let mut complete = |name: &str, value: Option<String>| {
        let is_there = headers.iter().any(|(given, _)| given.eq_ignore_ascii_case(name));
        if let Some(value) = value.filter(|_| !is_there) {
            headers.push((name.to_owned(), value));
        }
    };
    complete("x-acs-date", request.date);
    complete("x-acs-signature-nonce", request.nonce);
    complete("x-acs-content-sha256", Some(content_sha256(body.as_bytes())));
    complete("x-acs-security-token", request.security_token.clone());

    let credential = credential(request.access_key_id, request.access_key_secret, request.security_token);
    let names =
        request.signed_headers.unwrap_or_else(|| headers.iter().map(|(name, _)| name.clone()).collect());
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let query: Vec<(String, String)> = request.query.into_iter().collect();
    let signable = Signable {
        method: &request.method,
        path: &request.path,
        query: &query,
        headers: &headers,
        body: body.as_bytes(),
    };
    sign(&signable, &credential, &names).context("cannot sign the request")
}

fn sign_parameters(request: SignRequest) -> Result<Signed> {
    let mut parameters = request.query;
    // Where a name stands in both places, official clients sign the form's value.
    match request.body_params {
        Some(fields) => parameters.extend(fields),
        None => {
            parameters.extend(form_fields(&request.headers, request.body.as_deref().unwrap_or_default())?)
        }
    }
    let common = [
        ("AccessKeyId", Some(request.access_key_id.clone())),
        ("SignatureMethod", Some(rpc1::METHOD.to_owned())),
        ("SignatureVersion", Some(rpc1::VERSION.to_owned())),
        ("SignatureNonce", request.nonce),
        ("Timestamp", request.date),
        ("SecurityToken", request.security_token.clone()),
    ];
    for (name, value) in common {
        if let Some(value) = value {
            parameters.entry(name.to_owned()).or_insert(value);
        }
    }
    let credential = credential(request.access_key_id, request.access_key_secret, request.security_token);
    let parameters: Vec<(String, String)> = parameters.into_iter().collect();
    rpc1::sign(&request.method, &parameters, &credential).context("cannot sign the request")
}

/// The fields of a body that the headers call a form.
fn form_fields(headers: &BTreeMap<String, String>, body: &str) -> Result<Vec<(String, String)>> {
    let content_type = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    if !content_type.is_some_and(|(_, value)| is_form(value)) {
        return Ok(Vec::new());
    }
    parse_form(body.as_bytes())
        .into_iter()
        .map(|(name, value)| Ok((String::from_utf8(name)?, String::from_utf8(value)?)))
        .collect::<Result<_, std::string::FromUtf8Error>>()
        // The error's own text would show the bytes.
        .map_err(|_| anyhow::anyhow!("cannot read the form body: it is not UTF-8"))
}

fn credential(id: String, secret: String, token: Option<String>) -> Credential {
    Credential { access_key_id: id, access_key_secret: secret.into(), security_token: token.map(Into::into) }
}

#[cfg(test)]
mod tests;
