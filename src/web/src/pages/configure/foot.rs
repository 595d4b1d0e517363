//! What the foot of the panel says: what just happened, why OK is off, what became of the write.

use leptos::prelude::*;

use super::plan::Plan;
use crate::api::write::Saving;
use crate::components::error_view::{ErrorFacts, advice};
use crate::i18n::{counted, k, text, text_with};
use crate::number::grouped_i64;
use crate::ui::glyph;
use crate::ui::view::view;

/// Why OK is off.
pub fn off_reason(plan: Plan, changes: usize) -> Option<String> {
    if let Some(reason) = plan.locked.get() {
        return Some(reason);
    }
    if plan.app.offline_since.get().is_some() {
        return Some(text(k::instance::OFF_OFFLINE));
    }
    plan.selection.with(|selection| {
        let undecided: Vec<_> =
            selection.undecided().take(2).map(|addition| addition.vpc_id.clone()).collect();
        if selection.room() < 0 {
            Some(text_with(
                k::configure::OVER_QUOTA,
                &[
                    ("after", &grouped_i64(selection.used_after())),
                    ("limit", &grouped_i64(selection.quota().limit)),
                ],
            ))
        } else if let [one] = undecided.as_slice() {
            Some(text_with(k::configure::NEEDS_SWITCH_NAMED, &[("name", &plan.name(one))]))
        } else if !undecided.is_empty() {
            Some(counted(k::configure::STILL_NEEDS, selection.undecided().count()))
        } else if changes == 0 {
            Some(text(k::configure::NO_CHANGE))
        } else {
            None
        }
    })
}

/// The sentence in the foot: what just happened, else why OK is off.
pub fn foot_words(plan: Plan, saving: RwSignal<Saving>, off: Signal<Option<String>>) -> AnyView {
    match saving.get() {
        Saving::Sending => return text(k::configure::SENDING).into_any(),
        Saving::ReadingBack => return text(k::configure::READING_BACK).into_any(),
        Saving::Unclear => return text(k::configure::READING_BACK).into_any(),
        Saving::Idle | Saving::Refused(_) | Saving::NotApplied(_) | Saving::Differs => {}
    }
    let said = plan.said();
    // What a move did comes first while its vSwitches are being chosen: that dialog says itself what is missing.
    let picking = plan.picking.with(|picking| !picking.vpcs.is_empty());
    let blocked =
        off.get().filter(|_| !picking && plan.selection.with(|selection| selection.changes().total() > 0));
    match blocked {
        Some(reason) => view! { {glyph("state-warning", "warning")} {reason} }.into_any(),
        None => said.into_any(),
    }
}

/// What became of the write, when it did not simply succeed.
pub fn outcome(saving: RwSignal<Saving>) -> Option<AnyView> {
    let (tone, picture, title, error) = match saving.get() {
        Saving::Idle | Saving::Sending | Saving::ReadingBack => return None,
        Saving::Refused(error) => ("error", "state-error", text(k::configure::REFUSED), Some(error)),
        Saving::Unclear => ("warning", "state-warning", text(k::configure::UNCLEAR), None),
        Saving::NotApplied(error) => ("error", "state-error", text(k::configure::NOT_APPLIED), Some(error)),
        Saving::Differs => ("error", "state-error", text(k::configure::DIFFERS), None),
    };
    let facts = error.map(|error| {
        view! {
            <p>{advice(&error)}</p>
            <ErrorFacts error=error/>
        }
    });
    Some(
        view! {
            <div class="note" data-tone=tone>
                {glyph(picture, tone)}
                <div class="note__text">
                    <p>
                        <strong>{title}</strong>
                    </p>
                    {facts}
                </div>
            </div>
        }
        .into_any(),
    )
}
