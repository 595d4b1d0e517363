//! The vSwitches of a region, by VPC.
//!
//! A screen asks for the VPCs it shows; they are read one by one. A choice for many VPCs at once reads the whole
//! region instead, fifty vSwitches a page.

use std::collections::HashMap;
use std::sync::Arc;

use kms_api::operations::vpcs::{DescribeVSwitches, VSwitch};
use kms_api::{RegionId, VpcId};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::App;
use super::instances::{FRESH, details_gate};
use crate::api::read::{Loaded, Reading, run, start};
use crate::api::{CallError, call};
use crate::bindings::sleep;

/// Entries a page of `DescribeVSwitches`; the cloud's limit.
const PAGE: u32 = 50;

/// vSwitches of one VPC.
pub type Switches = Vec<VSwitch>;

/// The vSwitches of a region.
#[derive(Clone, Copy, Debug)]
pub struct SwitchStore {
    app: App,
    region: StoredValue<RegionId>,
    by_vpc: StoredValue<HashMap<VpcId, Reading<Switches>>>,
    /// The walk over the whole region.
    pub whole: Reading<()>,
    /// vSwitches read so far by that walk, and how many there are.
    pub progress: RwSignal<(usize, usize)>,
    /// Counts finished reads, so that views over many VPCs follow.
    pub settled: RwSignal<usize>,
    wanted: StoredValue<Vec<VpcId>>,
    owner: StoredValue<Owner>,
}

impl SwitchStore {
    /// An empty store.
    pub fn new(app: App, region: &RegionId) -> Self {
        Self {
            app,
            region: StoredValue::new(region.clone()),
            by_vpc: StoredValue::new(HashMap::new()),
            whole: RwSignal::default(),
            progress: RwSignal::new((0, 0)),
            settled: RwSignal::new(0),
            wanted: StoredValue::new(vec![]),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
        }
    }

    /// The reading of a VPC's vSwitches; made empty when it is new.
    pub fn of(self, vpc: &VpcId) -> Reading<Switches> {
        if let Some(reading) = self.by_vpc.with_value(|known| known.get(vpc).copied()) {
            return reading;
        }
        let reading = self.owner.get_value().with(RwSignal::default);
        self.by_vpc.update_value(|known| {
            known.insert(vpc.clone(), reading);
        });
        reading
    }

    /// What is known of a VPC's vSwitches, without asking and without making room for it; not tracked.
    pub fn known(self, vpc: &VpcId) -> Option<Arc<Switches>> {
        let reading = self.by_vpc.with_value(|known| known.get(vpc).copied())?;
        reading.with_untracked(|loaded| loaded.value.clone())
    }

    /// Reads the vSwitches of these VPCs where they are not known or older than a minute. VPCs that were asked for
    /// earlier and are still waiting are forgotten: they have been scrolled away.
    pub fn want(self, vpcs: Vec<VpcId>) {
        let idle = self.wanted.with_value(Vec::is_empty);
        self.wanted.set_value(vpcs.into_iter().rev().collect());
        if idle {
            for _ in 0..2 {
                spawn_local(self.work());
            }
        }
    }

    async fn work(self) {
        loop {
            let mut next = None;
            self.wanted.update_value(|wanted| next = wanted.pop());
            let Some(vpc) = next else { return };
            self.refresh(&vpc, FRESH).await;
        }
    }

    /// Reads the vSwitches of a VPC unless they were read within `seconds`, and waits for the end.
    pub async fn refresh(self, vpc: &VpcId, seconds: f64) {
        let reading = self.of(vpc);
        if reading.with_untracked(|loaded| loaded.is_fresh(seconds)) {
            return;
        }
        if reading.with_untracked(Loaded::is_busy) {
            // Somebody else has asked; that answer will do, but not before it is there.
            while reading.try_with_untracked(Loaded::is_busy).unwrap_or(false) {
                sleep(30).await;
            }
            return;
        }
        let vpc = vpc.clone();
        run(reading, move || {
            let vpc = vpc.clone();
            async move {
                let _pass = details_gate().enter().await;
                self.read(Some(vpc), |_, _| {}).await
            }
        })
        .await;
        self.settled.update(|count| *count += 1);
    }

    /// Makes everything count as old: a write has changed free addresses.
    pub fn forget(self) {
        self.whole.update(|whole| whole.at = 0.0);
        self.by_vpc.with_value(|known| {
            for reading in known.values() {
                reading.update_untracked(|loaded| loaded.at = 0.0);
            }
        });
    }

    /// Reads the vSwitches of the whole region, with progress.
    pub fn load_all(self) {
        if self.whole.with_untracked(|whole| whole.is_fresh(FRESH)) {
            return;
        }
        start(self.whole, move || async move {
            let all = self.read(None, move |read, total| self.progress.set((read, total))).await?;
            let mut by_vpc: HashMap<VpcId, Switches> = HashMap::new();
            for switch in all {
                by_vpc.entry(switch.vpc_id.clone()).or_default().push(switch);
            }
            for (vpc, switches) in by_vpc {
                run(self.of(&vpc), move || std::future::ready(Ok(switches.clone()))).await;
            }
            self.settled.update(|count| *count += 1);
            Ok(())
        });
    }

    async fn read(
        self,
        vpc_id: Option<VpcId>,
        progress: impl Fn(usize, usize),
    ) -> Result<Switches, CallError> {
        let region = self.region.get_value();
        let mut found = vec![];
        for page_number in 1.. {
            let request = DescribeVSwitches {
                region_id: region.clone(),
                vpc_id: vpc_id.clone(),
                v_switch_id: None,
                page_number,
                page_size: PAGE,
            };
            let page = call(self.app, &region, &request).await?;
            let received = page.v_switches.v_switch.len();
            found.extend(page.v_switches.v_switch);
            progress(found.len(), page.total_count as usize);
            if received == 0 || u64::from(page_number) * u64::from(PAGE) >= u64::from(page.total_count) {
                break;
            }
        }
        Ok(found)
    }
}
