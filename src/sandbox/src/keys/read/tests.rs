use jiff::SignedDuration;
use kms_api::Product;
use serde_json::json;

use crate::instances::State;
use crate::keys::KeyVersion;
use crate::testing::{HOME, Refusal, assert_refused, call, instance, key, now, texts, uuid_of, world};
use crate::world::World;

/// `key-old` with 12 versions, each a day younger than the one before, in an instance that is gone.
fn furnished() -> World {
    let mut world = world();
    world.instances.add(instance("kst-gone", State::Disconnected { since: now() }));
    let mut old = key("key-old", Some("kst-gone"));
    old.rotation_seconds = Some(86_400);
    old.versions = (0..12)
        .map(|day| KeyVersion {
            id: format!("version-{day}"),
            created: now() - SignedDuration::from_hours(24 * (12 - day)),
            material: None,
        })
        .collect();
    world.keys.add(old);
    world
}

#[test]
fn a_key_of_an_instance_that_is_gone_can_still_be_looked_at() {
    let told = furnished().call(&call(Product::Kms, "DescribeKey", &[("KeyId", "key-old")])).unwrap();
    let expected = json!({
        "Arn": format!("acs:kms:cn-hangzhou:{HOME}:key/key-old"), "AutomaticRotation": "Enabled",
        "CreationDate": "2026-11-22T08:00:00Z", "Creator": HOME, "DKMSInstanceId": "kst-gone",
        "DeletionProtection": "Disabled", "DeletionProtectionDescription": "", "Description": "", "KeyId": "key-old",
        "KeySpec": "Aliyun_AES_256", "KeyState": "Enabled", "KeyUsage": "ENCRYPT/DECRYPT",
        "LastRotationDate": "2026-11-21T08:00:00Z", "MaterialExpireTime": "", "NextRotationDate": "2026-11-22T08:00:00Z",
        "Origin": "Aliyun_KMS", "PrimaryKeyVersion": "version-11", "ProtectionLevel": "SOFTWARE",
        "RotationInterval": "86400s",
    });
    assert_eq!(told["KeyMetadata"], expected);
}

#[test]
fn versions_come_newest_first() {
    let mut world = furnished();
    for (parameters, expected) in [
        (&[][..], &["version-11", "version-10", "version-9"][..]),
        (&[("PageNumber", "2")], &["version-1", "version-0"]),
        (&[("PageNumber", "3")], &[]),
        (&[("PageSize", "1"), ("PageNumber", "12")], &["version-0"]),
    ] {
        let parameters = [&[("KeyId", "key-old")], parameters].concat();
        let answer = world.call(&call(Product::Kms, "ListKeyVersions", &parameters)).unwrap();
        let ids = texts(&answer, "/KeyVersions/KeyVersion", "KeyVersionId");
        assert!(ids.starts_with(&expected.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>()), "{ids:?}");
        assert_eq!(answer["TotalCount"], json!(12));
    }
    let one = [("KeyId", "key-old"), ("KeyVersionId", "version-3")];
    let answer = world.call(&call(Product::Kms, "DescribeKeyVersion", &one)).unwrap();
    let expected =
        json!({"KeyId": "key-old", "KeyVersionId": "version-3", "CreationDate": "2026-11-13T08:00:00Z"});
    assert_eq!(answer, json!({"KeyVersion": expected}));
}

#[test]
fn refused_calls() {
    let missing: Refusal = (400, "MissingParameter", "needed but no provided");
    let no_key: Refusal = (404, "Forbidden.KeyNotFound", "The specified Key is not found.");
    let foreign = uuid_of("key-second");
    type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], Refusal);
    let cases: &[Case<'_>] = &[
        ("DescribeKey", &[], missing),
        ("DescribeKey", &[("KeyId", "key-none")], no_key),
        ("DescribeKey", &[("KeyId", "alias/none")], (404, "Forbidden.AliasNotFound", "Alias is not found.")),
        ("DescribeKeyVersion", &[("KeyId", "key-old")], missing),
        (
            "DescribeKeyVersion",
            &[("KeyId", "key-old"), ("KeyVersionId", &foreign)],
            (404, "Forbidden.KeyVersionNotFound", "The specified Key version is not found."),
        ),
        ("ListKeyVersions", &[("KeyId", "key-none")], no_key),
        (
            "ListKeyVersions",
            &[("KeyId", "key-old"), ("PageSize", "101")],
            (400, "InvalidParameter", "PageSize must be a whole number from 1 to 100."),
        ),
    ];
    for (operation, parameters, expected) in cases {
        let answer = furnished().call(&call(Product::Kms, operation, parameters));
        assert_refused(&format!("{operation} {parameters:?}"), &answer, *expected);
    }
}
