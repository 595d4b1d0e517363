//! `POST api/call/{Operation}`: check, sign, forward.

use crate::{
    Answer, App, allow,
    cloud::Wish,
    error::ProxyError,
    pace::{CallerId, Road},
    strict,
};
use axum::{
    body::Body,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use kms_api::{
    Product, RegionId,
    call::CallRequest,
    catalog::{self, Access, OperationSpec},
    regions,
};
use std::time::{Duration, Instant};

/// Largest request body: a policy has 32 KiB, and each of its quotes and line ends takes two bytes here.
const BODY_BYTES: usize = 72 * 1024;
const BODY_TIMEOUT: Duration = Duration::from_secs(10);
/// Nesting of a request that is still read.
const BODY_DEPTH: usize = 16;
/// Longest parameter that is no JSON text.
const VALUE_BYTES: usize = 4 * 1024;
/// Parameters of KMS that are long JSON texts.
const JSON_TEXTS: [&str; 2] = ["BindVpcs", "Policy"];

pub(crate) async fn call(
    State(app): State<App>,
    Path(operation): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ProxyError> {
    if !allow::is_known_name(&operation) {
        return Err(ProxyError::not_allowed(&operation));
    }
    let body = read(body).await?;
    let request = parse(&body)?;
    let spec = check(&request, &operation)?;
    let wish = Wish { caller: CallerId::of(&headers), fresh: wants_fresh(&headers) };
    let answer = match spec.access {
        Access::Read => forward(app, spec, request, wish).await,
        // A page that is closed drops its request; a write on its way, and the line about it, outlive that.
        Access::Write => tokio::spawn(forward(app, spec, request, wish))
            .await
            .unwrap_or_else(|error| Err(ProxyError::internal().because(error))),
    }?;
    let content_type = (header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(([content_type], answer.body).into_response())
}

async fn read(body: Body) -> Result<Bytes, ProxyError> {
    let reading = Limited::new(body, BODY_BYTES).collect();
    match tokio::time::timeout(BODY_TIMEOUT, reading).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(ProxyError::body_too_large()),
        Ok(Err(_)) => Err(ProxyError::bad_request("the request body cannot be read")),
        Err(_) => Err(ProxyError::bad_request("the request body did not arrive in time")),
    }
}

fn parse(body: &[u8]) -> Result<CallRequest, ProxyError> {
    let unreadable = |error: serde_json::Error| {
        // Line and column only: the text of a JSON error may repeat a value.
        let place = format!("line {}, column {}", error.line(), error.column());
        ProxyError::bad_request(format!("the request body does not have the agreed shape ({place})"))
    };
    strict::check_object(body, BODY_DEPTH).map_err(unreadable)?;
    serde_json::from_slice(body).map_err(unreadable)
}

fn check(request: &CallRequest, operation: &str) -> Result<&'static OperationSpec, ProxyError> {
    if !allow::is_allowed(request.product, operation) {
        return Err(ProxyError::not_allowed(operation));
    }
    let spec = catalog::find(request.product, operation).ok_or_else(ProxyError::internal)?;
    if !regions::is_known(&request.region) {
        return Err(ProxyError::bad_request("this region is not known"));
    }
    for (name, value) in &request.parameters {
        if !spec.accepts(name) {
            let shown: String = name.chars().take(64).collect();
            return Err(ProxyError::bad_request(format!("{operation} has no parameter `{shown}`")));
        }
        let is_json_text = request.product == Product::Kms && JSON_TEXTS.contains(&name.as_str());
        if value.len() > VALUE_BYTES && !is_json_text {
            return Err(ProxyError::bad_request(format!("the parameter `{name}` is longer than 4 KiB")));
        }
    }
    Ok(spec)
}

/// Whether the page wants what the cloud says now, and nothing that was read a moment ago.
fn wants_fresh(headers: &HeaderMap) -> bool {
    headers.get_all(header::CACHE_CONTROL).iter().filter_map(|value| value.to_str().ok()).any(|value| {
        value.split(',').any(|directive| {
            let name = directive.split('=').next().unwrap_or_default().trim();
            name.eq_ignore_ascii_case("no-cache") || name.eq_ignore_ascii_case("no-store")
        })
    })
}

async fn forward(
    app: App,
    spec: &'static OperationSpec,
    request: CallRequest,
    wish: Wish,
) -> Result<Answer, ProxyError> {
    let started = Instant::now();
    let result = app.state().cloud.ask(spec, &request.region, request.parameters, wish).await;
    log(spec, &request.region, &result, started.elapsed());
    result.map(|(answer, _)| answer)
}

/// One line per call: names and figures, no parameter and no text of the cloud.
fn log(spec: &OperationSpec, region: &RegionId, result: &Result<(Answer, Road), ProxyError>, took: Duration) {
    let (status, code, request_id, road) = match result {
        Ok((answer, road)) => (200, "OK", answer.request_id.as_str(), *road),
        Err(error) => {
            let public = &error.public;
            (public.status, public.code.as_str(), public.request_id.as_str(), Road::Cloud)
        }
    };
    tracing::info!(
        target: "kms_proxy::access",
        operation = %spec.name,
        product = spec.product.as_str(),
        %region,
        status,
        code,
        request_id,
        ?road,
        milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
    );
}
