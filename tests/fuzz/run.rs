//! Runs a target and counts.

use crate::{source::Source, targets::Target};
use std::{
    fmt,
    panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook},
    time::{Duration, Instant},
};

/// Failures whose text is kept; one fault tends to show up a thousand times.
const SHOWN: usize = 5;

/// The clock is looked at once in so many executions.
const BATCH: u64 = 64;

/// What came out of a run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Report {
    name: &'static str,
    seed: u64,
    elapsed: Duration,
    pub(crate) executions: u64,
    pub(crate) failures: u64,
    pub(crate) shown: Vec<String>,
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "{}: {} executions in {:.1} s, {} failures (seed {})",
            self.name,
            self.executions,
            self.elapsed.as_secs_f64(),
            self.failures,
            self.seed
        )?;
        self.shown.iter().try_for_each(|text| write!(out, "\n  {text}"))
    }
}

/// Runs executions 0, 1, 2 … until the time is over.
pub(crate) fn until(target: &Target, seed: u64, time: Duration) -> Report {
    let started = Instant::now();
    run(target, seed, (0..).take_while(|number| number % BATCH != 0 || started.elapsed() < time))
}

/// Runs one execution.
pub(crate) fn only(target: &Target, seed: u64, number: u64) -> Report {
    run(target, seed, std::iter::once(number))
}

pub(crate) fn run(target: &Target, seed: u64, numbers: impl Iterator<Item = u64>) -> Report {
    let started = Instant::now();
    let mut report = Report { name: target.name, seed, ..Report::default() };
    // A panic is counted and its text kept; the trace of each would drown the rest.
    let hook = take_hook();
    set_hook(Box::new(|_| ()));
    for number in numbers {
        let mut source = Source::new(seed, number);
        let outcome = catch_unwind(AssertUnwindSafe(|| (target.run)(&mut source)));
        let failure = match outcome {
            Ok(Ok(())) => None,
            Ok(Err(text)) => Some(text),
            Err(panic) => Some(format!("panic: {}", panic_text(panic.as_ref()))),
        };
        report.executions += 1;
        if let Some(text) = failure {
            report.failures += 1;
            if report.shown.len() < SHOWN {
                report.shown.push(format!("execution {number}: {text}"));
            }
        }
    }
    set_hook(hook);
    report.elapsed = started.elapsed();
    report
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("without a text")
}

#[cfg(test)]
mod tests;
