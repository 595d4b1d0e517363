//! Credentials of a role, from STS: by a key that may take the role, or by a token of the platform (OIDC).

use super::{
    error::IssueError,
    issue::{Issued, IssuedJson, Issuer, Issuing, send},
};
use crate::{answer::judge, config::DebugClock, endpoints::Endpoints, request};
use http::{HeaderMap, header};
use kms_api::{Parameters, Product, RegionId, catalog};
use kms_signer::{Credential, encode::encode_pairs};
use reqwest::{Client, Method, Request, StatusCode, header::HeaderValue};
use serde::Deserialize;
use std::{path::PathBuf, time::Duration};
use zeroize::Zeroizing;

const LIMIT: Duration = Duration::from_secs(10);

/// Where STS is, and how it is reached.
#[derive(Debug)]
pub(super) struct Sts {
    pub(super) client: Client,
    pub(super) endpoints: Endpoints,
    pub(super) region: RegionId,
    pub(super) clock: DebugClock,
}

/// The role, and what its session is to be like.
#[derive(Clone, Debug)]
pub(super) struct Role {
    pub(super) arn: String,
    pub(super) session_name: String,
    pub(super) seconds: Option<String>,
    pub(super) policy: Option<String>,
    pub(super) external_id: Option<String>,
}

impl Role {
    fn parameters(&self) -> Parameters {
        let members = [
            ("RoleArn", Some(&self.arn)),
            ("RoleSessionName", Some(&self.session_name)),
            ("DurationSeconds", self.seconds.as_ref()),
            ("Policy", self.policy.as_ref()),
            ("ExternalId", self.external_id.as_ref()),
        ];
        members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?.clone()))).collect()
    }
}

/// `AssumeRole`, signed.
#[derive(Debug)]
pub(super) struct AssumeRole {
    pub(super) sts: Sts,
    pub(super) key: Credential,
    pub(super) role: Role,
}

impl Issuer for AssumeRole {
    fn issue(&self) -> Issuing<'_> {
        Box::pin(async {
            let fail = |cause: String| IssueError::new(&format!("role `{}`", self.role.arn), cause);
            let spec = catalog::find(Product::Sts, "AssumeRole")
                .ok_or_else(|| fail("the catalogue has no AssumeRole".to_owned()))?;
            let Sts { endpoints, region, clock, .. } = &self.sts;
            let parameters = self.role.parameters();
            let request = request::signed(endpoints, &self.key, clock.now(), spec, region, &parameters)
                .map_err(|error| fail(error.public.message))?;
            self.sts.exchange(request).await.map_err(fail)
        })
    }
}

/// `AssumeRoleWithOIDC`: the platform's token stands in the place of a signature.
#[derive(Debug)]
pub(super) struct AssumeRoleWithOidc {
    pub(super) sts: Sts,
    pub(super) role: Role,
    pub(super) provider_arn: String,
    /// Read anew for each session, since the platform replaces it.
    pub(super) token_file: PathBuf,
}

impl Issuer for AssumeRoleWithOidc {
    fn issue(&self) -> Issuing<'_> {
        Box::pin(async {
            let fail = |cause: String| IssueError::new(&format!("role `{}`", self.role.arn), cause);
            let token =
                tokio::fs::read_to_string(&self.token_file).await.map(Zeroizing::new).map_err(|error| {
                    fail(format!("cannot read token file `{}`: {error}", self.token_file.display()))
                })?;
            let request = self.request(token.trim()).map_err(fail)?;
            self.sts.exchange(request).await.map_err(fail)
        })
    }
}

impl AssumeRoleWithOidc {
    /// A form, never a query: addresses end up in logs.
    fn request(&self, token: &str) -> Result<Request, String> {
        let url =
            self.sts.endpoints.url(Product::Sts, &self.sts.region).map_err(|error| error.to_string())?;
        let mut parameters = self.role.parameters();
        parameters.remove("ExternalId");
        let common = [
            ("Action", "AssumeRoleWithOIDC"),
            ("Version", Product::Sts.version()),
            ("Format", "JSON"),
            ("Timestamp", &kms_signer::format_date(self.sts.clock.now())),
            ("SignatureNonce", &request::nonce()),
            ("OIDCProviderArn", &self.provider_arn),
        ];
        parameters.extend(common.map(|(name, value)| (name.to_owned(), value.to_owned())));
        let pairs: Vec<(String, String)> = parameters.into_iter().collect();
        let secret = encode_pairs(&[("OIDCToken", token)]);
        let body = format!("{}&{secret}", encode_pairs(&pairs));
        let mut request = Request::new(Method::POST, url);
        request.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(request::FORM));
        request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        *request.body_mut() = Some(body.into());
        Ok(request)
    }
}

impl Sts {
    async fn exchange(&self, request: Request) -> Result<Issued, String> {
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase")]
        struct Answer {
            credentials: IssuedJson,
        }
        let (status, body) = send(&self.client, request, LIMIT).await?;
        if status != StatusCode::OK {
            // Only an error's body goes on from here: no credentials are in it.
            let refusal = judge(status, &HeaderMap::new(), body.to_vec().into());
            let error =
                refusal.map_or_else(|failure| *failure.error, |_| crate::error::ProxyError::bad_answer());
            let id = Some(error.public.request_id).filter(|id| !id.is_empty());
            let id = id.map(|id| format!(" (request id {id})")).unwrap_or_default();
            let cause = error.internal.map(|cause| format!(", {cause}")).unwrap_or_default();
            return Err(format!("{}: {}{cause}{id}", error.public.code, error.public.message));
        }
        let answer: Answer =
            serde_json::from_slice(&body).map_err(|_| "the answer of STS cannot be read".to_owned())?;
        answer.credentials.whole()
    }
}
