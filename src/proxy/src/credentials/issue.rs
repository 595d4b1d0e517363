//! What all services that give out temporary credentials have in common.

use super::error::IssueError;
use crate::upstream::{ClientError, client_builder};
use jiff::Timestamp;
use kms_signer::{Credential, Secret};
use reqwest::{Client, Request, StatusCode};
use serde::{Deserialize, Deserializer};
use std::{fmt, future::Future, pin::Pin, time::Duration};
use zeroize::Zeroizing;

/// Largest answer that is read.
const ANSWER_BYTES: usize = 64 * 1024;

/// Credentials with an end.
#[derive(Clone, Debug)]
pub(crate) struct Issued {
    pub(crate) credential: Credential,
    pub(crate) expires: Timestamp,
}

/// The outcome of asking for credentials, later.
pub(crate) type Issuing<'a> = Pin<Box<dyn Future<Output = Result<Issued, IssueError>> + Send + 'a>>;

/// A service that gives out temporary credentials.
pub(crate) trait Issuer: fmt::Debug + Send + Sync {
    /// Asks once.
    fn issue(&self) -> Issuing<'_>;
}

/// The client for such services. It goes to no proxy, follows nothing and keeps no connection.
pub(super) fn client() -> Result<Client, ClientError> {
    Ok(client_builder()
        .connect_timeout(Duration::from_secs(5))
        .timeout(Duration::from_secs(15))
        .pool_max_idle_per_host(0)
        .build()?)
}

/// Status and body of an answer. Errors name no address, and nothing of the body.
pub(super) async fn send(
    client: &Client,
    request: Request,
    limit: Duration,
) -> Result<(StatusCode, Zeroizing<Vec<u8>>), String> {
    let exchange = async {
        let mut answer = client.execute(request).await.map_err(|error| {
            if error.is_connect() { "no connection".to_owned() } else { "no answer".to_owned() }
        })?;
        let status = answer.status();
        let mut body = Zeroizing::new(Vec::with_capacity(ANSWER_BYTES));
        while let Some(chunk) = answer.chunk().await.map_err(|_| "the answer broke off".to_owned())? {
            if body.len() + chunk.len() > ANSWER_BYTES {
                return Err("the answer is too large".to_owned());
            }
            body.extend_from_slice(&chunk);
        }
        Ok((status, body))
    };
    tokio::time::timeout(limit, exchange).await.unwrap_or_else(|_| Err("no answer in time".to_owned()))
}

/// Credentials as STS, metadata and credentials URI write them.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct IssuedJson {
    /// `Success`, where the service says so.
    #[serde(default)]
    pub(super) code: Option<String>,
    #[serde(default)]
    access_key_id: String,
    #[serde(default, deserialize_with = "secret")]
    access_key_secret: Option<Secret>,
    #[serde(default, deserialize_with = "secret")]
    security_token: Option<Secret>,
    #[serde(default)]
    expiration: String,
}

fn secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Secret>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.map(Secret::from))
}

impl IssuedJson {
    /// The credentials, if they are whole.
    pub(super) fn whole(self) -> Result<Issued, String> {
        if let Some(code) = self.code.filter(|code| code != "Success") {
            let shown: String = code.chars().filter(|c| !c.is_control()).take(64).collect();
            return Err(format!("its answer says `{shown}`"));
        }
        let lacks = |what: &str| format!("its answer has no {what}");
        if self.access_key_id.is_empty() {
            return Err(lacks("AccessKeyId"));
        }
        Ok(Issued {
            credential: Credential {
                access_key_id: self.access_key_id,
                access_key_secret: self.access_key_secret.ok_or_else(|| lacks("AccessKeySecret"))?,
                security_token: Some(self.security_token.ok_or_else(|| lacks("SecurityToken"))?),
            },
            expires: self.expiration.parse().map_err(|_| lacks("readable Expiration"))?,
        })
    }
}
