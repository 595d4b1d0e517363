//! One bound VPC, with what is known of its vSwitch.

use std::sync::Arc;

use kms_api::operations::instances::BindVpc;
use kms_api::operations::vpcs::VSwitch;
use kms_api::{AccountId, InstanceId, VSwitchId, VpcId};
use leptos::prelude::*;

use super::Names;
use crate::api::read::Reading;
use crate::app::use_go;
use crate::bindings::copy;
use crate::components::copy::IdText;
use crate::components::facts::Fact;
use crate::components::status::{Status, warning};
use crate::i18n::{Key, k, t, text, text_with};
use crate::number::{grouped_i64, short_account, short_id, short_zone};
use crate::pages::configure::propose::FEW;
use crate::pages::instances::list::row::dash;
use crate::paths;
use crate::state::switches::SwitchStore;
use crate::state::use_app;
use crate::ui::fold::{FoldButton, FoldRow};
use crate::ui::icon;
use crate::ui::menu::{Entry, Menu};
use crate::ui::view::view;

/// What a row stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum BoundVpcRow {
    /// The VPC of the enabling with its vSwitches.
    Primary(VpcId, Vec<VSwitchId>),
    /// An additional VPC.
    Bound(BindVpc),
}

impl BoundVpcRow {
    /// Identity for keyed lists: a changed vSwitch makes a new row.
    pub fn key(&self) -> (VpcId, Vec<VSwitchId>) {
        (self.vpc_id().clone(), self.switch_ids())
    }

    fn vpc_id(&self) -> &VpcId {
        match self {
            Self::Primary(vpc_id, _) => vpc_id,
            Self::Bound(bound) => &bound.vpc_id,
        }
    }

    fn switch_ids(&self) -> Vec<VSwitchId> {
        match self {
            Self::Primary(_, switches) => switches.clone(),
            Self::Bound(bound) => vec![bound.v_switch_id.clone()],
        }
    }
}

/// How a binding stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Bound,
    VpcGone,
    SwitchGone,
    SharingEnded,
    Low,
}

impl Standing {
    fn look(self) -> (&'static str, &'static str, Key) {
        match self {
            Self::Bound => ("ok", "state-on", k::vpcs::BOUND),
            Self::VpcGone => ("error", "state-error", k::vpcs::VPC_GONE),
            Self::SwitchGone => ("error", "state-error", k::vpcs::VSWITCH_GONE),
            Self::SharingEnded => ("warning", "state-warning", k::vpcs::SHARING_ENDED),
            Self::Low => ("warning", "state-warning", k::vpcs::VSWITCH_LOW),
        }
    }
}

/// The row.
#[component]
pub fn BoundRow(
    bound: BoundVpcRow,
    names: Reading<Names>,
    switches: SwitchStore,
    id: InstanceId,
    region: String,
) -> impl IntoView {
    let app = use_app();
    let primary = matches!(bound, BoundVpcRow::Primary(..));
    let vpc_id = bound.vpc_id().clone();
    let switch_ids = StoredValue::new(bound.switch_ids());
    let reading = switches.of(&vpc_id);
    let own = move || app.session.with(|session| session.value.as_ref().map(|s| s.account_id.clone()));
    let vpc = {
        let vpc_id = vpc_id.clone();
        Memo::new(move |_| {
            names.with(|names| names.value.as_ref().and_then(|names| names.get(&vpc_id).cloned()))
        })
    };
    let owner = {
        let told = match &bound {
            BoundVpcRow::Bound(bound) => Some(bound.vpc_owner_id.clone()),
            BoundVpcRow::Primary(..) => None,
        };
        Memo::new(move |_| -> Option<AccountId> {
            told.clone().or_else(|| vpc.with(|vpc| vpc.as_ref().map(|vpc| vpc.owner_id.clone()))).or_else(own)
        })
    };
    let outside = Memo::new(move |_| owner.get().is_some_and(|owner| own().is_some_and(|own| own != owner)));
    let found = Memo::new(move |_| -> Vec<VSwitch> {
        let ids = switch_ids.get_value();
        reading.with(|loaded| {
            loaded.value.as_ref().map_or_else(Vec::new, |all| {
                all.iter().filter(|switch| ids.contains(&switch.v_switch_id)).cloned().collect()
            })
        })
    });
    let standing = Memo::new(move |_| {
        let known = reading.with(|loaded| loaded.value.is_some());
        let vpc_read = names.with(|names| names.value.is_some());
        if primary {
            Standing::Bound
        } else if vpc_read && vpc.with(Option::is_none) {
            if outside.get() { Standing::SharingEnded } else { Standing::VpcGone }
        } else if known && found.with(Vec::is_empty) {
            if outside.get() { Standing::SharingEnded } else { Standing::SwitchGone }
        } else if found.with(|found| found.iter().any(|switch| switch.available_ip_address_count < FEW)) {
            Standing::Low
        } else {
            Standing::Bound
        }
    });
    let name = {
        let vpc_id = vpc_id.clone();
        Memo::new(move |_| {
            let name = vpc.with(|vpc| vpc.as_ref().map(|vpc| vpc.vpc_name.clone()).unwrap_or_default());
            if name.is_empty() { short_id(&vpc_id) } else { name }
        })
    };
    let tag = move || {
        if primary {
            Some(("lock", k::vpcs::PRIMARY))
        } else if outside.get() {
            Some(("users", k::vpcs::SHARED))
        } else {
            None
        }
    };
    let switch_names = move || {
        let (found, ids) = (found.get(), switch_ids.get_value());
        let name_of = |id: &VSwitchId| {
            found
                .iter()
                .find(|switch| switch.v_switch_id == *id && !switch.v_switch_name.is_empty())
                .map_or_else(|| short_id(id), |switch| switch.v_switch_name.clone())
        };
        let names: Vec<String> = ids.iter().map(name_of).collect();
        let short: Vec<String> = ids.iter().map(|id| short_id(id)).collect();
        let whole: Vec<String> = ids.iter().map(ToString::to_string).collect();
        view! {
            {names.join(", ")}
            <span class="data-table__second mono" title=whole.join(", ")>
                {short.join(", ")}
            </span>
        }
    };
    let open = RwSignal::new(false);
    let fold = StoredValue::new(format!("more-{vpc_id}"));
    let cidr = move || match vpc.get() {
        Some(vpc) => view! { <span class="mono">{vpc.cidr_block}</span> },
        None => dash().into_any(),
    };
    let zones = move || {
        let zones = found.with(|found| {
            found.iter().map(|switch| short_zone(&switch.zone_id).to_owned()).collect::<Vec<_>>().join(", ")
        });
        if zones.is_empty() { dash().into_any() } else { zones.into_any() }
    };
    let free = move || {
        if primary || found.with(Vec::is_empty) {
            return dash().into_any();
        }
        let free: i64 =
            found.with(|found| found.iter().map(|switch| switch.available_ip_address_count).sum());
        view! {
            <span class="choice-row__figure">
                {(free < FEW).then(warning)}
                {grouped_i64(free)}
            </span>
        }
        .into_any()
    };
    let owner_words = move || match owner.get() {
        Some(owner) if outside.get() => {
            view! { <span class="mono" title=owner.to_string()>{short_account(owner.as_str())}</span> }
                .into_any()
        }
        Some(_) => text(k::vpcs::THIS_ACCOUNT).into_any(),
        None => dash().into_any(),
    };
    view! {
        <tr class="data-table__row">
            <th class="data-table__cell" scope="row">
                <span class="transfer-row__line">
                    <span class="data-table__name">{name}</span>
                    {move || tag().map(|(picture, word)| view! { <span class="tag">{icon(picture)} {text(word)}</span> })}
                </span>
                <span class="data-table__second">
                    <IdText id=vpc_id.to_string()/>
                </span>
            </th>
            <td class="data-table__cell" data-fold="2">
                {cidr}
            </td>
            <td class="data-table__cell" data-fold="4">{switch_names}</td>
            <td class="data-table__cell" data-fold="1">{zones}</td>
            <td class="data-table__cell num">{free}</td>
            <td class="data-table__cell" data-fold="3">{owner_words}</td>
            <td class="data-table__cell">
                {move || {
                    let (tone, glyph, word) = standing.get().look();
                    view! { <Status tone=tone glyph=glyph word=Signal::derive(t(word))/> }
                }}
            </td>
            <td class="data-table__cell data-table__actions">
                <FoldButton
                    open=open
                    controls=fold.get_value()
                    label=Signal::derive(move || text_with(k::common::MORE_FACTS, &[("name", &name.get())]))
                />
                {if primary {
                    view! {
                        <span class="data-table__none" title=t(k::vpcs::PRIMARY_LOCKED)>
                            {icon("lock")}
                            <span class="visually-hidden">{t(k::vpcs::PRIMARY_LOCKED)}</span>
                        </span>
                    }
                        .into_any()
                } else {
                    view! { <BoundActions id=id region=region vpc=vpc_id name=name/> }
                }}
            </td>
        </tr>
        <FoldRow open=open id=fold.get_value()>
            <Fact term=k::vpcs::CIDR>{cidr}</Fact>
            <Fact term=k::vpcs::VSWITCH>{switch_names}</Fact>
            <Fact term=k::vpcs::ZONE>{zones}</Fact>
            <Fact term=k::vpcs::OWNER>{owner_words}</Fact>
        </FoldRow>
    }
}

/// Both open the panel with the change staged; neither writes.
#[component]
fn BoundActions(id: InstanceId, region: String, vpc: VpcId, name: Memo<String>) -> impl IntoView {
    let (app, go) = (use_app(), use_go());
    let panel = paths::configure(&region, &id);
    let change = StoredValue::new(format!("{panel}?vswitch={vpc}"));
    let unbind = StoredValue::new(format!("{panel}?unbind={vpc}"));
    let menu = format!("menu-{vpc}");
    let copied = StoredValue::new(vpc.to_string());
    let copy_id = move || {
        copy(&copied.get_value());
        app.live.say(text(k::common::COPIED));
    };
    let entries = move || {
        vec![
            Entry::item("copy", k::instances::COPY_ID, copy_id),
            Entry::item("vswitch", k::vpcs::CHANGE_MORE, move || go.to(&change.get_value())),
            Entry::Line,
            Entry::danger("unlink", k::vpcs::UNBIND, move || go.to(&unbind.get_value())),
        ]
    };
    view! {
        <button
            class="text-button"
            type="button"
            aria-label=move || text_with(k::vpcs::CHANGE_NAMED, &[("name", &name.get())])
            on:click=move |_| go.to(&change.get_value())
        >
            {t(k::vpcs::CHANGE)}
        </button>
        <Menu
            id=menu
            class="button"
            variant="ghost"
            icon_only=true
            label=Signal::derive(move || text_with(k::instances::MORE_NAMED, &[("name", &name.get())]))
            face=|| icon("dots")
            entries=Arc::new(entries)
        />
    }
}
