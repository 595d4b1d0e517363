//! Calls to the cloud with everything that belongs to them: turn, credentials, repetition, sharing of reads.

mod course;

use crate::{
    CloudConfig,
    answer::{Answer, Failure, Kind},
    config::DebugClock,
    credentials::Keyring,
    error::ProxyError,
    pace::{CallerId, Flight, Full, Joined, Key, Lanes, Reads, Road},
    upstream::{ClientError, Upstream},
};
use course::{Class, Course, Step};
use kms_api::{
    ApiError, Parameters, RegionId,
    catalog::{Access, OperationSpec},
};
use std::{sync::Arc, time::Duration};

/// How long a write waits for its turn.
const WRITE_WAITS: Duration = Duration::from_secs(5);
/// How often a read looks for another's call to share before it gives up.
const JOINS: usize = 3;

/// The cloud as one account sees it. Clones share everything.
#[derive(Clone, Debug)]
pub struct Cloud(Arc<Inside>);

#[derive(Debug)]
struct Inside {
    upstream: Upstream,
    keyring: Keyring,
    lanes: Lanes,
    reads: Reads,
}

/// A call that gave no success, for people at a terminal.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{}{}", .error.message, .cause.as_ref().map(|cause| format!(", {cause}")).unwrap_or_default())]
pub struct CallError {
    /// What is told to everybody.
    pub error: ApiError,
    /// More about it, without any parameter or credential.
    pub cause: Option<String>,
}

impl From<ProxyError> for CallError {
    fn from(error: ProxyError) -> Self {
        Self { error: error.public, cause: error.internal }
    }
}

/// What a caller wants besides the answer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wish {
    pub(crate) caller: CallerId,
    /// Nothing that was read before.
    pub(crate) fresh: bool,
}

impl Cloud {
    /// Prepares the way to the cloud. Nothing is sent yet.
    ///
    /// # Errors
    /// The HTTP client cannot be made.
    pub fn new(config: &CloudConfig) -> Result<Self, ClientError> {
        let clock = DebugClock::from(config.clock.clone());
        Ok(Self(Arc::new(Inside {
            upstream: Upstream::new(config.endpoints.clone(), clock, config.upstream)?,
            keyring: config.profile.keyring.clone(),
            lanes: Lanes::new(config.pace),
            reads: Reads::new(config.pace.kept),
        })))
    }

    /// One call of the command line. No allow-list stands before it.
    ///
    /// # Errors
    /// The cloud's refusal, or what kept it from answering.
    pub async fn call(
        &self,
        spec: &'static OperationSpec,
        region: &RegionId,
        parameters: Parameters,
    ) -> Result<Answer, CallError> {
        let wish = Wish { fresh: true, ..Wish::default() };
        self.ask(spec, region, parameters, wish).await.map(|(answer, _)| answer).map_err(CallError::from)
    }

    /// One call. A read may be answered by another one's; a write never is.
    pub(crate) async fn ask(
        &self,
        spec: &'static OperationSpec,
        region: &RegionId,
        parameters: Parameters,
        wish: Wish,
    ) -> Result<(Answer, Road), ProxyError> {
        if spec.access == Access::Write {
            let mut guard = self.0.reads.write(spec.product, region);
            let result = self.0.attempts(spec, region, &parameters, &wish.caller).await;
            let result = result.map_err(Failure::of_write);
            if result.as_ref().map_or_else(|failure| failure.kind != Kind::Ambiguous, |_| true) {
                guard.is_clear();
            }
            return result.map(|answer| (answer, Road::Cloud)).map_err(|failure| *failure.error);
        }
        if spec.sensitive_response {
            let result = self.0.attempts(spec, region, &parameters, &wish.caller).await;
            return result.map(|answer| (answer, Road::Cloud)).map_err(|failure| *failure.error);
        }
        let key = Key { product: spec.product, region: region.clone(), operation: &spec.name, parameters };
        for _ in 0..JOINS {
            let (mut outcome, road) = match self.0.reads.join(&key, wish.fresh) {
                Joined::Kept(answer) => return Ok((answer, Road::Kept)),
                Joined::Follow(outcome) => (outcome, Road::Shared),
                Joined::Lead(flight, outcome) => {
                    tokio::spawn(Arc::clone(&self.0).lead(flight, spec, key.clone(), wish.caller.clone()));
                    (outcome, Road::Cloud)
                }
            };
            // An end without an outcome means that the call was given up just when we came to share it.
            if let Ok(landed) = outcome.wait_for(Option::is_some).await {
                let result = landed.clone().unwrap_or_else(|| Err(ProxyError::internal()));
                return result.map(|answer| (answer, road));
            }
        }
        Err(ProxyError::internal().because("shared calls ended early again and again"))
    }
}

impl Inside {
    /// A read on its own, since others may wait for it when the first caller has gone; it ends when nobody does.
    async fn lead(self: Arc<Self>, flight: Flight, spec: &'static OperationSpec, key: Key, caller: CallerId) {
        let result = tokio::select! {
            result = self.attempts(spec, &key.region, &key.parameters, &caller) => result,
            () = flight.abandoned() => return,
        };
        flight.land(result.map_err(|failure| *failure.error));
    }

    /// Tries a call as often as its kind and the failures allow.
    async fn attempts(
        &self,
        spec: &OperationSpec,
        region: &RegionId,
        parameters: &Parameters,
        caller: &CallerId,
    ) -> Result<Answer, Failure> {
        let lane = self.lanes.lane(spec.product, region, spec.access);
        let mut course = Course::new(Class::of(spec), self.upstream.total());
        loop {
            let turn = lane.enter(caller);
            match spec.access {
                // What a person wanted a while ago must not replace what others have set since.
                Access::Write => tokio::time::timeout(WRITE_WAITS, turn).await.unwrap_or(Err(Full)),
                Access::Read => turn.await,
            }
            .map_err(|_| ProxyError::too_many_calls())?;
            // No repetition when there are none: the keyring has its own way of trying again.
            let credential =
                self.keyring.current().await.map_err(|error| ProxyError::no_credentials().because(error))?;
            let left = course.start();
            let failure = match self.upstream.attempt(spec, region, parameters, &credential, left).await {
                Ok(answer) => return Ok(answer),
                Err(failure) => failure,
            };
            let helped = match failure.kind {
                Kind::Throttled => {
                    lane.slow_down();
                    true
                }
                Kind::Clock => self.upstream.adopt_date(failure.date.as_deref()),
                Kind::Expired => self.keyring.renew(&credential),
                Kind::NotSent | Kind::NonceUsed | Kind::Ambiguous | Kind::Refused => true,
            };
            match course.next(&failure) {
                Step::Again(pause) if helped => {
                    tracing::info!(
                        target: "kms_proxy::repeat",
                        operation = %spec.name,
                        %region,
                        kind = ?failure.kind,
                        pause = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX),
                    );
                    tokio::time::sleep(pause).await;
                }
                Step::Again(_) | Step::GiveUp => return Err(failure),
            }
        }
    }
}
