//! What the details of a key or secret say that matters to its policy.

use kms_api::operations::aliases::ListAliasesByKeyId;

use super::PolicyResource;
use super::surroundings::Facts;
use crate::api::call;
use crate::state::{App, resources::facts};

fn filled(text: &str) -> Option<String> {
    Some(text).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// Of what the cloud says.
pub fn of(found: &facts::Facts) -> Facts {
    let instance = filled(found.instance()).map(Into::into);
    match found {
        facts::Facts::Key(key) => Facts {
            instance,
            // A service may have created it, and then the account is not in it.
            creator: filled(&key.creator).filter(|creator| creator.len() == 16),
            usage: filled(&key.key_usage),
            spec: filled(&key.key_spec),
            origin: filled(&key.origin),
            encrypting_key: None,
        },
        facts::Facts::Secret(secret) => {
            Facts { instance, encrypting_key: filled(&secret.encryption_key_id), ..Facts::default() }
        }
    }
}

/// A name of a key for people.
pub async fn alias(app: App, resource: &PolicyResource) -> Option<String> {
    let PolicyResource { region, id, .. } = resource;
    let aliases = ListAliasesByKeyId { key_id: id.clone(), page_number: 1, page_size: 10 };
    let found = call(app, region, &aliases).await.ok()?.aliases.alias;
    found.into_iter().next().map(|alias| alias.alias_name)
}
