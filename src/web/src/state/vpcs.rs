//! The VPCs of a region: fifty a page, in order, shown as they come.

use std::sync::Arc;

use kms_api::RegionId;
use kms_api::operations::vpcs::{DescribeVpcs, Vpc};
use leptos::prelude::*;

use super::App;
use crate::api::call;
use crate::api::read::{Reading, start};
use crate::bindings::lower;
use crate::state::instances::FRESH;

/// Entries a page of `DescribeVpcs`; the cloud's limit.
pub const PAGE: u32 = 50;
/// Pages put into view at once while many come; a list of thousands would else be sorted anew two hundred times.
const PAGES_PER_UPDATE: u32 = 4;

/// A VPC with the text that its search looks in.
#[derive(Clone, Debug, PartialEq)]
pub struct VpcEntry {
    /// As the cloud reports it.
    pub vpc: Vpc,
    /// Name, id, CIDR, owner and tags in lower case.
    pub haystack: String,
}

impl VpcEntry {
    /// Prepares a VPC for search.
    pub fn new(vpc: Vpc) -> Self {
        let mut haystack = format!("{}\n{}\n{}\n{}", vpc.vpc_name, vpc.vpc_id, vpc.cidr_block, vpc.owner_id);
        for tag in &vpc.tags.tag {
            haystack.push('\n');
            haystack.push_str(&tag.key);
            haystack.push('=');
            haystack.push_str(&tag.value);
        }
        Self { vpc, haystack: lower(&haystack) }
    }
}

/// The VPCs of a region.
#[derive(Clone, Copy, Debug)]
pub struct VpcStore {
    app: App,
    region: StoredValue<RegionId>,
    /// In the cloud's order; grows while pages come.
    pub list: RwSignal<Arc<Vec<Arc<VpcEntry>>>>,
    /// Entries over all pages, as the cloud says.
    pub total: RwSignal<usize>,
    /// The walk over the pages.
    pub loading: Reading<()>,
}

impl VpcStore {
    /// An empty store.
    pub fn new(app: App, region: &RegionId) -> Self {
        Self {
            app,
            region: StoredValue::new(region.clone()),
            list: RwSignal::default(),
            total: RwSignal::new(0),
            loading: RwSignal::default(),
        }
    }

    /// Reads all VPCs unless that was done within a minute. What is known stays in view until the new list is whole.
    pub fn load(self) {
        if !self.loading.with_untracked(|loading| loading.is_fresh(FRESH)) {
            self.reload();
        }
    }

    /// Reads all VPCs.
    pub fn reload(self) {
        start(self.loading, move || self.read());
    }

    async fn read(self) -> Result<(), crate::api::CallError> {
        let region = self.region.get_value();
        let mut found: Vec<Arc<VpcEntry>> = vec![];
        for page_number in 1.. {
            let request =
                DescribeVpcs { region_id: region.clone(), vpc_id: None, page_number, page_size: PAGE };
            let page = call(self.app, &region, &request).await?;
            let received = page.vpcs.vpc.len();
            found.extend(page.vpcs.vpc.into_iter().map(|vpc| Arc::new(VpcEntry::new(vpc))));
            self.total.set(page.total_count as usize);
            let last =
                received == 0 || u64::from(page_number) * u64::from(PAGE) >= u64::from(page.total_count);
            let due = page_number == 1 || page_number % PAGES_PER_UPDATE == 0;
            if last || (due && found.len() > self.list.with_untracked(|list| list.len())) {
                self.list.set(Arc::new(found.clone()));
            }
            if last {
                break;
            }
        }
        Ok(())
    }
}
