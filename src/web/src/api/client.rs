//! Typed calls to the cloud through the console's server.

use std::cell::RefCell;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use kms_api::call::CallRequest;
use kms_api::error::{ApiError, Origin, console};
use kms_api::operation::to_parameters;
use kms_api::session::Session;
use kms_api::{Operation, Parameters, Product, RegionId};

use super::CallError;
use super::http;
use super::log::LoggedCall;
use crate::bindings::{now, performance_now};
use crate::state::App;

/// Parameters that name the resource of a call, for the call bar.
const RESOURCE_PARAMETERS: [&str; 3] = ["KmsInstanceId", "VSwitchId", "VpcId"];

/// Makes one call and reads its answer.
///
/// # Errors
/// See [`CallError`]; nothing is retried here.
pub async fn call<O: Operation>(app: App, region: &RegionId, operation: &O) -> Result<O::Output, CallError> {
    let parameters = to_parameters(operation).map_err(|error| CallError::Decode(error.to_string()))?;
    let (status, text) = exchange(app, region, O::PRODUCT, O::NAME, parameters).await?;
    decode(status, &text)
}

/// The part of a call that is the same for every operation.
async fn exchange(
    app: App,
    region: &RegionId,
    product: Product,
    operation: &'static str,
    parameters: Parameters,
) -> Result<(u16, String), CallError> {
    let resource = resource_of(&parameters);
    let body = CallRequest { product, region: region.clone(), parameters };
    let body = serde_json::to_string(&body).map_err(|error| CallError::Decode(error.to_string()))?;
    let (at, started) = (now(), performance_now());
    let fresh = is_asked_again(operation, &body);
    let answer = http::post(&format!("{}api/call/{operation}", app.base), &body, fresh).await;
    let (status, request_id) = match &answer {
        Ok((status, text)) => (*status, request_id(text)),
        Err(_) => (0, String::new()),
    };
    let duration = performance_now() - started;
    app.calls.add(LoggedCall { number: 0, at, operation, resource, status, duration, request_id });
    app.set_online(answer.is_ok());
    answer
}

thread_local! {
    /// Hashes of what this page has asked.
    static ASKED: RefCell<HashSet<u64>> = RefCell::default();
}

/// Whether this page has asked the same before. If so it wants to know what is new: nothing kept will do.
fn is_asked_again(operation: &str, body: &str) -> bool {
    let mut hasher = DefaultHasher::new();
    (operation, body).hash(&mut hasher);
    ASKED.with_borrow_mut(|asked| !asked.insert(hasher.finish()))
}

/// Who is signed in.
///
/// # Errors
/// See [`CallError`].
pub async fn session(base: &str) -> Result<Session, CallError> {
    let (status, text) = http::get(&format!("{base}api/session")).await?;
    decode(status, &text)
}

fn decode<T: serde::de::DeserializeOwned>(status: u16, text: &str) -> Result<T, CallError> {
    if (200..300).contains(&status) {
        return serde_json::from_str(text).map_err(|error| CallError::Decode(error.to_string()));
    }
    Err(CallError::Api(serde_json::from_str::<ApiError>(text).unwrap_or_else(|_| ApiError {
        // A middlebox answered in the server's place.
        code: console::BAD_UPSTREAM_ANSWER.to_owned(),
        message: text.chars().take(200).collect(),
        request_id: String::new(),
        status,
        origin: Origin::Console,
    })))
}

fn resource_of(parameters: &Parameters) -> String {
    RESOURCE_PARAMETERS.iter().find_map(|name| parameters.get(*name)).cloned().unwrap_or_default()
}

fn request_id(text: &str) -> String {
    #[derive(serde::Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct WithRequestId {
        request_id: String,
    }
    serde_json::from_str::<WithRequestId>(text).map(|answer| answer.request_id).unwrap_or_default()
}

#[cfg(test)]
mod tests;
