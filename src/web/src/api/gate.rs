//! A limit on calls in flight: the cloud allows some twenty reads a second, so a page asks for a few at a time.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

#[derive(Default)]
struct Inner {
    active: usize,
    waiting: VecDeque<Waker>,
}

/// Lets at most `limit` holders through at once, first come, first served.
#[derive(Clone)]
pub struct Gate {
    limit: usize,
    inner: Rc<RefCell<Inner>>,
}

impl std::fmt::Debug for Gate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gate").field("limit", &self.limit).finish_non_exhaustive()
    }
}

impl Gate {
    /// A gate for `limit` holders.
    pub fn new(limit: usize) -> Self {
        Self { limit, inner: Rc::default() }
    }

    /// Waits for a place; dropping the pass gives it back.
    pub fn enter(&self) -> Enter {
        Enter { gate: self.clone() }
    }
}

/// The wait for a place.
#[derive(Debug)]
pub struct Enter {
    gate: Gate,
}

impl Future for Enter {
    type Output = Pass;
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Pass> {
        let mut inner = self.gate.inner.borrow_mut();
        if inner.active < self.gate.limit {
            inner.active += 1;
            drop(inner);
            return Poll::Ready(Pass { gate: self.gate.clone() });
        }
        inner.waiting.push_back(context.waker().clone());
        Poll::Pending
    }
}

/// A place at the gate.
#[derive(Debug)]
pub struct Pass {
    gate: Gate,
}

impl Drop for Pass {
    fn drop(&mut self) {
        let next = {
            let mut inner = self.gate.inner.borrow_mut();
            inner.active -= 1;
            inner.waiting.pop_front()
        };
        if let Some(waker) = next {
            waker.wake();
        }
    }
}
