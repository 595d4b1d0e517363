//! The last look before saving: what changes, what is taken on, whether the reader stays able to edit.

use std::collections::BTreeSet;
use std::sync::Arc;

use kms_api::operations::policies::MAX_POLICY_BYTES;
use leptos::prelude::*;

use super::ask::{answered, follow};
use super::diff::MeaningView;
use super::save::save;
use super::standing::{Standing, StandingLine, standing};
use super::state::Editor;
use crate::api::write::Saving;
use crate::components::error_view::ErrorFacts;
use crate::i18n::{counted, k, t, text};
use crate::policy::access;
use crate::policy::engine::{Finding, Severity};
use crate::ui::dialog::Dialog;
use crate::ui::glyph;
use crate::ui::view::view;

/// The risk of losing one's own right.
const LOCK_OUT: &str = "lock-out";

/// Why nothing can be saved now; tracked.
pub fn blocked(editor: Editor) -> Option<String> {
    let size = editor.model.text().len();
    let errors = editor.count(Severity::Error);
    if editor.app.offline_since.get().is_some() {
        Some(text(k::policy::OFF_OFFLINE))
    } else if size > MAX_POLICY_BYTES {
        Some(counted(k::policy::OFF_TOO_LONG, size - MAX_POLICY_BYTES))
    } else if errors > 0 {
        Some(counted(k::policy::OFF_ERRORS, errors))
    } else if editor.outline.with(Option::is_none) {
        // Without the engine nobody knows; the cloud still checks the syntax, so that is no reason to block.
        editor.engine_error.with(Option::is_none).then(|| text(k::policy::OFF_CHECKING))
    } else if !editor.is_changed() {
        Some(text(k::policy::OFF_UNCHANGED))
    } else {
        None
    }
}

/// What tells one security finding from another while the text moves.
fn identity(finding: &Finding) -> String {
    format!("{} {}", finding.id, finding.message)
}

/// Security findings, each to be taken on; tracked.
fn risks(editor: Editor) -> Vec<Finding> {
    editor.findings().into_iter().filter(|finding| finding.severity == Severity::Security).collect()
}

/// A tick that takes a risk on.
#[component]
fn TakeOn(editor: Editor, risk: String, children: Children) -> impl IntoView {
    let own = risk.clone();
    view! {
        <label class="tick">
            <input
                class="tick__input"
                type="checkbox"
                prop:checked=move || editor.acknowledged.with(|all| all.contains(&own))
                on:change=move |event| editor.take_on(risk.clone(), event_target_checked(&event))
            />
            {children()}
        </label>
    }
}

fn risk(editor: Editor, finding: Finding) -> AnyView {
    view! {
        <li>
            <TakeOn editor=editor risk=identity(&finding)>
                {glyph("state-security", "security")}
                <bdi>{finding.message}</bdi>
                <span class="mono">{finding.id}</span>
            </TakeOn>
        </li>
    }
}

/// Where the write stands.
#[component]
fn Outcome(saving: RwSignal<Saving>) -> impl IntoView {
    move || {
        let (words, error) = match saving.get() {
            Saving::Idle => return None,
            Saving::Sending => (text(k::policy::SENDING), None),
            Saving::ReadingBack => (text(k::policy::READING_BACK), None),
            Saving::Unclear => (text(k::policy::UNCLEAR), None),
            Saving::Differs => (text(k::policy::DIFFERS), None),
            Saving::NotApplied(error) => (text(k::policy::NOT_APPLIED), Some(error)),
            Saving::Refused(error) => (crate::components::error_view::advice(&error), Some(error)),
        };
        let running = saving.with(Saving::is_running);
        Some(view! {
            <div class="note" data-tone=(!running).then_some("error") role=if running { "status" } else { "alert" }>
                {if running {
                    view! { <span class="spinner" aria-hidden="true"></span> }
                } else {
                    glyph("state-error", "error").into_any()
                }}
                <div class="note__text">
                    <p>{words}</p>
                    {error.map(|error| view! { <ErrorFacts error=error/> })}
                </div>
            </div>
        })
    }
}

/// The dialog.
#[component]
pub fn SaveDialog(editor: Editor, open: RwSignal<bool>) -> impl IntoView {
    let saving = RwSignal::new(Saving::Idle);
    // What was taken on for an earlier draft says nothing of this one.
    editor.acknowledged.set(BTreeSet::new());
    let review = follow(move || {
        let (saved, draft, subject) = (editor.base(), editor.model.text(), editor.subject());
        async move { access::review(&saved, &draft, &subject).await }
    });
    let mine = standing(editor);
    let risks = Memo::new(move |_| risks(editor));
    let locked_out = move || mine.get() == Some(Standing::LockedOut);
    let missing = Memo::new(move |_| {
        let taken = |finding: &Finding| editor.acknowledged.with(|all| all.contains(&identity(finding)));
        let risks = risks.with(|risks| risks.iter().filter(|finding| !taken(finding)).count());
        risks + usize::from(locked_out() && !editor.acknowledged.with(|all| all.contains(LOCK_OUT)))
    });
    let off = move || {
        // Who would be locked out must have been told.
        let unknown = mine.get().is_none() && editor.engine_error.with(Option::is_none);
        let checking = unknown.then(|| text(k::policy::OFF_CHECKING));
        blocked(editor).or(checking).or_else(|| match missing.get() {
            0 => None,
            count => Some(counted(k::policy::OFF_RISKS, count)),
        })
    };
    let close = move || {
        if !saving.with_untracked(Saving::is_running) {
            open.set(false);
        }
    };
    let send = move || {
        if untrack(off).is_none() {
            save(editor, saving, move || {
                open.try_set(false);
            });
        }
    };
    view! {
        <Dialog
            title=Signal::derive(t(k::policy::SAVE_TITLE))
            id="save-title"
            size="picker"
            first="#save-policy"
            on_close=move |()| close()
            close_label=Signal::derive(t(k::common::CLOSE))
        >
            <div class="dialog__body save-policy">
                <h3 class="analysis__title">{t(k::policy::WHAT_CHANGES)}</h3>
                <MeaningView editor=editor/>
                <Show when=move || !risks.with(Vec::is_empty)>
                    <h3 class="analysis__title">{t(k::policy::TAKE_ON)}</h3>
                    <ul class="save-policy__risks">
                        {move || risks.get().into_iter().map(|finding| risk(editor, finding)).collect_view()}
                    </ul>
                </Show>
                <StandingLine standing=mine/>
                <Show when=locked_out>
                    <TakeOn editor=editor risk=LOCK_OUT.to_owned()>{t(k::policy::LOCK_OUT_TAKEN)}</TakeOn>
                </Show>
                {answered(review, move |review: &Arc<access::Review>| {
                    editor.quota_line(review).map(|line| view! { <p class="analysis__units">{line}</p> }).into_any()
                })}
                <super::other_side::OtherSides editor=editor/>
                <Outcome saving=saving/>
            </div>
            <footer class="dialog__foot">
                <p class="dialog__status" role="status">{off}</p>
                <button
                    class="button"
                    type="button"
                    aria-disabled=move || saving.with(Saving::is_running).then_some("true")
                    on:click=move |_| close()
                >
                    {t(k::common::CANCEL)}
                </button>
                <button
                    class="button"
                    type="button"
                    id="save-policy"
                    data-variant="primary"
                    aria-disabled=move || (off().is_some() || saving.with(Saving::is_running)).then_some("true")
                    aria-busy=move || saving.with(Saving::is_running).then_some("true")
                    on:click=move |_| send()
                >
                    {t(k::policy::SAVE)}
                </button>
            </footer>
        </Dialog>
    }
}
