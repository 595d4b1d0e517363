//! Credentials of the role of an instance, from its metadata service.
//!
//! The service answers whoever can make the instance send a request, so a token comes first, which takes a PUT with a
//! header: more than a tricked URL can do. Without a token nothing is read, unless the operator allows the old way by
//! `ALIBABA_CLOUD_IMDSV1_DISABLED=false`.

use super::{
    error::IssueError,
    issue::{Issued, IssuedJson, Issuer, Issuing, send},
};
use reqwest::{Client, Method, Request, StatusCode, Url, header::HeaderValue};
use std::time::Duration;
use zeroize::Zeroizing;

/// The address of the service, the same on every instance. Only this module talks to it.
pub(super) const ADDRESS: &str = "http://100.100.100.200/";

const LIMIT: Duration = Duration::from_secs(1);
const ROLES: &str = "latest/meta-data/ram/security-credentials/";

#[derive(Debug)]
pub(super) struct Metadata {
    pub(super) client: Client,
    pub(super) base: Url,
    /// The role's name, when it is known.
    pub(super) role: Option<String>,
    /// Whether reading without a token is allowed.
    pub(super) without_token: bool,
}

impl Issuer for Metadata {
    fn issue(&self) -> Issuing<'_> {
        Box::pin(async { self.ask().await.map_err(|cause| IssueError::new("the instance metadata", cause)) })
    }
}

impl Metadata {
    async fn ask(&self) -> Result<Issued, String> {
        let token = match self.token().await {
            Ok(token) => Some(token),
            Err(_) if self.without_token => None,
            Err(cause) => return Err(format!("it gives no token, {cause}")),
        };
        let role = match &self.role {
            Some(role) => role.clone(),
            None => {
                let listed = self
                    .get(ROLES, token.as_ref())
                    .await
                    .map_err(|cause| format!("it names no role, {cause}"))?;
                String::from_utf8_lossy(&listed).lines().next().unwrap_or_default().trim().to_owned()
            }
        };
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        if role.is_empty() || !role.bytes().all(is_name) || role.starts_with('.') {
            return Err("it names no role that could be one".to_owned());
        }
        let body = self.get(&format!("{ROLES}{role}"), token.as_ref()).await?;
        let issued: IssuedJson =
            serde_json::from_slice(&body).map_err(|_| "its answer cannot be read".to_owned())?;
        issued.whole()
    }

    async fn token(&self) -> Result<HeaderValue, String> {
        let mut request = self.request(Method::PUT, "latest/api/token")?;
        let seconds = HeaderValue::from_static("21600");
        request.headers_mut().insert("x-aliyun-ecs-metadata-token-ttl-seconds", seconds);
        let (status, body) = send(&self.client, request, LIMIT).await?;
        if status != StatusCode::OK {
            return Err(format!("status {}", status.as_u16()));
        }
        let mut token =
            HeaderValue::from_bytes(body.trim_ascii()).map_err(|_| "it cannot be read".to_owned())?;
        token.set_sensitive(true);
        if token.is_empty() { Err("it is empty".to_owned()) } else { Ok(token) }
    }

    async fn get(&self, path: &str, token: Option<&HeaderValue>) -> Result<Zeroizing<Vec<u8>>, String> {
        let mut request = self.request(Method::GET, path)?;
        if let Some(token) = token {
            request.headers_mut().insert("x-aliyun-ecs-metadata-token", token.clone());
        }
        let (status, body) = send(&self.client, request, LIMIT).await?;
        if status == StatusCode::OK { Ok(body) } else { Err(format!("status {}", status.as_u16())) }
    }

    fn request(&self, method: Method, path: &str) -> Result<Request, String> {
        self.base.join(path).map(|url| Request::new(method, url)).map_err(|_| "its address is odd".to_owned())
    }
}
