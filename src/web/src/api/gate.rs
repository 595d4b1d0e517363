//! A limit on calls in flight: the cloud allows some twenty reads a second, so a page asks for a few at a time.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

#[derive(Default)]
struct Inner {
    active: usize,
    /// In the order they came, perhaps more than once and perhaps gone since.
    waiting: Vec<Waker>,
}

/// Lets at most `limit` holders through at once; who waits is woken in the order of coming.
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

/// Runs some at the same time, and waits for all of them.
pub async fn join<F: Future<Output = ()>>(mut running: Vec<Pin<Box<F>>>) {
    std::future::poll_fn(|context| {
        running.retain_mut(|one| one.as_mut().poll(context).is_pending());
        if running.is_empty() { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
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
        inner.waiting.push(context.waker().clone());
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
        // All of them: one alone could be of a wait given up since, and the place would stay empty.
        let waiting = {
            let mut inner = self.gate.inner.borrow_mut();
            inner.active -= 1;
            std::mem::take(&mut inner.waiting)
        };
        waiting.into_iter().for_each(Waker::wake);
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::Wake;

    use super::*;

    #[derive(Default)]
    struct Count(AtomicUsize);

    impl Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// A place that comes free reaches someone who still waits, whoever came first and left or asked twice.
    #[test]
    fn a_free_place_is_never_lost() {
        for (case, polls, stays) in [("one that left", 1, false), ("one that asked three times", 3, true)] {
            let gate = Gate::new(1);
            let woken = Arc::new(Count::default());
            let (quiet, counting) = (Waker::noop().clone(), Waker::from(Arc::clone(&woken)));
            let mut first = Box::pin(gate.enter());
            let Poll::Ready(pass) = first.as_mut().poll(&mut Context::from_waker(&quiet)) else {
                panic!("{case}: an open gate holds nobody up");
            };
            let mut other = Some(Box::pin(gate.enter()));
            for _ in 0..polls {
                let waiting = other
                    .as_mut()
                    .map(|enter| enter.as_mut().poll(&mut Context::from_waker(&quiet)).is_pending());
                assert_eq!(waiting, Some(true), "{case}");
            }
            let mut last = pin!(gate.enter());
            assert!(last.as_mut().poll(&mut Context::from_waker(&counting)).is_pending(), "{case}");
            if !stays {
                other = None;
            }
            drop(pass);
            if let Some(enter) = &mut other {
                let Poll::Ready(pass) = enter.as_mut().poll(&mut Context::from_waker(&quiet)) else {
                    panic!("{case}: the place is free");
                };
                assert!(last.as_mut().poll(&mut Context::from_waker(&counting)).is_pending(), "{case}");
                woken.0.store(0, Ordering::Relaxed);
                drop(pass);
            }
            assert!(woken.0.load(Ordering::Relaxed) > 0, "{case}: nobody woke the last one");
            assert!(last.as_mut().poll(&mut Context::from_waker(&counting)).is_ready(), "{case}");
        }
    }
}
