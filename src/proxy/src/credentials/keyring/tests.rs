use super::{Keyring, renew_at};
use crate::{
    config::{Clock, DebugClock},
    credentials::{
        error::IssueError,
        issue::{Issued, Issuer, Issuing},
    },
};
use jiff::{SignedDuration, Timestamp};
use kms_signer::Credential;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::time::{Instant, advance, sleep};

/// Gives out numbered credentials for an hour, each after a second, or refuses.
#[derive(Clone, Debug)]
struct Source {
    clock: DebugClock,
    asked: Arc<AtomicUsize>,
    refuses: Arc<AtomicBool>,
}

impl Issuer for Source {
    fn issue(&self) -> Issuing<'_> {
        Box::pin(async {
            let number = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
            sleep(Duration::from_secs(1)).await;
            if self.refuses.load(Ordering::SeqCst) {
                return Err(IssueError::new("the test", format!("refusal {number}")));
            }
            let credential = Credential {
                access_key_id: number.to_string(),
                access_key_secret: "canary".into(),
                security_token: Some("canary".into()),
            };
            Ok(Issued { credential, expires: self.clock.now() + SignedDuration::from_hours(1) })
        })
    }
}

/// A clock that goes with the paused one of the runtime.
fn source() -> (Source, Keyring) {
    let (start, from) = (Instant::now(), "2026-11-24T08:00:00Z".parse::<Timestamp>().unwrap());
    let clock: Clock = Arc::new(move || from + SignedDuration::try_from(start.elapsed()).unwrap());
    let clock = DebugClock::from(clock);
    let source = Source { clock: clock.clone(), asked: Arc::default(), refuses: Arc::default() };
    (source.clone(), Keyring::renewed(Box::new(source), clock))
}

async fn id(keyring: &Keyring) -> String {
    keyring.current().await.map_or_else(|error| error.to_string(), |credential| credential.access_key_id)
}

#[tokio::test(start_paused = true)]
async fn many_callers_ask_once() {
    let (source, keyring) = source();
    let callers: Vec<_> = (0..50)
        .map(|_| {
            let keyring = keyring.clone();
            tokio::spawn(async move { id(&keyring).await })
        })
        .collect();
    for caller in callers {
        assert_eq!(caller.await.unwrap(), "1");
    }
    assert_eq!(source.asked.load(Ordering::SeqCst), 1);
    assert_eq!(keyring.expires().unwrap().to_string(), "2026-11-24T09:00:01Z");
    assert!(!format!("{keyring:?}").contains("canary"));
}

#[tokio::test(start_paused = true)]
async fn renewal_comes_before_the_end_and_nobody_waits_for_it() {
    let (source, keyring) = source();
    assert_eq!(id(&keyring).await, "1");
    advance(Duration::from_secs(43 * 60)).await;
    assert_eq!(id(&keyring).await, "1");
    sleep(Duration::from_secs(2)).await;
    assert_eq!(source.asked.load(Ordering::SeqCst), 1, "not before 45 minutes less a tenth of the margin");
    advance(Duration::from_secs(2 * 60)).await;
    let started = Instant::now();
    for _ in 0..10 {
        assert_eq!(id(&keyring).await, "1");
    }
    assert_eq!(started.elapsed(), Duration::ZERO, "served at once while a renewal runs");
    sleep(Duration::from_secs(2)).await;
    assert_eq!(source.asked.load(Ordering::SeqCst), 2);
    assert_eq!(id(&keyring).await, "2");
}

#[tokio::test(start_paused = true)]
async fn the_old_ones_serve_until_they_end_when_new_ones_are_refused() {
    let (source, keyring) = source();
    assert_eq!(id(&keyring).await, "1");
    source.refuses.store(true, Ordering::SeqCst);
    for minute in 0..59 {
        assert_eq!(id(&keyring).await, "1", "minute {minute}");
        sleep(Duration::from_mins(1)).await;
    }
    let tries = source.asked.load(Ordering::SeqCst) - 1;
    assert!((10..=16).contains(&tries), "one a minute: {tries}");
    sleep(Duration::from_mins(2)).await;
    let refusal = id(&keyring).await;
    assert!(refusal.starts_with("cannot get credentials from the test: refusal "), "{refusal}");
    source.refuses.store(false, Ordering::SeqCst);
    assert!(id(&keyring).await.parse::<u32>().is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_refusal_goes_to_all_who_waited_for_it() {
    let (source, keyring) = source();
    source.refuses.store(true, Ordering::SeqCst);
    let callers: Vec<_> = (0..20)
        .map(|_| {
            let keyring = keyring.clone();
            tokio::spawn(async move { id(&keyring).await })
        })
        .collect();
    for caller in callers {
        assert!(caller.await.unwrap().ends_with("refusal 1"));
    }
}

#[tokio::test(start_paused = true)]
async fn those_that_the_cloud_calls_ended_are_renewed_once() {
    let (source, keyring) = source();
    let first = keyring.current().await.unwrap();
    assert!(keyring.renew(&first));
    assert_eq!(id(&keyring).await, "2");
    assert!(keyring.renew(&first), "renewed by somebody else meanwhile");
    assert_eq!(id(&keyring).await, "2");
    assert_eq!(source.asked.load(Ordering::SeqCst), 2);
    assert!(!Keyring::fixed(first.clone()).renew(&first));
}

#[test]
fn the_margin_is_a_quarter_up_to_a_quarter_of_an_hour() {
    let now: Timestamp = "2026-11-24T08:00:00Z".parse().unwrap();
    for (lifetime, margin) in [(60, 15.0), (20, 5.0), (720, 15.0), (4, 1.0)] {
        let expires = now + SignedDuration::from_mins(lifetime);
        let mut before: Vec<f64> =
            (0..200).map(|_| expires.duration_since(renew_at(now, expires)).as_secs_f64() / 60.0).collect();
        before.sort_by(f64::total_cmp);
        assert!(before[0] >= margin && before[199] <= margin * 1.1, "{lifetime}: {before:?}");
        assert!(before[199] - before[0] > margin * 0.01, "by chance");
    }
}
