//! How fast calls go to the cloud, and which of them need not go at all.
//!
//! The cloud counts calls for each account, region and kind of operation, and a proxy signs for one account.
//! So there is one [`Lane`] for each product, region and access; RAM and STS are counted for all regions together.

mod caller;
mod lane;
mod reads;

pub(crate) use caller::CallerId;
pub(crate) use lane::{Full, Lane};
pub(crate) use reads::{Flight, Joined, Key, Reads, Road};

use kms_api::{Product, RegionId, catalog::Access};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// How fast calls go to the cloud, and how long its answers are kept.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Reads a second for each product and region; `None` for no limit.
    pub reads: Option<u32>,
    /// Writes a second, likewise.
    pub writes: Option<u32>,
    /// How long an answer of a read is kept for others who ask the same; zero for not at all.
    pub kept: Duration,
    /// Calls of one page that may wait in one lane; more are refused at once.
    pub waiting: usize,
}

impl Pace {
    /// For the real cloud: below the 20 reads and 10 writes a second that it documents, since others call it too.
    pub const CLOUD: Self =
        Self { reads: Some(15), writes: Some(5), kept: Duration::from_secs(3), waiting: 2048 };
    /// For a simulated cloud on this machine, which has no quota, and whose faults are to be seen at once.
    pub const SIMULATED: Self = Self { reads: None, writes: None, kept: Duration::ZERO, waiting: 2048 };
}

/// The lanes of one account.
#[derive(Debug)]
pub(crate) struct Lanes {
    pace: Pace,
    lanes: Mutex<HashMap<Counted, Arc<Lane>>>,
}

/// What the cloud counts together: product, region unless the product is global, and whether it is a write.
type Counted = (Product, Option<RegionId>, bool);

impl Lanes {
    pub(crate) fn new(pace: Pace) -> Self {
        Self { pace, lanes: Mutex::default() }
    }

    /// The lane of an operation. Regions come from the table, so there is a limited number of lanes.
    pub(crate) fn lane(&self, product: Product, region: &RegionId, access: Access) -> Arc<Lane> {
        let region = (!is_global(product)).then(|| region.clone());
        let is_write = access == Access::Write;
        let rate = if is_write { self.pace.writes } else { self.pace.reads };
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        let lane = lanes
            .entry((product, region, is_write))
            .or_insert_with(|| Arc::new(Lane::new(rate, self.pace.waiting)));
        Arc::clone(lane)
    }
}

/// Products with one host, and one count, for all regions.
fn is_global(product: Product) -> bool {
    matches!(product, Product::Ram | Product::Sts)
}
