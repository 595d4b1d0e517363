//! A limiter that is fair between callers.
//!
//! Every caller has a queue of its own, and the queues take turns: each turn lets one call go. A page with a thousand
//! calls so delays another page's call by one call, not by a thousand. Within a queue, first come is first served.
//!
//! The bucket is our own because it must do what the usual crates do not: hand tokens to queues in turn, and change its
//! rate. An answer that says "too many calls" halves the rate; ten percent of the full rate come back each second.

use super::CallerId;
use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{sync::oneshot, time::Instant};

/// Part of the full rate that is never given up.
const SLOWEST: f64 = 0.1;
/// Part of the full rate that comes back in a second.
const RECOVERY: f64 = 0.1;

/// Too many calls of one caller wait already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Full;

/// The way of all calls that the cloud counts together.
#[derive(Debug)]
pub(crate) struct Lane {
    /// Calls a second; `None` lets everyone through.
    rate: Option<f64>,
    waiting: usize,
    inside: Mutex<Inside>,
}

#[derive(Debug)]
struct Inside {
    /// Part of the full rate that is used now.
    share: f64,
    tokens: f64,
    /// When `share` and `tokens` were right.
    at: Instant,
    queues: HashMap<CallerId, VecDeque<oneshot::Sender<()>>>,
    /// Callers with a queue, the next one first.
    turns: VecDeque<CallerId>,
    /// Whether a task hands out tokens.
    served: bool,
}

impl Lane {
    pub(crate) fn new(rate: Option<u32>, waiting: usize) -> Self {
        let inside = Inside {
            share: 1.0,
            // Less than a second's worth at once: the cloud counts by the second, and ours begin anywhere in it.
            tokens: 1.0,
            at: Instant::now(),
            queues: HashMap::new(),
            turns: VecDeque::new(),
            served: false,
        };
        Self { rate: rate.map(f64::from), waiting, inside: Mutex::new(inside) }
    }

    /// Waits for the turn of one call. A dropped wait gives its turn to the next.
    ///
    /// # Errors
    /// [`Full`], at once, when too many calls of this caller wait.
    pub(crate) async fn enter(self: &Arc<Self>, caller: &CallerId) -> Result<(), Full> {
        let Some(rate) = self.rate else { return Ok(()) };
        let turn = {
            let mut inside = self.lock();
            inside.refill(rate, Instant::now());
            if inside.turns.is_empty() && inside.tokens >= 1.0 {
                inside.tokens -= 1.0;
                return Ok(());
            }
            let (sender, turn) = oneshot::channel();
            if !inside.queue(caller, sender, self.waiting) {
                return Err(Full);
            }
            if !std::mem::replace(&mut inside.served, true) {
                tokio::spawn(serve(Arc::clone(self), rate));
            }
            turn
        };
        // The sender is only dropped with the whole runtime.
        turn.await.map_err(|_| Full)
    }

    /// The cloud said that calls come too fast.
    pub(crate) fn slow_down(&self) {
        let Some(rate) = self.rate else { return };
        let mut inside = self.lock();
        inside.refill(rate, Instant::now());
        inside.share = (inside.share / 2.0).max(SLOWEST);
        inside.tokens = 0.0;
    }

    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Hands out tokens in turn until nobody waits.
async fn serve(lane: Arc<Lane>, rate: f64) {
    loop {
        let pause = {
            let mut inside = lane.lock();
            inside.refill(rate, Instant::now());
            while inside.tokens >= 1.0 && inside.let_one_go() {
                inside.tokens -= 1.0;
            }
            if inside.turns.is_empty() {
                inside.served = false;
                return;
            }
            (1.0 - inside.tokens) / (rate * inside.share)
        };
        // Never zero, so that a rounding error cannot make this loop spin.
        tokio::time::sleep(Duration::from_secs_f64(pause.clamp(0.001, 60.0))).await;
    }
}

impl Inside {
    fn refill(&mut self, rate: f64, now: Instant) {
        let seconds = now.saturating_duration_since(self.at).as_secs_f64();
        self.at = now;
        self.tokens = (self.tokens + seconds * rate * self.share).min(1.0);
        self.share = (self.share + seconds * RECOVERY).min(1.0);
    }

    /// Puts a call at the end of its caller's queue; `false` when the queue is full.
    fn queue(&mut self, caller: &CallerId, sender: oneshot::Sender<()>, limit: usize) -> bool {
        let queue = self.queues.entry(caller.clone()).or_default();
        if queue.is_empty() {
            self.turns.push_back(caller.clone());
        }
        // Calls that nobody waits for any more leave room.
        if queue.len() >= limit {
            queue.retain(|waiting| !waiting.is_closed());
        }
        let has_room = queue.len() < limit;
        if has_room {
            queue.push_back(sender);
        }
        has_room
    }

    /// Lets the first call of the next caller go; `false` when nobody waits.
    fn let_one_go(&mut self) -> bool {
        while let Some(caller) = self.turns.pop_front() {
            let Some(queue) = self.queues.get_mut(&caller) else { continue };
            let mut gone = false;
            while let Some(waiting) = queue.pop_front() {
                if waiting.send(()).is_ok() {
                    gone = true;
                    break;
                }
            }
            if queue.is_empty() {
                self.queues.remove(&caller);
            } else {
                self.turns.push_back(caller);
            }
            if gone {
                return true;
            }
        }
        false
    }
}

#[cfg(test)]
mod tests;
