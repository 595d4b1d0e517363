//! Ready-made worlds. The same seed and time always give the same world.

mod builder;
mod default;
mod large;

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;

use crate::world::World;

/// A ready-made world.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Seed {
    /// Small and varied: every kind and state of instance, shared vSwitches, every reason for a refusal.
    #[default]
    Default,
    /// 1,000 instances, 10,000 VPCs and 30,000 vSwitches in one region.
    Large,
}

impl Seed {
    /// Every seed.
    pub const ALL: [Self; 2] = [Self::Default, Self::Large];

    /// The name, as [`Seed::from_str`] reads it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Large => "large",
        }
    }
}

impl fmt::Display for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// No seed has this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cannot find seed `{0}`: expected default or large")]
pub struct UnknownSeed(String);

impl FromStr for Seed {
    type Err = UnknownSeed;

    fn from_str(name: &str) -> Result<Self, UnknownSeed> {
        Self::ALL.into_iter().find(|seed| seed.as_str() == name).ok_or_else(|| UnknownSeed(name.to_owned()))
    }
}

pub(crate) fn build(seed: Seed, now: Timestamp) -> World {
    match seed {
        Seed::Default => default::build(now),
        Seed::Large => large::build(now),
    }
}

#[cfg(test)]
mod tests;
