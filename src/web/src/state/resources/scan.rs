//! A look at everything that a list holds: some at a time, with progress, and resumed where it was stopped.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::pin::Pin;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::paged::{PAGE, PagedList};
use crate::api::CallError;
use crate::api::gate::join;
use crate::bindings::now;

/// Looks at the same time: the rest of the gate is for what is in sight.
const AT_ONCE: usize = 3;

/// Where a scan stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Stand {
    /// It was never started.
    #[default]
    Never,
    /// It is running.
    Running,
    /// It was stopped.
    Stopped,
    /// It could not go on.
    Failed(CallError),
    /// All was looked at.
    Done,
}

/// How a look ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Look {
    /// There is an outcome, be it an error.
    Settled,
    /// The whole scan must wait: the cloud or the console's server refuses everything.
    Halt(CallError),
}

/// A look that runs.
pub type Looking = Pin<Box<dyn Future<Output = Look>>>;

/// A scan.
#[derive(Clone, Copy, Debug)]
pub struct Scan {
    /// Where it stands.
    pub stand: RwSignal<Stand>,
    /// How many were looked at.
    pub done: RwSignal<usize>,
    turn: StoredValue<u32>,
    /// When the scan began that is going on; what was looked at since is not looked at again.
    since: StoredValue<f64>,
}

impl Scan {
    /// A scan that was never started.
    pub fn new() -> Self {
        Self {
            stand: RwSignal::new(Stand::Never),
            done: RwSignal::new(0),
            turn: StoredValue::new(0),
            since: StoredValue::new(0.0),
        }
    }

    /// Starts anew, or goes on after a stop. `look` hears since when the scan is going on, and passes over what was
    /// looked at after that.
    pub fn start<T: Clone + Send + Sync + 'static>(
        self,
        list: PagedList<T>,
        look: impl Fn(T, f64) -> Looking + 'static,
    ) {
        match self.stand.get_untracked() {
            Stand::Running => return,
            Stand::Never | Stand::Done => self.since.set_value(now()),
            Stand::Stopped | Stand::Failed(_) => {}
        }
        let since = self.since.get_value();
        self.turn.update_value(|turn| *turn += 1);
        let turn = self.turn.get_value();
        self.done.set(0);
        self.stand.set(Stand::Running);
        let look: Rc<dyn Fn(T) -> Looking> = Rc::new(move |item| look(item, since));
        spawn_local(async move {
            let end = self.run(turn, list, look).await;
            if self.is_current(turn) {
                self.stand.try_set(end);
            }
        });
    }

    /// Stops: what runs is waited for, and nothing more is begun.
    pub fn stop(self) {
        if self.stand.try_with_untracked(|stand| *stand == Stand::Running) == Some(true) {
            self.turn.update_value(|turn| *turn += 1);
            self.stand.set(Stand::Stopped);
        }
    }

    fn is_current(self, turn: u32) -> bool {
        self.turn.try_get_value() == Some(turn)
    }

    async fn run<T: Clone + Send + Sync + 'static>(
        self,
        turn: u32,
        list: PagedList<T>,
        look: Rc<dyn Fn(T) -> Looking>,
    ) -> Stand {
        for number in 1.. {
            let page = match list.get(number).await {
                Ok(page) => page,
                Err(error) => return Stand::Failed(error),
            };
            let queue: Rc<RefCell<VecDeque<T>>> = Rc::new(RefCell::new(page.items.iter().cloned().collect()));
            let halted: Rc<RefCell<Option<CallError>>> = Rc::default();
            let workers = (0..AT_ONCE).map(|_| {
                let (queue, halted, look) = (Rc::clone(&queue), Rc::clone(&halted), Rc::clone(&look));
                Box::pin(async move {
                    while self.is_current(turn) && halted.borrow().is_none() {
                        let Some(item) = queue.borrow_mut().pop_front() else { break };
                        match look(item).await {
                            Look::Settled if self.is_current(turn) => self.done.update(|done| *done += 1),
                            Look::Settled => {}
                            Look::Halt(error) => *halted.borrow_mut() = Some(error),
                        }
                    }
                })
            });
            join(workers.collect()).await;
            if let Some(error) = halted.borrow_mut().take() {
                return Stand::Failed(error);
            }
            let seen = number as usize * PAGE as usize;
            if !self.is_current(turn) || page.items.is_empty() || seen >= page.total {
                break;
            }
        }
        Stand::Done
    }
}
