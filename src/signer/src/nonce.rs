//! The memory of used nonces.

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use std::collections::{HashSet, VecDeque};

/// A request may be dated up to 15 minutes ahead and stays acceptable 15 minutes after its date.
const REMEMBERED: SignedDuration = SignedDuration::from_mins(30);

/// Nonces that arrive within this time share a bag, and are forgotten together.
const GATHERED: SignedDuration = SignedDuration::from_mins(1);

/// Used nonces, per access key, each remembered for 30 minutes from its arrival, and at most a minute more.
///
/// Memory is bounded twice: an entry is 128 bits of a hash, and when `capacity` live entries are held new ones are
/// refused. Forgetting a live one instead would let its request be replayed.
#[derive(Debug)]
pub struct NonceLog {
    capacity: usize,
    /// Oldest first. Entries have no time of their own: that would double them.
    bags: VecDeque<Bag>,
}

#[derive(Debug)]
struct Bag {
    closes: Timestamp,
    seen: HashSet<u128>,
}

/// Why a nonce was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NonceRefused {
    /// The same access key used it within the last 30 minutes.
    Used,
    /// All places are taken by nonces that are still remembered.
    Full,
}

impl Default for NonceLog {
    /// Room for 1,048,576 nonces: 580 calls a second without pause, in some 40 MB at worst.
    fn default() -> Self {
        Self::with_capacity(1 << 20)
    }
}

impl NonceLog {
    /// A log that holds at most `capacity` nonces.
    pub fn with_capacity(capacity: usize) -> Self {
        Self { capacity, bags: VecDeque::new() }
    }

    /// Records a nonce, or says why it cannot be used. Call it only after the signature was found right, so
    /// that a forged request burns nothing.
    ///
    /// # Errors
    /// The nonce was used before, or the log is full.
    pub fn record(&mut self, access_key_id: &str, nonce: &str, now: Timestamp) -> Result<(), NonceRefused> {
        self.forget_old(now);
        let mut hash = Sha256::new();
        hash.update(access_key_id.len().to_be_bytes());
        hash.update(access_key_id);
        hash.update(nonce);
        let [high, low] = halves(&hash.finalize().into());
        // Half of the hash is enough: nobody gains by a collision, which only refuses a call.
        let entry = high ^ low;
        if self.bags.iter().any(|bag| bag.seen.contains(&entry)) {
            return Err(NonceRefused::Used);
        }
        if self.bags.iter().map(|bag| bag.seen.len()).sum::<usize>() >= self.capacity {
            return Err(NonceRefused::Full);
        }
        if self.bags.back().is_none_or(|bag| bag.closes <= now) {
            let closes = now.checked_add(GATHERED).unwrap_or(now);
            self.bags.push_back(Bag { closes, seen: HashSet::new() });
        }
        if let Some(bag) = self.bags.back_mut() {
            bag.seen.insert(entry);
        }
        Ok(())
    }

    fn forget_old(&mut self, now: Timestamp) {
        let is_old = |bag: &mut Bag| now.duration_since(bag.closes) >= REMEMBERED;
        while self.bags.pop_front_if(is_old).is_some() {}
    }
}

fn halves(hash: &[u8; 32]) -> [u128; 2] {
    let mut halves = [0; 2];
    for (half, bytes) in halves.iter_mut().zip(hash.as_chunks::<16>().0) {
        *half = u128::from_be_bytes(*bytes);
    }
    halves
}

#[cfg(test)]
mod tests;
