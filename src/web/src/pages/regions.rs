//! `/regions`: every region with its number of instances, three at a time.

use kms_api::operations::instances::ListKmsInstances;
use kms_api::regions::REGIONS;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::read::{self, Reading};
use crate::api::{CallError, call};
use crate::app::{href, use_title};
use crate::components::error_view::advice;
use crate::i18n::{k, region_name, t, text};
use crate::number::grouped;
use crate::paths;
use crate::state::use_app;
use crate::ui::icon;
use crate::ui::view::view;

/// Regions that are asked at the same time.
const AT_ONCE: usize = 3;

/// All regions.
#[component]
pub fn RegionsPage() -> impl IntoView {
    let app = use_app();
    let counts: Vec<(&'static str, Reading<usize>)> =
        REGIONS.iter().map(|region| (region.id, RwSignal::default())).collect();
    let count = move |region: &'static str, reading: Reading<usize>| {
        read::run(reading, move || async move {
            let request = ListKmsInstances { page_number: 1, page_size: 1 };
            Ok::<_, CallError>(call(app, &region.into(), &request).await?.total_count as usize)
        })
    };
    let queue = StoredValue::new(counts.iter().rev().copied().collect::<Vec<_>>());
    for _ in 0..AT_ONCE {
        spawn_local(async move {
            while let Some((region, reading)) = queue.try_update_value(Vec::pop).flatten() {
                count(region, reading).await;
            }
        });
    }
    use_title(t(k::frame::REGIONS));
    view! {
        <header class="page__head">
            <div class="page__title-row">
                <h1 tabindex="-1">{t(k::frame::REGIONS)}</h1>
            </div>
        </header>
        <div class="page__body">
            <div class="table-box">
                <div class="table-box__scroll">
                    <table class="data-table">
                        <caption class="data-table__caption">{t(k::regions_page::CAPTION)}</caption>
                        <thead>
                            <tr>
                                <th class="data-table__head" scope="col">{t(k::frame::REGION)}</th>
                                <th class="data-table__head" scope="col">{t(k::regions_page::ID)}</th>
                                <th class="data-table__head num" scope="col">{t(k::frame::INSTANCES)}</th>
                            </tr>
                        </thead>
                        <tbody>
                            {counts
                                .into_iter()
                                .map(|(id, reading)| {
                                    view! {
                                        <tr class="data-table__row">
                                            <th class="data-table__cell" scope="row">
                                                <a class="data-table__name" href=href(&paths::instances(id))>
                                                    {move || region_name(id)}
                                                </a>
                                            </th>
                                            <td class="data-table__cell">
                                                <span class="mono">{id}</span>
                                            </td>
                                            <td class="data-table__cell num">
                                                {move || cell(reading, move || {
                                                    spawn_local(count(id, reading));
                                                })}
                                            </td>
                                        </tr>
                                    }
                                })
                                .collect_view()}
                        </tbody>
                    </table>
                </div>
            </div>
        </div>
    }
}

fn cell(reading: Reading<usize>, retry: impl Fn() + Copy + 'static) -> impl IntoView {
    let loaded = reading.get();
    if let Some(count) = loaded.value {
        return grouped(*count).into_any();
    }
    match loaded.error {
        Some(error) => view! {
            <button class="text-button" type="button" title=advice(&error) on:click=move |_| retry()>
                {icon("refresh")}
                {text(k::common::RETRY)}
            </button>
        }
        .into_any(),
        None => view! { <span class="data-table__none" title=t(k::regions_page::NOT_COUNTED)>"–"</span> },
    }
}
