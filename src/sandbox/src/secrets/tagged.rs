//! Secrets as things that have tags.

use super::find::{arn_of_name, target};
use crate::authorize::Target;
use crate::call::Call;
use crate::error::CloudError;
use crate::tags::{Taggable, Tags};
use crate::world::World;

/// The secrets of the caller's account, by name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TaggedSecrets;

impl Taggable for TaggedSecrets {
    fn word(&self) -> &'static str {
        "secret"
    }

    fn ids(&self, world: &World, call: &Call) -> Vec<String> {
        let owned = world.secrets.owned(&call.caller.account, &call.region);
        owned.map(|secret| secret.name.clone()).collect()
    }

    fn tags<'a>(&self, world: &'a World, call: &Call, id: &str) -> Result<&'a Tags, CloudError> {
        let own = world.secrets.get(&arn_of_name(call, id));
        own.map(|secret| &secret.tags).ok_or_else(CloudError::resource_id_not_found)
    }

    fn target(&self, world: &World, call: &Call, id: &str) -> Option<Target> {
        world.secrets.get(&arn_of_name(call, id)).map(target)
    }

    fn tags_mut<'a>(&self, world: &'a mut World, call: &Call, id: &str) -> Result<&'a mut Tags, CloudError> {
        let own = world.secrets.get_mut(&arn_of_name(call, id));
        own.map(|secret| &mut secret.tags).ok_or_else(CloudError::resource_id_not_found)
    }
}

#[cfg(test)]
mod tests;
