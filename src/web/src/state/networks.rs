//! VPCs and vSwitches of a region.

use std::cell::RefCell;
use std::collections::HashMap;

use kms_api::RegionId;

use super::App;
use super::kept::kept;
use super::switches::SwitchStore;
use super::vpcs::VpcStore;

thread_local! {
    static NETWORKS: RefCell<HashMap<RegionId, Networks>> = RefCell::default();
}

/// What is known of the networks of a region.
#[derive(Clone, Copy, Debug)]
pub struct Networks {
    /// VPCs.
    pub vpcs: VpcStore,
    /// vSwitches by VPC.
    pub switches: SwitchStore,
}

/// The networks of a region; kept while the page is open.
pub fn networks(app: App, region: &RegionId) -> Networks {
    kept(&NETWORKS, app, region, |app, region| Networks {
        vpcs: VpcStore::new(app, region),
        switches: SwitchStore::new(app, region),
    })
}
