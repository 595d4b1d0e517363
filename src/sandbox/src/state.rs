//! The world as text: to keep it, and to come back to it.

pub(crate) mod pairs;

use serde::{Deserialize, Serialize};

use crate::world::World;

/// Changes when an older text can no longer be read.
const FORMAT: u32 = 1;

/// A text that is no kept world.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// The text was cut, or changed by hand.
    #[error("the kept state cannot be read")]
    Unreadable(#[source] serde_json::Error),
    /// Another version of the program has written it.
    #[error("the kept state has format {0}, this version reads format {FORMAT}")]
    Format(u32),
}

#[derive(Serialize)]
struct Written<'a> {
    format: u32,
    world: &'a World,
}

#[derive(Deserialize)]
struct Format {
    format: u32,
}

#[derive(Deserialize)]
struct Read {
    world: World,
}

impl World {
    /// The whole world as JSON. It holds access keys, key material and secret values: whoever keeps it keeps it private.
    ///
    /// # Errors
    /// Never in practice: every part of a world can be written.
    pub fn save(&self) -> Result<Vec<u8>, StateError> {
        serde_json::to_vec(&Written { format: FORMAT, world: self }).map_err(StateError::Unreadable)
    }

    /// The world that [`World::save`] wrote.
    ///
    /// # Errors
    /// When the text is another one.
    pub fn restore(text: &[u8]) -> Result<Self, StateError> {
        let Format { format } = serde_json::from_slice(text).map_err(StateError::Unreadable)?;
        if format != FORMAT {
            return Err(StateError::Format(format));
        }
        let Read { world } = serde_json::from_slice(text).map_err(StateError::Unreadable)?;
        Ok(world)
    }
}

#[cfg(test)]
mod tests;
