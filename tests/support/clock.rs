//! One clock for all servers of a test; it only moves when told to.

use jiff::{SignedDuration, Timestamp};
use std::sync::{Arc, Mutex};

/// A clock that stands still.
#[derive(Clone, Debug)]
pub struct TestClock(Arc<Mutex<Timestamp>>);

impl Default for TestClock {
    fn default() -> Self {
        Self(Arc::new(Mutex::new("2026-11-24T08:00:00Z".parse().unwrap())))
    }
}

impl TestClock {
    /// The time it shows.
    pub fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }

    /// Moves it, also backwards.
    pub fn advance(&self, minutes: i64) {
        let mut time = self.0.lock().unwrap();
        *time = time.checked_add(SignedDuration::from_mins(minutes)).unwrap();
    }

    /// The clock as the servers take it.
    pub fn as_function(&self) -> Arc<dyn Fn() -> Timestamp + Send + Sync> {
        let clock = self.clone();
        Arc::new(move || clock.now())
    }
}
