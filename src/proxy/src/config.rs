//! What an operator decides about the proxy.

use crate::{BasePath, Endpoints, Pace, Profile};
use jiff::Timestamp;
use kms_api::{RegionId, session::Environment};
use std::{fmt, path::PathBuf, sync::Arc, time::Duration};

/// Where the proxy takes the time from.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// A clock inside a type that prints itself.
#[derive(Clone)]
pub(crate) struct DebugClock(Clock);

impl DebugClock {
    pub(crate) fn now(&self) -> Timestamp {
        (self.0)()
    }
}

impl From<Clock> for DebugClock {
    fn from(clock: Clock) -> Self {
        Self(clock)
    }
}

impl fmt::Debug for DebugClock {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Clock")
    }
}

/// Everything that calls to the cloud need.
#[derive(Clone)]
pub struct CloudConfig {
    /// Hosts of the cloud.
    pub endpoints: Endpoints,
    /// Credentials.
    pub profile: Profile,
    /// Region for calls that belong to none, such as `GetCallerIdentity`.
    pub home_region: RegionId,
    /// Time for signatures.
    pub clock: Clock,
    /// Limits of one call.
    pub upstream: UpstreamLimits,
    /// Limits of many.
    pub pace: Pace,
}

impl fmt::Debug for CloudConfig {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("CloudConfig")
            .field("endpoints", &self.endpoints)
            .field("profile", &self.profile)
            .field("home_region", &self.home_region)
            .finish_non_exhaustive()
    }
}

/// Everything that the proxy needs to start.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the console is mounted.
    pub base_path: BasePath,
    /// Folder with the built page.
    pub assets: PathBuf,
    /// What stands behind the endpoints; shown to the person at the console.
    pub environment: Environment,
    /// The way to the cloud.
    pub cloud: CloudConfig,
}

/// Limits towards the cloud. The defaults are the console's; tests shorten them.
#[derive(Clone, Copy, Debug)]
pub struct UpstreamLimits {
    /// Name lookup, connecting and TLS together.
    pub connect: Duration,
    /// From the start of the call to the head of the answer.
    pub first_byte: Duration,
    /// From the start of the call to the end of the answer.
    pub total: Duration,
    /// Largest answer.
    pub answer_bytes: usize,
    /// Calls on their way at one time; more wait.
    pub calls: usize,
}

impl Default for UpstreamLimits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(3),
            first_byte: Duration::from_secs(8),
            total: Duration::from_secs(10),
            answer_bytes: 2 * 1024 * 1024,
            calls: 32,
        }
    }
}
