use super::{Flight, Joined, Key, Reads};
use crate::{answer::Answer, error::ProxyError};
use kms_api::{Parameters, Product};
use std::time::Duration;
use tokio::time::{advance, timeout};

const KEPT: Duration = Duration::from_secs(3);

fn key(region: &str, id: &str) -> Key {
    let parameters = Parameters::from([("KmsInstanceId".to_owned(), id.to_owned())]);
    Key { product: Product::Kms, region: region.into(), operation: "GetKmsInstance", parameters }
}

fn answer(text: &str) -> Answer {
    Answer { body: text.to_owned().into(), request_id: String::new() }
}

/// `kept <text>`, `follow` or `lead`; whoever leads is dropped.
fn joined(reads: &Reads, key: &Key) -> String {
    match reads.join(key, false) {
        Joined::Kept(answer) => format!("kept {}", String::from_utf8_lossy(&answer.body)),
        Joined::Follow(_) => "follow".to_owned(),
        Joined::Lead(..) => "lead".to_owned(),
    }
}

fn lead(reads: &Reads, key: &Key, fresh: bool) -> Flight {
    match reads.join(key, fresh) {
        Joined::Lead(flight, _) => flight,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn equal_reads_share_one_call_and_its_outcome() {
    let reads = Reads::new(Duration::ZERO);
    let (key, other) = (key("cn-hangzhou", "kst-1"), key("cn-hangzhou", "kst-2"));
    for outcome in [Ok(answer("1")), Err(ProxyError::timeout())] {
        let flight = lead(&reads, &key, false);
        let Joined::Follow(mut follower) = reads.join(&key, false) else { panic!() };
        assert_eq!(joined(&reads, &other), "lead");
        let expected =
            outcome.as_ref().map(|answer| answer.body.clone()).map_err(|error| error.public.clone());
        flight.land(outcome);
        let found = follower.wait_for(Option::is_some).await.unwrap().clone().unwrap();
        assert_eq!(found.map(|answer| answer.body).map_err(|error| error.public), expected);
        assert_eq!(joined(&reads, &key), "lead", "nothing is kept");
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_given_up_leaves_the_way_free() {
    let reads = Reads::new(KEPT);
    let key = key("cn-hangzhou", "kst-1");
    let flight = lead(&reads, &key, false);
    let Joined::Follow(mut follower) = reads.join(&key, false) else { panic!() };
    drop(flight);
    assert!(follower.wait_for(Option::is_some).await.is_err());
    assert_eq!(joined(&reads, &key), "lead");
}

#[tokio::test(start_paused = true)]
async fn a_call_is_given_up_when_the_last_who_waits_has_gone() {
    let reads = Reads::new(KEPT);
    let key = key("cn-hangzhou", "kst-1");
    let Joined::Lead(flight, leader) = reads.join(&key, false) else { panic!() };
    let Joined::Follow(follower) = reads.join(&key, false) else { panic!() };
    drop(leader);
    assert!(timeout(Duration::from_secs(1), flight.abandoned()).await.is_err(), "somebody waits");
    drop(follower);
    timeout(Duration::from_secs(1), flight.abandoned()).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn successes_are_kept_for_a_moment_and_errors_are_not() {
    let reads = Reads::new(KEPT);
    let key = key("cn-hangzhou", "kst-1");
    lead(&reads, &key, false).land(Err(ProxyError::timeout()));
    assert_eq!(joined(&reads, &key), "lead");
    lead(&reads, &key, false).land(Ok(answer("1")));
    assert_eq!(joined(&reads, &key), "kept 1");
    advance(KEPT - Duration::from_millis(1)).await;
    assert_eq!(joined(&reads, &key), "kept 1");
    advance(Duration::from_millis(1)).await;
    assert_eq!(joined(&reads, &key), "lead");
}

#[tokio::test(start_paused = true)]
async fn the_age_counts_from_the_start_of_the_call() {
    let reads = Reads::new(KEPT);
    let key = key("cn-hangzhou", "kst-1");
    let slow = lead(&reads, &key, false);
    advance(KEPT).await;
    slow.land(Ok(answer("1")));
    assert_eq!(joined(&reads, &key), "lead");
}

#[tokio::test(start_paused = true)]
async fn a_fresh_read_takes_nothing_from_before_it_and_wins_over_it() {
    let reads = Reads::new(KEPT);
    let key = key("cn-hangzhou", "kst-1");
    lead(&reads, &key, false).land(Ok(answer("kept")));
    advance(Duration::from_millis(1)).await;
    let earlier = lead(&reads, &key, true);
    advance(Duration::from_millis(1)).await;
    let later = lead(&reads, &key, true);
    later.land(Ok(answer("later")));
    earlier.land(Ok(answer("earlier")));
    assert_eq!(joined(&reads, &key), "kept later");
}

#[tokio::test(start_paused = true)]
async fn no_answer_from_before_a_write_is_given_after_it() {
    let reads = Reads::new(KEPT);
    let (here, there) = (key("cn-hangzhou", "kst-1"), key("cn-shanghai", "kst-1"));
    lead(&reads, &here, false).land(Ok(answer("old")));
    lead(&reads, &there, false).land(Ok(answer("old")));
    let on_its_way = lead(&reads, &key("cn-hangzhou", "kst-2"), false);

    let mut write = reads.write(Product::Kms, &"cn-hangzhou".into());
    assert_eq!(joined(&reads, &here), "lead", "a write that has begun may be in effect");
    assert_eq!(joined(&reads, &there), "kept old", "other regions are as they were");
    let during = lead(&reads, &here, false);
    write.is_clear();
    drop(write);
    assert_eq!(joined(&reads, &here), "lead", "not even shared with a read that began during the write");
    during.land(Ok(answer("either")));
    assert_eq!(joined(&reads, &here), "lead");
    on_its_way.land(Ok(answer("old")));
    assert_eq!(joined(&reads, &key("cn-hangzhou", "kst-2")), "lead");

    lead(&reads, &here, false).land(Ok(answer("new")));
    assert_eq!(joined(&reads, &here), "kept new");
    let mut global = reads.write(Product::Ram, &"cn-hangzhou".into());
    global.is_clear();
    drop(global);
    assert_eq!(joined(&reads, &here), "lead");
    assert_eq!(joined(&reads, &there), "lead");
}

#[tokio::test(start_paused = true)]
async fn nothing_is_kept_for_a_while_after_a_write_without_a_clear_end() {
    let reads = Reads::new(KEPT);
    let key = key("cn-hangzhou", "kst-1");
    drop(reads.write(Product::Kms, &"cn-hangzhou".into()));
    lead(&reads, &key, false).land(Ok(answer("1")));
    assert_eq!(joined(&reads, &key), "lead");
    advance(super::DISTRUST).await;
    lead(&reads, &key, false).land(Ok(answer("2")));
    assert_eq!(joined(&reads, &key), "kept 2");
}

#[tokio::test(start_paused = true)]
async fn number_and_bytes_are_limited() {
    let reads = Reads::new(KEPT);
    for number in 0..5_000 {
        lead(&reads, &key("cn-hangzhou", &number.to_string()), false).land(Ok(answer("x")));
        advance(Duration::from_micros(1)).await;
    }
    assert_eq!(reads.lock().store.size(), (2_048, 2_048));
    let large = "x".repeat(1024 * 1024);
    for number in 0..40 {
        lead(&reads, &key("cn-hangzhou", &number.to_string()), true).land(Ok(answer(&large)));
        advance(Duration::from_micros(1)).await;
    }
    let (count, bytes) = reads.lock().store.size();
    assert!(count <= 17 && bytes <= 16 * 1024 * 1024, "{count} {bytes}");
    assert_eq!(joined(&reads, &key("cn-hangzhou", "39")), format!("kept {large}"));
    advance(KEPT).await;
    lead(&reads, &key("cn-hangzhou", "new"), false).land(Ok(answer("x")));
    assert_eq!(reads.lock().store.size(), (1, 1));
}
