//! Add by id: a VPC of another account that the list does not show, checked by reading its vSwitch.

use std::sync::Arc;

use kms_api::operations::vpcs::{DescribeVSwitches, VSwitch, VSwitchIds, Vpc};
use kms_api::{AccountId, VSwitchId, VpcId};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::plan::Plan;
use super::propose::switch_reason;
use super::selection::Pick;
use crate::api::{CallError, call};
use crate::components::error_view::ErrorFacts;
use crate::i18n::{Key, k, t, text, text_with};
use crate::state::vpcs::VpcEntry;
use crate::ui::dialog::Dialog;
use crate::ui::view::view;
use crate::ui::{glyph, icon};

/// Which field holds a fault, and what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Not `vpc-` and letters.
    Vpc,
    /// Not `vsw-` and letters.
    Switch,
    /// Not digits.
    Owner,
}

fn is_id(text: &str, prefix: &str) -> bool {
    text.strip_prefix(prefix).is_some_and(|rest| {
        (4..=40).contains(&rest.len())
            && rest.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    })
}

/// Reads the three fields.
///
/// # Errors
/// The first field that cannot be right.
pub fn parse(vpc: &str, switch: &str, owner: &str) -> Result<(VpcId, VSwitchId, AccountId), Fault> {
    let (vpc, switch, owner) = (vpc.trim(), switch.trim(), owner.trim());
    if !is_id(vpc, "vpc-") {
        return Err(Fault::Vpc);
    }
    if !is_id(switch, "vsw-") {
        return Err(Fault::Switch);
    }
    let owner = AccountId::parse(owner).map_err(|_| Fault::Owner)?;
    Ok((vpc.into(), switch.into(), owner))
}

/// Why the check failed.
#[derive(Clone, Debug, PartialEq)]
enum Refusal {
    Field(Fault),
    Already,
    NotVisible,
    OtherVpc,
    Unusable,
    QuotaFull,
    Call(CallError),
}

/// The form.
#[component]
pub fn AddById(plan: Plan, on_close: Callback<()>) -> impl IntoView {
    let (vpc, switch, owner) = (NodeRef::<html::Input>::new(), NodeRef::new(), NodeRef::new());
    let refusal = RwSignal::new(None::<Refusal>);
    let busy = RwSignal::new(false);
    let value =
        |input: NodeRef<html::Input>| input.get_untracked().map(|input| input.value()).unwrap_or_default();
    let submit = move || {
        if busy.get_untracked() {
            return;
        }
        let (vpc, switch, owner) = match parse(&value(vpc), &value(switch), &value(owner)) {
            Ok(read) => read,
            Err(fault) => return refusal.set(Some(Refusal::Field(fault))),
        };
        if plan.selection.with_untracked(|selection| selection.lists(&vpc)) {
            return refusal.set(Some(Refusal::Already));
        }
        if plan.selection.with_untracked(|selection| selection.room() <= 0) {
            return refusal.set(Some(Refusal::QuotaFull));
        }
        busy.set(true);
        refusal.set(None);
        spawn_local(async move {
            let outcome = check(plan, &vpc, &switch, &owner).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match outcome {
                Ok(found) => {
                    add(plan, &vpc, owner, found);
                    on_close.run(());
                }
                Err(why) => refusal.set(Some(why)),
            }
        });
    };
    let field = move |id: &'static str,
                      label: Key,
                      hint: Key,
                      fault: Fault,
                      error: Key,
                      input: NodeRef<html::Input>| {
        let wrong = move || refusal.with(|refusal| *refusal == Some(Refusal::Field(fault)));
        view! {
            <div class="field">
                <label class="field__label" for=id>{t(label)}</label>
                <div class="input" data-fill="" data-mono="">
                    <input
                        class="input__control"
                        id=id
                        autocomplete="off"
                        spellcheck="false"
                        aria-invalid=move || wrong().to_string()
                        aria-describedby=format!("{id}-hint")
                        node_ref=input
                    />
                </div>
                <p class="field__hint" id=format!("{id}-hint")>
                    {move || if wrong() {
                        view! { <span class="field__error">{glyph("state-error", "error")} {text(error)}</span> }.into_any()
                    } else {
                        text(hint).into_any()
                    }}
                </p>
            </div>
        }
    };
    let said = move || {
        let (words, error) = match refusal.get()? {
            Refusal::Field(_) => return None,
            Refusal::Already => (text(k::configure::ID_ALREADY), None),
            Refusal::NotVisible => (text(k::configure::ID_NOT_VISIBLE), None),
            Refusal::OtherVpc => (text(k::configure::ID_OTHER_VPC), None),
            Refusal::Unusable => (text(k::configure::ID_UNUSABLE), None),
            Refusal::QuotaFull => (text(k::configure::NONE_FITTED), None),
            Refusal::Call(error) => (crate::components::error_view::advice(&error), Some(error)),
        };
        Some(view! {
            <div class="note" data-tone="error" role="alert">
                {glyph("state-error", "error")}
                <div class="note__text">
                    <p>{words}</p>
                    {error.map(|error| view! { <ErrorFacts error=error/> })}
                </div>
            </div>
        })
    };
    view! {
        <Dialog
            title=Signal::derive(t(k::configure::ADD_BY_ID_TITLE))
            id="add-by-id-title"
            layer="second"
            first="#by-id-vpc"
            on_close=on_close
            close_label=Signal::derive(t(k::common::CLOSE))
        >
            <form
                class="dialog__form"
                on:submit=move |event| {
                    event.prevent_default();
                    submit();
                }
            >
                <div class="dialog__body">
                    {field("by-id-vpc", k::configure::ID_VPC, k::configure::ID_VPC_HINT, Fault::Vpc, k::configure::ID_VPC_WRONG, vpc)}
                    {field("by-id-switch", k::configure::ID_SWITCH, k::configure::ID_SWITCH_HINT, Fault::Switch, k::configure::ID_SWITCH_WRONG, switch)}
                    {field("by-id-owner", k::configure::ID_OWNER, k::configure::ID_OWNER_HINT, Fault::Owner, k::configure::ID_OWNER_WRONG, owner)}
                    {said}
                    <div class="note">
                        {icon("info")}
                        <p class="note__text">{t(k::configure::SHARING_STEPS)}</p>
                    </div>
                </div>
                <footer class="dialog__foot">
                    <p class="dialog__status" role="status">
                        {move || busy.get().then(|| text(k::configure::CHECKING))}
                    </p>
                    <button class="button" type="button" on:click=move |_| on_close.run(())>
                        {t(k::common::CANCEL)}
                    </button>
                    <button
                        class="button"
                        type="submit"
                        data-variant="primary"
                        aria-busy=move || busy.get().then_some("true")
                    >
                        {t(k::configure::ADD_VPC)}
                    </button>
                </footer>
            </form>
        </Dialog>
    }
}

/// Reads the vSwitch and says whether it can be used.
async fn check(plan: Plan, vpc: &VpcId, switch: &VSwitchId, owner: &AccountId) -> Result<VSwitch, Refusal> {
    let region = plan.region.get_value();
    let request = DescribeVSwitches {
        region_id: region.clone(),
        vpc_id: None,
        v_switch_id: Some(switch.clone()),
        page_number: 1,
        page_size: 1,
    };
    let answer = call(plan.app, &region, &request).await;
    let found = match answer {
        Ok(page) => page.v_switches.v_switch.into_iter().next().ok_or(Refusal::NotVisible)?,
        Err(CallError::Api(error)) if error.code == "InvalidVSwitchId.NotFound" => {
            return Err(Refusal::NotVisible);
        }
        Err(error) => return Err(Refusal::Call(error)),
    };
    if found.vpc_id != *vpc || found.owner_id != *owner {
        return Err(Refusal::OtherVpc);
    }
    if switch_reason(&found).is_some() {
        return Err(Refusal::Unusable);
    }
    Ok(found)
}

fn add(plan: Plan, vpc: &VpcId, owner: AccountId, found: VSwitch) {
    if plan.vpc(vpc).is_none() {
        let made = Vpc {
            vpc_id: vpc.clone(),
            owner_id: owner.clone(),
            region_id: plan.region.get_value(),
            v_switch_ids: VSwitchIds { v_switch_id: vec![found.v_switch_id.clone()] },
            ..Vpc::default()
        };
        plan.extra.update(|extra| extra.push(Arc::new(VpcEntry::new(made))));
    }
    let pick = Pick { v_switch_id: found.v_switch_id.clone(), proposed: false };
    plan.selection.update(|selection| {
        selection.add([(vpc.clone(), owner)]);
        selection.choose(vpc, pick);
    });
    plan.networks.switches.want(vec![vpc.clone()]);
    plan.say(text_with(k::configure::ADDED_ONE, &[("name", &untrack(|| plan.name(vpc)))]));
}

#[cfg(test)]
mod tests;
