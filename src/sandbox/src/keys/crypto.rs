//! `Encrypt`, `Decrypt`, `GenerateDataKey`: AES-256-GCM with the material of a key version.
//!
//! A ciphertext is the id of the key version, a nonce, and what the cipher makes; the encryption context is
//! authenticated with it.

use std::collections::BTreeMap;

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use kms_api::{Parameters, Product};
use serde_json::{Value, json};

use super::create::{ENCRYPT, is_symmetric};
use super::find::target;
use super::{Key, KeyState, KeyVersion};
use crate::authorize::Target;
use crate::call::Call;
use crate::dispatch::{Entry, Needs};
use crate::error::CloudError;
use crate::guesses;
use crate::parameters::{optional, required, whole};
use crate::world::World;

/// Operations of this part.
pub(crate) const OPERATIONS: &[Entry] = &[
    Entry::new(Product::Kms, "Decrypt", Needs::On(on_ciphertext), decrypt),
    Entry::new(Product::Kms, "Encrypt", Needs::On(on_named), encrypt),
    Entry::new(Product::Kms, "GenerateDataKey", Needs::On(on_named), generate_data_key),
];

/// Bytes of a version's id, which every ciphertext begins with.
const VERSION: usize = 36;
const NONCE: usize = 12;
const MAX_DATA_KEY: u32 = 1_024;

/// `EncryptionContext`.
type Context = BTreeMap<String, String>;

fn on_named(world: &World, call: &Call) -> Result<Target, CloudError> {
    in_context(call, world.key(call, required(call, "KeyId")?)?)
}

fn on_ciphertext(world: &World, call: &Call) -> Result<Target, CloudError> {
    let (key, ..) = opened(world, call)?;
    in_context(call, key)
}

/// A key, with what conditions can ask about cryptography.
fn in_context(call: &Call, key: &Key) -> Result<Target, CloudError> {
    let mut target = target(call, key);
    target.keys.add("kms:EncryptionAlgorithm", "SYMMETRIC_DEFAULT");
    for (name, value) in read_context(call)? {
        target.keys.add(&format!("kms:EncryptionContext:{name}"), value);
    }
    Ok(target)
}

/// A refusal of a value; `Encrypt` says so with a word of its own.
fn invalid(call: &Call, detail: &str) -> CloudError {
    let word = if call.operation == "Encrypt" { "invalid" } else { "not valid" };
    CloudError::kms(400, "InvalidParameter", format!("The specified parameter is {word}. {detail}"))
}

fn read_context(call: &Call) -> Result<Context, CloudError> {
    let Some(text) = optional(call, "EncryptionContext") else { return Ok(Context::new()) };
    let detail = "EncryptionContext must be a JSON object of texts.";
    serde_json::from_str(text).map_err(|_| invalid(call, detail))
}

fn read_base64(call: &Call, name: &str) -> Result<Vec<u8>, CloudError> {
    BASE64.decode(required(call, name)?).map_err(|_| invalid(call, &format!("{name} must be base64.")))
}

/// Whether a key can encrypt and decrypt now.
fn judge(world: &World, call: &Call, key: &Key) -> Result<(), CloudError> {
    if optional(call, "Recipient").is_some() {
        return Err(CloudError::unsupported("The simulated cloud cannot attest an enclave."));
    }
    world.instance_of_key(call, key)?;
    if key.state != KeyState::Enabled {
        return Err(CloudError::state_refuses(key.state));
    }
    if !is_symmetric(&key.spec) || key.usage != ENCRYPT {
        return Err(CloudError::unsupported("The key is not a symmetric one for encryption."));
    }
    Ok(())
}

/// A dry run ends here, after every check.
fn end_dry_run(call: &Call) -> Result<(), CloudError> {
    match optional(call, "DryRun") {
        Some("true") => Err(CloudError::kms_dry_run_passed()),
        None | Some("false") => Ok(()),
        Some(_) => Err(invalid(call, "DryRun must be true or false.")),
    }
}

/// What is authenticated besides the text: names in order, so that their order in the call does not matter.
fn authenticated(version: &str, context: &Context) -> Vec<u8> {
    json!([version, context]).to_string().into_bytes()
}

/// Encrypts with the newest version of a key; base64, and the version's id.
fn seal(call: &Call, key: &Key, plaintext: &[u8]) -> Result<(String, String), CloudError> {
    let failed = || CloudError::internal(call.product);
    let version = key.versions.last().ok_or_else(failed)?;
    let material = version.material.as_ref().ok_or_else(failed)?;
    let nonce: [u8; NONCE] = call.entropy.bytes("nonce");
    let aad = authenticated(&version.id, &read_context(call)?);
    let cipher = Aes256Gcm::new(&material.0.into());
    let sealed =
        cipher.encrypt(&Nonce::from(nonce), Payload { msg: plaintext, aad: &aad }).map_err(|_| failed())?;
    let blob = [version.id.as_bytes(), &nonce, &sealed].concat();
    Ok((BASE64.encode(blob), version.id.clone()))
}

/// Splits a ciphertext, and finds the key version that made it.
fn opened<'a>(world: &'a World, call: &Call) -> Result<(&'a Key, &'a KeyVersion, Vec<u8>), CloudError> {
    let blob = read_base64(call, "CiphertextBlob")?;
    let version = blob.get(..VERSION).and_then(|bytes| std::str::from_utf8(bytes).ok());
    let version = version.filter(|text| is_uuid(text)).ok_or_else(CloudError::ciphertext_invalid)?;
    let found = world.keys.with_version(version, &call.region);
    let (key, version) = found.ok_or_else(CloudError::key_not_found)?;
    Ok((key, version, blob.get(VERSION..).unwrap_or_default().to_vec()))
}

fn is_uuid(text: &str) -> bool {
    let parts =
        text.split('-').map(|part| part.bytes().all(|byte| byte.is_ascii_hexdigit()).then_some(part.len()));
    parts.eq([8, 4, 4, 4, 12].map(Some))
}

fn encrypt(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let plaintext = read_base64(call, "Plaintext")?;
    if plaintext.len() > guesses::MAX_PLAINTEXT_BYTES {
        let detail = format!("Plaintext has at most {} bytes.", guesses::MAX_PLAINTEXT_BYTES);
        return Err(invalid(call, &detail));
    }
    let key = world.key(call, required(call, "KeyId")?)?;
    judge(world, call, key)?;
    end_dry_run(call)?;
    let (blob, version) = seal(call, key, &plaintext)?;
    Ok(json!({"CiphertextBlob": blob, "KeyId": key.id, "KeyVersionId": version}))
}

/// Opens the ciphertext of a call with a key that can decrypt now.
fn open<'a>(world: &'a World, call: &Call) -> Result<(&'a Key, &'a KeyVersion, Vec<u8>), CloudError> {
    let (key, version, rest) = opened(world, call)?;
    judge(world, call, key)?;
    let aad = authenticated(&version.id, &read_context(call)?);
    let cipher = version.material.as_ref().map(|material| Aes256Gcm::new(&material.0.into()));
    let plaintext = rest.split_first_chunk::<NONCE>().zip(cipher).and_then(|((nonce, sealed), cipher)| {
        cipher.decrypt(&Nonce::from(*nonce), Payload { msg: sealed, aad: &aad }).ok()
    });
    Ok((key, version, plaintext.ok_or_else(CloudError::ciphertext_invalid)?))
}

/// A ciphertext of a key for something that KMS itself keeps.
///
/// # Errors
/// When the key cannot encrypt now.
pub(crate) fn seal_for(
    world: &World,
    call: &Call,
    key: &Key,
    plaintext: &[u8],
) -> Result<String, CloudError> {
    // What the call says about other ciphertexts is not about this one.
    let call = &Call { parameters: Parameters::new(), ..call.clone() };
    judge(world, call, key)?;
    seal(call, key, plaintext).map(|(blob, _)| blob)
}

/// Opens a ciphertext of [`seal_for`]. Nobody is asked for permission.
///
/// # Errors
/// When the key is gone or cannot decrypt now.
pub(crate) fn open_for(world: &World, call: &Call, blob: &str) -> Result<Vec<u8>, CloudError> {
    let parameters = [("CiphertextBlob".to_owned(), blob.to_owned())].into();
    let decrypt = Call { operation: "Decrypt".to_owned(), parameters, ..call.clone() };
    open(world, &decrypt).map(|(.., plaintext)| plaintext)
}

fn decrypt(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let (key, version, plaintext) = open(world, call)?;
    end_dry_run(call)?;
    Ok(json!({"KeyId": key.id, "KeyVersionId": version.id, "Plaintext": BASE64.encode(plaintext)}))
}

fn generate_data_key(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let by_spec = match optional(call, "KeySpec") {
        None | Some("AES_256") => 32,
        Some("AES_128") => 16,
        Some(_) => return Err(invalid(call, "KeySpec must be AES_256 or AES_128.")),
    };
    let length = whole(call, "NumberOfBytes", by_spec, 1..=MAX_DATA_KEY)?;
    let key = world.key(call, required(call, "KeyId")?)?;
    judge(world, call, key)?;
    end_dry_run(call)?;
    let bytes: [u8; MAX_DATA_KEY as usize] = call.entropy.bytes("data key");
    let data_key = bytes.get(..length as usize).unwrap_or_default();
    let (blob, version) = seal(call, key, data_key)?;
    let plaintext = BASE64.encode(data_key);
    Ok(json!({"CiphertextBlob": blob, "KeyId": key.id, "KeyVersionId": version, "Plaintext": plaintext}))
}

#[cfg(test)]
mod tests;
