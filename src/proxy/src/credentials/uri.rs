//! Credentials from a URI that the platform names: https, or a process on this machine.

use super::{
    CredentialsError,
    error::IssueError,
    issue::{IssuedJson, Issuer, Issuing, send},
};
use crate::endpoints::is_loopback;
use reqwest::{Client, Method, Request, StatusCode, Url};
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(5);

#[derive(Debug)]
pub(super) struct CredentialsUri {
    client: Client,
    /// May hold a secret in its path or query, so it is never printed.
    url: Secretive,
}

struct Secretive(Url);

impl std::fmt::Debug for Secretive {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("[redacted]")
    }
}

impl CredentialsUri {
    /// # Errors
    /// Plain http to another machine, where anybody on the way could read the credentials; other schemes.
    pub(super) fn new(client: Client, text: &str) -> Result<Self, CredentialsError> {
        let refused = |cause: &str| CredentialsError::Setting {
            setting: "ALIBABA_CLOUD_CREDENTIALS_URI",
            cause: cause.to_owned(),
        };
        let url = Url::parse(text).map_err(|_| refused("it is no URI"))?;
        match (url.scheme(), url.host_str()) {
            ("https", Some(_)) => Ok(Self { client, url: Secretive(url) }),
            ("http", Some(host)) if is_loopback(host) => Ok(Self { client, url: Secretive(url) }),
            _ => Err(refused("it must be https, or http to this machine")),
        }
    }
}

impl Issuer for CredentialsUri {
    fn issue(&self) -> Issuing<'_> {
        Box::pin(async {
            let fail = |cause: String| IssueError::new("the credentials URI", cause);
            let request = Request::new(Method::GET, self.url.0.clone());
            let (status, body) = send(&self.client, request, LIMIT).await.map_err(fail)?;
            if status != StatusCode::OK {
                return Err(fail(format!("status {}", status.as_u16())));
            }
            let issued: IssuedJson =
                serde_json::from_slice(&body).map_err(|_| fail("its answer cannot be read".to_owned()))?;
            issued.whole().map_err(fail)
        })
    }
}
