//! Faults by name: what goes wrong between a caller and the cloud, and inside the cloud, on purpose.
//!
//! A fault waits for its call: the n-th that fits its operation, and as many after it as it is told. Some work inside the
//! world (throttling, an instance in upgrade, a second writer, reads that lag); others on the way ([`Delivery`]), which
//! whoever carries the answer must act on; two change what the door sees ([`Faults::skew`], [`Faults::tokens_expired`]).

mod text;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::call::Call;
use crate::error::CloudError;
use crate::world::World;

pub use text::UnknownFault;

/// What goes wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// The call is refused by the rate limit; nothing happens.
    Throttle,
    /// 503 with the code that is misspelt on the wire; nothing happens.
    Unavailable,
    /// Writes to instances are refused with `Forbidden.KMSInstanceInUpgrade` for so many seconds from the call on.
    InUpgrade(u32),
    /// The call is carried out, then the connection ends without an answer.
    LostAfter,
    /// The connection ends without an answer and nothing happens.
    LostBefore,
    /// The answer takes so many milliseconds longer.
    Slow(u32),
    /// Half of the answer arrives, then the connection ends.
    Truncated,
    /// An answer that is neither JSON nor XML, with status 502.
    Garbage,
    /// Security tokens count as expired for so many seconds from the call on.
    ExpiredToken(u32),
    /// The clock of the cloud is wrong by so many seconds; it holds from the start.
    ClockSkew(i32),
    /// Somebody else sets this value in the same place right before the call is carried out: the parameters of a call of
    /// the same operation, over those of the real one.
    SecondWriter(Vec<(String, String)>),
    /// Reads give what was there before the call for so many seconds.
    StaleReads(u32),
}

/// A fault, and the calls that it waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// What goes wrong.
    pub kind: Kind,
    /// The operation; none means every one.
    pub operation: Option<String>,
    /// How many fitting calls go well first.
    pub after: u32,
    /// How many calls it meets.
    pub times: u32,
}

/// How an answer travels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Delivery {
    /// As it is.
    #[default]
    Whole,
    /// Not at all: the connection ends.
    Lost,
    /// Later, in milliseconds.
    Late(u32),
    /// Half of it, then the connection ends.
    Half,
    /// Something else in its place.
    Garbage,
}

/// The faults of a world, and what they have begun.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Faults {
    waiting: Vec<Fault>,
    upgrade_until: Option<Timestamp>,
    tokens_expired_until: Option<Timestamp>,
    /// A world for readers only, until then.
    #[serde(skip)]
    past: Option<(Timestamp, Box<World>)>,
}

impl Faults {
    /// Adds a fault behind those that wait already.
    pub fn add(&mut self, fault: Fault) {
        self.waiting.push(fault);
    }

    /// Ends every fault, and what it has begun.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// By how much the clock of the cloud is wrong.
    pub fn skew(&self) -> SignedDuration {
        let seconds = self.waiting.iter().map(|fault| match fault.kind {
            Kind::ClockSkew(seconds) => i64::from(seconds),
            _ => 0,
        });
        SignedDuration::from_secs(seconds.sum())
    }

    /// Whether security tokens count as expired now.
    pub fn tokens_expired(&self, now: Timestamp) -> bool {
        self.tokens_expired_until.is_some_and(|until| now < until)
    }

    /// The fault that meets this call, which then waits for one call less.
    fn take(&mut self, operation: &str) -> Option<Kind> {
        let fits = |fault: &&mut Fault| {
            !matches!(fault.kind, Kind::ClockSkew(_))
                && fault.operation.as_deref().is_none_or(|wanted| wanted == operation)
        };
        let mut met = None;
        for fault in self.waiting.iter_mut().filter(fits) {
            if fault.after > 0 {
                fault.after -= 1;
            } else if met.is_none() && fault.times > 0 {
                fault.times -= 1;
                met = Some(fault.kind.clone());
            }
        }
        self.waiting.retain(|fault| fault.times > 0);
        met
    }
}

/// Later by seconds; the simulated time stays within a few years.
fn later(now: Timestamp, seconds: u32) -> Timestamp {
    now.checked_add(SignedDuration::from_secs(i64::from(seconds))).unwrap_or(now)
}

/// Whether an operation changes nothing.
fn is_read(operation: &str) -> bool {
    ["Describe", "Get", "List", "Check"].iter().any(|head| operation.starts_with(head))
}

/// What an upgrade of an instance stops.
fn changes_instance(operation: &str) -> bool {
    ["UpdateKmsInstanceBindVpc", "ConnectKmsInstance", "ReleaseKmsInstance"].contains(&operation)
}

impl World {
    /// The faults of this world.
    pub fn faults(&mut self) -> &mut Faults {
        &mut self.faults
    }

    /// Carries out one call as [`World::call`] does, with the fault that waits for it; also says how the answer travels.
    pub fn answer(&mut self, call: &Call) -> (Result<Value, CloudError>, Delivery) {
        let met = self.faults.take(&call.operation);
        match met {
            None => (self.call_in_time(call), Delivery::Whole),
            Some(Kind::Throttle) => (Err(CloudError::throttled(call.product)), Delivery::Whole),
            Some(Kind::Unavailable) => (Err(CloudError::unavailable(call.product)), Delivery::Whole),
            Some(Kind::LostBefore) => (Err(CloudError::internal(call.product)), Delivery::Lost),
            Some(Kind::LostAfter) => (self.call_in_time(call), Delivery::Lost),
            Some(Kind::Slow(millis)) => (self.call_in_time(call), Delivery::Late(millis)),
            Some(Kind::Truncated) => (self.call_in_time(call), Delivery::Half),
            Some(Kind::Garbage) => (self.call_in_time(call), Delivery::Garbage),
            Some(Kind::ExpiredToken(seconds)) => {
                self.faults.tokens_expired_until = Some(later(call.now, seconds));
                (self.call_in_time(call), Delivery::Whole)
            }
            Some(Kind::InUpgrade(seconds)) => {
                self.faults.upgrade_until = Some(later(call.now, seconds));
                (self.call_in_time(call), Delivery::Whole)
            }
            Some(Kind::SecondWriter(parameters)) => {
                let mut other = call.clone();
                other.parameters.extend(parameters);
                other.entropy = call.entropy.bytes("second writer").into();
                // The rival has no more rights than the caller; a refusal is the rival's own affair.
                drop(self.call(&other));
                (self.call_in_time(call), Delivery::Whole)
            }
            Some(Kind::StaleReads(seconds)) => {
                let mut past = self.clone();
                past.faults = Faults::default();
                self.faults.past = Some((later(call.now, seconds), Box::new(past)));
                (self.call_in_time(call), Delivery::Whole)
            }
            // Never taken: it holds from the start.
            Some(Kind::ClockSkew(_)) => (self.call_in_time(call), Delivery::Whole),
        }
    }

    /// What earlier faults have begun still holds.
    fn call_in_time(&mut self, call: &Call) -> Result<Value, CloudError> {
        if changes_instance(&call.operation)
            && self.faults.upgrade_until.is_some_and(|until| call.now < until)
        {
            return Err(CloudError::instance_in_upgrade());
        }
        match &mut self.faults.past {
            Some((until, past)) if call.now < *until => {
                if is_read(&call.operation) {
                    return past.call(call);
                }
            }
            _ => self.faults.past = None,
        }
        self.call(call)
    }
}

#[cfg(test)]
mod tests;
