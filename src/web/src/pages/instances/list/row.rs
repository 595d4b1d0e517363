//! One row of the list. It fills itself as its details arrive.

use std::sync::Arc;

use kms_api::operations::instances::{GetKmsInstanceQuotaInfosResponse, KmsInstance};
use kms_api::{AccountId, InstanceId};
use leptos::prelude::*;

use super::Columns;
use super::model::SOON;
use crate::api::CallError;
use crate::app::{href, use_go};
use crate::bindings::{day, parse_time};
use crate::components::copy::{IdText, copy_aloud};
use crate::components::error_view::advice;
use crate::components::facts::Fact;
use crate::components::menus::MoreMenu;
use crate::components::meter::{AccessMeter, BarMeter};
use crate::components::status::{InstanceStatus, Status};
use crate::components::time::relative;
use crate::i18n::{k, t, text_with};
use crate::number::{grouped_i64, short_zone};
use crate::pages::configure::selection::Quota;
use crate::paths;
use crate::state::instances::{FRESH, InstanceStore};
use crate::state::use_app;
use crate::ui::fold::{FoldButton, FoldRow};
use crate::ui::icon;
use crate::ui::menu::Entry;
use crate::ui::view::view;

/// A cell without a value: none, or not known.
pub fn dash() -> impl IntoView {
    view! {
        <span class="data-table__none">
            <span aria-hidden="true">"–"</span>
            <span class="visually-hidden">{t(k::common::NO_VALUE)}</span>
        </span>
    }
}

/// ARN of an instance.
pub fn arn(region: &str, account: &AccountId, id: &InstanceId) -> String {
    format!("acs:kms:{region}:{account}:keystore/{id}")
}

/// "3 VPCs, 1 account".
pub fn quota_words(quota: Quota) -> String {
    let vpcs = text_with(k::instances::VPC_COUNT, &[("count", &grouped_i64(quota.vpcs))]);
    let accounts = text_with(k::instances::ACCOUNT_COUNT, &[("count", &grouped_i64(quota.accounts))]);
    text_with(k::instances::VPCS_ACCOUNTS, &[("vpcs", &vpcs), ("accounts", &accounts)])
}

/// A row.
#[component]
pub fn InstanceRowView(
    store: InstanceStore,
    id: InstanceId,
    region: String,
    columns: Columns,
) -> impl IntoView {
    let row = store.row(&id);
    let (detail, quota) = (row.detail, row.quota);
    let id = StoredValue::new(id);
    let region = StoredValue::new(region);
    let open = RwSignal::new(false);
    let fold = StoredValue::new(id.with_value(|id| format!("more-{id}")));
    let value = Memo::new(move |_| detail.with(|detail| detail.value.clone()));
    let figures = Memo::new(move |_| quota.with(|quota| quota.value.clone()));
    // Reads, when the details say that there is a quota to read.
    Effect::new(move |_| {
        if value.with(|value| value.as_ref().is_some_and(|value| has_quota(value))) {
            store.read_quota(&id.get_value(), FRESH);
        }
    });
    let failed = Memo::new(move |_| {
        detail.with(|detail| detail.error.clone().filter(|_| detail.value.is_none() && !detail.is_busy()))
    });
    let name = Memo::new(move |_| {
        value.with(|value| {
            let name = value.as_ref().map(|value| value.instance_name.clone()).unwrap_or_default();
            if name.is_empty() { id.get_value().to_string() } else { name }
        })
    });
    let address = move |tab: &str| href(&paths::instance(&region.get_value(), &id.get_value(), tab));
    let cell = move |make: fn(&KmsInstance, Option<&GetKmsInstanceQuotaInfosResponse>) -> AnyView| {
        move || match value.get() {
            Some(value) => figures.with(|figures| make(&value, figures.as_deref())),
            None if failed.with(Option::is_some) => dash().into_any(),
            None => view! { <span class="skeleton" aria-hidden="true"></span> },
        }
    };
    view! {
        <tr class="data-table__row" aria-busy=move || detail.with(|d| d.value.is_none() && d.is_busy()).then_some("true")>
            <th class="data-table__cell" scope="row">
                <a class="data-table__name" href=address("overview")>{name}</a>
                <span class="data-table__second">
                    <IdText id=id.get_value().to_string()/>
                </span>
            </th>
            <td class="data-table__cell">
                {move || match (value.get(), failed.get()) {
                    (Some(value), _) => view! { <InstanceStatus status=value.status.clone()/> },
                    (None, Some(error)) => unread(&error).into_any(),
                    (None, None) => {
                        view! { <span class="skeleton" data-width="short" aria-hidden="true"></span> }
                    }
                }}
            </td>
            <td class="data-table__cell">{cell(access_cell)}</td>
            <td class="data-table__cell" data-fold="4">{cell(keys_cell)}</td>
            {move || {
                columns.secrets.get().then(|| view! { <td class="data-table__cell" data-fold="2">{cell(secrets_cell)}</td> })
            }}
            {move || {
                columns.zones.get().then(|| view! { <td class="data-table__cell" data-fold="1">{cell(zones_cell)}</td> })
            }}
            {move || {
                columns.expires.get().then(|| view! { <td class="data-table__cell" data-fold="3">{cell(expires_cell)}</td> })
            }}
            <td class="data-table__cell data-table__actions">
                {move || match failed.get() {
                    Some(_) => {
                        view! {
                            <button
                                class="text-button"
                                type="button"
                                aria-label=move || text_with(k::instances::RETRY_NAMED, &[("name", &name.get())])
                                on:click=move |_| store.read_detail(&id.get_value(), 0.0)
                            >
                                {icon("refresh")}
                                {t(k::common::RETRY)}
                            </button>
                        }
                            .into_any()
                    }
                    None => {
                        view! {
                            <a
                                class="text-button"
                                href=address("overview")
                                aria-label=move || text_with(k::instances::DETAILS_NAMED, &[("name", &name.get())])
                            >
                                {t(k::instances::DETAILS)}
                            </a>
                            {move || {
                                value
                                    .with(|value| value.as_ref().is_some_and(|value| has_quota(value)))
                                    .then(|| {
                                        view! {
                                            <a
                                                class="text-button"
                                                href=address("vpcs")
                                                aria-label=move || text_with(
                                                    k::instances::VPCS_NAMED,
                                                    &[("name", &name.get())],
                                                )
                                            >
                                                {t(k::instances::VPCS)}
                                            </a>
                                        }
                                    })
                            }}
                        }
                            .into_any()
                    }
                }}
                <FoldButton
                    open=open
                    controls=fold.get_value()
                    label=Signal::derive(move || text_with(k::common::MORE_FACTS, &[("name", &name.get())]))
                />
                <RowMenu id=id.get_value() region=region.get_value() name=name value=value/>
            </td>
        </tr>
        <FoldRow open=open id=fold.get_value()>
            <Fact term=k::instances::KEYS>{cell(keys_cell)}</Fact>
            <Fact term=k::instances::SECRETS>{cell(secrets_cell)}</Fact>
            <Fact term=k::instances::ZONES>{cell(zones_cell)}</Fact>
            <Fact term=k::instances::EXPIRES>{cell(expires_cell)}</Fact>
        </FoldRow>
    }
}

fn unread(error: &CallError) -> impl IntoView + use<> {
    let why = advice(error);
    view! {
        <span title=why>
            <Status tone="warning" glyph="state-warning" word=Signal::derive(t(k::instances::NOT_READ))/>
        </span>
    }
}

#[component]
fn RowMenu(
    id: InstanceId,
    region: String,
    name: Memo<String>,
    value: Memo<Option<Arc<KmsInstance>>>,
) -> impl IntoView {
    let (app, go) = (use_app(), use_go());
    let menu = format!("menu-{id}");
    let id = StoredValue::new(id);
    let region = StoredValue::new(region);
    let said = move |value: String| copy_aloud(app, &value);
    let copy_arn = move || {
        let account =
            app.session.with_untracked(|session| session.value.as_ref().map(|s| s.account_id.clone()));
        said(arn(&region.get_value(), &account.unwrap_or_default(), &id.get_value()));
    };
    let open = move |tab| go.to(&paths::instance(&region.get_value(), &id.get_value(), tab));
    let entries = move || {
        let mut entries = vec![Entry::item("cube", k::instances::DETAILS, move || open("overview"))];
        if value.with(|value| value.as_ref().is_some_and(|value| has_quota(value))) {
            entries.push(Entry::item("vswitch", k::instances::VPCS, move || open("vpcs")));
        }
        let configure = move || go.to(&paths::configure(&region.get_value(), &id.get_value()));
        let copy_id = move || said(id.get_value().to_string());
        entries.extend([
            Entry::item("cloud", k::configure::TITLE, configure),
            Entry::item("copy", k::instances::COPY_ID, copy_id),
            Entry::item("copy", k::instances::COPY_ARN, copy_arn),
        ]);
        entries
    };
    view! {
        <MoreMenu id=menu name=name variant="ghost" entries=Arc::new(entries)/>
    }
}

/// Units of one resource type that are in use.
pub fn used(quota: Option<&GetKmsInstanceQuotaInfosResponse>, kind: &str) -> Option<i64> {
    quota.and_then(|quota| quota.of(kind)).map(|info| info.used_quantity)
}

/// Whether an instance is far enough to have a quota: one that was never enabled, or is being enabled, refuses.
pub fn has_quota(instance: &KmsInstance) -> bool {
    !instance.vpc_id.is_empty() && instance.status != "Connecting" && instance.status != "Uninitialized"
}

fn access_cell(instance: &KmsInstance, quota: Option<&GetKmsInstanceQuotaInfosResponse>) -> AnyView {
    if !has_quota(instance) {
        return dash().into_any();
    }
    let quota = Quota::of(instance, used(quota, "vpc"));
    view! {
        <AccessMeter quota=quota/>
        <span class="data-table__second">{move || quota_words(quota)}</span>
    }
    .into_any()
}

fn keys_cell(instance: &KmsInstance, quota: Option<&GetKmsInstanceQuotaInfosResponse>) -> AnyView {
    match used(quota, "key") {
        Some(used) => view! { <BarMeter used=used limit=instance.key_num stack=true/> },
        None => dash().into_any(),
    }
}

fn secrets_cell(instance: &KmsInstance, quota: Option<&GetKmsInstanceQuotaInfosResponse>) -> AnyView {
    match used(quota, "secret") {
        Some(used) => view! { <BarMeter used=used limit=instance.secret_num stack=true/> },
        None => dash().into_any(),
    }
}

fn zones_cell(instance: &KmsInstance, _: Option<&GetKmsInstanceQuotaInfosResponse>) -> AnyView {
    if instance.zone_ids.is_empty() {
        return dash().into_any();
    }
    let zones: Vec<&str> = instance.zone_ids.iter().map(|zone| short_zone(zone)).collect();
    view! { <span class="mono" title=instance.zone_ids.join(", ")>{zones.join(", ")}</span> }.into_any()
}

fn expires_cell(instance: &KmsInstance, _: Option<&GetKmsInstanceQuotaInfosResponse>) -> AnyView {
    expiry(&instance.end_date).into_any()
}

/// When an instance ends: in words, with the day below; a warning when it is near or past.
pub fn expiry(end_date: &str) -> impl IntoView + use<> {
    let app = use_app();
    let Some(end) = parse_time(end_date) else { return dash().into_any() };
    let now = app.now.get_untracked();
    let near = end - now <= SOON * 86_400_000.0;
    if end < now {
        return view! {
            <Status
                tone="error"
                glyph="state-error"
                emphasis=true
                word=Signal::derive(t(k::instances::EXPIRED))
            />
            <span class="data-table__second">{move || relative(end, now)}</span>
        }
        .into_any();
    }
    let words = Signal::derive(move || relative(end, now));
    view! {
        {if near {
            view! { <Status tone="warning" glyph="state-warning" word=words/> }
        } else {
            view! { <span class="nowrap">{words}</span> }.into_any()
        }}
        <span class="data-table__second">{day(end)}</span>
    }
    .into_any()
}
