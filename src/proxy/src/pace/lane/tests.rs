use super::{Full, Lane};
use crate::pace::CallerId;
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::time::{Instant, advance, timeout};

type Log = Arc<Mutex<Vec<(String, Duration)>>>;

/// Starts `count` calls of a caller; each writes down when it went.
fn crowd(lane: &Arc<Lane>, log: &Log, name: &str, count: usize) {
    let started = Instant::now();
    for _ in 0..count {
        let (lane, log, name) = (Arc::clone(lane), Arc::clone(log), name.to_owned());
        tokio::spawn(async move {
            lane.enter(&CallerId::named(&name)).await.unwrap();
            log.lock().unwrap().push((name, started.elapsed()));
        });
    }
}

async fn until(log: &Log, count: usize) {
    while log.lock().unwrap().len() < count {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn no_second_has_more_calls_than_the_rate_and_one() {
    let (lane, log) = (Arc::new(Lane::new(Some(15), 2048)), Log::default());
    crowd(&lane, &log, "page", 150);
    until(&log, 150).await;
    let times: Vec<Duration> = log.lock().unwrap().iter().map(|(_, at)| *at).collect();
    for (first, from) in times.iter().enumerate() {
        let within = times.iter().skip(first).filter(|at| **at < *from + Duration::from_secs(1)).count();
        assert!(within <= 16, "{within} calls in the second from {from:?}");
    }
    let total = times.last().unwrap().as_secs_f64();
    assert!((9.0..11.0).contains(&total), "150 calls took {total} s");
}

#[tokio::test(start_paused = true)]
async fn a_page_with_a_thousand_calls_delays_another_by_one() {
    let (lane, log) = (Arc::new(Lane::new(Some(15), 2048)), Log::default());
    crowd(&lane, &log, "greedy", 1_000);
    tokio::time::sleep(Duration::from_secs(1)).await;
    crowd(&lane, &log, "modest", 3);
    until(&log, 60).await;
    let log = log.lock().unwrap();
    let modest: Vec<f64> =
        log.iter().filter(|(name, _)| name == "modest").map(|(_, at)| at.as_secs_f64()).collect();
    assert_eq!(modest.len(), 3);
    assert!(modest.iter().all(|seconds| *seconds < 0.5), "{modest:?}");
}

#[tokio::test(start_paused = true)]
async fn one_queue_is_served_in_order() {
    let (lane, log) = (Arc::new(Lane::new(Some(100), 2048)), Log::default());
    let caller = CallerId::named("page");
    lane.enter(&caller).await.unwrap();
    for number in 0..20 {
        let (lane, log, caller) = (Arc::clone(&lane), Arc::clone(&log), caller.clone());
        tokio::spawn(async move {
            lane.enter(&caller).await.unwrap();
            log.lock().unwrap().push((format!("{number}"), Duration::ZERO));
        });
        tokio::task::yield_now().await;
    }
    until(&log, 20).await;
    let found: Vec<String> = log.lock().unwrap().iter().map(|(number, _)| number.clone()).collect();
    assert_eq!(found, (0..20).map(|number| number.to_string()).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_is_given_up_costs_nobody_a_turn() {
    let lane = Arc::new(Lane::new(Some(1), 2048));
    let (gone, stays) = (CallerId::named("gone"), CallerId::named("stays"));
    lane.enter(&gone).await.unwrap();
    for _ in 0..10 {
        assert!(timeout(Duration::from_millis(10), lane.enter(&gone)).await.is_err());
    }
    let started = Instant::now();
    lane.enter(&stays).await.unwrap();
    assert!(started.elapsed() <= Duration::from_secs(1), "{:?}", started.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_full_queue_refuses_at_once_and_only_its_own_caller() {
    let (lane, log) = (Arc::new(Lane::new(Some(1), 3)), Log::default());
    crowd(&lane, &log, "page", 4);
    tokio::time::sleep(Duration::from_millis(10)).await;
    assert_eq!(lane.enter(&CallerId::named("page")).await, Err(Full));
    assert_eq!(lane.enter(&CallerId::named("other")).await, Ok(()));
}

#[tokio::test(start_paused = true)]
async fn a_throttled_lane_halves_its_rate_and_recovers() {
    let lane = Arc::new(Lane::new(Some(10), 2048));
    let caller = CallerId::default();
    let one = async || {
        let started = Instant::now();
        lane.enter(&caller).await.unwrap();
        started.elapsed().as_millis()
    };
    one().await;
    assert!((95..=110).contains(&one().await));
    lane.slow_down();
    assert!((190..=210).contains(&one().await), "half the rate");
    for _ in 0..10 {
        lane.slow_down();
    }
    let slowest = one().await;
    assert!((500..=1_010).contains(&slowest), "never below a tenth: {slowest}");
    advance(Duration::from_secs(10)).await;
    one().await;
    assert!((95..=110).contains(&one().await), "the full rate again");
}

#[tokio::test(start_paused = true)]
async fn without_a_rate_nobody_waits() {
    let lane = Arc::new(Lane::new(None, 0));
    let started = Instant::now();
    for _ in 0..1_000 {
        lane.enter(&CallerId::default()).await.unwrap();
    }
    lane.slow_down();
    lane.enter(&CallerId::default()).await.unwrap();
    assert_eq!(started.elapsed(), Duration::ZERO);
}
