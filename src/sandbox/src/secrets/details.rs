//! `DescribeSecret` and `ListSecretVersionIds`: everything about a secret but its values.

use jiff::Timestamp;
use kms_api::Product;
use serde::Serialize;
use serde_json::{Value, json};

use super::find::{on_secret, secret_arn};
use super::{Secret, Version};
use crate::call::Call;
use crate::dispatch::{Entry, Needs};
use crate::error::CloudError;
use crate::guesses;
use crate::instances::wire_time;
use crate::parameters::{Page, answer, flag, total};
use crate::world::World;

/// Operations of this part.
pub(crate) const OPERATIONS: &[Entry] = &[
    Entry::new(Product::Kms, "DescribeSecret", Needs::On(on_secret), describe_secret),
    Entry::new(Product::Kms, "ListSecretVersionIds", Needs::On(on_secret), list_secret_version_ids),
];

/// What several answers say of the rotation of a secret.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct RotationFacts {
    automatic_rotation: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rotation_interval: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_rotation_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) last_rotation_date: Option<String>,
}

impl RotationFacts {
    pub(super) fn of(secret: &Secret, now: Timestamp) -> Self {
        let Some(rotation) = secret.rotation else {
            return Self { automatic_rotation: "Disabled", ..Self::default() };
        };
        Self {
            automatic_rotation: if rotation.automatic { "Enabled" } else { "Disabled" },
            rotation_interval: Some(format!("{}s", rotation.seconds)),
            next_rotation_date: rotation.next(now).map(wire_time),
            last_rotation_date: rotation.last.map(wire_time),
        }
    }
}

/// `ExtendedConfig` of an answer: an object as JSON text.
pub(super) fn extended_config(secret: &Secret) -> Option<String> {
    secret.extended_config.as_ref().map(|config| Value::Object(config.clone()).to_string())
}

/// `Tags` of an answer.
pub(super) fn tags(secret: &Secret) -> Value {
    let tags = secret.tags.iter().map(|(key, value)| json!({"TagKey": key, "TagValue": value}));
    json!({"Tag": tags.collect::<Vec<_>>()})
}

/// The answer of `DescribeSecret`. What a secret does not have is absent.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct DescribeSecretResponse<'a> {
    arn: String,
    secret_name: &'a str,
    secret_type: &'a str,
    description: &'a str,
    create_time: String,
    update_time: String,
    #[serde(rename = "DKMSInstanceId", skip_serializing_if = "Option::is_none")]
    dkms_instance_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    encryption_key_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extended_config: Option<String>,
    /// The missing n is the cloud's.
    #[serde(rename = "OwingService", skip_serializing_if = "Option::is_none")]
    owning_service: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    planned_delete_time: Option<String>,
    #[serde(flatten)]
    rotation: RotationFacts,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<Value>,
}

fn describe_secret(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let with_tags = flag(call, "FetchTags")?.unwrap_or(false);
    let secret = world.described_secret(call)?;
    let response = DescribeSecretResponse {
        arn: secret_arn(secret),
        secret_name: &secret.name,
        secret_type: &secret.kind,
        description: &secret.description,
        create_time: wire_time(secret.created),
        update_time: wire_time(secret.updated),
        dkms_instance_id: secret.instance.as_ref().map(ToString::to_string),
        encryption_key_id: secret.key.as_deref(),
        extended_config: extended_config(secret),
        owning_service: secret.owning_service.as_deref(),
        planned_delete_time: secret.deletion.map(wire_time),
        rotation: RotationFacts::of(secret, call.now),
        tags: with_tags.then(|| tags(secret)),
    };
    answer(call, &response)
}

const LIST_DEFAULT: u32 = 20;
const LIST_MAX: u32 = 100;

/// `ListSecretVersionIds`: oldest first; versions without a stage only when asked for.
fn list_secret_version_ids(world: &mut World, call: &Call) -> Result<Value, CloudError> {
    let page = Page::read(call, LIST_DEFAULT, LIST_MAX)?;
    let with_deprecated = flag(call, "IncludeDeprecated")?.unwrap_or(false);
    let secret = world.described_secret(call)?;
    let shown = |version: &&Version| with_deprecated || !version.stages.is_empty();
    let versions: Vec<&Version> = secret.versions.iter().filter(shown).collect();
    let entry = |version: &&Version| {
        json!({
            "VersionId": version.id,
            "CreateTime": wire_time(version.created),
            "VersionStages": {"VersionStage": version.stages},
        })
    };
    Ok(json!({
        "SecretName": secret.name,
        "VersionIds": {"VersionId": page.of(&versions).map(entry).collect::<Vec<_>>()},
        "PageNumber": page.number,
        "PageSize": page.size,
        "TotalCount": total(versions.len()),
    }))
}

impl World {
    fn described_secret(&self, call: &Call) -> Result<&Secret, CloudError> {
        let secret = self.named_secret(call)?;
        if !guesses::SECRETS_ARE_DESCRIBED_IN_UNUSABLE_INSTANCES {
            self.ready_instance(call, secret)?;
        }
        Ok(secret)
    }
}

#[cfg(test)]
mod tests;
