//! The Overview tab: what the instance is, what of it is used, where it stands, and its certificate.

use kms_api::InstanceKind;
use kms_api::operations::instances::KmsInstance;
use leptos::prelude::*;

use super::list::row::{arn, dash, expiry, used};
use crate::app::href;
use crate::bindings::download;
use crate::components::copy::{CopyButton, IdText, copy_aloud};
use crate::components::facts::Fact;
use crate::components::meter::{AccessMeter, BarMeter};
use crate::components::status::InstanceStatus;
use crate::components::time::Day;
use crate::i18n::{Key, k, t, text, text_with};
use crate::number::{grouped_i64, short_account, short_id, short_zone};
use crate::pages::configure::selection::Quota;
use crate::paths;
use crate::state::instances::InstanceRow;
use crate::state::use_app;
use crate::ui::icon;
use crate::ui::view::view;

/// Name of a kind, as the tabs of the list call it.
pub fn kind_name(kind: InstanceKind) -> Key {
    match kind {
        InstanceKind::Software => k::instances::TAB_SOFTWARE,
        InstanceKind::Hardware => k::instances::TAB_HARDWARE,
        InstanceKind::External => k::instances::TAB_EXTERNAL,
        InstanceKind::Other => k::instances::TAB_OTHER,
    }
}

/// The tab.
#[component]
pub fn OverviewTab(row: InstanceRow, region: String) -> impl IntoView {
    let value = Memo::new(move |_| row.detail.with(|detail| detail.value.clone()));
    let quota = row.quota;
    move || {
        let region = region.clone();
        value.get().map(|instance| {
            let vpc = instance.clone();
            let list_region = region.clone();
            view! {
                <Facts instance=(*instance).clone() region=region/>
                <div class="facts-columns">
                    <section class="facts-group" aria-labelledby="overview-quotas">
                        <div class="facts-group__head">
                            <h2 id="overview-quotas">{t(k::instance::QUOTAS)}</h2>
                        </div>
                        {move || {
                            let figures = quota.with(|quota| quota.value.clone());
                            let figures = figures.as_deref();
                            let access = Quota::of(&vpc, used(figures, "vpc"));
                            let id = vpc.instance_id.clone();
                            let to_list = |kind, label: Key| {
                                let address = href(&paths::list_of_instance(&list_region, kind, &id));
                                Some(view! {
                                    <a class="link" href=address>
                                        {t(label)}
                                    </a>
                                })
                            };
                            view! {
                                <dl class="quota-list">
                                    <div class="quota-list__item">
                                        <dt class="facts__term">{t(k::instances::VPCS_AND_ACCOUNTS)}</dt>
                                        <dd>
                                            <AccessMeter quota=access large=true/>
                                        </dd>
                                    </div>
                                    {bar(
                                        k::instance::KEYS_BY_VERSION,
                                        used(figures, "key"),
                                        vpc.key_num,
                                        to_list(paths::KEYS, k::instance::SHOW_KEYS),
                                    )}
                                    {bar(
                                        k::instances::SECRETS,
                                        used(figures, "secret"),
                                        vpc.secret_num,
                                        to_list(paths::SECRETS, k::instance::SHOW_SECRETS),
                                    )}
                                    {bar(k::instance::PERFORMANCE_USED, used(figures, "qps"), vpc.spec, None)}
                                </dl>
                            }
                        }}
                    </section>
                    <Network instance=(*instance).clone()/>
                </div>
                <Certificate pem=instance.ca_certificate_chain_pem.clone()/>
            }
        })
    }
}

fn bar(term: Key, used: Option<i64>, limit: i64, more: Option<AnyView>) -> impl IntoView {
    view! {
        <div class="quota-list__item">
            <dt class="facts__term">{t(term)}</dt>
            <dd>
                {match used {
                    Some(used) => view! { <BarMeter used=used limit=limit/> },
                    None => dash().into_any(),
                }}
                {more.map(|more| view! { " " {more} })}
            </dd>
        </div>
    }
}

#[component]
fn Facts(instance: KmsInstance, region: String) -> impl IntoView {
    let app = use_app();
    let account =
        app.session.with(|session| session.value.as_ref().map(|s| s.account_id.clone())).unwrap_or_default();
    let arn = arn(&region, &account, &instance.instance_id);
    let short_arn = format!(
        "acs:kms:{region}:{}:keystore/{}",
        short_account(account.as_str()),
        short_id(&instance.instance_id)
    );
    let zones: Vec<&str> = instance.zone_ids.iter().map(|zone| short_zone(zone)).collect();
    let zones = zones.join(", ");
    let kind = InstanceKind::of(&instance.product_version);
    let charge = match instance.charge_type.as_str() {
        "PREPAY" => Some(k::instance::PREPAY),
        "POSTPAY" => Some(k::instance::POSTPAY),
        _ => None,
    };
    let protection = if instance.deletion_protection { k::instance::ON } else { k::instance::OFF };
    let spec = grouped_i64(instance.spec);
    view! {
        <section class="facts-group" aria-labelledby="overview-facts">
            <div class="facts-group__head">
                <h2 id="overview-facts">{t(k::instance::FACTS)}</h2>
            </div>
            <dl class="facts">
                <Fact term=k::instance::ID>
                    <IdText id=instance.instance_id.to_string()/>
                </Fact>
                <Fact term=k::instance::ARN>
                    <span class="mono" title=arn.clone()>{short_arn}</span>
                    <CopyButton value=arn/>
                </Fact>
                <Fact term=k::instances::STATE>
                    <InstanceStatus status=instance.status.clone()/>
                </Fact>
                <Fact term=k::instance::KIND>{t(kind_name(kind))}</Fact>
                <Fact term=k::instance::PERFORMANCE>
                    {move || text_with(k::instance::REQUESTS_A_SECOND, &[("count", &spec)])}
                </Fact>
                <Fact term=k::instances::ZONES>
                    {if zones.is_empty() { dash().into_any() } else { zones.into_any() }}
                </Fact>
                <Fact term=k::instance::CREATED>
                    <Day at=instance.create_time.clone()/>
                </Fact>
                <Fact term=k::instance::STARTED>
                    <Day at=instance.start_date.clone()/>
                </Fact>
                <Fact term=k::instances::EXPIRES>{expiry(&instance.end_date)}</Fact>
                <Fact term=k::instance::BILLING>
                    {match charge {
                        Some(charge) => view! { <span>{t(charge)}</span> }.into_any(),
                        None => dash().into_any(),
                    }}
                </Fact>
                <Fact term=k::instance::DELETION_PROTECTION>
                    <span>{t(protection)}</span>
                    " "
                    <span class="subtle">{instance.deletion_protection_description.clone()}</span>
                </Fact>
            </dl>
        </section>
    }
}

#[component]
fn Network(instance: KmsInstance) -> impl IntoView {
    let storage = grouped_i64(instance.log_storage);
    let logs = instance.log == 1;
    view! {
        <section class="facts-group" aria-labelledby="overview-network">
            <div class="facts-group__head">
                <h2 id="overview-network">{t(k::instance::NETWORK)}</h2>
            </div>
            <dl class="facts">
                <Fact term=k::instance::PRIMARY_VPC>
                    {if instance.vpc_id.is_empty() {
                        dash().into_any()
                    } else {
                        view! { <IdText id=instance.vpc_id.to_string()/> }
                    }}
                </Fact>
                <Fact term=k::instance::VSWITCHES>
                    {if instance.vswitch_ids.is_empty() {
                        dash().into_any()
                    } else {
                        instance
                            .vswitch_ids
                            .iter()
                            .map(|id| view! { <div><IdText id=id.to_string()/></div> })
                            .collect_view()
                            .into_any()
                    }}
                </Fact>
                <Fact term=k::instance::LOGS>
                    {move || {
                        if logs {
                            text_with(k::instance::LOGS_ON, &[("size", &storage)])
                        } else {
                            text(k::instance::OFF)
                        }
                    }}
                </Fact>
            </dl>
        </section>
    }
}

/// The chain that applications need at the instance endpoint.
#[component]
fn Certificate(pem: String) -> impl IntoView {
    let app = use_app();
    if pem.is_empty() {
        return ().into_any();
    }
    let kept = StoredValue::new(pem.clone());
    view! {
        <section class="code-block" aria-labelledby="overview-certificate">
            <div class="code-block__head">
                <h2 class="code-block__title" id="overview-certificate">{t(k::instance::CERTIFICATE)}</h2>
                <button
                    class="button"
                    type="button"
                    data-size="small"
                    data-variant="ghost"
                    on:click=move |_| copy_aloud(app, &kept.get_value())
                >
                    {icon("copy")}
                    {t(k::common::COPY)}
                </button>
                <button
                    class="button"
                    type="button"
                    data-size="small"
                    data-variant="ghost"
                    on:click=move |_| download("kms-instance-ca.pem", &kept.get_value())
                >
                    {icon("download")}
                    {t(k::instance::DOWNLOAD)}
                </button>
            </div>
            <pre class="code-block__text" tabindex="0" aria-labelledby="overview-certificate">{pem}</pre>
        </section>
    }
    .into_any()
}
