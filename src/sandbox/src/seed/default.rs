//! The world that the console starts with: small, and with every case that a person can meet.

mod instances;
mod keys;
mod networks;
mod people;
mod secrets;
mod shares;

use jiff::Timestamp;

use super::builder;
use crate::world::World;

pub(crate) fn build(now: Timestamp) -> World {
    let mut world = builder::start(now);
    people::add(&mut world, now);
    networks::add(&mut world, now);
    let filled = instances::add(&mut world, now);
    shares::add(&mut world, now);
    keys::add(&mut world, &filled.versions, now);
    secrets::add(&mut world, &filled.secrets, now);
    world
}
