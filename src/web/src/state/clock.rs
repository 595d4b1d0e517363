//! One timer for the whole page.

use std::time::Duration;

use leptos::prelude::*;

use crate::bindings::now;

/// The time in milliseconds since 1970, moving once a second.
pub fn every_second() -> ReadSignal<f64> {
    let (time, set_time) = signal(now());
    drop(set_interval_with_handle(move || set_time.set(now()), Duration::from_secs(1)));
    time
}
