//! One signed call to the cloud, and a careful reading of the answer.

use crate::{
    Config, UpstreamLimits,
    config::DebugClock,
    endpoints::{Endpoints, host_header},
    error::ProxyError,
    resolver::Resolver,
    strict,
};
use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use kms_api::{
    ApiError, Parameters, RegionId,
    catalog::{Access, OperationSpec},
    error::{Origin, console},
};
use kms_signer::{Call, Credential, Signable, encode::encode_pairs, sign};
use reqwest::{Client, Method, Url};
use serde::Deserialize;
use std::sync::Arc;
use tokio::{sync::Semaphore, time::timeout};

/// Nesting of an answer that is still read.
const ANSWER_DEPTH: usize = 64;
const FORM: &str = "application/x-www-form-urlencoded";

/// The HTTP client could not be made, for example because the system has no root certificates.
#[derive(Debug, thiserror::Error)]
#[error("cannot prepare the HTTP client")]
pub struct ClientError(#[from] reqwest::Error);

/// A success of the cloud.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The cloud's JSON, unchanged.
    pub(crate) body: Bytes,
    /// The id that the cloud gave the call, for the log.
    pub(crate) request_id: String,
}

/// The road to the cloud.
#[derive(Debug)]
pub(crate) struct Upstream {
    client: Client,
    endpoints: Endpoints,
    credential: Credential,
    clock: DebugClock,
    limits: UpstreamLimits,
    places: Arc<Semaphore>,
}

impl Upstream {
    pub(crate) fn new(config: &Config) -> Result<Self, ClientError> {
        let client = Client::builder()
            .dns_resolver(Arc::new(Resolver))
            .connect_timeout(config.upstream.connect)
            .timeout(config.upstream.total)
            .pool_idle_timeout(std::time::Duration::from_secs(4))
            .pool_max_idle_per_host(config.upstream.calls)
            .redirect(reqwest::redirect::Policy::none())
            // A repetition would carry the nonce of the first try; whoever repeats a call signs it anew.
            .retry(reqwest::retry::never())
            .http1_only()
            .no_proxy()
            .referer(false)
            .user_agent(concat!("kms-console/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self {
            client,
            endpoints: config.endpoints.clone(),
            credential: config.profile.credential.clone(),
            clock: config.clock.clone().into(),
            limits: config.upstream,
            places: Arc::new(Semaphore::new(config.upstream.calls)),
        })
    }

    /// Signs and sends one call.
    pub(crate) async fn call(
        &self,
        spec: &OperationSpec,
        region: &RegionId,
        parameters: Parameters,
    ) -> Result<Answer, ProxyError> {
        let request = self.request(spec, region, parameters)?;
        let exchange = async {
            let _place = self.places.acquire().await.map_err(|e| ProxyError::internal().because(e))?;
            let answer = timeout(self.limits.first_byte, self.client.execute(request))
                .await
                .map_err(|_| ProxyError::timeout())?
                .map_err(|error| transport_fault(&error))?;
            let status = answer.status();
            let request_id = answer.headers().get("x-acs-request-id").and_then(|id| id.to_str().ok());
            let request_id: String = request_id.unwrap_or_default().chars().take(64).collect();
            let body = read_limited(answer, self.limits.answer_bytes).await?;
            Ok((status, request_id, body))
        };
        let (status, request_id, body) =
            timeout(self.limits.total, exchange).await.map_err(|_| ProxyError::timeout())??;
        Ok(Answer { body: judge(status, body)?, request_id })
    }

    fn request(
        &self,
        spec: &OperationSpec,
        region: &RegionId,
        parameters: Parameters,
    ) -> Result<reqwest::Request, ProxyError> {
        let mut url: Url = self
            .endpoints
            .url(spec.product, region)
            .map_err(|error| ProxyError::bad_request("this region is not known").because(error))?;
        let host = host_header(&url);
        // Writes carry long values, which many servers refuse in a URL; both ways the bytes sent are those signed.
        let pairs: Vec<(String, String)> = parameters.into_iter().collect();
        let encoded = encode_pairs(&pairs);
        let (query, body, content_type) = match spec.access {
            Access::Read => {
                url.set_query((!encoded.is_empty()).then_some(encoded.as_str()));
                (pairs.as_slice(), String::new(), None)
            }
            Access::Write => (&[] as &[_], encoded, Some(FORM)),
        };
        let call = Call {
            host: &host,
            action: &spec.name,
            version: &spec.version,
            content_type,
            body: body.as_bytes(),
        };
        let nonce = format!("{:032x}", u128::from_be_bytes(rand::random()));
        let headers = call.headers(&self.credential, self.clock.now(), &nonce);
        let signable =
            Signable { method: "POST", path: "/", query, headers: &headers, body: body.as_bytes() };
        let signed =
            sign(&signable, &self.credential, &[]).map_err(|error| ProxyError::internal().because(error))?;

        let mut request = reqwest::Request::new(Method::POST, url);
        *request.headers_mut() = header_map(&headers, &signed.authorization)?;
        *request.body_mut() = Some(body.into());
        Ok(request)
    }
}

fn header_map(signed: &[(String, String)], authorization: &str) -> Result<HeaderMap, ProxyError> {
    let mut map = HeaderMap::new();
    map.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    let authorization = ("authorization", authorization);
    for (name, value) in signed.iter().map(|(n, v)| (n.as_str(), v.as_str())).chain([authorization]) {
        let name = HeaderName::try_from(name).map_err(|error| ProxyError::internal().because(error))?;
        let mut value = HeaderValue::from_str(value).map_err(|e| ProxyError::internal().because(e))?;
        value.set_sensitive(matches!(name.as_str(), "authorization" | "x-acs-security-token"));
        map.insert(name, value);
    }
    Ok(map)
}

fn transport_fault(error: &reqwest::Error) -> ProxyError {
    // The error's own text holds the URL with all parameters; its kind is enough.
    if error.is_connect() {
        ProxyError::unreachable().because("no connection")
    } else if error.is_timeout() {
        ProxyError::timeout().because("time-out of the client")
    } else {
        ProxyError::bad_answer().because("the connection broke before an answer")
    }
}

async fn read_limited(mut answer: reqwest::Response, limit: usize) -> Result<Bytes, ProxyError> {
    let mut body = BytesMut::new();
    loop {
        match answer.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() <= limit => body.extend_from_slice(&chunk),
            Ok(Some(_)) => return Err(ProxyError::bad_answer().because("the answer is too large")),
            Ok(None) => return Ok(body.freeze()),
            Err(error) if error.is_timeout() => return Err(ProxyError::timeout()),
            Err(_) => return Err(ProxyError::bad_answer().because("the connection broke in the answer")),
        }
    }
}

/// The members that both error envelopes share, in the cloud's spelling or the lower-case one of some products.
#[derive(Deserialize)]
struct CloudFault {
    #[serde(rename = "Code", alias = "code")]
    code: String,
    #[serde(rename = "Message", alias = "message", default)]
    message: String,
    #[serde(rename = "RequestId", alias = "requestId", default)]
    request_id: String,
}

fn judge(status: StatusCode, body: Bytes) -> Result<Bytes, ProxyError> {
    if status.is_success() || status.is_client_error() || status.is_server_error() {
        strict::check_object(&body, ANSWER_DEPTH).map_err(|_| {
            ProxyError::bad_answer().because(format!("status {status}, no readable JSON object"))
        })?;
    } else {
        return Err(ProxyError::bad_answer().because(format!("status {status}")));
    }
    if status == StatusCode::OK {
        return Ok(body);
    }
    if status.is_success() {
        return Err(ProxyError::bad_answer().because(format!("status {status}")));
    }
    let fault: CloudFault = serde_json::from_slice(&body)
        .map_err(|_| ProxyError::bad_answer().because(format!("status {status}, no error code")))?;
    let public = match substitute_text(&fault) {
        // The cloud's text would hold every parameter of the call, or say what is wrong with our credentials.
        Some(message) => ApiError {
            code: console::UPSTREAM_SIGNATURE.to_owned(),
            message: message.to_owned(),
            request_id: fault.request_id,
            status: StatusCode::BAD_GATEWAY.as_u16(),
            origin: Origin::Console,
        },
        None => ApiError {
            code: fault.code,
            message: fault.message,
            request_id: fault.request_id,
            status: status.as_u16(),
            origin: Origin::Cloud,
        },
    };
    Err(ProxyError { public, internal: None })
}

/// For faults of signature or credentials: what the page is told instead.
fn substitute_text(fault: &CloudFault) -> Option<&'static str> {
    const REFUSED: &str = "the cloud refused the credentials of this console";
    let code = fault.code.to_ascii_lowercase();
    let begins = |prefixes: &[&str]| prefixes.iter().any(|prefix| code.starts_with(prefix));
    if begins(&["invalidtimestamp", "illegaltimestamp"]) {
        return Some("the clock of this console's server differs from the cloud's");
    }
    if begins(&[
        "signature",
        "incompletesignature",
        "invalidsignature",
        "invalidaccesskey",
        "missingaccesskey",
        "inactiveaccesskey",
        "invalidsecuritytoken",
        "missingsecuritytoken",
        "malformedsecuritytoken",
    ]) {
        return Some(REFUSED);
    }
    let text = fault.message.to_ascii_lowercase().replace(' ', "");
    (text.contains("stringtosign") || text.contains("canonicalrequest")).then_some(REFUSED)
}

#[cfg(test)]
mod tests;
