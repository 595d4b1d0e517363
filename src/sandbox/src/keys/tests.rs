use jiff::SignedDuration;

use super::{KeyState, Keys};
use crate::testing::{HOME, account, key, now, world};

#[test]
fn keys_are_saved_and_loaded() {
    let mut keys = Keys::default();
    let mut pending = key("key-2", Some("kst-main"));
    pending.state = KeyState::PendingDeletion { at: now() };
    pending.tags.insert("team".to_owned(), "pay".to_owned());
    keys.add(key("key-1", None));
    keys.add(pending);
    let saved = serde_json::to_string(&keys).unwrap();
    assert_eq!(serde_json::from_str::<Keys>(&saved).unwrap(), keys);
}

#[test]
fn material_is_not_shown() {
    let shown = format!("{:?}", key("key-1", None));
    assert!(shown.contains("Material(…)") && !shown.contains("7, 7"), "{shown}");
}

#[test]
fn a_key_is_gone_when_its_time_has_come() {
    let mut world = world();
    for (id, days) in [("key-1", 7), ("key-2", 8)] {
        let at = now() + SignedDuration::from_hours(24 * days);
        world.keys.add(super::Key { state: KeyState::PendingDeletion { at }, ..key(id, Some("kst-main")) });
    }
    // Seconds before or after seven days → keys left.
    for (seconds, left) in [(-1, &["key-1", "key-2"][..]), (0, &["key-2"])] {
        world.delete_due_keys(now() + SignedDuration::from_secs(7 * 86_400 + seconds));
        let (home, region) = (account(HOME), "cn-hangzhou".into());
        let ids: Vec<&str> = world.keys.owned(&home, &region).map(|key| key.id.as_str()).skip(2).collect();
        assert_eq!(ids, left, "{seconds}");
    }
    assert_eq!(world.keys.inside(&"kst-main".into()).count(), 1);
}
