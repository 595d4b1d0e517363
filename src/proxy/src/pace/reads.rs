//! Reads that need not go to the cloud: the same question is on its way already, or was answered a moment ago.
//!
//! No read is ever answered from before a write: every write opens a new epoch of its region when it starts and when it
//! ends, and an answer counts only in the epoch that its read was started in. After a write without a clear end nothing
//! is kept for a while, since the cloud may still carry it out.

mod store;

use super::is_global;
use crate::{answer::Answer, error::ProxyError};
use kms_api::{Parameters, Product, RegionId};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use store::Store;
use tokio::{sync::watch, time::Instant};

/// How long nothing is kept after a write whose outcome is unknown: longer than the cloud needs for a call that it has
/// received.
const DISTRUST: Duration = Duration::from_secs(60);

/// What makes two reads the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub(crate) product: Product,
    pub(crate) region: RegionId,
    pub(crate) operation: &'static str,
    pub(crate) parameters: Parameters,
}

/// How an answer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Road {
    /// By a call of its own.
    Cloud,
    /// By the call of somebody who asked the same at the same time.
    Shared,
    /// Kept from a call a moment ago.
    Kept,
}

type Outcome = Option<Result<Answer, ProxyError>>;

/// What there is for a read.
#[derive(Debug)]
pub(crate) enum Joined {
    /// A kept answer.
    Kept(Answer),
    /// The same read is on its way; its outcome will be here.
    Follow(watch::Receiver<Outcome>),
    /// Nothing: make the call, then hand its outcome to [`Flight::land`].
    Lead(Flight, watch::Receiver<Outcome>),
}

/// The reads of one account.
#[derive(Clone, Debug)]
pub(crate) struct Reads {
    inside: Arc<Mutex<Inside>>,
}

/// Writes so far: to all regions, and to this one.
type Epoch = (u64, u64);

#[derive(Debug)]
struct Inside {
    everywhere: u64,
    by_region: HashMap<RegionId, u64>,
    /// Until when nothing is kept of a region; `None` for all of them.
    distrusted: HashMap<Option<RegionId>, Instant>,
    /// Calls on their way: epoch, number, and where the outcome will be told.
    flights: HashMap<Key, (Epoch, u64, Arc<watch::Sender<Outcome>>)>,
    flights_so_far: u64,
    store: Store,
}

impl Reads {
    pub(crate) fn new(kept: Duration) -> Self {
        let inside = Inside {
            everywhere: 0,
            by_region: HashMap::new(),
            distrusted: HashMap::new(),
            flights: HashMap::new(),
            flights_so_far: 0,
            store: Store::new(kept),
        };
        Self { inside: Arc::new(Mutex::new(inside)) }
    }

    /// What there is for a read. A `fresh` one takes nothing that was asked before it.
    pub(crate) fn join(&self, key: &Key, fresh: bool) -> Joined {
        let now = Instant::now();
        let mut inside = self.lock();
        let epoch = inside.epoch(&key.region);
        if !fresh {
            if let Some(answer) = inside.store.get(key, epoch, now) {
                return Joined::Kept(answer);
            }
            if let Some((of, _, sender)) = inside.flights.get(key)
                && *of == epoch
            {
                return Joined::Follow(sender.subscribe());
            }
        }
        let (sender, outcome) = watch::channel(None);
        let sender = Arc::new(sender);
        inside.flights_so_far += 1;
        let number = inside.flights_so_far;
        inside.flights.insert(key.clone(), (epoch, number, Arc::clone(&sender)));
        let flight = Flight { reads: self.clone(), key: key.clone(), epoch, number, started: now, sender };
        Joined::Lead(flight, outcome)
    }

    /// A write starts. Drop the guard when it has ended.
    pub(crate) fn write(&self, product: Product, region: &RegionId) -> WriteGuard {
        let region = (!is_global(product)).then(|| region.clone());
        self.lock().open_epoch(region.as_ref());
        // Until told otherwise: a write that is given up half-way has no clear end.
        WriteGuard { reads: self.clone(), region, unclear: true }
    }

    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inside {
    fn epoch(&self, region: &RegionId) -> Epoch {
        (self.everywhere, self.by_region.get(region).copied().unwrap_or_default())
    }

    fn open_epoch(&mut self, region: Option<&RegionId>) {
        match region {
            Some(region) => *self.by_region.entry(region.clone()).or_default() += 1,
            None => self.everywhere += 1,
        }
    }

    fn is_distrusted(&self, region: &RegionId, now: Instant) -> bool {
        [None, Some(region.clone())]
            .iter()
            .any(|of| self.distrusted.get(of).is_some_and(|until| now < *until))
    }
}

/// A read on its way, with everybody who waits for it.
#[derive(Debug)]
pub(crate) struct Flight {
    reads: Reads,
    key: Key,
    epoch: Epoch,
    number: u64,
    started: Instant,
    sender: Arc<watch::Sender<Outcome>>,
}

impl Flight {
    /// Nobody waits any more: the call is not worth a turn.
    pub(crate) async fn abandoned(&self) {
        self.sender.closed().await;
    }

    /// Tells everybody who waits, and keeps a success for its epoch.
    pub(crate) fn land(self, outcome: Result<Answer, ProxyError>) {
        let now = Instant::now();
        let mut inside = self.reads.lock();
        if let Ok(answer) = &outcome
            && !inside.is_distrusted(&self.key.region, now)
        {
            inside.store.put(self.key.clone(), answer.clone(), self.epoch, self.started, now);
        }
        drop(inside);
        self.sender.send_replace(Some(outcome));
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        let mut inside = self.reads.lock();
        // A fresh read may have taken the place meanwhile.
        if inside.flights.get(&self.key).is_some_and(|(_, number, _)| *number == self.number) {
            inside.flights.remove(&self.key);
        }
    }
}

/// A write on its way.
#[derive(Debug)]
pub(crate) struct WriteGuard {
    reads: Reads,
    region: Option<RegionId>,
    unclear: bool,
}

impl WriteGuard {
    /// It is known whether the write was carried out.
    pub(crate) fn is_clear(&mut self) {
        self.unclear = false;
    }
}

impl Drop for WriteGuard {
    fn drop(&mut self) {
        let mut inside = self.reads.lock();
        inside.open_epoch(self.region.as_ref());
        if self.unclear {
            inside.distrusted.insert(self.region.clone(), Instant::now() + DISTRUST);
        }
    }
}

#[cfg(test)]
mod tests;
