//! The `<textarea>`: what a reader has until CodeMirror is there, or instead of it.

use leptos::html;
use leptos::prelude::*;

use super::document::{Cause, Change, Selection};
use super::model::{TextModel, Update};
use super::plain::{byte_of, shown, typed, unit_of};
use crate::bindings::{field_selection, field_text, focus, set_field};
use crate::ui::view::view;

/// The field and what it shows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    model: TextModel,
    /// The field's number with the model.
    number: usize,
    element: NodeRef<html::Textarea>,
    /// Whether an input method is at work.
    composing: StoredValue<bool>,
}

impl Field {
    pub(super) fn new(model: TextModel, number: usize) -> Self {
        Self { model, number, element: NodeRef::new(), composing: StoredValue::new(false) }
    }

    pub(super) fn is_composing(self) -> bool {
        self.composing.try_get_value().unwrap_or_default()
    }

    pub(super) fn has_focus(self) -> bool {
        let element = self.element.get_untracked();
        element.is_some_and(|element| element.matches(":focus").unwrap_or_default())
    }

    /// The text was changed elsewhere, or the selection.
    pub(super) fn follow(self, update: &Update<'_>) {
        self.write(!update.changes.is_empty());
        if update.go_there
            && let Some(element) = self.element.get_untracked()
        {
            focus(&element);
        }
    }

    fn write(self, has_new_text: bool) {
        let Some(element) = self.element.get_untracked() else { return };
        let text = self.model.text_untracked();
        let Selection { anchor, head } = self.model.selection();
        let (start, end) = (anchor.min(head), anchor.max(head));
        let words = has_new_text.then(|| shown(&text));
        set_field(&element, words.as_deref(), (unit_of(&text, start), unit_of(&text, end)));
    }

    fn read(self) {
        let Some(element) = self.element.get_untracked() else { return };
        let text = self.model.text_untracked();
        if let Some(change) = typed(&text, &field_text(&element)) {
            let cause = self.cause_of(&change);
            let select = |text: &std::sync::Arc<str>| selection(text, field_selection(&element));
            self.model.typed(self.number, &[change], cause, select);
        }
    }

    fn read_selection(self) {
        let Some(element) = self.element.get_untracked() else { return };
        let selection = selection(&self.model.text_untracked(), field_selection(&element));
        self.model.moved(self.number, selection);
    }

    /// The browser tells how a change came about, but what changed says enough.
    fn cause_of(self, change: &Change) -> Cause {
        let mut letters = change.text.chars();
        match (letters.next(), letters.next()) {
            _ if self.is_composing() => Cause::Compose,
            (Some(_), None) if change.start == change.end => Cause::Type,
            (None, _) => Cause::Delete,
            _ => Cause::Other,
        }
    }
}

fn selection(text: &str, (start, end): (usize, usize)) -> Selection {
    Selection { anchor: byte_of(text, start), head: byte_of(text, end) }
}

/// The field in the page.
#[component]
pub(super) fn FieldView(
    /// Its state.
    field: Field,
    /// Accessible name.
    label: Signal<String>,
    /// Whether the text can only be read.
    read_only: Signal<bool>,
) -> impl IntoView {
    // Written once; from then on the field is told what changes.
    Effect::new(move |_| {
        if let Some(element) = field.element.get() {
            field.write(true);
            if field.model.is_awaited() {
                focus(&element);
            }
        }
    });
    view! {
        <textarea
            class="code-editor__field"
            aria-label=label
            autocapitalize="off"
            autocomplete="off"
            spellcheck="false"
            readonly=read_only
            node_ref=field.element
            on:input=move |_| field.read()
            on:keyup=move |_| field.read_selection()
            on:click=move |_| field.read_selection()
            on:select=move |_| field.read_selection()
            on:compositionstart=move |_| field.composing.set_value(true)
            on:compositionend=move |_| field.composing.set_value(false)
        ></textarea>
    }
}
