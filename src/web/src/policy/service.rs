//! Questions to the policy engine. Its worker starts with the first one; the answer is matched by a number.

use std::cell::RefCell;
use std::collections::HashMap;

use futures_channel::oneshot;
use js_sys::{Array, JsString, Uint8Array};
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use web_sys::{Event, MessageEvent, Worker, WorkerOptions, WorkerType};

use crate::bindings::link;

/// One argument of a question.
#[derive(Clone, Debug)]
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
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
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
    let answer = answer(name, args).await?;
    let text = match answer.dyn_into::<JsString>() {
        Ok(text) => text,
        // A plain yes or no.
        Err(value) => js_sys::JSON::stringify(&value).map_err(|_| ServiceError::Answer(String::new()))?,
    };
    serde_json::from_str(&String::from(text)).map_err(|error| ServiceError::Answer(error.to_string()))
}

/// Asks the engine's function `name`; its answer is the text of a policy.
///
/// # Errors
/// When the engine cannot be reached, refuses, or answers something else.
pub async fn ask_text(name: &'static str, args: &[Arg<'_>]) -> Result<String, ServiceError> {
    let bytes = answer(name, args).await?.dyn_into::<Uint8Array>();
    let bytes = bytes.map_err(|_| ServiceError::Answer("no bytes".to_owned()))?;
    String::from_utf8(bytes.to_vec()).map_err(|error| ServiceError::Answer(error.to_string()))
}

type Answer = Result<JsValue, ServiceError>;

async fn answer(name: &str, args: &[Arg<'_>]) -> Answer {
    let answer = ENGINE.with_borrow_mut(|slot| {
        if slot.is_none() {
            *slot = Engine::start();
        }
        slot.as_mut().map(|engine| engine.post(name, args))
    });
    let answer = answer.ok_or(ServiceError::NotLoaded)?;
    // The sender is dropped together with its engine.
    answer.await.unwrap_or(Err(ServiceError::Lost))
}

thread_local! {
    static ENGINE: RefCell<Option<Engine>> = const { RefCell::new(None) };
    static ON_MESSAGE: Closure<dyn Fn(MessageEvent)> = Closure::new(on_message);
    static ON_ERROR: Closure<dyn Fn(Event)> = Closure::new(on_error);
}

/// The worker and the questions that it has not answered.
struct Engine {
    worker: Worker,
    /// Whether the engine has been loaded.
    stands: bool,
    /// The number of the last question.
    last: u32,
    open: HashMap<u32, oneshot::Sender<Answer>>,
}

impl Engine {
    fn start() -> Option<Self> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&link("policy-worker")?, &options).ok()?;
        ON_MESSAGE.with(|handler| worker.set_onmessage(Some(handler.as_ref().unchecked_ref())));
        ON_ERROR.with(|handler| worker.set_onerror(Some(handler.as_ref().unchecked_ref())));
        worker.post_message(&link("policy-wasm")?.into()).ok()?;
        Some(Self { worker, stands: false, last: 0, open: HashMap::new() })
    }

    fn post(&mut self, name: &str, args: &[Arg<'_>]) -> oneshot::Receiver<Answer> {
        let (sender, receiver) = oneshot::channel();
        self.last += 1;
        let args: Array = args.iter().map(to_js).collect();
        let message = Array::of3(&self.last.into(), &name.into(), &args);
        match self.worker.post_message(&message) {
            Ok(()) => drop(self.open.insert(self.last, sender)),
            Err(_) => drop(sender.send(Err(ServiceError::Lost))),
        }
        receiver
    }

    /// Ends the worker; every open question gets `error`.
    fn end(self, error: &ServiceError) {
        // What it has already sent must not meet the next one.
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
        for sender in self.open.into_values() {
            // Who asked may be gone.
            drop(sender.send(Err(error.clone())));
        }
    }
}

fn to_js(arg: &Arg<'_>) -> JsValue {
    match arg {
        Arg::Text(text) => Uint8Array::from(text.as_bytes()).into(),
        Arg::Json(text) => JsValue::from_str(text),
        Arg::Word(word) => JsValue::from_str(word),
        #[expect(clippy::cast_precision_loss, reason = "a text has fewer than 2^53 bytes")]
        Arg::Number(number) => JsValue::from_f64(*number as f64),
    }
}

/// The forms of a message are described in `policy-worker.js`.
fn on_message(event: MessageEvent) {
    let Ok(message) = event.data().dyn_into::<Array>() else { return };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a number that was sent as u32"
    )]
    let id = message.get(0).as_f64().unwrap_or_default() as u32;
    if id == 0 {
        ENGINE.with_borrow_mut(|slot| slot.iter_mut().for_each(|engine| engine.stands = true));
        return;
    }
    let answer = match message.get(1).as_bool() {
        Some(true) => Ok(message.get(2)),
        Some(false) => Err(ServiceError::Refused(message.get(2).as_string().unwrap_or_default())),
        None => return lose(&ServiceError::NotLoaded),
    };
    let sender = ENGINE.with_borrow_mut(|slot| slot.as_mut()?.open.remove(&id));
    if let Some(sender) = sender {
        drop(sender.send(answer));
    }
}

fn on_error(_: Event) {
    let stands = ENGINE.with_borrow(|slot| slot.as_ref().is_some_and(|engine| engine.stands));
    lose(if stands { &ServiceError::Lost } else { &ServiceError::NotLoaded });
}

fn lose(error: &ServiceError) {
    let engine = ENGINE.take();
    if let Some(engine) = engine {
        engine.end(error);
    }
}
