//! Data that a screen reads: what is known, how old it is, and what happens to it now.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::CallError;
use super::error::Kind;
use crate::bindings::{now, random, sleep};

/// Tries of a read that the cloud throttles, the first one included.
pub const TRIES: u32 = 5;

/// A value with its history.
#[derive(Debug)]
pub struct Loaded<T> {
    /// The last value that was read.
    pub value: Option<Arc<T>>,
    /// When it was read; milliseconds since 1970.
    pub at: f64,
    /// Since when a read has been running.
    pub busy_since: Option<f64>,
    /// How the last read failed; the value before it stays.
    pub error: Option<CallError>,
    /// The pause that the cloud asked for.
    pub wait: Option<Wait>,
    /// Counts reads, so that an answer that was overtaken is dropped.
    turn: u32,
}

/// A pause before the next try.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wait {
    /// When it began.
    pub from: f64,
    /// When the next try starts by itself.
    pub until: f64,
    /// Number of the next try, from 2.
    pub attempt: u32,
}

impl<T> Default for Loaded<T> {
    fn default() -> Self {
        Self { value: None, at: 0.0, busy_since: None, error: None, wait: None, turn: 0 }
    }
}

impl<T> Clone for Loaded<T> {
    fn clone(&self) -> Self {
        Self {
            value: self.value.clone(),
            at: self.at,
            busy_since: self.busy_since,
            error: self.error.clone(),
            wait: self.wait,
            turn: self.turn,
        }
    }
}

impl<T> Loaded<T> {
    /// Whether the value was read at most `seconds` ago.
    pub fn is_fresh(&self, seconds: f64) -> bool {
        self.value.is_some() && now() - self.at <= seconds * 1000.0
    }

    /// Whether a read is running.
    pub fn is_busy(&self) -> bool {
        self.busy_since.is_some()
    }
}

/// What a screen reads: a signal of [`Loaded`].
pub type Reading<T> = RwSignal<Loaded<T>>;

/// One try of a read. Boxed, so that waiting and trying again are compiled once for each type of value and not once for
/// each place that reads.
type Try<T> = Pin<Box<dyn Future<Output = Result<T, CallError>>>>;

/// Starts a read unless one is running. `make` is called again for each try.
pub fn start<T, F>(reading: Reading<T>, make: impl Fn() -> F + 'static)
where
    T: Send + Sync + 'static,
    F: Future<Output = Result<T, CallError>> + 'static,
{
    if reading.try_with_untracked(Loaded::is_busy).unwrap_or(true) {
        return;
    }
    // Begun before the task runs, so that a second start in the same turn sees it.
    let Some(turn) = begin(reading) else { return };
    spawn_local(attempts(reading, turn, Box::new(move || Box::pin(make()))));
}

/// Reads, waits for the end, and gives the outcome.
pub async fn run<T, F>(reading: Reading<T>, make: impl Fn() -> F + 'static)
where
    T: Send + Sync + 'static,
    F: Future<Output = Result<T, CallError>> + 'static,
{
    if let Some(turn) = begin(reading) {
        attempts(reading, turn, Box::new(move || Box::pin(make()))).await;
    }
}

async fn attempts<T: Send + Sync + 'static>(reading: Reading<T>, turn: u32, make: Box<dyn Fn() -> Try<T>>) {
    for attempt in 1.. {
        let outcome = make().await;
        if !is_current(reading, turn) {
            return;
        }
        let throttled = matches!(&outcome, Err(error) if error.kind() == Kind::Throttled);
        if throttled && attempt < TRIES {
            pause(reading, attempt).await;
            if !is_current(reading, turn) {
                return;
            }
            continue;
        }
        finish(reading, outcome);
        return;
    }
}

fn begin<T: Send + Sync + 'static>(reading: Reading<T>) -> Option<u32> {
    reading.try_update(|loaded| {
        loaded.busy_since = Some(now());
        loaded.turn += 1;
        loaded.turn
    })
}

fn is_current<T: Send + Sync + 'static>(reading: Reading<T>, turn: u32) -> bool {
    reading.try_with_untracked(|loaded| loaded.turn == turn).unwrap_or(false)
}

fn finish<T: Send + Sync + 'static>(reading: Reading<T>, outcome: Result<T, CallError>) {
    reading.try_update(|loaded| {
        loaded.busy_since = None;
        loaded.wait = None;
        match outcome {
            Ok(value) => {
                loaded.value = Some(Arc::new(value));
                loaded.at = now();
                loaded.error = None;
            }
            Err(error) => loaded.error = Some(error),
        }
    });
}

/// Waits 0.5 s, 1 s, 2 s, 4 s, each with up to half as much again, so that many pages do not come back together.
async fn pause<T: Send + Sync + 'static>(reading: Reading<T>, attempt: u32) {
    let base = 500.0 * f64::from(2_u32.pow(attempt.saturating_sub(1)));
    let length = base * (1.0 + random() / 2.0);
    let from = now();
    reading
        .try_update(|loaded| loaded.wait = Some(Wait { from, until: from + length, attempt: attempt + 1 }));
    // In short steps, so that "Try now" ends the pause.
    while reading
        .try_with_untracked(|loaded| loaded.wait.is_some_and(|wait| now() < wait.until))
        .unwrap_or(false)
    {
        sleep(100).await;
    }
    reading.try_update(|loaded| loaded.wait = None);
}

/// Ends the pause at once.
pub fn try_now<T: Send + Sync + 'static>(reading: Reading<T>) {
    reading.update(|loaded| loaded.wait = None);
}

/// Stops waiting for the answer; what was known stays.
pub fn cancel<T: Send + Sync + 'static>(reading: Reading<T>) {
    reading.update(|loaded| {
        loaded.turn += 1;
        loaded.busy_since = None;
        loaded.wait = None;
        loaded.error = Some(CallError::Cancelled);
    });
}
