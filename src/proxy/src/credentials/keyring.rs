//! Credentials that are renewed before they end.
//!
//! Renewal starts a quarter of the lifetime before the end, at most 15 minutes, and a little earlier by chance, so that
//! many servers do not come together. One renewal runs at a time; meanwhile, and when it fails, the old credentials
//! serve until they end.

use super::{
    error::IssueError,
    issue::{Issued, Issuer},
};
use crate::config::DebugClock;
use jiff::{SignedDuration, Timestamp};
use kms_signer::Credential;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Mutex as AsyncMutex;

const LONGEST_MARGIN: SignedDuration = SignedDuration::from_mins(15);
/// Between a failed renewal and the next one, as long as the old credentials serve; up to twice this by chance.
const PAUSE: SignedDuration = SignedDuration::from_secs(15);

/// Credentials for signing. Clones share them.
#[derive(Clone, Debug)]
pub(crate) enum Keyring {
    Fixed(Credential),
    Renewed(Arc<Renewed>),
}

#[derive(Debug)]
pub(crate) struct Renewed {
    issuer: Box<dyn Issuer>,
    clock: DebugClock,
    state: Mutex<State>,
    /// Held by the one renewal that runs.
    renewal: Arc<AsyncMutex<()>>,
}

#[derive(Debug, Default)]
struct State {
    held: Option<Held>,
    /// Renewals that have ended, and how the last one failed.
    ended: u64,
    failure: Option<IssueError>,
}

#[derive(Clone, Debug)]
struct Held {
    issued: Issued,
    /// When the next renewal starts.
    renew_at: Timestamp,
}

impl Keyring {
    pub(crate) fn fixed(credential: Credential) -> Self {
        Self::Fixed(credential)
    }

    pub(crate) fn renewed(issuer: Box<dyn Issuer>, clock: DebugClock) -> Self {
        Self::Renewed(Arc::new(Renewed { issuer, clock, state: Mutex::default(), renewal: Arc::default() }))
    }

    /// What to sign with now.
    ///
    /// # Errors
    /// There are none that have not ended, and new ones are not given out.
    pub(crate) async fn current(&self) -> Result<Credential, IssueError> {
        match self {
            Self::Fixed(credential) => Ok(credential.clone()),
            Self::Renewed(renewed) => renewed.current().await,
        }
    }

    /// The cloud says that these have ended. Whether there can be others.
    pub(crate) fn renew(&self, ended: &Credential) -> bool {
        let Self::Renewed(renewed) = self else { return false };
        let mut state = renewed.lock();
        // Somebody else may have renewed them already.
        if state.held.as_ref().is_some_and(|h| h.issued.credential.access_key_id == ended.access_key_id) {
            state.held = None;
        }
        true
    }

    /// When those that are used now end.
    pub(crate) fn expires(&self) -> Option<Timestamp> {
        match self {
            Self::Fixed(_) => None,
            Self::Renewed(renewed) => renewed.lock().held.as_ref().map(|held| held.issued.expires),
        }
    }
}

impl Renewed {
    async fn current(self: &Arc<Self>) -> Result<Credential, IssueError> {
        let (alive, ended) = {
            let now = self.clock.now();
            let state = self.lock();
            let alive = state.held.clone().filter(|held| now < held.issued.expires);
            (alive.map(|held| (now >= held.renew_at, held.issued.credential)), state.ended)
        };
        if let Some((is_due, credential)) = alive {
            if is_due && let Ok(running) = Arc::clone(&self.renewal).try_lock_owned() {
                let renewed = Arc::clone(self);
                tokio::spawn(async move {
                    renewed.run().await;
                    drop(running);
                });
            }
            return Ok(credential);
        }
        let _running = self.renewal.lock().await;
        {
            // Whoever waited takes what the one before has got, be it credentials or a refusal.
            let now = self.clock.now();
            let state = self.lock();
            if state.ended != ended {
                if let Some(held) = state.held.as_ref().filter(|held| now < held.issued.expires) {
                    return Ok(held.issued.credential.clone());
                }
                if let Some(failure) = &state.failure {
                    return Err(failure.clone());
                }
            }
        }
        self.run().await;
        let state = self.lock();
        match (&state.held, &state.failure) {
            (Some(held), None) => Ok(held.issued.credential.clone()),
            (_, Some(failure)) => Err(failure.clone()),
            (None, None) => Err(IssueError::new("their source", "they were withdrawn at once")),
        }
    }

    /// One renewal.
    async fn run(&self) {
        let result = self.issuer.issue().await;
        let now = self.clock.now();
        let mut state = self.lock();
        state.ended += 1;
        match result {
            Ok(issued) if issued.expires <= now => {
                state.failure = Some(IssueError::new("their source", "they have ended already"));
            }
            Ok(issued) => {
                state.failure = None;
                state.held = Some(Held { renew_at: renew_at(now, issued.expires), issued });
            }
            Err(error) => {
                tracing::warn!(target: "kms_proxy::credentials", %error, "the credentials were not renewed");
                let pause = PAUSE.mul_f64(1.0 + rand::random::<f64>());
                if let (Some(held), Ok(later)) = (&mut state.held, now.checked_add(pause)) {
                    held.renew_at = later;
                }
                state.failure = Some(error);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn renew_at(now: Timestamp, expires: Timestamp) -> Timestamp {
    let margin = (expires.duration_since(now) / 4).min(LONGEST_MARGIN);
    let jitter = margin.mul_f64(rand::random::<f64>() / 10.0);
    expires.checked_sub(margin).and_then(|at| at.checked_sub(jitter)).unwrap_or(now)
}

#[cfg(test)]
mod tests;
