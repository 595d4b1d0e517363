use super::{NonceLog, NonceRefused};
use jiff::Timestamp;

fn minute(minutes: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + minutes * 60).unwrap()
}

#[test]
fn a_nonce_is_used_up_for_thirty_minutes_per_key() {
    let mut log = NonceLog::default();
    assert_eq!(log.record("a", "n", minute(0)), Ok(()));
    assert_eq!(log.record("a", "n", minute(0)), Err(NonceRefused::Used));
    assert_eq!(log.record("b", "n", minute(0)), Ok(()), "other keys have nonces of their own");
    assert_eq!(log.record("a", "n", minute(30)), Err(NonceRefused::Used));
    assert_eq!(log.record("a", "n", minute(31)), Ok(()));
}

#[test]
fn key_and_nonce_do_not_run_into_each_other() {
    let mut log = NonceLog::default();
    assert_eq!(log.record("ab", "c", minute(0)), Ok(()));
    assert_eq!(log.record("a", "bc", minute(0)), Ok(()));
}

#[test]
fn a_full_log_refuses_new_nonces_and_still_knows_the_old_ones() {
    let mut log = NonceLog::with_capacity(2);
    assert_eq!(log.record("a", "1", minute(0)), Ok(()));
    assert_eq!(log.record("a", "2", minute(10)), Ok(()));
    assert_eq!(log.record("a", "3", minute(20)), Err(NonceRefused::Full));
    assert_eq!(log.record("a", "1", minute(20)), Err(NonceRefused::Used));
    assert_eq!(log.record("a", "3", minute(31)), Ok(()), "the first one has been forgotten by now");
    assert_eq!(log.record("a", "2", minute(31)), Err(NonceRefused::Used));
}
