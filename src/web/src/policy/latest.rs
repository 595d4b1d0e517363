//! Questions that are asked again and again, such as findings after each key stroke: one is on its way, the newest waits,
//! and those between them are never asked.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// One kind of question. Clones stand for the same kind.
#[derive(Clone, Debug, Default)]
pub struct Latest {
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    /// Whether a question is on its way.
    busy: bool,
    /// Number of the newest question.
    newest: u64,
    /// Wakes the one that waits.
    waiting: Option<Waker>,
}

impl Latest {
    /// Asks when the question before has been answered. Gives nothing, and does not ask, when a newer question came
    /// before that.
    pub async fn ask<T>(&self, question: impl AsyncFnOnce() -> T) -> Option<T> {
        let _turn = self.turn().await?;
        Some(question().await)
    }

    /// The newest question from the moment of this call, not from its first poll.
    fn turn(&self) -> Wait {
        let (number, before) = {
            let mut state = lock(&self.state);
            state.newest += 1;
            (state.newest, state.waiting.take())
        };
        before.into_iter().for_each(Waker::wake);
        Wait { state: Arc::clone(&self.state), number }
    }
}

/// The wait for the turn of a question.
struct Wait {
    state: Arc<Mutex<State>>,
    number: u64,
}

impl Future for Wait {
    type Output = Option<Turn>;
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Turn>> {
        let mut state = lock(&self.state);
        if state.newest != self.number {
            return Poll::Ready(None);
        }
        if state.busy {
            state.waiting = Some(context.waker().clone());
            return Poll::Pending;
        }
        state.busy = true;
        drop(state);
        Poll::Ready(Some(Turn(Arc::clone(&self.state))))
    }
}

/// A question on its way; dropping it lets the next one go.
struct Turn(Arc<Mutex<State>>);

impl Drop for Turn {
    fn drop(&mut self) {
        let waiting = {
            let mut state = lock(&self.0);
            state.busy = false;
            state.waiting.take()
        };
        waiting.into_iter().for_each(Waker::wake);
    }
}

/// A poisoned lock only means that a task ended badly; the state in it is still good.
fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
