//! One try of one call: sign, send, read the answer within its limits. Whether to try again is decided elsewhere.

use crate::{
    UpstreamLimits,
    answer::{Answer, Failure, Kind, judge},
    config::DebugClock,
    endpoints::Endpoints,
    error::ProxyError,
    request,
    resolver::Resolver,
};
use bytes::{Bytes, BytesMut};
use jiff::{SignedDuration, Timestamp, fmt::rfc2822::DateTimeParser};
use kms_api::{Parameters, RegionId, catalog::OperationSpec};
use kms_signer::Credential;
use reqwest::{Client, ClientBuilder};
use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};
use tokio::{sync::Semaphore, time::timeout};

/// The HTTP client could not be made, for example because the system has no root certificates.
#[derive(Debug, thiserror::Error)]
#[error("cannot prepare the HTTP client")]
pub struct ClientError(#[from] reqwest::Error);

/// What every client of the proxy has in common: no redirect, no proxy, no cookie, no repetition of its own.
pub(crate) fn client_builder() -> ClientBuilder {
    Client::builder()
        .dns_resolver(Arc::new(Resolver))
        .redirect(reqwest::redirect::Policy::none())
        // A repetition would carry the nonce of the first try; whoever repeats a call signs it anew.
        .retry(reqwest::retry::never())
        .http1_only()
        .no_proxy()
        .referer(false)
        .user_agent(concat!("kms-console/", env!("CARGO_PKG_VERSION")))
}

/// The road to the cloud.
#[derive(Debug)]
pub(crate) struct Upstream {
    client: Client,
    endpoints: Endpoints,
    clock: DebugClock,
    /// Seconds that the cloud's clock is ahead of ours, as far as it has told.
    ahead: AtomicI64,
    limits: UpstreamLimits,
    places: Arc<Semaphore>,
}

impl Upstream {
    pub(crate) fn new(
        endpoints: Endpoints,
        clock: DebugClock,
        limits: UpstreamLimits,
    ) -> Result<Self, ClientError> {
        let client = client_builder()
            .connect_timeout(limits.connect)
            .timeout(limits.total)
            .pool_idle_timeout(Duration::from_secs(4))
            .pool_max_idle_per_host(limits.calls)
            .build()?;
        let places = Arc::new(Semaphore::new(limits.calls));
        Ok(Self { client, endpoints, clock, ahead: AtomicI64::new(0), limits, places })
    }

    /// Signs and sends one call, with at most `left` for all of it.
    pub(crate) async fn attempt(
        &self,
        spec: &OperationSpec,
        region: &RegionId,
        parameters: &Parameters,
        credential: &Credential,
        left: Duration,
    ) -> Result<Answer, Failure> {
        let exchange = async {
            let _place = self.places.acquire().await.map_err(|e| ProxyError::internal().because(e))?;
            // Signed only now: a signature that waits for its place grows old.
            let request = request::signed(&self.endpoints, credential, self.now(), spec, region, parameters)?;
            let answer = timeout(self.limits.first_byte, self.client.execute(request))
                .await
                .map_err(|_| timed_out())?
                .map_err(|error| transport_fault(&error))?;
            let (status, headers) = (answer.status(), answer.headers().clone());
            let body = read_limited(answer, self.limits.answer_bytes).await?;
            judge(status, &headers, body)
        };
        timeout(left.min(self.limits.total), exchange).await.unwrap_or_else(|_| Err(timed_out()))
    }

    /// The time that a whole call has.
    pub(crate) fn total(&self) -> Duration {
        self.limits.total
    }

    /// The time as the cloud sees it.
    fn now(&self) -> Timestamp {
        let now = self.clock.now();
        now.checked_add(SignedDuration::from_secs(self.ahead.load(Ordering::Relaxed))).unwrap_or(now)
    }

    /// Takes the cloud's time from the `Date` header of an answer that found ours wrong. Whether there was one.
    pub(crate) fn adopt_date(&self, date: Option<&str>) -> bool {
        let parsed = date.and_then(|text| DateTimeParser::new().parse_timestamp(text).ok());
        let Some(theirs) = parsed else { return false };
        let seconds = theirs.duration_since(self.clock.now()).as_secs();
        tracing::warn!(target: "kms_proxy::clock", seconds, "the clock of this server differs from the cloud's");
        self.ahead.store(seconds, Ordering::Relaxed);
        true
    }
}

fn timed_out() -> Failure {
    Failure::new(Kind::Ambiguous, ProxyError::timeout())
}

pub(crate) fn transport_fault(error: &reqwest::Error) -> Failure {
    // The error's own text holds the URL with all parameters; its kind is enough.
    if error.is_connect() {
        Failure::new(Kind::NotSent, ProxyError::unreachable().because("no connection"))
    } else if error.is_timeout() {
        Failure::new(Kind::Ambiguous, ProxyError::timeout().because("time-out of the client"))
    } else {
        let why = "the connection broke before an answer";
        Failure::new(Kind::Ambiguous, ProxyError::bad_answer().because(why))
    }
}

/// Reads a body to its end, of which no more than `limit` bytes are ever kept.
pub(crate) async fn read_limited(mut answer: reqwest::Response, limit: usize) -> Result<Bytes, Failure> {
    let mut body = BytesMut::new();
    let bad = |kind, why: &str| Failure::new(kind, ProxyError::bad_answer().because(why));
    loop {
        match answer.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() <= limit => body.extend_from_slice(&chunk),
            // A write may have been carried out all the same.
            Ok(Some(_)) => return Err(bad(Kind::Ambiguous, "the answer is too large")),
            Ok(None) => return Ok(body.freeze()),
            Err(error) if error.is_timeout() => return Err(timed_out()),
            Err(_) => return Err(bad(Kind::Ambiguous, "the connection broke in the answer")),
        }
    }
}
