use jiff::SignedDuration;

use super::{KeyState, Keys};
use crate::testing::{Example, HOME, account, key, now, world};

/// Parameters with which the operations of keys are carried out in the test world.
pub(crate) const EXAMPLES: &[Example] = &[
    ("GetKeyPolicy", &[("KeyId", "key-second")]),
    (
        "SetKeyPolicy",
        &[
            ("KeyId", "key-second"),
            (
                "Policy",
                r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":"kms:*","Resource":"*","Principal":{"RAM":"acs:ram::1147203918250263:*"}}]}"#,
            ),
        ],
    ),
    ("CancelKeyDeletion", &[("KeyId", "key-leaving")]),
    ("CreateAlias", &[("KeyId", "key-second"), ("AliasName", "alias/new")]),
    ("CreateKey", &[("DKMSInstanceId", "kst-second")]),
    ("Decrypt", &[("CiphertextBlob", CIPHERTEXT)]),
    ("DeleteAlias", &[("AliasName", "alias/second")]),
    ("DescribeKey", &[("KeyId", "key-second")]),
    (
        "DescribeKeyVersion",
        &[("KeyId", "key-second"), ("KeyVersionId", "ce311d08-0d20-49fd-aa09-cff29d21e909")],
    ),
    ("DisableKey", &[("KeyId", "key-second")]),
    ("EnableKey", &[("KeyId", "key-second")]),
    ("Encrypt", &[("KeyId", "key-second"), ("Plaintext", "aGVsbG8=")]),
    ("GenerateDataKey", &[("KeyId", "key-second")]),
    ("ListAliasesByKeyId", &[("KeyId", "key-second")]),
    ("ListKeyVersions", &[("KeyId", "key-second")]),
    ("ScheduleKeyDeletion", &[("KeyId", "key-second"), ("PendingWindowInDays", "7")]),
    ("SetDeletionProtection", &[("KeyId", "key-second"), ("EnableDeletionProtection", "true")]),
    ("UpdateAlias", &[("KeyId", "key-second"), ("AliasName", "alias/second")]),
    ("UpdateKeyDescription", &[("KeyId", "key-second"), ("Description", "of the second instance")]),
];

/// `hello`, encrypted with `key-second`.
const CIPHERTEXT: &str =
    "Y2UzMTFkMDgtMGQyMC00OWZkLWFhMDktY2ZmMjlkMjFlOTA5PP/XCvZlwpCvNPUy9IZUg9iKttozLP2zV2BdyOElyAvD";

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
