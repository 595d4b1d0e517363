//! `kms-console sign`: shows every stage of a signature, for those who write a client of their own.

use anyhow::{Context, Result, bail};
use kms_signer::{ALGORITHM, Credential, Signable, Signed, content_sha256, sign};
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
    if let Some(scheme) = request.scheme.as_deref().filter(|scheme| *scheme != ALGORITHM) {
        bail!("cannot sign with scheme `{scheme}`: only {ALGORITHM} is supported");
    }
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

    let credential = Credential {
        access_key_id: request.access_key_id,
        access_key_secret: request.access_key_secret.into(),
        security_token: request.security_token.map(Into::into),
    };
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

#[cfg(test)]
mod tests;
