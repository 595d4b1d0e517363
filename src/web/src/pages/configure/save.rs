//! OK: sends the whole wanted list once, then reads the instance until it agrees.

use kms_api::operations::instances::UpdateKmsInstanceBindVpc;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::plan::Plan;
use super::selection::Selection;
use crate::api::call;
use crate::api::error::Kind;
use crate::api::write::Saving;
use crate::bindings::{now, sleep};
use crate::i18n::{counted, k, text, text_with};

/// How long the instance is read until it shows the change, in ms.
const READ_BACK: f64 = 60_000.0;
/// Pause between two of those reads, in ms.
const STEP: i32 = 1000;

/// Sends the change. It is never sent twice: what no answer proves is found out by reading.
pub fn save(plan: Plan, saving: RwSignal<Saving>, done: impl Fn() + 'static) {
    if saving.with_untracked(Saving::is_running) {
        return;
    }
    let selection = plan.selection.get_untracked();
    let Some(bind_vpcs) = selection.request() else { return };
    let request = UpdateKmsInstanceBindVpc { kms_instance_id: plan.id.get_value(), bind_vpcs };
    let region = plan.region.get_value();
    saving.set(Saving::Sending);
    plan.say(text(k::configure::SENDING));
    // The app outlives the panel, so that closing the page's layer does not lose the outcome.
    let (app, count, name) = (plan.app, selection.changes().total(), plan.id.get_value().to_string());
    spawn_local(async move {
        match call(app, &region, &request).await {
            Ok(_) => {
                saving.try_set(Saving::ReadingBack);
                if read_back(plan, &selection).await == ReadBack::Stored {
                    finish(plan, count, &name);
                    done();
                } else {
                    saving.try_set(Saving::Differs);
                    app.live.alert(text(k::configure::DIFFERS));
                }
            }
            Err(error) if matches!(error.kind(), Kind::Unknown | Kind::Offline) => {
                saving.try_set(Saving::Unclear);
                app.live.alert(text(k::configure::UNCLEAR));
                match read_back(plan, &selection).await {
                    ReadBack::Stored => {
                        finish(plan, count, &name);
                        done();
                    }
                    ReadBack::Before => drop(saving.try_set(Saving::NotApplied(error))),
                    ReadBack::Other => drop(saving.try_set(Saving::Differs)),
                }
            }
            Err(error) => {
                app.live.alert(crate::components::error_view::advice(&error));
                saving.try_set(Saving::Refused(error));
            }
        }
    });
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum ReadBack {
    Stored,
    Before,
    Other,
}

/// Reads the instance until it has what was asked for.
async fn read_back(plan: Plan, wanted: &Selection) -> ReadBack {
    let row = plan.store.row(&plan.id.get_value());
    let (start, mut last) = (now(), ReadBack::Other);
    loop {
        plan.store.refresh_detail(&row).await;
        let read =
            row.detail.with_untracked(|detail| detail.value.clone().filter(|_| detail.error.is_none()));
        if let Some(instance) = read {
            if wanted.is_stored(&instance.bind_vpcs.bind_vpc) {
                return ReadBack::Stored;
            }
            let before = instance.bind_vpcs.bind_vpc == wanted.bound();
            last = if before { ReadBack::Before } else { ReadBack::Other };
        }
        if now() - start > READ_BACK {
            return last;
        }
        sleep(STEP).await;
    }
}

fn finish(plan: Plan, count: usize, id: &str) {
    let name = plan.store.row(&id.into()).detail.with_untracked(|detail| {
        detail.value.as_ref().map(|value| value.instance_name.clone()).filter(|name| !name.is_empty())
    });
    let name = name.unwrap_or_else(|| id.to_owned());
    let request =
        plan.app.calls.newest_first().into_iter().find(|call| call.operation == "UpdateKmsInstanceBindVpc");
    let request = request.map(|call| call.request_id).unwrap_or_default();
    let title = counted(k::configure::SAVED, count);
    plan.app.live.say(title.clone());
    plan.app
        .toasts
        .show(title, text_with(k::configure::SAVED_DETAIL, &[("name", &name), ("request", &request)]));
    // Free addresses and units have changed with it.
    let row = plan.store.row(&id.into());
    row.quota.update(|quota| quota.at = 0.0);
    plan.store.read_quota(&id.into(), 0.0);
    plan.networks.switches.forget();
}
