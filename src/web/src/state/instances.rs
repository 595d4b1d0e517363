//! The KMS instances of a region: ids by list, everything else one call per instance.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use kms_api::operations::instances::{
    GetKmsInstance, GetKmsInstanceQuotaInfos, GetKmsInstanceQuotaInfosResponse, KmsInstance, ListKmsInstances,
};
use kms_api::{ApiError, InstanceId, RegionId};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::App;
use crate::api::gate::{Gate, join};
use crate::api::read::{Reading, run, start};
use crate::api::{CallError, call};

/// Entries a page of `ListKmsInstances`; the cloud's limit.
const PAGE: u32 = 100;
/// Detail calls in flight over the whole page.
const IN_FLIGHT: usize = 4;
/// Of them, how many may serve rows that nobody looks at.
const BEHIND: usize = 2;
/// Seconds for which details count as new.
pub const FRESH: f64 = 60.0;

thread_local! {
    static DETAILS: Gate = Gate::new(IN_FLIGHT);
}

/// The gate for all calls that fill in details.
pub fn details_gate() -> Gate {
    DETAILS.with(Gate::clone)
}

/// One instance.
#[derive(Clone, Debug)]
pub struct InstanceRow {
    /// `kst-…`.
    pub id: InstanceId,
    /// `GetKmsInstance`.
    pub detail: Reading<KmsInstance>,
    /// `GetKmsInstanceQuotaInfos`; failing is normal in states that have no quota.
    pub quota: Reading<GetKmsInstanceQuotaInfosResponse>,
}

/// The instances of a region.
#[derive(Clone, Copy, Debug)]
pub struct InstanceStore {
    app: App,
    region: StoredValue<RegionId>,
    /// Ids in list order; grows page by page.
    pub ids: RwSignal<Arc<Vec<InstanceId>>>,
    /// Entries over all pages, as the cloud says.
    pub total: RwSignal<usize>,
    /// The walk over the list pages.
    pub listing: Reading<()>,
    /// Counts finished detail reads, so that views over all rows follow.
    pub settled: RwSignal<usize>,
    rows: StoredValue<HashMap<InstanceId, InstanceRow>>,
    owner: StoredValue<Owner>,
    behind: RwSignal<bool>,
}

impl InstanceStore {
    /// An empty store.
    pub fn new(app: App, region: &RegionId) -> Self {
        Self {
            app,
            region: StoredValue::new(region.clone()),
            ids: RwSignal::default(),
            total: RwSignal::new(0),
            listing: RwSignal::default(),
            settled: RwSignal::new(0),
            rows: StoredValue::new(HashMap::new()),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            behind: RwSignal::new(false),
        }
    }

    /// The row of an instance; made empty when it is new.
    pub fn row(self, id: &InstanceId) -> InstanceRow {
        if let Some(row) = self.rows.with_value(|rows| rows.get(id).cloned()) {
            return row;
        }
        let row = self.owner.get_value().with(|| InstanceRow {
            id: id.clone(),
            detail: RwSignal::default(),
            quota: RwSignal::default(),
        });
        self.rows.update_value(|rows| drop(rows.insert(id.clone(), row.clone())));
        row
    }

    /// Reads the list, page after page.
    pub fn list(self) {
        start(self.listing, move || self.read_list());
    }

    async fn read_list(self) -> Result<(), CallError> {
        let region = self.region.get_value();
        let mut found: Vec<InstanceId> = vec![];
        let mut seen: HashSet<InstanceId> = HashSet::new();
        for page_number in 1.. {
            let request = ListKmsInstances { page_number, page_size: PAGE };
            let page = call(self.app, &region, &request).await?;
            let received = page.kms_instances.kms_instance.len();
            // An instance that is made while we read shifts the pages and comes twice.
            found.extend(
                page.kms_instances
                    .kms_instance
                    .into_iter()
                    .map(|instance| instance.kms_instance_id)
                    .filter(|id| seen.insert(id.clone())),
            );
            self.total.set(page.total_count as usize);
            let last =
                received == 0 || u64::from(page_number) * u64::from(PAGE) >= u64::from(page.total_count);
            if last || found.len() > self.ids.with_untracked(|ids| ids.len()) {
                self.ids.set(Arc::new(found.clone()));
            }
            if last {
                break;
            }
        }
        Ok(())
    }

    /// Reads an instance unless it was read within `seconds`.
    pub fn read_detail(self, id: &InstanceId, seconds: f64) {
        let row = self.row(id);
        if !row.detail.with_untracked(|detail| detail.is_fresh(seconds) || detail.is_busy()) {
            spawn_local(async move { self.refresh_detail(&row).await });
        }
    }

    /// Reads an instance and waits for the end.
    pub async fn refresh_detail(self, row: &InstanceRow) {
        let (id, region) = (row.id.clone(), self.region);
        run(row.detail, move || {
            let (id, region) = (id.clone(), region.get_value());
            async move {
                let _pass = details_gate().enter().await;
                let answer = call(self.app, &region, &GetKmsInstance { kms_instance_id: id }).await?;
                existing(answer.kms_instance)
            }
        })
        .await;
        self.settled.update(|count| *count += 1);
    }

    /// Reads the quota of an instance unless it was read within `seconds`.
    pub fn read_quota(self, id: &InstanceId, seconds: f64) {
        let row = self.row(id);
        if row.quota.with_untracked(|quota| quota.is_fresh(seconds)) {
            return;
        }
        let (id, region) = (row.id.clone(), self.region);
        start(row.quota, move || {
            let (id, region) = (id.clone(), region.get_value());
            async move {
                let _pass = details_gate().enter().await;
                call(
                    self.app,
                    &region,
                    &GetKmsInstanceQuotaInfos { kms_instance_id: id, resource_type: None },
                )
                .await
            }
        });
    }

    /// Reads the details of every listed instance that nobody has looked at yet, two at a time, while
    /// `wanted` says so.
    pub fn read_behind(self, wanted: impl Fn() -> bool + Copy + 'static) {
        if self.behind.get_untracked() {
            return;
        }
        self.behind.set(true);
        spawn_local(async move {
            loop {
                let next: Vec<InstanceRow> = self.ids.with_untracked(|ids| {
                    let unread = |row: &InstanceRow| {
                        row.detail.with_untracked(|detail| {
                            detail.value.is_none() && detail.error.is_none() && !detail.is_busy()
                        })
                    };
                    ids.iter().map(|id| self.row(id)).filter(unread).take(BEHIND).collect()
                });
                if next.is_empty() || !wanted() {
                    break;
                }
                join(next.iter().map(|row| Box::pin(self.refresh_detail(row))).collect()).await;
            }
            self.behind.set(false);
        });
    }
}

/// The cloud also says "no such instance" by an empty answer of status 200.
fn existing(instance: KmsInstance) -> Result<KmsInstance, CallError> {
    if instance.instance_id.is_empty() {
        return Err(CallError::Api(ApiError {
            code: "Forbidden.DKMSInstanceNotFound".to_owned(),
            status: 403,
            ..ApiError::default()
        }));
    }
    Ok(instance)
}
