//! Questions to the policy engine. Its worker starts with the first one. How the page and the worker speak is in
//! `policy-client.js`: texts go in, and a text comes back.

use js_sys::Promise;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wasm_bindgen_futures::JsFuture;

use crate::bindings::{call, module_function};

/// One argument of a question.
#[derive(Clone, Debug, Serialize)]
pub enum Arg<'a> {
    /// The text of a policy, which the engine takes as UTF-8.
    Text(&'a str),
    /// A value as JSON.
    Json(String),
    /// A plain word, such as a language.
    Word(&'a str),
    /// A place in a text.
    Number(usize),
}

/// Why a question has no answer.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, thiserror::Error)]
pub enum ServiceError {
    /// The engine could not be loaded. The next question tries again.
    #[error("the policy engine could not be loaded")]
    NotLoaded,
    /// The engine broke down over this question or another one. The next question starts a new one.
    #[error("the policy engine stopped")]
    Lost,
    /// The engine cannot answer this question.
    #[error("the policy engine refuses: {0}")]
    Refused(String),
    /// The answer is not of the expected form.
    #[error("cannot read the answer of the policy engine: {0}")]
    Answer(String),
}

/// Asks the engine's function `name`; its answer is JSON.
///
/// # Errors
/// When the engine cannot be reached, refuses, or answers something else.
pub async fn ask<T: DeserializeOwned>(name: &'static str, args: &[Arg<'_>]) -> Result<T, ServiceError> {
    let answer = ask_text(name, args).await?;
    serde_json::from_str(&answer).map_err(unreadable)
}

/// Asks the engine's function `name`; its answer is the text of a policy.
///
/// # Errors
/// When the engine cannot be reached, refuses, or answers something else.
pub async fn ask_text(name: &'static str, args: &[Arg<'_>]) -> Result<String, ServiceError> {
    let question = serde_json::to_string(&(name, args)).map_err(unreadable)?;
    let ask = module_function("policy-client", "ask").await.map_err(|_| ServiceError::NotLoaded)?;
    let answer = match call(&ask, &question) {
        Ok(promise) => JsFuture::from(Promise::from(promise)).await,
        Err(error) => Err(error),
    };
    match answer {
        Ok(answer) => Ok(answer.as_string().unwrap_or_default()),
        // A fault of the browser itself is no JSON: it has refused to start a worker.
        Err(error) => Err(error
            .as_string()
            .and_then(|error| serde_json::from_str(&error).ok())
            .unwrap_or(ServiceError::NotLoaded)),
    }
}

fn unreadable(error: serde_json::Error) -> ServiceError {
    ServiceError::Answer(error.to_string())
}
