use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use super::*;

/// A task that is polled by hand; each poll is one that its waker asked for or not, which must not matter.
struct Task {
    future: Pin<Box<dyn Future<Output = Option<u32>>>>,
    end: Option<Option<u32>>,
}

/// Plays a course of events: `ask N`, `answer N` (of the engine), `drop N` (the screen is gone).
fn play(events: &str) -> (Vec<u32>, BTreeMap<u32, Option<u32>>) {
    let latest = Latest::default();
    let asked = Rc::new(RefCell::new(Vec::new()));
    let mut tasks = BTreeMap::<u32, Task>::new();
    let mut answers = BTreeMap::<u32, Rc<Cell<bool>>>::new();
    for event in events.split(", ") {
        let (what, number) = event.split_once(' ').unwrap();
        let number: u32 = number.parse().unwrap();
        match what {
            "ask" => {
                let answered = Rc::new(Cell::new(false));
                answers.insert(number, Rc::clone(&answered));
                let (latest, asked) = (latest.clone(), Rc::clone(&asked));
                let future = Box::pin(async move {
                    latest
                        .ask(async || {
                            asked.borrow_mut().push(number);
                            std::future::poll_fn(|_| {
                                if answered.get() { Poll::Ready(number) } else { Poll::Pending }
                            })
                            .await
                        })
                        .await
                });
                tasks.insert(number, Task { future, end: None });
            }
            "answer" => answers[&number].set(true),
            "drop" => drop(tasks.remove(&number)),
            _ => panic!("no event {event}"),
        }
        // Twice: what the first round frees, the second may take.
        for _ in 0..2 {
            for task in tasks.values_mut().filter(|task| task.end.is_none()) {
                if let Poll::Ready(end) = task.future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
                    task.end = Some(end);
                }
            }
        }
    }
    let ended = tasks.iter().filter_map(|(number, task)| task.end.map(|end| (*number, end))).collect();
    (asked.take(), ended)
}

/// A course of events, the questions that reached the engine, and what became of each.
struct Course {
    events: &'static str,
    asked: &'static [u32],
    ended: &'static [(u32, Option<u32>)],
}

#[test]
fn only_the_newest_question_waits() {
    let course = |events, asked, ended| Course { events, asked, ended };
    for (case, Course { events, asked, ended }) in [
        (
            "one after the other",
            course("ask 1, answer 1, ask 2, answer 2", &[1, 2], &[(1, Some(1)), (2, Some(2))]),
        ),
        ("the second waits", course("ask 1, ask 2", &[1], &[])),
        (
            "those between are never asked",
            course(
                "ask 1, ask 2, ask 3, ask 4, answer 1, answer 4",
                &[1, 4],
                &[(1, Some(1)), (2, None), (3, None), (4, Some(4))],
            ),
        ),
        ("they end before the first is answered", course("ask 1, ask 2, ask 3", &[1], &[(2, None)])),
        (
            "a screen that goes lets the next one ask",
            course("ask 1, ask 2, drop 1, answer 2", &[1, 2], &[(2, Some(2))]),
        ),
        (
            "one that waited and went blocks nobody",
            course("ask 1, ask 2, drop 2, answer 1, ask 3", &[1, 3], &[(1, Some(1))]),
        ),
    ] {
        assert_eq!(play(events), (asked.to_vec(), ended.iter().copied().collect()), "{case}");
    }
}

#[test]
fn who_waits_is_woken() {
    struct Count(std::sync::atomic::AtomicUsize);
    impl std::task::Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        }
    }
    for (case, newer) in [("by the end of the question before", false), ("by a newer question", true)] {
        let latest = Latest::default();
        let count = Arc::new(Count(0.into()));
        let Poll::Ready(Some(turn)) =
            std::pin::pin!(latest.turn()).poll(&mut Context::from_waker(Waker::noop()))
        else {
            panic!("{case}: the first one need not wait");
        };
        let waker = Waker::from(Arc::clone(&count));
        let mut waits = std::pin::pin!(latest.turn());
        assert!(waits.as_mut().poll(&mut Context::from_waker(&waker)).is_pending(), "{case}");
        if newer {
            drop(latest.turn());
        } else {
            drop(turn);
        }
        assert_eq!(count.0.load(std::sync::atomic::Ordering::Relaxed), 1, "{case}");
    }
}
