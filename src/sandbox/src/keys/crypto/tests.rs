use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use kms_api::Product;
use serde_json::Value;

use crate::call::{Call, Principal};
use crate::error::CloudError;
use crate::instances::State;
use crate::keys::{Key, KeyState};
use crate::resource_policy::ResourcePolicy;
use crate::testing::{
    HOME, OTHER, Refusal, assert_refused, call, instance, key, now, policy_for, root, uuid_of, world,
};
use crate::world::World;

const HELLO: &str = "aGVsbG8=";

fn encrypt(parameters: &[(&str, &str)]) -> Call {
    call(Product::Kms, "Encrypt", &[&[("Plaintext", HELLO)], parameters].concat())
}

fn decrypt(blob: &str, context: &str) -> Call {
    call(Product::Kms, "Decrypt", &[("CiphertextBlob", blob), ("EncryptionContext", context)])
}

fn text(answer: &Result<Value, CloudError>, member: &str) -> String {
    answer.as_ref().expect(member)[member].as_str().expect(member).to_owned()
}

/// One key for each reason to refuse cryptography.
fn furnished() -> World {
    let mut world = world();
    let pending = KeyState::PendingDeletion { at: "2027-01-01T00:00:00Z".parse().unwrap() };
    for (id, state) in
        [("off", KeyState::Disabled), ("leaving-soon", pending), ("import", KeyState::PendingImport)]
    {
        world.keys.add(Key { state, ..key(&format!("key-{id}"), None) });
    }
    world.keys.add(Key { spec: "RSA_2048".into(), ..key("key-rsa", None) });
    world.keys.add(Key { usage: "SIGN/VERIFY".into(), ..key("key-sign", None) });
    world.instances.add(instance("kst-gone", State::Disconnected { since: now() }));
    world.keys.add(key("key-gone", Some("kst-gone")));
    world.keys.add(key("key-plain", None));
    world
}

#[test]
fn what_was_encrypted_can_be_decrypted() {
    let arn = format!("acs:kms:cn-hangzhou:{HOME}:key/key-second");
    // Key, plaintext, context of both calls.
    for (id, plaintext, there, back) in [
        ("key-second", HELLO, "", ""),
        ("alias/second", HELLO, "", "{}"),
        (&arn, HELLO, r#"{"app":"pay","env":"prod"}"#, r#"{ "env" : "prod", "app" : "pay" }"#),
        ("key-plain", "AA==", "{}", ""),
        ("key-second", &BASE64.encode([9; 6_144]), "", ""),
    ] {
        let mut world = furnished();
        let parameters = [("KeyId", id), ("Plaintext", plaintext), ("EncryptionContext", there)];
        let sealed = world.call(&encrypt(&parameters));
        let opened = world.call(&decrypt(&text(&sealed, "CiphertextBlob"), back));
        assert_eq!(text(&opened, "Plaintext"), plaintext, "{id}");
        let key = if id == "key-plain" { id } else { "key-second" };
        for answer in [&sealed, &opened] {
            assert_eq!((text(answer, "KeyId"), text(answer, "KeyVersionId")), (key.to_owned(), uuid_of(key)));
        }
    }
}

#[test]
fn ciphertexts_differ_and_do_not_hold_the_plaintext() {
    let mut world = furnished();
    let mut again = encrypt(&[("KeyId", "key-second")]);
    let first = text(&world.call(&again), "CiphertextBlob");
    again.entropy = [9; 32].into();
    let second = text(&world.call(&again), "CiphertextBlob");
    assert_ne!(first, second);
    let bytes = BASE64.decode(first).unwrap();
    assert!(!bytes.windows(5).any(|window| window == b"hello"));
    assert_eq!(bytes.len(), 36 + 12 + 5 + 16);
}

#[test]
fn a_rotated_key_still_opens_what_its_older_version_made() {
    let mut world = furnished();
    let old = text(&world.call(&encrypt(&[("KeyId", "key-second")])), "CiphertextBlob");
    let mut version = key("key-newer", None).versions.remove(0);
    version.material = Some(crate::keys::Material([8; 32]));
    world.keys.get_mut("key-second").unwrap().versions.push(version);
    let new = world.call(&encrypt(&[("KeyId", "key-second")]));
    assert_eq!(text(&new, "KeyVersionId"), uuid_of("key-newer"));
    for blob in [&old, &text(&new, "CiphertextBlob")] {
        assert_eq!(text(&world.call(&decrypt(blob, "")), "Plaintext"), HELLO);
    }
}

#[test]
fn changed_ciphertexts_and_contexts_are_refused() {
    let broken: Refusal = (400, "InvalidParameter", "CiphertextBlob cannot be decrypted.");
    let mut world = furnished();
    let context = r#"{"app":"pay"}"#;
    let sealed = world.call(&encrypt(&[("KeyId", "key-second"), ("EncryptionContext", context)]));
    let blob = BASE64.decode(text(&sealed, "CiphertextBlob")).unwrap();
    // Every byte behind the version's id is authenticated.
    for place in 36..blob.len() {
        let mut changed = blob.clone();
        changed[place] ^= 1;
        assert_refused(&place.to_string(), &world.call(&decrypt(&BASE64.encode(changed), context)), broken);
    }
    let good = BASE64.encode(&blob);
    let moved = [uuid_of("key-plain").as_bytes(), &blob[36..]].concat();
    let unknown = [uuid_of("key-none").as_bytes(), &blob[36..]].concat();
    let no_key: Refusal = (404, "Forbidden.KeyNotFound", "The specified Key is not found.");
    for (case, blob, context, expected) in [
        ("no context", good.as_str(), "", broken),
        ("another value", &good, r#"{"app":"other"}"#, broken),
        ("another name", &good, r#"{"App":"pay"}"#, broken),
        ("more in the context", &good, r#"{"app":"pay","x":""}"#, broken),
        ("cut off", &BASE64.encode(&blob[..blob.len() - 1]), context, broken),
        ("without nonce", &BASE64.encode(&blob[..36]), context, broken),
        ("too short", "AAAA", context, broken),
        ("of another key", &BASE64.encode(moved), context, broken),
        ("of an unknown key", &BASE64.encode(unknown), context, no_key),
        ("no base64", "???", context, (400, "InvalidParameter", "CiphertextBlob must be base64.")),
    ] {
        assert_refused(case, &world.call(&decrypt(blob, context)), expected);
    }
    assert_eq!(text(&world.call(&decrypt(&good, context)), "Plaintext"), HELLO);
}

#[test]
fn data_keys_have_the_length_that_is_asked_for() {
    for (parameters, length) in [
        (&[][..], 32),
        (&[("KeySpec", "AES_256")], 32),
        (&[("KeySpec", "AES_128")], 16),
        (&[("NumberOfBytes", "1")], 1),
        (&[("NumberOfBytes", "1024"), ("KeySpec", "AES_128")], 1_024),
    ] {
        let mut world = furnished();
        let parameters =
            [&[("KeyId", "alias/second"), ("EncryptionContext", r#"{"a":"b"}"#)], parameters].concat();
        let mut call = call(Product::Kms, "GenerateDataKey", &parameters);
        let answer = world.call(&call);
        let plaintext = text(&answer, "Plaintext");
        assert_eq!(BASE64.decode(&plaintext).unwrap().len(), length, "{parameters:?}");
        let opened = world.call(&decrypt(&text(&answer, "CiphertextBlob"), r#"{"a":"b"}"#));
        assert_eq!(text(&opened, "Plaintext"), plaintext, "{parameters:?}");
        call.entropy = [9; 32].into();
        assert!(length == 1 || text(&world.call(&call), "Plaintext") != plaintext, "{parameters:?}");
    }
}

#[test]
fn keys_that_cannot_encrypt_refuse() {
    let rejected = |code, part| (409, code, part);
    let unsupported: Refusal = (400, "UnsupportedOperation", "This action is not supported.");
    let mut world = furnished();
    for (id, expected) in [
        ("key-off", rejected("Rejected.Disabled", "because the key state is Disabled.")),
        (
            "key-leaving-soon",
            rejected("Rejected.PendingDeletion", "because the key state is PendingDeletion."),
        ),
        ("key-import", rejected("Rejected.PendingImport", "because the key state is PendingImport.")),
        ("key-rsa", unsupported),
        ("key-sign", unsupported),
        ("key-gone", (403, "Forbidden.DKMSInstanceStateInvalid", "The DKMS instance state is invalid.")),
        ("key-none", (404, "Forbidden.KeyNotFound", "The specified Key is not found.")),
        ("alias/none", (404, "Forbidden.AliasNotFound", "The specified Alias is not found.")),
    ] {
        for operation in ["Encrypt", "GenerateDataKey"] {
            let call = call(Product::Kms, operation, &[("KeyId", id), ("Plaintext", HELLO)]);
            assert_refused(&format!("{operation} {id}"), &world.call(&call), expected);
        }
        if world.keys.get(id).is_some() {
            let blob = [uuid_of(id).as_bytes(), &[0; 60]].concat();
            assert_refused(
                &format!("Decrypt {id}"),
                &world.call(&decrypt(&BASE64.encode(blob), "")),
                expected,
            );
        }
    }
}

#[test]
fn bad_parameters_are_refused() {
    let missing: Refusal = (400, "MissingParameter", "needed but no provided");
    let own_word: Refusal = (400, "InvalidParameter", "The specified parameter is invalid.");
    let long = BASE64.encode([0; 6_145]);
    let key = ("KeyId", "key-second");
    type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], Refusal);
    let cases: &[Case<'_>] = &[
        ("Encrypt", &[key], missing),
        ("Encrypt", &[("Plaintext", HELLO)], missing),
        ("Encrypt", &[key, ("Plaintext", "hello!")], own_word),
        ("Encrypt", &[key, ("Plaintext", &long)], (400, "InvalidParameter", "at most 6144 bytes")),
        ("Encrypt", &[key, ("Plaintext", HELLO), ("EncryptionContext", r#"{"a":1}"#)], own_word),
        ("Encrypt", &[key, ("Plaintext", HELLO), ("DryRun", "1")], own_word),
        ("Encrypt", &[key, ("Plaintext", HELLO), ("DryRun", "true")], (400, "DryRunOperationError", "")),
        ("Decrypt", &[], missing),
        ("GenerateDataKey", &[key, ("DryRun", "true")], (400, "DryRunOperationError", "")),
        ("GenerateDataKey", &[("KeyId", "key-off"), ("DryRun", "true")], (409, "Rejected.Disabled", "")),
        ("GenerateDataKey", &[key, ("Recipient", "x")], (400, "UnsupportedOperation", "enclave")),
        (
            "GenerateDataKey",
            &[key, ("KeySpec", "AES_192")],
            (400, "InvalidParameter", "is not valid. KeySpec"),
        ),
        ("GenerateDataKey", &[key, ("NumberOfBytes", "0")], (400, "InvalidParameter", "from 1 to 1024")),
        ("GenerateDataKey", &[key, ("NumberOfBytes", "1025")], (400, "InvalidParameter", "from 1 to 1024")),
    ];
    let mut world = furnished();
    for (operation, parameters, expected) in cases {
        let case = format!("{operation} {parameters:?}");
        assert_refused(&case, &world.call(&call(Product::Kms, operation, parameters)), *expected);
    }
    let blob = text(&world.call(&encrypt(&[key])), "CiphertextBlob");
    let mut dry = decrypt(&blob, "");
    dry.parameters.insert("DryRun".into(), "true".into());
    assert_refused("dry run", &world.call(&dry), (400, "DryRunOperationError", ""));
}

#[test]
fn another_account_uses_a_key_by_its_arn_when_the_policy_names_it() {
    let mut world = furnished();
    let arn = format!("acs:kms:cn-hangzhou:{HOME}:key/key-second");
    let mut theirs = encrypt(&[("KeyId", &arn)]);
    theirs.caller = root(OTHER);
    let refused = (403, "Forbidden.NoPermission", "belongs to another account");
    assert_refused("before", &world.call(&theirs), refused);
    let policy = policy_for(&[&format!("acs:ram::{OTHER}:root")]);
    world.keys.get_mut("key-second").unwrap().policy = ResourcePolicy::try_from(policy).ok();
    let blob = text(&world.call(&theirs), "CiphertextBlob");
    let mut opening = decrypt(&blob, "");
    opening.caller = root(OTHER);
    assert_eq!(text(&world.call(&opening), "Plaintext"), HELLO);
    theirs.parameters.insert("KeyId".into(), "key-second".into());
    assert_refused("by id", &world.call(&theirs), (404, "Forbidden.KeyNotFound", "not found"));
}

#[test]
fn conditions_see_tags_algorithm_and_context() {
    for (condition, allowed) in [
        (r#"{"StringEquals":{"kms:tag/env":"prod"}}"#, true),
        (r#"{"StringEquals":{"kms:tag/env":"test"}}"#, false),
        (r#"{"StringEquals":{"kms:EncryptionAlgorithm":"SYMMETRIC_DEFAULT"}}"#, true),
        (r#"{"StringEquals":{"kms:EncryptionAlgorithm":"RSAES_OAEP_SHA_256"}}"#, false),
        (r#"{"StringEquals":{"kms:EncryptionContext:app":"pay"}}"#, true),
        (r#"{"StringEquals":{"kms:EncryptionContext:app":"other"}}"#, false),
        (r#"{"StringLike":{"kms:EncryptionContext:none":"*"}}"#, false),
    ] {
        let statement = format!(
            r#"{{"Effect":"Allow","Principal":{{"RAM":"acs:ram::{HOME}:user/ann"}},"Action":"kms:*","Resource":"*","Condition":{condition}}}"#
        );
        let policy = format!(r#"{{"Version":"1","Statement":[{statement}]}}"#);
        let mut world = furnished();
        let key = world.keys.get_mut("key-second").unwrap();
        key.policy = ResourcePolicy::try_from(policy).ok();
        key.tags.insert("env".into(), "prod".into());
        let parameters = [("KeyId", "key-second"), ("EncryptionContext", r#"{"app":"pay"}"#)];
        let mut sealing = encrypt(&parameters);
        let blob = text(&world.call(&sealing), "CiphertextBlob");
        let mut opening = decrypt(&blob, r#"{"app":"pay"}"#);
        for call in [&mut sealing, &mut opening] {
            call.caller.principal = Principal::User { name: "ann".into(), id: "1".into() };
            let answer = world.call(call);
            assert_eq!(answer.is_ok(), allowed, "{} {condition}: {answer:?}", call.operation);
        }
    }
}
