//! The calls of this visit, for the call bar. Values of parameters never enter it, but for the id of the resource.

use leptos::prelude::*;

/// One call.
#[derive(Clone, Debug, PartialEq)]
pub struct LoggedCall {
    /// Number of the call in this visit, from 1.
    pub number: usize,
    /// Milliseconds since 1970 when it was sent.
    pub at: f64,
    /// The cloud's name of the operation.
    pub operation: &'static str,
    /// Id of the resource, where the call names one.
    pub resource: String,
    /// HTTP status; 0 when no answer came.
    pub status: u16,
    /// Milliseconds.
    pub duration: f64,
    /// Quote it to support.
    pub request_id: String,
}

/// How many calls the drawer keeps.
const KEPT: usize = 500;

/// The calls of this visit.
#[derive(Clone, Copy, Debug)]
pub struct CallLog {
    calls: RwSignal<Vec<LoggedCall>>,
    count: RwSignal<usize>,
}

impl Default for CallLog {
    fn default() -> Self {
        Self { calls: RwSignal::new(vec![]), count: RwSignal::new(0) }
    }
}

impl CallLog {
    /// Calls so far; tracked.
    pub fn count(self) -> usize {
        self.count.get()
    }

    /// The last call; tracked.
    pub fn last(self) -> Option<LoggedCall> {
        self.calls.with(|calls| calls.last().cloned())
    }

    /// The kept calls, newest first; tracked.
    pub fn newest_first(self) -> Vec<LoggedCall> {
        self.calls.with(|calls| calls.iter().rev().cloned().collect())
    }

    /// Adds a call; its number is given here.
    pub fn add(self, mut call: LoggedCall) {
        self.count.update(|count| *count += 1);
        call.number = self.count.get_untracked();
        self.calls.update(|calls| {
            if calls.len() == KEPT {
                calls.remove(0);
            }
            calls.push(call);
        });
    }
}
