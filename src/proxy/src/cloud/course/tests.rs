use super::{Class, Course, Step};
use crate::{
    answer::{Failure, Kind},
    error::ProxyError,
};
use kms_api::{Product, catalog};
use std::time::Duration;
use tokio::time::{Instant, advance};

const TOTAL: Duration = Duration::from_secs(10);

fn failure(kind: Kind) -> Failure {
    Failure::new(kind, ProxyError::internal())
}

/// Calls that are made when every try fails the same way, and how long that takes.
async fn calls(class: Class, kind: Kind, retry_after: u64) -> (u32, Duration) {
    let mut course = Course::new(class, TOTAL);
    let started = Instant::now();
    let mut failure = failure(kind);
    failure.retry_after = (retry_after > 0).then(|| Duration::from_millis(retry_after));
    for number in 1.. {
        course.start();
        match course.next(&failure) {
            Step::Again(pause) => advance(pause).await,
            Step::GiveUp => return (number, started.elapsed()),
        }
    }
    unreachable!()
}

#[tokio::test(start_paused = true)]
async fn every_cell_of_the_table() {
    use Class::{OtherWrite, Read, ReplaceAll};
    let cases = [
        (Kind::NotSent, [3, 2, 2]),
        (Kind::Throttled, [3, 1, 2]),
        (Kind::Clock, [2, 1, 2]),
        (Kind::Expired, [2, 1, 2]),
        (Kind::NonceUsed, [2, 1, 1]),
        (Kind::Ambiguous, [3, 1, 1]),
        (Kind::Refused, [1, 1, 1]),
    ];
    for (kind, expected) in cases {
        for (class, expected) in [Read, ReplaceAll, OtherWrite].into_iter().zip(expected) {
            assert_eq!(calls(class, kind, 0).await.0, expected, "{kind:?} {class:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn waits_grow_and_differ_and_obey_the_cloud() {
    for _ in 0..50 {
        let (_, took) = calls(Class::Read, Kind::Throttled, 0).await;
        assert!((300..=600).contains(&took.as_millis()), "{took:?}");
    }
    assert_eq!(calls(Class::Read, Kind::Throttled, 1_500).await, (3, Duration::from_secs(3)));
    assert_eq!(calls(Class::Read, Kind::Throttled, 5_000).await, (2, Duration::from_secs(5)));
    assert_eq!(calls(Class::Read, Kind::Throttled, 60_000).await, (1, Duration::ZERO));
}

#[tokio::test(start_paused = true)]
async fn tries_of_a_read_share_the_time_of_one_call() {
    let mut course = Course::new(Class::Read, TOTAL);
    assert_eq!(course.start(), TOTAL);
    advance(Duration::from_secs(8)).await;
    let Step::Again(pause) = course.next(&failure(Kind::Ambiguous)) else { panic!() };
    advance(pause).await;
    let left = course.start();
    assert!(left < Duration::from_secs(2), "{left:?}");
    advance(left).await;
    assert_eq!(course.next(&failure(Kind::Ambiguous)), Step::GiveUp);

    let mut write = Course::new(Class::OtherWrite, TOTAL);
    write.start();
    advance(Duration::from_secs(3)).await;
    assert!(matches!(write.next(&failure(Kind::NotSent)), Step::Again(_)));
    assert_eq!(write.start(), TOTAL);
}

#[test]
fn the_three_writes_that_replace_all_are_known() {
    let class = |name| Class::of(catalog::find(Product::Kms, name).unwrap());
    assert_eq!(class("GetKmsInstance"), Class::Read);
    assert_eq!(class("CreateKey"), Class::OtherWrite);
    for name in super::REPLACE_ALL {
        assert_eq!(class(name), Class::ReplaceAll);
    }
}
