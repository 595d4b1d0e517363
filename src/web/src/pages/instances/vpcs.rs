//! The VPCs tab: the primary VPC, the additional ones, and what each of them uses.

mod row;

use std::collections::BTreeMap;
use std::sync::Arc;

use kms_api::operations::instances::KmsInstance;
use kms_api::operations::vpcs::{DescribeVpcs, Vpc};
use kms_api::{RegionId, VpcId};
use leptos::prelude::*;

use super::list::row::{quota_words, used};
use crate::api::read::{self, Reading};
use crate::api::{CallError, call};
use crate::app::use_go;
use crate::components::error_view::{EmptyView, advice};
use crate::components::meter::AccessMeter;
use crate::components::status::warning;
use crate::i18n::{k, t, text, text_with};
use crate::number::grouped;
use crate::pages::configure::selection::Quota;
use crate::paths;
use crate::state::instances::{FRESH, InstanceRow, InstanceStore};
use crate::state::networks::networks;
use crate::state::use_app;
use crate::ui::icon;
use crate::ui::view::view;
use row::{BoundRow, BoundVpcRow};

/// Ids that one `DescribeVpcs` takes.
const IDS_A_CALL: usize = 20;

/// Names and ranges of exactly the VPCs of an instance.
type Names = BTreeMap<VpcId, Vpc>;

async fn read_names(
    app: crate::state::App,
    region: RegionId,
    instance: Arc<KmsInstance>,
) -> Result<Names, CallError> {
    let mut ids: Vec<String> = vec![instance.vpc_id.to_string()];
    ids.extend(instance.bind_vpcs.bind_vpc.iter().map(|bound| bound.vpc_id.to_string()));
    ids.retain(|id| !id.is_empty());
    let mut names = Names::new();
    for some in ids.chunks(IDS_A_CALL) {
        let request = DescribeVpcs {
            region_id: region.clone(),
            vpc_id: Some(some.join(",")),
            page_number: 1,
            page_size: crate::state::vpcs::PAGE,
        };
        let page = call(app, &region, &request).await?;
        names.extend(page.vpcs.vpc.into_iter().map(|vpc| (vpc.vpc_id.clone(), vpc)));
    }
    Ok(names)
}

/// The tab.
#[component]
pub fn VpcsTab(store: InstanceStore, row: InstanceRow, region: String) -> impl IntoView {
    let (app, go) = (use_app(), use_go());
    let switches = networks(app, &region.as_str().into()).switches;
    let value = Memo::new(move |_| row.detail.with(|detail| detail.value.clone()));
    let quota = Memo::new(move |_| {
        let used = row.quota.with(|quota| used(quota.value.as_deref(), "vpc"));
        value.with(|value| value.as_ref().map(|value| Quota::of(value, used))).unwrap_or_default()
    });
    let names: Reading<Names> = RwSignal::default();
    let region_kept = StoredValue::new(region.clone());
    let read = move || {
        if let Some(instance) = value.get_untracked() {
            let region: RegionId = region_kept.get_value().into();
            read::start(names, move || read_names(app, region.clone(), instance.clone()));
        }
    };
    // Reads, whenever the bindings have been read anew.
    Effect::new(move |_| {
        if let Some(instance) = value.get() {
            names.update(|names| names.busy_since = None);
            read();
            let bound = &instance.bind_vpcs.bind_vpc;
            let stale = |vpc: &VpcId| !switches.of(vpc).with_untracked(|loaded| loaded.is_fresh(FRESH));
            switches.want(
                std::iter::once(&instance.vpc_id)
                    .chain(bound.iter().map(|bound| &bound.vpc_id))
                    .filter(|vpc| !vpc.is_empty() && stale(vpc))
                    .cloned()
                    .collect(),
            );
        }
    });
    let id = StoredValue::new(row.id.clone());
    let rows = Memo::new(move |_| {
        value.with(|value| {
            let Some(instance) = value else { return vec![] };
            let primary = (!instance.vpc_id.is_empty())
                .then(|| BoundVpcRow::Primary(instance.vpc_id.clone(), instance.vswitch_ids.clone()));
            let bound = instance.bind_vpcs.bind_vpc.iter().cloned().map(BoundVpcRow::Bound);
            primary.into_iter().chain(bound).collect::<Vec<_>>()
        })
    });
    let caption = move || {
        let name =
            value.with(|value| value.as_ref().map(|value| value.instance_name.clone()).unwrap_or_default());
        text_with(k::vpcs::CAPTION, &[("name", &name), ("count", &grouped(rows.with(Vec::len)))])
    };
    let names_failed =
        move || names.with(|names| names.error.clone().filter(|_| names.value.is_none() && !names.is_busy()));
    let explained = RwSignal::new(false);
    let nothing_bound =
        move || value.with(|value| value.as_ref().is_some_and(|v| v.bind_vpcs.bind_vpc.is_empty()));
    let never_enabled =
        move || value.with(|value| value.as_ref().is_some_and(|value| value.vpc_id.is_empty()));
    let _ = store;
    view! {
        {move || {
            if never_enabled() {
                return view! {
                    <EmptyView
                        picture="cloud"
                        title=Signal::derive(t(k::vpcs::NOT_ENABLED))
                        words=Signal::derive(t(k::vpcs::NOT_ENABLED_WHY))
                    />
                };
            }
            view! {
                <div class="quota-line">
                    <span class="quota-line__title">{t(k::vpcs::QUOTA)}</span>
                    {move || view! { <AccessMeter quota=quota.get() large=true/> }}
                    <span class="quota-line__more">{move || quota_words(quota.get())}</span>
                    <button
                        class="text-button"
                        type="button"
                        aria-expanded=move || explained.get().to_string()
                        on:click=move |_| explained.update(|explained| *explained = !*explained)
                    >
                        {t(k::vpcs::WHAT_COUNTS)}
                    </button>
                </div>
                {move || {
                    explained
                        .get()
                        .then(|| view! {
                            <div class="note">
                                {icon("info")}
                                <p class="note__text">{t(k::vpcs::WHAT_COUNTS_TEXT)}</p>
                            </div>
                        })
                }}
                {move || {
                    names_failed()
                        .map(|error| view! {
                            <div class="note" data-tone="warning" role="status">
                                {warning()}
                                <p class="note__text">
                                    {text(k::vpcs::NAMES_FAILED)} " " {advice(&error)} " "
                                    <button class="link" type="button" on:click=move |_| read()>
                                        {text(k::common::TRY_AGAIN)}
                                    </button>
                                </p>
                            </div>
                        })
                }}
                <div class="table-box">
                    <div class="table-box__scroll">
                        <table class="data-table" data-rows="two-line">
                            <caption class="data-table__caption">{caption}</caption>
                            <thead>
                                <tr>
                                    <th class="data-table__head" scope="col">{t(k::vpcs::VPC)}</th>
                                    <th class="data-table__head" scope="col" data-fold="2">{t(k::vpcs::CIDR)}</th>
                                    <th class="data-table__head" scope="col" data-fold="4">{t(k::vpcs::VSWITCH)}</th>
                                    <th class="data-table__head" scope="col" data-fold="1">{t(k::vpcs::ZONE)}</th>
                                    <th class="data-table__head num" scope="col">{t(k::vpcs::FREE_IPS)}</th>
                                    <th class="data-table__head" scope="col" data-fold="3">{t(k::vpcs::OWNER)}</th>
                                    <th class="data-table__head" scope="col">{t(k::instances::STATE)}</th>
                                    <th class="data-table__head" scope="col">
                                        <span class="visually-hidden">{t(k::common::ACTIONS)}</span>
                                    </th>
                                </tr>
                            </thead>
                            <tbody>
                                <For each=move || rows.get() key=BoundVpcRow::key let:bound>
                                    <BoundRow
                                        bound=bound
                                        names=names
                                        switches=switches
                                        id=id.get_value()
                                        region=region_kept.get_value()
                                    />
                                </For>
                            </tbody>
                        </table>
                    </div>
                    {move || {
                        nothing_bound()
                            .then(|| view! {
                                <EmptyView
                                    picture="cloud"
                                    title=Signal::derive(t(k::vpcs::ONLY_PRIMARY))
                                    words=Signal::derive(t(k::vpcs::ONLY_PRIMARY_WHY))
                                >
                                    <button
                                        class="button"
                                        type="button"
                                        on:click=move |_| go.to(&paths::configure(&region_kept.get_value(), &id.get_value()))
                                    >
                                        {t(k::configure::TITLE)}
                                    </button>
                                </EmptyView>
                            })
                    }}
                </div>
                <div class="note">
                    {icon("info")}
                    <p class="note__text">{t(k::vpcs::PRIMARY_NOTE)}</p>
                </div>
            }
                .into_any()
        }}
    }
}
