//! Answers that are kept for a moment: a map with a limit on number and bytes. All are kept equally long, so the oldest
//! is always the next to go, and a plain queue does what a cache library would.

use super::{Epoch, Key};
use crate::answer::Answer;
use std::{
    collections::{HashMap, VecDeque},
    time::Duration,
};
use tokio::time::Instant;

const ANSWERS: usize = 2_048;
const BYTES: usize = 16 * 1024 * 1024;

#[derive(Debug)]
pub(super) struct Store {
    kept: Duration,
    answers: HashMap<Key, Entry>,
    /// Keys in the order of their time; a key that was put again stands here twice, with other times.
    order: VecDeque<(Instant, Key)>,
    bytes: usize,
}

#[derive(Debug)]
struct Entry {
    answer: Answer,
    epoch: Epoch,
    /// When the read was started.
    started: Instant,
    /// When the answer came.
    at: Instant,
}

impl Store {
    pub(super) fn new(kept: Duration) -> Self {
        Self { kept, answers: HashMap::new(), order: VecDeque::new(), bytes: 0 }
    }

    pub(super) fn get(&self, key: &Key, epoch: Epoch, now: Instant) -> Option<Answer> {
        // Counted from the start of the read: the cloud may have looked right then.
        let entry = self.answers.get(key)?;
        (entry.epoch == epoch && now < entry.started + self.kept).then(|| entry.answer.clone())
    }

    pub(super) fn put(&mut self, key: Key, answer: Answer, epoch: Epoch, started: Instant, now: Instant) {
        let is_older = self.answers.get(&key).is_some_and(|entry| entry.started > started);
        if self.kept.is_zero() || is_older || answer.body.len() > BYTES / 8 {
            return;
        }
        self.remove(&key);
        self.bytes += answer.body.len();
        self.order.push_back((now, key.clone()));
        self.answers.insert(key, Entry { answer, epoch, started, at: now });
        self.make_room(now);
    }

    fn make_room(&mut self, now: Instant) {
        while let Some((at, key)) = self.order.front() {
            let is_over = *at + self.kept <= now;
            if !is_over && self.order.len() <= ANSWERS && self.bytes <= BYTES {
                return;
            }
            let (at, key) = (*at, key.clone());
            self.order.pop_front();
            if self.answers.get(&key).is_some_and(|entry| entry.at == at) {
                self.remove(&key);
            }
        }
    }

    fn remove(&mut self, key: &Key) {
        if let Some(entry) = self.answers.remove(key) {
            self.bytes -= entry.answer.body.len();
        }
    }

    #[cfg(test)]
    pub(super) fn size(&self) -> (usize, usize) {
        (self.answers.len(), self.bytes)
    }
}
