//! What the details of a key or secret say that matters to its policy.

use kms_api::operations::aliases::ListAliasesByKeyId;
use kms_api::operations::keys::DescribeKey;
use kms_api::operations::secrets::DescribeSecret;

use super::surroundings::Facts;
use super::{PolicyResource, ResourceKind};
use crate::api::call;
use crate::state::App;

fn filled(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

/// Reads the details. Without them the rules that need them are skipped, so a failure is none here.
pub async fn read(app: App, resource: &PolicyResource) -> Option<Facts> {
    let PolicyResource { region, kind, id } = resource;
    match kind {
        ResourceKind::Key => {
            let key = call(app, region, &DescribeKey { key_id: id.clone() }).await.ok()?.key_metadata;
            let aliases = ListAliasesByKeyId { key_id: key.key_id.clone(), page_number: 1, page_size: 10 };
            let aliases = call(app, region, &aliases).await.ok();
            let title = aliases
                .and_then(|found| found.aliases.alias.into_iter().next())
                .map(|alias| alias.alias_name);
            Some(Facts {
                creator: filled(key.creator).filter(|creator| creator.len() == 16),
                instance: filled(key.dkms_instance_id).map(Into::into),
                usage: filled(key.key_usage),
                spec: filled(key.key_spec),
                origin: filled(key.origin),
                encrypting_key: None,
                title,
            })
        }
        ResourceKind::Secret => {
            let secret = call(app, region, &DescribeSecret { secret_name: id.clone(), fetch_tags: false })
                .await
                .ok()?;
            Some(Facts {
                instance: filled(secret.dkms_instance_id).map(Into::into),
                encrypting_key: filled(secret.encryption_key_id),
                title: filled(secret.secret_name),
                ..Facts::default()
            })
        }
    }
}
