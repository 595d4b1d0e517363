//! Keys as things that have tags.

use crate::authorize::Target;
use crate::call::Call;
use crate::error::CloudError;
use crate::keys::Key;
use crate::tags::{Taggable, Tags};
use crate::world::World;

/// The keys of the caller's account.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TaggedKeys;

impl Taggable for TaggedKeys {
    fn word(&self) -> &'static str {
        "key"
    }

    fn ids(&self, world: &World, call: &Call) -> Vec<String> {
        world.keys.owned(&call.caller.account, &call.region).map(|key| key.id.clone()).collect()
    }

    fn tags<'a>(&self, world: &'a World, call: &Call, id: &str) -> Result<&'a Tags, CloudError> {
        let here = |key: &&Key| key.owner == call.caller.account && key.region == call.region;
        let own = world.keys.get(id).filter(here);
        own.map(|key| &key.tags).ok_or_else(CloudError::resource_id_not_found)
    }

    fn target(&self, world: &World, call: &Call, id: &str) -> Option<Target> {
        world.find_key(call, id).ok()
    }

    fn tags_mut<'a>(&self, world: &'a mut World, call: &Call, id: &str) -> Result<&'a mut Tags, CloudError> {
        self.tags(world, call, id)?;
        let key = world.keys.get_mut(id);
        key.map(|key| &mut key.tags).ok_or_else(CloudError::resource_id_not_found)
    }
}
