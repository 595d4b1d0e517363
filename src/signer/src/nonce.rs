//! The memory of used nonces.

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use std::collections::{HashSet, VecDeque};

/// A request may be dated up to 15 minutes ahead and stays acceptable 15 minutes after its date.
const REMEMBERED: SignedDuration = SignedDuration::from_mins(30);

/// Used nonces, per access key, each remembered for 30 minutes from its arrival.
///
/// Memory is bounded twice: an entry is a hash of fixed size, and when `capacity` live entries are held new
/// ones are refused. Forgetting a live one instead would let its request be replayed.
#[derive(Debug)]
pub struct NonceLog {
    capacity: usize,
    seen: HashSet<[u8; 32]>,
    by_age: VecDeque<(Timestamp, [u8; 32])>,
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
    /// Room for 262,144 nonces: about 145 calls a second without pause, in some 30 MB at worst.
    fn default() -> Self {
        Self::with_capacity(1 << 18)
    }
}

impl NonceLog {
    /// A log that holds at most `capacity` nonces.
    pub fn with_capacity(capacity: usize) -> Self {
        Self { capacity, seen: HashSet::new(), by_age: VecDeque::new() }
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
        let entry: [u8; 32] = hash.finalize().into();
        if self.seen.contains(&entry) {
            return Err(NonceRefused::Used);
        }
        if self.seen.len() >= self.capacity {
            return Err(NonceRefused::Full);
        }
        self.seen.insert(entry);
        self.by_age.push_back((now, entry));
        Ok(())
    }

    fn forget_old(&mut self, now: Timestamp) {
        while let Some((_, entry)) =
            self.by_age.pop_front_if(|(arrived, _)| now.duration_since(*arrived) > REMEMBERED)
        {
            self.seen.remove(&entry);
        }
    }
}

#[cfg(test)]
mod tests;
