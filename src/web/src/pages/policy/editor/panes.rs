//! Statements, text, findings side by side; a panel under the text.

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use crate::bindings::is_focus_in;
use crate::i18n::{k, t};
use crate::pages::policy::analysis::AnalysisPanel;
use crate::pages::policy::diff::DiffPanel;
use crate::pages::policy::findings::{self, FindingsPane};
use crate::pages::policy::simulate::SimulatePanel;
use crate::pages::policy::state::{Editor, Mode, Panel};
use crate::pages::policy::text;
use crate::pages::policy::visual::form::StatementForm;
use crate::pages::policy::visual::list::StatementList;
use crate::ui::code_editor::CodeEditor;
use crate::ui::view::view;

/// Keys of the whole page.
pub fn on_key(event: &KeyboardEvent, editor: Editor) {
    if event.key() == "F8" {
        event.prevent_default();
        findings::step(editor, !event.shift_key());
    }
}

/// The panes.
#[component]
pub fn Panes(editor: Editor) -> impl IntoView {
    let highlight = Signal::derive(move || {
        let card = editor.card(editor.selected.get()?)?;
        Some(card.start..card.end)
    });
    let marks = Signal::derive(move || text::marks(editor));
    // The statement under the caret is the selected one; only while the text has the keyboard, for forms move the caret too.
    Effect::new(move |_| {
        let caret = editor.model.caret();
        if is_focus_in(".code-editor") {
            let under = editor.outline.with_untracked(|found| {
                let mut cards = found.iter().flat_map(|found| &found.statements);
                cards.position(|card| (card.start..=card.end).contains(&caret))
            });
            if under.is_some() {
                editor.selected.set(under);
            }
        }
    });
    let with_list = move || editor.mode.get() != Mode::Json;
    view! {
        <div class="policy-editor__panes">
            <Show when=with_list>
                <div class="policy-editor__statements">
                    <StatementList editor=editor/>
                    <Show when=move || editor.mode.get() == Mode::Split>
                        <StatementForm editor=editor/>
                    </Show>
                </div>
            </Show>
            <div class="policy-editor__middle">
                // Hidden and not gone: it is what remembers each step for Undo.
                <div class="policy-editor__text" hidden=move || editor.mode.get() == Mode::Visual>
                    <CodeEditor
                        model=editor.model
                        label=Signal::derive(t(k::policy::TEXT_LABEL))
                        marks=marks
                        highlight=highlight
                        complete=Some(text::complete(editor))
                        hover=Some(text::hover(editor))
                        on_fix=Callback::new(move |at| text::fix(editor, at))
                        on_visit=Callback::new(move |at| findings::visited(editor, at))
                    />
                </div>
                <Show when=move || editor.mode.get() == Mode::Visual>
                    <div class="policy-editor__form">
                        <StatementForm editor=editor/>
                    </div>
                </Show>
                {move || editor.panel.get().map(|panel| match panel {
                    Panel::Diff => view! { <DiffPanel editor=editor/> },
                    Panel::Analysis => view! { <AnalysisPanel editor=editor/> },
                    Panel::Simulate => view! { <SimulatePanel editor=editor/> },
                })}
            </div>
            <FindingsPane editor=editor/>
        </div>
    }
}
