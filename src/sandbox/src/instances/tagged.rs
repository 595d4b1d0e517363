//! Instances as things that have tags.

use kms_api::InstanceId;

use super::State;
use crate::authorize::Target;
use crate::call::Call;
use crate::error::CloudError;
use crate::tags::{Taggable, Tags};
use crate::world::World;

/// The instances of the caller's account as things that have tags.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TaggedInstances;

impl Taggable for TaggedInstances {
    fn word(&self) -> &'static str {
        "instance"
    }

    /// Those that were never enabled are left out: they have no tags.
    fn ids(&self, world: &World, call: &Call) -> Vec<String> {
        let owned = world.instances.owned(&call.caller.account, &call.region);
        let owned = owned.iter().filter_map(|position| world.instances.at(*position));
        let enabled = owned.filter(|instance| instance.state != State::Uninitialized);
        enabled.map(|instance| instance.id.to_string()).collect()
    }

    fn tags<'a>(&self, world: &'a World, call: &Call, id: &str) -> Result<&'a Tags, CloudError> {
        let instance = world.instance(call, id)?;
        match instance.state {
            State::Uninitialized => Err(CloudError::uninitialized()),
            _ => Ok(&instance.tags),
        }
    }

    fn target(&self, _: &World, _: &Call, _: &str) -> Option<Target> {
        None
    }

    fn tags_mut<'a>(&self, world: &'a mut World, call: &Call, id: &str) -> Result<&'a mut Tags, CloudError> {
        self.tags(world, call, id)?;
        let instance = world.instances.get_mut(&InstanceId::from(id));
        instance.map(|instance| &mut instance.tags).ok_or_else(CloudError::instance_not_found)
    }
}
