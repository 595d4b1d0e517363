//! The findings: grouped by class, each with its fix; the keyboard goes from one to the next.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::KeyboardEvent;

use super::severity::SeverityGlyph;
use super::state::Editor;
use crate::bindings::{after_render, focus_selector};
use crate::i18n::{counted, k, t, text, text_with};
use crate::policy::engine::{Finding, Outline, Severity};
use crate::policy::{engine, service::ServiceError};
use crate::ui::view::view;

/// How long nothing is typed before the list follows the text.
const PAUSE: Duration = Duration::from_millis(200);

/// Findings that are listed at first.
const MOST: usize = 60;

/// Replaces what a finding's fix names.
pub fn fix(editor: Editor, finding: &Finding) {
    // The text may have moved on since the finding was listed.
    if let Some(fix) = finding.fix.as_ref().filter(|_| editor.holds(finding)) {
        editor.apply(&fix.edits);
        editor.app.live.say(text_with(k::policy::FIXED, &[("fix", &fix.title)]));
    }
}

/// Applies all fixes that nobody needs to look at; one step for Undo.
pub fn fix_all(editor: Editor) {
    let before = editor.model.text_untracked();
    let context = untrack(move || editor.around.context(editor.subject(), editor.saved.text()));
    spawn_local(async move {
        let found: Result<String, ServiceError> = engine::fix_all_safe(&before, context).await;
        match found {
            Ok(after) if editor.model.text_untracked() == before => editor.model.replace_all(&after),
            Ok(_) => {}
            Err(error) => editor.app.live.alert(error.to_string()),
        }
    });
}

/// Goes to the next or the last finding, round and round, and says it.
pub fn step(editor: Editor, forward: bool) {
    let count = untrack(move || editor.findings().len());
    if count == 0 {
        editor.app.live.say(text(k::policy::NO_FINDINGS));
        return;
    }
    let at = match (editor.current.get_untracked(), forward) {
        (None, true) => 0,
        (None, false) => count - 1,
        (Some(at), true) => (at + 1) % count,
        (Some(at), false) => (at + count - 1) % count,
    };
    editor.visit(at);
    say(editor, at);
}

/// The reader has gone to a finding within the text.
pub fn visited(editor: Editor, at: usize) {
    let statement = untrack(move || editor.findings().get(at).and_then(|finding| finding.statement));
    editor.current.set(Some(at));
    if statement.is_some() {
        editor.selected.set(statement);
    }
    say(editor, at);
}

/// Says a finding: place, class, words.
pub fn say(editor: Editor, at: usize) {
    let finding = untrack(move || editor.findings().get(at).cloned());
    if let Some(finding) = finding {
        editor.app.live.say(text_with(
            k::policy::FINDING_SAID,
            &[
                ("line", &finding.line.to_string()),
                ("column", &finding.column.to_string()),
                ("class", &text(finding.severity.one())),
                ("message", &finding.message),
            ],
        ));
    }
}

#[component]
fn FindingCard(editor: Editor, at: usize, finding: Finding) -> impl IntoView {
    let current = Memo::new(move |_| editor.current.get() == Some(at));
    let place = format!("{}:{}", finding.line, finding.column);
    let title = text_with(
        k::policy::FINDING_PLACE,
        &[("line", &finding.line.to_string()), ("column", &finding.column.to_string())],
    );
    let fixable = finding.clone();
    let button = finding.fix.as_ref().map(|found| {
        let (label, safe) = (found.title.clone(), found.safe);
        view! {
            <button
                class="button"
                type="button"
                data-size="small"
                data-variant=(!safe).then_some("quiet")
                on:click=move |event| {
                    event.stop_propagation();
                    fix(editor, &fixable);
                }
            >
                {if safe { label } else { format!("{label}…") }}
            </button>
        }
    });
    view! {
        <li
            class="finding"
            id=format!("finding-{at}")
            tabindex=move || {
                let first = at == 0 && editor.current.get().is_none();
                if current.get() || first { "0" } else { "-1" }
            }
            aria-current=move || current.get().then_some("true")
            data-severity=finding.severity.word()
            on:click=move |_| editor.visit(at)
        >
            <SeverityGlyph severity=finding.severity/>
            <p class="finding__message">
                <span class="visually-hidden">{text(finding.severity.one())} ": "</span>
                <bdi>{finding.message.clone()}</bdi>
            </p>
            <p class="finding__foot">
                <span class="mono" title=title>{finding.id.clone()} " " {place}</span>
                {button}
            </p>
        </li>
    }
}

/// A class above the list: how many, and whether they are shown.
#[component]
fn Filter(editor: Editor, severity: Severity, hidden: RwSignal<Vec<Severity>>) -> impl IntoView {
    let on = move || !hidden.with(|hidden| hidden.contains(&severity));
    view! {
        <button
            class="finding-filter"
            type="button"
            data-severity=severity.word()
            aria-pressed=move || on().to_string()
            on:click=move |_| hidden.update(|hidden| {
                if hidden.contains(&severity) {
                    hidden.retain(|other| *other != severity);
                } else {
                    hidden.push(severity);
                }
            })
        >
            <SeverityGlyph severity=severity/>
            {t(severity.many())}
            <strong>{move || editor.count(severity)}</strong>
        </button>
    }
}

fn on_key(event: &KeyboardEvent, editor: Editor, shown: &[usize]) {
    let here = editor.current.get_untracked().and_then(|at| shown.iter().position(|other| *other == at));
    let last = shown.len().saturating_sub(1);
    let next = match event.key().as_str() {
        "ArrowDown" => here.map_or(0, |here| (here + 1).min(last)),
        "ArrowUp" => here.map_or(0, |here| here.saturating_sub(1)),
        "Home" => 0,
        "End" => last,
        // A button inside a finding keeps its own keys.
        "Enter" if !crate::bindings::is_focus_in(".finding button") => {
            event.prevent_default();
            if let Some(at) = editor.current.get_untracked() {
                editor.visit(at);
            }
            return;
        }
        "f" | "F" if !event.ctrl_key() && !event.meta_key() => {
            event.prevent_default();
            let found = editor
                .current
                .get_untracked()
                .and_then(|at| untrack(move || editor.findings().get(at).cloned()));
            if let Some(finding) = found {
                fix(editor, &finding);
            }
            return;
        }
        _ => return,
    };
    event.prevent_default();
    if let Some(at) = shown.get(next) {
        editor.current.set(Some(*at));
        let selector = format!("#finding-{at}");
        after_render(move || {
            focus_selector(&selector);
        });
    }
}

/// The pane.
#[component]
pub fn FindingsPane(editor: Editor) -> impl IntoView {
    let hidden = RwSignal::new(Vec::new());
    let listed = at_rest(editor);
    let shown = Memo::new(move |_| {
        listed.with(|found| {
            let findings = found.iter().flat_map(|found| &found.findings).enumerate();
            let wanted = |finding: &Finding| !hidden.with(|hidden| hidden.contains(&finding.severity));
            findings.filter(|(_, finding)| wanted(finding)).map(|(at, _)| at).collect::<Vec<usize>>()
        })
    });
    let all = RwSignal::new(false);
    let cards = move || {
        let most = if all.get() { usize::MAX } else { MOST };
        let shown = shown.get();
        listed.with(|found| {
            let of = |at: usize| found.as_ref()?.findings.get(at).cloned();
            let card = |at: usize| {
                of(at).map(|finding| view! { <FindingCard editor=editor at=at finding=finding/> })
            };
            shown.iter().take(most).map(|at| card(*at)).collect_view()
        })
    };
    let more = move || if all.get() { 0 } else { shown.with(Vec::len).saturating_sub(MOST) };
    let safe = Memo::new(move |_| {
        editor.outline.with(|found| {
            let fixes =
                found.iter().flat_map(|found| &found.findings).filter_map(|finding| finding.fix.as_ref());
            fixes.filter(|fix| fix.safe).count()
        })
    });
    let skipped = move || editor.outline.with(|found| found.as_ref().map_or(0, |found| found.skipped.len()));
    say_counts(editor);
    view! {
        <section class="findings" aria-labelledby="findings-title">
            <div class="pane__head">
                <h2 class="pane__title" id="findings-title">{t(k::policy::FINDINGS)}</h2>
                <button
                    class="text-button"
                    type="button"
                    aria-keyshortcuts="F8"
                    on:click=move |_| step(editor, true)
                >
                    {t(k::policy::NEXT_FINDING)}
                </button>
            </div>
            <div class="findings__filters" role="group" aria-label=t(k::policy::FILTER_FINDINGS)>
                {Severity::ALL.map(|severity| view! { <Filter editor=editor severity=severity hidden=hidden/> }).collect_view()}
            </div>
            <ul
                class="findings__list"
                aria-labelledby="findings-title"
                aria-describedby="findings-keys"
                on:keydown=move |event| shown.with_untracked(|shown| on_key(&event, editor, shown))
            >
                {cards}
            </ul>
            <Show when=move || more() != 0>
                <button class="text-button findings__more" type="button" on:click=move |_| all.set(true)>
                    {move || counted(k::policy::SHOW_MORE, more())}
                </button>
            </Show>
            <p class="visually-hidden" id="findings-keys">{t(k::policy::FINDING_KEYS)}</p>
            <Show when=move || shown.with(Vec::is_empty) && editor.outline.with(Option::is_some)>
                <p class="findings__empty">{t(k::policy::NO_FINDINGS)}</p>
            </Show>
            <div class="findings__foot">
                <Show when=move || safe.get() != 0>
                    <button class="button" type="button" data-size="small" on:click=move |_| fix_all(editor)>
                        {move || counted(k::policy::FIX_ALL, safe.get())}
                    </button>
                </Show>
                <Show when=move || skipped() != 0>
                    <span class="findings__skipped">{move || counted(k::policy::SKIPPED, skipped())}</span>
                </Show>
            </div>
        </section>
    }
}

/// The outline as of the last pause in typing. The text is marked at once; a list that moves with each key stroke can be
/// read by nobody, and drawing it would hold the next one up.
fn at_rest(editor: Editor) -> RwSignal<Option<Arc<Outline>>> {
    let listed = RwSignal::new(editor.outline.get_untracked());
    let turn = StoredValue::new(0_u32);
    // A timer, no value that is derived.
    Effect::new(move |_| {
        let found = editor.outline.get();
        turn.update_value(|turn| *turn += 1);
        let mine = turn.get_value();
        if listed.with_untracked(Option::is_none) {
            listed.set(found);
            return;
        }
        set_timeout(
            move || {
                if turn.try_get_value() == Some(mine) {
                    listed.try_set(found);
                }
            },
            PAUSE,
        );
    });
    listed
}

/// Says how many findings there are when that changes, at most once in two seconds.
fn say_counts(editor: Editor) {
    let waiting = StoredValue::new(false);
    let counts = Memo::new(move |_| Severity::ALL.map(|severity| editor.count(severity)));
    // Speaking is no rendering, so it is an effect.
    Effect::new(move |last: Option<[usize; 4]>| {
        let now = counts.get();
        if last.is_some_and(|last| last != now) && !waiting.get_value() {
            waiting.set_value(true);
            set_timeout(
                move || {
                    waiting.try_set_value(false);
                    let Some([errors, security, warnings, _]) = counts.try_get_untracked() else { return };
                    editor.app.live.say(text_with(
                        k::policy::COUNTS,
                        &[
                            ("errors", &errors.to_string()),
                            ("security", &security.to_string()),
                            ("warnings", &warnings.to_string()),
                        ],
                    ));
                },
                Duration::from_secs(2),
            );
        }
        now
    });
}
