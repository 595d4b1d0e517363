//! When a call is made again. The rule is one table, by what the failure proves:
//!
//! | failure | read | replace-all write | other write |
//! |---|---|---|---|
//! | nothing was sent | 2 more in 4 s | 1 more | 1 more |
//! | throttled | 2 more in 8 s | – | 1 more |
//! | clock, expired credentials | 1 more each | – | 1 more each |
//! | nonce used | 1 more | – | – |
//! | no clear answer | 2 more in the time of one call | – | – |
//! | refused | – | – | – |
//!
//! A replace-all write that the cloud refused could be made again, but only after reading what it would replace: that
//! is the caller's business. Waits are exponential with jitter, or what the cloud asks for if that is longer.

use crate::answer::{Failure, Kind};
use kms_api::catalog::{Access, OperationSpec};
use std::time::Duration;
use tokio::time::Instant;

/// Tries of a read, the first one included.
const READ_TRIES: u32 = 3;
const WRITE_TRIES: u32 = 2;
const UNREACHABLE_BUDGET: Duration = Duration::from_secs(4);
const THROTTLED_BUDGET: Duration = Duration::from_secs(8);
const FIRST_WAIT: Duration = Duration::from_millis(200);
const LONGEST_WAIT: Duration = Duration::from_secs(2);

/// Writes that state the whole new value, and so can undo somebody else's write.
const REPLACE_ALL: [&str; 3] = ["UpdateKmsInstanceBindVpc", "SetKeyPolicy", "SetSecretPolicy"];

/// What a repetition could do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Read,
    ReplaceAll,
    OtherWrite,
}

impl Class {
    pub(super) fn of(spec: &OperationSpec) -> Self {
        match spec.access {
            Access::Read => Self::Read,
            Access::Write if REPLACE_ALL.contains(&spec.name.as_str()) => Self::ReplaceAll,
            Access::Write => Self::OtherWrite,
        }
    }
}

/// What to do after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The same call after this time.
    Again(Duration),
    GiveUp,
}

/// The tries of one call.
#[derive(Debug)]
pub(super) struct Course {
    class: Class,
    /// Time for one call, and for all tries of a read together.
    total: Duration,
    started: Option<Instant>,
    tries: u32,
    /// Failures that only one repetition can heal.
    healed: Vec<Kind>,
}

impl Course {
    pub(super) fn new(class: Class, total: Duration) -> Self {
        Self { class, total, started: None, tries: 0, healed: Vec::new() }
    }

    /// A try begins; how long it may take.
    pub(super) fn start(&mut self) -> Duration {
        self.tries += 1;
        let started = *self.started.get_or_insert_with(Instant::now);
        match self.class {
            Class::Read => self.total.saturating_sub(started.elapsed()),
            // A write is never cut short: its outcome is worth the wait.
            Class::ReplaceAll | Class::OtherWrite => self.total,
        }
    }

    /// A try has failed.
    pub(super) fn next(&mut self, failure: &Failure) -> Step {
        let budget = match failure.kind {
            Kind::NotSent => UNREACHABLE_BUDGET,
            Kind::Throttled => THROTTLED_BUDGET,
            _ => self.total,
        };
        let pause = self.pause().max(failure.retry_after.unwrap_or_default());
        let elapsed = self.started.map(|started| started.elapsed()).unwrap_or_default();
        let in_time = match self.class {
            Class::Read => elapsed + pause < budget.min(self.total),
            Class::ReplaceAll | Class::OtherWrite => elapsed + pause < budget,
        };
        if self.is_allowed(failure.kind) && in_time { Step::Again(pause) } else { Step::GiveUp }
    }

    fn is_allowed(&mut self, kind: Kind) -> bool {
        let tries = if self.class == Class::Read { READ_TRIES } else { WRITE_TRIES };
        if self.tries >= tries {
            return false;
        }
        match (kind, self.class) {
            (Kind::NotSent, _) => true,
            (_, Class::ReplaceAll) | (Kind::Refused, _) => false,
            (Kind::Throttled, _) => true,
            (Kind::Clock | Kind::Expired, _) | (Kind::NonceUsed, Class::Read) => {
                let is_first = !self.healed.contains(&kind);
                self.healed.push(kind);
                is_first
            }
            (Kind::Ambiguous, Class::Read) => true,
            (Kind::Ambiguous | Kind::NonceUsed, Class::OtherWrite) => false,
        }
    }

    /// 0.2, 0.4, … seconds, up to 2, each between its half and its whole.
    fn pause(&self) -> Duration {
        let longest = FIRST_WAIT * 2_u32.saturating_pow(self.tries.saturating_sub(1)).min(64);
        longest.min(LONGEST_WAIT).mul_f64(f64::midpoint(1.0, rand::random::<f64>()))
    }
}

#[cfg(test)]
mod tests;
